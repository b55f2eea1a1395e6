"""What is typed stands on the screen, though only the lines that look different are painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.strip import Strip

from portal.website.models import LONGEST_TEXT
from tests.tui.steps import noticed
from tests.tui.website_steps import editor, start, write

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard, PortalApp

WORD = "word "

STEPS: dict[str, tuple[str, ...]] = {
    "letters": tuple("fog "),
    "a letter that makes a heading": ("home", "delete", "delete", "#", "space"),
    "a line break and back": ("end", "enter", *"- x", "backspace", "backspace", "backspace", "backspace"),
    "a line that wraps and no longer": (*[WORD] * 30, *["ctrl+w"] * 30),
    "letters in place of marked ones": ("shift+left", "shift+left", "y"),
    "lines in place of marked ones": ("shift+up", "shift+up", "z"),
    "brackets far from each other": ("(", "enter", "enter", ")", "left", "a", "(", "backspace"),
    "undone and done again": (*"gone", "ctrl+z", "ctrl+y"),
    "at the end of a long text": ("ctrl+end", *["enter"] * 40, *"last", "backspace"),
    "at its beginning": ("ctrl+home", *"first", "delete"),
}


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
async def test_no_line_shows_what_it_was(portal_app: PortalApp, size: tuple[int, int]) -> None:
    async with portal_app(size) as pilot:
        await start(pilot)
        await write(pilot, "Brocken")
        for what, keys in STEPS.items():
            for key in keys:
                await typed(pilot, key)
                painted = editor_rows(pilot)
                editor(pilot).refresh()
                await pilot.settle()
                assert painted == editor_rows(pilot), (what, key)


async def test_of_two_megabytes_a_page_takes_what_it_holds_and_says_so(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await start(pilot)
        await write(pilot, "Huts")
        before = len(editor(pilot).text)
        await pilot.paste("# a\n*b* [c](d)\n" * 130_000)
        await noticed(pilot, "A page holds 500000 characters: the end of what you pasted was left out.")
        assert len(editor(pilot).text) == LONGEST_TEXT
        assert editor(pilot).text.endswith("on weekends above all.")
        await pilot.press("f2")
        await noticed(pilot, "The page was saved. Publish it when you like.")
        [(length,)] = portal_app.stored("SELECT length(text) FROM website_pages WHERE title = 'Huts'")
        assert LONGEST_TEXT - before <= int(str(length)) <= LONGEST_TEXT


async def typed(pilot: Keyboard, key: str) -> None:
    """Press a key, or paste a word."""
    if key == WORD:
        await pilot.paste(WORD)
    else:
        await pilot.press("space" if key == " " else key)


def editor_rows(pilot: Keyboard) -> list[str]:
    """The rows of the editor alone, with their colours: what stands beside it follows later."""
    inside, console = editor(pilot).content_region, pilot.app.console
    rows = pilot.strips()[inside.y : inside.bottom]
    return [Strip.join(row).crop(inside.x, inside.right).render(console) for row in rows]
