"""Packages: the customer's overview, and the way into the administration of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.access import CustomerAccess, PackageAccess
from portal.errors import Conflict
from portal.i18n import _
from portal.refusals import own_package
from portal.use_case import UseCases
from storage.models.packages import PackageState
from storage.models.products import Family, Resource

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from portal.paging import Page, PageRequest
    from storage.repositories.contracts import Agreed
    from storage.repositories.packages import PackageRow, Use
    from storage.repositories.sign_in import SessionRow

__all__ = [
    "Family",
    "Figure",
    "PackageOverview",
    "PackageState",
    "PackageView",
    "Packages",
    "Resource",
    "Standing",
]

FIGURES_THAT_MATTER = {
    Family.HOSTING: (Resource.DOMAINS, Resource.MAILBOXES, Resource.DATABASES),
    Family.WEBSITE_BUILDER: (Resource.PAGES, Resource.UNPUBLISHED_CHANGES),
    Family.WEBSHOP: (Resource.PRODUCTS, Resource.NEW_ORDERS),
    Family.MAIL: (Resource.DOMAINS, Resource.MAILBOXES, Resource.MAIL_STORAGE),
    Family.SERVER: (Resource.DOMAINS, Resource.WEBSPACE),
}
"""What the overview shows of each family."""

WITH_START = {Family.WEBSITE_BUILDER, Family.WEBSHOP}
"""Families that have an administration of their own behind "Start"."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Use against quota.

    Attributes:
        resource: What is counted; sizes in MB.
        used: How much is in use.
        allowed: How much the product includes; None: it sets no limit.
    """

    resource: Resource
    used: int
    allowed: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How full a package is, and how far it is published.

    Attributes:
        figures: Use against quota of what a subject counts.
        unpublished: How many changes servers do not read yet.
        published_at: When the package was last published; None: never.
    """

    figures: tuple[Figure, ...]
    unpublished: int
    published_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class PackageView:
    """A package as the customer's overview shows it.

    Attributes:
        id: For opening it.
        main_domain: In Unicode.
        product: The product's name.
        family: What kind of product.
        state: Where it is in its life.
        ends_on: The last day, if notice was given.
        days_to_retract: How many days a notice can still be retracted, today not counted; None without
            one and after its end.
        becomes: The smaller product it changes to, if that was ordered.
        becomes_on: The first day of that.
        figures: The two or three that matter.
        has_start: Whether it has an administration of its own.
    """

    id: int
    main_domain: str
    product: str
    family: Family
    state: PackageState
    ends_on: dt.date | None
    days_to_retract: int | None
    becomes: str | None
    becomes_on: dt.date | None
    figures: tuple[Figure, ...]
    has_start: bool


@dataclass(frozen=True, slots=True)
class PackageOverview:
    """A package as its technical administration shows it: nothing contractual.

    Attributes:
        main_domain: In Unicode.
        product: The product's name.
        family: What kind of product.
        state: Where it is in its life.
        standing: Everything that is counted or limited, and how far the package is published.
        has_password: Whether a package password is set.
        webmaster_transfers: Whether the package login may upload and download.
    """

    main_domain: str
    product: str
    family: Family
    state: PackageState
    standing: Standing
    has_password: bool
    webmaster_transfers: bool


class Packages(UseCases):
    """The packages of a customer, or the one of a webmaster."""

    def page(self, access: CustomerAccess, request: PageRequest) -> Page[PackageView]:
        """A page of the overview; orders: domain, product, state. The filter finds any of the domains."""
        with self._reading(access) as work:
            page = work.packages.page_owned_by(access, request)
            usage = work.packages.usage(row.id for row in page.rows)
        today = self._means.today()
        return page.of(lambda row: _view(row, usage.get(row.id, {}), today))

    def open(self, access: CustomerAccess, package_id: int) -> PackageAccess:
        """The way into the technical administration of one's own package.

        Raises:
            NotFound: The package is not among one's own.
            Conflict: It has ended; the sentence says when, and what stays.
        """
        with self._reading(access) as work:
            agreed = own_package(work.contracts.one_owned_by(access, package_id))
            if agreed.package.state is PackageState.ENDED:
                raise Conflict(_ended(agreed, work.customers.owned_by(access).language))
            return PackageAccess(access.session_id, agreed.package.id, by_owner=True)

    def overview(self, access: PackageAccess) -> PackageOverview:
        """What the package is, and how full."""
        with self._reading_in_session(access) as (work, session):
            assert session is not None  # noqa: S101 - only the operator has none
            package, product = work.packages.current(access)
            usage = work.packages.usage([package.id]).get(package.id, {})
            return PackageOverview(
                main_domain=package.main_domain,
                product=product.name,
                family=product.family,
                state=package.state,
                standing=standing_of(session, usage, Resource),
                has_password=package.password_hash is not None,
                webmaster_transfers=package.webmaster_transfers,
            )


def _ended(agreed: Agreed, language: str) -> str:
    from portal.documents.words import words_of

    template = _(
        "{domain} ended on {day}: its administration is closed, its email and databases are deleted. Your"
        " invoices and the confirmations of what you did stay here."
    )
    last = agreed.contract.ends_on
    if last is None:
        return _("{domain} has ended.").format(domain=agreed.package.main_domain)
    return template.format(domain=agreed.package.main_domain, day=words_of(language).day(last))


def _view(row: PackageRow, usage: Mapping[Resource, Use], today: dt.date) -> PackageView:
    return PackageView(
        id=row.id,
        main_domain=row.main_domain,
        product=row.product_name,
        family=row.family,
        state=row.state,
        ends_on=row.ends_on,
        days_to_retract=_days_to_retract(row, today),
        becomes=row.becomes_name,
        becomes_on=row.becomes_on,
        figures=figures_of(usage, FIGURES_THAT_MATTER[row.family]),
        has_start=has_start(row.family, row.state),
    )


def has_start(family: Family, state: PackageState) -> bool:
    """Whether a package has an administration of its own that can be opened."""
    return family in WITH_START and state is PackageState.ACTIVE


def _days_to_retract(row: PackageRow, today: dt.date) -> int | None:
    if row.ends_on is None or row.state is PackageState.ENDED or row.ends_on < today:
        return None
    return (row.ends_on - today).days


def figures_of(usage: Mapping[Resource, Use], resources: Iterable[Resource]) -> tuple[Figure, ...]:
    """Use against quota of these resources, as far as the package has them."""
    return tuple(_figure(resource, usage) for resource in resources if resource in usage)


def standing_of(
    session: SessionRow, usage: Mapping[Resource, Use], resources: Iterable[Resource]
) -> Standing:
    """How full a package is of these resources, and how far it is published."""
    unpublished = (session.revision or 0) - (session.published_revision or 0)
    return Standing(figures_of(usage, resources), unpublished, session.published_at)


def _figure(resource: Resource, usage: Mapping[Resource, Use]) -> Figure:
    return Figure(resource, usage[resource].used, usage[resource].allowed)
