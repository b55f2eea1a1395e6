"""How invoices are listed: their rows, and their state, which is derived from ledger and collections."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, select, type_coerce
from sqlalchemy.orm import aliased

from storage.models.base import words
from storage.models.debits import CAME_BACK, PENDING, Collection, CollectionState
from storage.models.invoices import Invoice, InvoiceKind, InvoiceState
from storage.repositories.keyset import contains

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.types import TypeEngine

    from storage.models.customers import PaymentMethod


@dataclass(frozen=True, slots=True)
class Day:
    """From where states are seen.

    Attributes:
        today: The provider's date.
        refundable_days: How long after a debit its customer may have it sent back.
    """

    today: dt.date
    refundable_days: int

    @property
    def refundable_since(self) -> dt.date:
        """Debits of this day and later may still be sent back."""
        return self.today - dt.timedelta(days=self.refundable_days)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which invoices a list shows.

    Attributes:
        year: Issued in it; None: all.
        state: In it; None: all.
        customer_id: Whose; None: everybody's.
    """

    year: int | None = None
    state: InvoiceState | None = None
    customer_id: int | None = None


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice with the last try to collect it."""

    id: int
    customer_id: int
    customer_number: str
    kind: InvoiceKind
    number: str
    issued_on: dt.date
    period_from: dt.date
    period_until: dt.date
    summary: str
    packages: int
    total_cents: int
    balance_cents: int
    method: PaymentMethod
    due_on: dt.date | None
    collected_on: dt.date | None
    """The day of the last collection."""
    settled_on: dt.date | None
    reason: str
    """Why that came back."""
    state: InvoiceState


@dataclass(frozen=True, slots=True)
class OpenInvoices:
    """What a customer owes.

    Attributes:
        count: How many invoices.
        cents: In all.
        first: The one that needs the customer most.
    """

    count: int
    cents: int
    first: InvoiceRow


CreditNote = aliased(Invoice)

STATES: TypeEngine[InvoiceState] = words(InvoiceState)  # type: ignore[assignment] # it gives members back

_ROW = (
    Invoice.id,
    Invoice.customer_id,
    Invoice.customer_number,
    Invoice.kind,
    Invoice.number,
    Invoice.issued_on,
    Invoice.period_from,
    Invoice.period_until,
    Invoice.summary,
    Invoice.packages,
    Invoice.total_cents,
    Invoice.balance_cents,
    Invoice.method,
    Invoice.due_on,
    Collection.due_on,
    Collection.settled_on,
    func.coalesce(Collection.reason, ""),
)


def rows(day: Day) -> Select[*tuple[Any, ...]]:
    """All invoices with the last try to collect each."""
    return select(*_ROW, state_on(day)).outerjoin(
        Collection, and_(Collection.invoice_id == Invoice.id, Collection.attempt == Invoice.attempts)
    )


def which(wanted: Wanted, text: str) -> Iterator[ColumnElement[bool]]:
    """What can be told of an invoice without its collections."""
    if wanted.customer_id is not None:
        yield Invoice.customer_id == wanted.customer_id
    if wanted.year is not None:
        yield issued_in(wanted.year)
    if text:
        yield contains(text, Invoice.number, Invoice.summary)


def row_of(row: Row[*tuple[Any, ...]]) -> InvoiceRow:
    """A row of `rows`, to which more columns may have been added."""
    return InvoiceRow(*row[: len(_ROW) + 1])


def state_on(day: Day) -> ColumnElement[InvoiceState]:
    """The state of an invoice with its last collection: the first that fits."""
    taken_back = select(CreditNote.id).where(CreditNote.corrects_id == Invoice.id).exists()
    refundable = and_(
        Collection.state == CollectionState.SETTLED, Collection.settled_on >= day.refundable_since
    )
    paid = Invoice.balance_cents <= 0
    state = case(
        (Invoice.kind == InvoiceKind.CREDIT_NOTE, InvoiceState.CREDIT.value),
        (and_(paid, taken_back), InvoiceState.CANCELLED.value),
        (and_(paid, refundable), InvoiceState.COLLECTED.value),
        (paid, InvoiceState.PAID.value),
        (Collection.state.in_(PENDING), InvoiceState.ANNOUNCED.value),
        (Collection.state.in_(CAME_BACK), InvoiceState.RETURNED.value),
        (Invoice.due_on < day.today, InvoiceState.OVERDUE.value),
        else_=InvoiceState.OPEN.value,
    )
    return type_coerce(state, STATES)


OWING = (InvoiceState.OPEN, InvoiceState.ANNOUNCED, InvoiceState.RETURNED, InvoiceState.OVERDUE)


def in_state(state: InvoiceState, day: Day) -> ColumnElement[bool]:
    """Owing ones are found by their index: few among many."""
    is_it = state_on(day) == state
    return and_(Invoice.balance_cents > 0, is_it) if state in OWING else is_it


def issued_in(year: int) -> ColumnElement[bool]:
    """Issued in that year."""
    return Invoice.issued_on.between(dt.date(year, 1, 1), dt.date(year, 12, 31))
