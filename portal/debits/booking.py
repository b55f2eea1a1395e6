"""What becomes of collections at the bank, booked on their invoices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.models.debits import Collection, CollectionState
from storage.models.invoices import EntryKind

if TYPE_CHECKING:
    import datetime as dt

    from storage.models.invoices import Invoice
    from storage.work import Work

BY_CUSTOMER = "MD06"
"""The customer had the debit sent back."""


def settle(work: Work, invoice: Invoice, collection: Collection, day: dt.date, at: dt.datetime) -> None:
    """The bank collected it.

    Args:
        work: A transaction that writes.
        invoice: Loaded to be changed.
        collection: Its collection.
        day: When the amount was credited.
        at: The moment of the booking.
    """
    collection.state, collection.settled_on = CollectionState.SETTLED, day
    work.invoices.enter(
        invoice, EntryKind.COLLECTED, -collection.amount_cents, day, at, collection_id=collection.id
    )


def send_back(
    work: Work,
    invoice: Invoice,
    collection: Collection,
    reason: str,
    day: dt.date,
    at: dt.datetime,
    fee_cents: int = 0,
) -> None:
    """It came back: returned by the bank, refunded to the customer, or never collected at all.

    Args:
        work: A transaction that writes.
        invoice: Loaded to be changed.
        collection: Its collection.
        reason: The bank's code.
        day: When it came back.
        at: The moment of the booking.
        fee_cents: What that costs the customer.
    """
    was_settled = collection.state is CollectionState.SETTLED
    back = CollectionState.REFUNDED if reason == BY_CUSTOMER else CollectionState.RETURNED
    collection.state = back if was_settled else CollectionState.REJECTED
    collection.ended_on, collection.reason = day, reason
    if was_settled:
        work.invoices.enter(
            invoice, EntryKind.RETURNED, collection.amount_cents, day, at, collection_id=collection.id
        )
    if fee_cents:
        work.invoices.enter(invoice, EntryKind.FEE, fee_cents, day, at, collection_id=collection.id)


def cancel(collection: Collection, day: dt.date) -> None:
    """It never goes to the bank."""
    collection.state, collection.ended_on = CollectionState.CANCELLED, day
