"""How the shared list looks: cards, columns, any size, any text, without colour; and what it offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.color import Color
from textual.content import Content

from tests.hostile import HOSTILE
from tests.tui.record_app import ListApp, at_rest, cards, columns
from tests.tui.record_source import RecordSource, Row
from tui.text import literal, plain
from tui.widgets.record_list import Column, Columns, RecordList
from tui.widgets.record_list.lines import RecordLines

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.widgets.record_list.drawing import Drawing


async def test_a_card_is_a_row_of_several_lines_with_a_rule_beneath() -> None:
    app = ListApp(RecordSource(5).fetch, cards())
    async with app.run_test(size=(60, 40)) as pilot:
        await at_rest(pilot)
        lines = app.shown()
        assert lines[0] == "▌row 0"
        assert lines[2] == "▌ s Start   m More"
        assert set(lines[3].strip()) == {"─"}
        assert lines[4] == " row 1"
        assert lines[19] == "", "no rule under the last"
        await pilot.press("down", "pagedown")
        assert app.current == 4
        await pilot.press("o", "o")
        await at_rest(pilot)
        assert app.records.border_subtitle == "Name ▲"


async def test_a_click_on_a_button_in_a_card_presses_it() -> None:
    app = ListApp(RecordSource(5).fetch, cards())
    async with app.run_test(size=(60, 40)) as pilot:
        await at_rest(pilot)
        await pilot.click(RecordLines, offset=(4, 6))
        await pilot.click(RecordLines, offset=(14, 6))
        await pilot.pause()
        pressed = [message for message in app.said if isinstance(message, RecordList.ButtonPressed)]
        assert [(message.name, message.view.number) for message in pressed] == [("start", 1), ("more", 1)]
        assert app.current == 1
        assert app.views(RecordList.Chosen) == []


async def test_a_click_selects_and_another_opens() -> None:
    app = ListApp(RecordSource(5).fetch)
    async with app.run_test(size=(60, 20)) as pilot:
        await at_rest(pilot)
        await pilot.click(RecordLines, offset=(4, 2))
        await pilot.pause()
        assert app.current == 2
        assert app.views(RecordList.Chosen) == []
        await pilot.click(RecordLines, offset=(4, 2))
        await pilot.pause()
        assert [row.number for row in app.views(RecordList.Chosen)] == [2]
        await pilot.click(RecordLines, offset=(4, 12))
        assert app.current == 2, "there is no row"


@pytest.mark.parametrize("drawing", [columns, cards])
async def test_no_size_is_too_small(drawing: Callable[[], Drawing[Row]]) -> None:
    app = ListApp(RecordSource(500).fetch, drawing())
    async with app.run_test(size=(120, 36)) as pilot:
        await at_rest(pilot)
        for size in ((1, 1), (3, 2), (6, 7), (200, 4)):
            await pilot.resize_terminal(*size)
            await pilot.press(
                "pageup", "pagedown", "end", "up", "home", "down", "slash", "x", "escape", "o", "f5"
            )
            await at_rest(pilot)
        await pilot.resize_terminal(80, 24)
        await at_rest(pilot)
        assert any("▌" in line and "row" in line for line in app.shown())


@pytest.mark.parametrize("drawing", [columns, cards])
async def test_hostile_text_stands_as_it_is(drawing: Callable[[], Drawing[Row]]) -> None:
    source = RecordSource(len(HOSTILE), dict(enumerate(HOSTILE.values())))
    app = ListApp(source.fetch, drawing())
    async with app.run_test(size=(60, 260)) as pilot:
        await at_rest(pilot)
        width = app.lines.size.width
        for y in range(app.lines.size.height):
            strip = app.lines.render_line(y)
            assert strip.cell_length == sum(segment.cell_length for segment in strip) == width
            assert strip.text.isprintable()
        shown = "\n".join(app.shown())
        assert HOSTILE["markup closing tag"] in shown
        assert HOSTILE["markup live action"] in shown


async def test_a_hostile_filter_is_repeated_as_it_is() -> None:
    app = ListApp(RecordSource(5).fetch)
    async with app.run_test(size=(80, 12)) as pilot:
        await at_rest(pilot)
        await app.records.action_filter()
        for name in (
            "markup closing tag",
            "markup unclosed",
            "braces",
            "clipboard",
            "zalgo",
            "bidi override",
        ):
            app.records.filter_by(HOSTILE[name])
            await at_rest(pilot)
            assert app.shown()[1].startswith(f" Nothing matches “{plain(HOSTILE[name])}”."), name


async def test_content_of_several_lines_takes_one() -> None:
    app = ListApp(RecordSource(2).fetch, Columns(Column("Odd", lambda _: Content("one\ntwo"), width=20)))
    async with app.run_test(size=(60, 10)) as pilot:
        await at_rest(pilot)
        assert app.shown()[:2] == ["▌one", " one"]


async def test_without_colour_cursor_and_buttons_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = ListApp(RecordSource(5).fetch, cards())
    async with app.run_test(size=(60, 40)) as pilot:
        await at_rest(pilot)
        marked = list(app.lines.render_line(0))
        assert marked[0].text == "▌"
        assert all(segment.style is not None and segment.style.bold for segment in marked)
        chips = [segment for segment in app.lines.render_line(6) if segment.style and segment.style.reverse]
        assert [chip.text for chip in chips] == [" s Start ", " m More "]


async def test_the_highlighted_row_is_brighter_with_the_focus() -> None:
    app = ListApp(RecordSource(5).fetch)
    async with app.run_test(size=(60, 20)) as pilot:
        await at_rest(pilot)

        def background() -> Color:
            style = list(app.lines.render_line(0))[-1].style
            assert style is not None
            assert style.bgcolor is not None
            return Color.from_rich_color(style.bgcolor)

        focused = background()
        app.set_focus(None)
        await pilot.pause()
        plain = app.lines.background_colors[1]
        assert focused.brightness > background().brightness > plain.brightness


def test_columns_make_room_for_what_matters() -> None:
    drawing = columns()
    wide = [(column.title, cells) for column, cells in drawing.fit(118, 120)]
    assert wide == [("Number", 9), ("Name", 93), ("Extra", 12)]
    narrow = [(column.title, cells) for column, cells in drawing.fit(78, 80)]
    assert narrow == [("Number", 9), ("Name", 67)]
    pane = [(column.title, cells) for column, cells in drawing.fit(24, 120)]
    assert pane == [("Number", 9), ("Name", 13)]
    for width in range(40):
        fitted = drawing.fit(width, 120)
        assert sum(cells for _, cells in fitted) + 2 * (len(fitted) - 1) <= max(0, width)


async def test_values_are_cut_by_cells_not_by_characters() -> None:
    source = RecordSource(1, {0: "漢字" * 30})
    app = ListApp(source.fetch)
    async with app.run_test(size=(41, 10)) as pilot:
        await at_rest(pilot)
        strip = app.lines.render_line(0)
        assert strip.text.rstrip().endswith("…")
        assert strip.cell_length == app.lines.size.width


def test_every_key_explains_itself() -> None:
    bindings = [binding for binding in RecordList.BINDINGS if not isinstance(binding, tuple)]
    assert len({binding.id for binding in bindings}) == len(RecordList.BINDINGS)
    assert all(binding.id and binding.description and binding.tooltip for binding in bindings)


async def test_only_what_the_list_can_do_is_offered() -> None:
    app = ListApp(RecordSource(5).fetch, Columns(Column("Name", lambda row: literal(row.name))))
    async with app.run_test(size=(60, 20)) as pilot:
        await at_rest(pilot)
        offered = {binding.binding.action for binding in app.screen.active_bindings.values()}
        assert "choose" in offered
        assert "sort" not in offered
        assert "clear_filter" not in offered
        app.records.filter_by("row")
        await at_rest(pilot)
        assert "clear_filter" in {item.binding.action for item in app.screen.active_bindings.values()}
