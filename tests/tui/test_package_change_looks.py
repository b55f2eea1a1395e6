"""How the package change looks, as SVG, at 80x24 and at 120x36; see `test_looks.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.demo.credentials import ERIKA
from tests.tui.package_change_steps import (
    CLUB,
    DESIGN,
    OLD,
    SHOP,
    ask_for,
    does_not_fit,
    mark,
    open_change,
    settle_all,
    use,
)
from tests.tui.pictures import BOTH
from tests.tui.steps import fill, open_entry, reads, save, sign_in
from tui.screens.package_change import PackageChangeScreen
from tui.screens.package_change.ordering import TakeBackForm
from tui.widgets.pick import PickModal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.tui.portal_app import Keyboard, PortalApp


@BOTH
async def test_the_products_and_what_stands(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await open_entry(pilot, "package-change")
        await pilot.until(lambda: isinstance(pilot.app.screen, PickModal))
        await looks(pilot, "which")
        await pilot.press("escape")
        products = await open_change(pilot, DESIGN)
        await looks(pilot, "own")
        await mark(pilot, products, "PowerWeb Pro")
        await looks(pilot, "larger")
        for domain, name in ((CLUB, "pending"), (OLD, "terminated"), ("wanderblog.org", "monthly")):
            await pilot.press("escape")
            await open_change(pilot, domain)
            await looks(pilot, name)


@BOTH
async def test_an_upgrade(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        portal_app.store("UPDATE invoice_lines SET package_id = 1 WHERE text LIKE 'Einrichtung%'")
        products = await open_change(pilot, DESIGN)
        await mark(pilot, products, "PowerWeb Pro")
        await pilot.press("enter")
        await reads(pilot, "is open and due.")
        await looks(pilot, "upgrade-owed")
        await pilot.press("escape")
        settle_all(portal_app)
        await ask_for(pilot, products, "PowerWeb Pro")
        await looks(pilot, "upgrade")
        await fill(pilot, "password", "not this one")
        await save(pilot)
        await looks(pilot, "upgrade-wrong")
        portal_app.store("UPDATE products SET price_cents = 30000 WHERE code = 'hosting-pro'")
        await fill(pilot, "password", ERIKA.password)
        await save(pilot)
        await looks(pilot, "upgrade-changed-meanwhile")


@BOTH
async def test_a_downgrade_and_taking_one_back(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        products = await open_change(pilot, DESIGN)
        await does_not_fit(pilot, products, "Mini")
        await looks(pilot, "misfits")
        await pilot.press("escape")
        use(portal_app, DESIGN, "mail-storage", 40_000)
        await ask_for(pilot, products, "PowerWeb Basic")
        await looks(pilot, "downgrade")
        await pilot.press("escape", "escape")
        settle_all(portal_app)
        products = await open_change(pilot, CLUB)
        await ask_for(pilot, products, "PowerWeb Pro")
        await looks(pilot, "upgrade-cancels")
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackageChangeScreen))
        await pilot.press("t")
        await pilot.until(lambda: isinstance(pilot.app.screen, TakeBackForm))
        await looks(pilot, "take-back")


@BOTH
async def test_hostile_names(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    settle_all(portal_app)
    portal_app.store(
        "UPDATE products SET name = ? || id", "[@click=app.quit]x[/] \x1b]52;c;SGFs\x07 \u202eabc"
    )
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await open_change(pilot, SHOP)
        await looks(pilot, "hostile")
        await pilot.press("down", "enter")
        await reads(pilot, "on your next invoice")
        await looks(pilot, "hostile-upgrade")
