"""Changing a package to another product."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from portal.errors import Conflict
from tests.factories import QUOTAS, product
from tests.portal.contract_uses.first import first_package
from tests.portal.house import PASSWORD

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.package_change import ChangePlan
    from portal.portal import Portal


def a_larger_one(portal: Portal, access: CustomerAccess) -> ChangePlan:
    """What the change to a larger product means, which is made for it."""
    package_id = first_package(portal, access)
    options = portal.package_change.offer(access, package_id).options
    with portal._means.storage.writing() as work:
        larger = product(
            rank=max(9999, work.products.highest_id() + 10_000), price_cents=options[-1].price_cents
        )
        work.products.add(larger, QUOTAS)
        work.commit()
    return portal.package_change.plan(access, package_id, larger.code)


def order(portal: Portal, access: CustomerAccess, password: str = PASSWORD) -> object:
    """A larger product."""
    return portal.package_change.order(access, a_larger_one(portal, access), password)


def retract(portal: Portal, access: CustomerAccess, password: str = PASSWORD) -> None:
    """There is none, as the package was upgraded: that is said to its owner alone."""
    with contextlib.suppress(Conflict):
        portal.package_change.retract(access, first_package(portal, access), password)


USES = {
    "package_change.offer": lambda portal, access: portal.package_change.offer(
        access, first_package(portal, access)
    ),
    "package_change.plan": a_larger_one,
    "package_change.order": order,
    "package_change.retract": retract,
}

SECRETS = {"package_change.order": order, "package_change.retract": retract}
