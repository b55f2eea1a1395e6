"""How the catalogue's pane and boxes look, as SVG, at 80x24 and at 120x36; see `test_looks.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.pictures import BOTH
from tests.tui.steps import appears, open_entry, reads
from tests.tui.webshop_steps import shop_front, start_as_webmaster

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.tui.portal_app import Keyboard, PortalApp


@BOTH
async def test_the_catalogue_what_changed_and_where_it_is(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    portal_app.store("UPDATE shop_products SET picture = ''")
    shop_front(portal_app)
    async with portal_app(size) as pilot:
        await start_as_webmaster(pilot)
        await open_entry(pilot, "shop-catalogue")
        await appears(pilot, "not published")
        await looks(pilot, "not published")
        await pilot.press("e")
        await reads(pilot, "a link")
        await looks(pilot, "form")
        await pilot.press("escape", "p")
        await pilot.until(lambda: pilot.app.focused and pilot.app.focused.id == "publish")
        await looks(pilot, "plan")
        await pilot.press("enter")
        await reads(pilot, "Published. Visitors see your shop at")
        await looks(pilot, "where")
        await pilot.press("enter")
        await appears(pilot, "● published")
        await looks(pilot, "published")


@BOTH
async def test_a_catalogue_that_cannot_be_published(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    portal_app.store("UPDATE shops SET terms = '', email = '', description = ''")
    async with portal_app(size) as pilot:
        await start_as_webmaster(pilot)
        await open_entry(pilot, "shop-catalogue")
        await appears(pilot, "Before it can be published")
        await looks(pilot, "missing")
