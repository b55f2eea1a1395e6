"""The list that all screens share, used by keyboard and mouse on sources of any length."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static
from textual.worker import WorkerFailed

from portal.errors import PortalError, Unavailable
from tests.tui.record_app import EMPTY, ListApp, at_rest, until
from tests.tui.record_source import RecordSource, Row
from tui.widgets.record_list import RecordList
from tui.widgets.record_list.parts import FilterInput, FilterLine, RecordHeader, RecordNotice
from tui.widgets.record_list.window import KEEP, PAGE

if TYPE_CHECKING:
    from textual.strip import Strip

    from portal.paging import Page, PageRequest


@pytest.mark.parametrize("length", [1, 5, 1_000, 1_000_000])
async def test_a_list_of_any_length_opens_with_one_page(length: int) -> None:
    source = RecordSource(length)
    app = ListApp(source.fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_rest(pilot)
        assert [request.count for request in source.requests] == [True]
        assert app.shown()[0].split() == ["▌", "0", "row", "0"]
        counted = [message for message in app.said if isinstance(message, RecordList.Counted)]
        assert [(message.total, message.matching) for message in counted] == [(length, length)]
        assert app.views(RecordList.Highlighted) == [Row(0, "row 0")]
        assert app.lines.show_vertical_scrollbar == (length > 21)


async def test_an_empty_list_says_which_key_makes_the_first_row() -> None:
    app = ListApp(RecordSource(0).fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_rest(pilot)
        assert EMPTY in app.shown()[1]
        await pilot.press("down", "end", "enter", "pageup", "o")
        await at_rest(pilot)
        assert app.views(RecordList.Chosen) == []
        assert app.records.highlighted is None


async def test_the_frame_stands_while_the_first_page_is_read() -> None:
    source = RecordSource(3)
    source.gate = asyncio.Event()
    app = ListApp(source.fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: bool(source.requests))
        assert "Loading" in app.shown()[1]
        await pilot.press("down", "end", "enter")
        assert "Number" in app.query_one(RecordHeader).render().plain
        source.gate.set()
        await at_rest(pilot)
        assert "row 0" in app.shown()[0]


async def test_the_end_of_a_million_rows_costs_one_page_and_the_start_another() -> None:
    source = RecordSource(1_000_000)
    app = ListApp(source.fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_rest(pilot)
        source.requests.clear()
        await pilot.press("end")
        await at_rest(pilot)
        assert len(source.requests) == 1
        assert source.requests[0].backwards
        assert source.requests[0].skip == 0
        assert app.current == 999_999
        assert app.shown()[-1].split() == ["▌", "999999", "row", "999999"]
        await pilot.press("home")
        await at_rest(pilot)
        assert len(source.requests) == 2
        assert app.current == 0
        assert not any(request.count for request in source.requests)


async def test_paging_shows_every_row_and_holds_a_bounded_number() -> None:
    source = RecordSource(700)
    app = ListApp(source.fetch)
    async with app.run_test(size=(80, 40)) as pilot:
        await at_rest(pilot)
        seen: list[int] = []
        while app.current != 699:
            await pilot.press("pagedown")
            await at_rest(pilot)
            assert app.current is not None
            seen.append(app.current)
            assert len(app.lines.window) <= KEEP
            assert not any("·····" in line for line in app.shown())
        page = app.lines.rows_per_page
        assert seen == [*range(page, 699, page), 699]
        assert len(source.requests) <= 700 / PAGE + 1
        await pilot.press("pageup", "up", "down")
        await at_rest(pilot)
        assert app.current == 699 - page


async def test_dragging_the_scrollbar_reads_what_comes_into_view() -> None:
    source = RecordSource(1_000_000)
    app = ListApp(source.fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_rest(pilot)
        source.gate = asyncio.Event()
        source.requests.clear()
        for y in (100_000, 250_000, 500_000):
            app.lines.scroll_to(y=y, animate=False)
            await pilot.pause()
        assert app.shown()[0].split() == ["·····", "·····"]
        assert len(source.requests) == 1, "one page at a time, whatever the mouse does"
        source.gate.set()
        await at_rest(pilot)
        assert app.shown()[0].split()[-1] == "500000"
        assert len(source.requests) == 2
        assert app.current == 0, "scrolling leaves the cursor where it is"
        await pilot.press("down")
        await at_rest(pilot)
        assert app.current == 1
        assert app.shown()[0].split()[-1] == "1"


async def test_a_move_repaints_two_rows_only(monkeypatch: pytest.MonkeyPatch) -> None:
    app = ListApp(RecordSource(100).fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_rest(pilot)
        drawn: list[int] = []
        render = app.lines.render_line

        def noted(y: int) -> Strip:
            drawn.append(y)
            return render(y)

        monkeypatch.setattr(app.lines, "render_line", noted)
        await pilot.press("down")
        await pilot.pause()
        assert sorted(drawn) == [0, 1]


async def test_rows_read_ahead_repaint_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    source = RecordSource(1_000)
    app = ListApp(source.fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_rest(pilot)
        source.gate = asyncio.Event()
        app.lines.scroll_to(y=PAGE - 30, animate=False)
        await until(pilot, lambda: len(source.requests) == 2)
        await pilot.pause()
        painted: list[tuple[object, ...]] = []
        monkeypatch.setattr(app.lines, "refresh", lambda *regions, **_: painted.append(regions))
        source.gate.set()
        await at_rest(pilot)
        assert len(app.lines.window) == 2 * PAGE
        assert painted == []


async def test_enter_opens_the_highlighted_row() -> None:
    app = ListApp(RecordSource(5).fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_rest(pilot)
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert [row.number for row in app.views(RecordList.Highlighted)] == [0, 1, 2]
        assert app.views(RecordList.Chosen) == [Row(2, "row 2")]
        assert app.said[-1].control is app.records


async def test_rows_read_ahead_are_not_asked_for_again() -> None:
    source = RecordSource(50)
    app = ListApp(source.fetch)
    await app.records.read_ahead()
    async with app.run_test() as pilot:
        await at_rest(pilot)
        assert len(source.requests) == 1
        assert app.records.matching == 50


async def test_a_failure_to_read_ahead_is_made_good_when_the_list_is_shown() -> None:
    source = RecordSource(50)
    source.error = Unavailable("The database is busy.")
    app = ListApp(source.fetch)
    await app.records.read_ahead()
    source.error = None
    async with app.run_test() as pilot:
        await at_rest(pilot)
        assert app.records.matching == 50


async def test_a_failure_is_told_and_f5_tries_again() -> None:
    source = RecordSource(50)
    source.error = Unavailable("The database [/] cannot be reached.")
    app = ListApp(source.fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_rest(pilot)
        assert "The database [/] cannot be reached. Press F5 to try again." in app.shown()[1]
        await pilot.press("down", "end")
        await at_rest(pilot)
        assert len(source.requests) == 1, "it waits for F5"
        source.error = None
        await pilot.press("f5")
        await at_rest(pilot)
        assert "row 0" in app.shown()[0]


async def test_a_failure_keeps_the_rows_already_read() -> None:
    source = RecordSource(1_000)
    app = ListApp(source.fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_rest(pilot)
        source.error = PortalError("Not now.")
        await pilot.press("down", "f5")
        await at_rest(pilot)
        notice = app.query_one(RecordNotice)
        assert notice.display
        assert str(notice.content) == "Not now. Press F5 to try again."
        assert "row 0" in app.shown()[0]
        source.error = None
        await pilot.press("f5")
        await at_rest(pilot)
        assert not notice.display
        assert app.current == 1


async def test_an_error_that_is_no_answer_is_not_hidden() -> None:
    async def fetch(_: PageRequest) -> Page[Row]:
        raise ZeroDivisionError

    app = ListApp(fetch)
    with pytest.raises(WorkerFailed, match="ZeroDivisionError"):
        async with app.run_test() as pilot:
            await at_rest(pilot)


async def test_typing_filters_and_enter_keeps_the_filter() -> None:
    source = RecordSource(300)
    app = ListApp(source.fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_rest(pilot)
        await pilot.press("end", "slash", *"row 29")
        await until(pilot, lambda: app.records.matching == 11)
        await at_rest(pilot)
        figures = app.query_one("#filter-count", Static)
        assert str(figures.content) == "11 of 300 match"
        assert app.current == 29, "the first that matches"
        await pilot.press("enter")
        await pilot.pause()
        assert app.focused is app.lines
        assert str(figures.content) == "11 of 300 match “row 29”. Esc clears the filter."
        await pilot.press("down")
        assert app.current == 290
        assert app.records.filter_text == "row 29"
        await pilot.press("escape")
        await at_rest(pilot)
        assert app.records.matching == 300
        assert not app.query_one(FilterLine).display
        assert app.query_one(FilterInput).value == ""


async def test_a_filter_that_finds_nothing_says_how_to_clear_it() -> None:
    app = ListApp(RecordSource(30).fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_rest(pilot)
        await pilot.press("slash", *"[/]x", "down")
        await at_rest(pilot)
        assert "Nothing matches “[/]x”. Esc clears the filter." in app.shown()[1]
        assert app.focused is app.lines
        assert app.views(RecordList.Highlighted)[-1] is None
        await pilot.press("slash", "escape")
        await at_rest(pilot)
        assert app.records.matching == 30
        assert app.focused is app.lines
        assert app.views(RecordList.Highlighted)[-1] == Row(0, "row 0")


async def test_letters_typed_into_the_filter_are_no_commands() -> None:
    source = RecordSource(30)
    app = ListApp(source.fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_rest(pilot)
        await pilot.press("slash", "o", "/")
        await pilot.pause()
        assert app.query_one(FilterInput).value == "o/"
        assert app.records.order == ("", False)


async def test_the_sort_key_goes_through_the_orders_and_then_turns_them_round() -> None:
    source = RecordSource(1_000)
    app = ListApp(source.fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_rest(pilot)
        header = app.query_one(RecordHeader)
        seen = []
        for _ in range(5):
            await pilot.press("o")
            await at_rest(pilot)
            seen.append((*app.records.order, app.current))
        assert seen == [
            ("number", False, 0),
            ("name", False, 0),
            ("number", True, 999),
            ("name", True, 999),
            ("number", False, 0),
        ]
        assert "Number ▲" in header.render().plain


async def test_a_click_on_a_title_sorts_and_a_second_one_turns_the_order_round() -> None:
    app = ListApp(RecordSource(1_000).fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_rest(pilot)
        for expected, arrow in ((("name", False), "Name ▲"), (("name", True), "Name ▼")):
            await pilot.click(RecordHeader, offset=(14, 0))
            await at_rest(pilot)
            assert app.records.order == expected
            assert arrow in app.query_one(RecordHeader).render().plain


async def test_reload_keeps_the_cursor_on_its_row() -> None:
    source = RecordSource(1_000)
    app = ListApp(source.fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_rest(pilot)
        await pilot.press(*["pagedown"] * 8)
        await at_rest(pilot)
        number = app.current
        assert number is not None
        source.remove(1, 2, 3)
        await pilot.press("f5")
        await at_rest(pilot)
        assert app.current == number
        assert app.records.cursor == number - 3
        assert app.records.matching == 997
        source.remove(number)
        await app.records.reload()
        assert app.current == number + 1, "the row is gone: its place stays"


@pytest.mark.parametrize("wanted", [3, 95, 640])
async def test_reload_highlights_the_row_just_saved(wanted: int) -> None:
    source = RecordSource(800)
    app = ListApp(source.fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_rest(pilot)
        source.names[wanted] = "changed"
        await app.records.reload(lambda row: row.name == "changed")
        await at_rest(pilot)
        assert app.records.highlighted == Row(wanted, "changed")
        assert any("▌" in line and "changed" in line for line in app.shown())


async def test_reload_selecting_what_is_not_there_stays_put() -> None:
    app = ListApp(RecordSource(300).fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_rest(pilot)
        await pilot.press("down")
        await app.records.reload(lambda row: row.number < 0)
        await at_rest(pilot)
        assert app.current == 1


async def test_a_stale_answer_is_discarded() -> None:
    source = RecordSource(300)
    held = asyncio.Event()

    async def stubborn(request: PageRequest) -> Page[Row]:
        """As a thread does: it goes on although nobody waits, and answers late."""
        if request.filter != "row 7":
            try:
                await held.wait()
            except asyncio.CancelledError:
                await asyncio.sleep(0)
        return await source.fetch(request)

    app = ListApp(stubborn)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.records.filter_by("row 7")
        await at_rest(pilot)
        assert app.records.matching == 11
        held.set()
        await at_rest(pilot)
        assert app.records.matching == 11
        assert app.current == 7


async def test_export_goes_through_all_rows_of_filter_and_order() -> None:
    source = RecordSource(1_050)
    app = ListApp(source.fetch)
    async with app.run_test(size=(60, 20)) as pilot:
        await at_rest(pilot)
        app.records.sort_by("number", descending=True)
        await at_rest(pilot)
        source.requests.clear()
        rows = [row.number async for row in app.records.export_rows()]
        assert rows == list(range(1_049, -1, -1))
        assert max(request.limit for request in source.requests) == PAGE
        app.records.filter_by("row 104")
        await at_rest(pilot)
        assert len([row async for row in app.records.export_rows()]) == 11
