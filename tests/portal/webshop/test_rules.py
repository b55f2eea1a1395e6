"""What orders come to, and what leads where."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.webshop import rules
from portal.webshop.rules import RateSum, Step
from storage.models.webshop import TAX_RATES, OrderState


@dataclass(frozen=True)
class Line:
    quantity: int
    price_cents: int
    tax_rate: int = 19
    discount_cents: int = 0


@dataclass(frozen=True)
class Voucher:
    percent: int | None = None
    amount_cents: int | None = None


CENTS = st.integers(0, 10_000_000)
LINES = st.lists(
    st.builds(Line, st.integers(1, 999), st.integers(0, 100_000), st.sampled_from(TAX_RATES)),
    min_size=1,
    max_size=8,
)


def test_what_leads_where() -> None:
    assert {
        (state.value, step.value): effect.leads_to.value
        for state, steps in rules.STEPS.items()
        for step, effect in steps.items()
    } == {
        ("new", "pay"): "paid",
        ("paid", "pack"): "packed",
        ("packed", "ship"): "shipped",
        ("shipped", "finish"): "done",
        ("new", "cancel"): "cancelled",
        ("paid", "cancel"): "cancelled",
        ("packed", "cancel"): "cancelled",
    }


def test_what_is_cancelled_gives_stock_back_and_money_if_it_was_paid() -> None:
    cancelled = {state: steps.get(Step.CANCEL) for state, steps in rules.STEPS.items()}
    assert {state: (each.gives_stock_back, each.refunds) for state, each in cancelled.items() if each} == {
        OrderState.NEW: (True, False),
        OrderState.PAID: (True, True),
        OrderState.PACKED: (True, True),
    }
    others = [effect for steps in rules.STEPS.values() for step, effect in steps.items() if step != "cancel"]
    assert not any(effect.gives_stock_back or effect.refunds for effect in others)


@given(CENTS, st.lists(st.integers(0, 100_000), min_size=1, max_size=20))
def test_parts_of_an_amount_come_to_the_amount(cents: int, weights: list[int]) -> None:
    parts = rules.shared(cents, weights)
    assert sum(parts) == cents
    assert len(parts) == len(weights)
    assert min(parts) >= 0


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=20), st.data())
def test_no_part_is_more_than_its_weight_while_the_amount_is_not_more_than_all(
    weights: list[int], data: st.DataObject
) -> None:
    cents = data.draw(st.integers(0, sum(weights)))
    assert all(part <= weight for part, weight in zip(rules.shared(cents, weights), weights, strict=True))


@pytest.mark.parametrize(
    ("voucher", "goods", "discount"),
    [
        (Voucher(percent=10), 1005, 101),
        (Voucher(percent=100), 999, 999),
        (Voucher(amount_cents=500), 2000, 500),
        (Voucher(amount_cents=500), 300, 300),
        (Voucher(percent=50), 0, 0),
    ],
)
def test_what_a_voucher_takes_off(voucher: Voucher, goods: int, discount: int) -> None:
    assert rules.discount_of(voucher, goods) == discount


def test_a_voucher_holds_on_both_its_ends() -> None:
    first, last = dt.date(2026, 11, 1), dt.date(2026, 11, 30)
    days = [dt.date(2026, 10, 31), first, last, dt.date(2026, 12, 1)]
    assert [rules.is_in_period(first, last, day) for day in days] == [False, True, True, False]
    assert rules.is_in_period(None, None, first)


def test_shipping_is_taxed_as_the_goods_are() -> None:
    lines = [Line(3, 1000, 7), Line(1, 1000, 19, discount_cents=100)]
    assert rules.sums_by_rate(lines, 490) == [RateSum(19, 900 + 123), RateSum(7, 3000 + 367)]
    [of_19, of_7] = rules.sums_by_rate(lines, 490)
    assert (of_19.net_cents, of_19.tax_cents) == (860, 163)
    assert (of_7.net_cents, of_7.tax_cents) == (3147, 220)


def test_shipping_of_gifts_is_taxed_at_their_highest_rate() -> None:
    assert rules.sums_by_rate([Line(1, 0, 7), Line(1, 0, 0)], 490) == [RateSum(7, 490), RateSum(0, 0)]


@given(LINES, CENTS)
def test_the_rates_come_to_the_total(lines: list[Line], charges: int) -> None:
    sums = rules.sums_by_rate(lines, charges)
    assert sum(each.gross_cents for each in sums) == rules.goods_of(lines) + charges
    assert all(each.net_cents + each.tax_cents == each.gross_cents for each in sums)


@given(st.integers(1, 50), st.integers(0, 10_000), st.data())
def test_refunds_of_a_line_come_to_what_it_cost(quantity: int, price: int, data: st.DataObject) -> None:
    discount = data.draw(st.integers(0, quantity * price))
    line = Line(quantity, price, discount_cents=discount)
    steps = data.draw(st.integers(1, quantity))
    first = rules.refund_of_line(line, 0, steps)
    rest = [rules.refund_of_line(line, done, 1) for done in range(steps, quantity)]
    assert first + sum(rest) == quantity * price - discount
    assert min([first, *rest]) >= 0
