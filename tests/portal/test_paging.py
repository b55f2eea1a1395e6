"""Pages of rows that are in memory, as a database reads them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from portal.paging import Anchor, Page, PageRequest, page_of

Row = tuple[int, int]

ROWS = st.lists(st.integers(0, 5), max_size=30).map(lambda values: [(v, n) for n, v in enumerate(values)])


def place(row: Row) -> Anchor:
    return row


def other_way(row: Row) -> Anchor:
    return -row[0], row[1]


def read(rows: list[Row], request: PageRequest) -> Page[Row]:
    return page_of(rows, request, {"value": place, "other": other_way})


@given(ROWS, st.integers(1, 7), st.booleans(), st.booleans(), st.sampled_from(["", "value", "other"]))
def test_page_after_page_shows_each_row_once_in_order(
    rows: list[Row], limit: int, descending: bool, backwards: bool, sort: str
) -> None:
    order = other_way if sort == "other" else place
    expected = sorted(rows, key=order, reverse=descending)
    request = PageRequest(sort=sort, descending=descending, backwards=backwards, limit=limit, count=True)
    seen: list[Row] = []
    while True:
        page = read(rows, request)
        assert page.total == len(rows)
        assert page.anchors == tuple(map(order, page.rows))
        seen = [*page.rows, *seen] if backwards else [*seen, *page.rows]
        if not page.rows:
            break
        request = replace(request, anchor=page.anchors[0 if backwards else -1])
    assert seen == expected


@given(ROWS, st.integers(0, 10), st.integers(1, 7), st.booleans())
def test_a_jump_leaves_rows_out(rows: list[Row], skip: int, limit: int, backwards: bool) -> None:
    page = read(rows, PageRequest(skip=skip, limit=limit, backwards=backwards))
    ordered = sorted(rows)
    expected = ordered[::-1][skip : skip + limit][::-1] if backwards else ordered[skip : skip + limit]
    assert list(page.rows) == expected
    assert page.total is None
