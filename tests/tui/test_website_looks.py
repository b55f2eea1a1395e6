"""How the website builder looks, as SVG, at 80x24 and at 120x36; see `test_looks.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.pictures import BOTH
from tests.tui.steps import appears, reads
from tests.tui.website_steps import editor, mark, start, webspace, write

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.tui.portal_app import Keyboard, PortalApp


@BOTH
async def test_pages_text_and_preview(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await start(pilot)
        await mark(pilot, "Brocken")
        await looks(pilot, "pages")
        await write(pilot, "Brocken")
        await pilot.press("end")
        await looks(pilot, "writing")
        if size[0] < 120:
            await pilot.press("f4")
            await looks(pilot, "preview")


@BOTH
async def test_boxes(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    webspace(portal_app)
    portal_app.store("UPDATE website_pages SET text = '[x](page:99)' WHERE title = 'Huts'")
    async with portal_app(size) as pilot:
        await start(pilot)
        await pilot.press("p")
        await pilot.until(lambda: pilot.app.focused and pilot.app.focused.id == "publish")
        await looks(pilot, "publish")
        await pilot.press("enter")
        await reads(pilot, "Published.")
        await looks(pilot, "published")
        await pilot.press("escape")
        await appears(pilot, "published 22 Nov")
        await pilot.press("w", "enter")
        await reads(pilot, "Description")
        await looks(pilot, "settings")
        await pilot.press("escape", "w", "down", "enter")
        await reads(pilot, "Imprint")
        await looks(pilot, "legal")
        await pilot.press("escape")
        await mark(pilot, "What to pack")
        await pilot.press("v")
        await reads(pilot, "Versions")
        await pilot.press("down")
        await looks(pilot, "versions")


@BOTH
async def test_both_texts(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await start(pilot)
        await write(pilot, "What to pack")
        portal_app.store(
            "UPDATE website_pages SET number = number + 1, text = text || char(10) || '- a hat'"
            " WHERE title = 'What to pack'"
        )
        await pilot.press("end", *", both on paper")
        await appears(pilot, "saved by others since")
        await pilot.press("f2")
        await reads(pilot, "Save mine")
        assert "paper" in editor(pilot).text
        await looks(pilot, "both-texts")
