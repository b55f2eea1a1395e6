"""Debits that came back: booked on their invoices, and told to their customers in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.debits.announcing import tell
from portal.debits.booking import send_back
from portal.debits.reasons import reason_of
from portal.debits.repeating import require_repeatable
from portal.documents.words import words_of
from portal.errors import Conflict
from portal.i18n import _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

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
    words = words_of(customer.language)
    told = reason_of(collection.reason).told(words.day(collection.due_on))
    event = f"collection {collection.id} came back"
    what = (
        f"{told} {_what_is_open(invoice, fee_cents, words.money)} {_advice(work, means, invoice, collection)}"
    )
    tell(work, customer, event, _("A debit came back"), what.strip(), means.clock.now())


def _what_is_open(invoice: Invoice, fee_cents: int, money: Callable[[int], str]) -> str:
    if invoice.balance_cents <= 0:
        return _("Nothing of the invoice {number} is left to be paid.").format(number=invoice.number)
    sentence = _("Of the invoice {number}, {amount} is open.")
    if fee_cents:
        sentence = _("Of the invoice {number}, {amount} is open, {fee} of that for the return.")
    return sentence.format(number=invoice.number, amount=money(invoice.balance_cents), fee=money(fee_cents))


def _advice(work: Work, means: Means, invoice: Invoice, collection: Collection) -> str:
    """What the customer can do; nothing, where nothing is open."""
    if invoice.balance_cents <= 0:
        return ""
    most, today = means.settings.debits.most_repeats, means.today()
    try:
        require_repeatable(invoice, collection, work.debits.count_tried(invoice), most, today)
    except Conflict as refusal:
        return refusal.message
    return reason_of(collection.reason).advice
