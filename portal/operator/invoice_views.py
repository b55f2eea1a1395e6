"""What the operator sees of an invoice, beyond what its customer sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from portal.debits.adjusting import Adjusted
    from portal.debits.views import CollectionRow
    from portal.documents.invoice import InvoiceDocument
    from portal.invoices.views import InvoiceView
    from storage.models.invoices import EntryKind


@dataclass(frozen=True, slots=True)
class EntryView:
    """A booking.

    Attributes:
        kind: What it stands for.
        amount_cents: Above zero: owed by the customer.
        booked_on: The day of it.
        entered_at: When it was entered (UTC).
        note: Such as the number of a credit note.
    """

    kind: EntryKind
    amount_cents: int
    booked_on: dt.date
    entered_at: dt.datetime
    note: str


@dataclass(frozen=True, slots=True)
class InvoiceFile:
    """All there is about an invoice.

    Attributes:
        invoice: As its customer lists it.
        document: What stands on it.
        credit_note: The number of what takes it back; empty if nothing does.
        entries: Its ledger, oldest first.
        debits: The tries to collect it, oldest first.
    """

    invoice: InvoiceView
    document: InvoiceDocument
    credit_note: str
    entries: Sequence[EntryView]
    debits: Sequence[CollectionRow]


@dataclass(frozen=True, slots=True)
class Credited:
    """An invoice that was taken back.

    Attributes:
        number: Of the invoice.
        credit_note: The number of the credit note.
        amount_cents: What it is of.
        balance_cents: What is open of the invoice now; below zero: what the customer gets back.
        called_off: Whether a debit was called off with that.
    """

    number: str
    credit_note: str
    amount_cents: int
    balance_cents: int
    called_off: bool


@dataclass(frozen=True, slots=True)
class Booked:
    """A transfer that was booked.

    Attributes:
        number: Of the invoice.
        kind: In, or out.
        amount_cents: Above zero.
        booked_on: The day of it.
        balance_cents: What is open now; below zero: what the customer gets back.
        debit: What that means for a debit that is under way.
    """

    number: str
    kind: EntryKind
    amount_cents: int
    booked_on: dt.date
    balance_cents: int
    debit: Adjusted
