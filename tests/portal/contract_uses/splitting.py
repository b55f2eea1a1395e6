"""Splitting a package."""

from __future__ import annotations

import contextlib
import secrets
from typing import TYPE_CHECKING

from portal.errors import Conflict
from portal.paging import PageRequest
from portal.splitting import SplitWish
from storage.models.packages import Package
from tests.factories import domain, product, site
from tests.portal.contract_uses.first import first_package
from tests.portal.house import PASSWORD

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.portal import Portal
    from portal.splitting import SplitPlan


def a_split(portal: Portal, access: CustomerAccess) -> SplitPlan:
    """What it means to give a domain, which is added for it, a package of its own."""
    package_id = first_package(portal, access)
    name = f"teil-{secrets.token_hex(6)}.example"
    with portal._means.storage.writing() as work:
        added = domain(work._session.get_one(Package, package_id).id, name=name)
        work.domains.add(added)
        work.flush()
        work.administration.add(site(added))
        offered = product(rank=max(9999, work.products.highest_id() + 10_000))
        work.products.add(offered, {})
        work.commit()
    wish = SplitWish(package_id=package_id, domain_ids=(added.id,), product=offered.code)
    return portal.splitting.plan(access, wish)


def order(portal: Portal, access: CustomerAccess, password: str = PASSWORD) -> object:
    """One that has no room: that is said to its owner alone."""
    with contextlib.suppress(Conflict):
        portal.splitting.order(access, a_split(portal, access), password)
    return None


def retract(portal: Portal, access: CustomerAccess, password: str = PASSWORD) -> None:
    """There is none: likewise."""
    with contextlib.suppress(Conflict):
        portal.splitting.retract(access, first_package(portal, access), password)


USES = {
    "splitting.offer": lambda portal, access: portal.splitting.offer(access, first_package(portal, access)),
    "splitting.domains": lambda portal, access: portal.splitting.domains(
        access, first_package(portal, access), PageRequest(count=True)
    ),
    "splitting.targets": lambda portal, access: portal.splitting.targets(
        access, first_package(portal, access), PageRequest(count=True)
    ),
    "splitting.products": lambda portal, access: portal.splitting.products(access),
    "splitting.plan": a_split,
    "splitting.order": order,
    "splitting.retract": retract,
}

SECRETS = {"splitting.order": order, "splitting.retract": retract}
