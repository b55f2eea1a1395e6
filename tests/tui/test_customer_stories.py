"""A customer's stories: sign in, see the packages, put the data right, log out; by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.demo.credentials import AUSTRIAN, BY_TRANSFER, ERIKA
from tests.portal.house import NEW_PASSWORD, REFUSED
from tests.tui.steps import (
    appears,
    beneath,
    choose,
    entered,
    field_error,
    field_errors,
    fill,
    focused_field,
    go_to_field,
    log_out,
    notice,
    noticed,
    open_form,
    problem,
    reads,
    refusal,
    running,
    save,
    saved,
    sign_in,
    sign_in_as,
    the_form,
    type_in,
)
from tui.screens.packages import PackagesScreen

if TYPE_CHECKING:
    from tests.tui.portal_app import PortalApp

GOOD_IBAN = "DE02 1203 0000 0000 2020 51"
MISTYPED_IBAN = "DE02 1203 0000 0000 2020 15"
CHECK_DIGITS = "The check digits do not fit. Please check what you typed."


async def test_a_customer_sees_five_packages_with_their_buttons(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        shown = pilot.shown()
        rows = shown.split("\n")
        assert "10012345 · Erika Musterfrau" in rows[0]
        assert "Your packages (5)" in rows[1]
        for domain, state, start in (
            ("musterfrau-design.de", "PowerWeb Plus  active", False),
            ("shop.musterfrau.de", "Webshop Basic  active", True),
            ("wanderblog.org", "Homepage Builder  active", True),
            ("verein-sonnenhof.de", "PowerWeb Starter  becomes Mini on 1 Feb 2027", False),
            ("altes-projekt.com", "PowerWeb Starter  ends on 31 Dec 2026", False),
        ):
            place = next(number for number, row in enumerate(rows) if f"{domain} " in row)
            assert state in rows[place + 1]
            assert "m More" in rows[place + 2]
            assert ("s Start" in rows[place + 2]) is start


async def test_a_wide_window_shows_the_figures_that_matter(portal_app: PortalApp) -> None:
    async with portal_app((120, 36)) as pilot:
        await sign_in(pilot)
        shown = pilot.shown()
        for words in ("3/5 domains · 14/50 mailboxes · 3/10 databases", "182 products · 7 new orders"):
            assert words in shown
        assert "39 days left to retract" in shown


async def test_a_customer_moves_house(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "address")
        await reads(pilot, "Applies to all 5 packages under customer number 10012345.")
        await fill(pilot, "street", "Große Straße")
        await fill(pilot, "house-number", "4b")
        await fill(pilot, "addition", "Hinterhaus")
        await fill(pilot, "postcode", "01067")
        await fill(pilot, "town", "Dresden")
        await saved(pilot)
        await noticed(pilot, "Your address was changed.")
        await appears(pilot, "Your address was changed.")
        await open_form(pilot, "address")
        stored = {name: entered(pilot, name) for name in ("street", "house-number", "postcode", "town")}
        assert stored == {
            "street": "Große Straße", "house-number": "4b", "postcode": "01067", "town": "Dresden",
        }  # fmt: skip


async def test_a_customer_moves_abroad_and_the_postcode_follows_the_country(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "address")
        await choose(pilot, "country", "Austria")
        assert entered(pilot, "country") == "AT"
        await save(pilot)
        assert field_errors(pilot) == {
            "postcode": "This is no postcode of that country; they look like 1010."
        }
        assert focused_field(pilot) == "postcode"
        await fill(pilot, "postcode", "5020")
        await fill(pilot, "town", "Salzburg")
        await saved(pilot)
        assert portal_app.stored("SELECT country, postcode FROM customers WHERE number = '10012345'") == [
            ("AT", "5020")
        ]


async def test_all_that_is_wrong_is_said_at_once_and_the_first_field_has_the_focus(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "address")
        await fill(pilot, "street", "")
        await fill(pilot, "house-number", "Postfach 12")
        await fill(pilot, "postcode", "00000")
        await save(pilot)
        errors = field_errors(pilot)
        assert errors == {
            "street": "Please fill in this field.",
            "house-number": "A PO box is not enough here: please give the street and number.",
            "postcode": "This is no postcode of that country; they look like 26133.",
        }
        assert all(words[:30] in pilot.shown() for words in errors.values())
        assert focused_field(pilot) == "street"
        assert entered(pilot, "postcode") == "00000"
        assert notice(pilot) == ""


async def test_telephone_numbers_are_kept_and_shown_in_national_form(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "telephone")
        await type_in(pilot, "telephone", "030/1234567x")  # letters cannot even be typed
        await fill(pilot, "mobile", "12")
        await pilot.press("tab")
        await pilot.until(lambda: field_error(pilot, "mobile"))
        assert field_error(pilot, "mobile") == "This is not a complete telephone number, such as 030 1234567."
        await fill(pilot, "mobile", "")
        await saved(pilot)
        assert portal_app.stored(
            "SELECT telephone, telephone_typed, mobile FROM customers WHERE number = '10012345'"
        ) == [("+49301234567", "030/1234567", "")]
        await open_form(pilot, "telephone")
        assert entered(pilot, "telephone") == "030 1234567"


async def test_one_telephone_number_must_stay(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "telephone")
        await fill(pilot, "telephone", "")
        await fill(pilot, "mobile", "")
        await save(pilot)
        assert field_errors(pilot) == {"mobile": "Please give a telephone or a mobile number."}


async def test_an_address_in_ones_own_package_is_accepted_on_the_second_save(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "emails")
        await fill(pilot, "email", "erika@musterfrau.de")
        await save(pilot)
        assert field_error(pilot, "email").startswith("This address is in one of your own packages")
        await reads(pilot, "Save again to keep it.")
        assert portal_app.stored("SELECT email FROM customers WHERE number = '10012345'") == [
            ("erika.musterfrau@post.example",)
        ]
        await saved(pilot)
        assert portal_app.stored("SELECT email FROM customers WHERE number = '10012345'") == [
            ("erika@musterfrau.de",)
        ]


async def test_a_warning_is_given_again_for_another_address(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "emails")
        await fill(pilot, "email", "erika@musterfrau.de")
        await save(pilot)
        await fill(pilot, "email", "erika@wanderblog.org")
        await save(pilot)
        assert field_error(pilot, "email").startswith("This address is in one of your own packages")


async def test_a_wrong_iban_is_told_when_its_field_is_left_and_a_right_one_names_the_bank(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "bank-data")
        assert focused_field(pilot) == "iban"
        await pilot.press(*MISTYPED_IBAN)
        assert field_error(pilot, "iban") == ""  # not while typing
        await pilot.press("tab")
        await pilot.until(lambda: field_error(pilot, "iban"))
        assert field_error(pilot, "iban") == CHECK_DIGITS
        await fill(pilot, "iban", GOOD_IBAN.lower())
        await pilot.until(lambda: "BYLADEM1001" in beneath(pilot, "iban"))
        assert beneath(pilot, "iban") == "Deutsche Kreditbank Berlin · BYLADEM1001"
        assert field_error(pilot, "iban") == ""


async def test_a_wrong_password_is_told_at_its_field_and_everything_else_stays(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "bank-data")
        await fill(pilot, "account-holder", "Max Mustermann")
        await fill(pilot, "iban", GOOD_IBAN)
        await fill(pilot, "password", "not this one at all")
        await save(pilot)
        assert field_errors(pilot) == {"password": "This is not your customer password."}
        assert focused_field(pilot) == "password"
        assert entered(pilot, "password") == ""
        assert entered(pilot, "iban") == GOOD_IBAN
        assert entered(pilot, "account-holder") == "Max Mustermann"
        await fill(pilot, "password", ERIKA.password)
        await saved(pilot)
        await noticed(pilot, "Your bank data were changed.")
        mandates = portal_app.stored(
            "SELECT account_holder, iban_last, revoked_at IS NULL FROM mandates"
            " JOIN customers ON customers.id = customer_id WHERE number = '10012345' ORDER BY mandates.id"
        )
        assert mandates[-2:] == [("Erika Musterfrau", "3000", 0), ("Max Mustermann", "2051", 1)]
        await open_form(pilot, "bank-data")
        assert "At present: DE02 •••• •••• 2051" in pilot.shown()


async def test_who_pays_by_transfer_needs_no_account(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "bank-data")
        await choose(pilot, "method", "transfer")
        await pilot.press("tab")
        assert focused_field(pilot) == "password"  # the account is left out
        await pilot.press(*ERIKA.password)
        await saved(pilot)
        assert portal_app.stored("SELECT payment_method FROM customers WHERE number = '10012345'") == [
            ("transfer",)
        ]
        await open_form(pilot, "bank-data")
        await reads(pilot, "At present you pay by transfer.")


async def test_who_paid_by_transfer_gives_an_account(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_as(pilot, BY_TRANSFER)
        await open_form(pilot, "bank-data")
        assert the_form(pilot).query_one("#field-iban PlainInput").disabled
        await choose(pilot, "method", "direct")
        await fill(pilot, "iban", GOOD_IBAN)
        await fill(pilot, "password", BY_TRANSFER.password)
        await saved(pilot)
        await open_form(pilot, "bank-data")
        assert "At present: DE02 •••• •••• 2051" in pilot.shown()


async def test_the_meter_tells_how_strong_a_password_is_while_it_is_typed(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "password")
        await go_to_field(pilot, "new")
        await pilot.press(*"Lampe")
        await reads(pilot, "□□□□ 7 characters more: at least 12 are needed.")
        await pilot.press(*" Ziegel Fluss Marder")
        await pilot.until(lambda: "good" in beneath(pilot, "new"))
        assert beneath(pilot, "new").startswith("■■■")


async def test_a_password_that_is_weak_or_typed_differently_is_refused(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "password")
        await fill(pilot, "old", ERIKA.password)
        await fill(pilot, "new", NEW_PASSWORD)
        await fill(pilot, "again", NEW_PASSWORD.upper())
        await save(pilot)
        assert field_errors(pilot) == {"again": "This is not the same as above."}
        assert [entered(pilot, name) for name in ("old", "new", "again")] == ["", "", ""]
        for name, words in (("old", ERIKA.password), ("new", "Musterfrau2026"), ("again", "Musterfrau2026")):
            await fill(pilot, name, words)
        await save(pilot)
        assert field_error(pilot, "new").startswith("This is built on your own data or our name.")


async def test_the_new_password_signs_in_and_the_old_one_no_longer_does(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "password")
        for name, words in (("old", ERIKA.password), ("new", NEW_PASSWORD), ("again", NEW_PASSWORD)):
            await fill(pilot, name, words)
        await saved(pilot)
        await noticed(pilot, "Your customer password was changed. Other sessions were ended.")
        await open_form(pilot, "address")  # this session goes on
        await pilot.press("escape")
        await log_out(pilot)
        await pilot.press(*ERIKA.name, "enter", *ERIKA.password, "enter")
        await pilot.until(lambda: refusal(pilot))
        assert refusal(pilot) == REFUSED
        await pilot.press(*NEW_PASSWORD, "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))


async def test_logging_out_leaves_an_empty_login_screen_and_an_empty_clipboard(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await appears(pilot, "All packages and all contract")
        before = pilot.shown()
        await sign_in(pilot)
        await open_form(pilot, "address")
        await pilot.press("ctrl+c")  # the street is selected
        assert pilot.app.clipboard == "Heidestraße"
        await pilot.press("escape")
        await log_out(pilot)
        assert pilot.shown() == before
        assert pilot.app.clipboard == ""
        assert len(pilot.app.screen_stack) == 1
        await pilot.until(
            lambda: portal_app.stored("SELECT count(*) FROM sessions WHERE ended_at IS NULL") == [(0,)]
        )


async def test_nothing_of_one_customer_is_left_for_the_next(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "address")
        await fill(pilot, "town", "Bonn")
        await saved(pilot)
        await log_out(pilot)
        assert notice(pilot) == ""
        await sign_in_as(pilot, AUSTRIAN)
        assert "Erika" not in pilot.shown()
        assert "tischlerei-huber.at" in pilot.shown()


async def test_a_locked_customer_is_refused_like_anybody_else(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await pilot.press(*"10031415", "enter", *"demo-locked-2026", "enter")
        await pilot.until(lambda: refusal(pilot))
        assert refusal(pilot) == REFUSED


async def test_forms_that_were_not_touched_are_left_without_a_question(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        for name in ("address", "telephone", "emails", "bank-data", "password"):
            await open_form(pilot, name)
            assert problem(pilot) == ""
            await pilot.press("tab", "tab", "shift+tab", "escape")
            assert isinstance(pilot.app.screen, PackagesScreen)
        assert "Your packages (5)" in running(pilot.shown())
