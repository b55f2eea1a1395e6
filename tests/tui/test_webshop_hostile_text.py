"""Hostile strings in every text of a shop: stored past all rules, shown everywhere, live nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.hostile_steps import STORABLE, check, store_rows
from tests.tui.steps import all_is_read, open_entry, reads
from tests.tui.webshop_steps import start_as_webmaster
from tui.screens.webshop.order import OrderModal
from tui.screens.webshop.screen import SUBJECTS
from tui.widgets.box import Box

if TYPE_CHECKING:
    from tests.tui.portal_app import PortalApp

TEXTS = [text[:100] for text in STORABLE.values()]

ROWS: dict[str, dict[str, str]] = {
    "shop_categories": {"name": "substr(?1, 1, 90) || ?2", "position": "0"},
    "shop_products": {
        "number": "substr(?1, 1, 30) || ?2", "name": "?1", "text": "?1", "price_cents": "100",
        "tax_rate": "19", "stock": "0", "on_sale": "1", "picture": "?1",
    },
    "shop_options": {
        "kind": "'shipping'", "name": "substr(?1, 1, 90) || ?2", "price_cents": "0", "enabled": "1",
    },
    "shop_vouchers": {
        "code": "substr(?1, 1, 30) || ?2", "percent": "5", "used": "0", "minimum_cents": "0",
    },
    "shop_orders": {
        "front_id": "'hostile-' || ?2", "year": "2099", "serial": "?2 + 1", "state": "'paid'",
        "arrived_at": "'2026-11-20 12:00:00.000000'", "ordered_on": "'2026-11-20'", "sender": "'{}'",
        "buyer": "?1", "email": "?1", "street": "?1", "addition": "?1", "postcode": "substr(?1, 1, 20)",
        "town": "?1", "country": "'DE'", "remark": "?1", "shipping_name": "?1", "shipping_cents": "0",
        "payment_name": "?1", "payment_cents": "0", "voucher_code": "?1", "discount_cents": "0",
        "total_cents": "100", "paid_cents": "100", "refunded_cents": "50", "paid_on": "'2026-11-20'",
    },
}  # fmt: skip
"""What stands in a row of each table; ?1 is the text, ?2 keeps names apart."""

LINES = """
    INSERT INTO shop_order_lines
        (order_id, number, name, quantity, price_cents, tax_rate, discount_cents, refunded, back)
    SELECT id, buyer, buyer, 1, 100, 19, 0, 0, 0 FROM shop_orders WHERE year = 2099
"""

REFUNDS = """
    INSERT INTO shop_refunds (order_id, refunded_on, amount_cents, by_rate, reason)
    SELECT id, '2026-11-20', 50, '{"19": 50}', buyer FROM shop_orders WHERE year = 2099
"""


def store_everywhere(portal_app: PortalApp) -> None:
    """Put every text into every table of the demo's shop."""
    [(package,)] = portal_app.stored("SELECT package_id FROM shops")
    assert isinstance(package, int)
    store_rows(portal_app, package, ROWS, TEXTS)
    for statement in (LINES, REFUNDS):
        portal_app.store(statement)
    name = "[@click=app.quit]x[/] \x1b[2J"
    portal_app.store("UPDATE shops SET name = ?1, street = ?1, opening_text = ?1, imprint = ?1", name)


async def test_a_shop_shows_what_stands_in_it_literally(portal_app: PortalApp) -> None:
    store_everywhere(portal_app)
    async with portal_app() as pilot:
        await start_as_webmaster(pilot)
        check(pilot)
        for subject in SUBJECTS[1:]:
            await open_entry(pilot, subject.name)
            await all_is_read(pilot)
            await pilot.press("home")
            for _page in range(3):
                check(pilot)
                await pilot.press("pagedown")
                await pilot.settle()
            await pilot.press("enter")
            await pilot.until(lambda: isinstance(pilot.app.screen, Box), "Enter opened nothing.")
            await pilot.settle()
            check(pilot)
            await pilot.press("escape")
            await pilot.settle()
            await pilot.press("shift+tab")


async def test_orders_show_what_stands_in_them_literally(portal_app: PortalApp) -> None:
    store_everywhere(portal_app)
    async with portal_app() as pilot:
        await start_as_webmaster(pilot)
        await open_entry(pilot, "shop-orders")
        await pilot.press("home")
        for _order in TEXTS:
            await pilot.press("enter")
            await pilot.until(lambda: isinstance(pilot.app.screen, OrderModal), "No order was opened.")
            await reads(pilot, "ordered 20 Nov 2026")
            check(pilot)
            await pilot.press("end")
            check(pilot)
            await pilot.press("escape", "down")
