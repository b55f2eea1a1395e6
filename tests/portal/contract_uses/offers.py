"""Offers of the month."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from portal.offers import PackageWish
from portal.paging import PageRequest
from tests.factories import offer, product
from tests.portal.contract_uses.first import first_package
from tests.portal.house import PASSWORD

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.offers import OfferPlan
    from portal.portal import Portal


def an_offer(portal: Portal, access: CustomerAccess) -> int:
    """A package that all are offered this month, made for it; whoever may not ask gets no further."""
    first_package(portal, access)
    today = portal._means.today()
    with portal._means.storage.writing() as work:
        offered = product(rank=max(9999, work.products.highest_id() + 10_000))
        work.products.add(offered, {})
        added = offer(
            code=secrets.token_hex(6), service="", product_id=offered.id, starts_on=today, ends_on=today
        )
        work.offers.add(added, [])
        work.commit()
    return added.id


def a_plan(portal: Portal, access: CustomerAccess) -> OfferPlan:
    wish = PackageWish(domain=f"neu-{secrets.token_hex(6)}.de")
    return portal.offers.plan(access, an_offer(portal, access), wish)


def order(portal: Portal, access: CustomerAccess, password: str = PASSWORD) -> object:
    return portal.offers.order(access, a_plan(portal, access), password)


USES = {
    "offers.page": lambda portal, access: portal.offers.page(access, PageRequest(count=True)),
    "offers.count_new": lambda portal, access: portal.offers.count_new(access),
    "offers.open": lambda portal, access: portal.offers.open(access, an_offer(portal, access)),
    "offers.packages": lambda portal, access: portal.offers.packages(
        access, an_offer(portal, access), PageRequest(count=True)
    ),
    "offers.plan": a_plan,
    "offers.order": order,
}

SECRETS = {"offers.order": order}
