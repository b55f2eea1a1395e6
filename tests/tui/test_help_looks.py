"""How help and contact look, as SVG, at 80x24 and at 120x36; see `test_looks.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.help_steps import (
    answer,
    open_help,
    open_questions,
    open_thread,
    read_more,
    reads_article,
    search,
)
from tests.tui.pictures import BOTH
from tests.tui.steps import fill, save, sign_in, sign_in_package
from tui.screens.support.forms import AskForm, WriteForm
from tui.widgets.pick import PickModal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.tui.portal_app import Keyboard, PortalApp


@BOTH
async def test_the_help(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await open_help(pilot)
        await looks(pilot, "contact")
        await search(pilot, "catch")
        await looks(pilot, "found")
        await pilot.press("enter")
        await reads_article(pilot, "Catch-all")
        await looks(pilot, "article")
        await pilot.press("slash", "ctrl+u", *"dns", "enter")
        await reads_article(pilot, "DNS")
        await looks(pilot, "long-article")
        await pilot.press("l")
        await pilot.until(lambda: isinstance(pilot.app.screen, PickModal))
        await looks(pilot, "see-also")
        await pilot.press("escape", "slash", "ctrl+u", *"qqq")
        await looks(pilot, "nothing")


@BOTH
async def test_questions(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await open_help(pilot)
        await pilot.press("f6")
        await pilot.until(lambda: isinstance(pilot.app.screen, AskForm))
        await pilot.settle()
        await save(pilot)
        await looks(pilot, "ask-missing")
        await pilot.press("escape")
        await open_questions(pilot)
        await looks(pilot, "questions")
        await open_thread(pilot)
        await looks(pilot, "thread")
        await pilot.press("w")
        await pilot.until(lambda: isinstance(pilot.app.screen, WriteForm))
        await fill(pilot, "text", "Thank you, that helps.")
        answer(portal_app, "T-2", "And mind the spam filter.")
        await save(pilot)
        await looks(pilot, "write-changed-meanwhile")


@BOTH
async def test_the_help_of_a_package_login(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in_package(pilot)
        await read_more(pilot)
        await reads_article(pilot, "Overview of a package")
        await looks(pilot, "package-login")
