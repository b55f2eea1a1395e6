"""Orders of shops, within one package: their lines, refunds, lists and figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, and_, extract, func, select, update

from storage.models.webshop import OrderState, Shop, ShopOrder, ShopOrderLine, ShopRefund
from storage.repositories.keyset import contains, read_page

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from storage.paging import Page, PageRequest
    from storage.repositories.packages import PackageScope

ABOUT_BUYER = ("buyer", "email", "street", "addition", "postcode", "town", "country", "remark")
"""Columns of an order that say who bought."""

LONGEST_DIGITS = 10
"""Of year and serial together: what a database takes for whole numbers."""


@dataclass(frozen=True, slots=True)
class MonthRow:
    """Figures of a month, in cents.

    Attributes:
        year: Which.
        month: 1 to 12.
        orders: How many arrived that were not cancelled.
        turnover_cents: What they come to.
        refunded_cents: What was given back meanwhile, of whatever order.
    """

    year: int
    month: int
    orders: int
    turnover_cents: int
    refunded_cents: int


@dataclass(frozen=True, slots=True)
class BestRow:
    """How well a product sold.

    Attributes:
        number: The product's, as orders say it.
        name: Likewise.
        quantity: How many.
        cents: For how much, vouchers taken off.
    """

    number: str
    name: str
    quantity: int
    cents: int


class WebshopOrders:
    """The orders of shops."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(
        self, scope: PackageScope, request: PageRequest, state: OrderState | None = None
    ) -> Page[ShopOrder]:
        """A page of the orders, or of those in a state; orders: number, buyer, total.

        The filter finds parts of buyers and emails, and numbers such as B-2026-000123.
        """
        query: Select[*tuple[Any, ...]] = select(ShopOrder).where(ShopOrder.package_id == scope.package_id)
        if state is not None:
            query = query.where(ShopOrder.state == state)
        if request.filter:
            query = query.where(_found(request.filter))
        orders = {
            "number": (ShopOrder.year, ShopOrder.serial),
            "buyer": (ShopOrder.buyer, ShopOrder.year, ShopOrder.serial),
            "total": (ShopOrder.total_cents, ShopOrder.year, ShopOrder.serial),
        }
        return read_page(self._session, query, request, orders).of(lambda row: row[0])

    def one(
        self, scope: PackageScope, order_id: int, *, to_change: bool = False
    ) -> tuple[ShopOrder, Sequence[ShopOrderLine]] | None:
        """An order with its lines; None for a missing one and for another shop's alike."""
        query = select(ShopOrder).where(ShopOrder.id == order_id, ShopOrder.package_id == scope.package_id)
        if to_change:
            query = query.with_for_update().execution_options(populate_existing=True)
        order = self._session.scalars(query).one_or_none()
        return None if order is None else (order, self.lines(order))

    def lines(self, order: ShopOrder) -> Sequence[ShopOrderLine]:
        """The lines of an order, in its order."""
        query = select(ShopOrderLine).where(ShopOrderLine.order_id == order.id)
        return self._session.scalars(query.order_by(ShopOrderLine.id)).all()

    def refunds(self, order: ShopOrder) -> Sequence[ShopRefund]:
        """What was given back of an order, the oldest first."""
        query = select(ShopRefund).where(ShopRefund.order_id == order.id)
        return self._session.scalars(query.order_by(ShopRefund.id)).all()

    def called(self, scope: PackageScope, front_id: str) -> ShopOrder | None:
        """The order that the shop's front calls so."""
        query = select(ShopOrder).where(
            ShopOrder.package_id == scope.package_id, ShopOrder.front_id == front_id
        )
        return self._session.scalars(query).one_or_none()

    def next_serial(self, scope: PackageScope, year: int) -> int:
        """The next number of a year; the package must be locked. No order is removed, so none is missing."""
        query = select(func.coalesce(func.max(ShopOrder.serial), 0)).where(
            ShopOrder.package_id == scope.package_id, ShopOrder.year == year
        )
        return (self._session.scalar(query) or 0) + 1

    def add(self, order: ShopOrder, lines: Sequence[ShopOrderLine]) -> None:
        """Add an order; gives it and its lines their ids."""
        self._session.add(order)
        self._session.flush()
        for line in lines:
            line.order_id = order.id
        self._session.add_all(lines)
        self._session.flush()

    def add_refund(self, refund: ShopRefund) -> None:
        """Add a refund."""
        self._session.add(refund)
        self._session.flush()

    # Figures.

    def months(self, scope: PackageScope, since: dt.date) -> Sequence[MonthRow]:
        """Figures of months from a day on in which something was ordered or refunded, the oldest first."""
        ordered = self._by_month(
            ShopOrder.ordered_on,
            select(func.count(), func.sum(ShopOrder.total_cents)).where(_sold(scope, since)),
        )
        refunded = self._by_month(
            ShopRefund.refunded_on,
            select(func.count(), func.sum(ShopRefund.amount_cents))
            .select_from(ShopRefund)
            .join(ShopOrder, ShopOrder.id == ShopRefund.order_id)
            .where(ShopOrder.package_id == scope.package_id, ShopRefund.refunded_on >= since)
            .where(ShopOrder.state != OrderState.CANCELLED),
        )
        return [
            MonthRow(
                year,
                month,
                *ordered.get((year, month), (0, 0)),
                refunded.get((year, month), (0, 0))[1],
            )
            for year, month in sorted({*ordered, *refunded})
        ]

    def best(self, scope: PackageScope, since: dt.date, at_most: int) -> Sequence[BestRow]:
        """What sold best from a day on, by money."""
        cents = func.sum(
            ShopOrderLine.quantity * ShopOrderLine.price_cents - ShopOrderLine.discount_cents
        ).label("cents")
        query = (
            select(
                ShopOrderLine.number, func.max(ShopOrderLine.name), func.sum(ShopOrderLine.quantity), cents
            )
            .join(ShopOrder, ShopOrder.id == ShopOrderLine.order_id)
            .where(_sold(scope, since))
            .group_by(ShopOrderLine.number)
            .order_by(cents.desc(), ShopOrderLine.number)
            .limit(at_most)
        )
        return [
            BestRow(number, name, int(quantity), int(sum_cents))
            for number, name, quantity, sum_cents in self._session.execute(query)
        ]

    def by_state(self, scope: PackageScope) -> dict[OrderState, int]:
        """How many orders are in each state."""
        query = (
            select(ShopOrder.state, func.count())
            .where(ShopOrder.package_id == scope.package_id)
            .group_by(ShopOrder.state)
        )
        return {row[0]: row[1] for row in self._session.execute(query)}

    def gaps(self) -> Sequence[int]:
        """The packages whose shop has a year in which a number is missing."""
        query = (
            select(ShopOrder.package_id)
            .group_by(ShopOrder.package_id, ShopOrder.year)
            .having(func.count() != func.max(ShopOrder.serial))
            .order_by(ShopOrder.package_id)
        )
        return list(dict.fromkeys(self._session.scalars(query)))

    # Customer data.

    def retention(self) -> Sequence[tuple[int, int]]:
        """All shops, by package, with the months that customer data of orders are kept."""
        query = select(Shop.package_id, Shop.retention_months).order_by(Shop.package_id)
        return [(package_id, months) for package_id, months in self._session.execute(query)]

    def erase(self, scope: PackageScope, before: dt.date, at: dt.datetime) -> int:
        """Erase who bought in orders that were done or cancelled before a day; says in how many.

        Reasons of their refunds go, too: names stand in them.
        """
        outdated = and_(
            ShopOrder.package_id == scope.package_id,
            ShopOrder.closed_on < before,
            ShopOrder.erased_at.is_(None),
        )
        of_outdated = ShopRefund.order_id.in_(select(ShopOrder.id).where(outdated))
        unsynchronized = {"synchronize_session": False}
        self._session.execute(
            update(ShopRefund).where(of_outdated).values(reason=""), execution_options=unsynchronized
        )
        erased = update(ShopOrder).where(outdated).values(dict.fromkeys(ABOUT_BUYER, "") | {"erased_at": at})
        return len(
            self._session.scalars(erased.returning(ShopOrder.id), execution_options=unsynchronized).all()
        )

    def _by_month(self, day: Any, query: Select[*tuple[Any, ...]]) -> dict[tuple[int, int], tuple[int, int]]:
        """A count and a sum by year and month."""
        year = extract("year", day).cast(Integer)
        month = extract("month", day).cast(Integer)
        rows = self._session.execute(query.add_columns(year, month).group_by(year, month))
        return {(each[2], each[3]): (int(each[0]), int(each[1] or 0)) for each in rows}


def _sold(scope: PackageScope, since: dt.date) -> ColumnElement[bool]:
    return and_(
        ShopOrder.package_id == scope.package_id,
        ShopOrder.ordered_on >= since,
        ShopOrder.state != OrderState.CANCELLED,
    )


def _found(text: str) -> ColumnElement[bool]:
    found = contains(text, ShopOrder.buyer, ShopOrder.email, ShopOrder.voucher_code)
    year, _dash, serial = text.strip().upper().removeprefix("B-").partition("-")
    if year.isdecimal() and serial.isdecimal() and len(year + serial) <= LONGEST_DIGITS:
        found |= and_(ShopOrder.year == int(year), ShopOrder.serial == int(serial))
    return found
