"""Invoices by keyboard: what is owed and why, finding, reading, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.demo.credentials import BY_TRANSFER
from portal.errors import Unavailable
from portal.invoices import InvoiceState
from portal.invoices import service as portal_invoices
from tests.hostile import HOSTILE
from tests.tui.hostile_steps import STORABLE, check
from tests.tui.invoice_steps import (
    DEMO,
    ERIKAS,
    add_copies,
    banner,
    forget_invoices,
    go_to,
    marked,
    open_invoices,
    pick,
    read_marked,
    the_list,
    title,
)
from tests.tui.steps import (
    appears,
    go_to_menu,
    notice,
    open_entry,
    running,
    sign_in,
    sign_in_as,
    sign_in_package,
)
from tests.tui.test_package_stories import palette
from tui.screens.invoices import InvoicesScreen
from tui.screens.invoices.reading import InvoiceModal
from tui.screens.invoices.repeating import RepeatForm
from tui.screens.packages import PackagesScreen
from tui.text import plain

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.portal_app import Keyboard, PortalApp


def menu_line(pilot: Keyboard) -> str:
    [line] = [line for line in pilot.shown().split("\n") if "Your invoices" in line]
    return line.split("│")[1].strip()


async def test_a_returned_debit_is_found_read_repeated_and_the_invoice_saved(
    portal_app: PortalApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_downloads_path", lambda: tmp_path / "downloads")
    async with portal_app() as pilot:
        listed = await open_invoices(pilot)
        assert title(pilot) == f"Your invoices ({DEMO})"
        await pick(pilot, "t", InvoiceState.RETURNED.value)
        await appears(pilot, f"Your invoices (1 of {DEMO}) · returned by bank")
        invoice = marked(listed)
        told = await read_marked(pilot)
        assert "The bank returned the debit of 6 Nov (account could not be charged)." in told
        assert f"Rechnung {invoice.number}" in told
        await pilot.press("r")
        await pilot.until(lambda: isinstance(pilot.app.screen, RepeatForm), "Nothing was offered.")
        await pilot.settle()
        told = running(pilot.in_the_box())
        assert f"Invoice {invoice.number} Amount 20,98 € Collected on 27 November 2026" in told
        assert "Account DE89 •••• •••• 3000 · Commerzbank Account holder Erika Musterfrau" in told
        assert "Last time 6 Nov: account could not be charged" in told
        await pilot.press("enter")
        await pilot.until(lambda: notice(pilot) == "20,98 € will be collected on 27 Nov.")
        await appears(pilot, f"Your invoices ({DEMO})")
        await pilot.until(lambda: listed.highlighted and marked(listed).number == invoice.number)
        assert marked(listed).state is InvoiceState.ANNOUNCED
        await pilot.until(lambda: "The bank returned" not in banner(pilot))
        await pilot.press("p")
        file = tmp_path / "downloads" / f"invoice-{invoice.number}.pdf"
        await pilot.until(lambda: notice(pilot) == f"Written to {file}")
        assert file.read_bytes().startswith(b"%PDF-")
        assert file.stat().st_mode & 0o777 == 0o600
    due, amount = portal_app.stored(
        "SELECT due_on, amount_cents FROM collections WHERE invoice_id = ? AND state = 'announced'",
        invoice.id,
    )[0]
    assert (due, amount) == ("2026-11-27", 2098)


async def test_the_menu_says_how_many_are_open_and_knows_better_on_the_way_back(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await appears(pilot, "4 open")
        assert menu_line(pilot).split() == ["Your", "invoices", "4", "open"]
        await go_to_menu(pilot, "invoices")
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, InvoicesScreen))
        await appears(pilot, "4 invoices are open: 62,78 €.")
        portal_app.store("UPDATE invoices SET balance_cents = 0 WHERE balance_cents > 0 AND attempts = 0")
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        await appears(pilot, "2 open")
        portal_app.store("UPDATE invoices SET balance_cents = 0")
        await pilot.press("f5")
        await pilot.until(lambda: menu_line(pilot) == "Your invoices")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_what_is_owed_stands_above_the_list_with_the_reason(
    portal_app: PortalApp, size: tuple[int, int]
) -> None:
    async with portal_app(size) as pilot:
        listed = await open_invoices(pilot)
        returned = await go_to(pilot, listed, InvoiceState.RETURNED)
        assert banner(pilot) == (
            f"4 invoices are open: 62,78 €. {returned.number}: r Repeat debit"
            " The bank returned the debit of 6 Nov (account could not be charged)."
        )
        for state, reason in (
            (InvoiceState.OVERDUE, "It was due on 27 Oct."),
            (InvoiceState.OPEN, "Please transfer it until 2 Dec."),
            (InvoiceState.ANNOUNCED, "It will be collected on 25 Nov."),
        ):
            urgent = listed.owed
            assert urgent is not None
            portal_app.store("UPDATE invoices SET balance_cents = 0 WHERE id = ?", urgent.first.id)
            await pilot.press("f5")
            await pilot.until(lambda: reason in banner(pilot))  # noqa: B023 - called before the next round
            await pilot.settle()
            assert listed.owed is not None
            assert listed.owed.first.state is state
            button = state is InvoiceState.OVERDUE
            await pilot.until(lambda: ("r Repeat debit" in banner(pilot)) == button)  # noqa: B023 - likewise
        assert "1 invoice is open: 12,00 €. It will be collected" in banner(pilot)
        portal_app.store("UPDATE invoices SET balance_cents = 0")
        await pilot.press("f5")
        await pilot.until(lambda: not banner(pilot))
        assert "Repeat debit" not in pilot.shown()


async def test_year_state_and_text_are_chosen_seen_and_cleared(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        listed = await open_invoices(pilot)
        assert "total 2026: " in pilot.shown()
        await pick(pilot, "y", "2025")
        await appears(pilot, f"Your invoices (12 of {DEMO}) · 2025")
        await appears(pilot, "total 2025: ")
        assert marked(listed).issued_on.year == 2025
        await pick(pilot, "t", InvoiceState.PAID.value)
        await appears(pilot, "· 2025 · paid")
        await pick(pilot, "t", InvoiceState.OVERDUE.value)
        await appears(pilot, "There is no such invoice: 2025 · overdue. Esc shows all.")
        assert f"(0 of {DEMO}) · 2025 · overdue" in title(pilot)
        await pilot.press("escape")
        await appears(pilot, f"Your invoices ({DEMO})")
        await appears(pilot, "total 2026: ")
        number = marked(listed).number
        await pilot.press("slash", *number, "enter")
        await appears(pilot, f"Your invoices (1 of {DEMO})")
        await appears(pilot, f"“{number}”. Esc clears the filter.")
        await pilot.press("escape")
        await appears(pilot, f"Your invoices ({DEMO})")
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))


async def test_clearing_the_text_while_it_is_typed_keeps_the_year(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_invoices(pilot)
        await pick(pilot, "y", "2025")
        await appears(pilot, f"(12 of {DEMO}) · 2025")
        await pilot.press("slash", *"R-2025-00001")
        await appears(pilot, f"(3 of {DEMO}) · 2025")
        await pilot.press("escape")
        await appears(pilot, f"(12 of {DEMO}) · 2025")
        await pick(pilot, "y", "all")
        await appears(pilot, f"Your invoices ({DEMO})")


async def test_the_list_is_sorted_by_date_which_numbers_follow_and_by_total(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        listed = await open_invoices(pilot)
        assert "Date ▼" in pilot.shown()
        for order in ("Total ▼", "Date ▲"):
            await pilot.press("s")
            await appears(pilot, order)
        await pilot.press("home")
        await pilot.until(lambda: listed.highlighted and marked(listed).issued_on.year == 2024)


async def test_a_credit_note_and_what_it_takes_back_name_each_other(portal_app: PortalApp) -> None:
    async with portal_app((120, 36)) as pilot:
        listed = await open_invoices(pilot)
        credit = await go_to(pilot, listed, InvoiceState.CREDIT)
        assert credit.total_cents < 0
        assert "−80,86 €" in pilot.shown()
        assert "● credit note" in await read_marked(pilot)
        await pilot.press("escape")
        cancelled = await go_to(pilot, listed, InvoiceState.CANCELLED)
        told = await read_marked(pilot)
        assert f"● cancelled The credit note {credit.number} takes it back." in told
        assert f"Rechnung {cancelled.number}" in told
        assert "r Repeat debit" not in pilot.shown().split("\n")[-1]


async def test_a_collected_debit_says_how_long_it_can_be_sent_back(portal_app: PortalApp) -> None:
    async with portal_app((120, 36)) as pilot:
        await go_to(pilot, await open_invoices(pilot), InvoiceState.COLLECTED)
        assert "your bank can send that back." in await read_marked(pilot)


async def test_an_invoice_on_the_screen_is_read_to_its_end_and_is_as_wide_as_the_window(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await open_invoices(pilot)
        assert "Gläubiger" not in await read_marked(pilot)
        modal = pilot.app.screen
        assert isinstance(modal, InvoiceModal)
        for _page in range(9):
            await pilot.press("pagedown")
        await appears(pilot, "Gläubiger")
        narrow = max(map(len, modal._lines))
        await pilot.resize_terminal(120, 36)
        await pilot.until(lambda: max(map(len, modal._lines)) > narrow)


async def test_without_an_invoice_it_says_what_will_stand_here(portal_app: PortalApp) -> None:
    forget_invoices(portal_app)
    async with portal_app() as pilot:
        await open_invoices(pilot)
        await appears(pilot, "There is no invoice yet. Each one will stand here as soon as it is issued")
        await pilot.press("enter", "p", "o", "r", "x", "y", "t", "P", "slash", "s")
        assert isinstance(pilot.app.screen, InvoicesScreen)
        assert banner(pilot) == ""
        assert "total" not in pilot.shown()


async def test_a_list_that_cannot_be_read_says_so_and_f5_tries_again(
    portal_app: PortalApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise Unavailable("The database [/] cannot be reached.")

    async with portal_app() as pilot:
        await sign_in(pilot)
        with monkeypatch.context() as broken:
            broken.setattr(portal_invoices.Invoices, "listing", refuse)
            await open_entry(pilot, "invoices")
            await appears(pilot, "The database [/] cannot be reached. Press F5 to try again.")
        await pilot.press("f5")
        await appears(pilot, f"Your invoices ({DEMO})")


async def test_one_who_pays_by_transfer_reads_until_when(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_as(pilot, BY_TRANSFER)
        await open_entry(pilot, "invoices")
        await pilot.until(lambda: the_list(pilot).matching is not None)
        await appears(pilot, "Your invoices (")


async def test_a_package_login_knows_no_invoices(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        assert "nvoice" not in pilot.shown()
        assert not any("nvoice" in name or "ebit" in name for name in palette(pilot.app.screen))


async def test_the_palette_offers_what_the_list_can_do(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_invoices(pilot)
        found = palette(pilot.app.screen)
        assert {"Repeat debit", "Save PDF", "Save several", "Year", "State", "Export", "Back"} <= set(found)


async def test_a_thousand_invoices_are_listed_page_by_page(portal_app: PortalApp) -> None:
    add_copies(portal_app, ((f"X-{n:04}", "Webspace") for n in range(1_000)))
    async with portal_app() as pilot:
        listed = await open_invoices(pilot)
        assert title(pilot) == "Your invoices (1.038)"
        await pilot.press("end")
        await pilot.until(lambda: listed.highlighted and marked(listed).issued_on.year == 2024)
        await pilot.press("slash", *"X-0777", "enter")
        await appears(pilot, "Your invoices (1 of 1.038)")
        assert marked(listed).number == "X-0777"


async def test_hostile_numbers_and_reasons_are_shown_as_they_are(portal_app: PortalApp) -> None:
    texts = [(f"{at}{text[:30]}", text[:250]) for at, text in enumerate(STORABLE.values())]
    add_copies(portal_app, texts)
    portal_app.store(f"UPDATE invoices SET issued_on = '2026-11-22' WHERE serial >= 9000 AND {ERIKAS}")  # noqa: S608
    async with portal_app((120, 36)) as pilot:
        listed = await open_invoices(pilot)
        shown = ""
        for _page in range(4):
            shown += check(pilot)
            await pilot.press("pagedown")
        for name in ("markup live action", "clipboard", "bidi override", "sql", "braces"):
            assert plain(HOSTILE[name]) in shown
        await pilot.press("home", "slash", *"click=app", "enter")
        await appears(pilot, f"(1 of {DEMO + len(texts)})")
        assert marked(listed).summary == HOSTILE["markup live action"]
        await read_marked(pilot)
        check(pilot)
