"""Sessions that end: the screen is locked, and with the password one goes on at the same place."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from unittest.mock import patch

from portal.demo.credentials import DESIGN, ERIKA
from tests.portal.house import REFUSED, WRONG
from tests.tui.steps import (
    appears,
    beneath,
    change_street,
    entered,
    log_out,
    open_form,
    running,
    save,
    sign_in,
    sign_in_package,
)
from tests.tui.test_package_stories import palette
from tui.screens.lock import LockScreen
from tui.screens.login import LoginScreen
from tui.screens.package import PackageScreen
from tui.screens.packages import PackagesScreen

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard, PortalApp


async def locked(pilot: Keyboard) -> None:
    await pilot.until(lambda: isinstance(pilot.app.screen, LockScreen), "It was not locked.")
    await pilot.settle()


def leave_alone(pilot: Keyboard, minutes: float) -> None:
    """Nobody touches the keyboard for so long; then the app looks for that, as it does every 15 seconds."""
    pilot.app._active_at -= minutes * 60
    pilot.app._lock_when_idle()


async def test_a_save_after_the_session_ended_asks_for_the_password_and_goes_through(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        form = await change_street(pilot)
        portal_app.clock.forward(minutes=11)
        await pilot.press("f2")
        await locked(pilot)
        assert "Heidestraße" not in pilot.shown()
        assert "Neue Straße" not in pilot.shown()
        assert "Signed in: Erika Musterfrau" in running(pilot.shown())
        await pilot.press(*ERIKA.password, "enter")
        await pilot.until(lambda: form not in pilot.app.screen_stack)
        assert isinstance(pilot.app.screen, PackagesScreen)
        await appears(pilot, "Your address was changed.")
        assert portal_app.stored("SELECT street FROM customers WHERE number = '10012345'") == [
            ("Neue Straße",)
        ]


async def test_a_session_that_was_ended_elsewhere_is_taken_up_again(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        portal_app.store("UPDATE sessions SET ended_at = started_at")
        await pilot.press("f5")
        await locked(pilot)
        await pilot.press(*ERIKA.password, "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        await appears(pilot, "musterfrau-design.de")
        await open_form(pilot, "address")  # and everything works under the new session


async def test_a_wrong_password_leaves_the_screen_locked(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        leave_alone(pilot, 11)
        await locked(pilot)
        await pilot.press(*WRONG, "enter")
        await pilot.until(lambda: beneath(pilot, "password").startswith("✗"))
        assert beneath(pilot, "password") == f"✗ {REFUSED}"
        assert entered(pilot, "password") == ""
        assert isinstance(pilot.app.screen, LockScreen)
        await pilot.press(*ERIKA.password, "f2")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))


async def test_nothing_but_the_password_opens_a_locked_screen(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        leave_alone(pilot, 11)
        await locked(pilot)
        for keys in ("escape", "tab escape", "f1 escape", "ctrl+p escape", "f5 m s"):
            for key in keys.split():
                await pilot.press(key)
            await locked(pilot)
            shown = pilot.shown()
            assert "musterfrau-design.de" not in shown
            assert "10012345" not in shown


async def test_the_palette_of_a_locked_screen_leads_nowhere(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        leave_alone(pilot, 11)
        await locked(pilot)
        offered = {name for name in palette(pilot.app.screen) if not name.startswith("Theme: ")}
        assert offered == {"Unlock", "Help", "Log out"}


async def test_nothing_asked_for_appears_once_logged_out(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        asked = threading.Event()
        answered = threading.Event()

        def slow(*_: object) -> object:
            asked.set()
            return answered.wait(10)

        with patch.object(pilot.app.portal.packages, "open", slow):
            await pilot.press("enter")
            await pilot.until(asked.is_set)
            await pilot.press("ctrl+q")
            answered.set()
            await pilot.until(lambda: isinstance(pilot.app.screen, LoginScreen))
        await pilot.settle()
        assert len(pilot.app.screen_stack) == 1


async def test_an_idle_screen_is_covered_over_a_form_and_comes_back_to_it(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        form = await change_street(pilot)
        leave_alone(pilot, 9)
        await pilot.settle()
        assert pilot.app.screen is form
        leave_alone(pilot, 2)
        await locked(pilot)
        await pilot.press(*ERIKA.password, "enter")
        await pilot.until(lambda: pilot.app.screen is form)
        assert entered(pilot, "street") == "Neue Straße"


async def test_a_package_login_is_covered_after_half_an_hour(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        leave_alone(pilot, 29)
        await pilot.settle()
        assert isinstance(pilot.app.screen, PackageScreen)
        leave_alone(pilot, 2)
        await locked(pilot)
        assert DESIGN.name in pilot.shown()
        await pilot.press(*DESIGN.password, "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackageScreen))


async def test_a_package_opened_by_its_owner_goes_on_under_the_new_session(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await pilot.press("m")
        await appears(pilot, "In use")
        portal_app.store("UPDATE sessions SET ended_at = started_at")
        await pilot.press("f5")
        await locked(pilot)
        await pilot.press(*ERIKA.password, "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackageScreen))
        await appears(pilot, "In use")
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, PackagesScreen)


async def test_who_logs_out_of_a_locked_screen_can_sign_in_and_is_locked_again(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        leave_alone(pilot, 11)
        await locked(pilot)
        await log_out(pilot)
        assert len(pilot.app.screen_stack) == 1
        await sign_in(pilot)
        leave_alone(pilot, 11)
        await locked(pilot)
        await pilot.press(*ERIKA.password, "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        portal_app.clock.forward(minutes=11)
        await pilot.press("f5")
        await locked(pilot)


async def test_who_logs_out_of_a_screen_locked_while_saving_saved_nothing(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await change_street(pilot)
        portal_app.clock.forward(minutes=11)
        await pilot.press("f2")
        await locked(pilot)
        await pilot.press("ctrl+q")
        await appears(pilot, "What you entered is not saved.")
        await pilot.press("tab", "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, LoginScreen))
        await sign_in(pilot)
        assert portal_app.stored("SELECT street FROM customers WHERE number = '10012345'") == [
            ("Heidestraße",)
        ]
        await open_form(pilot, "address")
        assert entered(pilot, "street") == "Heidestraße"


async def test_a_password_changed_elsewhere_ends_this_session_and_the_new_one_opens_it(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        hashed = portal_app.hashed("Nebel Kanne Trompete Dach")
        portal_app.store(
            "UPDATE customers SET password_hash = ?, credential_version = credential_version + 1,"
            " version = version + 1 WHERE number = '10012345'",
            hashed,
        )
        await pilot.press("f5")
        await locked(pilot)
        await pilot.press(*ERIKA.password, "enter")
        await pilot.until(lambda: beneath(pilot, "password").startswith("✗"))
        await pilot.press(*"Nebel Kanne Trompete Dach", "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))


async def test_a_save_that_meets_a_locked_account_stays_outside(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await change_street(pilot)
        portal_app.store("UPDATE customers SET state = 'locked', version = version + 1")
        await pilot.press("f2")
        await locked(pilot)
        await pilot.press(*ERIKA.password, "enter")
        await pilot.until(lambda: beneath(pilot, "password").startswith("✗"))
        await pilot.press("ctrl+q")
        await appears(pilot, "What you entered is not saved.")
        await pilot.press("tab", "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, LoginScreen))


async def test_somebody_at_the_keyboard_is_not_locked_out(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        for _minutes in range(3):
            leave_alone(pilot, 6)
            await pilot.press("down")
        assert isinstance(pilot.app.screen, PackagesScreen)
        await open_form(pilot, "address")
        await save(pilot)
