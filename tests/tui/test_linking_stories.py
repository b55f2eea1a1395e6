"""Linking numbers by keyboard: compared, confirmed, signed in with either; refused with the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.demo.credentials import AUSTRIAN, ERIKA, ERIKA_SECOND
from portal.linking import LinkNumbers, OtherNumber
from tests.hostile import HOSTILE
from tests.tui.invoice_steps import another_window
from tests.tui.linking_steps import compare, enter_number, open_linking, see_what_follows
from tests.tui.portal_app import widest
from tests.tui.steps import (
    appears,
    field_errors,
    fill,
    focused_field,
    log_out,
    noticed,
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
from tui.screens.customers import BankDataForm
from tui.screens.linking.apart import ApartModal
from tui.screens.linking.wizard import LinkWizard
from tui.screens.packages import PackagesScreen
from tui.screens.written_forms import FormsScreen

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard, PortalApp

REFUSED = {"other-password": "This login is not correct. Please check what you typed."}

SECOND_BANK = (
    "UPDATE mandates SET iban_digest = 'another' WHERE customer_id ="
    " (SELECT id FROM customers WHERE number = ?)"
)


def change_second(portal_app: PortalApp, column: str, value: str) -> None:
    """Let Erika's second number have other data."""
    portal_app.store(f"UPDATE customers SET {column} = ? WHERE number = ?", value, ERIKA_SECOND.name)  # noqa: S608


def link_elsewhere(portal_app: PortalApp) -> None:
    """Link the second number in another window."""
    with portal_app.elsewhere() as other:
        access = another_window(other)
        both = {"number": ERIKA_SECOND.name, "other_password": ERIKA_SECOND.password}
        plan = other.linking.compare(access, OtherNumber(**both))
        other.linking.link(access, plan, LinkNumbers(password=ERIKA.password, **both))


async def packages_of(pilot: Keyboard, count: int) -> None:
    await appears(pilot, f"Your packages ({count})")


async def test_a_second_number_is_linked_and_signs_in_to_the_same_account(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await see_what_follows(pilot)
        words = running(pilot.in_the_box())
        assert "All of 10012399 moves to 10012345. This cannot be undone." in words
        assert "Packages 1, with all that is in it" in words
        assert "erika.musterfrau@post.example ferien@musterfrau.example" in words
        assert "the password of 10012399 stops working" in words
        assert pilot.app.focused is pilot.app.screen.query_one("#cancel")
        await pilot.press("shift+tab")
        assert focused_field(pilot) == "password"
        await fill(pilot, "password", ERIKA.password)
        await saved(pilot)
        await noticed(pilot, "10012399 is linked to 10012345; a confirmation is on its way.")
        await packages_of(pilot, 6)
        await log_out(pilot)
        await sign_in(pilot, ERIKA_SECOND.name, ERIKA.password)
        await packages_of(pilot, 6)
        assert "10012345 · Erika Musterfrau" in pilot.shown()
        await open_linking(pilot)
        await reads(pilot, "Linked already: 10012399 since 22")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_what_differs_stands_side_by_side(portal_app: PortalApp, size: tuple[int, int]) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await compare(pilot)
        lines = pilot.in_the_box().split("\n")
        [header] = [line for line in lines if "10012345 stays" in line]
        [street] = [line for line in lines if "Dünenweg" in line]
        assert header.index("10012345 stays") == street.index("Heidestraße")
        assert header.index("10012399 goes") == street.index("Dünenweg")
        assert "Telephone" in running("\n".join(lines))
        assert "Mobile" not in running("\n".join(lines))  # the same under both


async def test_where_nothing_differs_that_is_said(portal_app: PortalApp) -> None:
    columns = ("street", "house_number", "addition", "postcode", "town", "telephone", "mobile", "email")
    [values] = portal_app.stored(f"SELECT {', '.join(columns)} FROM customers WHERE number = ?", ERIKA.name)  # noqa: S608
    for column, value in zip(columns, values, strict=True):
        change_second(portal_app, column, str(value))
    async with portal_app() as pilot:
        await sign_in(pilot)
        await compare(pilot)
        await reads(pilot, "Address, telephone and email are the same under both numbers.")


async def test_wrong_and_unknown_are_one_sentence_and_then_a_wait(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_linking(pilot)
        for number in (ERIKA_SECOND.name, "99999999", *[ERIKA_SECOND.name] * 4):
            await enter_number(pilot, number, "not this password")
            assert field_errors(pilot) == REFUSED
        await enter_number(pilot)
        wait = "Too many tries. Please wait 30 seconds and try again."
        assert field_errors(pilot) == {"other-password": wait}
        portal_app.clock.forward(seconds=60)
        await enter_number(pilot)
        await reads(pilot, "step 2 of 3")


async def test_ones_own_number_and_half_a_number_are_refused(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_linking(pilot)
        await enter_number(pilot, ERIKA.name, ERIKA.password)
        assert field_errors(pilot) == {"number": "You are signed in with this number."}
        await enter_number(pilot, "1001", "x")
        assert field_errors(pilot) == {"number": "A customer number has 8 digits."}


async def test_another_bank_account_is_named_and_its_form_is_one_key_away(portal_app: PortalApp) -> None:
    portal_app.store(SECOND_BANK, ERIKA_SECOND.name)
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_linking(pilot)
        await enter_number(pilot)
        await pilot.until(lambda: isinstance(pilot.app.screen, ApartModal))
        await pilot.settle()
        words = running(pilot.in_the_box())
        assert "Bank account → Bank data" in words
        assert "Company" not in words
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, BankDataForm))
        await pilot.settle()
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, LinkWizard))
        await pilot.settle()
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))


async def test_somebody_elses_number_needs_a_contract_handover(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_linking(pilot)
        await enter_number(pilot, AUSTRIAN.name, AUSTRIAN.password)
        await pilot.until(lambda: isinstance(pilot.app.screen, ApartModal))
        await pilot.settle()
        words = running(pilot.in_the_box())
        for difference in ("First or last name", "Company", "Consumer or business", "Bank account"):
            assert difference in words
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, FormsScreen))
        await pilot.settle()
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, LinkWizard))


async def test_what_changed_meanwhile_is_shown_before_it_is_linked(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        form = await see_what_follows(pilot)
        change_second(portal_app, "email", "neu@example.org")
        await fill(pilot, "password", ERIKA.password)
        await save(pilot)
        assert problem(pilot) == "This is not as it was shown any more. Please look once more."
        await reads(pilot, "neu@example.org")
        await fill(pilot, "password", ERIKA.password)
        await saved(pilot)
        assert form not in pilot.app.screen_stack


async def test_what_came_apart_meanwhile_is_told(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await see_what_follows(pilot)
        change_second(portal_app, "last_name", "Mustermann")
        await fill(pilot, "password", ERIKA.password)
        await save(pilot)
        await pilot.until(lambda: isinstance(pilot.app.screen, ApartModal))
        await reads(pilot, "First or last name")


async def test_linked_in_another_window_it_is_not_linked_twice(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await see_what_follows(pilot)
        link_elsewhere(portal_app)
        await fill(pilot, "password", ERIKA.password)
        await save(pilot)
        assert problem(pilot) == "This number is linked to yours already."


async def test_leaving_at_any_step_leaves_nothing_behind(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await see_what_follows(pilot)
        await pilot.press("escape")
        await reads(pilot, "step 2 of 3")
        await pilot.press("escape")
        await reads(pilot, "step 1 of 3")
        assert the_form(pilot).values() == {"number": ERIKA_SECOND.name, "other_password": ""}
    assert portal_app.stored("SELECT count(*) FROM linked_numbers") == [(0,)]


async def test_a_window_of_the_other_number_is_logged_out(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_as(pilot, ERIKA_SECOND)
        link_elsewhere(portal_app)
        await pilot.press("f5")
        await appears(pilot, "Locked")
        await pilot.press(*ERIKA.password, "enter")
        await appears(pilot, "Package login")


async def test_a_package_login_has_none_of_it(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        assert "Link customer numbers" not in pilot.shown()


@pytest.mark.parametrize(
    "kind", ["markup live action", "clipboard", "zalgo", "long", "wide", "bidi override"]
)
async def test_hostile_data_stand_there_as_they_are(portal_app: PortalApp, kind: str) -> None:
    text = HOSTILE[kind].encode("utf-8", "replace").decode()
    for column in ("street", "email", "addition"):
        change_second(portal_app, column, text[:250])
    async with portal_app() as pilot:
        await sign_in(pilot)
        form = await compare(pilot)
        assert widest(pilot.shown()) == 80
        await save(pilot)
        await reads(pilot, "step 3 of 3")
        assert form is pilot.app.screen
        assert "\x1b]" not in pilot.shown()
