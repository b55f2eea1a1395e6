"""The few rows of a long list that are held in memory, and which page to read next.

Nothing here knows of a screen: the window is told which rows are in view, names the page that is missing, and
takes the answer. It holds one unbroken run of rows, so that none is shown twice or left out where pages meet.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, TypeVar

if TYPE_CHECKING:
    from portal.paging import Anchor, Page, PageRequest

V = TypeVar("V")

PAGE = 100
"""Rows asked for at once; no request ever asks for more."""

KEEP = 10 * PAGE
"""Rows held at most, around those in view."""

AHEAD = PAGE // 4
"""Rows read before they come into view."""


class Record(NamedTuple, Generic[V]):
    """A row and its place."""

    view: V
    anchor: Anchor

    @property
    def key(self) -> str | int:
        """What stays the same when the row is edited: an anchor ends in the id."""
        return self.anchor[-1]


@dataclass(frozen=True, slots=True)
class Reading:
    """A page that is wanted, and where its rows belong.

    Attributes:
        request: What to ask for.
        start: The index of the first row expected.
        stop: The index behind the last row expected.
        joins: Whether the rows continue the window at one of its ends, or replace it.
    """

    request: PageRequest
    start: int
    stop: int
    joins: Literal["before", "after", "anew"] = "anew"


class RecordWindow(Generic[V]):
    """A bounded, unbroken run of a list's rows.

    Attributes:
        base: Sort and filter, as every request of this window carries them.
        first: The index of the first row held.
        total: How many rows the list has; None until the first answer.
    """

    def __init__(self, base: PageRequest) -> None:
        self.base = base
        self.first = 0
        self.total: int | None = None
        self._records: list[Record[V]] = []

    def __len__(self) -> int:
        return len(self._records)

    @property
    def stop(self) -> int:
        """The index behind the last row held."""
        return self.first + len(self._records)

    def get(self, index: int) -> Record[V] | None:
        """The row at an index of the list, or None if it is not held."""
        if self.first <= index < self.stop:
            return self._records[index - self.first]
        return None

    def find(self, key: str | int) -> int | None:
        """The index of the row with that key, or None if it is not held."""
        for offset, record in enumerate(self._records):
            if record.key == key:
                return self.first + offset
        return None

    def opening(self, around: int = 0, total: int = 0) -> Reading:
        """The first page, which also counts.

        Args:
            around: The index that shall be in the middle of it, where the list was read before.
            total: How many rows the list had then.
        """
        start = max(0, min(around - PAGE // 2, total - PAGE))
        stop = start + PAGE
        backwards = 0 <= total - stop < start
        skip = total - stop if backwards else start
        request = replace(self.base, skip=skip, backwards=backwards, limit=PAGE, count=True)
        return Reading(request, start, stop)

    def missing(self, top: int, bottom: int) -> Reading | None:
        """The page to read next.

        Args:
            top: The index of the first row in view.
            bottom: The index behind the last row in view.

        Returns:
            The page, or None when all that is in view, and a little more, is held.
        """
        if self.total is None:
            return self.opening()
        top = max(0, min(top, self.total))
        bottom = max(top, min(bottom, self.total, top + KEEP - 2 * AHEAD))
        low, high = max(0, top - AHEAD), min(self.total, bottom + AHEAD)
        if low >= high or (self.first <= low and high <= self.stop):
            return None
        if self._records and top <= self.stop + PAGE // 2 and bottom >= self.first - PAGE // 2:
            if bottom > self.stop or (top >= self.first and high > self.stop):
                return self._after()
            return self._before()
        return self._jump((top + bottom) // 2, self.total)

    def _after(self) -> Reading:
        request = replace(self.base, anchor=self._records[-1].anchor, limit=PAGE)
        return Reading(request, self.stop, self.stop + PAGE, "after")

    def _before(self) -> Reading:
        limit = min(PAGE, self.first)
        request = replace(self.base, anchor=self._records[0].anchor, backwards=True, limit=limit)
        return Reading(request, self.first - limit, self.first, "before")

    def _jump(self, middle: int, total: int) -> Reading:
        """A page far away, reached from the nearest place that is known."""
        start = max(0, min(middle - PAGE // 2, total - PAGE))
        stop = min(total, start + PAGE)
        ways: list[tuple[int, Anchor | None, bool]] = [(start, None, False), (total - stop, None, True)]
        if self._records and start >= self.stop:
            ways.append((start - self.stop, self._records[-1].anchor, False))
        if self._records and stop <= self.first:
            ways.append((self.first - stop, self._records[0].anchor, True))
        skip, anchor, backwards = min(ways, key=lambda way: way[0])
        limit = stop - start if backwards else PAGE
        request = replace(self.base, anchor=anchor, backwards=backwards, skip=skip, limit=limit)
        return Reading(request, start, stop)

    def accept(self, reading: Reading, page: Page[V], middle: int = 0) -> int:
        """Take the answer to a reading.

        An answer shorter than asked for says where the list really begins or ends: rows went meanwhile.

        Args:
            reading: What was asked.
            page: What came back.
            middle: The index in the middle of the view; the rows farthest from it are let go.

        Returns:
            By how much all indices moved: 0, or negative where fewer rows stand before than was thought.
        """
        records = [Record(view, anchor) for view, anchor in zip(page.rows, page.anchors, strict=True)]
        if page.total is not None:
            self.total = page.total
        if reading.joins == "after":
            self._records += records
        elif reading.joins == "before":
            self._records[:0] = records
            self.first -= len(records)
        else:
            self._records = records
            self.first = reading.start
            if reading.request.backwards:
                stop = reading.stop if page.total is None else page.total - reading.request.skip
                self.first = max(0, stop - len(records))
        shift = 0
        if len(records) < reading.request.limit:
            shift = self._reached_start() if reading.request.backwards else self._reached_end()
        self.total = max(self.total or 0, self.stop if self._records else 0)
        self._let_go(middle + shift)
        return shift

    def _reached_start(self) -> int:
        shift = -self.first
        self.total = max(0, (self.total or 0) + shift)
        self.first = 0
        return shift

    def _reached_end(self) -> int:
        if self._records:
            self.total = self.stop
        else:
            self.total = min(self.first, self.total or 0)
        return 0

    def _let_go(self, middle: int) -> None:
        surplus = len(self._records) - KEEP
        if surplus > 0:
            before = max(0, min(middle - KEEP // 2 - self.first, surplus))
            self._records = self._records[before : before + KEEP]
            self.first += before
