"""Packages by who asks for them: the overview of a customer, or the one package of a webmaster."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import and_, func, literal, null, or_, select
from sqlalchemy.orm import aliased

from storage.models.customers import Customer
from storage.models.databases import Database
from storage.models.domains import Domain, DomainKind, DomainState
from storage.models.packages import Contract, Package, PackageState, PackageUsage
from storage.models.products import Family, Product, ProductQuota, Resource
from storage.models.webspace import SftpUser
from storage.repositories.keyset import contains, read_page

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from storage.paging import Page, PageRequest
    from storage.repositories.customers import CustomerScope

Becomes = aliased(Product)


class PackageScope(Protocol):
    """Somebody who may see exactly one package."""

    @property
    def package_id(self) -> int:
        """Which package."""

    @property
    def by_owner(self) -> bool:
        """Whether it is the owner, who sees what is kept from the webmaster, too."""


@dataclass(frozen=True, slots=True)
class PackageRow:
    """What the overview shows of a package; contract facts included."""

    id: int
    main_domain: str
    state: PackageState
    product_name: str
    family: Family
    ends_on: dt.date | None
    becomes_on: dt.date | None
    becomes_name: str | None


@dataclass(frozen=True, slots=True)
class Use:
    """How much of a resource is used; `allowed` is None where the product sets no limit."""

    used: int
    allowed: int | None


class Packages:
    """Packages with their contracts and usage."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page_owned_by(self, scope: CustomerScope, request: PageRequest) -> Page[PackageRow]:
        """A page of a customer's packages; orders: domain, product, state. The filter finds any domain."""
        query = (
            select(*_ROW)
            .join(Product, Product.id == Package.product_id)
            .join(Contract, Contract.package_id == Package.id)
            .outerjoin(Becomes, Becomes.id == Contract.becomes_product_id)
            .where(Package.customer_id == scope.customer_id)
        )
        if request.filter:
            query = query.where(_found(request.filter))
        page = read_page(
            self._session,
            query,
            request,
            {
                "domain": (Package.main_domain, Package.id),
                "product": (Product.name, Package.main_domain, Package.id),
                "state": (Package.state, Package.main_domain, Package.id),
            },
        )
        return page.of(_row)

    def one_owned_by(self, scope: CustomerScope, package_id: int) -> Package | None:
        """A customer's own package; None for a missing one and for another customer's alike."""
        query = select(Package).where(Package.id == package_id, Package.customer_id == scope.customer_id)
        return self._session.scalars(query).one_or_none()

    def current(self, scope: PackageScope) -> tuple[Package, Product]:
        """The package of a package access, and what it is."""
        query = (
            select(Package, Product)
            .join(Product, Product.id == Package.product_id)
            .where(Package.id == scope.package_id)
        )
        package, product = self._session.execute(query).one()
        return package, product

    def owner(self, scope: PackageScope) -> Customer:
        """Whose package it is."""
        query = (
            select(Customer)
            .join(Package, Package.customer_id == Customer.id)
            .where(Package.id == scope.package_id)
        )
        return self._session.scalars(query).one()

    def opened_by_master(self, scope: PackageScope) -> tuple[int, int]:
        """How many SFTP users and databases the package's master password opens."""
        counts = (
            select(func.count())
            .where(entity.package_id == scope.package_id, entity.uses_master)
            .scalar_subquery()
            for entity in (SftpUser, Database)
        )
        sftp_users, databases = self._session.execute(select(*counts)).one()
        return sftp_users, databases

    def by_serving_domain(self, ascii_name: str) -> tuple[Package, Customer] | None:
        """The package that a domain serves and is open to webmasters of, with its owner: for signing in.

        A terminated domain serves until its end.
        """
        query = (
            select(Package, Customer)
            .join(Domain, Domain.package_id == Package.id)
            .join(Customer, Customer.id == Package.customer_id)
            .where(
                Domain.ascii_name == ascii_name,
                Domain.state.in_((DomainState.ACTIVE, DomainState.TERMINATED)),
                Domain.open_to_webmaster,
            )
        )
        found = self._session.execute(query).one_or_none()
        return (found[0], found[1]) if found else None

    def verifiers(self, scope: CustomerScope, at_most: int) -> Sequence[str]:
        """Hashes of package and master passwords of a customer's packages, of the newest ones first."""
        query = (
            select(Package.password_hash, Package.master_password_hash)
            .where(
                Package.customer_id == scope.customer_id,
                or_(Package.password_hash.is_not(None), Package.master_password_hash.is_not(None)),
            )
            .order_by(Package.id.desc())
            .limit(at_most)
        )
        found = [verifier for row in self._session.execute(query) for verifier in row if verifier]
        return found[:at_most]

    def usage(self, package_ids: Iterable[int]) -> Mapping[int, Mapping[Resource, Use]]:
        """Used and allowed of every resource a package includes or counts, in one read.

        Domains are counted where they stand; the rest are counters.
        """
        ids = tuple(package_ids)
        used: dict[int, dict[Resource, Use]] = defaultdict(dict)
        counted = (
            select(
                Package.id,
                ProductQuota.resource,
                ProductQuota.allowed,
                func.coalesce(PackageUsage.used, 0),
                _count_domains(),
            )
            .join(ProductQuota, ProductQuota.product_id == Package.product_id)
            .outerjoin(
                PackageUsage,
                and_(PackageUsage.package_id == Package.id, PackageUsage.resource == ProductQuota.resource),
            )
            .where(Package.id.in_(ids))
        )
        unlimited = (
            select(PackageUsage.package_id, PackageUsage.resource, null(), PackageUsage.used, literal(0))
            .join(Package, Package.id == PackageUsage.package_id)
            .outerjoin(
                ProductQuota,
                and_(
                    ProductQuota.product_id == Package.product_id,
                    ProductQuota.resource == PackageUsage.resource,
                ),
            )
            .where(Package.id.in_(ids), ProductQuota.resource.is_(None))
        )
        for package, resource, allowed, count, domains in self._session.execute(counted.union_all(unlimited)):
            used[package][resource] = Use(domains if resource is Resource.DOMAINS else count, allowed)
        return used

    def main_domains(self, package_ids: Iterable[int]) -> Mapping[int, str]:
        """The main domains of those packages that there are, by id."""
        query = select(Package.id, Package.main_domain).where(Package.id.in_(tuple(package_ids)))
        return {package_id: name for package_id, name in self._session.execute(query)}  # noqa: C416 - Row

    def without_their_main_domain(self) -> Sequence[int]:
        """The ids of packages whose `main_domain` is not the name of exactly their main domain."""
        query = (
            select(Package.id)
            .outerjoin(Domain, and_(Domain.package_id == Package.id, Domain.kind == DomainKind.MAIN))
            .where(or_(Domain.id.is_(None), Domain.name != Package.main_domain))
            .order_by(Package.id)
        )
        return self._session.scalars(query).all()

    def add(self, package: Package, contract: Contract, usage: Mapping[Resource, int]) -> Package:
        """Add a package with its contract and counters; gives it its id."""
        self._session.add(package)
        self._session.flush()
        contract.package_id = package.id
        self._session.add(contract)
        self._session.add_all(
            PackageUsage(package_id=package.id, resource=resource, used=used)
            for resource, used in usage.items()
        )
        return package


_ROW = (
    Package.id,
    Package.main_domain,
    Package.state,
    Product.name,
    Product.family,
    Contract.ends_on,
    Contract.becomes_on,
    Becomes.name,
)


def _row(row: Row[*tuple[Any, ...]]) -> PackageRow:
    return PackageRow(*row[: len(_ROW)])


def _found(text: str) -> Any:
    """The package's product or any of its domains contains `text`."""
    domain = (
        select(Domain.id)
        .where(Domain.package_id == Package.id, contains(text, Domain.name, Domain.ascii_name))
        .exists()
    )
    return contains(text, Product.name, Package.main_domain) | domain


def _count_domains() -> Any:
    """How many included domains live, the main domain among them; additional ones have a counter."""
    query = select(func.count()).where(
        Domain.package_id == Package.id,
        Domain.state != DomainState.ENDED,
        Domain.kind != DomainKind.ADDITIONAL,
    )
    return query.correlate(Package).scalar_subquery()
