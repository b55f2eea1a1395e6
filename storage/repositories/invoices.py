"""Invoices by who asks for them, their ledger and their documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from storage.models.invoices import (
    EntryKind,
    Invoice,
    InvoiceLine,
    InvoicePdf,
    InvoiceState,
    LedgerEntry,
    Party,
    Series,
)
from storage.repositories import invoice_rows as listing
from storage.repositories import numbering
from storage.repositories.chunks import chunks
from storage.repositories.invoice_rows import OpenInvoices
from storage.repositories.keyset import read_page

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from storage.models.invoices import NumberSeries
    from storage.paging import Page, PageRequest
    from storage.repositories.customers import CustomerScope
    from storage.repositories.invoice_rows import Day, InvoiceRow, Wanted


class Invoices:
    """Invoices, their ledger, their documents."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # Reading

    def page(self, wanted: Wanted, day: Day, request: PageRequest) -> Page[InvoiceRow]:
        """A page; orders: date, which numbers follow, and total. The filter finds numbers and summaries."""
        which = list(listing.which(wanted, request.filter))
        counted = select(Invoice.id).where(*which)
        query = listing.rows(day).where(*which)
        if wanted.state is not None:
            query = query.where(listing.in_state(wanted.state, day))
        orders = {
            "date": (Invoice.issued_on, Invoice.id),
            "total": (Invoice.total_cents, Invoice.id),
        }
        page = read_page(self._session, query, request, orders, counted if wanted.state is None else None)
        return page.of(listing.row_of)

    def row_of(self, invoice_id: int, day: Day) -> InvoiceRow:
        """One invoice as lists show it."""
        return listing.row_of(self._session.execute(listing.rows(day).where(Invoice.id == invoice_id)).one())

    def open_ones(self, scope: CustomerScope, day: Day) -> OpenInvoices | None:
        """What a customer owes, in one read; None: nothing."""
        urgency = case(
            {InvoiceState.RETURNED: 0, InvoiceState.OVERDUE: 1, InvoiceState.OPEN: 2},
            value=listing.state_on(day),
            else_=3,
        )
        query = (
            listing.rows(day)
            .add_columns(func.count().over(), func.sum(Invoice.balance_cents).over())
            .where(Invoice.customer_id == scope.customer_id, Invoice.balance_cents > 0)
            .order_by(urgency, Invoice.issued_on, Invoice.id)
            .limit(1)
        )
        found = self._session.execute(query).one_or_none()
        return None if found is None else OpenInvoices(found[-2], found[-1], listing.row_of(found))

    def count_open(self, scope: CustomerScope) -> int:
        """How many invoices a customer has not paid."""
        query = select(func.count()).where(
            Invoice.customer_id == scope.customer_id, Invoice.balance_cents > 0
        )
        return self._session.scalar(query) or 0

    def totals(
        self, scope: CustomerScope, year: int, spans: Sequence[tuple[dt.date, dt.date]]
    ) -> tuple[tuple[int, ...], dt.date | None]:
        """What was invoiced in a year, and in each span of days, credit notes taken off, in one read.

        Also the date of the customer's first invoice.
        """
        own = Invoice.customer_id == scope.customer_id
        within = [listing.issued_in(year), *(Invoice.issued_on.between(first, last) for first, last in spans)]
        sums = (
            select(func.coalesce(func.sum(Invoice.total_cents), 0)).where(own, days).scalar_subquery()
            for days in within
        )
        earliest = select(func.min(Invoice.issued_on)).where(own).scalar_subquery()
        *totals, since = self._session.execute(select(*sums, earliest)).one()
        return tuple(int(total) for total in totals), since

    def one_owned_by(
        self, scope: CustomerScope, invoice_id: int, *, to_change: bool = False
    ) -> Invoice | None:
        """A customer's own invoice; None for a missing one and for another customer's alike."""
        query = select(Invoice).where(Invoice.id == invoice_id, Invoice.customer_id == scope.customer_id)
        return self._session.scalars(query.with_for_update() if to_change else query).one_or_none()

    def by_number(self, number: str, *, to_change: bool = False) -> Invoice | None:
        """The invoice with this number, for the operator and the bank."""
        query = select(Invoice).where(Invoice.number == number)
        return self._session.scalars(query.with_for_update() if to_change else query).one_or_none()

    def by_id(self, invoice_id: int, *, to_change: bool = False) -> Invoice:
        """An invoice that something refers to."""
        query = select(Invoice).where(Invoice.id == invoice_id)
        return self._session.scalars(query.with_for_update() if to_change else query).one()

    def locked(self, ids: Iterable[int]) -> dict[int, Invoice]:
        """Invoices to be changed as they are now, locked in the order of their ids."""
        query = select(Invoice).order_by(Invoice.id).with_for_update()
        query = query.execution_options(populate_existing=True)
        return {
            invoice.id: invoice
            for some in chunks(ids)
            for invoice in self._session.scalars(query.where(Invoice.id.in_(some)))
        }

    def ids_of(self, numbers: Iterable[str]) -> dict[str, int]:
        """The ids of those invoices that there are, by number."""
        query = select(Invoice.number, Invoice.id)
        return {
            number: found
            for some in chunks(numbers)
            for number, found in self._session.execute(query.where(Invoice.number.in_(some)))
        }

    def without_pdf(self, since: dt.date) -> Sequence[int]:
        """The ids of invoices from that day on whose document nobody has asked for yet."""
        made = select(InvoicePdf.invoice_id).where(InvoicePdf.invoice_id == Invoice.id).exists()
        query = select(Invoice.id).where(Invoice.issued_on >= since, ~made)
        return self._session.scalars(query.order_by(Invoice.id)).all()

    def lines_of(self, invoice_id: int) -> Sequence[InvoiceLine]:
        """The lines of an invoice, in their order."""
        query = select(InvoiceLine).where(InvoiceLine.invoice_id == invoice_id)
        return self._session.scalars(query.order_by(InvoiceLine.position)).all()

    def parties_of(self, invoice: Invoice) -> tuple[Party, Party]:
        """Seller and buyer of an invoice."""
        query = select(Party).where(Party.id.in_((invoice.seller_id, invoice.buyer_id)))
        found = {party.id: party for party in self._session.scalars(query)}
        return found[invoice.seller_id], found[invoice.buyer_id]

    def entries_of(self, invoice_id: int) -> Sequence[LedgerEntry]:
        """The ledger of an invoice, oldest first."""
        query = select(LedgerEntry).where(LedgerEntry.invoice_id == invoice_id)
        return self._session.scalars(query.order_by(LedgerEntry.id)).all()

    def credit_note_of(self, invoice: Invoice) -> Invoice | None:
        """What takes an invoice back, if it was."""
        return self._session.scalars(select(Invoice).where(Invoice.corrects_id == invoice.id)).one_or_none()

    def between(self, scope: CustomerScope, first: dt.date, last: dt.date) -> Sequence[int]:
        """The ids of a customer's invoices of these days, oldest first."""
        query = select(Invoice.id).where(
            Invoice.customer_id == scope.customer_id, Invoice.issued_on >= first, Invoice.issued_on <= last
        )
        return self._session.scalars(query.order_by(Invoice.issued_on, Invoice.id)).all()

    # Writing

    def numbers(self, year: int, count: int) -> range:
        """Give the next numbers of a year; nobody else gets any before the transaction has ended."""
        return numbering.next_numbers(self._session, Series.INVOICES, year, count)

    def series(self, year: int) -> NumberSeries:
        """The series of a year, locked until the transaction ends."""
        return numbering.locked_series(self._session, Series.INVOICES, year)

    def add(self, invoice: Invoice, lines: Sequence[InvoiceLine]) -> Invoice:
        """Add an invoice with its lines; gives it its id."""
        self._session.add(invoice)
        self._session.flush()
        for line in lines:
            line.invoice_id = invoice.id
        self._session.add_all(lines)
        return invoice

    def enter(
        self,
        invoice: Invoice,
        kind: EntryKind,
        amount_cents: int,
        booked_on: dt.date,
        at: dt.datetime,
        *,
        collection_id: int | None = None,
        note: str = "",
    ) -> None:
        """Book something on an invoice that was loaded to be changed; its balance moves along."""
        self._session.add(
            LedgerEntry(
                invoice_id=invoice.id,
                kind=kind,
                amount_cents=amount_cents,
                booked_on=booked_on,
                entered_at=at,
                collection_id=collection_id,
                note=note,
            )
        )
        invoice.balance_cents += amount_cents

    def party(self, digest: str, values: Mapping[str, str]) -> int:
        """The id of a party, which is added where it is not known yet."""
        known = self.party_ids([digest])
        if digest in known:
            return known[digest]
        added = Party(digest=digest, values=dict(values))
        self._session.add(added)
        self._session.flush()
        return added.id

    def party_ids(self, digests: Sequence[str]) -> dict[str, int]:
        """The ids of those parties that are known, by digest."""
        query = select(Party.digest, Party.id).where(Party.digest.in_(digests))
        return {digest: party_id for digest, party_id in self._session.execute(query)}  # noqa: C416 - Row

    def pdf_of(self, invoice_id: int) -> bytes | None:
        """The document that was made of an invoice, if it was."""
        return self._session.scalar(select(InvoicePdf.content).where(InvoicePdf.invoice_id == invoice_id))

    def keep_pdf(self, invoice_id: int, content: bytes, digest: str, at: dt.datetime) -> None:
        """Keep the document of an invoice for good; a second one is a Duplicate."""
        self._session.add(InvoicePdf(invoice_id=invoice_id, content=content, digest=digest, made_at=at))
        self._session.flush()

    # What must hold

    def with_wrong_balance(self) -> Iterator[int]:
        """The ids of invoices whose balance is not the sum of their ledger."""
        entered = select(func.coalesce(func.sum(LedgerEntry.amount_cents), 0)).where(
            LedgerEntry.invoice_id == Invoice.id
        )
        yield from self._session.scalars(
            select(Invoice.id).where(Invoice.balance_cents != entered.scalar_subquery()).order_by(Invoice.id)
        )

    def gaps(self) -> Iterator[int]:
        """The years whose numbers are not exactly those from 1 to the last one given."""
        return numbering.gaps(self._session, Series.INVOICES)
