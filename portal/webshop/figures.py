"""Figures of a shop's last 12 months, for a chart and a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.administration import Technical
from portal.terms import MONTHS, months_later

if TYPE_CHECKING:
    import datetime as dt

    from portal.access import PackageAccess
    from storage.models.webshop import OrderState

BEST = 10
"""Products that are told."""

LOW_STOCK = 3
"""From so few left on, a product that is on sale is told of."""

LOW_SHOWN = 3
"""Such products that are named."""


@dataclass(frozen=True, slots=True)
class ShopMonth:
    """A month; amounts are gross cents.

    Attributes:
        month: Its first day.
        running: Whether it has not ended.
        orders: How many arrived that were not cancelled.
        turnover_cents: What they come to.
        refunded_cents: What was given back in it, of orders that were not cancelled.
    """

    month: dt.date
    running: bool
    orders: int = 0
    turnover_cents: int = 0
    refunded_cents: int = 0


@dataclass(frozen=True, slots=True)
class BestProduct:
    """How well a product sold.

    Attributes:
        number: As orders say it.
        name: Likewise.
        quantity: How many.
        cents: For how much, vouchers taken off.
    """

    number: str
    name: str
    quantity: int
    cents: int


@dataclass(frozen=True, slots=True)
class LowProduct:
    """A product of which few are left.

    Attributes:
        number: Its number.
        name: Its name.
        stock: How many are left.
    """

    number: str
    name: str
    stock: int


@dataclass(frozen=True, slots=True)
class ShopFiguresView:
    """How a shop does.

    Attributes:
        months: The last 11 complete months and the running one, the oldest first.
        best: What sold best in them, by money.
        by_state: How many orders there are in each state, of all times.
        low: Some products on sale of which no more than `LOW_STOCK` are left, fewest first.
        n_low: How many those are in all.
    """

    months: tuple[ShopMonth, ...]
    best: tuple[BestProduct, ...]
    by_state: dict[OrderState, int]
    low: tuple[LowProduct, ...]
    n_low: int


class ShopFigures(Technical):
    """How one shop does."""

    def show(self, access: PackageAccess) -> ShopFiguresView:
        """All figures; months without an order are there with nothing."""
        running = self._means.today().replace(day=1)
        months = [months_later(running, -before) for before in range(MONTHS - 1, -1, -1)]
        with self._looking(access) as looking:
            orders = looking.work.webshop_orders
            found = {(row.year, row.month): row for row in orders.months(access, months[0])}
            best = orders.best(access, months[0], BEST)
            by_state = orders.by_state(access)
            few, n_low = looking.work.webshop.low(access, LOW_STOCK, LOW_SHOWN)
            low = tuple(LowProduct(each.number, each.name, each.stock) for each in few)
        return ShopFiguresView(
            tuple(
                ShopMonth(
                    month,
                    month == running,
                    row.orders,
                    row.turnover_cents,
                    row.refunded_cents,
                )
                if (row := found.get((month.year, month.month)))
                else ShopMonth(month, month == running)
                for month in months
            ),
            tuple(BestProduct(row.number, row.name, row.quantity, row.cents) for row in best),
            by_state,
            low,
            n_low,
        )
