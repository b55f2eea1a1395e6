"""What orders come to and what each of their steps does to stock and money (rules.md, "Start")."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from portal.money import divided, net_of
from storage.models.webshop import OrderState

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence


class Step(StrEnum):
    """What is done with an order."""

    PAY = "pay"
    PACK = "pack"
    SHIP = "ship"
    FINISH = "finish"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a step leads to.

    Attributes:
        leads_to: The state behind it.
        gives_stock_back: Whether what is still sold goes back into stock, and the voucher can be used again.
        pays: Whether all of the total has been paid with it.
        refunds: Whether what was paid and not refunded yet is given back.
    """

    leads_to: OrderState
    gives_stock_back: bool = False
    pays: bool = False
    refunds: bool = False


STEPS: Mapping[OrderState, Mapping[Step, Effect]] = {
    OrderState.NEW: {
        Step.PAY: Effect(OrderState.PAID, pays=True),
        Step.CANCEL: Effect(OrderState.CANCELLED, gives_stock_back=True),
    },
    OrderState.PAID: {
        Step.PACK: Effect(OrderState.PACKED),
        Step.CANCEL: Effect(OrderState.CANCELLED, gives_stock_back=True, refunds=True),
    },
    OrderState.PACKED: {
        Step.SHIP: Effect(OrderState.SHIPPED),
        Step.CANCEL: Effect(OrderState.CANCELLED, gives_stock_back=True, refunds=True),
    },
    OrderState.SHIPPED: {Step.FINISH: Effect(OrderState.DONE)},
    OrderState.DONE: {},
    OrderState.CANCELLED: {},
}
"""What leads on from each state. Stock is taken when an order arrives: what was ordered cannot be sold twice.

What was shipped is not cancelled any more; money for it is given back by a refund.
"""

REFUNDABLE = {OrderState.PAID, OrderState.PACKED, OrderState.SHIPPED, OrderState.DONE}
"""States in which part of the money can be given back."""

CLOSED = {OrderState.DONE, OrderState.CANCELLED}
"""States behind which nothing comes: the retention time begins."""


class PricedLine(Protocol):
    """A line of an order, stored or about to be."""

    @property
    def quantity(self) -> int:
        """How many."""

    @property
    def price_cents(self) -> int:
        """Gross, of one."""

    @property
    def tax_rate(self) -> int:
        """Percent."""

    @property
    def discount_cents(self) -> int:
        """The share of the voucher."""


class Cheapening(Protocol):
    """A voucher."""

    @property
    def percent(self) -> int | None:
        """Of the goods."""

    @property
    def amount_cents(self) -> int | None:
        """Instead."""


@dataclass(frozen=True, slots=True)
class RateSum:
    """What is taxed at one rate, in cents.

    Attributes:
        rate: Percent.
        gross_cents: With tax.
    """

    rate: int
    gross_cents: int

    @property
    def net_cents(self) -> int:
        """Without tax."""
        return net_of(self.gross_cents, self.rate)

    @property
    def tax_cents(self) -> int:
        """The difference."""
        return self.gross_cents - self.net_cents


def shared(cents: int, weights: Sequence[int]) -> list[int]:
    """An amount in parts as the weights stand to each other; their sum is the amount.

    What rounding leaves is carried from part to part. Without any weight all of it is the first part.
    """
    whole = sum(weights)
    if not whole:
        return [cents, *([0] * (len(weights) - 1))] if weights else []
    parts, weighed, given = [], 0, 0
    for weight in weights:
        weighed += weight
        reached = divided(cents * weighed, whole)
        parts.append(reached - given)
        given = reached
    return parts


def goods_of(lines: Iterable[PricedLine]) -> int:
    """What the goods of an order cost without voucher, in cents."""
    return sum(line.quantity * line.price_cents for line in lines)


def discount_of(voucher: Cheapening, goods_cents: int) -> int:
    """What a voucher takes off, in cents: percent half up, an amount never more than the goods."""
    if voucher.percent is not None:
        return divided(goods_cents * voucher.percent, 100)
    return min(voucher.amount_cents or 0, goods_cents)


def is_in_period(valid_from: dt.date | None, valid_until: dt.date | None, day: dt.date) -> bool:
    """Whether a voucher holds on a day; both ends count."""
    return (valid_from is None or valid_from <= day) and (valid_until is None or day <= valid_until)


def sums_by_rate(lines: Sequence[PricedLine], charges_cents: int) -> list[RateSum]:
    """What an order comes to at each rate of tax, the highest first.

    Shipping and payment are taxed as the goods are that they belong to, in proportion to the goods' prices
    (UStAE 3.10, what is ancillary shares the fate of the main supply).

    Args:
        lines: Of the order.
        charges_cents: Shipping and payment.
    """
    rates = sorted({line.tax_rate for line in lines}, reverse=True)
    at_rate = [[line for line in lines if line.tax_rate == rate] for rate in rates]
    charges = shared(charges_cents, [goods_of(each) for each in at_rate])
    return [
        RateSum(rate, goods_of(each) - sum(line.discount_cents for line in each) + charge)
        for rate, each, charge in zip(rates, at_rate, charges, strict=True)
    ]


def refund_of_line(line: PricedLine, refunded: int, more: int) -> int:
    """What is given back for `more` of a line of which `refunded` were given back before, in cents.

    All refunds of a line together come to just what it cost.
    """
    cost = line.quantity * line.price_cents - line.discount_cents
    return divided(cost * (refunded + more), line.quantity) - divided(cost * refunded, line.quantity)


def refund_by_rate(left: Mapping[int, int], amount_cents: int) -> dict[int, int]:
    """An amount that belongs to no line, shared by what is left at each rate; none gets more than that."""
    rates = sorted(left, reverse=True)
    return dict(zip(rates, shared(amount_cents, [left[rate] for rate in rates]), strict=True))
