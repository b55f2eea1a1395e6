"""How the rows of a list look: in columns under a header, or as cards of several lines."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeAlias, TypeVar

from textual.content import Content, Span
from textual.style import Style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

V = TypeVar("V")

Align: TypeAlias = Literal["left", "right"]

GAP = "  "
"""What stands between two columns."""

NARROWEST = 4
"""Cells that a column keeps when the room becomes scarce."""

CHOSEN = ".record-list--chosen"
"""The style for the title of the highlighted card."""

UNREAD = "·····"
"""What stands in place of a value that is being read."""


@dataclass(frozen=True, slots=True)
class Sort:
    """An order that a list offers.

    Attributes:
        name: The name the data source knows it by.
        title: Its name on the screen.
    """

    name: str
    title: str


def one_line(content: Content, width: int, align: Align = "left", *, pad: bool = True) -> Content:
    """Content on one line of so many cells, cut with "…" where it is longer.

    Args:
        content: What to show; anything behind a line break is left out.
        width: Cells, not characters.
        align: On which side of the room it stands.
        pad: Whether a left-aligned line is filled up with spaces.
    """
    if "\n" in content.plain:
        content = content.first_line
    content = content.truncate(max(0, width), ellipsis=True)
    room = max(0, width - content.cell_length)
    if align == "right":
        return content.pad_left(room)
    return content.pad_right(room) if pad else content


def button(name: str, label: str, *, primary: bool = False) -> Content:
    """A button inside a card, which a click presses; its key is bound by the screen.

    Args:
        name: What `RecordList.ButtonPressed` says.
        label: The key and the word, such as "s Start"; a text of ours, never data.
        primary: Whether it wears the accent colour.
    """
    text = f" {label} "
    chip = ".record-list--button-primary" if primary else ".record-list--button"
    return Content(
        text, [Span(0, len(text), chip), Span(0, len(text), Style.from_meta({"record_button": name}))]
    )


class Drawing(ABC, Generic[V]):
    """What a list needs to know about the looks of its rows.

    Attributes:
        height: Lines of one row.
        ruled: Whether a rule separates two rows.
        sorts: The orders the list offers, in the sequence in which the sort key goes through them.
    """

    height: int = 1
    ruled: bool = False
    sorts: tuple[Sort, ...] = ()

    @abstractmethod
    def lines(self, view: V, width: int, terminal: int, *, highlighted: bool) -> Sequence[Content]:
        """The lines of one row.

        Args:
            view: The row.
            width: Cells that the row may use.
            terminal: Columns of the whole terminal.
            highlighted: Whether the cursor is on it.
        """

    @abstractmethod
    def unread(self, width: int, terminal: int) -> Sequence[Content]:
        """The lines that stand for a row which is being read."""

    def order_shown(self, sort: str, *, descending: bool) -> str | None:
        """The title of an order and which way it goes; None for the list's own."""
        arrow = "▼" if descending else "▲"
        return next((f"{known.title} {arrow}" for known in self.sorts if known.name == sort), None)

    def order_after(self, sort: str, descending: bool) -> tuple[str, bool]:  # noqa: FBT001 - a pair
        """The order that comes next: each one, and then each one turned round."""
        orders = [(known.name, turned) for turned in (False, True) for known in self.sorts]
        place = orders.index((sort, descending)) + 1 if (sort, descending) in orders else 0
        return orders[place % len(orders)]


@dataclass(frozen=True)
class Cards(Drawing[V]):
    """Rows of several lines, with a rule between them.

    Attributes:
        draw: Makes the lines of one card from the view, the width in cells and whether it is highlighted.
        height: Lines of each card.
        sorts: The orders the list offers.
    """

    draw: Callable[[V, int, bool], Sequence[Content]]
    height: int = 3
    ruled: bool = True
    sorts: tuple[Sort, ...] = ()

    def lines(self, view: V, width: int, terminal: int, *, highlighted: bool) -> Sequence[Content]:  # noqa: ARG002
        """See `Drawing`."""
        return [
            one_line(line, width, pad=False) for line in self.draw(view, width, highlighted)[: self.height]
        ]

    def unread(self, width: int, terminal: int) -> Sequence[Content]:  # noqa: ARG002
        """See `Drawing`."""
        return [one_line(Content(UNREAD), width, pad=False)]


@dataclass(frozen=True)
class Column(Generic[V]):
    """One column of a list.

    Attributes:
        title: What the header says.
        value: Makes the cell from the view; data only as `tui.text.literal` made it.
        width: Cells it needs; by default as many as its title.
        grow: Its share of the room that is left when every column has its width; 0 for none.
        align: On which side of the column its values stand.
        min_terminal: It is left out where the terminal has fewer columns, or where the pane is too narrow for
            all. 0: it always stays.
        sort: The name of the order by this column, if the list offers one.
    """

    title: str
    value: Callable[[V], Content]
    width: int = 0
    grow: int = 0
    align: Align = "left"
    min_terminal: int = 0
    sort: str | None = None

    @property
    def least(self) -> int:
        """Cells it needs."""
        return self.width or max(len(self.title), NARROWEST)


class Columns(Drawing[V]):
    """Rows of one line, in columns under a header."""

    def __init__(self, *columns: Column[V]) -> None:
        self.columns = columns
        self.sorts = tuple(Sort(column.sort, column.title) for column in columns if column.sort is not None)
        self._fitted: tuple[tuple[int, int], list[tuple[Column[V], int]]] | None = None

    def fit(self, width: int, terminal: int) -> list[tuple[Column[V], int]]:
        """The columns that are shown in that room, each with its cells."""
        if self._fitted is None or self._fitted[0] != (width, terminal):
            self._fitted = (width, terminal), self._fit(width, terminal)
        return self._fitted[1]

    def _fit(self, width: int, terminal: int) -> list[tuple[Column[V], int]]:
        shown = [column for column in self.columns if terminal >= column.min_terminal]
        while _needed([column.least for column in shown]) > width:
            optional = [column for column in shown if column.min_terminal]
            if not optional:
                break
            shown.remove(max(optional, key=lambda column: (column.min_terminal, shown.index(column))))
        cells = [column.least for column in shown]
        while _needed(cells) > width:
            widest = max(cells)
            if widest > NARROWEST:
                cells[cells.index(widest)] -= 1
            elif len(cells) > 1:
                cells.pop()
            else:
                cells = [max(0, width)]
        room, shares = width - _needed(cells), sum(column.grow for column in shown[: len(cells)])
        for index, column in enumerate(shown[: len(cells)]):
            if column.grow:
                extra = room * column.grow // shares
                cells[index] += extra
                room, shares = room - extra, shares - column.grow
        return list(zip(shown, cells, strict=False))

    def header(self, width: int, terminal: int, sort: str, *, descending: bool) -> Content:
        """The line of titles; each that can be sorted by carries the name of its order for the mouse."""
        titles: list[Content] = []
        for column, cells in self.fit(width, terminal):
            title = Content(column.title)
            if column.sort is not None:
                if column.sort == sort:
                    arrow = " ▼" if descending else " ▲"
                    title = one_line(title, cells - len(arrow), pad=False) + Content(arrow)
                    title = title.stylize(".record-list--sorted")
                title = title.stylize(Style.from_meta({"record_sort": column.sort}))
            titles.append(one_line(title, cells, column.align))
        return Content(GAP).join(titles)

    def lines(self, view: V, width: int, terminal: int, *, highlighted: bool) -> Sequence[Content]:  # noqa: ARG002
        """See `Drawing`."""
        fitted = self.fit(width, terminal)
        return [
            Content(GAP).join(one_line(column.value(view), cells, column.align) for column, cells in fitted)
        ]

    def unread(self, width: int, terminal: int) -> Sequence[Content]:
        """See `Drawing`."""
        fitted = self.fit(width, terminal)
        return [Content(GAP).join(one_line(Content(UNREAD), cells, column.align) for column, cells in fitted)]


def _needed(cells: Sequence[int]) -> int:
    return sum(cells) + len(GAP) * max(0, len(cells) - 1)
