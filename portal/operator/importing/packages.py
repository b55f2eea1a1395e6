"""Packages of an import file, with their contracts and domains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.clock import noon_in
from portal.domains.beginning import FIRST_VERSION, first_records, first_site, records_of
from portal.i18n import _
from portal.passwords import NO_PASSWORD
from portal.terms import last_day_of_period
from storage.models.dns import DnsRecord
from storage.models.domains import Domain, DomainKind, DomainState, Site
from storage.models.packages import Contract, Package, PackageUsage
from storage.models.products import Resource

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Executor

    from portal.operator.importing.customers import CustomersIn, Owner
    from portal.operator.importing.ground import Ground
    from portal.operator.importing.models import ContractTerms, PackageLine
    from portal.operator.importing.products import ProductsIn
    from storage.models.products import Product


@dataclass(slots=True)
class NewPackage:
    """A package that may be written."""

    line: int
    model: PackageLine
    product: Product
    becomes: Product | None
    owner: Owner
    verifier: str | None


class PackagesIn:
    """The packages of one batch."""

    def __init__(
        self,
        ground: Ground,
        lines: Sequence[tuple[int, PackageLine]],
        products: ProductsIn,
        customers: CustomersIn,
    ) -> None:
        self._ground = ground
        self._lines = lines
        self._products = products
        self._customers = customers
        self._new: list[NewPackage] = []

    def check(self) -> None:
        """Check the packages against their products, their customers, and all living domains."""
        names = {domain.ascii_name for _line, model in self._lines for domain in model.domains}
        living = self._ground.work.domains.living(names)
        in_file = {name: key > self._ground.before.domains for name, key in living.items()}
        for line, model in self._lines:
            before = len(self._ground.errors)
            owner = self._customers.find(line, model.customer)
            product = self._products.find(line, "product", model.product)
            becomes = self._smaller(line, model, product)
            self._require_free_domains(line, model, in_file)
            terminated_on = model.contract.terminated_on
            if terminated_on and terminated_on > self._ground.today:
                self._ground.refuse(line, "contract.terminated_on", _("This day is in the future."))
            words = [name for domain in model.domains for name in (domain.name, domain.ascii_name)]
            self._ground.require_strong(line, model.password, [model.customer, *words])
            if owner is not None and product is not None and len(self._ground.errors) == before:
                verifier = model.password_hash or None
                self._new.append(NewPackage(line, model, product, becomes, owner, verifier))

    def hash(self, pool: Executor) -> None:
        """Make verifiers of the package passwords; one that is the customer password is refused."""
        given = [new for new in self._new if new.model.password]
        verifiers = pool.map(self._verifier, given)
        for new, verifier in zip(given, verifiers, strict=True):
            new.verifier = verifier
            if verifier is None:
                reason = _("This is the customer password. Please think of another one.")
                self._ground.refuse(new.line, "password", reason)

    def write(self) -> None:
        """Add the packages with contracts, counters and domains."""
        bulk, counts = self._ground.work.bulk, self._ground.counts
        ids = bulk.add_numbered(Package, [_package(new) for new in self._new])
        numbered = list(zip(ids, self._new, strict=True))
        domains = [row for key, new in numbered for row in _domains(key, new.model)]
        bulk.add(Contract, [self._contract(key, new) for key, new in numbered])
        self._add_domains(domains)
        bulk.add(PackageUsage, [row for key, new in numbered for row in _usage(key, new.model)])
        counts["packages"] += len(numbered)
        counts["domains"] += len(domains)

    def _add_domains(self, rows: list[dict[str, Any]]) -> None:
        """Add domains; those that live with all that a domain begins with."""
        bulk, records = self._ground.work.bulk, first_records(self._ground.means.settings.dns)
        ids = bulk.add_numbered(Domain, rows)
        living = [(key, row) for key, row in zip(ids, rows, strict=True) if row["zone_version"]]
        bulk.add(Site, [first_site(key, row) for key, row in living])
        bulk.add(DnsRecord, [record for key, row in living for record in records_of(key, row, records)])

    def _verifier(self, new: NewPackage) -> str | None:
        password, passwords = new.model.password, self._ground.passwords
        known = new.owner.verifier
        if known != NO_PASSWORD and passwords.verify(known, password):
            return None
        return passwords.hash(password)

    def _smaller(self, line: int, model: PackageLine, product: Product | None) -> Product | None:
        if model.contract.becomes is None:
            return None
        name = "contract.becomes"
        becomes = self._products.find(line, name, model.contract.becomes)
        if product is None or becomes is None:
            return None
        if becomes.family is not product.family or becomes.rank >= product.rank:
            reason = _("A package changes to a product of the same family with a lower rank.")
            self._ground.refuse(line, name, reason)
        return becomes

    def _require_free_domains(self, line: int, model: PackageLine, in_file: dict[str, bool]) -> None:
        """Refuse domains that live already; `in_file` tells of each where, and learns the new ones."""
        for place, domain in enumerate(model.domains):
            if domain.state is DomainState.ENDED:
                continue
            if domain.ascii_name in in_file:
                self._ground.refuse_twice(line, f"domains.{place}.name", in_file=in_file[domain.ascii_name])
            else:
                in_file[domain.ascii_name] = True

    def _contract(self, package_id: int, new: NewPackage) -> dict[str, Any]:
        terms, product = new.model.contract, new.product
        return {
            "package_id": package_id,
            "started_on": terms.started_on,
            "minimum_months": _given(terms.minimum_months, product.minimum_months),
            "notice_months": _given(terms.notice_months, product.notice_months),
            "billing_months": _given(terms.billing_months, product.billing_months),
            "price_cents": _given(terms.price_cents, product.price_cents),
            "terminated_at": self._noon(terms.terminated_on),
            "ends_on": terms.ends_on,
            "becomes_product_id": new.becomes.id if new.becomes else None,
            "becomes_on": terms.becomes_on,
            "billed_until": self._billed_until(terms, _given(terms.billing_months, product.billing_months)),
        }

    def _billed_until(self, terms: ContractTerms, billing_months: int) -> dt.date | None:
        """What began already was billed elsewhere, until the end of the period it is in."""
        today = self._ground.today
        if terms.billed_until is not None or terms.started_on >= today:
            return terms.billed_until
        end = last_day_of_period(terms.started_on, billing_months, today)
        return min(end, terms.ends_on) if terms.ends_on else end

    def _noon(self, day: dt.date | None) -> dt.datetime | None:
        return noon_in(self._ground.means.settings.time_zone, day) if day else None


def _package(new: NewPackage) -> dict[str, Any]:
    return {
        "customer_id": new.owner.id,
        "product_id": new.product.id,
        "main_domain": new.model.main_domain.name,
        "state": new.model.state,
        "password_hash": new.verifier,
        "credential_version": 1,
    }


def _domains(package_id: int, model: PackageLine) -> Iterator[dict[str, Any]]:
    for domain in model.domains:
        yield {
            "package_id": package_id,
            "name": domain.name,
            "ascii_name": domain.ascii_name,
            "kind": domain.kind,
            "state": domain.state,
            "registered_on": domain.registered_on,
            "zone_version": 0 if domain.state is DomainState.ENDED else FIRST_VERSION,
        }


def _usage(package_id: int, model: PackageLine) -> Iterator[dict[str, Any]]:
    living = [domain.kind for domain in model.domains if domain.state is not DomainState.ENDED]
    additional = living.count(DomainKind.ADDITIONAL)
    counted = {Resource.ADDITIONAL_DOMAINS: additional} if additional else {}
    for resource, used in (model.usage | counted).items():
        yield {"package_id": package_id, "resource": resource, "used": used}


def _given(value: int | None, otherwise: int) -> int:
    return otherwise if value is None else value
