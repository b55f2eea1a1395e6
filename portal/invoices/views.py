"""What is shown of invoices."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portal.debits.reasons import reason_of
from storage.models.invoices import InvoiceKind, InvoiceState

if TYPE_CHECKING:
    from portal.documents.invoice import InvoiceDocument
    from portal.paging import Page
    from storage.repositories.invoice_rows import InvoiceRow, OpenInvoices

__all__ = ["InvoiceKind", "InvoiceState"]


@dataclass(frozen=True, slots=True)
class InvoiceFilter:
    """Which invoices a list shows.

    Attributes:
        year: Issued in it; None: all.
        state: In it; None: all.
    """

    year: int | None = None
    state: InvoiceState | None = None


@dataclass(frozen=True, slots=True)
class InvoiceView:
    """An invoice as lists show it; amounts in cents.

    Attributes:
        id: Its id.
        number: Its number.
        customer_number: Under which it was issued.
        kind: Invoice or credit note.
        issued_on: Its date.
        period_from: First day of service.
        period_until: Last day of service.
        summary: What it is for, in the document's language.
        packages: How many packages it is for.
        total_cents: Gross; below zero for credit notes.
        balance_cents: What is open; below zero: what the customer gets back.
        state: Where it is.
        due_on: The last day to pay.
        collected_on: The day of the last debit, be it ahead or past.
        came_back: Why the bank sent that back, in words that end a sentence; empty if it did not.
        refundable_until: The last day the customer may have a collected debit sent back.
    """

    id: int
    number: str
    customer_number: str
    kind: InvoiceKind
    issued_on: dt.date
    period_from: dt.date
    period_until: dt.date
    summary: str
    packages: int
    total_cents: int
    balance_cents: int
    state: InvoiceState
    due_on: dt.date | None
    collected_on: dt.date | None
    came_back: str
    refundable_until: dt.date | None


@dataclass(frozen=True, slots=True)
class OpenView:
    """What a customer owes.

    Attributes:
        count: How many invoices.
        cents: In all.
        first: The one that needs the customer most.
    """

    count: int
    cents: int
    first: InvoiceView


@dataclass(frozen=True, slots=True)
class InvoiceListing:
    """A page of the list, with what stands above it.

    Attributes:
        page: The invoices.
        open: What is owed; None: nothing, or the page is not the first one.
    """

    page: Page[InvoiceView]
    open: OpenView | None


@dataclass(frozen=True, slots=True)
class MonthTotal:
    """What was invoiced in a month.

    Attributes:
        month: Its first day.
        cents: Credit notes taken off.
    """

    month: dt.date
    cents: int


@dataclass(frozen=True, slots=True)
class InvoiceFigures:
    """What stands around the list.

    Attributes:
        year: Which year `year_cents` is of.
        year_cents: What was invoiced in it, credit notes taken off.
        months: The last 12, the present one last.
        years: All in which there are invoices, the newest first.
    """

    year: int
    year_cents: int
    months: tuple[MonthTotal, ...]
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OpenedInvoice:
    """An invoice to be read.

    Attributes:
        invoice: As lists show it.
        document: What stands on it.
        credit_note: The number of what takes it back; empty if nothing does.
    """

    invoice: InvoiceView
    document: InvoiceDocument
    credit_note: str


@dataclass(frozen=True, slots=True)
class StoredPdf:
    """The document of an invoice as everyone gets it.

    Attributes:
        kind: Invoice or credit note.
        number: Of the invoice.
        content: The file.
    """

    kind: InvoiceKind
    number: str
    content: bytes = field(repr=False)


def invoice_view(row: InvoiceRow, refundable_days: int) -> InvoiceView:
    """The view of an invoice."""
    settled_on = row.settled_on if row.state is InvoiceState.COLLECTED else None
    returned = row.state is InvoiceState.RETURNED
    return InvoiceView(
        id=row.id,
        number=row.number,
        customer_number=row.customer_number,
        kind=row.kind,
        issued_on=row.issued_on,
        period_from=row.period_from,
        period_until=row.period_until,
        summary=row.summary,
        packages=row.packages,
        total_cents=row.total_cents,
        balance_cents=row.balance_cents,
        state=row.state,
        due_on=row.due_on,
        collected_on=row.collected_on,
        came_back=reason_of(row.reason).sentence if returned else "",
        refundable_until=settled_on + dt.timedelta(days=refundable_days) if settled_on else None,
    )


def open_view(found: OpenInvoices, refundable_days: int) -> OpenView:
    """The view of what is owed."""
    return OpenView(found.count, found.cents, invoice_view(found.first, refundable_days))
