"""What customers do with their invoices: list, read, save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.errors import InvalidInput
from portal.i18n import _
from portal.invoices.own import own_invoice
from portal.invoices.papers import document_of, stored_pdf
from portal.invoices.views import (
    InvoiceFigures,
    InvoiceListing,
    MonthTotal,
    OpenedInvoice,
    StoredPdf,
    invoice_view,
    open_view,
)
from portal.terms import MONTHS, ONE_DAY, months_later
from portal.use_case import UseCases
from storage.repositories.invoice_rows import Day, Wanted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from portal.access import CustomerAccess
    from portal.invoices.views import InvoiceFilter
    from portal.paging import PageRequest


class Invoices(UseCases):
    """A customer's own invoices."""

    def listing(self, access: CustomerAccess, request: PageRequest, chosen: InvoiceFilter) -> InvoiceListing:
        """A page of the list; orders: date, total. The first page tells what is owed, too."""
        day, refundable = self._day(), self._means.settings.debits.refundable_days
        wanted = Wanted(chosen.year, chosen.state, access.customer_id)
        with self._reading(access) as work:
            page = work.invoices.page(wanted, day, request)
            owed = work.invoices.open_ones(access, day) if request.count else None
            return InvoiceListing(
                page.of(lambda row: invoice_view(row, refundable)),
                open_view(owed, refundable) if owed else None,
            )

    def count_open(self, access: CustomerAccess) -> int:
        """How many invoices are open."""
        with self._reading(access) as work:
            return work.invoices.count_open(access)

    def figures(self, access: CustomerAccess, year: int | None = None) -> InvoiceFigures:
        """The total of a year, by default the present one, and those of the last 12 months."""
        today = self._means.today()
        newest = today.replace(day=1)
        months = [months_later(newest, -back) for back in reversed(range(MONTHS))]
        spans = [(month, months_later(month, 1) - ONE_DAY) for month in months]
        with self._reading(access) as work:
            year = today.year if year is None else year
            (total, *of_months), since = work.invoices.totals(access, year, spans)
        years = range(today.year, (since or today).year - 1, -1)
        return InvoiceFigures(
            year, total, tuple(map(MonthTotal, months, of_months)), tuple(years) if since else ()
        )

    def open(self, access: CustomerAccess, invoice_id: int) -> OpenedInvoice:
        """An invoice to be read; raises NotFound."""
        with self._reading(access) as work:
            invoice = own_invoice(work, access, invoice_id)
            row = work.invoices.row_of(invoice.id, self._day())
            taken_back = work.invoices.credit_note_of(invoice)
            return OpenedInvoice(
                invoice_view(row, self._means.settings.debits.refundable_days),
                document_of(work, invoice),
                taken_back.number if taken_back else "",
            )

    def pdf(self, access: CustomerAccess, invoice_id: int) -> StoredPdf:
        """The document of an invoice, always the same bytes; raises NotFound."""
        with self._reading(access) as work:
            invoice = own_invoice(work, access, invoice_id)
            return StoredPdf(invoice.kind, invoice.number, stored_pdf(self._means, work, invoice))

    def between(self, access: CustomerAccess, first: dt.date, last: dt.date) -> Sequence[int]:
        """The ids of all invoices of these days, oldest first; raises InvalidInput if there is none."""
        with self._reading(access) as work:
            found = work.invoices.between(access, first, last)
        if not found:
            raise InvalidInput(_("There is no invoice of these days."), "last")
        return found

    def _day(self) -> Day:
        return Day(self._means.today(), self._means.settings.debits.refundable_days)
