"""A shop's catalogue is published, turned back and taken away, by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.access import OperatorAccess
from portal.demo.credentials import SHOP
from tests.tui.steps import appears, choose, fill, notice, noticed, open_entry, reads, saved
from tests.tui.webshop_steps import shop_front, start, start_as_webmaster
from tui.screens.publishing import PublishModal
from tui.screens.webshop import WebshopScreen
from tui.widgets.dialogs import ConfirmModal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.tui.portal_app import Keyboard, PortalApp


async def publish(pilot: Keyboard) -> None:
    """Publish, and close the box again."""
    await pilot.press("p")
    await pilot.until(lambda: isinstance(pilot.app.screen, PublishModal))
    await pilot.until(lambda: pilot.app.focused and pilot.app.focused.id == "publish", "It cannot be.")
    await pilot.press("enter")
    await reads(pilot, "Published. Visitors see your shop at")
    await pilot.press("enter")
    await pilot.until(lambda: isinstance(pilot.app.screen, WebshopScreen))


@pytest.mark.parametrize("begin", [start, start_as_webmaster], ids=["owner", "webmaster"])
async def test_a_catalogue_is_published_changed_turned_back_and_taken_away(
    portal_app: PortalApp, begin: Callable[[Keyboard], Awaitable[None]]
) -> None:
    front = shop_front(portal_app)
    async with portal_app() as pilot:
        await begin(pilot)
        await open_entry(pilot, "shop-catalogue")
        await appears(pilot, "○ not published")
        await appears(pilot, "181 products are on sale in 4 categories.")
        await pilot.press("t", "u")
        assert isinstance(pilot.app.screen, WebshopScreen)
        await publish(pilot)
        await appears(pilot, "● published")
        assert "Harbour at dawn, print A4" in (front / "products" / "A4-01.html").read_text()
        with portal_app.elsewhere() as portal:
            served = portal.operator.websites.published(OperatorAccess("anna"), SHOP.name)
        assert served == front.resolve()
        await pilot.press("p")
        await reads(pilot, "Visitors see all of it already.")
        await pilot.press("escape", "e")
        await fill(pilot, "description", "[b]Pictures[/]")
        await choose(pilot, "theme", "Night")
        await reads(pilot, "a link")
        await saved(pilot)
        await appears(pilot, "[b]Pictures[/]")
        await pilot.press("p")
        await reads(pilot, "~ /products/A3-01.html")
        await pilot.until(lambda: pilot.app.focused and pilot.app.focused.id == "publish")
        await pilot.press("enter")
        await reads(pilot, "Published.")
        await pilot.press("enter")
        assert "[b]Pictures[/]" in (front / "index.html").read_text()
        await pilot.press("t")
        await noticed(pilot, "Visitors see what was published before. The same key turns forward again.")
        assert "[b]Pictures[/]" not in (front / "index.html").read_text()
        await pilot.press("u")
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "no"
        await pilot.press("tab", "enter")
        await pilot.until(lambda: notice(pilot) == "Visitors find no shop any more.")
        await appears(pilot, "○ not published")
        assert not front.exists()


async def test_a_shop_that_lacks_something_is_not_published_and_says_what(portal_app: PortalApp) -> None:
    front = shop_front(portal_app)
    portal_app.store("UPDATE shops SET privacy = '', is_open = 0")
    async with portal_app() as pilot:
        await start_as_webmaster(pilot)
        await open_entry(pilot, "shop-catalogue")
        await appears(pilot, "The shop is closed: visitors read that, and find no")
        await appears(pilot, "• The privacy policy is empty.")
        await pilot.press("p")
        await reads(
            pilot, "✗ The privacy policy is empty. Settings, on the left, are where this is set right."
        )
        assert pilot.app.screen.query_one("#publish").disabled
        await pilot.press("escape")
        assert not front.exists()


async def test_a_picture_that_is_not_there_is_told_before(portal_app: PortalApp) -> None:
    shop_front(portal_app)
    async with portal_app() as pilot:
        await start_as_webmaster(pilot)
        await open_entry(pilot, "shop-catalogue")
        await appears(pilot, "not published")
        await pilot.press("p")
        await reads(pilot, "181 links or images do not work:")
        await reads(pilot, "A3-01 Harbour at dawn,…: harbour-at-dawn.png is an image that is not in")


async def test_what_changed_while_it_was_shown_is_shown_again(portal_app: PortalApp) -> None:
    front = shop_front(portal_app)
    async with portal_app() as pilot:
        await start_as_webmaster(pilot)
        await open_entry(pilot, "shop-catalogue")
        await appears(pilot, "not published")
        await pilot.press("p")
        await pilot.until(lambda: pilot.app.focused and pilot.app.focused.id == "publish")
        portal_app.store("UPDATE shop_products SET name = 'Changed' WHERE number = 'A4-01'")
        await pilot.press("enter")
        await reads(pilot, "Something was changed since this was shown. Please look once more.")
        assert not front.exists()
        await pilot.until(lambda: pilot.app.focused and pilot.app.focused.id == "publish")
        await pilot.press("enter")
        await reads(pilot, "Published.")
        assert "Changed" in (front / "products" / "A4-01.html").read_text()
