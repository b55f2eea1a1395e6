"""Orders as screens show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.webshop import rules

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from portal.webshop.rules import RateSum, Step
    from storage.models.webshop import OrderState, ShopOrder, ShopOrderLine, ShopRefund


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order as the list shows it; amounts are cents.

    Attributes:
        id: For opening it.
        number: Such as B-2026-000123.
        ordered_on: The day it arrived, in the provider's time zone.
        buyer: Their name; empty once customer data were erased.
        state: Where it is.
        total_cents: What the buyer owes in all.
        refunded_cents: What was given back of it.
    """

    id: int
    number: str
    ordered_on: dt.date
    buyer: str
    state: OrderState
    total_cents: int
    refunded_cents: int

    @property
    def is_refunded_in_part(self) -> bool:
        """Whether some of the money was given back, but not all."""
        return 0 < self.refunded_cents < self.total_cents


@dataclass(frozen=True, slots=True)
class BuyerView:
    """Who bought, and where it goes; all empty once it was erased."""

    name: str
    email: str
    street: str
    addition: str
    postcode: str
    town: str
    country: str
    remark: str


@dataclass(frozen=True, slots=True)
class LineView:
    """A product in an order; amounts are cents.

    Attributes:
        id: For a refund.
        number: The product's, as it was.
        name: Likewise.
        quantity: How many were ordered.
        price_cents: Gross, of one.
        tax_rate: Percent.
        discount_cents: The share of the voucher.
        refunded: How many money was given back for.
        to_refund_cents: What one more of them would give back; 0: none is left.
    """

    id: int
    number: str
    name: str
    quantity: int
    price_cents: int
    tax_rate: int
    discount_cents: int
    refunded: int
    to_refund_cents: int


@dataclass(frozen=True, slots=True)
class RefundView:
    """Money that was given back.

    Attributes:
        on: The day.
        amount_cents: How much.
        reason: As it was entered.
    """

    on: dt.date
    amount_cents: int
    reason: str


@dataclass(frozen=True, slots=True)
class OrderDetails:
    """An order with all that belongs to it; amounts are cents.

    Attributes:
        order: As the list shows it.
        buyer: Who bought.
        lines: What.
        shipping: How it is sent.
        shipping_cents: For how much.
        payment: How it is paid.
        payment_cents: For how much.
        voucher: Its code; empty: none.
        discount_cents: What it took off.
        sums: What is taxed at which rate.
        paid_on: When it was paid; None: it is not.
        shipped_on: When it was sent; None: it is not.
        refunds: What was given back.
        refundable_cents: What can still be given back; 0: nothing, or not yet.
        steps: What can be done with it now.
        erased: Whether customer data were erased.
    """

    order: OrderView
    buyer: BuyerView
    lines: tuple[LineView, ...]
    shipping: str
    shipping_cents: int
    payment: str
    payment_cents: int
    voucher: str
    discount_cents: int
    sums: tuple[RateSum, ...]
    paid_on: dt.date | None
    shipped_on: dt.date | None
    refunds: tuple[RefundView, ...]
    refundable_cents: int
    steps: tuple[Step, ...]
    erased: bool


def order_view(order: ShopOrder) -> OrderView:
    """A row of the list."""
    return OrderView(
        order.id,
        order.order_number,
        order.ordered_on,
        order.buyer,
        order.state,
        order.total_cents,
        order.refunded_cents,
    )


def details_of(
    order: ShopOrder, lines: Sequence[ShopOrderLine], refunds: Sequence[ShopRefund]
) -> OrderDetails:
    """All of an order."""
    return OrderDetails(
        order=order_view(order),
        buyer=BuyerView(
            order.buyer,
            order.email,
            order.street,
            order.addition,
            order.postcode,
            order.town,
            order.country,
            order.remark,
        ),
        lines=tuple(map(_line_view, lines)),
        shipping=order.shipping_name,
        shipping_cents=order.shipping_cents,
        payment=order.payment_name,
        payment_cents=order.payment_cents,
        voucher=order.voucher_code,
        discount_cents=order.discount_cents,
        sums=tuple(rules.sums_by_rate(lines, order.shipping_cents + order.payment_cents)),
        paid_on=order.paid_on,
        shipped_on=order.shipped_on,
        refunds=tuple(RefundView(each.refunded_on, each.amount_cents, each.reason) for each in refunds),
        refundable_cents=order.paid_cents - order.refunded_cents if order.state in rules.REFUNDABLE else 0,
        steps=tuple(rules.STEPS[order.state]),
        erased=order.erased_at is not None,
    )


def _line_view(line: ShopOrderLine) -> LineView:
    is_left = line.refunded < line.quantity
    return LineView(
        line.id,
        line.number,
        line.name,
        line.quantity,
        line.price_cents,
        line.tax_rate,
        line.discount_cents,
        line.refunded,
        rules.refund_of_line(line, line.refunded, 1) if is_left else 0,
    )
