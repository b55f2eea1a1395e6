"""Making the demo: a new database of invented customers, and a portal on it."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from portal.backups.contents import take
from portal.demo import (
    acts,
    archive,
    catalogue,
    crowd,
    forms,
    invoices,
    messages,
    names,
    offers,
    packages,
    people,
    shop,
    splits,
    support,
    technical,
    website,
)
from portal.demo.credentials import BRAND
from portal.demo.days import at_noon
from portal.domains.beginning import FIRST_VERSION
from portal.errors import Conflict, Unavailable
from portal.i18n import _
from portal.opening import load_key, locate, make_key
from portal.opening_hours import OpeningHours
from portal.portal import Portal
from portal.problems import told
from portal.settings import ProviderSettings, Settings, SupportSettings
from portal.validation import checked
from storage.database import create_schema, create_sqlite_file, database_url, engine_for
from storage.models.backups import Backup
from storage.models.domains import Domain
from storage.models.packages import Contract, Package, PackageUsage
from storage.models.products import Resource
from storage.models.services import AdditionalService, ServiceState
from storage.repositories.billing import BilledContract
from storage.sealing import Keyring
from storage.work import Storage

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from portal.clock import Clock
    from portal.demo.packages import DemoPackage
    from portal.demo.people import Account
    from portal.passwords import Passwords
    from storage.models.customers import Customer
    from storage.models.products import Product
    from storage.work import Work

Size: TypeAlias = Literal["small", "large"]

FILE_NAME = "demo.db"

SEED = 20_261_122
"""Any number: the same one gives the same crowd."""

PACKAGES_OF_THE_AGENCY, PACKAGES_OF_THE_RESELLER = 300, 10_000


def settings() -> Settings:
    """How the demo's provider has set up the portal."""
    return Settings(
        brand=BRAND,
        time_zone="Europe/Berlin",
        support=SupportSettings(
            telephone="030 23125-100",
            hours="Mon-Fri 8:00-20:00, Sat 9:00-17:00",
            open=checked(
                OpeningHours,
                {day: ["8:00-20:00"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}
                | {"saturday": ["9:00-17:00"], "holidays": "DE-BE"},
            ),
        ),
        provider=ProviderSettings(
            name=f"{BRAND} Demo GmbH",
            street="Lindenallee 25",
            postcode="10999",
            town="Berlin",
            vat_id="DE123456788",
            registered_at="Amtsgericht Berlin HRB 000000",
            directors="Hannah Beispiel, Karl Muster",
            telephone="030 23125-100",
            email="rechnung@hosting.example",
            website="hosting.example",
            iban="DE75512108001245126199",
            bic="SOGEDEFFXXX",
            bank_name="Societe Generale",
            creditor_id="DE98ZZZ09999999999",
        ),
    )


def open_demo(
    folder: Path,
    today: dt.date,
    size: Size = "small",
    keep: Path | None = None,
    *,
    clock: Clock | None = None,
    passwords: Passwords | None = None,
) -> Portal:
    """Make the demo's database and open the portal on it.

    Args:
        folder: Where the database goes; whoever made the folder removes it.
        today: The day on which the demo is believable.
        size: "large" adds a customer with 10 000 packages and 100 000 invoices.
        keep: A file to keep the database in instead; what is sealed in it is sealed with this
            installation's key, which is made if there is none yet.
        clock: The portal's clock, where it is not the computer's.
        passwords: The portal's way of hashing, where it is not the default.

    Raises:
        Conflict: There is a file already; it is not touched.
        Unavailable: The file or the key cannot be written; nothing is left behind.
    """
    path = (keep or folder / FILE_NAME).absolute()
    with contextlib.ExitStack() as undo:
        _create_file(path)
        undo.callback(_remove, path)
        keyring = _kept_key(path) if keep else Keyring.new()
        with told():
            engine = engine_for(database_url(str(path)))
            undo.callback(engine.dispose)
            create_schema(engine)
            storage = Storage(engine, keyring)
            fill(storage, today, size)
        webspaces = _make_webspaces(path)
        undo.callback(shutil.rmtree, webspaces, ignore_errors=True)
        demo = in_folder(settings(), webspaces)
        website.publish(storage, webspaces, demo.time_zone)
        shop.add_pictures(storage, webspaces)
        undo.pop_all()
    return Portal(storage, demo, clock, passwords)


def in_folder(settings: Settings, webspaces: Path) -> Settings:
    """The same, with all webspaces in a folder of its own."""
    return settings.model_copy(update={"web": settings.web.model_copy(update={"root": str(webspaces)})})


def fill(storage: Storage, today: dt.date, size: Size) -> None:
    """Put the demo's catalogue, customers and packages into an empty database, in one transaction."""
    with storage.writing() as work:
        filling = _Filling(work, _add_catalogue(work), today)
        for person, packages_of in (
            (people.erika, packages.of_erika),
            (people.locked, packages.of_locked),
            (people.by_transfer, packages.of_by_transfer),
            (people.austrian, packages.of_austrian),
        ):
            filling.add(person(today), packages_of(today))
        random = Random(SEED)  # noqa: S311 - nothing secret comes of it
        businesses = iter(names.businesses(random))
        agency, own = people.agency(today), packages.of_agency(today)
        clients = islice(businesses, PACKAGES_OF_THE_AGENCY - len(own))
        filling.add(agency, (*own, *crowd.packages(clients, agency[0].since, today, random)))
        splits.wait(work, filling.products["hosting-basic"], today)
        filling.add(people.erika_second(today), packages.of_erika_second(today))
        if size == "large":
            reseller = people.reseller(today)
            clients = islice(businesses, PACKAGES_OF_THE_RESELLER)
            filling.add(reseller, crowd.packages(clients, reseller[0].since, today, random, has_zones=False))
        erika, *others = filling.billed
        own_packages = {contract.domain: contract.package_id for contract in erika.contracts}
        support.ask(work, erika.customer, own_packages, today)
        website.add(work, own_packages[website.DOMAIN], today)
        shop.fill(work, own_packages[shop.DOMAIN], today)
        planned = [*invoices.of_erika(erika, today)]
        planned += [each for other in others for each in invoices.of_others(other, today)]
        invoices.issue(work, settings(), today, planned)
        forms.print_all(work, settings(), erika.customer, today)
        acts.order_downgrades(work, settings(), erika.customer, today)
        offers.add_all(work, filling.products, today)
        for each in filling.billed:
            messages.take_as_known(work, each.customer, today)
        messages.tell(work, erika.customer, erika.contracts[0].domain, today, settings().time_zone)
        if size == "large":
            archived = filling.billed[-1]
            domain = archived.contracts[0].domain
            archive.issue(work, settings(), archived.customer, archived.mandates[-1], domain, today)
        work.commit()


@dataclass(frozen=True, slots=True)
class _Filling:
    """A transaction that customers are added in.

    Attributes:
        work: The transaction.
        products: The catalogue as it is stored, by code.
        today: The day on which the demo is believable.
        billed: Who was added, as far as billing is concerned.
    """

    work: Work
    products: Mapping[str, Product]
    today: dt.date
    billed: list[invoices.Billed] = field(default_factory=list)

    def add(self, person: tuple[Customer, tuple[Account, ...]], planned: Iterable[DemoPackage]) -> None:
        """Add a customer with mandates and packages."""
        customer, accounts = person
        self.work.customers.add(customer)
        mandates = []
        for count, account in enumerate(accounts, 1):
            digest = self.work.customers.iban_digest(account.iban)
            mandate = account.mandate(customer, count, digest)
            mandates.append(self.work.customers.add_mandate(mandate, account.iban))
        all_planned = list(planned)
        ids = self.work.bulk.add_numbered(Package, [self._package(customer, each) for each in all_planned])
        numbered = list(zip(ids, all_planned, strict=True))
        contracts = [self._contract(id_, each) for id_, each in numbered]
        self.work.bulk.add(Contract, contracts)
        self.billed.append(invoices.Billed(customer, mandates, self._billed(customer, numbered, contracts)))
        services = [row for id_, each in numbered for row in self._services(id_, each)]
        self.work.bulk.add(AdditionalService, services)
        domains = iter(
            self.work.bulk.add_numbered(
                Domain, [row for id_, each in numbered for row in _domains(id_, each)]
            )
        )
        placed = [
            technical.Placed(id_, each, tuple(islice(domains, len(each.domains))), self.today)
            for id_, each in numbered
        ]
        for entity, rows in technical.rows(placed, settings().dns).items():
            self.work.bulk.add(entity, rows)
        usage = {id_: dict(each.usage) for id_, each in numbered}
        for each in placed:
            if each.planned.measured and Resource.BACKUPS in catalogue.BY_CODE[each.planned.product].quotas:
                backups = list(technical.backups(each, take(self.work, each.id)))
                self.work.bulk.add(Backup, backups)
                usage[each.id][Resource.BACKUPS] = len(backups)
        self.work.bulk.add(
            PackageUsage,
            [
                {"package_id": id_, "resource": resource, "used": used}
                for id_, counted in usage.items()
                for resource, used in counted.items()
            ],
        )

    def _package(self, customer: Customer, planned: DemoPackage) -> dict[str, Any]:
        return {
            "customer_id": customer.id,
            "product_id": self.products[planned.product].id,
            "main_domain": planned.domains[0].name,
            "state": planned.state,
            "password_hash": planned.verifier,
            "master_password_hash": planned.master_verifier,
            **technical.published(planned, self.today),
            "database_verifiers": technical.MASTER_VERIFIERS if planned.master_verifier else None,
        }

    def _contract(self, package_id: int, planned: DemoPackage) -> dict[str, Any]:
        product, future = self.products[planned.product], planned.future
        return {
            "package_id": package_id,
            "started_on": planned.started_on,
            "minimum_months": product.minimum_months,
            "notice_months": product.notice_months,
            "billing_months": product.billing_months,
            "price_cents": product.price_cents,
            "terminated_at": future.terminated_at,
            "ends_on": future.ends_on,
            "becomes_product_id": self.products[future.becomes].id if future.becomes else None,
            "becomes_on": future.becomes_on,
            "billed_until": invoices.billed_until(
                planned.started_on, product.billing_months, future.ends_on, self.today
            ),
        }

    def _services(self, package_id: int, planned: DemoPackage) -> list[dict[str, Any]]:
        return [
            {
                "package_id": package_id,
                "name": service.name,
                "state": ServiceState.ACTIVE,
                "ordered_at": at_noon(service.started_on),
                "started_on": service.started_on,
                "minimum_months": 1,
                "notice_months": 1,
                "billing_months": 1,
                "price_cents": service.price_cents,
                "billed_until": invoices.billed_until(service.started_on, 1, None, self.today)
                if service.is_billed
                else None,
            }
            for service in planned.services
        ]

    def _billed(
        self, customer: Customer, numbered: list[tuple[int, DemoPackage]], contracts: list[dict[str, Any]]
    ) -> list[BilledContract]:
        return [
            BilledContract(
                customer_id=customer.id,
                package_id=id_,
                product=self.products[planned.product].name,
                domain=planned.domains[0].name,
                started_on=contract["started_on"],
                billing_months=contract["billing_months"],
                price_cents=contract["price_cents"],
                ends_on=contract["ends_on"],
                billed_until=contract["billed_until"],
            )
            for (id_, planned), contract in zip(numbered, contracts, strict=True)
        ]


def _add_catalogue(work: Work) -> dict[str, Product]:
    entities = catalogue.entities()
    for product, quotas in entities:
        work.products.add(product, quotas)
    return {product.code: product for product, _quotas in entities}


def _domains(package_id: int, planned: DemoPackage) -> list[dict[str, Any]]:
    return [
        {
            "package_id": package_id,
            "name": domain.name,
            "ascii_name": domain.ascii_name,
            "kind": domain.kind,
            "state": domain.state,
            "zone_version": FIRST_VERSION if planned.has_zones else 0,
            "registered_on": domain.registered_on,
        }
        for domain in planned.domains
    ]


def _create_file(path: Path) -> None:
    try:
        create_sqlite_file(path)
    except sqlite3.Error as error:
        _remove(path)
        raise Unavailable(_unwritable(path, error)) from error
    except OSError as error:
        if path.exists():
            raise Conflict(
                _(
                    "There is a file {path} already. The demo is not written over it: please name another."
                ).format(path=path)
            ) from None
        raise Unavailable(_unwritable(path, error)) from error


def _unwritable(path: Path, error: OSError | sqlite3.Error) -> str:
    reason = error.strerror if isinstance(error, OSError) else error
    return _("{path} cannot be written: {reason}.").format(path=path, reason=reason)


def _kept_key(path: Path) -> Keyring:
    """The key that this installation opens the file with later on; made if there is none."""
    key_file = locate(str(path)).key_file
    make_key(key_file)
    return load_key(key_file)


def _make_webspaces(database: Path) -> Path:
    """Make the folder of all webspaces, beside the database; one that is there already is not touched."""
    folder = database.with_name(f"{database.stem}-webspaces")
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        raise Conflict(
            _("There is {path} already. The demo is not written over it: please name another file.").format(
                path=folder
            )
        ) from None
    except OSError as error:
        raise Unavailable(_unwritable(folder, error)) from error
    return folder


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
