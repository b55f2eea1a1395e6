"""How offers of the month look, as SVG, at 80x24 and at 120x36; see `test_looks.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.offer_steps import (
    ARCHIVE,
    PLUS,
    SECOND,
    comes,
    confirm,
    mark,
    open_offers,
    plan_package,
    plan_service,
    read,
    the_offers,
)
from tests.tui.pictures import BOTH
from tests.tui.steps import fill, reads, save, sign_in
from tui.screens.offers.domain import DomainForm
from tui.screens.offers.ordering import OrderForm
from tui.screens.offers.packages import BookableScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.tui.keyboard import Keyboard
    from tests.tui.portal_app import PortalApp


@BOTH
async def test_reading_and_ordering_a_package(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await open_offers(pilot)
        await mark(pilot, SECOND)
        await looks(pilot, "list")
        await read(pilot, SECOND)
        await looks(pilot, "offer")
        await pilot.press("o")
        await comes(pilot, DomainForm)
        await fill(pilot, "domain", "musterfrau.de")
        await save(pilot)
        await looks(pilot, "taken")
        await pilot.press("escape", "tab", "enter")
        await the_offers(pilot)
        await plan_package(pilot)
        await looks(pilot, "obligation")
        await fill(pilot, "password", "not this one")
        await save(pilot)
        await looks(pilot, "wrong-password")
        await confirm(pilot)
        await looks(pilot, "ordered")
        await pilot.press("escape")
        await read(pilot, SECOND)
        await looks(pilot, "ordered-already")


@BOTH
async def test_ordering_a_service(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    portal_app.store("UPDATE offers SET ordered = available WHERE available IS NOT NULL")
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await open_offers(pilot)
        await read(pilot, ARCHIVE)
        await looks(pilot, "service")
        await pilot.press("o")
        await comes(pilot, BookableScreen)
        await looks(pilot, "packages")
        await pilot.press("escape")
        await plan_service(pilot, "musterfrau-design.de")
        portal_app.store("UPDATE offers SET price_cents = 499 WHERE name = ?", ARCHIVE)
        await fill(pilot, "password", "demo-customer-2026")
        await save(pilot)
        await looks(pilot, "changed")
        await confirm(pilot)
        await looks(pilot, "booked")
        await pilot.press("escape")
        await mark(pilot, PLUS)
        await looks(pilot, "sold-out")


@BOTH
async def test_hostile_text_and_none(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    hostile = "[@click=app.quit]x[/] \x1b]52;c;SGFs\x07 \u202eabc " + "lang " * 20
    portal_app.store("UPDATE offers SET name = ?, text = ?", hostile, f"{hostile}\n" + "Wort" * 300)
    portal_app.store("UPDATE offers SET service = ? WHERE service != ''", hostile)
    portal_app.store("UPDATE products SET name = ? || id", hostile)
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await open_offers(pilot)
        await looks(pilot, "hostile-list")
        await read(pilot, hostile)
        await looks(pilot, "hostile-offer")
        await pilot.press("end")
        await looks(pilot, "hostile-offer-end")
        await pilot.press("escape")
        await the_offers(pilot)
        await pilot.press("down", "o")
        await comes(pilot, DomainForm)
        await fill(pilot, "domain", "sehr-langer-name-" * 3 + "ende.de")
        await pilot.press("f2")
        await comes(pilot, OrderForm)
        await looks(pilot, "hostile-obligation")
        await pilot.press("escape", "escape")
        await the_offers(pilot)
        portal_app.store("UPDATE offers SET ended_at = '2026-11-01 00:00:00'")
        await pilot.press("f5")
        await reads(pilot, "There is no offer")
        await looks(pilot, "none")
