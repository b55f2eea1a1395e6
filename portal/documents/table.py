"""The table of what was supplied."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from portal.documents.paper import ACCENT, LEFT, QUIET, RIGHT, Rule, Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portal.documents.invoice import DocumentLine, InvoiceDocument
    from portal.documents.paper import Sheet
    from portal.documents.words import Words

HEAD = Style(8, 3.6, QUIET)
BODY = Style(9, 4.2)
NUMBER = Style(9, 4.2, QUIET)
DETAIL = Style(8, 3.7, QUIET)
CARRIED = Style(8.5, 4.2, QUIET)

GAP = 4.0
"""Between columns."""

ABOVE, BELOW = 4.6, 2.4
"""From the rule to the first baseline of a row, and from its last baseline to the next rule."""

HEAD_HEIGHT = 6.0

CARRIED_HEIGHT = ABOVE + BELOW


@dataclass(frozen=True, slots=True)
class Columns:
    """The left end of what is written from the left, the right end of what figures end at."""

    position: float
    supply: float
    supply_width: float
    period: float
    quantity: float
    rate: float
    net: float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the document, wrapped.

    Attributes:
        columns: Where the cells stand.
        cells: Position, period, quantity, rate and net amount.
        supply: What was supplied, in lines, each in its style.
        net_cents: What it comes to.
    """

    columns: Columns
    cells: tuple[str, str, str, str, str]
    supply: Sequence[tuple[str, Style]]
    net_cents: int

    def split(self, room: float) -> tuple[Row, Row | None]:
        """As many lines of the row as the room has, at least one, and the rest."""
        count, height = 1, ABOVE + BELOW
        for _, style in self.supply[1:]:
            height += style.leading
            if height > room:
                break
            count += 1
        rest = self.supply[count:]
        first = replace(self, supply=self.supply[:count])
        return first, replace(self, supply=rest, cells=("",) * 5, net_cents=0) if rest else None

    @property
    def height(self) -> float:
        """From rule to rule."""
        return ABOVE + sum(style.leading for _, style in self.supply[1:]) + BELOW

    def draw(self, sheet: Sheet, y: float) -> float:
        """Write the row below `y`; what comes is where it ends."""
        columns = self.columns
        position, period, quantity, rate, net = self.cells
        line = y + ABOVE
        sheet.text(columns.position, line, position, NUMBER)
        for index, (text, style) in enumerate(self.supply):
            sheet.text(columns.supply, line, text, style)
            if not index:
                sheet.text(columns.period, line, period, BODY)
                sheet.text_to(columns.quantity, line, quantity, BODY)
                sheet.text_to(columns.rate, line, rate, BODY)
                sheet.text_to(columns.net, line, net, BODY)
            if index + 1 < len(self.supply):
                line += self.supply[index + 1][1].leading
        sheet.rules.append(Rule(LEFT, RIGHT, line + BELOW))
        return line + BELOW


class LinesTable:
    """The lines of a document in columns, as wide as their figures ask for."""

    def __init__(self, document: InvoiceDocument, words: Words) -> None:
        self.document = document
        self.words = words
        self.heads = (words.position, words.supply, words.period, words.quantity, words.rate, words.net)
        self.cells = [self._cells(number, line) for number, line in enumerate(document.lines, 1)]
        sums = [words.money(sum(line.net_cents for line in document.lines))]
        self.columns = self._columns(sums)

    def _cells(self, number: int, line: DocumentLine) -> tuple[str, str, str, str, str]:
        words = self.words
        return (
            str(number),
            words.days(line.period_from, line.period_until),
            words.count(line.quantity),
            words.percent(line.rate),
            words.money(line.net_cents),
        )

    def _columns(self, sums: list[str]) -> Columns:
        position, _, period, quantity, rate, net = (HEAD.width(head) for head in self.heads)
        for cells in self.cells:
            widths = [BODY.width(cell) for cell in cells]
            position = max(position, widths[0])
            period = max(period, widths[1])
            quantity = max(quantity, widths[2])
            rate = max(rate, widths[3])
            net = max(net, widths[4])
        net = max(net, *(CARRIED.width(text) for text in sums))
        rate_end = RIGHT - net - GAP
        quantity_end = rate_end - rate - GAP
        period_left = quantity_end - quantity - GAP - period
        supply = LEFT + position + GAP - 1
        return Columns(LEFT, supply, period_left - GAP - supply, period_left, quantity_end, rate_end, RIGHT)

    def rows(self) -> list[Row]:
        """A row for each line."""
        rows = []
        for cells, line in zip(self.cells, self.document.lines, strict=True):
            supply = [(text, BODY) for text in BODY.wrapped(line.text, self.columns.supply_width)]
            if line.details:
                supply += [(text, DETAIL) for text in DETAIL.wrapped(line.details, self.columns.supply_width)]
            rows.append(Row(self.columns, cells, supply, line.net_cents))
        return rows

    def draw_head(self, sheet: Sheet, y: float) -> float:
        """Write the heading below `y`; what comes is where it ends."""
        columns = self.columns
        position, supply, period, quantity, rate, net = self.heads
        line = y + 3.6
        sheet.text(columns.position, line, position, HEAD)
        sheet.text(columns.supply, line, supply, HEAD)
        sheet.text(columns.period, line, period, HEAD)
        sheet.text_to(columns.quantity, line, quantity, HEAD)
        sheet.text_to(columns.rate, line, rate, HEAD)
        sheet.text_to(columns.net, line, net, HEAD)
        sheet.rules.append(Rule(LEFT, RIGHT, y + HEAD_HEIGHT, ACCENT, 0.3))
        return y + HEAD_HEIGHT

    def draw_carried(self, sheet: Sheet, y: float, cents: int) -> float:
        """Write what the lines so far come to; what comes is where it ends."""
        sheet.text(self.columns.supply, y + ABOVE, self.words.carried, CARRIED)
        sheet.text_to(self.columns.net, y + ABOVE, self.words.money(cents), CARRIED)
        sheet.rules.append(Rule(LEFT, RIGHT, y + CARRIED_HEIGHT))
        return y + CARRIED_HEIGHT
