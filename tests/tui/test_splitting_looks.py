"""How splitting a package looks, as SVG, at 80x24 and at 120x36; see `test_looks.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.demo.credentials import AGENCY, ERIKA
from tests.tui.pictures import BOTH
from tests.tui.splitting_steps import (
    CLUB,
    DESIGN,
    FIRST,
    SECOND,
    go_on,
    into,
    into_a_new,
    open_split,
    planned,
    the_details,
    the_domains,
    tick,
)
from tests.tui.steps import fill, go_to_menu, save, sign_in, sign_in_as
from tui.screens.package_change.misfits import MisfitModal
from tui.screens.splitting.ordering import RetractForm
from tui.widgets.pick import PickModal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.tui.portal_app import Keyboard, PortalApp


@BOTH
async def test_step_by_step_to_a_new_package(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        domains = await open_split(pilot)
        await looks(pilot, "domains")
        await tick(pilot, domains, DESIGN, FIRST)
        await looks(pilot, "marked")
        await go_on(pilot)
        await looks(pilot, "targets")
        await pilot.press("n")
        await pilot.until(lambda: isinstance(pilot.app.screen, PickModal))
        await looks(pilot, "products")
        await pilot.press("escape", "escape")
        await the_domains(pilot)
        await into_a_new(pilot, "PowerWeb Plus")
        await looks(pilot, "details")
        await planned(pilot)
        await looks(pilot, "new-package")
        await pilot.press("pagedown", "pagedown")
        await looks(pilot, "new-package-further-down")
        await fill(pilot, "password", "not this one")
        await save(pilot)
        await looks(pilot, "wrong-password")


@BOTH
async def test_into_another_package(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        domains = await open_split(pilot)
        await tick(pilot, domains, FIRST, SECOND)
        await into(pilot, CLUB)
        await fill(pilot, "on", "2026-11-01")
        await save(pilot)
        await looks(pilot, "day-over")
        await fill(pilot, "on", "2026-12-24")
        await planned(pilot)
        await looks(pilot, "later")
        await fill(pilot, "password", ERIKA.password)
        await save(pilot)
        await the_domains(pilot)
        await looks(pilot, "pending")
        await pilot.press("t")
        await pilot.until(lambda: isinstance(pilot.app.screen, RetractForm))
        await looks(pilot, "retract")


@BOTH
async def test_no_room(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        domains = await open_split(pilot)
        await tick(pilot, domains, DESIGN)
        await into(pilot, CLUB)
        await the_details(pilot)
        await pilot.press("f2")
        await pilot.until(lambda: isinstance(pilot.app.screen, MisfitModal))
        await looks(pilot, "misfits")


@BOTH
async def test_an_agency_with_many_packages(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in_as(pilot, AGENCY)
        await pilot.press("slash", *"müller-söhne", "enter")
        await pilot.until(lambda: "müller-söhne.de" in pilot.shown())
        await go_to_menu(pilot, "splitting")
        await pilot.press("enter")
        await the_domains(pilot)
        await looks(pilot, "ordered")
        portal_app.store("DELETE FROM split_domains")
        portal_app.store("DELETE FROM split_orders")
        await pilot.press("f5")
        await pilot.until(lambda: "→ a new package" not in pilot.shown())
        domains = await the_domains(pilot)
        await tick(pilot, domains, "müller-söhne.com")
        await go_on(pilot)
        await looks(pilot, "many-targets")
