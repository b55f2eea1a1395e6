"""Lists of any length for programs: read page by page, few rows in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from portal.paging import PageRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from portal.paging import Page

Row = TypeVar("Row")

AT_ONCE = 500
"""Rows of one transaction."""


def all_pages(read: Callable[[PageRequest], Page[Row]], *, descending: bool = False) -> Iterator[Row]:
    """All rows of a list, in its own order; the first page is read at once, so that refusals come at once."""
    request = PageRequest(limit=AT_ONCE, descending=descending)
    return _following(read, request, read(request))


def _following(
    read: Callable[[PageRequest], Page[Row]], request: PageRequest, page: Page[Row]
) -> Iterator[Row]:
    yield from page.rows
    while len(page.rows) == request.limit:
        request = replace(request, anchor=page.anchors[-1])
        page = read(request)
        yield from page.rows
