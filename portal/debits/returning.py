"""Debits that came back: booked on their invoices, and told to their customers in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.debits import words as told
from portal.debits.announcing import tell
from portal.debits.booking import send_back
from portal.debits.reasons import reason_of
from portal.documents.words import words_of
from portal.languages import said

if TYPE_CHECKING:
    import datetime as dt

    from portal.languages import Sentences
    from portal.use_case import Means
    from storage.models.debits import Collection
    from storage.models.invoices import Invoice
    from storage.work import Work

NOT_TOLD = "MS03"
"""Stands where the bank gives no reason: just that is what it means (ISO 20022)."""


def take_back(
    work: Work,
    means: Means,
    invoice: Invoice,
    collection: Collection,
    code: str,
    day: dt.date,
    fee_cents: int = 0,
) -> None:
    """Book that a debit came back, and tell the customer why and what can be done about it.

    Args:
        work: A transaction that writes.
        means: What time it is, and how often debits are repeated.
        invoice: Loaded to be changed.
        collection: Its last collection, which is at the bank or was collected.
        code: The bank's; may be empty.
        day: When it came back.
        fee_cents: What that costs the customer.
    """
    send_back(work, invoice, collection, code or NOT_TOLD, day, means.clock.now(), fee_cents)
    customer = work.customers.owned_by(invoice)
    words, reason = words_of(customer.language), reason_of(collection.reason)
    returned = said(told.RETURNED, customer.language).format(
        day=words.day(collection.due_on), reason=said(told.reason_words(reason), customer.language)
    )
    is_open = said(_what_is_open(invoice, fee_cents), customer.language).format(
        number=invoice.number, amount=words.money(invoice.balance_cents), fee=words.money(fee_cents)
    )
    sentences = [returned, is_open]
    if invoice.balance_cents > 0:
        is_too_often = work.debits.count_tried(invoice) > means.settings.debits.most_repeats
        advice = told.TOO_OFTEN if is_too_often else told.ADVICE[reason.needs]
        sentences.append(said(advice, customer.language))
    event = f"collection {collection.id} came back"
    tell(work, customer, event, told.CAME_BACK, " ".join(sentences), means.clock.now())


def _what_is_open(invoice: Invoice, fee_cents: int) -> Sentences:
    if invoice.balance_cents <= 0:
        return told.NOTHING_LEFT
    return told.OPEN_WITH_FEE if fee_cents else told.OPEN_NOW
