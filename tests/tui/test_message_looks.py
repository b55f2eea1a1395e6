"""How messages look, as SVG, at 80x24 and at 120x36; see `test_looks.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hostile import HOSTILE
from tests.tui.pictures import BOTH
from tests.tui.steps import open_entry, sign_in
from tui.screens.messages.reading import MessageModal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.tui.keyboard import Keyboard
    from tests.tui.portal_app import PortalApp


async def show(pilot: Keyboard) -> None:
    """Open the marked message."""
    await pilot.press("enter")
    await pilot.until(lambda: isinstance(pilot.app.screen, MessageModal))
    await pilot.settle()


@BOTH
async def test_the_list_and_a_message(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await open_entry(pilot, "messages")
        await looks(pilot, "list")
        await pilot.press("down", "down", "down")
        await show(pilot)
        await looks(pilot, "invoice")
        await pilot.press("escape")
        await pilot.press("up", "up")
        await show(pilot)
        await looks(pilot, "sign-in")
        await pilot.press("escape")
        await pilot.press("slash", *"nothing of it")
        await pilot.until(lambda: "Nothing" in pilot.shown() or "No row" in pilot.shown())
        await pilot.settle()
        await looks(pilot, "nothing-found")


@BOTH
async def test_hostile_text(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    lines = "\n".join(HOSTILE[name] for name in ("markup closing tag", "clear screen", "bidi override"))
    portal_app.store(
        "UPDATE messages SET subject = ?, body = ? WHERE read_at IS NULL",
        "[@click=app.quit]x[/] \x1b]52;c;SGFs\x07 \u202eabc " + "lang " * 30,
        lines + "\n" + "Wort" * 60,
    )
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await open_entry(pilot, "messages")
        await looks(pilot, "hostile-list")
        await show(pilot)
        await looks(pilot, "hostile-message")
