"""Packages: More, Start, their administration, and the package login that finds nothing contractual."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.demo.credentials import AGENCY, BLOG, ERIKA, JOINERY, SHOP
from tests.tui.steps import (
    appears,
    enter_login,
    log_out,
    open_entry,
    reads,
    sign_in,
    sign_in_as,
    sign_in_package,
)
from tui.palette import Places
from tui.screens.login import LoginScreen
from tui.screens.package import PackageScreen
from tui.screens.packages import PackagesScreen
from tui.screens.webshop import WebshopScreen
from tui.widgets.dialogs import ConfirmModal
from tui.widgets.frame import shown_bindings
from tui.widgets.help import HelpModal
from tui.widgets.menu import Menu
from tui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from textual.screen import Screen

    from tests.tui.portal_app import Keyboard, PortalApp

CONTRACTUAL = (
    ERIKA.name, "Erika", "Musterfrau", "Heidestra", "Köln", "@post.example", "0221", "0171", "DE89", "3000",
    "Commerzbank", "M-10012345", "119", "€", "EUR", "Contract", "contract", "Customer", "Address", "fax",
    "Contact email", "Bank data", "Invoice", "invoice", "price", "Price", "terminat", "Terminat", "ends on",
    "becomes", "retract", "Upgrade", "All packages", "Your packages", "shop.musterfrau.de", "wanderblog.org",
)  # fmt: skip
"""Words of the owner's contract; a webmaster reads none of them."""

BRAND = "STRATO Customer Login"


def palette(screen: Screen[object]) -> dict[str, str]:
    """What the palette offers: names with their explanations."""
    return {name: words for name, words, _run in Places(screen)._commands()}


async def everything_reachable(pilot: Keyboard) -> list[str]:
    """The text of every place a package login leads to: subjects, help on each, palette, questions."""
    seen = [pilot.shown()]
    for entry in ("overview", "domains"):
        await open_entry(pilot, entry)
        await pilot.settle()
        seen.append(pilot.shown())
        for where in ("", "tab", "tab"):
            await pilot.press(*([where] if where else []), "f1")
            await pilot.until(lambda: isinstance(pilot.app.screen, HelpModal))
            seen.append(pilot.shown())
            await pilot.press("escape")
    seen.append("\n".join(f"{name}: {words}" for name, words in palette(pilot.app.screen).items()))
    seen.extend(binding.tooltip for _key, binding in shown_bindings(pilot.app.screen))
    await pilot.press("escape")
    await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
    seen.append(pilot.shown())
    await pilot.press("escape")
    return seen


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_package_login_finds_nothing_contractual_anywhere(
    portal_app: PortalApp, size: tuple[int, int]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in_package(pilot)
        for text in await everything_reachable(pilot):
            told = [word for word in CONTRACTUAL if word in text.replace(BRAND, "")]
            assert not told, f"{told} in\n{text}"
        assert not any(isinstance(screen, PackagesScreen) for screen in pilot.app.screen_stack)


async def test_no_key_leads_a_package_login_out_of_its_package(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        for key in ("f2", "ctrl+s", "s", "m", "n", "e", "d", "x", "a", "f4", "f3", "escape"):
            await pilot.press(key)
            assert isinstance(pilot.app.screen, PackageScreen | ConfirmModal)
            assert [type(screen) for screen in pilot.app.screen_stack[:2]] == [LoginScreen, PackageScreen]


async def test_the_owner_s_own_words_are_among_those_that_a_webmaster_must_not_read(
    portal_app: PortalApp,
) -> None:
    async with portal_app((120, 36)) as pilot:
        await sign_in(pilot)
        shown = pilot.shown() + "".join(palette(pilot.app.screen))
        assert len([word for word in CONTRACTUAL if word in shown.replace(BRAND, "")]) > 10


async def test_more_opens_the_technical_administration_and_esc_comes_back(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await pilot.press("down", "m")
        await appears(pilot, "› musterfrau-design.de")
        await appears(pilot, "14/50 mailboxes")
        assert isinstance(pilot.app.focused, Menu)
        assert "PowerWeb Plus" in pilot.shown()
        await pilot.press("escape")
        await appears(pilot, "Your packages (5)")
        packages = pilot.app.screen.query_one(RecordList)
        assert packages.has_focus_within
        assert packages.highlighted is not None
        assert packages.highlighted.main_domain == "musterfrau-design.de"  # the same place as before


async def test_enter_opens_like_more(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await pilot.press("down", "enter")
        await appears(pilot, "› musterfrau-design.de")


async def test_start_is_offered_where_the_package_has_it(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        assert "s Start" not in pilot.shown().split("\n")[-1]
        await pilot.press("s")
        assert isinstance(pilot.app.screen, PackagesScreen)
        await pilot.press("down", "down")
        await appears(pilot, "shop.musterfrau.de")
        await pilot.until(lambda: "s Start" in pilot.shown().split("\n")[-1])
        await pilot.press("s")
        await pilot.until(lambda: isinstance(pilot.app.screen, WebshopScreen))
        await appears(pilot, "Musterfrau Design")
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))


async def test_the_domains_of_a_package_are_listed(portal_app: PortalApp) -> None:
    async with portal_app((140, 36)) as pilot:
        await sign_in_package(pilot)
        await open_entry(pilot, "domains")
        for name in ("musterfrau-design.de", "musterfrau.de", "erika-musterfrau.com"):
            await appears(pilot, name)
        assert "Edit" in pilot.shown().split("\n")[-1]
        assert "main domain" in pilot.shown()
        assert "14 Jul 2019" in pilot.shown()
        await pilot.press("f5")
        await appears(pilot, "erika-musterfrau.com")


async def test_domains_in_other_alphabets_show_their_technical_name(portal_app: PortalApp) -> None:
    async with portal_app((120, 36)) as pilot:
        await sign_in_as(pilot, AGENCY)
        await pilot.press("slash", *"müller-söhne.de")
        await appears(pilot, "1 of 300 match")
        await pilot.press("enter", "m")
        await appears(pilot, "› müller-söhne.de")
        await open_entry(pilot, "domains")
        await appears(pilot, "xn--mller-shne-kcb9d.de")


async def test_every_package_with_a_password_can_be_signed_in_to(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        for name, password, _verifier in (SHOP, BLOG, JOINERY):
            await log_out(pilot)
            await enter_login(pilot, name, password)
            await appears(pilot, f"› {name}")
            assert "Package login" in pilot.shown().split("\n")[0]


async def test_esc_under_a_package_login_asks_before_it_logs_out(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await pilot.press("escape")
        await reads(pilot, "Everything you saved is kept.")
        await pilot.press("enter")  # the safe button has the focus
        assert isinstance(pilot.app.screen, PackageScreen)
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
        await pilot.press("tab", "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, LoginScreen))
        assert "musterfrau-design.de  " not in pilot.shown()


async def test_the_figures_of_a_suspended_package_are_shown_with_its_state(portal_app: PortalApp) -> None:
    portal_app.store("UPDATE packages SET state = 'suspended' WHERE main_domain = 'musterfrau-design.de'")
    async with portal_app() as pilot:
        await sign_in(pilot)
        await appears(pilot, "● PowerWeb Plus  suspended")
        await pilot.press("down", "m")
        await appears(pilot, "● suspended")


async def test_a_customer_without_packages_reads_what_this_is(portal_app: PortalApp) -> None:
    portal_app.store("UPDATE packages SET customer_id = (SELECT id FROM customers WHERE number = '10055432')")
    async with portal_app() as pilot:
        await sign_in(pilot)
        assert "There is no package under" in pilot.shown()
        assert "Your packages (0)" in pilot.shown()
        await pilot.press("m", "s", "enter", "down", "end", "pagedown")
        assert isinstance(pilot.app.screen, PackagesScreen)
