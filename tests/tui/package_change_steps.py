"""How a package change is come to by keyboard, and what stands in the database of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tests.tui.steps import open_entry, running
from tui.screens.package_change import PackageChangeScreen
from tui.screens.package_change.misfits import MisfitModal
from tui.screens.package_change.ordering import ChangeForm
from tui.screens.package_change.products import ProductList
from tui.widgets.pick import PickList, PickModal

if TYPE_CHECKING:
    from portal.package_change import ProductOption
    from tests.tui.portal_app import Keyboard, PortalApp

DESIGN, SHOP, CLUB, OLD = (
    "musterfrau-design.de",
    "shop.musterfrau.de",
    "verein-sonnenhof.de",
    "altes-projekt.com",
)
"""Erika's PowerWeb Plus, her Webshop Basic, a Starter that becomes Mini, and one that was terminated."""


async def open_change(pilot: Keyboard, domain: str) -> ProductList:
    """Open the package change of one of the signed-in customer's packages from the menu."""
    await open_entry(pilot, "package-change")
    await pilot.until(lambda: isinstance(pilot.app.screen, PickModal), "It never asked which package.")
    await pilot.settle()
    things = pilot.app.screen.query_one(PickList)
    await pilot.press("home")
    for _package in range(things.option_count):
        if things.highlighted_option is not None and domain in str(things.highlighted_option.prompt):
            break
        await pilot.press("down")
    else:
        raise AssertionError(f"There is no {domain}.")
    await pilot.press("enter")
    return await the_products(pilot)


async def the_products(pilot: Keyboard) -> ProductList:
    """The list of products, once it stands there."""
    await pilot.until(lambda: isinstance(pilot.app.screen, PackageChangeScreen), "The screen never came.")
    await pilot.until(lambda: pilot.app.screen.query(ProductList))
    products = pilot.app.screen.query_one(ProductList)
    await pilot.until(lambda: products.highlighted is not None, "The products were never read.")
    await pilot.settle()
    return products


def marked(products: ProductList) -> ProductOption:
    """The product under the cursor."""
    assert products.highlighted is not None
    return products.highlighted


async def mark(pilot: Keyboard, products: ProductList, name: str) -> None:
    """Put the cursor on a product."""
    await pilot.press("home")
    for _product in range(products.matching or 0):
        await pilot.until(lambda: products.highlighted is not None)
        if marked(products).name == name:
            await pilot.settle()
            return
        await pilot.press("down")
    raise AssertionError(f"There is no {name}.")


async def ask_for(pilot: Keyboard, products: ProductList, name: str) -> str:
    """Choose a product; what its form says."""
    await mark(pilot, products, name)
    await pilot.press("enter")
    await pilot.until(lambda: isinstance(pilot.app.screen, ChangeForm), "Nothing was offered.")
    await pilot.settle()
    return running(pilot.in_the_box())


async def does_not_fit(pilot: Keyboard, products: ProductList, name: str) -> str:
    """Choose a product; what does not fit into it."""
    await mark(pilot, products, name)
    await pilot.press("enter")
    await pilot.until(lambda: isinstance(pilot.app.screen, MisfitModal), "It fits.")
    await pilot.settle()
    return running(pilot.in_the_box())


def settle_all(portal_app: PortalApp) -> None:
    """Let no invoice be open."""
    portal_app.store("UPDATE invoices SET balance_cents = 0")


def use(portal_app: PortalApp, domain: str, resource: str, used: int) -> None:
    """Let so much be in use."""
    portal_app.store(
        "UPDATE package_usage SET used = ? WHERE resource = ? AND package_id ="
        " (SELECT id FROM packages WHERE main_domain = ?)",
        used,
        resource,
        domain,
    )


def agreed(portal_app: PortalApp, domain: str) -> tuple[str, str | None, str | None]:
    """The product of a package, the one it becomes, and when."""
    [row] = portal_app.stored(
        "SELECT own.name, later.name, becomes_on FROM packages"
        " JOIN contracts ON package_id = packages.id JOIN products AS own ON own.id = product_id"
        " LEFT JOIN products AS later ON later.id = becomes_product_id WHERE main_domain = ?",
        domain,
    )
    return cast("tuple[str, str | None, str | None]", row)


def waiting(portal_app: PortalApp) -> list[tuple[object, ...]]:
    """What waits for the next invoice: what for, and how much."""
    return portal_app.stored(
        "SELECT text, gross_cents FROM billing_items WHERE invoice_id IS NULL ORDER BY id"
    )
