"""Hostile strings: stored past all rules and shown everywhere, and typed into every field of every form."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import Input

from portal.demo.credentials import AGENCY, DESIGN, ERIKA
from portal.packages import Family
from tests.hostile import HOSTILE
from tests.tui.hostile_steps import STORABLE, check, check_rows, first_cells, paste_all
from tests.tui.steps import (
    all_is_read,
    appears,
    enter_login,
    open_entry,
    open_form,
    refusal,
    sign_in,
    sign_in_as,
    sign_in_package,
    the_form,
)
from tui.screens.domains import DomainList
from tui.screens.login import LoginScreen
from tui.screens.package import PackageScreen
from tui.screens.packages import PackageList, PackagesScreen
from tui.screens.website import WebsiteScreen
from tui.text import plain
from tui.widgets.dialogs import ConfirmModal
from tui.widgets.form import FormModal

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard, PortalApp

PARTS = 2


async def test_what_stands_in_the_database_is_shown_literally_everywhere(portal_app: PortalApp) -> None:
    name_packages(portal_app)
    async with portal_app() as pilot:
        await sign_in_as(pilot, AGENCY)
        screen = pilot.app.screen
        packages = screen.query_one(PackageList)
        shown = await check_rows(pilot, packages)
        for text in STORABLE.values():
            assert first_cells(text) in shown, text
        await pilot.press("home")
        for place in range(len(STORABLE)):
            with pilot.app.batch_update():  # painted once, afterwards
                await pilot.press(*["down"] * bool(place))
                assert packages.highlighted is not None
                assert packages.cursor == place
                name = first_cells(packages.highlighted.main_domain)
                await pilot.press("m")
                await pilot.until(lambda: isinstance(pilot.app.screen, PackageScreen))
                await pilot.settle()
            assert check(pilot).count(name) >= 3, name  # on top, and twice in the overview
            await pilot.press("escape")
            await pilot.until(lambda: pilot.app.screen is screen)
        await pilot.resize_terminal(120, 36)
        await pilot.settle()
        shown = await check_rows(pilot, packages)
        for text in STORABLE.values():
            assert shown.count(first_cells(text)) >= 2, text  # the domain, and the product beside it


def name_packages(portal_app: PortalApp) -> None:
    """Leave the agency with one package for each text, which is called so and is a product called so."""
    with closing(sqlite3.connect(portal_app.path)) as database, database:
        (agency,) = database.execute("SELECT id FROM customers WHERE number = ?", [AGENCY.name]).fetchone()
        packages = database.execute("SELECT id FROM packages WHERE customer_id = ?", [agency]).fetchall()
        for (package,), text in zip(packages, STORABLE.values(), strict=False):
            product = database.execute(
                "INSERT INTO products (code, name, family, rank, price_cents, billing_months, minimum_months,"
                " notice_months, changeable) VALUES (?1, ?2, 'hosting', 1000 + ?1, 0, 1, 1, 1, 0)",
                [package, text[:100]],
            ).lastrowid
            database.execute(
                "UPDATE packages SET main_domain = ?, product_id = ?, state = 'active' WHERE id = ?",
                [text[:253], product, package],
            )
        database.execute(
            "UPDATE packages SET customer_id = 1 WHERE customer_id = ? AND product_id NOT IN"
            " (SELECT id FROM products WHERE rank > 1000)",
            [agency],
        )


async def test_the_names_of_domains_are_shown_literally(portal_app: PortalApp) -> None:
    with closing(sqlite3.connect(portal_app.path)) as database, database:
        database.execute("DELETE FROM sites WHERE package_id = 1 AND label = ''")
        for text in STORABLE.values():
            domain = database.execute(
                "INSERT INTO domains (package_id, name, ascii_name, kind, state, registered_on)"
                " SELECT 1, ?1, ?1 || max(id), 'included', 'active', '2026-01-01' FROM domains",
                [text[:240]],
            ).lastrowid
            database.execute(
                "INSERT INTO sites (package_id, revision, domain_id, label, name, ascii_name, target,"
                " directory, points_to, redirect_to, redirect_code, default_address, php_version,"
                " certificate, force_https, hsts) SELECT package_id, 0, id, '', name, ascii_name,"
                " 'directory', '/', '', '', 301, 'both', '', 'none', 0, 0 FROM domains WHERE id = ?",
                [domain],
            )
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_entry(pilot, "domains")
        shown = await check_rows(pilot, pilot.app.screen.query_one(DomainList))
    for text in STORABLE.values():
        assert first_cells(text) in shown, text


@pytest.mark.parametrize("part", range(PARTS))
async def test_what_stands_in_the_database_is_shown_literally_in_forms(
    portal_app: PortalApp, part: int
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        for text in list(STORABLE.values())[part::PARTS]:
            store_everywhere(portal_app, text)
            with pilot.app.batch_update():  # painted once, afterwards
                await pilot.press(*["escape"] * isinstance(pilot.app.screen, FormModal))
                await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
                screen = pilot.app.screen
                assert isinstance(screen, PackagesScreen)
                screen.open_entry("address")
                await pilot.until(lambda: isinstance(pilot.app.screen, FormModal))
                await pilot.settle()
            assert first_cells(text, 6) in check(pilot)
        await pilot.press("escape")
        await open_form(pilot, "bank-data")
        check(pilot)


def store_everywhere(portal_app: PortalApp, text: str) -> None:
    """Put a text wherever a customer's forms show one, as long as its column allows."""
    portal_app.store(
        "UPDATE customers SET company = ?1, first_name = ?1, last_name = ?1, street = ?1, addition = ?1,"
        " town = ?1, house_number = substr(?1, 1, 20), postcode = substr(?1, 1, 12), email = ?1,"
        " invoice_email = ?1 WHERE number = '10012345'",
        text[:100],
    )
    portal_app.store("UPDATE mandates SET account_holder = ?1, reference = upper(?1) || id", text[:30])


async def test_a_hostile_name_is_harmless_behind_start_and_on_a_locked_screen(portal_app: PortalApp) -> None:
    hostile = "[@click=app.quit]x[/] \x1b]52;c;SGFsbG8=\x07"
    portal_app.store("UPDATE customers SET company = ?", hostile)
    portal_app.store("UPDATE packages SET main_domain = ? || id", hostile)
    portal_app.store("UPDATE products SET name = ?", hostile)
    async with portal_app() as pilot:
        await enter_login(pilot, ERIKA.name, ERIKA.password)
        await appears(pilot, "s Start")
        packages = pilot.app.screen.query_one(PackageList)
        while packages.highlighted is None or packages.highlighted.family is not Family.WEBSITE_BUILDER:
            await pilot.press("down")
        await pilot.press("s")
        await pilot.until(lambda: isinstance(pilot.app.screen, WebsiteScreen), "Start opened nothing.")
        await appears(pilot, "Pages (12)")
        assert plain(hostile) in check(pilot)
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        pilot.app._active_at -= 660
        pilot.app._lock_when_idle()
        await appears(pilot, "Signed in: [@click=app.quit]x[/] ␛]52")
        check(pilot)


@pytest.mark.parametrize("form", ["address", "telephone", "emails", "bank-data", "password"])
async def test_whatever_is_pasted_into_a_field_ends_in_a_sentence_or_is_accepted(
    portal_app: PortalApp, form: str
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await paste_all(
            pilot,
            partial(open_form, pilot, form),
            saved=3,
            between=partial(portal_app.store, "DELETE FROM throttle_buckets"),
        )
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
            with pilot.app.batch_update():  # painted once, afterwards
                await pilot.at_once("slash", "end", "ctrl+u", events.Paste(text), "enter")
                await all_is_read(pilot)
            check(pilot)
        await pilot.press("escape")
        await appears(pilot, "erika-musterfrau.com")
