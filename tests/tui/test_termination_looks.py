"""How the termination looks, as SVG, at 80x24 and at 120x36; see `test_looks.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.demo.credentials import ERIKA
from tests.tui.pictures import BOTH
from tests.tui.steps import fill, save, saved, sign_in
from tests.tui.termination_steps import (
    CLUB,
    DESIGN,
    OLD,
    begin,
    confirm,
    days_pass,
    go_on,
    mark,
    open_endings,
    terminate_elsewhere,
    to_the_end,
)
from tui.screens.termination.forms import AuthInfoForm, RetractForm
from tui.screens.termination.withdrawing import WithdrawWizard
from tui.widgets.dialogs import NoticeModal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.tui.portal_app import Keyboard, PortalApp


@pytest.fixture(autouse=True)
def _without_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are the same every time."""
    monkeypatch.setattr("portal.termination.auth_info.secrets.choice", lambda letters: letters[7])


@BOTH
async def test_the_list(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    terminate_elsewhere(portal_app, DESIGN)
    days_pass(portal_app, portal_app.clock.moment.date().replace(month=12, day=24))
    terminate_elsewhere(portal_app, CLUB)
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await open_endings(pilot)
        await mark(pilot, CLUB)
        await looks(pilot, "terminated")
        await pilot.press("down")
        await looks(pilot, "transferred")
        await pilot.press("end")
        await looks(pilot, "ended")


@BOTH
async def test_terminating_a_package(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await open_endings(pilot)
        await looks(pilot, "list")
        wizard = await begin(pilot, DESIGN)
        await looks(pilot, "when")
        await fill(pilot, "ends-on", "2026-12-01")
        await save(pilot)
        await looks(pilot, "too-early")
        await fill(pilot, "ends-on", "")
        await go_on(pilot, wizard)
        await looks(pilot, "domains")
        await go_on(pilot, wizard)
        await looks(pilot, "many-consequences")
        await pilot.press("escape", "escape", "escape")
        wizard = await begin(pilot, CLUB)
        await to_the_end(pilot, wizard)
        await looks(pilot, "consequences")
        portal_app.store("UPDATE contracts SET becomes_on = NULL, becomes_product_id = NULL")
        await fill(pilot, "password", ERIKA.password)
        await save(pilot)
        await looks(pilot, "changed-meanwhile")
        await fill(pilot, "password", "not this one")
        await save(pilot)
        await looks(pilot, "wrong-password")
        await confirm(pilot)
        await looks(pilot, "receipt")


@BOTH
async def test_retracting_and_another_auth_info(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    terminate_elsewhere(portal_app, CLUB)
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await open_endings(pilot)
        await mark(pilot, CLUB)
        await pilot.press("down", "a")
        await pilot.until(lambda: isinstance(pilot.app.screen, AuthInfoForm))
        await looks(pilot, "auth-info")
        await fill(pilot, "password", ERIKA.password)
        await saved(pilot)
        await pilot.until(lambda: isinstance(pilot.app.screen, NoticeModal))
        await looks(pilot, "new-auth-info")
        await pilot.press("escape")
        await mark(pilot, OLD)
        await pilot.press("t")
        await pilot.until(lambda: isinstance(pilot.app.screen, RetractForm))
        await looks(pilot, "retract")
        await confirm(pilot)
        await looks(pilot, "retracted")


@BOTH
async def test_withdrawing(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await open_endings(pilot)
        await mark(pilot, "SiteGuard")
        await pilot.press("w")
        await pilot.until(lambda: isinstance(pilot.app.screen, WithdrawWizard))
        await looks(pilot, "withdraw")
        await pilot.press("f2")
        await pilot.until(lambda: pilot.app.screen.query("#field-password"))
        await looks(pilot, "confirm-withdrawal")
        await confirm(pilot)
        await looks(pilot, "withdrawn")


@BOTH
async def test_hostile_names(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    hostile = "[@click=app.quit]x[/] \x1b]52;c;SGFs\x07 \u202eabc"
    portal_app.store("UPDATE additional_services SET name = ? || id", hostile)
    portal_app.store("UPDATE domains SET name = ? || id", hostile)
    portal_app.store("UPDATE packages SET main_domain = ? || id", hostile)
    portal_app.store("UPDATE databases SET name = ? || id", hostile)
    portal_app.store("UPDATE products SET name = ? || id", hostile)
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        endings = await open_endings(pilot)
        await looks(pilot, "hostile")
        assert endings.highlighted is not None
        wizard = await begin(pilot, endings.highlighted.name)
        await go_on(pilot, wizard)
        await looks(pilot, "hostile-domains")
        await go_on(pilot, wizard)
        await looks(pilot, "hostile-consequences")
        await confirm(pilot)
        await looks(pilot, "hostile-receipt")
