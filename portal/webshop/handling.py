"""What steps and refunds do to an order, its stock and its money; the package is locked meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.errors import Conflict, InvalidInput
from portal.i18n import _
from portal.webshop import rules
from portal.webshop.rules import Step
from storage.models.products import Resource
from storage.models.webshop import OrderState, ShopRefund, ShopVoucher

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from portal.administration import Changing
    from portal.webshop.models import Refund
    from storage.models.webshop import ShopOrder, ShopOrderLine


def carry_out(
    changing: Changing, order: ShopOrder, lines: Sequence[ShopOrderLine], step: Step, today: dt.date
) -> None:
    """Take an order a step on; raises Conflict, saying where it is, if that step does not lead on."""
    effect = rules.STEPS[order.state].get(step)
    if effect is None:
        raise Conflict(_cannot(order))
    if effect.pays:
        order.paid_cents, order.paid_on = order.total_cents, today
    if step is Step.SHIP:
        order.shipped_on = today
        for line in lines:
            line.delivered = line.quantity - line.refunded
    if effect.gives_stock_back:
        _give_back(changing, {line: line.quantity - line.back for line in lines})
        _give_voucher_back(changing, order)
    if effect.refunds and order.paid_cents > order.refunded_cents:
        left = _left_by_rate(changing, order, lines)
        _book(changing, order, {rate: cents for rate, cents in left.items() if cents}, today, "")
    if order.state is OrderState.NEW:
        changing.work.administration.count(changing.package, Resource.NEW_ORDERS, -1)
    order.state = effect.leads_to
    if order.state in rules.CLOSED:
        order.closed_on = today
    changing.work.flush()


def refund(
    changing: Changing, order: ShopOrder, lines: Sequence[ShopOrderLine], entered: Refund, today: dt.date
) -> int:
    """Give part of the money back; tells how much, in cents.

    Raises:
        Conflict: It was not paid, or was cancelled; or it is more than is left.
        InvalidInput: There are not so many of a line left.
    """
    if order.state not in rules.REFUNDABLE:
        raise Conflict(_("Nothing of this order can be given back: it was not paid, or was cancelled."))
    by_rate: dict[int, int] = {}
    goods: dict[ShopOrderLine, int] = {}
    by_id = {line.id: line for line in lines}
    for wanted in entered.lines:
        line = by_id.get(wanted.line_id)
        left = line.quantity - line.refunded if line else 0
        if line is None or wanted.quantity > left:
            raise InvalidInput(
                _("Of {name} {left} are left to give money back for.").format(
                    name=line.name if line else "?", left=left
                ),
                "lines",
            )
        cents = rules.refund_of_line(line, line.refunded, wanted.quantity)
        by_rate[line.tax_rate] = by_rate.get(line.tax_rate, 0) + cents
        goods[line] = wanted.quantity
    left_by_rate = _left_by_rate(changing, order, lines)
    _require_left(order, left_by_rate, by_rate, entered.amount_cents)
    rest = {rate: cents - by_rate.get(rate, 0) for rate, cents in left_by_rate.items()}
    for rate, cents in rules.refund_by_rate(rest, entered.amount_cents).items():
        by_rate[rate] = by_rate.get(rate, 0) + cents
    for line, quantity in goods.items():
        line.refunded += quantity
    if entered.back_in_stock:
        _give_back(changing, goods)
    amount = sum(by_rate.values())
    if amount:
        _book(changing, order, by_rate, today, entered.reason)
    changing.work.flush()
    return amount


def _require_left(
    order: ShopOrder, left: Mapping[int, int], wanted: Mapping[int, int], amount_cents: int
) -> None:
    """Raise Conflict, telling what is left, for more than was paid or was paid for these goods."""
    rest = order.paid_cents - order.refunded_cents
    of_these = min((left[rate] - cents for rate, cents in wanted.items()), default=0)
    if sum(wanted.values()) + amount_cents > rest:
        raise Conflict(
            _("Only {euros} are left to give back.").format(euros=f"{rest / 100:.2f}"), "amount_cents"
        )
    if of_these < 0:
        raise Conflict(
            _("Part of the money for these was given back already. Please enter an amount."), "lines"
        )


def _left_by_rate(changing: Changing, order: ShopOrder, lines: Sequence[ShopOrderLine]) -> dict[int, int]:
    """What was paid at each rate and not given back yet."""
    sums = rules.sums_by_rate(lines, order.shipping_cents + order.payment_cents)
    left = {each.rate: each.gross_cents for each in sums}
    for earlier in changing.work.webshop_orders.refunds(order):
        for rate, cents in earlier.by_rate.items():
            left[int(rate)] -= cents
    return left


def _book(
    changing: Changing, order: ShopOrder, by_rate: Mapping[int, int], today: dt.date, reason: str
) -> None:
    amount = sum(by_rate.values())
    order.refunded_cents += amount
    changing.work.webshop_orders.add_refund(
        ShopRefund(
            order_id=order.id,
            refunded_on=today,
            amount_cents=amount,
            by_rate={str(rate): cents for rate, cents in by_rate.items()},
            reason=reason,
        )
    )


def _give_back(changing: Changing, goods: Mapping[ShopOrderLine, int]) -> None:
    """Put goods into stock again, as far as their products are still there."""
    ids = {line.product_id for line in goods if line.product_id is not None}
    products = changing.work.webshop.by_ids(changing.access, ids)
    for line, quantity in goods.items():
        line.back += quantity
        product = products.get(line.product_id or 0)
        if product is not None:
            product.stock += quantity


def _give_voucher_back(changing: Changing, order: ShopOrder) -> None:
    if order.voucher_id is not None:
        voucher = changing.work.webshop.one(ShopVoucher, changing.access, order.voucher_id)
        if voucher is not None:
            voucher.used -= 1


def _cannot(order: ShopOrder) -> str:
    sentences = {
        OrderState.NEW: _("{number} is not paid yet."),
        OrderState.PAID: _("{number} is paid; it is to be packed next."),
        OrderState.PACKED: _("{number} is packed; it is to be sent next."),
        OrderState.SHIPPED: _("{number} is on its way. What comes back is given money back for."),
        OrderState.DONE: _("{number} is done."),
        OrderState.CANCELLED: _("{number} was cancelled."),
    }
    return sentences[order.state].format(number=order.order_number)
