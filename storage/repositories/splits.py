"""Splitting packages: what hangs on domains, where they can go, moving them, and orders for a later day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, delete, func, select, update
from sqlalchemy.orm import aliased

from storage.models.backups import Backup
from storage.models.databases import Database
from storage.models.dns import DnsRecord
from storage.models.domains import Domain, DomainState, Site, SiteTarget
from storage.models.mail import MailAddress, MailKind
from storage.models.packages import Contract, Package, PackageState
from storage.models.products import Product
from storage.models.splits import SplitDomain, SplitOrder
from storage.models.webspace import CronJob, ProtectedDirectory, SftpUser
from storage.repositories.keyset import contains, read_page
from storage.repositories.packages import has_domain

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from storage.models.base import Administered
    from storage.paging import Page, PageRequest
    from storage.repositories.customers import CustomerScope

TargetContract = aliased(Contract)


@dataclass(frozen=True, slots=True)
class MailUnder:
    """Email addresses of one kind under some domains.

    Attributes:
        kind: Which.
        count: How many.
        size_mb: What they have of the pool.
        replying: How many answer by themselves.
    """

    kind: MailKind
    count: int
    size_mb: int
    replying: int


@dataclass(frozen=True, slots=True)
class SiteShown:
    """What a site shows.

    Attributes:
        id: Which site.
        domain_id: Under which domain.
        name: In Unicode.
        ascii_name: In punycode.
        target: What its visitors find.
        directory: Start directory.
        points_to: The name of the site whose content it shows.
        redirect_to: Where it leads.
        redirect_code: How.
    """

    id: int
    domain_id: int
    name: str
    ascii_name: str
    target: SiteTarget
    directory: str
    points_to: str
    redirect_to: str
    redirect_code: int


class Splits:
    """What splitting a package reads and moves."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # Choosing

    def domains_page(self, package_id: int, request: PageRequest) -> Page[Row[*tuple[Any, ...]]]:
        """A page of a package's living domains: id, name, kind, state, number of addresses; order: name."""
        addresses = (
            select(func.count()).where(MailAddress.domain_id == Domain.id).correlate(Domain).scalar_subquery()
        )
        query = select(Domain.id, Domain.name, Domain.kind, Domain.state, addresses).where(
            Domain.package_id == package_id, Domain.state != DomainState.ENDED
        )
        if request.filter:
            query = query.where(contains(request.filter, Domain.name, Domain.ascii_name))
        return read_page(self._session, query, request, {"name": (Domain.name, Domain.id)})

    def active_domains(self, package_id: int) -> Sequence[Domain]:
        """A package's domains that are active, by name."""
        query = select(Domain).where(Domain.package_id == package_id, Domain.state == DomainState.ACTIVE)
        return self._session.scalars(query.order_by(Domain.name, Domain.id)).all()

    def targets_page(
        self, scope: CustomerScope, package_id: int, request: PageRequest
    ) -> Page[Row[*tuple[Any, ...]]]:
        """A customer's other packages that domains can go to: id, main domain, product; order: domain."""
        query = (
            select(Package.id, Package.main_domain, Product.name)
            .join(Product, Product.id == Package.product_id)
            .join(Contract, Contract.package_id == Package.id)
            .where(
                Package.customer_id == scope.customer_id,
                Package.id != package_id,
                Package.state == PackageState.ACTIVE,
                Contract.ends_on.is_(None),
            )
        )
        if request.filter:
            query = query.where(has_domain(request.filter))
        orders = {
            "domain": (Package.main_domain, Package.id),
            "product": (Product.name, Package.main_domain, Package.id),
        }
        return read_page(self._session, query, request, orders)

    # What hangs on domains

    def mail_under(self, domain_ids: Collection[int]) -> Sequence[MailUnder]:
        """The addresses under domains, counted by their kinds."""
        replying = func.sum(case((MailAddress.reply_enabled, 1), else_=0))
        query = (
            select(
                MailAddress.kind,
                func.count(),
                func.coalesce(func.sum(MailAddress.size_mb), 0),
                func.coalesce(replying, 0),
            )
            .where(MailAddress.domain_id.in_(domain_ids))
            .group_by(MailAddress.kind)
        )
        return [MailUnder(row[0], *map(int, row[1:])) for row in self._session.execute(query)]

    def records_under(self, domain_ids: Collection[int]) -> int:
        """How many DNS records domains have."""
        query = select(func.count()).where(DnsRecord.domain_id.in_(domain_ids))
        return self._session.scalar(query) or 0

    def sites_of(self, package_id: int) -> Sequence[SiteShown]:
        """What all sites of a package show, by name."""
        query = (
            select(
                Site.id,
                Site.domain_id,
                Site.name,
                Site.ascii_name,
                Site.target,
                Site.directory,
                Site.points_to,
                Site.redirect_to,
                Site.redirect_code,
            )
            .where(Site.package_id == package_id)
            .order_by(Site.name, Site.id)
        )
        return [SiteShown(*row) for row in self._session.execute(query)]

    def aliases_of(self, package_id: int) -> Sequence[tuple[int, int, str, list[str]]]:
        """The aliases of a package, by address: id, domain, address, the mailboxes they deliver to."""
        query = (
            select(MailAddress.id, MailAddress.domain_id, MailAddress.address, MailAddress.targets)
            .where(MailAddress.package_id == package_id, MailAddress.kind == MailKind.ALIAS)
            .order_by(MailAddress.address)
        )
        return [(row[0], row[1], row[2], row[3]) for row in self._session.execute(query)]

    def without_domain(self, package_id: int) -> tuple[int, int, int, int, int]:
        """How many databases, SFTP users, cron jobs, protected directories and backups a package has."""
        counts = (
            select(func.count()).where(entity.package_id == package_id).scalar_subquery()
            for entity in (Database, SftpUser, CronJob, ProtectedDirectory, Backup)
        )
        row = self._session.execute(select(*counts)).one()
        return row[0], row[1], row[2], row[3], row[4]

    # Moving

    def move(
        self,
        kinds: Collection[type[Administered]],
        domain_ids: Collection[int],
        package_id: int,
        revision: int,
    ) -> None:
        """Let all records under domains, of these kinds, belong to a package from its `revision` on.

        What is loaded of them is stale afterwards.
        """
        for entity in kinds:
            domain_id: Any = getattr(entity, "domain_id")  # noqa: B009 - only some kinds have one
            self._session.execute(
                update(entity)
                .where(domain_id.in_(domain_ids))
                .values(package_id=package_id, revision=revision)
                .execution_options(synchronize_session=False)
            )

    def begin_at_the_top(self, domain_ids: Collection[int], showing: Collection[int]) -> None:
        """Let sites under domains begin at the top of their package's webspace.

        Args:
            domain_ids: Whose sites.
            showing: Those of them that showed another site and show that directory instead.
        """
        top = update(Site).execution_options(synchronize_session=False)
        self._session.execute(top.where(Site.domain_id.in_(domain_ids)).values(directory="/"))
        self._session.execute(
            top.where(Site.id.in_(showing)).values(target=SiteTarget.DIRECTORY, points_to="")
        )

    # Orders for a later day

    def order_of(self, package_id: int, *, to_change: bool = False) -> SplitOrder | None:
        """What is ordered for a package."""
        query = select(SplitOrder).where(SplitOrder.package_id == package_id)
        if to_change:
            query = query.with_for_update().execution_options(populate_existing=True)
        return self._session.scalars(query).one_or_none()

    def ordered_domains(self, package_id: int) -> Sequence[Domain]:
        """The domains that an order moves, by name, wherever they are by now."""
        query = (
            select(Domain)
            .join(SplitDomain, SplitDomain.domain_id == Domain.id)
            .where(SplitDomain.package_id == package_id)
            .order_by(Domain.name, Domain.id)
        )
        return self._session.scalars(query).all()

    def add_order(self, order: SplitOrder, domain_ids: Collection[int]) -> None:
        """Let an order wait for its day; a second one of the package is a Duplicate."""
        self._session.add(order)
        self._session.flush()
        self._session.add_all(
            SplitDomain(domain_id=domain_id, package_id=order.package_id) for domain_id in domain_ids
        )
        self._session.flush()

    def remove_order(self, order: SplitOrder) -> None:
        """Let an order go."""
        self._session.execute(delete(SplitDomain).where(SplitDomain.package_id == order.package_id))
        self._session.delete(order)
        self._session.flush()

    def due(self, on: dt.date) -> Sequence[tuple[dt.date, dt.date | None, dt.date | None, int]]:
        """Orders whose day has come, or one of whose packages has ended.

        Returns:
            The day, the last days of source and target where those end, and the source's id.
        """
        query: Select[*tuple[Any, ...]] = (
            select(SplitOrder.effective_on, Contract.ends_on, TargetContract.ends_on, SplitOrder.package_id)
            .join(Contract, Contract.package_id == SplitOrder.package_id)
            .outerjoin(TargetContract, and_(TargetContract.package_id == SplitOrder.target_id))
            .where((SplitOrder.effective_on <= on) | (Contract.ends_on < on) | (TargetContract.ends_on < on))
        )
        return [(row[0], row[1], row[2], row[3]) for row in self._session.execute(query)]
