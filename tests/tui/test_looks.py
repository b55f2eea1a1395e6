"""How every screen looks, as SVG, at 80x24 and at 120x36: opened in a browser they are what a customer sees.

After a wanted change: `pytest tests/tui/test_looks.py --snapshot-update`, then look at each changed picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.command import CommandPalette
from textual.screen import ModalScreen

from portal.demo.credentials import AGENCY, DESIGN, ERIKA
from portal.invoices import InvoiceState
from tests.tui.invoice_steps import forget_invoices, go_to, last_reason, open_invoices, pick, read_marked
from tests.tui.pictures import BOTH
from tests.tui.steps import (
    appears,
    choose,
    fill,
    go_to_field,
    go_to_menu,
    open_entry,
    open_form,
    reads,
    refusal,
    save,
    sign_in,
    sign_in_as,
    sign_in_package,
)
from tui.screens.invoices.repeating import RepeatForm
from tui.screens.invoices.saving import SaveRangeForm
from tui.screens.package import PackageScreen
from tui.screens.packages import PackageList, PackagesScreen
from tui.widgets.form import FormModal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.tui.portal_app import Keyboard, PortalApp


@BOTH
async def test_the_login_screen(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await appears(pilot, f"demo: {ERIKA}")
        await looks(pilot, "login")
        await pilot.press(*"10012345", "enter", *"wrong password", "enter")
        await pilot.until(lambda: refusal(pilot))
        await pilot.settle()
        await looks(pilot, "login-refused")
        await pilot.press("f4")
        await appears(pilot, f"demo: {DESIGN}")
        await looks(pilot, "login-package")
        await pilot.press("f3")
        await reads(pilot, "set by the owner")
        await looks(pilot, "login-forgotten")


@BOTH
async def test_the_packages(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await looks(pilot, "packages")
        await pilot.press("f1")
        await reads(pilot, "Help")
        await looks(pilot, "packages-help")
        await pilot.press("escape")
        await go_to_menu(pilot, "bank-data")
        await looks(pilot, "packages-menu")
        await pilot.press("ctrl+p")
        await pilot.until(lambda: isinstance(pilot.app.screen, CommandPalette))
        await appears(pilot, "Change your address.")
        await looks(pilot, "packages-palette")
        await pilot.press("escape")
        pilot.app._active_at -= 660
        pilot.app._lock_when_idle()
        await appears(pilot, "Locked")
        await looks(pilot, "locked")


@BOTH
async def test_the_forms(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        for name in ("address", "telephone", "emails", "bank-data", "password"):
            await open_form(pilot, name)
            await looks(pilot, f"form-{name}")
            await pilot.press("escape")
            await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))


@BOTH
async def test_forms_with_errors(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await open_form(pilot, "address")
        await fill(pilot, "street", "")
        await fill(pilot, "house-number", "Postfach 1")
        await fill(pilot, "postcode", "00000")
        await save(pilot)
        await looks(pilot, "form-address-wrong")
        await choose(pilot, "country", "Aus")
        await pilot.press("enter")
        await pilot.settle()
        await looks(pilot, "form-address-countries")
        await pilot.press("escape", "escape")
        await reads(pilot, "What you entered will be lost.")
        await looks(pilot, "form-address-leaving")
        await pilot.press("tab", "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        await open_form(pilot, "bank-data")
        await fill(pilot, "iban", "DE89 3704 0044 0532 0130 01")
        await fill(pilot, "password", "not this one")
        await save(pilot)
        await looks(pilot, "form-bank-data-wrong")
        await fill(pilot, "iban", "DE02 1203 0000 0000 2020 51")
        await appears(pilot, "BYLADEM1001")
        await go_to_field(pilot, "password")
        await looks(pilot, "form-bank-data-right")


@BOTH
async def test_a_form_that_somebody_else_was_faster_with(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await open_form(pilot, "address")
        await fill(pilot, "street", "Meine Straße")
        portal_app.store("UPDATE customers SET street = 'Andere Straße', version = version + 1")
        await save(pilot)
        await looks(pilot, "form-address-changed-meanwhile")


@BOTH
async def test_the_invoices(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        listed = await open_invoices(pilot)
        await looks(pilot, "invoices")
        await go_to(pilot, listed, InvoiceState.RETURNED)
        await read_marked(pilot)
        await looks(pilot, "invoice")
        await pilot.press("r")
        await pilot.until(lambda: isinstance(pilot.app.screen, RepeatForm))
        await looks(pilot, "invoice-repeat")
        await pilot.press("escape")
        await pilot.press("P")
        await pilot.until(lambda: isinstance(pilot.app.screen, SaveRangeForm))
        await looks(pilot, "invoices-range")


@BOTH
async def test_no_invoice_and_none_that_is_chosen(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await open_invoices(pilot)
        await pick(pilot, "y", "2025")
        await pick(pilot, "t", InvoiceState.OVERDUE.value)
        await appears(pilot, "There is no such invoice")
        await looks(pilot, "invoices-chosen")
        forget_invoices(portal_app)
        await pilot.press("escape", "f5")
        await appears(pilot, "There is no invoice yet.")
        await looks(pilot, "invoices-empty")


async def test_bank_data_before_a_debit(
    portal_app: PortalApp, looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app() as pilot:
        last_reason(portal_app, await go_to(pilot, await open_invoices(pilot), InvoiceState.RETURNED), "AC01")
        await pilot.press("r")
        await pilot.until(lambda: isinstance(pilot.app.screen, FormModal))
        await looks(pilot, "invoice-bank-data-first")


SUBJECTS = {
    "domains": "blog.musterfrau",
    "dns": "_dmarc",
    "email": "newsletter@",
    "databases": "p1_wiki",
    "webspace": "p1-web",
    "ssl": "forced",
    "cron": "0 3 * * *",
    "backups": "daily",
    "statistics": "Traffic",
    "set-passwords": "Master password",
    "history": "cron job",
}
"""The subjects of the technical menu, and what each shows."""

FORMS = ("domains", "dns", "email", "databases", "webspace", "cron", "backups", "set-passwords")
"""Those in which `n` makes something."""


@BOTH
async def test_the_administration_of_a_package(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in_package(pilot)
        await looks(pilot, "package-overview")
        for name, shown in SUBJECTS.items():
            await open_entry(pilot, name)
            await appears(pilot, shown)
            await looks(pilot, f"package-{name}")


async def test_the_forms_of_a_package(
    portal_app: PortalApp, looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        for name in FORMS:
            await open_entry(pilot, name)
            await appears(pilot, SUBJECTS[name])
            await pilot.press("n")
            await pilot.until(lambda: isinstance(pilot.app.screen, ModalScreen))
            await looks(pilot, f"package-{name}-new")
            await pilot.press("escape")
            await pilot.until(lambda: isinstance(pilot.app.screen, PackageScreen))


async def test_an_empty_package_says_how_to_begin(
    portal_app: PortalApp, looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    for table in ("mail_addresses", "databases", "cron_jobs", "backups", "dns_records", "monthly_figures"):
        portal_app.store(f"DELETE FROM {table}")  # noqa: S608 - names of ours
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        for name in ("dns", "email", "databases", "cron", "backups", "statistics"):
            await open_entry(pilot, name)
            await pilot.until(lambda: "Loading" not in pilot.shown())
            await looks(pilot, f"package-{name}-empty")


@BOTH
async def test_many_packages_and_none(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in_as(pilot, AGENCY)
        await looks(pilot, "many-packages")
        await pilot.press("slash", *"möbel")
        await appears(pilot, "of 300 match")
        await pilot.until(lambda: pilot.app.screen.query_one(PackageList)._window.base.filter == "möbel")
        await looks(pilot, "many-packages-filtered")
        portal_app.store("UPDATE packages SET customer_id = 1")
        await pilot.press("escape", "f5")
        await appears(pilot, "There is no package")
        await looks(pilot, "no-package")


@BOTH
async def test_hostile_names(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    hostile = "[@click=app.quit]x[/] \x1b]52;c;SGFs\x07 \u202eabc"
    portal_app.store("UPDATE customers SET company = ?1, street = ?1, town = ?1", hostile)
    portal_app.store("UPDATE packages SET main_domain = ? || id", hostile)
    portal_app.store("UPDATE products SET name = ?", hostile)
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await looks(pilot, "hostile-packages")
        await open_form(pilot, "address")
        await looks(pilot, "hostile-form")


@pytest.mark.parametrize("theme", ["light", "terminal"])
async def test_the_other_themes(
    portal_app: PortalApp, theme: str, looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app() as pilot:
        pilot.app.theme = theme
        await sign_in(pilot)
        await looks(pilot, f"packages-{theme}")
        await open_form(pilot, "bank-data")
        await looks(pilot, f"form-bank-data-{theme}")


async def test_without_colour(
    portal_app: PortalApp, monkeypatch: pytest.MonkeyPatch, looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with portal_app() as pilot:
        await sign_in(pilot)
        await looks(pilot, "packages-no-color")


async def test_a_window_too_small(
    portal_app: PortalApp, looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app((60, 20)) as pilot:
        await appears(pilot, "Please make it at least")
        await looks(pilot, "too-small")
