"""A customer with two packages, one of them with something of everything under its domains."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from portal.paging import PageRequest
from portal.splitting import SplitWish
from storage.models.base import Base
from storage.models.dns import DnsType, ZoneVersion
from storage.models.domains import Domain, DomainKind, Site, SiteTarget
from storage.models.mail import MailAddress, MailKind
from storage.models.packages import Contract, Package, PackageUsage
from storage.models.products import Resource
from tests.factories import site
from tests.portal.house import PASSWORD
from tests.portal.invoices.steps import payer
from tests.portal.publishing.press import cron_job, database, mail, protected, record, sftp_user

if TYPE_CHECKING:
    from portal.access import CustomerAccess, PackageAccess
    from portal.splitting import Split, SplitPlan
    from storage.models.contracts import ContractAct
    from storage.models.history import PackageChange
    from storage.models.products import Product
    from tests.portal.house import House

QUOTAS = {
    Resource.DOMAINS: 3,
    Resource.ADDITIONAL_DOMAINS: 2,
    Resource.MAILBOXES: 10,
    Resource.MAIL_STORAGE: 2_000,
    Resource.DATABASES: 5,
    Resource.WEBSPACE: 5_120,
    Resource.SFTP_USERS: 5,
    Resource.CRON_JOBS: 5,
    Resource.BACKUPS: 5,
}

START = dt.date(2026, 1, 1)

HALL, SHOP, CLUB = "rathaus.de", "laden.de", "verein.de"
"""The domains of the package: the main one, an included one, an additional one."""

OTHER = "zweites.de"
"""The main domain of the other package."""

MAILBOXES = {HALL: 2, SHOP: 3, CLUB: 1}


class Town:
    """The customer, their packages, and what they do."""

    def __init__(self, house: House, **agreed: Any) -> None:
        self.house = house
        self.product = house.product(QUOTAS, code="m", name="Hosting M", rank=1001, price_cents=5988)
        self.small = house.product(
            {**QUOTAS, Resource.DOMAINS: 1, Resource.ADDITIONAL_DOMAINS: 0, Resource.MAILBOXES: 1},
            code="s",
            name="Hosting S",
            rank=1000,
            price_cents=2388,
        )
        self.customer = payer(house)
        terms = {"started_on": START, "billed_until": dt.date(2026, 12, 31)}
        self.package = self.owned(HALL, terms | agreed, domains=[SHOP])
        house.domain(self.package, CLUB, kind=DomainKind.ADDITIONAL)
        self.target = self.owned(OTHER, terms)
        self._furnish()
        self.access: CustomerAccess = house.access(self.customer)

    def owned(self, domain: str, agreed: dict[str, Any] | None = None, **more: Any) -> Package:
        """Another package of the customer."""
        of: Product = more.pop("of", self.product)
        return self.house.package(self.customer, domain, of=of, agreed=agreed or {}, **more)

    def _furnish(self) -> None:
        """Something of every kind in the package, and counters that are right."""
        with self.house.storage.writing() as work:
            session = work._session
            for name, boxes in MAILBOXES.items():
                domain = session.scalars(select(Domain).where(Domain.name == name)).one()
                domain.zone_version = 1
                session.add_all(mail(domain, f"box{number}") for number in range(boxes))
                session.add_all(
                    (
                        mail(domain, "info", MailKind.FORWARD, targets=["anna@example.org"]),
                        mail(domain, "*", MailKind.CATCH_ALL, targets=[f"box0@{name}"]),
                        mail(domain, "chef", MailKind.ALIAS, targets=[f"box0@{name}"]),
                        record(domain, "@", DnsType.A, "192.0.2.7"),
                        site(domain, "blog", directory=f"/{name}/blog", php_version="8.3"),
                        ZoneVersion(
                            domain_id=domain.id,
                            number=1,
                            at=self.house.clock.now(),
                            actor="owner",
                            what="added",
                            removed=[],
                            added=[],
                        ),
                    )
                )
                session.execute(update(Site).where(Site.name == name).values(directory=f"/{name}"))
            session.add_all(
                (
                    database(self.package, "blog"),
                    sftp_user(self.package, "web"),
                    cron_job(self.package, "php /nightly.php"),
                    protected(self.package, "/intern"),
                )
            )
            counted = {
                Resource.ADDITIONAL_DOMAINS: 1,
                Resource.MAILBOXES: sum(MAILBOXES.values()),
                Resource.MAIL_STORAGE: 100 * sum(MAILBOXES.values()),
                Resource.DATABASES: 1,
                Resource.SFTP_USERS: 1,
                Resource.CRON_JOBS: 1,
            }
            session.add_all(
                PackageUsage(package_id=self.package.id, resource=resource, used=used)
                for resource, used in counted.items()
            )
            work.commit()

    # What the customer does.

    def wish(self, *names: str, **more: Any) -> SplitWish:
        """Domains to the other package, unless something else is said."""
        if "product" not in more:
            more.setdefault("target_id", self.target.id)
        more.setdefault("package_id", self.package.id)
        for key in ("new_main", "target_main"):
            if key in more:
                more[f"{key}_id"] = self.domain(more.pop(key)).id
        return SplitWish(domain_ids=tuple(self.domain(name).id for name in names), **more)

    def plan(self, *names: str, **more: Any) -> SplitPlan:
        return self.house.portal.splitting.plan(self.access, self.wish(*names, **more))

    def order(self, *names: str, **more: Any) -> Split:
        return self.confirm(self.plan(*names, **more))

    def confirm(self, plan: SplitPlan) -> Split:
        return self.house.portal.splitting.order(self.access, plan, PASSWORD)

    def go_to(self, day: dt.date) -> None:
        """Let days pass; the customer signs in anew."""
        self.house.clock.noon_of(day)
        self.access = self.house.access(self.customer)

    def inside(self, package_id: int) -> PackageAccess:
        """The owner in a package."""
        return self.house.portal.packages.open(self.access, package_id)

    # What stands in the database.

    def domain(self, name: str) -> Domain:
        with self.house.storage.reading() as work:
            return work._session.scalars(select(Domain).where(Domain.name == name)).one()

    def domains(self, package_id: int) -> dict[str, DomainKind]:
        """A package's domains, and how they belong to it."""
        with self.house.storage.reading() as work:
            found = work._session.scalars(select(Domain).where(Domain.package_id == package_id))
            return {each.name: each.kind for each in found}

    def site(self, name: str) -> Site:
        with self.house.storage.reading() as work:
            return work._session.scalars(select(Site).where(Site.name == name)).one()

    def show(self, name: str, other: str) -> None:
        """Let a site show another one, past all rules."""
        self.change_site(name, target=SiteTarget.DOMAIN, points_to=other)

    def change_site(self, name: str, **values: Any) -> None:
        self._update(update(Site).where(Site.name == name).values(**values))

    def change_domain(self, name: str, **values: Any) -> None:
        self._update(update(Domain).where(Domain.name == name).values(**values))

    def change_contract(self, package: Package, **values: Any) -> None:
        self._update(update(Contract).where(Contract.package_id == package.id).values(**values))

    def _update(self, statement: Any) -> None:
        with self.house.storage.writing() as work:
            work._session.execute(statement)
            work.commit()

    def address(self, address: str) -> MailAddress:
        with self.house.storage.reading() as work:
            return work._session.scalars(select(MailAddress).where(MailAddress.address == address)).one()

    def add_mail(self, name: str, local_part: str, kind: MailKind, **values: Any) -> None:
        with self.house.storage.writing() as work:
            work._session.add(mail(self.domain(name), local_part, kind, **values))
            work.commit()

    def count(self, package: Package, resource: Resource, by: int) -> None:
        """Move a counter past all rules."""
        with self.house.storage.writing() as work:
            work.administration.count(package, resource, by)
            work.commit()

    def stored(self, package_id: int) -> Package:
        with self.house.storage.reading() as work:
            return work._session.get_one(Package, package_id)

    def contract(self, package_id: int) -> Contract:
        with self.house.storage.reading() as work:
            return work._session.get_one(Contract, package_id)

    def acts(self) -> list[ContractAct]:
        with self.house.storage.reading() as work:
            from storage.models.contracts import ContractAct

            return list(work._session.scalars(select(ContractAct).order_by(ContractAct.id)))

    def items(self) -> list[tuple[str, str, int, dt.date]]:
        """What waits for the next invoice."""
        with self.house.storage.reading() as work:
            found = work.billing.items_due([self.customer.id], dt.date.max)
            return [(each.text, each.details, each.gross_cents, each.due_on) for each in found]

    def history(self, package_id: int) -> list[PackageChange]:
        with self.house.storage.reading() as work:
            page = work.history.page_of(self.inside(package_id), PageRequest(limit=100))
            return list(page.rows)

    def require_sound(self) -> None:
        """Counters, main domains, sites and the audit log are right."""
        with self.house.storage.reading() as work:
            assert work.health.wrong_counters() == []
            assert list(work.packages.without_their_main_domain()) == []
            assert list(work.sites.domains_without_one()) == []
            assert work.health.damages() == []
            assert work.audit.first_break() is None


def rows_of(town: Town, table: str) -> int:
    """How many rows a table has."""
    with town.house.storage.reading() as work:
        return work._session.scalar(select(func.count()).select_from(Base.metadata.tables[table])) or 0
