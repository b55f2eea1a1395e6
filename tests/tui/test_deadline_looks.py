"""How the deadlines look, as SVG, at 80x24 and at 120x36; see `test_looks.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.demo.credentials import AGENCY
from tests.tui.pictures import BOTH
from tests.tui.steps import appears, reads, sign_in, sign_in_as
from tests.tui.test_deadline_stories import open_confirmations, open_deadlines
from tui.widgets.pick import PickModal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.tui.portal_app import Keyboard, PortalApp


@BOTH
async def test_what_is_coming(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    portal_app.clock.forward(days=12)
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await appears(pilot, "soon")
        await looks(pilot, "menu")
        listed = await open_deadlines(pilot)
        await looks(pilot, "list")
        await pilot.press("end")
        await appears(pilot, "Go there")
        await looks(pilot, "change")
        await pilot.press("x")
        await pilot.until(lambda: isinstance(pilot.app.screen, PickModal))
        await looks(pilot, "export")
        await pilot.press("escape", "/")
        await pilot.press(*"nothing-like-it")
        await pilot.until(lambda: listed.matching == 0)
        await looks(pilot, "nothing")


@BOTH
async def test_very_many(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in_as(pilot, AGENCY)
        await open_deadlines(pilot)
        await looks(pilot, "many")


@BOTH
async def test_what_was_done(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await open_confirmations(pilot)
        await looks(pilot, "confirmations")
        await pilot.press("enter")
        await reads(pilot, "Guten Tag Erika Musterfrau")
        await looks(pilot, "read")
