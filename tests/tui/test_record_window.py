"""The rows held in memory: which page is read next, and what a surprising answer means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.paging import PageRequest
from tests.tui.record_source import RecordSource, Row
from tui.widgets.record_list.window import KEEP, PAGE, Reading, RecordWindow

if TYPE_CHECKING:
    from collections.abc import Callable


def opened(source: RecordSource, around: int = 0) -> RecordWindow[Row]:
    window: RecordWindow[Row] = RecordWindow(PageRequest())
    reading = window.opening(around, len(source.numbers))
    window.accept(reading, source.answer(reading.request), around)
    return window


def fill(window: RecordWindow[Row], source: RecordSource, top: int, bottom: int) -> list[Reading]:
    readings: list[Reading] = []
    while (reading := window.missing(top, bottom)) is not None:
        readings.append(reading)
        assert len(readings) < 100, "it reads for ever"
        shift = window.accept(reading, source.answer(reading.request), (top + bottom) // 2)
        top, bottom = max(0, top + shift), max(0, bottom + shift)
    return readings


def numbers(window: RecordWindow[Row]) -> list[int]:
    records = (window.get(index) for index in range(window.first, window.stop))
    return [record.view.number for record in records if record is not None]


def test_the_first_page_counts_and_later_ones_do_not() -> None:
    source = RecordSource(1000)
    window: RecordWindow[Row] = RecordWindow(PageRequest(sort="name", descending=True, filter="w"))
    readings = fill(window, source, 90, 120)
    assert [reading.request.count for reading in readings] == [True, False]
    assert all(reading.request.sort == "name" and reading.request.descending for reading in readings)
    assert all(reading.request.filter == "w" for reading in readings)
    assert window.total == 1000


@pytest.mark.parametrize("length", [0, 1, 5, PAGE])
def test_a_short_list_is_read_at_once(length: int) -> None:
    window = opened(RecordSource(length))
    assert (window.total, len(window)) == (length, length)
    assert window.missing(0, 50) is None


@pytest.mark.parametrize(
    ("held", "top", "anchor", "backwards", "skip"),
    [
        pytest.param(0, 999_980, None, True, 0, id="the end, from the end"),
        pytest.param(0, 999_000, None, True, 940, id="near the end, from the end"),
        pytest.param(0, 5_000, (99,), False, 4_860, id="a little further, from the last row held"),
        pytest.param(999_990, 2_000, None, False, 1_960, id="near the start, from the start"),
        pytest.param(500_000, 400_000, (499_950,), True, 99_890, id="back, from the first row held"),
        pytest.param(500_000, 0, None, False, 0, id="the start, from the start"),
    ],
)
def test_a_jump_starts_at_the_nearest_known_place(
    held: int, top: int, anchor: tuple[int] | None, backwards: bool, skip: int
) -> None:
    source = RecordSource(1_000_000)
    window = opened(source, held)
    reading = window.missing(top, top + 20)
    assert reading is not None
    request = reading.request
    assert (request.anchor, request.backwards, request.skip) == (anchor, backwards, skip)
    window.accept(reading, source.answer(request), top)
    assert window.missing(top, top + 20) is None
    assert numbers(window) == list(range(window.first, window.stop))


def test_going_through_a_long_list_holds_a_bounded_run_without_gaps() -> None:
    source = RecordSource(5_000)
    window = opened(source)
    for top in [*range(0, 4_980, 20), *range(4_980, -1, -20)]:
        fill(window, source, top, top + 20)
        assert len(window) <= KEEP
        assert window.first <= top < top + 20 <= window.stop
    assert numbers(window) == list(range(window.first, window.stop))


def test_a_tall_view_is_filled_page_by_page() -> None:
    source = RecordSource(5_000)
    window = opened(source)
    readings = fill(window, source, 2_000, 2_500)
    assert window.first <= 2_000
    assert window.stop >= 2_500
    assert all(reading.request.limit <= PAGE for reading in readings)


def test_the_end_is_learnt_when_rows_went_meanwhile() -> None:
    source = RecordSource(200)
    window = opened(source)
    source.remove(*range(150, 200))
    fill(window, source, 90, 120)
    assert window.total == 150


def test_the_start_is_learnt_when_rows_went_meanwhile() -> None:
    source = RecordSource(1_000)
    window = opened(source, 120)
    source.remove(*range(30))
    reading = window.missing(60, 80)
    assert reading is not None
    assert reading.joins == "before"
    assert window.accept(reading, source.answer(reading.request), 70) == -30
    assert (window.first, window.total) == (0, 970)
    assert numbers(window)[0] == 30


def test_a_jump_behind_a_shrunken_list_finds_its_end() -> None:
    source = RecordSource(10_000)
    window = opened(source)
    source.remove(*range(120, 10_000))
    fill(window, source, 3_000, 3_020)
    assert window.missing(0, 20) is None or fill(window, source, 0, 20)
    assert numbers(window)[:20] == list(range(20))


def test_reopening_reads_around_a_row_and_counts() -> None:
    source = RecordSource(100_000)
    for around in (0, 40, 300, 50_000, 99_700, 99_999):
        window = opened(source, around)
        assert window.missing(around - 10, around + 10) is None
        assert numbers(window) == list(range(window.first, window.stop))


def test_reopening_a_list_that_became_empty_shows_no_row() -> None:
    window: RecordWindow[Row] = RecordWindow(PageRequest())
    for around in (0, 300, 900):
        reading = window.opening(around, 1_000)
        window.accept(reading, RecordSource(0).answer(reading.request), around)
        assert (window.total, len(window), window.missing(0, 50)) == (0, 0, None)


def test_a_row_is_found_by_its_id() -> None:
    window = opened(RecordSource(300), 150)
    assert window.find(160) == 160
    assert window.find(7) is None


MOVES = st.lists(
    st.tuples(
        st.integers(0, 3_000),
        st.integers(0, 60),
        st.sampled_from([lambda _: None, lambda source: source.remove(*source.numbers[::7])]),
    ),
    max_size=12,
)


@given(length=st.integers(0, 3_000), moves=MOVES)
def test_whatever_happens_to_the_rows_the_view_is_filled(
    length: int, moves: list[tuple[int, int, Callable[[RecordSource], None]]]
) -> None:
    source = RecordSource(length)
    window = opened(source)
    for top, height, change in moves:
        change(source)
        fill(window, source, top, top + height)
        assert window.total is not None
        shown = numbers(window)
        assert shown == sorted(set(shown))
        assert len(shown) <= KEEP
        assert window.missing(top, top + height) is None or fill(window, source, top, top + height)
