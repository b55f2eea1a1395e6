"""Random keys, pastes and sizes, the same in every run: whatever comes, the app stays alive."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from textual.command import CommandPalette

from portal.demo.credentials import AGENCY, DESIGN, ERIKA
from tests.hostile import HOSTILE
from tests.tui.steps import enter_login, sign_in
from tui.screens.login import LoginScreen

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard, PortalApp

KEYS = (
    *("tab", "shift+tab", "enter", "escape", "up", "down", "left", "right", "home", "end") * 3,
    "pageup", "pagedown", "f1", "f2", "f3", "f4", "f5", "ctrl+p", "ctrl+s", "ctrl+u", "ctrl+a", "ctrl+c",
    "ctrl+v", "ctrl+x", "space", "backspace", "delete", "slash", "o", "s", "m", "n", "a", "1", "ß", "[", "日",
    "ctrl+z", "f11", "ctrl+backslash", "shift+f5", "alt+x",
)  # fmt: skip

SIZES = (
    (80, 24), (80, 24), (120, 36), (1, 1), (2, 2), (1, 24), (80, 1), (20, 5), (40, 10), (79, 23), (60, 20),
    (100, 30), (300, 100), (500, 200),
)  # fmt: skip

STEPS = 100


async def storm(pilot: Keyboard, random: Random) -> None:
    """Some hundred keys, a few pastes, a few sizes."""
    pasted = [text[:2_000] for text in HOSTILE.values()]
    for _step in range(STEPS):
        what = random.random()
        if what < 0.06:
            await pilot.resize_terminal(*random.choice(SIZES))
        elif what < 0.12:
            await pilot.paste(random.choice(pasted))
        elif isinstance(pilot.app.screen, CommandPalette):
            await pilot.press(random.choice(("down", "a", "pageup", "backspace", "escape")))  # never "Quit"
        else:
            keys = random.choices(KEYS, k=random.randint(1, 4))
            await pilot.press(*(["ctrl+p"] if "ctrl+p" in keys else keys))
    await pilot.resize_terminal(80, 24)
    await pilot.settle()
    assert pilot.app.is_running
    assert isinstance(pilot.app.screen_stack[0], LoginScreen)
    assert pilot.shown().count("\n") == 23


@pytest.mark.parametrize("seed", range(3))
async def test_random_keys_of_a_customer_crash_nothing(portal_app: PortalApp, seed: int) -> None:
    async with portal_app() as pilot:
        login = (ERIKA, AGENCY)[seed % 2]
        await sign_in(pilot, login.name, login.password)
        await storm(pilot, Random(seed))  # noqa: S311 - a fixed seed, nothing secret


@pytest.mark.parametrize("seed", range(2))
async def test_random_keys_of_a_webmaster_crash_nothing(portal_app: PortalApp, seed: int) -> None:
    async with portal_app() as pilot:
        await pilot.press("f4")
        await enter_login(pilot, DESIGN.name, DESIGN.password)
        await storm(pilot, Random(100 + seed))  # noqa: S311 - a fixed seed, nothing secret


async def test_random_keys_of_somebody_unknown_open_nothing(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await storm(pilot, Random(200))  # noqa: S311 - a fixed seed, nothing secret
        assert pilot.app.signed_in is None


async def test_all_screens_survive_every_size(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        for keys in (
            (),
            ("f1",),
            ("escape", "m"),
            ("escape", "shift+tab", "home", "down", "enter"),
            ("ctrl+p",),
        ):
            await pilot.press(*keys)
            await pilot.settle()
            for size in ((1, 1), (20, 5), (79, 23), (120, 36), (500, 200), (80, 24)):
                await pilot.resize_terminal(*size)
                await pilot.settle()
                rows = pilot.shown().split("\n")
                assert len(rows) == size[1]
        assert pilot.app.is_running
