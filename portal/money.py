"""Whole cents: gross prices and the VAT inside them, shares by days (rules.md, "Invoices and debits")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator


class Priced(Protocol):
    """What is billed by periods: a contract, or what a list shows of one."""

    @property
    def price_cents(self) -> int:
        """Gross, for a billing period."""

    @property
    def first_price_cents(self) -> int | None:
        """Gross, for the periods that begin by `first_price_until`; None: there is one price."""

    @property
    def first_price_until(self) -> dt.date | None:
        """The last day that the first price is for."""


def price_of_period(agreed: Priced, start: dt.date) -> int:
    """What the billing period that begins on `start` costs, in cents."""
    if (
        agreed.first_price_cents is not None
        and agreed.first_price_until is not None
        and start <= agreed.first_price_until
    ):
        return agreed.first_price_cents
    return agreed.price_cents


def divided(dividend: int, divisor: int) -> int:
    """The quotient, rounded half up; the same below zero as above, with the sign turned."""
    if dividend < 0:
        return -divided(-dividend, divisor)
    return (2 * dividend + divisor) // (2 * divisor)


def net_of(gross_cents: int, rate: int) -> int:
    """What is left of a gross price without its VAT of `rate` percent; VAT is the difference."""
    return divided(gross_cents * 100, 100 + rate)


def nets_of(gross_cents: Iterable[int], rate: int) -> Iterator[int]:
    """The net amounts of lines, each within a cent of its own, whose sum is the net of the whole document.

    What rounding leaves is carried from line to line.
    """
    gross = net = 0
    for cents in gross_cents:
        gross += cents
        before, net = net, net_of(gross, rate)
        yield net - before


def share_of(cents: int, start: dt.date, end: dt.date, first: dt.date, last: dt.date) -> int:
    """The part of a period's price for the days from `first` to `last`, all ends counted, half up.

    Args:
        cents: The price of the whole period.
        start: First day of the period.
        end: Last day of the period.
        first: First day that is charged.
        last: Last day that is charged.
    """
    return divided(cents * ((last - first).days + 1), (end - start).days + 1)


def pro_rata(cents: int, start: dt.date, end: dt.date, effective: dt.date) -> int:
    """The part of a period's price from a day in it to its end, both counted, half up.

    Args:
        cents: The price of the whole period.
        start: First day of the period.
        end: Last day of the period.
        effective: First day that is charged, or credited.
    """
    return share_of(cents, start, end, effective, end)
