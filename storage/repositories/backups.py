"""Backups of packages, and the orders to restore what the portal does not hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import undefer

from storage.models.backups import Backup, BackupKind, RestoreOrder
from storage.models.databases import Database
from storage.models.domains import Domain, DomainState
from storage.models.mail import MailAddress
from storage.models.packages import Package, PackageState, PackageUsage
from storage.models.products import ProductQuota, Resource
from storage.repositories.keyset import contains, read_page

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence
    from typing import Any

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from storage.paging import Page, PageRequest
    from storage.repositories.packages import PackageScope


@dataclass(frozen=True, slots=True)
class DomainNow:
    """What became of a domain.

    Attributes:
        id: Which.
        name: In Unicode.
        ascii_name: In punycode.
        package_id: The package it belongs to now.
        living: Whether it has not ended.
        open_to_webmaster: Whether the package login may manage it.
    """

    id: int
    name: str
    ascii_name: str
    package_id: int
    living: bool
    open_to_webmaster: bool


class Backups:
    """The backups of packages. What a backup holds is read for one backup only, never for a list."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page_of(self, scope: PackageScope, request: PageRequest) -> Page[Backup]:
        """A page of the package's backups; orders: made, size. The filter finds the remark."""
        query = select(Backup).where(Backup.package_id == scope.package_id)
        if request.filter:
            query = query.where(contains(request.filter, Backup.remark))
        orders = {"made": (Backup.made_at, Backup.id), "size": (Backup.size_mb, Backup.id)}
        return read_page(self._session, query, request, orders).of(lambda row: row[0])

    def one(self, scope: PackageScope, backup_id: int) -> Backup | None:
        """A backup with what it holds; None for a missing one and for another package's alike."""
        query = (
            select(Backup)
            .where(Backup.id == backup_id, Backup.package_id == scope.package_id)
            .options(undefer(Backup.contents))
        )
        return self._session.scalars(query).one_or_none()

    def daily(self, package_id: int) -> Sequence[Backup]:
        """The daily ones of a package, the oldest first."""
        query = (
            select(Backup)
            .where(Backup.package_id == package_id, Backup.kind == BackupKind.DAILY)
            .order_by(Backup.made_at, Backup.id)
        )
        return self._session.scalars(query).all()

    def add(self, backup: Backup) -> None:
        """Add a backup; gives it its id."""
        self._session.add(backup)
        self._session.flush()

    def remove(self, backup: Backup) -> None:
        """Remove a backup."""
        self._session.delete(backup)
        self._session.flush()

    def order(self, order: RestoreOrder) -> None:
        """Have the servers bring back what they hold."""
        self._session.add(order)
        self._session.flush()

    def measured_mb(self, package_id: int) -> int:
        """Mail, databases and webspace of a package as last measured."""
        parts = (
            _sum(MailAddress.used_mb, MailAddress.package_id == package_id),
            _sum(Database.used_mb, Database.package_id == package_id),
            _sum(
                PackageUsage.used,
                and_(PackageUsage.package_id == package_id, PackageUsage.resource == Resource.WEBSPACE),
            ),
        )
        return sum(self._session.execute(select(*(part.scalar_subquery() for part in parts))).one())

    def domains_now(self, scope: PackageScope, known: Collection[int]) -> Sequence[DomainNow]:
        """The package's domains, ended ones included, and what became of others that were in it once."""
        query = (
            select(
                Domain.id,
                Domain.name,
                Domain.ascii_name,
                Domain.package_id,
                Domain.state != DomainState.ENDED,
                Domain.open_to_webmaster,
            )
            .where(or_(Domain.package_id == scope.package_id, Domain.id.in_(known)))
            .order_by(Domain.id)
        )
        return [DomainNow(*row) for row in self._session.execute(query)]

    def due(self, expired_before: dt.datetime) -> Sequence[int]:
        """The ids of packages that get daily backups, or have some made before that moment."""
        query = select(Package.id).where(or_(_gets_daily(), _has_daily_before(expired_before)))
        return self._session.scalars(query.order_by(Package.id)).all()

    def lock(self, package_ids: Collection[int]) -> Sequence[tuple[Package, bool]]:
        """These packages, each with whether it gets daily backups; locked until the commit, by their ids."""
        query = (
            select(Package, _gets_daily())
            .where(Package.id.in_(package_ids))
            .order_by(Package.id)
            .with_for_update(of=Package)
            .execution_options(populate_existing=True)
        )
        return [(package, bool(gets)) for package, gets in self._session.execute(query)]


def _sum(column: Any, where: ColumnElement[bool]) -> Select[tuple[int]]:
    return select(func.coalesce(func.sum(column), 0)).where(where)


def _gets_daily() -> ColumnElement[bool]:
    """Whether a package is in service and its product includes backups."""
    included = (
        select(ProductQuota.product_id)
        .where(
            ProductQuota.product_id == Package.product_id,
            ProductQuota.resource == Resource.BACKUPS,
            ProductQuota.allowed > 0,
        )
        .correlate(Package)
        .exists()
    )
    return and_(Package.state == PackageState.ACTIVE, included)


def _has_daily_before(moment: dt.datetime) -> ColumnElement[bool]:
    return (
        select(Backup.id)
        .where(Backup.package_id == Package.id, Backup.kind == BackupKind.DAILY, Backup.made_at < moment)
        .correlate(Package)
        .exists()
    )
