"""Keyset pages, as screens ask for them and lists answer; the shape is the storage's own."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, TypeVar

from storage.paging import Anchor, Page, PageRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["Anchor", "Page", "PageRequest", "page_of"]

View = TypeVar("View")


def page_of(
    views: Iterable[View], request: PageRequest, orders: Mapping[str, Callable[[View], Anchor]]
) -> Page[View]:
    """A page of rows that are all in memory, as a database would read it.

    Args:
        views: All rows that match.
        request: Which of them.
        orders: The place of a row by the name of an order, ending in what is unique; the first is the list's
            own.
    """
    place = orders.get(request.sort) or next(iter(orders.values()))
    found = sorted(views, key=place)
    first, last = 0, len(found)
    if request.anchor is not None:
        # A row lies behind the anchor if it comes later in the order shown.
        if request.descending == request.backwards:
            first = bisect_right(found, request.anchor, key=place)
        else:
            last = bisect_left(found, request.anchor, key=place)
    total = len(found)
    found = found[first:last]
    if request.descending:
        found.reverse()
    if request.backwards:
        stop = max(0, len(found) - request.skip)
        found = found[max(0, stop - request.limit) : stop]
    else:
        found = found[request.skip : request.skip + request.limit]
    return Page(tuple(found), tuple(map(place, found)), total if request.count else None)
