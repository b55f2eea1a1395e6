"""The help by keyboard: searched as one types, read, and left for the place it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.content import Content

from tests.hostile import HOSTILE
from tests.tui.help_steps import ATTACK, names, open_help, read_more, reads_article, search, the_help
from tests.tui.steps import (
    a_field,
    appears,
    go_to_menu,
    noticed,
    open_entry,
    sign_in,
    sign_in_package,
)
from tui.screens.contract_menu import SUBJECTS as CONTRACT_SUBJECTS
from tui.screens.customers import FORMS as CUSTOMER_FORMS
from tui.screens.customers import AddressForm
from tui.screens.help import HelpScreen
from tui.screens.help.article import ArticlePane
from tui.screens.help.search import HitList, SearchField
from tui.screens.invoices import InvoicesScreen
from tui.screens.login import LoginScreen
from tui.screens.mail.forms import NewCatchAllForm
from tui.screens.package import PackageScreen
from tui.screens.packages import PACKAGES, PackagesScreen
from tui.screens.subjects import SUBJECTS
from tui.widgets.help import HelpModal
from tui.widgets.menu import Menu
from tui.widgets.pick import PickModal

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard, PortalApp

TECHNICAL = [subject.name for subject in SUBJECTS if subject.name]
CONTRACT = [PACKAGES, *CUSTOMER_FORMS, *CONTRACT_SUBJECTS]


async def marked_entry(pilot: Keyboard, name: str) -> None:
    """F1 on an entry of the menu leads to the article that is called like it."""
    await go_to_menu(pilot, name)
    help_screen = await read_more(pilot)
    assert [article.name for article in help_screen._read] == [name]
    await pilot.press("escape")
    await pilot.until(lambda: pilot.app.screen is not help_screen)


async def test_search_catch_all_read_it_and_go_to_the_email_of_a_package(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_help(pilot)
        assert (await search(pilot, "catch-all"))[0] == "catch-all"
        await pilot.press("enter")
        text = await reads_article(pilot, "Catch-all")
        assert "There is one in each domain" in text
        assert "See also: Aliases, Spam" in text
        await pilot.press("g")
        await pilot.until(lambda: isinstance(pilot.app.screen, PickModal))
        await pilot.settle()
        await pilot.press("home", "down", "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackageScreen), "The package never came.")
        await appears(pilot, "newsletter@")
        assert "› musterfrau-design.de" in pilot.shown()
        await pilot.press("escape")
        await reads_article(pilot, "Catch-all")
        await pilot.press("escape")
        assert isinstance(pilot.app.focused, SearchField)
        assert pilot.app.focused.value == "catch-all"
        await pilot.press("escape")
        assert pilot.app.focused.value == ""
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))


async def test_a_package_without_the_subject_says_so_and_shows_what_it_has(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_help(pilot)
        await search(pilot, "databases")
        await pilot.press("enter")
        await reads_article(pilot, "Databases")
        await pilot.press("g")
        await pilot.until(lambda: isinstance(pilot.app.screen, PickModal))
        await pilot.settle()
        await pilot.press("end", "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackageScreen), "The package never came.")
        await appears(pilot, "In use")
        await noticed(pilot, "Homepage Builder does not include this: here is what it has.")


async def test_from_an_article_to_a_form_and_to_a_screen_of_the_contract(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_help(pilot)
        await search(pilot, "relocation")
        await pilot.press("enter")
        await reads_article(pilot, "Address")
        await pilot.press("g")
        await pilot.until(lambda: isinstance(pilot.app.screen, AddressForm), "The form never came.")
        await pilot.settle()
        assert a_field(pilot, "town").value == "Köln"
        await pilot.press("escape")
        await reads_article(pilot, "Address")
        await pilot.press("slash", "ctrl+u", *"repeat debit", "enter")
        await reads_article(pilot, "Repeat debit")
        await pilot.press("g")
        await pilot.until(lambda: isinstance(pilot.app.screen, InvoicesScreen), "The invoices never came.")


async def test_the_arrow_keys_choose_while_the_search_keeps_the_focus(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_help(pilot)
        found = await search(pilot, "password")
        assert len(found) > 3
        await pilot.press("down", "down", "up", "down")
        assert isinstance(pilot.app.focused, SearchField)
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(pilot.app.focused, ArticlePane))
        screen = await the_help(pilot)
        assert screen._read[0].name == found[2]


async def test_reading_on_and_all_the_way_back(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_help(pilot)
        await search(pilot, "catch-all")
        await pilot.press("enter")
        await reads_article(pilot, "Catch-all")
        await pilot.press("l")
        await pilot.until(lambda: isinstance(pilot.app.screen, PickModal))
        await pilot.press("down", "enter")
        await reads_article(pilot, "Spam")
        await pilot.press("escape")
        await reads_article(pilot, "Catch-all")
        await pilot.press("escape")
        await appears(pilot, "Our customer service")


async def test_nothing_found_is_said_and_the_contents_come_back(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_help(pilot)
        contents = names(pilot)
        assert len(contents) > 50
        assert await search(pilot, "qqq") == []
        assert "Nothing was found." in pilot.shown()
        await pilot.press("enter", "down", "pagedown", "up")
        assert isinstance(pilot.app.focused, SearchField)
        await pilot.press("ctrl+u")
        assert names(pilot) == contents


async def test_what_was_found_is_marked_in_the_list(portal_app: PortalApp) -> None:
    async with portal_app((120, 36)) as pilot:
        await sign_in(pilot)
        await open_help(pilot)
        await search(pilot, "catch")
        prompt = pilot.app.screen.query_one(HitList).options[0].prompt
        assert isinstance(prompt, Content)
        found = [
            prompt.plain[each.start : each.end] for each in prompt.spans if "underline" in str(each.style)
        ]
        assert found == ["Catch", "catch"]


async def test_anything_can_be_pasted_into_the_search(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await pilot.settle()
        await read_more(pilot)
        await pilot.press("slash")
        for text in HOSTILE.values():
            await pilot.press("ctrl+u")
            await pilot.paste(text * 50)
            assert not ATTACK.search(pilot.sent())
        await pilot.press("x", "enter")
        assert isinstance(pilot.app.screen, HelpScreen)


async def test_f1_leads_from_every_entry_of_the_contract_menu_to_its_article(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        for name in CONTRACT:
            await marked_entry(pilot, name)


async def test_f1_leads_from_every_technical_subject_to_its_article(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await pilot.press("down", "m")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackageScreen))
        await appears(pilot, "In use")
        menu = pilot.app.screen.query_one(Menu)
        for name in [option.id for option in menu.options if option.id]:
            await marked_entry(pilot, name)
        await open_entry(pilot, "email")
        await appears(pilot, "newsletter@")
        help_screen = await read_more(pilot)
        assert help_screen._read[0].name == "email"


async def test_f1_in_a_form_leads_to_the_article_of_its_subject_and_back_to_what_was_typed(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_entry(pilot, "address")
        await pilot.until(lambda: isinstance(pilot.app.screen, AddressForm))
        await pilot.press("end", *" West")
        await read_more(pilot)
        await reads_article(pilot, "Address")
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, AddressForm)
        assert a_field(pilot, "street").value == "Heidestraße West"


async def test_f1_in_a_package_goes_back_to_the_very_package(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await pilot.press("down", "m")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackageScreen))
        await appears(pilot, "In use")
        package = pilot.app.screen
        await read_more(pilot)
        await pilot.press("slash", *"catch-all", "enter")
        await reads_article(pilot, "Catch-all")
        await pilot.press("g")
        await appears(pilot, "newsletter@")
        assert pilot.app.screen is package


async def test_a_package_login_reads_about_its_package_and_nothing_contractual(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await read_more(pilot)
        await reads_article(pilot, "Overview of a package")
        assert "Our customer service" not in pilot.shown()
        await pilot.press("slash")
        assert {"termination", "invoices", "bank-data", "contact", "service-pin"}.isdisjoint(names(pilot))
        for words in ("terminate", "service pin", "invoice"):
            assert {"termination", "service-pin", "invoices"}.isdisjoint(await search(pilot, words))
            await pilot.press("ctrl+u")
        shown = len(pilot.app.screen_stack)
        await pilot.press("f6", "f7", "f8")
        await pilot.settle()
        assert len(pilot.app.screen_stack) == shown
        await pilot.press(*"catch-all", "enter")
        await reads_article(pilot, "Catch-all")
        assert "f6" not in pilot.shown().split("\n")[-1]
        await pilot.press("g")
        await appears(pilot, "newsletter@")
        assert isinstance(pilot.app.screen, PackageScreen)


async def test_a_package_login_cannot_leave_a_form_by_the_help(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_entry(pilot, "email")
        await appears(pilot, "newsletter@")
        await pilot.press("n")
        await pilot.until(lambda: isinstance(pilot.app.screen, PickModal))
        await pilot.press("end", "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, NewCatchAllForm))
        await read_more(pilot)
        await reads_article(pilot, "Email")
        await pilot.press("g")
        await pilot.settle()
        assert isinstance(pilot.app.screen, HelpScreen)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, NewCatchAllForm)


async def test_before_anybody_signs_in_the_help_tells_how(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await pilot.settle()
        await read_more(pilot)
        text = await reads_article(pilot, "Signing in")
        assert "There are two ways in" in text
        assert "after 5 wrong passwords" in text.lower()
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, LoginScreen))


async def test_the_button_reads_more_as_well(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await pilot.press("f1")
        await pilot.until(lambda: isinstance(pilot.app.screen, HelpModal))
        await pilot.press("tab", "enter")
        await reads_article(pilot, "All packages")


@pytest.mark.parametrize("name", [*CONTRACT, *TECHNICAL, "sign-in"])
def test_every_place_has_an_article_of_its_own(portal_app: PortalApp, name: str) -> None:
    with portal_app.elsewhere() as portal:
        assert portal.help.for_customers.article(name) is not None, f"portal/help/en/{name}.md is missing"


def test_every_article_leads_to_a_place_that_there_is(portal_app: PortalApp) -> None:
    with portal_app.elsewhere() as portal:
        subjects = {article.subject for article in portal.help.for_customers.articles}
    assert subjects - {""} == {*CONTRACT, *TECHNICAL}
