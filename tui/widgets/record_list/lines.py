"""The scrolling part of a list: draws the rows in view, keeps the cursor, tells where the mouse was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from rich.segment import Segment
from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from tui.widgets.record_list.drawing import Drawing
    from tui.widgets.record_list.window import RecordWindow

V = TypeVar("V")

MARK = "▌"
"""Stands at the left edge of the highlighted row, so that it is found without colour."""

MARGIN = 2
"""Cells beside a row's text: the mark on its left, air on its right."""


class RecordLines(ScrollView, Generic[V], can_focus=True, inherit_bindings=False):
    """Draws a window of rows, and nothing that is not in view.

    Attributes:
        window: The rows.
        cursor: The index of the highlighted row.
        sentence: What is shown in place of rows: loading, empty or failed. None: the rows.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "record-list--button",
        "record-list--button-primary",
        "record-list--chosen",
        "record-list--highlighted",
        "record-list--mark",
        "record-list--rule",
        "record-list--sentence",
        "record-list--unread",
    }
    DEFAULT_CSS = """
    RecordLines {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        & > .record-list--highlighted { background: $surface; }
        & > .record-list--chosen { text-style: bold; }
        & > .record-list--mark { color: $edge; }
        & > .record-list--rule { color: $edge; }
        & > .record-list--sentence { color: $quiet; }
        & > .record-list--unread { color: $edge; }
        & > .record-list--button { background: $edge 60%; color: $foreground; }
        & > .record-list--button-primary { background: $accent; color: $on-accent; }
        &:focus > .record-list--highlighted { background: $panel; }
        &:focus > .record-list--chosen, &:focus > .record-list--mark { color: $accent; }
        &:nocolor, &:ansi {
            & > .record-list--button, & > .record-list--button-primary {
                background: $background;
                color: $foreground;
                text-style: reverse;
            }
            & > .record-list--button-primary { text-style: reverse bold; }
            &:focus > .record-list--highlighted { text-style: bold; }
        }
    }
    """

    @dataclass
    class Scrolled(Message):
        """Other rows came into view."""

    @dataclass
    class Clicked(Message):
        """A row was clicked.

        Attributes:
            index: Which.
            button: The name of the button in it that was hit, if any.
            twice: Whether it was a double click.
        """

        index: int
        button: str | None
        twice: bool

    def __init__(self, drawing: Drawing[V], window: RecordWindow[V], sentence: Content) -> None:
        super().__init__()
        self.window = window
        self.cursor = 0
        self.sentence: Content | None = sentence
        self._drawing = drawing
        self._drawn: LRUCache[tuple[int, bool], list[Strip]] = LRUCache(512)
        self._drawn_for: tuple[object, ...] = ()

    @property
    def pace(self) -> int:
        """Lines from the start of one row to the start of the next."""
        return self._drawing.height + self._drawing.ruled

    @property
    def rows_per_page(self) -> int:
        """Rows that fit into the view, at least one."""
        return max(1, (self.size.height + self._drawing.ruled) // self.pace)

    @property
    def in_view(self) -> tuple[int, int]:
        """The index of the first row in view, and the one behind the last."""
        top = self.scroll_offset.y
        return top // self.pace, -(-(top + self.size.height) // self.pace)

    @property
    def complete(self) -> bool:
        """Whether no row in view is still being read."""
        top, bottom = self.in_view
        return all(self.window.get(index) for index in range(top, min(bottom, self.window.total or 0)))

    @property
    def text_width(self) -> int:
        """Cells for the text of a row."""
        return max(1, self.size.width - MARGIN)

    def show(self, window: RecordWindow[V], cursor: int, sentence: Content | None) -> None:
        """Show other rows, or a sentence in their place."""
        self.window, self.cursor, self.sentence = window, cursor, sentence
        self.redraw()
        self.reveal()

    def redraw(self) -> None:
        """Draw all rows in view again, after the window changed."""
        self._drawn.clear()
        total = 0 if self.sentence is not None else self.window.total or 0
        size = Size(self.size.width, max(0, total * self.pace - self._drawing.ruled))
        if size != self.virtual_size:
            self.virtual_size = size
            self.scroll_y = self.validate_scroll_y(self.scroll_y)
        self.refresh()

    def move_to(self, index: int) -> None:
        """Highlight another row and bring it into view; only those two are repainted unless it scrolls."""
        before, self.cursor = self.cursor, index
        if index != before:
            self._refresh_row(before)
            self._refresh_row(index)
        self.reveal()

    def shift(self, by: int) -> None:
        """Follow the rows when all their indices changed."""
        if not by:
            return
        self.cursor = max(0, self.cursor + by)
        self.scroll_to(y=max(0, self.scroll_offset.y + by * self.pace), animate=False, force=True)

    def reveal(self) -> None:
        """Scroll as little as needed for the highlighted row to be in view."""
        height, scroll = self.size.height, self.scroll_offset.y
        if not height or self.sentence is not None:
            return
        top = self.cursor * self.pace
        if top >= scroll and top + self._drawing.height > scroll + height:
            scroll = min(top, top + self._drawing.height - height)
        elif top < scroll:
            scroll = top
        if scroll != self.scroll_offset.y:
            self.scroll_to(y=scroll, animate=False, force=True)

    def _refresh_row(self, index: int) -> None:
        region = Region(0, index * self.pace - self.scroll_offset.y, self.size.width, self._drawing.height)
        seen = region.intersection(self.size.region)
        if seen:
            self.refresh(seen)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for the rows that came into view."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.Scrolled())

    def on_resize(self) -> None:
        """Fit the rows into the new room."""
        self.redraw()
        self.reveal()
        self.post_message(self.Scrolled())

    def on_click(self, event: events.Click) -> None:
        """Tell which row was clicked."""
        line = event.y + self.scroll_offset.y
        index = line // self.pace
        if self.sentence is None and index < (self.window.total or 0):
            event.stop()
            button = event.style.meta.get("record_button")
            self.post_message(self.Clicked(index, button, event.chain > 1))

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        super().notify_style_update()
        self._drawn.clear()

    def render_line(self, y: int) -> Strip:
        """One line of the rows in view."""
        width = self.size.width
        if self.sentence is not None:
            return self._sentence_line(y, width)
        index, part = divmod(y + self.scroll_offset.y, self.pace)
        if y + self.scroll_offset.y >= self.virtual_size.height:
            return Strip.blank(width, self.rich_style)
        if part == self._drawing.height:
            rule = Content(" " + "─" * max(0, width - MARGIN))
            return self._strip(rule, self.get_visual_style("record-list--rule"), width)
        return self._row(index, width)[part]

    def _sentence_line(self, y: int, width: int) -> Strip:
        style = self.get_visual_style("record-list--sentence")
        lines = self.sentence.wrap(self.text_width) if self.sentence is not None else []
        above = 1 if self.size.height > len(lines) else 0
        line = lines[y - above] if 0 <= y - above < len(lines) else Content()
        return self._strip(line.pad_left(1), style, width)

    def _row(self, index: int, width: int) -> list[Strip]:
        """The lines of a row, from memory if it was drawn before."""
        drawn_for = (width, self.app.size.width, self.has_focus)
        if drawn_for != self._drawn_for:
            self._drawn.clear()
            self._drawn_for = drawn_for
        highlighted = index == self.cursor
        strips = self._drawn.get((index, highlighted))
        if strips is None:
            strips = self._draw(index, width, highlighted=highlighted)
            if self.window.get(index) is not None:
                self._drawn[index, highlighted] = strips
        return strips

    def _draw(self, index: int, width: int, *, highlighted: bool) -> list[Strip]:
        terminal = self.app.size.width
        record = self.window.get(index)
        classes = ["record-list--highlighted"] if highlighted else []
        lines: Sequence[Content]
        if record is None:
            lines = self._drawing.unread(self.text_width, terminal)
            classes.append("record-list--unread")
        else:
            lines = self._drawing.lines(record.view, self.text_width, terminal, highlighted=highlighted)
        style = self.get_visual_style(*classes)
        mark = Content.styled(MARK, ".record-list--mark") if highlighted else Content(" ")
        padded = [*lines, *[Content()] * (self._drawing.height - len(lines))]
        return [self._strip(mark + line, style, width) for line in padded]

    def _strip(self, content: Content, style: Style, width: int) -> Strip:
        """A strip of exactly that width, in as few segments as possible: each costs bytes."""
        segments = [
            Segment(text, text_style.rich_style)
            for text, text_style in content.render(style, end="", parse_style=self._parse_style)
        ]
        return Strip(segments).adjust_cell_length(width, style.rich_style).simplify()

    def _parse_style(self, style: str | Style) -> Style:
        if isinstance(style, Style):
            return style
        if style.startswith("."):
            return Style.from_styles(self.get_component_styles(style[1:]))
        return Style.parse(style)
