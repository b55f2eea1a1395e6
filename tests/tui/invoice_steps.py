"""What customers do with their invoices, by keyboard alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, cast

from portal.demo.credentials import ERIKA
from tests.tui.steps import open_entry, running, sign_in
from tui.screens.invoices import InvoicesScreen
from tui.screens.invoices.list import InvoiceList
from tui.screens.invoices.reading import InvoiceModal
from tui.widgets.pick import PickList, PickModal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.access import CustomerAccess
    from portal.debits.service import RepeatOffer
    from portal.invoices import InvoiceState, InvoiceView
    from portal.portal import Portal
    from tests.tui.portal_app import Keyboard, PortalApp

DEMO = 38
"""How many invoices Erika has."""

ERIKAS = "customer_id = (SELECT id FROM customers WHERE number = '10012345')"


async def open_invoices(pilot: Keyboard) -> InvoiceList:
    """Sign in as Erika, and open the invoices from the menu; list and figures stand there afterwards."""
    await sign_in(pilot)
    await open_entry(pilot, "invoices")
    await pilot.until(lambda: isinstance(pilot.app.screen, InvoicesScreen), "The screen never came.")
    listed = the_list(pilot)
    await pilot.until(lambda: listed.matching is not None, "The list was never read.")
    await pilot.until(lambda: listed._figures is not None, "The figures were never read.")
    await pilot.settle()
    return listed


def the_list(pilot: Keyboard) -> InvoiceList:
    """The list of the screen."""
    return pilot.app.screen.query_one(InvoiceList)


def title(pilot: Keyboard) -> str:
    """What stands in the list's border: how many there are, and which."""
    return str(the_list(pilot).border_title)


def marked(listed: InvoiceList) -> InvoiceView:
    """The invoice under the cursor."""
    assert listed.highlighted is not None
    return listed.highlighted


def banner(pilot: Keyboard) -> str:
    """What is told above the list; empty if nothing is."""
    lines = pilot.shown().split("\n")
    at = next(number for number, line in enumerate(lines) if "Your invoices (" in line)
    return running("\n".join(lines[1:at]).translate(dict.fromkeys(map(ord, "╭╮╰╯─"), " ")))


async def go_to(pilot: Keyboard, listed: InvoiceList, state: InvoiceState) -> InvoiceView:
    """Put the cursor on the first invoice in a state."""
    await pilot.press("home")
    for _row in range(DEMO):
        await pilot.until(lambda: listed.highlighted is not None)
        if marked(listed).state is state:
            await pilot.settle()
            return marked(listed)
        await pilot.press("down")
    raise AssertionError(f"There is no invoice {state}.")


async def pick(pilot: Keyboard, key: str, name: str) -> None:
    """Choose something from a small box."""
    await pilot.press(key)
    await pilot.until(lambda: isinstance(pilot.app.screen, PickModal), f"{key} offered nothing.")
    things = pilot.app.screen.query_one(PickList)
    await pilot.press("home")
    for _thing in range(things.option_count):
        if things.highlighted_option is not None and things.highlighted_option.id == name:
            break
        await pilot.press("down")
    else:
        raise AssertionError(f"There is no {name}.")
    await pilot.press("enter")
    await pilot.until(lambda: isinstance(pilot.app.screen, InvoicesScreen))
    await pilot.settle()


async def read_marked(pilot: Keyboard) -> str:
    """Show the marked invoice on the screen; what stands in its box."""
    await pilot.press("enter")
    await pilot.until(lambda: isinstance(pilot.app.screen, InvoiceModal), "The invoice never came.")
    await pilot.settle()
    return running(pilot.in_the_box())


def last_reason(portal_app: PortalApp, invoice: InvoiceView, code: str) -> None:
    """Let the last debit of an invoice have come back for a reason of the bank's."""
    portal_app.store(
        "UPDATE collections SET reason = ? WHERE invoice_id = ? AND attempt ="
        " (SELECT attempts FROM invoices WHERE id = collections.invoice_id)",
        code,
        invoice.id,
    )


def forget_invoices(portal_app: PortalApp) -> None:
    """Let there be none."""
    for table in ("invoice_pdfs", "ledger_entries", "collections", "invoice_lines"):
        portal_app.store(f"DELETE FROM {table}")  # noqa: S608 - names of ours
    portal_app.store("UPDATE billing_items SET invoice_id = NULL")
    portal_app.store("DELETE FROM invoices WHERE corrects_id IS NOT NULL")
    portal_app.store("DELETE FROM invoices")


COPIED = (
    "customer_id", "customer_number", "kind", "year", "issued_on", "period_from", "period_until", "language",
    "seller_id", "buyer_id", "packages", "net_cents", "tax_cents", "gross_cents", "method", "due_on",
)  # fmt: skip


def add_copies(portal_app: PortalApp, texts: Iterable[tuple[str, str]]) -> None:
    """Add paid invoices like one of Erika's, under these numbers and for what is told, past all rules."""
    columns = ", ".join(COPIED)
    statement = (
        f"INSERT INTO invoices ({columns}, serial, number, summary, balance_cents, attempts)"  # noqa: S608
        f" SELECT {columns}, ?1, ?2, ?3, 0, 0 FROM invoices"
        f" WHERE {ERIKAS} AND kind = 'invoice' AND packages = 1 ORDER BY issued_on DESC LIMIT 1"
    )
    with closing(sqlite3.connect(portal_app.path)) as database, database:
        database.executemany(
            statement, [(9_000 + at, number, what) for at, (number, what) in enumerate(texts)]
        )


def another_window(portal: Portal) -> CustomerAccess:
    """Erika, signed in elsewhere."""
    signed_in = portal.sign_in.as_customer(ERIKA.name, ERIKA.password, "192.0.2.7")
    return cast("CustomerAccess", signed_in.access)


def repeat_elsewhere(portal_app: PortalApp, invoice: InvoiceView) -> RepeatOffer:
    """Have an invoice collected once more in another window."""
    with portal_app.elsewhere() as other:
        access = another_window(other)
        return other.debits.repeat(access, other.debits.offer(access, invoice.id))
