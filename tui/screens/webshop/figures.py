"""The figures of a shop: bars of 12 months, the same as a table, and what sold best."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from tui import formats
from tui.i18n import _
from tui.text import assemble, literal, sentence
from tui.widgets.record_list.drawing import one_line
from tui.widgets.sparkline import sparkline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.content import Content

    from portal.webshop.figures import BestProduct, ShopMonth

MONTH, ORDERS, AMOUNT = 15, 8, 13
"""Cells of the table's columns."""

TABLE = MONTH + ORDERS + 2 * AMOUNT
"""Cells of a row."""

GAP = 3
"""Cells between the table and what stands beside it."""

BESIDE = 36
"""Cells that what sold best needs there."""

NARROWEST_BAR = 4
"""Cells: the name of a month and a blank."""

QUANTITY = 7
"""Cells for how many were sold."""


def chart(months: Sequence[ShopMonth], country: str, *, width: int, height: int) -> Iterator[Content]:
    """Turnover less refunds, month by month; the running month is only hinted at."""
    values = [max(each.turnover_cents - each.refunded_cents, 0) for each in months]
    cells = max(width // len(months), NARROWEST_BAR)
    most = sentence(_("at most {amount}"), amount=formats.money(max(values), country))
    yield assemble((_("Turnover less refunds"), "bold"), "  ", most.stylize("$quiet"))
    yield from sparkline(values, cells=cells, height=height, quiet=1)
    names = (formats.month_name(each.month, country)[: cells - 1] for each in months)
    yield literal("".join(name.ljust(cells) for name in names), "$quiet")


def table(months: Sequence[ShopMonth], country: str) -> Iterator[Content]:
    """The newest month first."""
    titles = _("Month").ljust(MONTH) + _("Orders").rjust(ORDERS)
    yield literal(titles + _("Turnover").rjust(AMOUNT) + _("Refunded").rjust(AMOUNT), "$quiet")
    for each in reversed(months):
        month = formats.month(each.month, country)
        if each.running:
            month = _("{month} so far").format(month=month)
        amounts = (formats.money(cents, country) for cents in (each.turnover_cents, each.refunded_cents))
        orders = formats.number(each.orders, country).rjust(ORDERS)
        yield literal(month.ljust(MONTH) + orders + "".join(each.rjust(AMOUNT) for each in amounts))


def side_by_side(left: Sequence[Content], right: Sequence[Content]) -> Iterator[Content]:
    """The table, and beside it what sold best."""
    blank = literal("")
    for one, other in zip_longest(left, right, fillvalue=blank):
        yield assemble(one_line(one, TABLE + GAP), other)


def best(products: Sequence[BestProduct], country: str, *, width: int) -> Iterator[Content]:
    """What brought most, with how many of it."""
    if not products:
        return
    yield assemble((_("Sold best"), "bold"))
    for each in products:
        name = assemble(literal(each.number, "$quiet"), " ", literal(each.name))
        yield assemble(
            one_line(name, width - QUANTITY - AMOUNT),
            formats.number(each.quantity, country).rjust(QUANTITY),
            formats.money(each.cents, country).rjust(AMOUNT),
        )
