"""Keyset pages: how a list of any length is read a few rows at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Row = TypeVar("Row")
View = TypeVar("View")

Anchor: TypeAlias = tuple[str | int, ...]
"""The sort values of one row, ending in its id: a place that stays right when rows come and go."""

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""What no database takes, not even to look for it: halves of surrogates, and on PostgreSQL NUL."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which rows of a list are wanted.

    Attributes:
        sort: The name of one of the list's orders; empty for its own.
        descending: Whether that order is turned round.
        filter: Text the rows must contain; empty for all.
        anchor: Start right behind (backwards: right before) this place; None: at the first (last) row.
        backwards: Read towards the start of the list instead of its end.
        skip: Rows to leave out after the anchor, for a jump into the unread.
        limit: Rows wanted at most.
        count: Whether the page shall say how many rows match in all.
    """

    sort: str = ""
    descending: bool = False
    filter: str = ""
    anchor: Anchor | None = None
    backwards: bool = False
    skip: int = 0
    limit: int = 50
    count: bool = False

    def __post_init__(self) -> None:
        """Look for what cannot stand anywhere as for anything else: it is not found."""
        object.__setattr__(self, "filter", UNSTORABLE.sub("\ufffd", self.filter))


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows of a list, always in the order they are shown.

    Attributes:
        rows: The views, at most as many as were asked for.
        anchors: For each row its place.
        total: All rows that match, where the request asked to count them.
    """

    rows: tuple[Row, ...]
    anchors: tuple[Anchor, ...]
    total: int | None = None

    def of(self, view: Callable[[Row], View]) -> Page[View]:
        """The same page with each row turned into a view."""
        return Page(tuple(view(row) for row in self.rows), self.anchors, self.total)
