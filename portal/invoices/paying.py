"""Transfers: money that came in by itself, and money that is given back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.debits.adjusting import Adjusted, adjust
from storage.models.invoices import EntryKind

if TYPE_CHECKING:
    import datetime as dt

    from portal.use_case import Means
    from storage.models.invoices import Invoice
    from storage.work import Work


def pay(work: Work, means: Means, invoice: Invoice, cents: int, day: dt.date) -> Adjusted:
    """Book a transfer on what is open; tells what that means for a debit that is under way.

    Args:
        work: A transaction that writes.
        means: What time it is, and who collects.
        invoice: Loaded to be changed.
        cents: At most what is open.
        day: When it was booked at the bank.
    """
    work.invoices.enter(invoice, EntryKind.PAID, -cents, day, means.clock.now())
    return adjust(work, means, invoice, work.debits.last_of(invoice))


def pay_out(work: Work, means: Means, invoice: Invoice, cents: int, day: dt.date) -> None:
    """Book a transfer to the customer, of what an invoice is below zero.

    Args:
        work: A transaction that writes.
        means: What time it is.
        invoice: Loaded to be changed.
        cents: Above zero; at most what the customer gets back.
        day: When it left our account.
    """
    work.invoices.enter(invoice, EntryKind.PAID_OUT, cents, day, means.clock.now())
