"""Sites: what the web server answers under each domain and subdomain of a package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased

from storage.models.domains import (
    ContactRole,
    Domain,
    DomainContact,
    DomainKind,
    DomainState,
    Site,
    SiteTarget,
)
from storage.repositories.administration import Administration, managed
from storage.repositories.keyset import contains, read_page

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from storage.paging import Page, PageRequest
    from storage.repositories.packages import PackageScope


Holder, AdminC = aliased(DomainContact), aliased(DomainContact)


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A line of the list of domains.

    Attributes:
        domain: The domain that it is or stands under.
        site: What the web server answers there; None: the domain has ended, and it with it.
        holder: Who holds the domain; None: the contract partner.
        admin_c: Who is its Admin-C; None: the holder, or there is none.
    """

    domain: Domain
    site: Site | None
    holder: DomainContact | None = None
    admin_c: DomainContact | None = None


class Sites:
    """The sites of packages."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._administration = Administration(session)

    def page(self, scope: PackageScope, request: PageRequest) -> Page[Site]:
        """A page of the sites under the package's living domains; orders: name, certificate, php."""
        orders = {
            "name": (Site.name, Site.id),
            "certificate": (Site.certificate, Site.name, Site.id),
            "php": (Site.php_version, Site.name, Site.id),
        }
        found: ColumnElement[bool] = Site.domain_id.in_(select(Domain.id).where(managed(scope)))
        if request.filter:
            found &= contains(request.filter, Site.name, Site.ascii_name)
        return self._administration.page(Site, scope, request, orders, found)

    def listing(self, scope: PackageScope, request: PageRequest) -> Page[SiteRow]:
        """A page of the domains, each with its subdomains beneath it; those that have ended, too.

        Orders: name, kind (the main domain first, subdomains last), state, registered. The filter finds names
        in either spelling.
        """
        label = func.coalesce(Site.label, "")
        whole = (Domain.name, Domain.id, label)
        ranks = {DomainKind.MAIN: 0, DomainKind.INCLUDED: 1, DomainKind.ADDITIONAL: 2}
        kind = case((label != "", 3), else_=case(ranks, value=Domain.kind))
        orders = {
            "name": whole,
            "kind": (kind, *whole),
            "state": (Domain.state, *whole),
            "registered": (Domain.registered_on, *whole),
        }
        query: Select[*tuple[Any, ...]] = (
            select(Domain, Site, Holder, AdminC)
            .outerjoin(Site, Site.domain_id == Domain.id)
            .outerjoin(Holder, and_(Holder.domain_id == Domain.id, Holder.role == ContactRole.HOLDER))
            .outerjoin(AdminC, and_(AdminC.domain_id == Domain.id, AdminC.role == ContactRole.ADMIN_C))
        )
        query = query.where(Domain.package_id == scope.package_id)
        if not scope.by_owner:
            query = query.where(Domain.open_to_webmaster)
        if request.filter:
            itself = contains(request.filter, Domain.name, Domain.ascii_name)
            beneath = contains(request.filter, Site.name, Site.ascii_name)
            query = query.where(or_(and_(label == "", itself), and_(label != "", beneath)))
        return read_page(self._session, query, request, orders).of(lambda row: SiteRow(*row[:4]))

    def of_package(self, package_id: int, ascii_names: Collection[str]) -> dict[str, Site]:
        """Those of these names under which the package has a site, whoever may manage it."""
        query = (
            select(Site)
            .join(Domain, Domain.id == Site.domain_id)
            .where(
                Site.package_id == package_id,
                Site.ascii_name.in_(ascii_names),
                Domain.state != DomainState.ENDED,
            )
        )
        return {site.ascii_name: site for site in self._session.scalars(query)} if ascii_names else {}

    def showing(self, site: Site) -> Site | None:
        """The first other site of the package that shows this one's content, if there is one."""
        query = select(Site).where(
            Site.package_id == site.package_id,
            Site.target == SiteTarget.DOMAIN,
            Site.points_to == site.ascii_name,
            Site.id != site.id,
        )
        return self._session.scalars(query.order_by(Site.name, Site.id).limit(1)).one_or_none()

    def names(self, scope: PackageScope, at_most: int) -> Sequence[tuple[str, str]]:
        """Unicode and punycode names of sites under living domains, by name; wildcards are left out."""
        query = select(Site.name, Site.ascii_name).where(
            Site.domain_id.in_(select(Domain.id).where(managed(scope))), Site.label.not_like("*%")
        )
        found = self._session.execute(query.order_by(Site.name, Site.id).limit(at_most))
        return [(name, ascii_name) for name, ascii_name in found]

    def domains_without_one(self) -> Sequence[int]:
        """The ids of living domains that have no site."""
        query = (
            select(Domain.id)
            .outerjoin(Site, and_(Site.domain_id == Domain.id, Site.label == ""))
            .where(Domain.state != DomainState.ENDED, Site.id.is_(None))
            .order_by(Domain.id)
        )
        return self._session.scalars(query).all()

    def living(self, ascii_name: str) -> Sequence[Site]:
        """The sites of that name under living domains, of whatever package: for the operator."""
        query = (
            select(Site)
            .join(Domain, Domain.id == Site.domain_id)
            .where(Site.ascii_name == ascii_name, Domain.state != DomainState.ENDED)
            .execution_options(populate_existing=True)
        )
        return self._session.scalars(query).all()
