"""What the command line understands of invoices and debits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.command.parser.pieces import new_act, new_deeds
from tui.i18n import _

if TYPE_CHECKING:
    import argparse

    from tui.command.parser.pieces import Commands, Parser

INVOICE_STATES = ("open", "announced", "returned", "overdue", "collected", "paid", "cancelled", "credit")
DEBIT_STATES = (
    "scheduled", "announced", "submitted", "settled", "returned", "refunded", "rejected", "cancelled",
)  # fmt: skip
"""The names of states, as they are told; here, as nothing heavy is loaded for a parser."""


def add_money(acts: Commands) -> None:
    """Add billing, what is due, invoices and debits."""
    bill = new_act(acts, "bill", _("issue invoices for all that is due"))
    _add_date(bill, "until", _("bill all periods that begin by then, like 2026-03-31"), required=True)
    bill.add_argument(
        "--pdfs", action="store_true", help=_("make the documents, too, and not when asked for")
    )
    due = new_act(acts, "due", _("do what is due: changes to smaller products, accepted forms"))
    _add_date(due, "on", _("what is due by then, like 2026-03-31; today if left out"))
    _add_invoices(new_deeds(acts, "invoices", _("list, show, save and credit invoices, book transfers")))
    _add_debits(new_deeds(acts, "debits", _("list debits, bring them to the bank, book what became of them")))


def _add_invoices(deeds: Commands) -> None:
    listing = new_act(deeds, "list", _("list invoices, the newest first"))
    listing.add_argument("--customer", metavar=_("NUMBER"), help=_("only those of a customer"))
    listing.add_argument("--year", metavar=_("YEAR"), type=int, help=_("only those of a year"))
    listing.add_argument("--state", choices=INVOICE_STATES, help=_("only those in a state"))
    _add_number(new_act(deeds, "show", _("show an invoice with its ledger and its debits")))
    pdf = new_act(deeds, "pdf", _("save the document of an invoice"))
    _add_number(pdf)
    pdf.add_argument("--to", metavar=_("FILE"), type=Path, required=True, help=_("a new file"))
    _add_number(new_act(deeds, "credit", _("take an invoice back by a credit note")))
    paid = new_act(deeds, "paid", _("book a transfer, or the repayment where we owe the customer"))
    _add_number(paid)
    paid.add_argument("--amount", metavar=_("EUR"), help=_("like 24.97; all that is open if left out"))
    _add_date(paid, "on", _("the day of it, like 2026-03-31; today if left out"))


def _add_debits(deeds: Commands) -> None:
    listing = new_act(deeds, "list", _("list debits in the order they were made"))
    listing.add_argument("--state", choices=DEBIT_STATES, help=_("only those in a state"))
    export = new_act(deeds, "export", _("write the file that asks the bank to collect what is announced"))
    export.add_argument("file", metavar=_("FILE"), type=Path, help=_("a new file"))
    which = export.add_mutually_exclusive_group()
    _add_date(which, "until", _("only debits up to that day; all that banks take ahead if left out"))
    which.add_argument("--again", metavar=_("ID"), help=_("write this file once more, with the same bytes"))
    settled = new_act(deeds, "settled", _("book what the bank did"))
    settled.add_argument(
        "what",
        metavar=_("WHAT"),
        nargs="+",
        help=_("a file for the bank or its id, a statement (camt.053, camt.054), a debit, an invoice"),
    )
    _add_date(settled, "on", _("when debits that are named were collected; on their days if left out"))
    _add_fee(settled)
    returned = new_act(deeds, "returned", _("book that a debit came back"))
    returned.add_argument("invoice", metavar=_("INVOICE"), help=_("number of the invoice"))
    returned.add_argument("code", metavar=_("CODE"), help=_("the bank's reason, like MS03"))
    _add_fee(returned)
    _add_date(returned, "on", _("when it came back; today if left out"))


def _add_number(act: Parser) -> None:
    act.add_argument("number", metavar=_("NUMBER"), help=_("number of the invoice"))


def _add_date(act: argparse._ActionsContainer, name: str, about: str, *, required: bool = False) -> None:
    act.add_argument(f"--{name}", metavar=_("DATE"), required=required, help=about)


def _add_fee(act: Parser) -> None:
    act.add_argument(
        "--fee",
        metavar=_("EUR"),
        nargs="?",
        const="",
        help=_("charge the customer for what comes back: an amount, or else that of the settings"),
    )
