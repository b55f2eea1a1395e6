"""Giving money back: by lines or as an amount, and never more than was paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.errors import ChangedMeanwhile, Conflict, InvalidInput
from portal.paging import PageRequest
from portal.validation import checked
from portal.webshop.models import Refund, RefundedLine
from portal.webshop.rules import Step

if TYPE_CHECKING:
    from tests.portal.webshop.steps import Shop

PAID = (Step.PAY,)


def test_lines_are_given_back_by_quantity_and_come_to_what_was_paid(shop: Shop) -> None:
    shop.voucher("ODD", amount_cents=100)
    shop.order(lines={"T-1": 3}, voucher="ODD")
    shop.go(*PAID)
    line = shop.line_of()
    one = (RefundedLine(line_id=line, quantity=1),)
    amounts = []
    for _ in range(3):
        details = shop.give_back(lines=one, back_in_stock=True)
        amounts.append(details.refunds[-1].amount_cents)
    assert (amounts, sum(amounts)) == ([967, 966, 967], 2900)
    assert (shop.stock(), details.refundable_cents, details.order.is_refunded_in_part) == (10, 490, True)
    with pytest.raises(InvalidInput, match="Of Green tea 0 are left"):
        shop.give_back(lines=one)


def test_an_amount_is_shared_by_rate_and_never_more_than_was_paid(shop: Shop) -> None:
    shop.product("C-1", "Cup", price_cents=1000, tax_rate=19, stock=5)
    shop.order(lines={"T-1": 1, "C-1": 1})
    shop.go(*PAID)
    shop.give_back(amount_cents=1001, reason="Scratched")
    with shop.house.storage.reading() as work:
        [order] = work.webshop_orders.page(shop.access, PageRequest()).rows
        [refund] = work.webshop_orders.refunds(order)
    assert refund.by_rate == {"19": 501, "7": 500}
    with pytest.raises(Conflict) as caught:
        shop.give_back(amount_cents=1490)
    assert caught.value.message == "Only 14.89 are left to give back."
    assert shop.give_back(amount_cents=1489).refundable_cents == 0


def test_goods_whose_money_went_back_as_an_amount_are_not_paid_back_again(shop: Shop) -> None:
    shop.product("C-1", "Cup", price_cents=1000, tax_rate=19, stock=5)
    shop.order(lines={"T-1": 1, "C-1": 1})
    shop.go(*PAID)
    shop.give_back(amount_cents=1400)
    with pytest.raises(Conflict, match="given back already"):
        shop.give_back(lines=[{"line_id": shop.line_of("C-1"), "quantity": 1}])


def test_a_refund_confirmed_twice_happens_once(shop: Shop) -> None:
    shop.order()
    shop.go(*PAID)
    order_id, refund = shop.newest().order.id, Refund(amount_cents=100)
    shop.portal.shop_orders.refund(shop.access, order_id, refund, 0)
    with pytest.raises(ChangedMeanwhile, match=r"1\.00 in all") as caught:
        shop.portal.shop_orders.refund(shop.access, order_id, refund, 0)
    assert caught.value.now == shop.newest()
    assert shop.newest().order.refunded_cents == 100


@pytest.mark.parametrize("steps", [(), (Step.CANCEL,), (Step.PAY, Step.CANCEL)])
def test_what_was_not_paid_or_was_cancelled_gives_nothing_back(shop: Shop, steps: tuple[Step, ...]) -> None:
    shop.order()
    shop.go(*steps)
    with pytest.raises(Conflict, match="Nothing of this order"):
        shop.give_back(amount_cents=1)


def test_cancelling_after_a_refund_gives_back_the_rest_only(shop: Shop) -> None:
    shop.order(lines={"T-1": 3})
    shop.go(*PAID)
    shop.give_back(lines=[{"line_id": shop.line_of(), "quantity": 2}], back_in_stock=True, amount_cents=1)
    assert shop.stock() == 9
    details = shop.go(Step.CANCEL)
    assert [each.amount_cents for each in details.refunds] == [2001, 1489]
    assert (shop.stock(), details.order.refunded_cents) == (10, 3490)


def test_a_refund_is_of_something() -> None:
    with pytest.raises(InvalidInput) as caught:
        checked(Refund, {})
    assert caught.value.problems == {"": "Please choose lines or enter an amount."}
    twice = [{"line_id": 1, "quantity": 1}] * 2
    with pytest.raises(InvalidInput):
        checked(Refund, {"lines": twice})
