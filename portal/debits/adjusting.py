"""Debits that were announced follow what becomes of their invoices, and their customers are told."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from portal.debits import words as told
from portal.debits.announcing import debit_words, tell
from portal.debits.booking import cancel
from portal.documents.words import words_of
from portal.languages import said
from storage.models.debits import PENDING, CollectionState

if TYPE_CHECKING:
    from portal.use_case import Means
    from storage.models.customers import Customer, Mandate
    from storage.models.debits import Collection
    from storage.models.invoices import Invoice
    from storage.work import Work


class Adjusted(StrEnum):
    """What became of a debit after something was booked on its invoice."""

    NOTHING = ""
    CALLED_OFF = "called off"
    LOWERED = "lowered"
    AT_THE_BANK = "at the bank"
    """It is collected as it was announced: nobody can change it any more."""


def adjust(work: Work, means: Means, invoice: Invoice, last: tuple[Collection, Mandate] | None) -> Adjusted:
    """Let a debit collect no more than what is open, and tell its customer.

    Args:
        work: A transaction that writes.
        means: What time it is, and who collects.
        invoice: Loaded to be changed, the new entries on it.
        last: The last try to collect it, and by which mandate.
    """
    if last is None or last[0].state not in PENDING:
        return Adjusted.NOTHING
    collection, mandate = last
    if collection.state is CollectionState.SUBMITTED:
        return Adjusted.AT_THE_BANK
    if invoice.balance_cents >= collection.amount_cents:
        return Adjusted.NOTHING
    customer = work.customers.owned_by(invoice)
    words = words_of(customer.language)
    if invoice.balance_cents <= 0:
        cancel(collection, means.today())
        what = said(told.NOTHING_TO_COLLECT, customer.language).format(number=invoice.number)
        _tell_of_end(work, means, customer, collection, what)
        return Adjusted.CALLED_OFF
    collection.amount_cents = invoice.balance_cents
    amount, day = words.money(collection.amount_cents), words.day(collection.due_on)
    creditor_id = means.settings.provider.creditor_id
    what = said(told.LEFT, customer.language).format(
        number=invoice.number,
        amount=amount,
        debit=debit_words(customer.language, amount, day, mandate, creditor_id),
    )
    event = f"collection {collection.id} lowered to {collection.amount_cents}"
    tell(work, customer, event, told.LOWERED, what, means.clock.now())
    return Adjusted.LOWERED


def call_off(work: Work, means: Means, customer: Customer, invoice: Invoice, collection: Collection) -> None:
    """Never collect what is still open; the customer is asked to transfer it."""
    cancel(collection, means.today())
    what = said(told.TRANSFER_INSTEAD, customer.language).format(
        number=invoice.number, amount=words_of(customer.language).money(invoice.balance_cents)
    )
    _tell_of_end(work, means, customer, collection, what)


def _tell_of_end(work: Work, means: Means, customer: Customer, collection: Collection, what: str) -> None:
    event = f"collection {collection.id} called off"
    tell(work, customer, event, told.CALLED_OFF, what, means.clock.now())
