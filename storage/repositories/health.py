"""What a database finds wrong with itself when it is read through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select, text

from storage.models.backups import Backup
from storage.models.databases import Database
from storage.models.domains import Domain, DomainKind, DomainState
from storage.models.mail import MailAddress, MailKind
from storage.models.packages import Package, PackageUsage
from storage.models.products import Resource
from storage.models.webspace import CronJob, SftpUser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

MOST = 10
"""Findings of one kind that are worth telling."""


@dataclass(frozen=True, slots=True)
class WrongCounter:
    """A counter of a package that differs from the rows it stands for.

    Attributes:
        package_id: Which package.
        main_domain: What it is called, in Unicode.
        resource: What is counted.
        used: What the counter says.
        found: What the rows come to.
    """

    package_id: int
    main_domain: str
    resource: Resource
    used: int
    found: int


class Health:
    """SQLite reads all its pages and follows all references; a server looks after itself."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def damages(self) -> list[str]:
        """What is broken, in the words of the database."""
        if self._session.get_bind().dialect.name != "sqlite":
            return []
        pages = self._session.execute(text(f"PRAGMA integrity_check({MOST})")).scalars()
        found = [line for line in pages if line != "ok"]
        for table, row, parent, _key in self._session.execute(text("PRAGMA foreign_key_check")).fetchmany(
            MOST
        ):
            found.append(f"row {row} of {table} refers to what is not in {parent}")
        return found

    def wrong_counters(self) -> list[WrongCounter]:
        """The first counters of each resource that are wrong, by package."""
        found = [wrong for resource, rows in _rows().items() for wrong in self._wrong(resource, rows)]
        return sorted(found, key=lambda wrong: wrong.package_id)

    def _wrong(self, resource: Resource, rows: Select[*tuple[Any, ...]]) -> Iterator[WrongCounter]:
        there = rows.subquery()
        used, found = func.coalesce(PackageUsage.used, 0), func.coalesce(there.c.found, 0)
        counter = and_(PackageUsage.package_id == Package.id, PackageUsage.resource == resource)
        query = (
            select(Package.id, Package.main_domain, used, found)
            .outerjoin(PackageUsage, counter)
            .outerjoin(there, there.c.package_id == Package.id)
            .where(used != found)
            .order_by(Package.id)
            .limit(MOST)
        )
        for package_id, main_domain, counted, amount in self._session.execute(query):
            yield WrongCounter(package_id, main_domain, resource, int(counted), int(amount))


def _rows() -> dict[Resource, Select[*tuple[Any, ...]]]:
    """What each counter stands for: `found` of each package that has some."""
    mailbox = MailAddress.kind == MailKind.MAILBOX
    additional = (Domain.kind == DomainKind.ADDITIONAL) & (Domain.state != DomainState.ENDED)
    return {
        Resource.ADDITIONAL_DOMAINS: _count(Domain.package_id, additional),
        Resource.MAILBOXES: _count(MailAddress.package_id, mailbox),
        Resource.MAIL_STORAGE: _sum(MailAddress.package_id, MailAddress.size_mb, mailbox),
        Resource.DATABASES: _count(Database.package_id),
        Resource.SFTP_USERS: _count(SftpUser.package_id),
        Resource.CRON_JOBS: _count(CronJob.package_id),
        Resource.BACKUPS: _count(Backup.package_id),
    }


def _count(package_id: Any, *which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return select(package_id, func.count().label("found")).where(*which).group_by(package_id)


def _sum(package_id: Any, amount: Any, *which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return select(package_id, func.sum(amount).label("found")).where(*which).group_by(package_id)
