"""Hostile strings in stories: what may be sent and what is shown of them, and pasting them into forms."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from textual import events
from textual.widgets import Input, TextArea

from tests.hostile import HOSTILE
from tests.tui.steps import save, the_form
from tui.text import plain
from tui.widgets.box import Box
from tui.widgets.field import Field
from tui.widgets.plain import PlainText

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

    from textual.widget import Widget

    from tests.tui.portal_app import Keyboard, PortalApp
    from tui.widgets.record_list import RecordList

STORABLE = {name: text.replace("\x00", "␀") for name, text in HOSTILE.items() if name != "lone surrogate"}
"""A database cannot even hold half a surrogate."""

OURS = re.compile(r"\x1b\[[0-9;]*m")
"""The only escape sequences of a painted row: colours."""

LIVE = ("app.simulate_key(", "choose(")
"""The only things of ours that a click does."""


def store_rows(
    portal_app: PortalApp, package: int, rows: Mapping[str, Mapping[str, str]], texts: Sequence[str]
) -> None:
    """Put every text into tables of a package, past all rules.

    Args:
        portal_app: Whose database.
        package: The id of the package.
        rows: SQL expressions by column by table; ?1 is the text, ?2 its number.
        texts: Each makes a row.
    """
    with closing(sqlite3.connect(portal_app.path)) as database, database:
        for table, values in rows.items():
            columns, expressions = ", ".join(values), ", ".join(values.values())
            database.executemany(
                f"INSERT INTO {table} (package_id, {columns}) SELECT ?3, {expressions} WHERE ?1 != ?2",
                [(text, number, package) for number, text in enumerate(texts)],
            )


def check(pilot: Keyboard) -> str:
    """Nothing unprintable is sent, nothing that was stored is live; return what is shown."""
    strips = pilot.strips()
    sent = OURS.sub("", "".join(strip.render(pilot.app.console) for row in strips for strip in row))
    assert sent.isprintable(), [letter for letter in sent if not letter.isprintable()]
    for region, _clip in pilot.app.screen._compositor.visible_widgets.values():
        assert region.width >= 0
    for style in {segment.style for row in strips for strip in row for segment in strip}:
        if style is not None:
            assert style.link is None
            click = style.meta.get("@click")
            assert click is None or str(click).startswith(LIVE), click
    return "\n".join("".join(strip.text for strip in row) for row in strips)


def first_cells(text: str, cells: int = 12) -> str:
    """The beginning of a string as it is shown."""
    return plain(text, max_width=cells).removesuffix("…").rstrip()


async def check_rows(pilot: Keyboard, listed: RecordList[Any]) -> str:
    """Look at all rows of a list, page by page; return what is shown."""
    await pilot.press("home")
    shown = check(pilot)
    while listed.cursor < (listed.matching or 0) - 1:
        await pilot.press("pagedown")
        shown += check(pilot)
    return shown


async def paste_all(
    pilot: Keyboard,
    open_it: Callable[[], Awaitable[None]],
    *,
    saved: int,
    texts: Sequence[str] = tuple(HOSTILE.values()),
    between: Callable[[], None] = lambda: None,
) -> None:
    """Paste every string into every text of a form; each ends in a sentence, or is accepted.

    Args:
        pilot: The keyboard.
        open_it: Opens the form.
        saved: One in so many strings is also saved: the whole form goes through the same model as each field.
        texts: The strings.
        between: Called after each string.
    """
    await open_it()
    form = type(the_form(pilot))
    for number, text in enumerate(texts):
        with pilot.app.batch_update():  # painted once, afterwards
            await paste_everywhere(pilot, text)
            if number % saved == 0:
                await save(pilot)
        check(pilot)
        if isinstance(pilot.app.screen, form):
            if number % saved == 0:
                told = [field for field in the_form(pilot).query(Field) if field.has_class("-wrong")]
                assert told or the_form(pilot).has_class("-problem")
        else:
            await pilot.press(*["escape"] * isinstance(pilot.app.screen, Box))
            await pilot.until(lambda: not isinstance(pilot.app.screen, Box))
            await open_it()
        between()


async def paste_everywhere(pilot: Keyboard, text: str) -> None:
    """Paste a string in place of all that stands in a form, in one burst; no field takes in too much."""
    form = the_form(pilot)
    chain = form.focus_chain
    last = max(place for place, control in enumerate(chain) if isinstance(control, Input | TextArea))
    form.set_focus(None)
    form.set_focus(chain[0])
    await pilot.at_once(*(key for control in chain[: last + 1] for key in pasting(control, text)))
    for line in form.query(Input):
        assert line.max_length is not None
        assert len(line.value) <= line.max_length
    for lines in form.query(PlainText):
        assert len(lines.text) <= lines.max_length


def pasting(control: Widget, text: str) -> Iterator[str | events.Paste]:
    """What replaces a control's text and goes on to the next one; coming into a line selects all of it."""
    if isinstance(control, TextArea):
        yield "f7"
        yield "delete"
    if isinstance(control, Input | TextArea):
        yield events.Paste(text)
    yield "tab"
