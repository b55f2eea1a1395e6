"""A small app around one list, and what its tests ask of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.content import Content

from tui.text import literal
from tui.theme import THEMES
from tui.widgets.record_list import Cards, Column, Columns, RecordList, Sort, button

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult
    from textual.message import Message
    from textual.pilot import Pilot

    from portal.paging import Page, PageRequest
    from tests.tui.record_source import Row
    from tui.widgets.record_list.drawing import Drawing
    from tui.widgets.record_list.lines import RecordLines

EMPTY = "No rows yet. Press n to make the first one."


def columns() -> Columns[Row]:
    return Columns(
        Column("Number", lambda row: literal(row.number), width=9, align="right", sort="number"),
        Column("Name", lambda row: literal(row.name, "bold"), width=10, grow=1, sort="name"),
        Column("Extra", lambda row: literal(f"extra {row.number}"), width=12, min_terminal=100),
    )


def cards() -> Cards[Row]:
    def draw(row: Row, width: int, highlighted: bool) -> list[Content]:
        assert width > 0
        assert isinstance(highlighted, bool)
        buttons = Content(" ").join([button("start", "s Start", primary=True), button("more", "m More")])
        return [literal(row.name, "bold"), literal(f"number {row.number}"), buttons]

    return Cards(draw, height=3, sorts=(Sort("number", "Number"), Sort("name", "Name")))


class ListApp(App[None]):
    def __init__(
        self, fetch: Callable[[PageRequest], Awaitable[Page[Row]]], drawing: Drawing[Row] | None = None
    ) -> None:
        super().__init__()
        self.animation_level = "none"
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "dark"
        self.said: list[Message] = []
        self.records = RecordList(fetch, drawing or columns(), empty=EMPTY, id="records")

    def compose(self) -> ComposeResult:
        yield self.records

    def on_mount(self) -> None:
        self.records.focus()

    @property
    def lines(self) -> RecordLines[Row]:
        return self.records._lines

    def note(self, message: Message) -> None:
        self.said.append(message)

    on_record_list_chosen = note
    on_record_list_highlighted = note
    on_record_list_button_pressed = note
    on_record_list_counted = note

    def views(self, kind: type[Any]) -> list[Any]:
        return [message.view for message in self.said if isinstance(message, kind)]

    def shown(self) -> list[str]:
        return [self.lines.render_line(y).text.rstrip() for y in range(self.lines.size.height)]

    @property
    def current(self) -> int | None:
        return None if self.records.highlighted is None else self.records.highlighted.number


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Wait for something to be so; how long it takes does not matter."""
    async with asyncio.timeout(30):
        while not condition():
            await pilot.pause(0.01)


async def at_rest(pilot: Pilot[None]) -> None:
    records = pilot.app.query_one(RecordList)
    await pilot.pause()
    await until(pilot, lambda: not records._reading)
    await pilot.pause()
