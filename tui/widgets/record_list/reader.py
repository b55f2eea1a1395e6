"""Asks the data source for pages, in an order and with a filter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

from tui.widgets.record_list.window import PAGE, RecordWindow

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from portal.paging import Page, PageRequest
    from tui.widgets.record_list.window import Reading

V = TypeVar("V")

SEARCHED = 10 * PAGE
"""Rows looked through for one that shall be selected."""


class RecordReader(Generic[V]):
    """What is known of a list's source.

    Attributes:
        base: The present order and filter.
    """

    def __init__(self, fetch: Callable[[PageRequest], Awaitable[Page[V]]], base: PageRequest) -> None:
        self.base = base
        self._fetch = fetch

    async def read(self, reading: Reading) -> Page[V]:
        """The page that a window misses."""
        return await self._fetch(reading.request)

    async def open(self, around: int, total: int) -> RecordWindow[V]:
        """A fresh window with its first page, and counted.

        Args:
            around: The index of the row of interest.
            total: How many rows there were when the list was read before.
        """
        window: RecordWindow[V] = RecordWindow(self.base)
        reading = window.opening(around, total)
        window.accept(reading, await self.read(reading), around)
        return window

    async def look_for(self, window: RecordWindow[V], wanted: Callable[[V], bool]) -> int | None:
        """The index of a row: in the window, or else among the first thousand of the list."""
        for index in range(window.first, window.stop):
            record = window.get(index)
            if record is not None and wanted(record.view):
                return index
        if window.total == len(window):
            return None
        index = 0
        async for view in self.rows(window.base):
            if wanted(view):
                return index
            index += 1
            if index >= SEARCHED:
                break
        return None

    async def rows(self, base: PageRequest) -> AsyncIterator[V]:
        """All rows of an order and filter, one page in memory at a time."""
        request = replace(base, limit=PAGE)
        while True:
            page = await self._fetch(request)
            for view in page.rows:
                yield view
            if len(page.rows) < PAGE:
                return
            request = replace(request, anchor=page.anchors[-1])
