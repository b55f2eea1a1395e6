"""What the technical administration keeps, whatever kind it is: read and written within one package only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import and_, select

from storage.models.base import Administered
from storage.models.domains import Domain, DomainState
from storage.models.packages import Package, PackageUsage
from storage.models.products import Product, ProductQuota, Resource
from storage.repositories.keyset import read_page
from storage.repositories.packages import Use

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from storage.paging import Page, PageRequest
    from storage.repositories.keyset import Order
    from storage.repositories.packages import PackageScope

Record = TypeVar("Record", bound=Administered)


class Administration:
    """Records of any kind, each by a scope that names one package."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lock(self, scope: PackageScope) -> tuple[Package, Product]:
        """The package with its product; others who want to change it wait until the commit."""
        query = (
            select(Package, Product)
            .join(Product, Product.id == Package.product_id)
            .where(Package.id == scope.package_id)
            .with_for_update(of=Package)
            .execution_options(populate_existing=True)
        )
        package, product = self._session.execute(query).one()
        return package, product

    def room(self, package: Package, resource: Resource) -> Use | None:
        """How much of a resource is used and allowed; None where the product does not include it."""
        query = (
            select(PackageUsage.used, ProductQuota.allowed)
            .select_from(ProductQuota)
            .outerjoin(
                PackageUsage,
                and_(PackageUsage.package_id == package.id, PackageUsage.resource == resource),
            )
            .where(ProductQuota.product_id == package.product_id, ProductQuota.resource == resource)
        )
        found = self._session.execute(query).one_or_none()
        return Use(found[0] or 0, found[1]) if found else None

    def count(self, package: Package, resource: Resource, by: int) -> None:
        """Move a counter of the package, which is locked; it never goes below nothing."""
        counter = self._session.get(PackageUsage, (package.id, resource))
        if counter is None:
            counter = PackageUsage(package_id=package.id, resource=resource, used=0)
            self._session.add(counter)
        counter.used = max(counter.used + by, 0)
        self._session.flush()

    def one(self, entity: type[Record], scope: PackageScope, record_id: int) -> Record | None:
        """A record of the package; None for a missing one and for another package's alike."""
        query = select(entity).where(entity.id == record_id, within(entity, scope))
        return self._session.scalars(query).one_or_none()

    def find(self, entity: type[Record], package_id: int, identity: Mapping[str, Any]) -> Record | None:
        """The record of the package that is called so; the oldest, where several may be."""
        query = select(entity).where(entity.package_id == package_id).filter_by(**identity)
        return self._session.scalars(query.order_by(entity.id).limit(1)).one_or_none()

    def every(
        self, entity: type[Record], scope: PackageScope, *conditions: ColumnElement[bool]
    ) -> Sequence[Record]:
        """All records of the package, in the order they were made."""
        query = select(entity).where(within(entity, scope), *conditions).order_by(entity.id)
        return self._session.scalars(query).all()

    def page(
        self,
        entity: type[Record],
        scope: PackageScope,
        request: PageRequest,
        orders: Mapping[str, Order],
        found: ColumnElement[bool] | None = None,
    ) -> Page[Record]:
        """A page of the package's records; `found` is what the filter asks for, if there is one."""
        query = select(entity).where(within(entity, scope))
        if found is not None:
            query = query.where(found)
        return read_page(self._session, query, request, orders).of(lambda row: row[0])

    def add(self, record: Administered) -> None:
        """Add a record; gives it its id. One that is called the same makes a Duplicate."""
        self._session.add(record)
        self._session.flush()

    def add_all(self, records: Sequence[Administered]) -> None:
        """Add any number of records, and write what was changed in others."""
        self._session.add_all(records)
        self._session.flush()

    def remove_all(self, records: Sequence[Administered]) -> None:
        """Remove any number of records."""
        for record in records:
            self._session.delete(record)
        self._session.flush()

    def remove(self, record: Administered) -> None:
        """Remove a record."""
        self._session.delete(record)
        self._session.flush()


def within(entity: type[Administered], scope: PackageScope) -> ColumnElement[bool]:
    """Whether a record is among those that the scope may manage."""
    own: ColumnElement[bool] = entity.package_id == scope.package_id
    domain_id: InstrumentedAttribute[int] | None = getattr(entity, "domain_id", None)
    if domain_id is None or scope.by_owner:
        return own
    return own & domain_id.in_(select(Domain.id).where(managed(scope)))


def managed(scope: PackageScope) -> ColumnElement[bool]:
    """Whether a domain is among those the scope may manage: the owner can keep some from the webmaster."""
    living = (Domain.package_id == scope.package_id) & (Domain.state != DomainState.ENDED)
    return living if scope.by_owner else living & Domain.open_to_webmaster
