"""The repeat debit by keyboard: offered, refused with the reason, after new bank data, and only as shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.demo.credentials import ERIKA
from portal.invoices import InvoiceState
from tests.tui.invoice_steps import (
    another_window,
    banner,
    go_to,
    last_reason,
    marked,
    open_invoices,
    pick,
    read_marked,
    repeat_elsewhere,
)
from tests.tui.steps import appears, choose, fill, notice, problem, reads, running, saved, the_form
from tui.screens.invoices import InvoicesScreen
from tui.screens.invoices.repeating import BankDataFirst, RepeatForm

if TYPE_CHECKING:
    from portal.invoices import InvoiceView
    from tests.tui.portal_app import Keyboard, PortalApp

PENDING = "SELECT count(*) FROM collections WHERE invoice_id = ? AND state = 'announced'"

OTHER_IBAN = "DE02120300000000202051"


async def offered(pilot: Keyboard) -> str:
    """Press the key; what the form says."""
    await pilot.press("r")
    await pilot.until(lambda: isinstance(pilot.app.screen, RepeatForm), "Nothing was offered.")
    await pilot.settle()
    return running(pilot.in_the_box())


async def bank_data_first(pilot: Keyboard) -> str:
    """Press the key; the bank data form comes, and what it says."""
    await pilot.press("r")
    await pilot.until(lambda: isinstance(pilot.app.screen, BankDataFirst), "The form never came.")
    await pilot.settle()
    return running(pilot.in_the_box())


async def refused(pilot: Keyboard, sentence: str) -> None:
    """Press the key; there is no form but this sentence."""
    pilot.app.clear_notifications()
    await pilot.press("r")
    await pilot.until(lambda: notice(pilot) == sentence, f"It never said {sentence!r}.")
    assert isinstance(pilot.app.screen, InvoicesScreen)


def announced(portal_app: PortalApp, invoice: InvoiceView) -> int:
    """How many debits of an invoice are announced."""
    [(count,)] = portal_app.stored(PENDING, invoice.id)
    assert isinstance(count, int)
    return count


@pytest.mark.parametrize("key", ["enter", "f2"])
async def test_what_is_confirmed_is_collected_and_stands_in_the_list(portal_app: PortalApp, key: str) -> None:
    async with portal_app() as pilot:
        listed = await open_invoices(pilot)
        invoice = await go_to(pilot, listed, InvoiceState.RETURNED)
        assert f"Invoice {invoice.number}" in await offered(pilot)
        assert announced(portal_app, invoice) == 0
        await pilot.press(key)
        await pilot.until(lambda: notice(pilot) == "20,98 € will be collected on 27 Nov.")
        await pilot.until(lambda: marked(listed).state is InvoiceState.ANNOUNCED)
        assert marked(listed).id == invoice.id
        assert announced(portal_app, invoice) == 1


async def test_leaving_changes_nothing(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        invoice = await go_to(pilot, await open_invoices(pilot), InvoiceState.RETURNED)
        for keys in (["escape"], ["left", "enter"]):
            await offered(pilot)
            await pilot.press(*keys)
            await pilot.until(lambda: isinstance(pilot.app.screen, InvoicesScreen))
        assert announced(portal_app, invoice) == 0


async def test_on_an_invoice_that_is_not_due_the_key_means_the_one_that_is_told_above(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        listed = await open_invoices(pilot)
        overdue = await go_to(pilot, listed, InvoiceState.OVERDUE)
        assert f"Invoice {overdue.number}" in await offered(pilot)
        await pilot.press("escape")
        await go_to(pilot, listed, InvoiceState.ANNOUNCED)
        assert f"Invoice {overdue.number}" not in await offered(pilot)
        await pilot.press("escape")
        await pick(pilot, "y", "2025")
        await appears(pilot, "· 2025")
        assert listed.owed is not None
        urgent = listed.owed.first
        assert f"Invoice {urgent.number}" in await offered(pilot)
        await pilot.press("enter")
        await appears(pilot, "Your invoices (38)")
        await pilot.until(lambda: listed.highlighted and marked(listed).id == urgent.id)


async def test_the_button_does_what_the_key_does(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        listed = await open_invoices(pilot)
        await go_to(pilot, listed, InvoiceState.OPEN)
        assert listed.owed is not None
        await pilot.click("OpenBanner PlainButton")
        await pilot.until(lambda: isinstance(pilot.app.screen, RepeatForm))
        await appears(pilot, listed.owed.first.number)


async def test_from_the_invoice_on_the_screen_it_goes_on_to_the_offer(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        invoice = await go_to(pilot, await open_invoices(pilot), InvoiceState.RETURNED)
        await read_marked(pilot)
        assert f"Invoice {invoice.number}" in await offered(pilot)


async def test_what_is_not_to_be_repeated_says_why(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        listed = await open_invoices(pilot)
        returned = await go_to(pilot, listed, InvoiceState.RETURNED)
        last_reason(portal_app, returned, "AM05")
        await refused(pilot, "This debit cannot be repeated. Please transfer what is still open, or ask us.")
        portal_app.store("UPDATE invoices SET balance_cents = 0 WHERE id = ?", returned.id)
        await refused(pilot, "This invoice is paid: there is nothing left to collect.")
        await pilot.press("f5")
        await pilot.until(lambda: listed.owed and listed.owed.first.state is InvoiceState.OVERDUE)
        assert listed.owed is not None
        portal_app.store("UPDATE invoices SET balance_cents = 0 WHERE id = ?", listed.owed.first.id)
        await pilot.press("f5")
        await pilot.until(lambda: listed.owed and listed.owed.first.state is InvoiceState.OPEN)
        await go_to(pilot, listed, InvoiceState.ANNOUNCED)
        await refused(pilot, "A debit of this invoice is under way already.")
        await go_to(pilot, listed, InvoiceState.OPEN)
        await refused(pilot, "This invoice is not due yet.")


async def test_an_unknown_account_asks_for_bank_data_first_and_goes_on(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        listed = await open_invoices(pilot)
        invoice = await go_to(pilot, listed, InvoiceState.RETURNED)
        last_reason(portal_app, invoice, "AC01")
        await pilot.press("f5")
        await pilot.until(lambda: "no such account at this bank" in banner(pilot))
        told = await bank_data_first(pilot)
        assert (
            "The bank returned the debit of 6 Nov (no such account at this bank). Please enter your bank data"
            " anew; after that, the debit can be repeated."
        ) in told
        assert "At present: DE89" in told
        await fill(pilot, "iban", OTHER_IBAN)
        await fill(pilot, "password", ERIKA.password)
        await saved(pilot)
        await pilot.until(lambda: isinstance(pilot.app.screen, RepeatForm), "It did not go on.")
        await reads(pilot, "Account DE02 •••• •••• 2051")
        await pilot.press("enter")
        await pilot.until(lambda: marked(listed).state is InvoiceState.ANNOUNCED)
        assert announced(portal_app, invoice) == 1


async def test_leaving_the_bank_data_leaves_everything_as_it_is(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        invoice = await go_to(pilot, await open_invoices(pilot), InvoiceState.RETURNED)
        last_reason(portal_app, invoice, "MD01")
        assert "Please give us a new mandate" in await bank_data_first(pilot)
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, InvoicesScreen))
        assert announced(portal_app, invoice) == 0


async def test_whoever_changes_to_transfer_meanwhile_is_told_that_a_mandate_is_missing(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        invoice = await go_to(pilot, await open_invoices(pilot), InvoiceState.RETURNED)
        last_reason(portal_app, invoice, "AC01")
        await bank_data_first(pilot)
        await choose(pilot, "method", "transfer")
        await fill(pilot, "password", ERIKA.password)
        await saved(pilot)
        words = "You have given us no mandate at present. Please enter your bank data first."
        await pilot.until(lambda: notice(pilot) == words)
        assert isinstance(pilot.app.screen, InvoicesScreen)


async def test_what_changed_meanwhile_is_shown_anew_before_it_is_done(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        invoice = await go_to(pilot, await open_invoices(pilot), InvoiceState.RETURNED)
        assert "Amount 20,98 €" in await offered(pilot)
        portal_app.store("UPDATE invoices SET balance_cents = 998 WHERE id = ?", invoice.id)
        await pilot.press("enter")
        await pilot.until(lambda: "Please look once more." in problem(pilot))
        assert "Amount 9,98 €" in running(pilot.in_the_box())
        assert announced(portal_app, invoice) == 0
        await pilot.press("f2")
        await pilot.until(lambda: notice(pilot) == "9,98 € will be collected on 27 Nov.")
        assert announced(portal_app, invoice) == 1


async def test_somebody_faster_in_another_window_is_told_and_nothing_is_done_twice(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        invoice = await go_to(pilot, await open_invoices(pilot), InvoiceState.RETURNED)
        await offered(pilot)
        repeat_elsewhere(portal_app, invoice)
        await pilot.press("enter")
        await pilot.until(lambda: problem(pilot) == "A debit of this invoice is under way already.")
        assert not the_form(pilot).busy
        assert announced(portal_app, invoice) == 1


async def test_two_presses_make_one_debit(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        listed = await open_invoices(pilot)
        invoice = await go_to(pilot, listed, InvoiceState.RETURNED)
        await pilot.at_once("r", "r")
        await pilot.until(lambda: isinstance(pilot.app.screen, RepeatForm))
        await pilot.settle()
        assert len([each for each in pilot.app.screen_stack if isinstance(each, RepeatForm)]) == 1
        await pilot.at_once("f2", "f2", "enter")
        await pilot.until(lambda: marked(listed).state is InvoiceState.ANNOUNCED)
        assert announced(portal_app, invoice) == 1


async def test_another_window_sees_the_same(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        listed = await open_invoices(pilot)
        invoice = await go_to(pilot, listed, InvoiceState.RETURNED)
        with portal_app.elsewhere() as other:
            assert other.invoices.count_open(another_window(other)) == 4
        repeat_elsewhere(portal_app, invoice)
        await pilot.press("f5")
        await pilot.until(lambda: marked(listed).state is InvoiceState.ANNOUNCED)
