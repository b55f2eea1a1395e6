"""Hostile strings: stored past all rules and shown everywhere, and typed into every field of every form."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import Input

from portal.demo.credentials import DESIGN, ERIKA
from tests.hostile import HOSTILE
from tests.tui.steps import (
    a_field,
    appears,
    open_entry,
    open_form,
    refusal,
    save,
    sign_in,
    sign_in_package,
    the_form,
)
from tui.screens.login import LoginScreen
from tui.screens.package import PackageScreen
from tui.screens.packages import PackagesScreen
from tui.text import plain
from tui.widgets.dialogs import ConfirmModal, NoticeModal
from tui.widgets.field import Field
from tui.widgets.form import FormModal
from tui.widgets.plain import PlainInput

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard, PortalApp

STORABLE = {name: text.replace("\x00", "␀") for name, text in HOSTILE.items() if name != "lone surrogate"}
"""A database cannot even hold half a surrogate."""

PARTS = 2

SAVED = 3
"""One in so many strings is also saved: the whole form goes through the same model as each field."""

OURS = re.compile(r"\x1b\[[0-9;]*m")
"""The only escape sequences of a painted row: colours."""


def check(pilot: Keyboard) -> str:
    """Nothing unprintable is sent, nothing that was stored is live; return what is shown."""
    sent = OURS.sub("", pilot.sent()).replace("\n", "")
    assert sent.isprintable(), [letter for letter in sent if not letter.isprintable()]
    for region, _clip in pilot.app.screen._compositor.visible_widgets.values():
        assert region.width >= 0
    for row in pilot._rows():
        for strip in row:
            for segment in strip:
                if segment.style is not None:
                    assert segment.style.link is None
                    click = segment.style.meta.get("@click")
                    assert click is None or str(click).startswith(("app.simulate_key(", "choose(")), click
    return pilot.shown()


def first_cells(text: str, cells: int = 12) -> str:
    """The beginning of a string as it is shown."""
    return plain(text, max_width=cells).removesuffix("…").rstrip()


@pytest.mark.parametrize("part", range(PARTS))
async def test_what_stands_in_the_database_is_shown_literally_everywhere(
    portal_app: PortalApp, part: int
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        for text in list(STORABLE.values())[part::PARTS]:
            store_everywhere(portal_app, text)
            shown = first_cells(text)
            await pilot.press("f5")
            await pilot.until(lambda: shown in pilot.shown())  # noqa: B023 - called before the next round
            check(pilot)
            await pilot.press("m")
            await pilot.until(lambda: isinstance(pilot.app.screen, PackageScreen))
            await appears(pilot, "In use")
            assert shown in check(pilot)
            await pilot.press("home", "down", "enter")
            await appears(pilot, "Leads to")
            await appears(pilot, "● ")
            assert shown in check(pilot)
            await pilot.press("escape")
            await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))


@pytest.mark.parametrize("part", range(PARTS))
async def test_what_stands_in_the_database_is_shown_literally_in_forms(
    portal_app: PortalApp, part: int
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        for text in list(STORABLE.values())[part::PARTS]:
            store_everywhere(portal_app, text)
            with pilot.app.batch_update():  # painted once, afterwards
                screen = pilot.app.screen
                assert isinstance(screen, PackagesScreen)
                screen.open_entry("address")
                await pilot.until(lambda: isinstance(pilot.app.screen, FormModal))
                await pilot.settle()
            await pilot.settle()
            assert first_cells(text, 6) in check(pilot)
            await pilot.press("escape")
            await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        await open_form(pilot, "bank-data")
        check(pilot)


def store_everywhere(portal_app: PortalApp, text: str) -> None:
    """Put a text wherever a text stands, as long as its column allows."""
    portal_app.store(
        "UPDATE customers SET company = ?1, first_name = ?1, last_name = ?1, street = ?1, addition = ?1,"
        " town = ?1, house_number = substr(?1, 1, 20), postcode = substr(?1, 1, 12), email = ?1,"
        " invoice_email = ?1 WHERE number = '10012345'",
        text[:100],
    )
    portal_app.store("UPDATE mandates SET account_holder = ?1, reference = upper(?1) || id", text[:30])
    portal_app.store("UPDATE products SET name = ?1", text[:100])
    portal_app.store("UPDATE packages SET main_domain = ?1 WHERE id <= 5", text[:253])
    portal_app.store("UPDATE domains SET name = ?1, ascii_name = ?1 || id WHERE package_id <= 5", text[:240])


async def test_a_hostile_name_is_harmless_on_a_locked_screen_and_in_a_notice(portal_app: PortalApp) -> None:
    hostile = "[@click=app.quit]x[/] \x1b]52;c;SGFsbG8=\x07"
    portal_app.store("UPDATE customers SET company = ?", hostile)
    portal_app.store("UPDATE packages SET main_domain = ? || id", hostile)
    portal_app.store("UPDATE products SET name = ?", hostile)
    async with portal_app() as pilot:
        await pilot.press(*ERIKA.name, "enter", *ERIKA.password, "enter")
        await appears(pilot, "s Start")
        await pilot.press("o", "s", "down", "s", "down", "s", "down", "s")
        await pilot.until(lambda: isinstance(pilot.app.screen, NoticeModal))
        assert plain(hostile) in check(pilot)
        await pilot.press("escape")
        pilot.app._active_at -= 660
        pilot.app._lock_when_idle()
        await appears(pilot, "Signed in: [@click=app.quit]x[/] ␛]52")
        check(pilot)


FORMS = {
    "address": ("street", "house-number", "addition", "postcode", "town"),
    "telephone": ("telephone", "mobile", "fax"),
    "emails": ("email", "invoice-email"),
    "bank-data": ("account-holder", "iban", "password"),
    "password": ("old", "new", "again"),
}


@pytest.mark.parametrize("form", FORMS)
async def test_whatever_is_pasted_into_a_field_ends_in_a_sentence_or_is_accepted(
    portal_app: PortalApp, form: str
) -> None:
    async with portal_app() as pilot:
        await pilot.press(*ERIKA.name, "enter", *ERIKA.password, "enter")
        await appears(pilot, "Your packages (5)")
        await open_form(pilot, form)
        for number, text in enumerate(HOSTILE.values()):
            keys: list[str | events.Paste] = ["end", "ctrl+u", events.Paste(text), "tab"]
            with pilot.app.batch_update():  # painted once, afterwards
                a_field(pilot, FORMS[form][0]).control.focus()
                await pilot.at_once(*keys * len(FORMS[form]))
                for control in the_form(pilot).query(PlainInput):
                    assert control.max_length is not None
                    assert len(control.value) <= control.max_length
                if number % SAVED == 0:
                    await save(pilot)
            check(pilot)
            if not isinstance(pilot.app.screen, FormModal):
                await open_form(pilot, form)
            elif number % SAVED == 0:
                told = [field for field in the_form(pilot).query(Field) if field.has_class("-wrong")]
                assert told or the_form(pilot).has_class("-problem")
            portal_app.store("DELETE FROM throttle_buckets")
        if the_form(pilot).unsaved:
            await pilot.press("escape")
            await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))


def was_refused(pilot: Keyboard) -> bool:
    return bool(refusal(pilot)) and not pilot.app.screen.query_one("#log-in").disabled


async def test_whatever_is_pasted_into_the_login_screen_is_refused_in_a_sentence(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        for keys in ((), ("f4",)):
            await pilot.press(*keys)
            for text in HOSTILE.values():
                pilot.app.screen.query_one("#account", Input).focus()
                paste = events.Paste(text)
                await pilot.at_once("end", "ctrl+u", paste, "enter", paste, "enter")
                await pilot.until(partial(was_refused, pilot))
                check(pilot)
                assert isinstance(pilot.app.screen, LoginScreen)
                portal_app.store("DELETE FROM throttle_buckets")


async def test_whatever_is_typed_into_the_filter_finds_something_or_nothing(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot, DESIGN.name, DESIGN.password)
        await open_entry(pilot, "domains")
        await appears(pilot, "erika-musterfrau.com")
        for text in HOSTILE.values():
            await pilot.press("slash")
            await pilot.paste(text)
            await pilot.press("enter")
            await pilot.settle()
            check(pilot)
            await pilot.press("escape")
        await appears(pilot, "erika-musterfrau.com")
