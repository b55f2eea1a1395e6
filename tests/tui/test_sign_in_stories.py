"""The login screen: both modes, every refusal, the forgotten password, and what cannot be opened."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Button, Input

from portal.demo.credentials import AGENCY, BLOG, DESIGN, ERIKA, SOEHNE
from portal.errors import Unavailable
from tests.portal.house import REFUSED, WRONG
from tests.tui.steps import appears, enter_login, log_out, reads, refusal, running, sign_in
from tui.screens.login import LoginScreen
from tui.screens.package import PackageScreen
from tui.screens.packages import PackagesScreen
from tui.widgets.modes import Modes

if TYPE_CHECKING:
    from pathlib import Path

    from portal.portal import Portal
    from tests.tui.portal_app import Keyboard, PortalApp


def account(pilot: Keyboard) -> str:
    return pilot.app.screen.query_one("#account", Input).value


def password(pilot: Keyboard) -> str:
    return pilot.app.screen.query_one("#password", Input).value


async def test_the_login_screen_says_what_each_login_opens(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await appears(pilot, "All packages and all contract settings.")
        assert "Customer number" in pilot.shown()
        assert f"demo: {ERIKA}" in pilot.shown()
        await pilot.press("f4")
        await appears(pilot, "The technical settings of one package.")
        assert "Domain name" in pilot.shown()
        assert "Customer number" not in pilot.shown()
        assert f"demo: {DESIGN}" in pilot.shown()
        await pilot.press("f4")
        await appears(pilot, "All packages and all contract settings.")


async def test_changing_the_mode_forgets_what_was_typed(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await pilot.press(*ERIKA.name, "enter", *"secret")
        assert (account(pilot), password(pilot)) == (ERIKA.name, "secret")
        await pilot.press("f4")
        assert (account(pilot), password(pilot)) == ("", "")


async def test_only_digits_can_be_typed_as_a_customer_number(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await pilot.press(*"1x0-012 345")
        assert account(pilot) == "10012 345"


async def test_a_number_may_be_pasted_with_blanks_around_it(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await pilot.paste(" 10012345 ")
        await pilot.press("enter", *ERIKA.password, "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))


async def test_both_fields_are_asked_for(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await pilot.press("enter", "enter")
        assert refusal(pilot) == "Please fill in both fields."
        assert pilot.app.focused is pilot.app.screen.query_one("#account")
        await pilot.press(*ERIKA.name, "enter", "enter")
        assert refusal(pilot) == "Please fill in both fields."
        assert pilot.app.focused is pilot.app.screen.query_one("#password")


REFUSALS = {
    "wrong password": (ERIKA.name, WRONG),
    "unknown number": ("99999999", ERIKA.password),
    "no number": ("1", ERIKA.password),
    "locked": ("10031415", "demo-locked-2026"),
    "package password": (ERIKA.name, DESIGN.password),
    "wrong package password": (DESIGN.name, WRONG),
    "unknown domain": ("nobody-has-this.de", DESIGN.password),
    "no package password set": ("verein-sonnenhof.de", DESIGN.password),
    "no domain": ("not a domain at all", DESIGN.password),
    "master password": (DESIGN.name, "demo-master-2026"),
    "customer password": (DESIGN.name, ERIKA.password),
}


async def test_every_refusal_is_the_same_sentence(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        for name, secret in REFUSALS.values():
            if name.isdecimal() == bool(pilot.app.screen.query_one(Modes).chosen):
                await pilot.press("f4")
            pilot.app.screen.query_one("#account", Input).focus()
            await pilot.press("end", "ctrl+u")
            await enter_login(pilot, name, secret)
            await pilot.until(lambda: refusal(pilot) and password(pilot) == "")
            assert refusal(pilot) == REFUSED
            assert REFUSED in pilot.shown()
            assert account(pilot) == name  # what was typed stays, the password goes
            assert pilot.app.focused is pilot.app.screen.query_one("#password")
            assert isinstance(pilot.app.screen, LoginScreen)


async def test_after_five_wrong_tries_one_is_told_how_long_to_wait_even_after_a_restart(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await pilot.press(*ERIKA.name, "enter")
        for _try in range(5):
            await pilot.press(*WRONG, "enter")
            await pilot.until(lambda: password(pilot) == "" and refusal(pilot) == REFUSED)
        await pilot.press(*ERIKA.password, "enter")
        await pilot.until(lambda: refusal(pilot) != REFUSED and refusal(pilot))
        assert refusal(pilot) == "Too many tries. Please wait 30 seconds and try again."
    async with portal_app() as pilot:
        await pilot.press(*ERIKA.name, "enter", *ERIKA.password, "enter")
        await pilot.until(lambda: refusal(pilot))
        assert refusal(pilot) == "Too many tries. Please wait 30 seconds and try again."
        portal_app.clock.forward(seconds=30)
        await pilot.press("enter")  # the password is still there
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))


async def test_f3_tells_how_to_get_a_new_customer_password(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await pilot.press("f3")
        await reads(pilot, "a new customer password is given by our customer service only")
        assert "030 23125-100" in pilot.shown()
        assert "Mon-Fri 8:00-20:00" in running(pilot.shown())
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, LoginScreen)


async def test_f3_sends_a_webmaster_to_the_owner(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await pilot.press("f4", "f3")
        await reads(pilot, "The package password is set by the owner of the package, not by us.")
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, LoginScreen)


@pytest.mark.parametrize(
    "name", ["MÜLLER-SÖHNE.de", "xn--mller-shne-kcb9d.de", "mueller-soehne.de", "müller-söhne.com"]
)
async def test_any_domain_of_a_package_signs_in_in_either_spelling(portal_app: PortalApp, name: str) -> None:
    async with portal_app() as pilot:
        await pilot.press("f4", *name, "enter", *SOEHNE.password, "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackageScreen))
        await appears(pilot, "müller-söhne.de")


async def test_the_mode_chosen_last_is_kept_when_one_logs_out(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await pilot.press("f4", *BLOG.name, "enter", *BLOG.password, "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackageScreen))
        await log_out(pilot)
        assert "Domain name" in pilot.shown()
        assert (account(pilot), password(pilot)) == ("", "")


async def test_somebody_else_signs_in_after_a_log_out(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        for login in (ERIKA, AGENCY, ERIKA):
            await sign_in(pilot, login.name, login.password)
            assert login.name in pilot.shown()
            await log_out(pilot)
        assert len(pilot.app.screen_stack) == 1


async def test_ctrl_q_on_the_login_screen_quits(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        pilot.app.post_message(pilot.key("ctrl+q"))
        await pilot.until_it_ends()
        assert pilot.app.return_code == 0


async def test_who_is_faster_than_the_portal_waits_for_it(portal_app: PortalApp) -> None:
    opens = threading.Event()

    def open_late() -> Portal:
        opens.wait(20)
        return portal_app.open()

    async with portal_app(opening=open_late) as pilot:
        await pilot.press(*ERIKA.name, "enter", *ERIKA.password, "enter")
        assert pilot.app.screen.query_one("#log-in", Button).disabled
        await pilot.press("enter", "enter")  # nothing comes of it
        opens.set()
        await appears(pilot, "Your packages (5)")
        assert len(pilot.app.screen_stack) == 2


async def test_a_portal_that_cannot_be_opened_says_why_on_the_terminal(
    portal_app: PortalApp, capsys: pytest.CaptureFixture[str]
) -> None:
    async with portal_app(opening=missing_database(portal_app.path.parent)) as pilot:
        await pilot.until_it_ends()
    assert pilot.app.return_code == 1
    said = running(capsys.readouterr().err)
    assert said.startswith("There is no database at ")
    assert "customer-login admin migrate" in said
    assert "Traceback" not in said


async def test_who_signs_in_before_it_is_known_reads_the_same(
    portal_app: PortalApp, capsys: pytest.CaptureFixture[str]
) -> None:
    opens = threading.Event()

    def refuse_late() -> Portal:
        opens.wait(20)
        raise Unavailable("There is no database there.")

    async with portal_app(opening=refuse_late) as pilot:
        await pilot.press(*ERIKA.name, "enter", *ERIKA.password, "enter")
        opens.set()
        await pilot.until_it_ends()
    assert pilot.app.return_code == 1
    assert capsys.readouterr().err == "There is no database there.\n"


def missing_database(folder: Path) -> type[Portal]:
    from functools import partial

    from portal.opening import open_portal

    return partial(open_portal, str(folder / "none.db"))  # type: ignore[return-value]
