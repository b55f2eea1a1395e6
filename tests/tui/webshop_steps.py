"""How the webshop is come to by keyboard, and what stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from portal.demo.credentials import SHOP
from portal.static_site.places import FOLDER
from tests.tui.steps import all_is_read, appears, open_entry, reads, sign_in, sign_in_package
from tui.screens.webshop import WebshopScreen
from tui.screens.webshop.order import OrderModal
from tui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.portal_app import Keyboard, PortalApp


async def start(pilot: Keyboard) -> None:
    """Sign in as Erika, and press Start on her shop."""
    await sign_in(pilot)
    packages = pilot.app.screen.query_one(RecordList)
    while packages.highlighted is None or packages.highlighted.main_domain != SHOP.name:
        await pilot.press("down")
    await pilot.press("s")
    await shop(pilot)


async def start_as_webmaster(pilot: Keyboard) -> None:
    """Sign in by domain, and press Start."""
    await sign_in_package(pilot, SHOP.name, SHOP.password)
    await pilot.press("s")
    await shop(pilot)


async def shop(pilot: Keyboard) -> None:
    """Wait until the overview stands there."""
    await pilot.until(lambda: isinstance(pilot.app.screen, WebshopScreen), "Start opened nothing.")
    await appears(pilot, "To do")


async def mark_order(pilot: Keyboard, state: str) -> None:
    """Go to the newest order in a state."""
    await open_entry(pilot, "shop-orders")
    listed = pilot.app.screen.query_one("#shop-orders", RecordList)
    await pilot.press("home")
    while listed.highlighted is None or listed.highlighted.state.value != state:
        await pilot.press("down")


async def open_order(pilot: Keyboard, state: str) -> str:
    """Open the newest order in a state; its number."""
    await mark_order(pilot, state)
    await pilot.press("enter")
    await pilot.until(lambda: isinstance(pilot.app.screen, OrderModal), "No order was opened.")
    await reads(pilot, "Total")
    return pilot.app.screen.query_one("#box").border_title or ""


async def close_order(pilot: Keyboard) -> None:
    """Go back to the list; what became of the order stands in it."""
    await pilot.press("escape")
    await pilot.until(lambda: isinstance(pilot.app.screen, WebshopScreen), "The order is still open.")
    await all_is_read(pilot)


async def overview(pilot: Keyboard, words: str) -> str:
    """Go to the overview, and wait until words stand in it; all that does."""
    await open_entry(pilot, "webshop")
    shown = pilot.app.screen.query_one("#webshop > Static", Static)
    await pilot.until(lambda: words in str(shown.content), f"{words!r} never stood there.")
    return str(shown.content)


def shop_front(portal_app: PortalApp) -> Path:
    """What visitors see of Erika's shop, once it is published; the folder above is made."""
    [(number,)] = portal_app.stored("SELECT id FROM packages WHERE main_domain = ?", SHOP.name)
    folder = portal_app.path.parent / "webspaces" / str(number)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / FOLDER
