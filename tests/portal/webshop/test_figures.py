"""Figures of the last 12 months."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from portal.webshop.models import Refund
from portal.webshop.rules import Step
from storage.models.webshop import OrderState

if TYPE_CHECKING:
    from tests.portal.webshop.steps import Shop


def on(shop: Shop, day: dt.date) -> None:
    shop.house.clock.noon_of(day)
    shop.access = shop.house.inside(shop.package, by_owner=False)


def test_a_shop_without_orders_has_twelve_empty_months(shop: Shop) -> None:
    figures = shop.portal.shop_figures.show(shop.access)
    assert [each.month for each in figures.months][:1] == [dt.date(2025, 12, 1)]
    assert [each.running for each in figures.months] == [False] * 11 + [True]
    assert sum(each.turnover_cents for each in figures.months) == 0
    assert (figures.best, figures.by_state) == ((), {})


def test_orders_count_in_their_month_refunds_in_theirs_and_cancelled_ones_nowhere(shop: Shop) -> None:
    assert shop.key
    shop.product("C-1", "Cup", price_cents=2500, stock=9)
    on(shop, dt.date(2026, 11, 30))
    shop.order("old", {"T-1": 1})
    on(shop, dt.date(2027, 1, 31))
    shop.order("one", {"T-1": 2})
    paid = shop.go(Step.PAY)
    on(shop, dt.date(2027, 2, 1))
    shop.portal.shop_orders.refund(shop.access, paid.order.id, Refund(amount_cents=1000), 0)
    shop.order("two", {"C-1": 1})
    shop.order("gone", {"C-1": 3})
    shop.go(Step.PAY, Step.CANCEL)
    figures = shop.portal.shop_figures.show(shop.access)
    told = {
        each.month.isoformat(): (each.orders, each.turnover_cents, each.refunded_cents)
        for each in figures.months
        if each.orders or each.refunded_cents
    }
    assert told == {"2026-11-01": (1, 1490, 0), "2027-01-01": (1, 2490, 0), "2027-02-01": (1, 2990, 1000)}
    assert [(each.number, each.quantity, each.cents) for each in figures.best] == [
        ("T-1", 3, 3000), ("C-1", 1, 2500),
    ]  # fmt: skip
    assert figures.by_state == {OrderState.NEW: 2, OrderState.PAID: 1, OrderState.CANCELLED: 1}
    on(shop, dt.date(2027, 11, 1))
    assert shop.portal.shop_figures.show(shop.access).months[0].month == dt.date(2026, 12, 1)
    assert [each.number for each in shop.portal.shop_figures.show(shop.access).best] == ["C-1", "T-1"]


def test_what_is_on_sale_and_runs_out_is_told_fewest_first(shop: Shop) -> None:
    shop.product("L-1", "Cup", stock=3)
    shop.product("L-2", "Pot", stock=0)
    shop.product("L-3", "Tray", stock=1, on_sale=False)
    shop.product("L-4", "Spoon", stock=4)
    figures = shop.portal.shop_figures.show(shop.access)
    assert [(each.number, each.stock) for each in figures.low] == [("L-2", 0), ("L-1", 3)]
    assert figures.n_low == 2
    for number in range(6):
        shop.product(f"M-{number}", stock=2)
    figures = shop.portal.shop_figures.show(shop.access)
    assert (len(figures.low), figures.n_low) == (3, 8)
