"""Tables of any columns in letters: one of them takes the room that the others leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.documents.pages import Pages
from portal.documents.paper import ACCENT, LEFT, QUIET, RIGHT, Rule, Style
from portal.documents.typeface import spelled

if TYPE_CHECKING:
    from collections.abc import Sequence

HEAD = Style(8, 3.6, QUIET)
CELL = Style(9, 4.2)
STRONG = Style(9.5, 4.6, bold=True)

GAP = 4.0
"""Between columns."""

ABOVE, BELOW = 4.6, 2.4
"""From the rule to the first baseline of a row, and from its last baseline to the next rule."""

HEAD_HEIGHT = 6.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        head: What it is called.
        is_figure: Whether its values end at its right end.
        is_wide: Whether it takes the room that the others leave, in as many lines as that needs.
    """

    head: str
    is_figure: bool = False
    is_wide: bool = False


class ListingPages(Pages):
    """Pages of a letter with tables in it."""

    def add_table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]], indent: float = 0) -> None:
        """A table below what is there; on further pages its heading comes again.

        Args:
            columns: At most one of them is wide.
            rows: Values in the order of the columns.
            indent: Millimetres that it begins further to the right.
        """
        cells = [[spelled(cell) for cell in row] for row in rows]
        places = _places(columns, cells, LEFT + indent)
        self._room(HEAD_HEIGHT + ABOVE + BELOW)
        self._add_head(columns, places)
        for row in cells:
            wrapped = [
                CELL.wrapped(cell, right - left) if column.is_wide else [cell]
                for column, cell, (left, right) in zip(columns, row, places, strict=True)
            ]
            for at in range(max(map(len, wrapped))):
                leading = CELL.leading if at else ABOVE
                if self._y + leading + BELOW > self._bottom:
                    self._turn()
                    self._add_head(columns, places)
                    leading = ABOVE
                self._y += leading
                for column, lines, place in zip(columns, wrapped, places, strict=True):
                    if at < len(lines):
                        self._write(lines[at], column, place, CELL)
            self._y += BELOW
            self._sheets[-1].rules.append(Rule(LEFT + indent, RIGHT, self._y))
        self._y += ABOVE

    def add_sum(self, name: str, amount: str) -> None:
        """What something comes to, in bold."""
        sheet = self._room(STRONG.leading)
        sheet.text(LEFT, self._y, spelled(name), STRONG)
        sheet.text_to(RIGHT, self._y, amount, STRONG)
        self._y += STRONG.leading + BELOW

    def add_gap(self, height: float) -> None:
        """Leave room."""
        self._y += height

    def _add_head(self, columns: Sequence[Column], places: Sequence[tuple[float, float]]) -> None:
        self._y += HEAD.leading
        for column, place in zip(columns, places, strict=True):
            self._write(column.head, column, place, HEAD)
        self._y += HEAD_HEIGHT - HEAD.leading
        self._sheets[-1].rules.append(Rule(places[0][0], RIGHT, self._y, ACCENT, 0.3))

    def _write(self, text: str, column: Column, place: tuple[float, float], style: Style) -> None:
        sheet = self._sheets[-1]
        if column.is_figure:
            sheet.text_to(place[1], self._y, text, style)
        else:
            sheet.text(place[0], self._y, text, style)


def _places(
    columns: Sequence[Column], cells: Sequence[Sequence[str]], left: float
) -> list[tuple[float, float]]:
    """From where to where each column stands."""
    widths = [
        max([HEAD.width(column.head), *(CELL.width(row[at]) for row in cells)])
        for at, column in enumerate(columns)
    ]
    spare = RIGHT - left - sum(widths) - GAP * (len(columns) - 1)
    places = []
    for column, width in zip(columns, widths, strict=True):
        wide = width + spare if column.is_wide else width
        places.append((left, left + wide))
        left += wide + GAP
    return places
