"""What all forms share: unsaved changes, saving, somebody else's changes, a database in trouble."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from portal.demo.credentials import ERIKA
from tests.tui.steps import (
    appears,
    change_street,
    choose,
    entered,
    field_error,
    field_errors,
    fill,
    focused_field,
    notice,
    open_form,
    problem,
    reads,
    save,
    saved,
    sign_in,
    the_form,
)
from tui.screens.login import LoginScreen
from tui.screens.packages import PackagesScreen
from tui.widgets.dialogs import ConfirmModal
from tui.widgets.form import FormModal
from tui.widgets.frame import shown_bindings
from tui.widgets.help import HelpModal
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard, PortalApp

BUSY = "The database is busy at the moment. Nothing was changed; please try again in a few seconds."


def street_of(portal_app: PortalApp) -> object:
    return portal_app.stored("SELECT street FROM customers WHERE number = '10012345'")[0][0]


def offered(pilot: Keyboard) -> set[str]:
    return {binding.description for _key, binding in shown_bindings(pilot.app.screen)}


# Unsaved changes.


async def test_esc_asks_once_before_changes_are_lost(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        form = await change_street(pilot)
        await pilot.press("escape")
        await appears(pilot, "What you entered will be lost.")
        assert pilot.app.focused is pilot.app.screen.query_one("#no")
        await pilot.press("escape")
        assert pilot.app.screen is form
        assert entered(pilot, "street") == "Neue Straße"
        await pilot.press("escape", "enter")  # the safe button has the focus
        assert pilot.app.screen is form
        await pilot.press("escape", "tab", "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        assert street_of(portal_app) == "Heidestraße"


async def test_pressing_esc_many_times_at_once_asks_once(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await change_street(pilot)
        stack = len(pilot.app.screen_stack)
        await pilot.press("escape", "escape", "escape")
        assert len(pilot.app.screen_stack) <= stack + 1
        assert any(isinstance(screen, FormModal) for screen in pilot.app.screen_stack)
        assert street_of(portal_app) == "Heidestraße"


async def test_changes_that_were_taken_back_are_no_changes(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "address")
        await fill(pilot, "street", "x")
        await fill(pilot, "street", "Heidestraße")
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, PackagesScreen)


async def test_ctrl_q_asks_before_changes_are_lost(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await change_street(pilot)
        await pilot.press("ctrl+q")
        await appears(pilot, "What you entered is not saved.")
        await pilot.press("enter")
        assert entered(pilot, "street") == "Neue Straße"
        await pilot.press("ctrl+q")
        await appears(pilot, "What you entered is not saved.")
        await pilot.press("tab", "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, LoginScreen))
        assert len(pilot.app.screen_stack) == 1
        assert street_of(portal_app) == "Heidestraße"


async def test_ctrl_q_twice_asks_once(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await change_street(pilot)
        await pilot.press("ctrl+q", "ctrl+q", "ctrl+q")
        await appears(pilot, "What you entered is not saved.")
        questions = [screen for screen in pilot.app.screen_stack if isinstance(screen, ConfirmModal)]
        assert len(questions) == 1
        await pilot.press("escape")
        assert entered(pilot, "street") == "Neue Straße"


async def test_ctrl_q_leaves_a_form_without_changes_at_once(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "bank-data")
        await pilot.press("ctrl+q")
        await pilot.until(lambda: isinstance(pilot.app.screen, LoginScreen))


async def test_saving_without_changes_changes_nothing(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        before = portal_app.stored("SELECT count(*) FROM audit_entries")
        await open_form(pilot, "address")
        await saved(pilot)
        assert portal_app.stored("SELECT count(*) FROM audit_entries") == before


# The way through a form.


async def test_enter_goes_from_field_to_field_and_from_the_last_one_to_save(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "emails")
        assert focused_field(pilot) == "email"
        await pilot.press("enter")
        assert focused_field(pilot) == "invoice-email"
        await pilot.press(*"rechnung@post.example", "enter")
        assert pilot.app.focused is pilot.app.screen.query_one("#save")
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        assert portal_app.stored("SELECT invoice_email FROM customers WHERE number = '10012345'") == [
            ("rechnung@post.example",)
        ]


async def test_ctrl_s_saves_as_well(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await change_street(pilot)
        await pilot.press("ctrl+s")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        assert street_of(portal_app) == "Neue Straße"


async def test_f2_saves_out_of_an_open_list(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await change_street(pilot)
        await choose(pilot, "country", "Germany")
        await pilot.press("enter")
        await saved(pilot)
        assert street_of(portal_app) == "Neue Straße"


async def test_esc_in_an_open_list_closes_the_list_only(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "address")
        form = the_form(pilot)
        await choose(pilot, "country", "Austria")
        await pilot.press("enter", *"Swi", "escape")
        assert pilot.app.screen is form
        assert entered(pilot, "country") == "AT"
        assert focused_field(pilot) == "country"


async def test_what_is_wrong_is_quiet_while_it_is_mended(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "emails")
        await fill(pilot, "email", "no address")
        await pilot.press("tab")
        await pilot.until(lambda: field_error(pilot, "email"))
        await pilot.press("shift+tab", "end", "x")
        assert field_error(pilot, "email") == ""
        await pilot.press("tab")
        await pilot.until(lambda: field_error(pilot, "email"))


# Saving.


async def test_while_saving_both_buttons_are_dimmed_and_a_second_f2_does_nothing(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        form = await change_street(pilot)
        with portal_app.somebody_writing() as somebody:
            await pilot.press("f2")
            assert form.busy
            assert all(button.is_disabled for button in form.query(PlainButton))
            assert not {"Save", "Cancel"} & offered(pilot)
            await pilot.press("f2", "ctrl+s", "escape")
            assert pilot.app.screen is form
            somebody.execute("ROLLBACK")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        assert street_of(portal_app) == "Neue Straße"
        assert portal_app.stored("SELECT count(*) FROM audit_entries WHERE action = 'address changed'") == [
            (1,)
        ]
        await appears(pilot, "Your address was changed.")


async def test_what_is_typed_while_saving_cannot_be_lost(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await change_street(pilot)
        with portal_app.somebody_writing() as somebody:
            await pilot.press("f2", *"typed behind")
            typed = entered(pilot, "street")
            somebody.execute("ROLLBACK")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        assert typed == street_of(portal_app) == "Neue Straße"


async def test_help_opened_while_saving_stays_and_the_form_goes_from_beneath_it(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await change_street(pilot)
        with portal_app.somebody_writing() as somebody:
            await pilot.press("f2", "f1")
            await pilot.until(lambda: isinstance(pilot.app.screen, HelpModal))
            somebody.execute("ROLLBACK")
        await appears(pilot, "Your address was changed.")
        assert isinstance(pilot.app.screen, HelpModal)
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        assert street_of(portal_app) == "Neue Straße"


async def test_two_answers_in_one_burst_leave_one_form(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "address")
        form = the_form(pilot)
        form.action_cancel()
        form.action_cancel()
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        assert pilot.app.screen.is_current


# Somebody else.


async def test_what_somebody_else_saved_is_shown_beneath_and_the_second_save_replaces_it(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "address")
        await fill(pilot, "street", "Meine Straße")
        portal_app.store(
            "UPDATE customers SET street = 'Andere Straße', addition = 'Hof', version = version + 1"
            " WHERE number = '10012345'"
        )
        await save(pilot)
        assert field_error(pilot, "street") == "Stands there now: Andere Straße"
        assert field_error(pilot, "addition") == "Stands there now: Hof"
        assert entered(pilot, "street") == "Meine Straße"
        assert "Save again to replace it." in problem(pilot)
        await reads(pilot, "Save again to replace it.")
        await saved(pilot)
        assert portal_app.stored("SELECT street, addition FROM customers WHERE number = '10012345'") == [
            ("Meine Straße", "")
        ]


async def test_a_value_that_somebody_else_emptied_is_told_in_words(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "telephone")
        await fill(pilot, "fax", "0221 4710816")
        portal_app.store(
            "UPDATE customers SET mobile = '', mobile_typed = '', version = version + 1"
            " WHERE number = '10012345'"
        )
        await save(pilot)
        assert field_errors(pilot) == {"mobile": "Stands there now: nothing"}
        await fill(pilot, "mobile", "")
        await saved(pilot)
        assert portal_app.stored("SELECT mobile, fax FROM customers WHERE number = '10012345'") == [
            ("", "+492214710816")
        ]


# The database.


@pytest.mark.parametrize("name", ["address", "telephone", "emails"])
async def test_a_busy_database_is_told_and_nothing_typed_is_lost(portal_app: PortalApp, name: str) -> None:
    changes = {
        "address": ("street", "Neue Straße"), "telephone": ("fax", "0221 4710816"),
        "emails": ("invoice-email", "rechnung@post.example"),
    }  # fmt: skip
    portal_app.busy_seconds = 0.05
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, name)
        field, words = changes[name]
        await fill(pilot, field, words)
        with portal_app.somebody_writing():
            await save(pilot)
            assert problem(pilot) == BUSY
            await reads(pilot, "Nothing was changed; please try again in a few seconds.")
            assert entered(pilot, field) == words
            assert field_errors(pilot) == {}
            assert notice(pilot) == ""
            assert isinstance(pilot.app.focused, Input)
        await saved(pilot)


async def test_a_busy_database_while_the_password_is_checked_clears_only_the_password(
    portal_app: PortalApp,
) -> None:
    portal_app.busy_seconds = 0.05
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "bank-data")
        await fill(pilot, "iban", "DE02120300000000202051")
        await fill(pilot, "password", ERIKA.password)
        with portal_app.somebody_writing():
            await save(pilot)
        assert problem(pilot) == BUSY
        assert (entered(pilot, "iban"), entered(pilot, "password")) == ("DE02120300000000202051", "")
        await fill(pilot, "password", ERIKA.password)
        await saved(pilot)


async def test_a_database_that_can_only_be_read_shows_everything_and_saves_nothing(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        portal_app.only_readable = True
        await open_form(pilot, "address")
        await fill(pilot, "street", "Neue Straße")
        await save(pilot)
        assert problem(pilot) == "The database can only be read at the moment. Nothing was changed."
        assert entered(pilot, "street") == "Neue Straße"
        portal_app.only_readable = False
        await saved(pilot)
        assert street_of(portal_app) == "Neue Straße"
