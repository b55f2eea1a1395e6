"""Package change by keyboard: compared, ordered as shown, refused with the reason, retracted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.demo.credentials import AGENCY, AUSTRIAN, ERIKA
from tests.tui.invoice_steps import another_window
from tests.tui.package_change_steps import (
    CLUB,
    DESIGN,
    OLD,
    SHOP,
    agreed,
    ask_for,
    does_not_fit,
    mark,
    marked,
    open_change,
    settle_all,
    the_products,
    use,
    waiting,
)
from tests.tui.steps import (
    appears,
    field_error,
    fill,
    go_to_menu,
    notice,
    noticed,
    open_entry,
    problem,
    reads,
    running,
    save,
    saved,
    sign_in,
    sign_in_as,
    sign_in_package,
    the_form,
)
from tui.palette import Places
from tui.screens.invoices import InvoicesScreen
from tui.screens.package import PackageScreen
from tui.screens.package_change import PackageChangeScreen
from tui.screens.package_change.misfits import MisfitModal, OwesModal
from tui.screens.package_change.ordering import ChangeForm, DowngradeForm, TakeBackForm, UpgradeForm
from tui.screens.packages import PackageList, PackagesScreen
from tui.screens.subjects import UPGRADE
from tui.widgets.dialogs import NoticeModal
from tui.widgets.menu import Menu
from tui.widgets.password_input import PasswordInput
from tui.widgets.pick import PickModal
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from pathlib import Path

    from portal.package_change import ChangePlan
    from tests.tui.portal_app import Keyboard, PortalApp

BASIC = "PowerWeb Basic"


async def refused(pilot: Keyboard, sentence: str) -> None:
    """Press Enter; there is no form but this sentence, in a box."""
    await pilot.press("enter")
    await pilot.until(lambda: isinstance(pilot.app.screen, NoticeModal), "It was not refused.")
    await pilot.settle()
    assert sentence in running(pilot.in_the_box())
    await pilot.press("escape")
    await pilot.until(lambda: isinstance(pilot.app.screen, PackageChangeScreen))


def order_elsewhere(portal_app: PortalApp, domain: str, code: str) -> ChangePlan:
    """Order a change in another window."""
    [(package_id,)] = portal_app.stored("SELECT id FROM packages WHERE main_domain = ?", domain)
    assert isinstance(package_id, int)
    with portal_app.elsewhere() as other:
        access = another_window(other)
        plan = other.package_change.plan(access, package_id, code)
        return other.package_change.order(access, plan, ERIKA.password).plan


async def test_the_products_of_the_family_stand_side_by_side_the_own_one_marked(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        products = await open_change(pilot, DESIGN)
        rows = running(pilot.shown())
        assert "› musterfrau-design.de › Package change" in rows
        assert "Mini 23,88 € a year 5 – 5 GB downgrade" in rows
        assert "PowerWeb Plus 119,88 € a year 50 10 100 GB yours" in rows
        assert "PowerWeb Pro 203,88 € a year 200 50 250 GB upgrade" in rows
        assert marked(products).name == "PowerWeb Plus"
        assert "PowerWeb Plus: what you have" in rows
        assert "Backups 20" in rows
        await pilot.press("end")
        await appears(pilot, "PowerWeb Plus → PowerWeb Pro")
        rows = running(pilot.shown())
        assert "Mail storage 200 GB → 500 GB" in rows
        assert "Backups" not in rows  # the same in both


async def test_a_wide_terminal_shows_every_quota_that_differs(portal_app: PortalApp) -> None:
    async with portal_app((120, 36)) as pilot:
        await sign_in(pilot)
        await open_change(pilot, DESIGN)
        header = running(pilot.shown().split("\n")[2])
        assert header == (
            "Product Price Domains + Domains Mailboxes Mail Databases Webspace SFTP Cron Change"
        )


async def test_an_upgrade_shows_what_it_costs_and_holds_at_once(portal_app: PortalApp) -> None:
    settle_all(portal_app)
    async with portal_app() as pilot:
        await sign_in(pilot)
        before = waiting(portal_app)
        told = await ask_for(pilot, await open_change(pilot, SHOP), "Webshop Plus")
        for words in (
            "Upgrade shop.musterfrau.de",
            "Change Webshop Basic → Webshop Plus",
            "When at once, on 22 November 2026",
            "Price 14,99 € a month → 29,99 € a month",
            "Mailboxes 10 → 25 2 in use",
            "Mail storage 20 GB → 50 GB 911 MB in use",
            "11,50 € on your next invoice:",
            "Wechsel zu Webshop Plus 22.11.2026–14.12.2026 22,99 €",
            "Gutschrift Webshop Basic 22.11.2026–14.12.2026 −11,49 €",
            "Upgrade with obligation to pay",
        ):
            assert words in told
        assert isinstance(pilot.app.focused, PasswordInput)
        assert waiting(portal_app) == before
        await fill(pilot, "password", ERIKA.password)
        await saved(pilot)
        await pilot.until(lambda: notice(pilot).startswith("shop.musterfrau.de is Webshop Plus now."))
        assert len(pilot.app._notifications) == 1
        await pilot.until(lambda: "Webshop Plus 29,99 € a month 3 25 50 GB yours" in running(pilot.shown()))
        assert agreed(portal_app, SHOP) == ("Webshop Plus", None, None)
        assert waiting(portal_app)[len(before) :] == [
            ("Wechsel zu Webshop Plus", 2299),
            ("Gutschrift Webshop Basic", -1149),
        ]
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        await appears(pilot, "Webshop Plus")  # the list behind was read anew


async def test_leaving_changes_nothing(portal_app: PortalApp) -> None:
    settle_all(portal_app)
    async with portal_app() as pilot:
        await sign_in(pilot)
        before = waiting(portal_app)
        products = await open_change(pilot, SHOP)
        await ask_for(pilot, products, "Webshop Plus")
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackageChangeScreen))
        await ask_for(pilot, products, "Webshop Plus")
        await pilot.press("tab", "enter")  # the button before the act
        await pilot.until(lambda: isinstance(pilot.app.screen, PackageChangeScreen))
        assert agreed(portal_app, SHOP) == ("Webshop Basic", None, None)
        assert waiting(portal_app) == before


async def test_a_wrong_password_is_told_at_its_field_and_nothing_is_done(portal_app: PortalApp) -> None:
    settle_all(portal_app)
    async with portal_app() as pilot:
        await sign_in(pilot)
        await ask_for(pilot, await open_change(pilot, SHOP), "Webshop Plus")
        await save(pilot)
        assert field_error(pilot, "password") == "Please fill in this field."
        await fill(pilot, "password", "not this one")
        await save(pilot)
        assert "not your customer password" in field_error(pilot, "password")
        assert isinstance(pilot.app.focused, PasswordInput)
        assert pilot.app.focused.value == ""
        assert agreed(portal_app, SHOP) == ("Webshop Basic", None, None)
        await fill(pilot, "password", ERIKA.password)
        await saved(pilot)
        assert agreed(portal_app, SHOP) == ("Webshop Plus", None, None)


async def test_a_downgrade_that_does_not_fit_leads_to_where_it_is_made_to_fit_and_is_ordered_then(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        products = await open_change(pilot, DESIGN)
        told = await does_not_fit(pilot, products, "PowerWeb Starter")
        for words in (
            "musterfrau-design.de has more in use than PowerWeb Starter includes. Nothing was ordered.",
            "Domains: 3 in use, 2 included → Domains",
            "Mailboxes: 14 in use, 10 included → Email",
            "Databases: 3 in use, 0 included → Databases",
            "Webspace: 36,5 GB in use, 25 GB included → Webspace and SFTP",
        ):
            assert words in told
        await pilot.press("escape")
        assert "Mail storage: 61 GB in use, 50 GB included → Email" in await does_not_fit(
            pilot, products, BASIC
        )
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackageScreen), "It led nowhere.")
        await appears(pilot, "newsletter@")
        assert "Email" in pilot.shown().split("\n")[1]
        use(portal_app, DESIGN, "mail-storage", 40_000)
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackageChangeScreen))
        told = await ask_for(pilot, products, BASIC)
        assert isinstance(pilot.app.screen, DowngradeForm)
        assert "Change PowerWeb Plus → PowerWeb Basic When on 1 August 2027" in told
        assert "Mail storage 200 GB → 50 GB 39,1 GB in use" in told
        assert "Nothing changes before that day; until then you can retract it." in told
        assert "Order the change" in told
        assert isinstance(pilot.app.focused, PlainButton)
        assert pilot.app.focused.id == "cancel"  # the safe one
        await fill(pilot, "password", ERIKA.password)
        await saved(pilot)
        words = "musterfrau-design.de becomes PowerWeb Basic on 1 August 2027."
        await pilot.until(lambda: notice(pilot) == f"{words} “p” saves the confirmation.")
        await appears(pilot, "Becomes PowerWeb Basic on 1 Aug 2027")
        assert "PowerWeb Basic 83,88 € a year 25 5 50 GB ordered" in running(pilot.shown())
        assert agreed(portal_app, DESIGN) == ("PowerWeb Plus", BASIC, "2027-08-01")
        await mark(pilot, products, BASIC)
        await refused(pilot, "The change to PowerWeb Basic is ordered already.")
        await pilot.press("escape", "home", "down")
        await appears(pilot, "becomes PowerWeb Basic on 1")


@pytest.mark.parametrize("way", ["t", "click"])
async def test_an_ordered_change_is_taken_back(portal_app: PortalApp, way: str) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_change(pilot, CLUB)
        assert "Becomes Mini on 1 Feb 2027" in pilot.shown()
        assert "t Retract" in pilot.shown().split("\n")[-1]
        if way == "t":
            await pilot.press("t")
        else:
            await pilot.click("Standing PlainButton")
        await pilot.until(lambda: isinstance(pilot.app.screen, TakeBackForm))
        await reads(pilot, "You ordered that verein-sonnenhof.de becomes Mini on 1 February 2027.")
        assert "Retracted, it stays PowerWeb Starter." in running(pilot.in_the_box())
        await fill(pilot, "password", "not this one")
        await save(pilot)
        assert "not your customer password" in field_error(pilot, "password")
        assert agreed(portal_app, CLUB)[1] == "Mini"
        await fill(pilot, "password", ERIKA.password)
        await saved(pilot)
        assert "the change to Mini was retracted" in notice(pilot)
        await pilot.until(lambda: "Becomes Mini" not in pilot.shown())
        await pilot.until(lambda: "t Retract" not in pilot.shown())
        assert agreed(portal_app, CLUB) == ("PowerWeb Starter", None, None)
        await pilot.press("t")
        assert isinstance(pilot.app.screen, PackageChangeScreen)
        await pilot.press("escape")
        await appears(pilot, "Your packages (5)")
        await pilot.until(lambda: "becomes Mini" not in pilot.shown())


async def test_an_upgrade_says_that_it_cancels_what_was_ordered(portal_app: PortalApp) -> None:
    settle_all(portal_app)
    async with portal_app() as pilot:
        await sign_in(pilot)
        told = await ask_for(pilot, await open_change(pilot, CLUB), "PowerWeb Plus")
        assert "Cancelled with it the change to Mini that you ordered" in told
        await fill(pilot, "password", ERIKA.password)
        await saved(pilot)
        await pilot.until(lambda: "Becomes Mini" not in pilot.shown())
        assert agreed(portal_app, CLUB) == ("PowerWeb Plus", None, None)


async def test_a_package_does_not_grow_while_it_is_owed_for(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        products = await open_change(pilot, SHOP)
        await mark(pilot, products, "Webshop Plus")
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, OwesModal), "It was not refused.")
        await reads(pilot, "is open and due. Please settle it first; then the package can grow.")
        await pilot.press("enter")  # the button that leaves everything as it is
        await pilot.until(lambda: isinstance(pilot.app.screen, PackageChangeScreen))
        await pilot.press("enter")
        await reads(pilot, "The invoice R-2026-")
        await pilot.press("i")
        await pilot.until(lambda: isinstance(pilot.app.screen, InvoicesScreen))
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackageChangeScreen))


async def test_the_confirmation_of_what_was_done_is_saved(portal_app: PortalApp, downloads: Path) -> None:
    settle_all(portal_app)
    async with portal_app() as pilot:
        await sign_in(pilot)
        products = await open_change(pilot, SHOP)
        assert "Save confirmation" not in pilot.shown()
        await ask_for(pilot, products, "Webshop Plus")
        await fill(pilot, "password", ERIKA.password)
        await saved(pilot)
        await appears(pilot, "Save confirmation")
        await pilot.press("p")
        [(act_id,)] = portal_app.stored("SELECT max(id) FROM contract_acts")
        path = downloads / f"confirmation-V-{act_id:08}.pdf"
        await noticed(pilot, f"Written to {path}")
        assert path.read_bytes().startswith(b"%PDF-")


async def test_where_nothing_can_be_saved_the_confirmation_is_read(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_change(pilot, CLUB)
        pilot.app.own_machine = False
        await pilot.press("t")
        await pilot.until(lambda: isinstance(pilot.app.screen, TakeBackForm))
        await pilot.settle()
        await fill(pilot, "password", ERIKA.password)
        await saved(pilot)
        await pilot.press("p")
        await reads(pilot, "Sie haben den Wechsel Ihres Pakets verein-sonnenhof.de zu Mini zurückgenommen.")


async def test_a_terminated_package_says_so_at_once_and_when_asked(portal_app: PortalApp) -> None:
    sentence = "This package was terminated: retract the termination first to change it."
    async with portal_app() as pilot:
        await sign_in(pilot)
        products = await open_change(pilot, OLD)
        assert sentence in running(pilot.shown())
        assert "upgrade" not in pilot.shown()
        await mark(pilot, products, BASIC)
        await refused(pilot, sentence)
        assert "t Retract" not in pilot.shown()


async def test_the_own_product_says_that_it_is_that(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_change(pilot, DESIGN)
        await refused(pilot, "The package is PowerWeb Plus already.")


async def test_a_product_that_cannot_be_changed_says_so(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_as(pilot, AUSTRIAN)
        products = await open_change(pilot, "huber-werkstatt.at")
        assert products.matching == 1
        await refused(pilot, "V-Server Linux S cannot be changed to another product.")


async def test_what_changed_meanwhile_is_shown_anew_before_it_is_done(portal_app: PortalApp) -> None:
    settle_all(portal_app)
    async with portal_app() as pilot:
        await sign_in(pilot)
        await ask_for(pilot, await open_change(pilot, SHOP), "Webshop Plus")
        portal_app.store("UPDATE products SET price_cents = 3999 WHERE code = 'shop-plus'")
        await fill(pilot, "password", ERIKA.password)
        await save(pilot)
        assert problem(pilot) == "This is not as it was shown any more. Please look once more."
        assert "Price 14,99 € a month → 39,99 € a month" in running(pilot.in_the_box())
        assert agreed(portal_app, SHOP)[0] == "Webshop Basic"
        assert not the_form(pilot).busy
        await fill(pilot, "password", ERIKA.password)
        await saved(pilot)
        assert agreed(portal_app, SHOP)[0] == "Webshop Plus"


async def test_what_became_the_other_way_meanwhile_is_asked_anew(portal_app: PortalApp) -> None:
    settle_all(portal_app)
    async with portal_app() as pilot:
        await sign_in(pilot)
        await ask_for(pilot, await open_change(pilot, SHOP), "Webshop Plus")
        order_elsewhere(portal_app, SHOP, "shop-pro")
        await fill(pilot, "password", ERIKA.password)
        await pilot.press("f2")
        await pilot.until(lambda: isinstance(pilot.app.screen, DowngradeForm), "It was not asked anew.")
        await noticed(pilot, "This is not as it was shown any more. Please look once more.")
        assert "Change Webshop Pro → Webshop Plus" in running(pilot.in_the_box())
        assert agreed(portal_app, SHOP) == ("Webshop Pro", None, None)


async def test_what_does_not_fit_any_more_is_told_instead(portal_app: PortalApp) -> None:
    use(portal_app, DESIGN, "mail-storage", 40_000)
    async with portal_app() as pilot:
        await sign_in(pilot)
        await ask_for(pilot, await open_change(pilot, DESIGN), BASIC)
        use(portal_app, DESIGN, "mailboxes", 26)
        await fill(pilot, "password", ERIKA.password)
        await pilot.press("f2")
        await pilot.until(lambda: isinstance(pilot.app.screen, MisfitModal), "It was not told.")
        await reads(pilot, "Mailboxes: 26 in use, 25 included")
        assert agreed(portal_app, DESIGN)[1] is None


async def test_two_presses_make_one_change(portal_app: PortalApp) -> None:
    settle_all(portal_app)
    async with portal_app() as pilot:
        await sign_in(pilot)
        before = len(waiting(portal_app))
        products = await open_change(pilot, SHOP)
        await mark(pilot, products, "Webshop Plus")
        await pilot.at_once("enter", "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, UpgradeForm))
        await pilot.settle()
        assert len([each for each in pilot.app.screen_stack if isinstance(each, ChangeForm)]) == 1
        await fill(pilot, "password", ERIKA.password)
        form = the_form(pilot)
        await pilot.at_once("f2", "f2", "enter")
        await pilot.until(lambda: form not in pilot.app.screen_stack)
        assert len(waiting(portal_app)) == before + 2


async def test_more_leads_to_the_same_and_shows_the_package_as_it_is_then(portal_app: PortalApp) -> None:
    settle_all(portal_app)
    async with portal_app() as pilot:
        await sign_in(pilot)
        await pilot.press("home", "down", "down", "down", "m")
        await appears(pilot, f"› {CLUB}")
        await appears(pilot, "In use")
        assert "Databases" not in pilot.shown()
        await open_entry(pilot, UPGRADE)
        products = await the_products(pilot)
        assert marked(products).name == BASIC  # the next larger one
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, UpgradeForm))
        await pilot.settle()
        await fill(pilot, "password", ERIKA.password)
        await saved(pilot)
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackageScreen))
        await appears(pilot, BASIC)
        assert "Databases" in pilot.shown()
        menu = pilot.app.focused
        assert isinstance(menu, Menu)
        assert menu.highlighted_option is not None
        assert menu.highlighted_option.id == UPGRADE
        await open_entry(pilot, "databases")
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        await pilot.until(lambda: BASIC in pilot.shown())


async def test_from_where_it_is_made_to_fit_upgrade_leads_back(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        products = await open_change(pilot, DESIGN)
        await does_not_fit(pilot, products, BASIC)
        await pilot.press("enter")
        await appears(pilot, "newsletter@")
        depth = len(pilot.app.screen_stack)
        await go_to_menu(pilot, UPGRADE)
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackageChangeScreen))
        assert len(pilot.app.screen_stack) == depth - 1
        assert marked(products).name == BASIC


async def test_a_customer_with_one_package_is_not_asked_which(portal_app: PortalApp) -> None:
    portal_app.store(
        "UPDATE packages SET customer_id = (SELECT id FROM customers WHERE number = '10055432')"
        " WHERE main_domain NOT IN (?)",
        DESIGN,
    )
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_entry(pilot, "package-change")
        await the_products(pilot)
        assert f"› {DESIGN} ›" in pilot.shown()


async def test_of_many_packages_it_is_the_marked_one(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_as(pilot, AGENCY)
        await pilot.press("end")
        packages = pilot.app.screen.query_one(PackageList)
        await pilot.until(lambda: packages.highlighted is not None)
        package = packages.highlighted
        assert package is not None
        await open_entry(pilot, "package-change")
        await the_products(pilot)
        assert f"› {package.main_domain} ›" in pilot.shown()
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        await pilot.until(lambda: packages.highlighted is not None)
        assert packages.highlighted == package


async def test_of_a_few_the_marked_one_is_offered_first_and_none_need_be_taken(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await pilot.press("home", "down")
        await open_entry(pilot, "package-change")
        await pilot.until(lambda: isinstance(pilot.app.screen, PickModal))
        await pilot.settle()
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, PickModal))
        await pilot.settle()
        await pilot.press("enter")
        await the_products(pilot)
        assert f"› {DESIGN} ›" in pilot.shown()


async def test_a_customer_without_packages_is_told(portal_app: PortalApp) -> None:
    portal_app.store("UPDATE packages SET customer_id = (SELECT id FROM customers WHERE number = '10055432')")
    async with portal_app() as pilot:
        await sign_in(pilot)
        await go_to_menu(pilot, "package-change")
        await pilot.press("enter")
        await pilot.until(lambda: notice(pilot) == "There is no package under your customer number yet.")
        assert isinstance(pilot.app.screen, PackagesScreen)


async def test_a_package_login_neither_sees_nor_reaches_it(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, PackageScreen)
        assert UPGRADE not in {entry.name for entry in screen.entries()}
        assert "Upgrade" not in {name for name, _words, _run in Places(screen)._commands()}
        assert "Upgrade" not in pilot.shown()
        screen.open_entry(UPGRADE)  # past the menu
        await pilot.settle()
        assert pilot.app.screen is screen


async def test_hostile_names_of_products_are_shown_literally(portal_app: PortalApp) -> None:
    settle_all(portal_app)
    hostile = "[@click=app.quit]x[/] \x1b]52;c;SGFs\x07 \u202eabc"
    portal_app.store("UPDATE products SET name = ? || id", hostile)
    portal_app.store("UPDATE packages SET main_domain = ? || main_domain", "[b]")
    async with portal_app((120, 36)) as pilot:
        await sign_in(pilot)
        products = await open_change(pilot, SHOP)
        await pilot.press("down", "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, UpgradeForm))
        await pilot.settle()
        assert "[@click=app.quit]x[/] ␛]52;c;SGFs␇ �abc" in running(pilot.in_the_box())
        assert "[b]shop.musterfrau.de" in pilot.in_the_box()
        assert "\x1b]52" not in pilot.sent()
        assert "\u202e" not in pilot.sent()
        await fill(pilot, "password", ERIKA.password)
        await saved(pilot)
        assert "[@click=app.quit]x[/]" in notice(pilot)
        await pilot.until(lambda: marked(products).kind is None)
        await pilot.press("escape")
        await open_change(pilot, CLUB)
        assert "Becomes [@click=app.quit]x[/]" in pilot.shown()
        await pilot.press("t")
        await reads(pilot, "becomes [@click=app.quit]x[/]")


async def test_f5_reads_what_was_done_in_another_window(portal_app: PortalApp) -> None:
    use(portal_app, DESIGN, "mail-storage", 40_000)
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_change(pilot, DESIGN)
        order_elsewhere(portal_app, DESIGN, "hosting-basic")
        await pilot.press("f5")
        await appears(pilot, "Becomes PowerWeb Basic on 1 Aug 2027")
