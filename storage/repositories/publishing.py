"""Reading everything that servers need, package after package, and noting what they were given."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import bindparam, func, select, update

from storage.models.backups import RestoreOrder
from storage.models.base import Administered, Base
from storage.models.databases import Database
from storage.models.dns import DnsRecord
from storage.models.domains import Domain, DomainState, Site
from storage.models.mail import MailAddress
from storage.models.packages import Package, PackageState
from storage.models.products import Product
from storage.models.webspace import CronJob, ProtectedDirectory, SftpUser

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from storage.models.products import Family

AT_ONCE = 100
"""Packages that are held in memory together."""

SERVING = (DomainState.ACTIVE, DomainState.TERMINATED)
"""A terminated domain serves until its end; an ordered one is not there yet."""

Record = TypeVar("Record", bound=Administered)


@dataclass(slots=True)
class PackageContents:
    """A package with all its records, each kind in the order it was made.

    Domains only while they serve, and what belongs to a domain only with that.
    """

    package: Package
    family: Family
    domains: Sequence[Domain] = field(default_factory=list)
    sites: Sequence[Site] = field(default_factory=list)
    records: Sequence[DnsRecord] = field(default_factory=list)
    addresses: Sequence[MailAddress] = field(default_factory=list)
    databases: Sequence[Database] = field(default_factory=list)
    sftp_users: Sequence[SftpUser] = field(default_factory=list)
    protected: Sequence[ProtectedDirectory] = field(default_factory=list)
    cron_jobs: Sequence[CronJob] = field(default_factory=list)
    restore_orders: Sequence[RestoreOrder] = field(default_factory=list)


class Publishing:
    """All packages, whosever they are: for the operator only."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def as_of_one_moment(self) -> None:
        """Let the transaction, which must not have begun, see one state of the database to its end."""
        if self._session.get_bind().dialect.name == "postgresql":
            self._session.connection(execution_options={"isolation_level": "REPEATABLE READ"})

    def package_with(self, ascii_name: str) -> int | None:
        """The package that serves a domain; None where there is none."""
        query = (
            select(Domain.package_id)
            .join(Package, Package.id == Domain.package_id)
            .where(
                Domain.ascii_name == ascii_name,
                Domain.state.in_(SERVING),
                Package.state != PackageState.ENDED,
            )
        )
        return self._session.scalar(query)

    def count(self) -> int:
        """How many packages have not ended."""
        query = select(func.count()).select_from(Package).where(Package.state != PackageState.ENDED)
        return self._session.scalars(query).one()

    def contents(self, package_id: int | None = None) -> Iterator[PackageContents]:
        """Every package that has not ended, or the one; by number, a few in memory at a time."""
        after = 0
        while rows := self._packages(after, package_id):
            yield from self._filled(rows)
            after = rows[-1][0].id
            self._session.expunge_all()

    def mark(self, revisions: Iterable[tuple[int, int]], at: dt.datetime) -> None:
        """Note how far packages are published; never less far than before.

        Args:
            revisions: Package and the revision that servers have now.
            at: When they got it.
        """
        table = Base.metadata.tables[Package.__tablename__]
        statement = (
            update(table)
            .where(table.c.id == bindparam("package"), table.c.published_revision <= bindparam("read"))
            .values(published_revision=bindparam("read"), published_at=at)
        )
        values = [{"package": package, "read": revision} for package, revision in revisions]
        if values:
            self._session.execute(statement, values)

    def _packages(self, after: int, package_id: int | None) -> Sequence[tuple[Package, Family]]:
        query = (
            select(Package, Product.family)
            .join(Product, Product.id == Package.product_id)
            .where(Package.id > after, Package.state != PackageState.ENDED)
            .order_by(Package.id)
            .limit(AT_ONCE)
        )
        if package_id is not None:
            query = query.where(Package.id == package_id)
        return self._session.execute(query).all()

    def _filled(self, rows: Sequence[tuple[Package, Family]]) -> Iterator[PackageContents]:
        ids = [row.id for row, _family in rows]
        domains: dict[int, list[Domain]] = defaultdict(list)
        serving = select(Domain).where(Domain.package_id.in_(ids), Domain.state.in_(SERVING))
        for domain in self._session.scalars(serving.order_by(Domain.id)):
            domains[domain.package_id].append(domain)
        sites, records = self._of(Site, ids), self._of(DnsRecord, ids)
        addresses, databases = self._of(MailAddress, ids), self._of(Database, ids)
        users, protected = self._of(SftpUser, ids), self._of(ProtectedDirectory, ids)
        jobs, orders = self._of(CronJob, ids), self._of(RestoreOrder, ids)
        for row, family in rows:
            there = {domain.id for domain in domains[row.id]}
            yield PackageContents(
                package=row,
                family=family,
                domains=domains[row.id],
                sites=[site for site in sites[row.id] if site.domain_id in there],
                records=[record for record in records[row.id] if record.domain_id in there],
                addresses=[address for address in addresses[row.id] if address.domain_id in there],
                databases=databases[row.id],
                sftp_users=users[row.id],
                protected=protected[row.id],
                cron_jobs=jobs[row.id],
                restore_orders=orders[row.id],
            )

    def _of(self, entity: type[Record], ids: Sequence[int]) -> Mapping[int, list[Record]]:
        found: dict[int, list[Record]] = defaultdict(list)
        query = select(entity).where(entity.package_id.in_(ids)).order_by(entity.id)
        for record in self._session.scalars(query):
            found[record.package_id].append(record)
        return found
