"""The list that all screens share: any number of rows, read page by page as they come into view."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import work
from textual.worker import WorkerCancelled

from portal.errors import PortalError
from portal.paging import PageRequest
from tui.i18n import _
from tui.text import literal
from tui.widgets.record_list import messages
from tui.widgets.record_list.drawing import Columns, Drawing
from tui.widgets.record_list.filtered import FilteredList
from tui.widgets.record_list.lines import RecordLines
from tui.widgets.record_list.list_keys import LIST_KEYS
from tui.widgets.record_list.parts import RecordHeader, RecordNotice, failure, nothing_matches
from tui.widgets.record_list.reader import RecordReader
from tui.widgets.record_list.window import RecordWindow

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from typing import Self

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content
    from textual.worker import Worker

    from portal.paging import Page
    from tui.widgets.record_list.window import Reading, Record

V = TypeVar("V")

UNNOTICED = 0.1
"""Seconds that a screen may come later with its rows than it would come without them."""


class RecordList(FilteredList, Generic[V]):
    """A list of any length, for a pane of its own.

    It reads pages through `fetch`, which the screen routes through its own portal call; a `PortalError` from
    there is shown in the pane. Sorting and filtering are the source's work. The pane's title is the screen's.
    """

    BINDINGS: ClassVar[list[BindingType]] = LIST_KEYS
    DEFAULT_CSS = """
    RecordList {
        height: 1fr;
        border: round $edge;
        border-title-color: $quiet;
        border-subtitle-color: $quiet;
        &:focus-within {
            border: round $accent;
            border-title-color: $accent;
            border-title-style: bold;
            &:nocolor { border: heavy $accent; }
        }
    }
    """

    Highlighted = messages.Highlighted
    Chosen = messages.Chosen
    ButtonPressed = messages.ButtonPressed
    Counted = messages.Counted

    def __init__(
        self,
        fetch: Callable[[PageRequest], Awaitable[Page[V]]],
        drawing: Drawing[V],
        *,
        empty: str | Content,
        sort: str = "",
        descending: bool = False,
        filterable: bool = True,
        id: str | None = None,  # noqa: A002 - as every widget calls it
    ) -> None:
        """Make a list.

        Args:
            fetch: Reads one page; asked for at most 100 rows at a time.
            drawing: How the rows look: `Columns` or `Cards`.
            empty: What is shown where there is no row: what this is, and which key makes the first one.
            sort: The order at first; empty for the source's own.
            descending: Whether that order is turned round.
            filterable: Whether the source can filter.
            id: The widget's id.
        """
        super().__init__(filterable=filterable, id=id)
        self._reader = RecordReader(fetch, PageRequest(sort=sort, descending=descending))
        self._window: RecordWindow[V] = RecordWindow(self._reader.base)
        self._drawing = drawing
        self._empty = literal(empty) if isinstance(empty, str) else empty
        self._header = RecordHeader(drawing) if isinstance(drawing, Columns) else None
        self._lines: RecordLines[V] = RecordLines(drawing, self._window, literal(_("Loading …")))
        self._notice = RecordNotice(markup=False)
        self._generation = 0
        self._ahead: RecordWindow[V] | None = None
        self._reading = False
        self._read_once = asyncio.Event()
        self._failed = False
        self._all: int | None = None
        self._counted: tuple[int | None, int] | None = None
        self._current: Record[V] | None = None
        self._announced = False
        self._clicked: int | None = None

    def compose(self) -> ComposeResult:
        """Header, rows, notice; the filter line comes when it is first asked for."""
        if self._header is not None:
            yield self._header
        yield self._lines
        yield self._notice

    async def read_ahead(self) -> None:
        """Read the first page before the list is shown; doing both at once would take longer."""
        with suppress(PortalError):  # it is told when the list is shown, and reads again
            self._ahead = await self._reader.open(0, 0)

    def on_mount(self) -> None:
        """Show the first page, or read it."""
        if self._ahead is not None:
            self._show(self._ahead, 0)
            self._ahead = None
        else:
            self._read_anew()
            self._paint_with_rows()

    @work
    async def _paint_with_rows(self) -> None:
        """Hold the first paint back until there are rows, as long as nobody would notice."""
        with self.app.batch_update(), suppress(TimeoutError):
            await asyncio.wait_for(self._read_once.wait(), UNNOTICED)
        self.screen.check_idle()  # the end of a batch wakes the app, but it is the screen that paints

    def focus(self, scroll_visible: bool = True) -> Self:  # noqa: FBT001, FBT002 - as Textual has it
        """Give the focus to the rows."""
        self._lines.focus(scroll_visible)
        return self

    @property
    def highlighted(self) -> V | None:
        """The row under the cursor, as it was last read."""
        return None if self._current is None else self._current.view

    @property
    def cursor(self) -> int:
        """The index of the highlighted row."""
        return self._lines.cursor

    @property
    def matching(self) -> int | None:
        """How many rows match the filter; None until the source said it."""
        return self._window.total

    @property
    def order(self) -> tuple[str, bool]:
        """The name of the present order, and whether it is turned round."""
        return self._reader.base.sort, self._reader.base.descending

    @property
    def filter_text(self) -> str:
        """What the rows must contain."""
        return self._reader.base.filter

    async def reload(self, select: Callable[[V], bool] | None = None) -> None:
        """Read the list again; the cursor stays on its row if that is still there.

        Args:
            select: Tells the row just saved, to highlight; sought nearby and among the first thousand rows.
        """
        with suppress(WorkerCancelled):  # a newer reading took the place of this one
            await self._read_anew(self.cursor, select).wait()

    def sort_by(self, sort: str, *, descending: bool = False) -> None:
        """Show the rows in another order, from its first row on."""
        self._reader.base = replace(self._reader.base, sort=sort, descending=descending)
        self._read_anew()

    def filter_by(self, text: str) -> None:
        """Show only the rows that contain a text; all if it is empty."""
        if text != self.filter_text:
            self._reader.base = replace(self._reader.base, filter=text)
            self._read_anew(None if text else 0)
            self._count()

    def export_rows(self) -> AsyncIterator[V]:
        """All rows of the present order and filter, with one page in memory at a time.

        Iterating raises what `fetch` raises.
        """
        return self._reader.rows(self._reader.base)

    def _read_anew(
        self, around: int | None = None, select: Callable[[V], bool] | None = None
    ) -> Worker[None]:
        """Start over with the present order and filter; what is shown stays until the answer comes.

        Args:
            around: The index of the row of interest, on which the cursor stays; None: it goes to the top.
            select: Tells the row to highlight.
        """
        self._generation += 1
        self._reading, self._failed = True, False
        if around is None:
            self._current = None  # until the rows are there, a key must not mean one of those that go
        self._notice.display = False
        if self._window.total is None:
            self._lines.show(self._window, 0, literal(_("Loading …")))
        self.refresh_bindings()
        return self._read(lambda: self._open(around, select))

    @work(group="read", exclusive=True, description="rows")
    async def _read(self, start: Callable[[], Awaitable[None]] | None = None) -> None:
        """Read page after page until all in view is there; a newer reading takes the place of this one."""
        generation = self._generation
        try:
            if start is not None:
                await start()
            while generation == self._generation and (missing := self._window.missing(*self._lines.in_view)):
                page = await self._reader.read(missing)
                if generation == self._generation:
                    self._show_more(missing, page)
        except PortalError as error:
            if generation == self._generation:
                self._fail(error.message)
        finally:
            if generation == self._generation:
                self._reading = False
                self._read_once.set()

    async def _open(self, around: int | None, select: Callable[[V], bool] | None) -> None:
        generation = self._generation
        window = await self._reader.open(around or 0, self._window.total or 0)
        cursor = None if select is None else await self._reader.look_for(window, select)
        if generation != self._generation:
            return
        if cursor is None and around is not None:
            kept = None if self._current is None else window.find(self._current.key)
            cursor = self.cursor if kept is None else kept
        self._show(window, max(0, min(cursor or 0, (window.total or 0) - 1)))

    def _show(self, window: RecordWindow[V], cursor: int) -> None:
        self._window = window
        self._clicked = None
        if window.get(cursor) is None and window.total:
            self._current = None
        self._lines.show(window, cursor, self._sentence())
        self._show_order()
        self._count()
        self._announce()

    def _show_more(self, reading: Reading, page: Page[V]) -> None:
        """Take a page; nothing is painted if it only holds rows that will be in view later."""
        seen, total = self._lines.complete, self._window.total
        shift = self._window.accept(reading, page, sum(self._lines.in_view) // 2)
        if not seen or shift or total != self._window.total:
            self._lines.shift(shift)
            self._lines.cursor = max(0, min(self.cursor, (self._window.total or 0) - 1))
            self._lines.sentence = self._sentence()
            self._lines.redraw()
            self._count()
        self._announce()

    def _sentence(self) -> Content | None:
        """What stands in place of rows, if there are none."""
        text = self._window.base.filter
        return None if self._window.total else nothing_matches(text) if text else self._empty

    def _fail(self, message: str) -> None:
        self._failed = True
        if self._window.total is None:
            self._lines.show(self._window, 0, failure(message))
        else:
            self._notice.update(failure(message))
            self._notice.display = True

    def _show_order(self) -> None:
        sort, descending = self._window.base.sort, self._window.base.descending
        if self._header is not None:
            self._header.show(self._lines.text_width, sort, descending=descending)
        elif subtitle := self._drawing.order_shown(sort, descending=descending):
            self.border_subtitle = literal(subtitle)

    def _count(self) -> None:
        matching = self._window.total
        if not self._window.base.filter:
            self._all = matching
        if matching is not None and self._counted != (self._all, matching):
            self._counted = (self._all, matching)
            self.post_message(self.Counted(*self._counted).set_sender(self))
        if self._filter_line is not None:
            counted = self._window.base.filter == self.filter_text
            self._filter_line.show_count(self.filter_text, matching if counted else None, self._all)

    def _announce(self) -> None:
        """Say which row is highlighted, once it is there."""
        record = self._window.get(self.cursor)
        if record is not None and (self._current is None or self._current.view is not record.view):
            self._current, self._announced = record, True
            self.post_message(self.Highlighted(record.view).set_sender(self))
        elif not self._window.total and self._announced:
            self._current, self._announced = None, False
            self.post_message(self.Highlighted(None).set_sender(self))

    def _move_to(self, index: int) -> None:
        if not self._window.total or self._lines.sentence is not None:
            return
        self._clicked = None
        index = max(0, min(index, self._window.total - 1))
        if index != self.cursor:
            self._current = None
        self._lines.move_to(index)
        self._announce()

    def action_move_up(self) -> None:
        """Move the cursor to the row above."""
        self._move_to(self.cursor - 1)

    def action_move_down(self) -> None:
        """Move the cursor to the row below."""
        self._move_to(self.cursor + 1)

    def action_page_up(self) -> None:
        """Move the cursor up by a page."""
        self._move_to(self.cursor - self._lines.rows_per_page)

    def action_page_down(self) -> None:
        """Move the cursor down by a page."""
        self._move_to(self.cursor + self._lines.rows_per_page)

    def action_first(self) -> None:
        """Move the cursor to the first row."""
        self._move_to(0)

    def action_last(self) -> None:
        """Move the cursor to the last row."""
        self._move_to((self._window.total or 0) - 1)

    def action_choose(self) -> None:
        """Open the highlighted row."""
        if self._current is not None:
            self.post_message(self.Chosen(self._current.view).set_sender(self))

    def action_reload(self) -> None:
        """Read the list again."""
        self._read_anew(self.cursor)

    def action_sort(self) -> None:
        """Sort by the next order; after the last one by the first, turned round."""
        sort, descending = self._drawing.order_after(*self.order)
        self.sort_by(sort, descending=descending)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to sort only where there is another order."""
        return bool(self._drawing.sorts) if action == "sort" else super().check_action(action, parameters)

    def on_record_header_clicked(self, event: RecordHeader.Clicked) -> None:
        """Sort by a column, or turn its order round."""
        event.stop()
        self.sort_by(event.sort, descending=self.order == (event.sort, False))

    def on_record_lines_scrolled(self, event: RecordLines.Scrolled) -> None:
        """Read what came into view."""
        event.stop()
        if self._header is not None:
            self._show_order()
        if not self._reading and not self._failed and self._window.missing(*self._lines.in_view) is not None:
            self._reading = True
            self._read()

    def on_record_lines_clicked(self, event: RecordLines.Clicked) -> None:
        """Select the row; press a button in it, or open it with the second click."""
        event.stop()
        again = event.twice or self._clicked == event.index
        self._move_to(event.index)
        self._clicked = event.index
        if self._current is None:
            return
        if event.button is not None:
            self._clicked = None
            self.post_message(self.ButtonPressed(event.button, self._current.view).set_sender(self))
        elif again:
            self._clicked = None
            self.action_choose()
