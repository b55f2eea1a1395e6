"""What the stories of domains have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.domains import NewSubdomain, SiteSettings
from portal.paging import PageRequest
from portal.validation import checked

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from portal.domains import DomainView
    from portal.portal import Portal
    from storage.models.domains import Domain
    from storage.models.packages import Package
    from tests.portal.house import House


def listed(portal: Portal, access: PackageAccess) -> dict[str, DomainView]:
    """The whole list, by name."""
    rows = portal.domains.page(access, PageRequest(limit=500)).page.rows
    return {view.name: view for view in rows}


def domain_id(portal: Portal, access: PackageAccess, name: str = "meine.example") -> int:
    return next(each.id for each in portal.domains.choices(access) if each.name == name)


def subdomain(
    portal: Portal, access: PackageAccess, label: str, under: str = "meine.example", **entered: Any
) -> int:
    """Add one, entered as in the form."""
    values = {"label": label, "domain_id": domain_id(portal, access, under)} | entered
    return portal.domains.add(access, checked(NewSubdomain, values))


def point(portal: Portal, access: PackageAccess, name: str, **entered: Any) -> None:
    """Let a domain or subdomain lead somewhere else."""
    view = listed(portal, access)[name]
    assert view.settings is not None
    portal.domains.change(access, view.id, checked(SiteSettings, entered), view.settings)


def settings(portal: Portal, access: PackageAccess, name: str) -> SiteSettings:
    found = listed(portal, access)[name].settings
    assert found is not None
    return found


def change_domain(house: House, of: Package, name: str, **values: Any) -> None:
    """What the owner's other screens, or the registry, change meanwhile."""
    with house.storage.writing() as work:
        domain = stored_domain(house, of, name)
        stored = work._session.get_one(type(domain), domain.id)
        for each, value in values.items():
            setattr(stored, each, value)
        work.commit()


def stored_domain(house: House, of: Package, name: str) -> Domain:
    from sqlalchemy import select

    from storage.models.domains import Domain

    with house.storage.reading() as work:
        query = select(Domain).where(Domain.package_id == of.id, Domain.name == name)
        return work._session.scalars(query).one()
