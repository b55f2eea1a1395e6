"""Collections of invoices by debit, and the files they go to the bank in.

Whoever changes a collection has locked its invoice first, several in the order of their ids: so nobody waits
for somebody who waits for them, and what is open stays what it is meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from storage.models.customers import Mandate
from storage.models.debits import CAME_BACK, PENDING, Collection, CollectionState, DebitFile
from storage.models.invoices import Invoice
from storage.repositories.chunks import chunks
from storage.repositories.keyset import read_page

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection as Some
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from storage.paging import Page, PageRequest


@dataclass(frozen=True, slots=True)
class Due:
    """A collection with what the bank needs to know.

    Attributes:
        collection: The collection.
        mandate: By which.
        invoice: Of which.
    """

    collection: Collection
    mandate: Mandate
    invoice: Invoice


@dataclass(frozen=True, slots=True)
class CollectionRow:
    """A collection as the operator lists it."""

    id: int
    number: str
    customer_number: str
    attempt: int
    amount_cents: int
    due_on: dt.date
    state: CollectionState
    reason: str
    end_to_end_id: str
    message_id: str | None


class Debits:
    """Collections and debit files."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def last_of(self, invoice: Invoice) -> tuple[Collection, Mandate] | None:
        """The last try to collect an invoice, and by which mandate."""
        query = (
            select(Collection, Mandate)
            .join(Mandate, Mandate.id == Collection.mandate_id)
            .where(Collection.invoice_id == invoice.id, Collection.attempt == invoice.attempts)
        )
        found = self._session.execute(query).one_or_none()
        return None if found is None else (found[0], found[1])

    def count_tried(self, invoice: Invoice) -> int:
        """How many collections of an invoice went to the bank, or are to."""
        query = select(func.count()).where(
            Collection.invoice_id == invoice.id, Collection.state != CollectionState.CANCELLED
        )
        return self._session.scalar(query) or 0

    def add(self, collection: Collection) -> Collection:
        """Add a collection; a second pending one of an invoice is a Duplicate."""
        self._session.add(collection)
        self._session.flush()
        return collection

    def pending_of(self, customer_id: int) -> Sequence[tuple[Collection, Invoice]]:
        """A customer's collections that have not gone to the bank, with their invoices, to be changed."""
        query = (
            select(Collection, Invoice)
            .join(Invoice, Invoice.id == Collection.invoice_id)
            .where(
                Invoice.customer_id == customer_id,
                Collection.state.in_((CollectionState.SCHEDULED, CollectionState.ANNOUNCED)),
            )
            .order_by(Collection.id)
            .with_for_update()
        )
        return [(row[0], row[1]) for row in self._session.execute(query)]

    def count_announced_by(self, mandate: Mandate) -> int:
        """How many debits by this mandate are announced or at the bank."""
        query = select(func.count()).where(Collection.mandate_id == mandate.id, Collection.state.in_(PENDING))
        return self._session.scalar(query) or 0

    def came_back_by(self, mandate: Mandate) -> Sequence[str]:
        """Why debits by this mandate came back, of invoices that are still open."""
        query = (
            select(Collection.reason)
            .join(Invoice, and_(Invoice.id == Collection.invoice_id, Invoice.attempts == Collection.attempt))
            .where(
                Collection.mandate_id == mandate.id,
                Collection.state.in_(CAME_BACK),
                Invoice.balance_cents > 0,
            )
            .distinct()
        )
        return self._session.scalars(query).all()

    def due(self, until: dt.date) -> Sequence[Due]:
        """All announced collections of these days, locked with their invoices."""
        announced = Collection.state == CollectionState.ANNOUNCED
        locked = self._lock_invoices(announced, Collection.due_on <= until)
        query = _due().where(announced, Collection.due_on <= until).with_for_update(of=Collection)
        return [
            Due(*row)
            for some in chunks(locked)
            for row in self._session.execute(query.where(Collection.invoice_id.in_(some)))
        ]

    def in_file(self, file: DebitFile) -> Sequence[Due]:
        """What is in a file for the bank, in its order."""
        return [Due(*row) for row in self._session.execute(_due().where(Collection.file_id == file.id))]

    def invoices_by_end_to_end(self, ids: Some[str]) -> set[int]:
        """Of which invoices the collections are that the bank knows by these ids."""
        query = select(Collection.invoice_id)
        return {
            found
            for some in chunks(ids)
            for found in self._session.scalars(query.where(Collection.end_to_end_id.in_(some)))
        }

    def called(self, end_to_end_id: str) -> Collection | None:
        """The collection that the bank knows by this id."""
        query = select(Collection).where(Collection.end_to_end_id == end_to_end_id)
        return self._session.scalars(query).one_or_none()

    def by_end_to_end(self, ids: Some[str]) -> dict[str, Collection]:
        """Collections by what the bank knows them by, to be changed; their invoices are locked already."""
        query = select(Collection).with_for_update().execution_options(populate_existing=True)
        return {
            each.end_to_end_id: each
            for some in chunks(ids)
            for each in self._session.scalars(query.where(Collection.end_to_end_id.in_(some)))
        }

    def rows_of(self, invoice: Invoice) -> Sequence[CollectionRow]:
        """The collections of an invoice, oldest first."""
        query = _rows().where(Collection.invoice_id == invoice.id).order_by(Collection.attempt)
        return [CollectionRow(*row) for row in self._session.execute(query)]

    def add_file(self, file: DebitFile) -> DebitFile:
        """Add a file; gives it its id."""
        self._session.add(file)
        self._session.flush()
        return file

    def file(self, message_id: str) -> DebitFile | None:
        """The file of this name."""
        return self._session.scalars(
            select(DebitFile).where(DebitFile.message_id == message_id)
        ).one_or_none()

    def files_on(self, prefix: str) -> int:
        """How many files have a name that begins so."""
        query = select(func.count()).where(DebitFile.message_id.startswith(prefix, autoescape=True))
        return self._session.scalar(query) or 0

    def page(self, request: PageRequest, state: CollectionState | None = None) -> Page[CollectionRow]:
        """A page of all collections, newest last; its order is `id`."""
        query = _rows()
        if state is not None:
            query = query.where(Collection.state == state)
        page = read_page(self._session, query, request, {"id": (Collection.id,)})
        return page.of(lambda row: CollectionRow(*row[: len(_ROW)]))

    def _lock_invoices(self, *which: ColumnElement[bool]) -> Sequence[int]:
        """The invoices with such a collection, locked until the transaction ends."""
        theirs = select(Collection.invoice_id).where(*which)
        query = select(Invoice.id).where(Invoice.id.in_(theirs)).order_by(Invoice.id)
        return self._session.scalars(query.with_for_update()).all()


_ROW = (
    Collection.id,
    Invoice.number,
    Invoice.customer_number,
    Collection.attempt,
    Collection.amount_cents,
    Collection.due_on,
    Collection.state,
    Collection.reason,
    Collection.end_to_end_id,
    DebitFile.message_id,
)


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(*_ROW)
        .join(Invoice, Invoice.id == Collection.invoice_id)
        .outerjoin(DebitFile, DebitFile.id == Collection.file_id)
    )


def _due() -> Select[Collection, Mandate, Invoice]:
    return (
        select(Collection, Mandate, Invoice)
        .join(Mandate, Mandate.id == Collection.mandate_id)
        .join(Invoice, Invoice.id == Collection.invoice_id)
        .order_by(Collection.id)
    )
