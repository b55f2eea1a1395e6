"""How the webshop looks, as SVG, at 80x24 and at 120x36; see `test_looks.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.pictures import BOTH
from tests.tui.steps import fill, open_entry, reads, save
from tests.tui.test_webshop_stories import SAMPLE
from tests.tui.webshop_steps import close_order, open_order, start_as_webmaster

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.tui.portal_app import Keyboard, PortalApp


@BOTH
async def test_overview_orders_and_refund(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await start_as_webmaster(pilot)
        await looks(pilot, "overview")
        await pilot.press("tab", "end")
        await looks(pilot, "best")
        await open_entry(pilot, "shop-orders")
        await looks(pilot, "orders")
        await open_order(pilot, "shipped")
        await looks(pilot, "order")
        await pilot.press("r")
        await reads(pilot, "can be given back")
        await looks(pilot, "refund")
        await pilot.press("escape")
        await close_order(pilot)


@BOTH
async def test_products_and_the_rest(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await start_as_webmaster(pilot)
        await open_entry(pilot, "shop-products")
        await looks(pilot, "products")
        await pilot.press("enter")
        await reads(pilot, "In stock")
        await looks(pilot, "product")
        await pilot.press("escape", "i")
        await fill(pilot, "path", str(SAMPLE))
        await save(pilot)
        await reads(pilot, "New categories: Tee")
        await looks(pilot, "import")
        await pilot.press("escape")
        await open_entry(pilot, "shop-vouchers")
        await looks(pilot, "vouchers")
        await open_entry(pilot, "shop-settings")
        await looks(pilot, "settings")
        await pilot.press("enter")
        await reads(pilot, "The shop is open")
        await looks(pilot, "opening")
