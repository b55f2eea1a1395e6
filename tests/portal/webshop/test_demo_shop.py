"""Erika's shop in the demo is one that its own rules could have made."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from portal.access import CustomerAccess
from portal.demo import credentials
from portal.demo.build import open_demo
from portal.packages import Resource
from portal.paging import PageRequest
from portal.webshop import rules
from storage.models.webshop import OrderState
from tests.portal.house import HOME, SettableClock

if TYPE_CHECKING:
    from pathlib import Path

    from portal.access import PackageAccess
    from portal.portal import Portal


def inside(portal: Portal) -> PackageAccess:
    login = credentials.ERIKA
    access = portal.sign_in.as_customer(login.name, login.password, HOME).access
    assert isinstance(access, CustomerAccess)
    [shop] = portal.packages.page(access, PageRequest(filter="shop.musterfrau.de")).rows
    return portal.packages.open(access, shop.id)


def test_the_shop_is_open_sells_what_is_counted_and_has_orders_in_every_state(tmp_path: Path) -> None:
    portal = open_demo(tmp_path, dt.date(2026, 11, 22), clock=SettableClock())
    try:
        access = inside(portal)
        view = portal.shop.show(access)
        assert (view.missing, view.opening.is_open) == ((), True)
        everything = PageRequest(limit=1000, count=True)
        products = portal.shop_products.page(access, everything)
        counted = (
            {each.resource: each.used for each in products.standing.figures} if products.standing else {}
        )
        assert products.page.total == counted[Resource.PRODUCTS] == 182
        orders = portal.shop_orders.page(access, everything).page.rows
        details = [portal.shop_orders.show(access, each.id) for each in orders]
        for each in details:
            assert sum(one.gross_cents for one in each.sums) == each.order.total_cents
            assert each.order.refunded_cents == sum(one.amount_cents for one in each.refunds)
            assert each.steps == tuple(rules.STEPS[each.order.state])
        figures = portal.shop_figures.show(access)
        assert set(figures.by_state) == set(OrderState)
        assert figures.by_state[OrderState.NEW] == 7
        assert all(month.turnover_cents for month in figures.months)
        assert any(month.refunded_cents for month in figures.months)
        [voucher] = portal.shop_vouchers.page(access, PageRequest()).page.rows
        used = [each for each in details if each.voucher and each.order.state is not OrderState.CANCELLED]
        assert voucher.used == len(used) > 0
        paid = next(each for each in details if each.paid_on)
        assert portal.shop_orders.receipt(access, paid.order.id).content.startswith(b"%PDF")
    finally:
        portal.close()
