from portal.access import PackageAccess
from portal.domains import NewSubdomain, SiteSettings, SiteTarget
from portal.paging import PageRequest
from portal.portal import Portal
from tests.portal.uses import Use


def add(portal: Portal, access: PackageAccess, label: str) -> int:
    [main, *_others] = portal.domains.choices(access)
    return portal.domains.add(access, NewSubdomain(domain_id=main.id, label=label))


def change(portal: Portal, access: PackageAccess) -> None:
    added = add(portal, access, "changed")
    portal.domains.change(access, added, SiteSettings(target=SiteTarget.PARKED), SiteSettings())
    portal.domains.remove(access, added)


USES: dict[str, Use] = {
    "domains.page": lambda portal, access: portal.domains.page(access, PageRequest()),
    "domains.choices": lambda portal, access: portal.domains.choices(access),
    "domains.targets": lambda portal, access: portal.domains.targets(access),
    "domains.add": lambda portal, access: add(portal, access, "added"),
    "domains.change": change,
    "domains.remove": change,
}
