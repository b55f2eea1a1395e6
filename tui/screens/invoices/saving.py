"""Invoices as PDF files: one, one to look at, those of some time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from portal.invoices import InvoiceKind
from portal.invoices.models import InvoiceDays
from tui import documents, exporting
from tui.i18n import _, ngettext
from tui.text import plain
from tui.widgets.field import TextField
from tui.widgets.form import FormModal
from tui.widgets.progress import ProgressModal

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Sequence

    from portal.access import CustomerAccess
    from tui.calls import PortalCalls
    from tui.widgets.field import Field

YEARLY = (1, 1), (12, 31)
"""Month and day on which a year begins and ends."""


async def file_of(asking: PortalCalls, access: CustomerAccess, invoice_id: int) -> tuple[str, bytes]:
    """An invoice as a file: its name and its bytes; raises PortalError."""
    pdf = await asking.portal_call(asking.portal.invoices.pdf, access, invoice_id)
    kind = _("credit-note") if pdf.kind is InvoiceKind.CREDIT_NOTE else _("invoice")
    return f"{kind}-{pdf.number}.pdf", pdf.content


async def save_pdf(asking: PortalCalls, access: CustomerAccess, invoice_id: int) -> None:
    """Save an invoice, and tell where; raises PortalError."""
    await documents.save(asking, *await file_of(asking, access, invoice_id))


async def open_pdf(asking: PortalCalls, access: CustomerAccess, invoice_id: int) -> None:
    """Save an invoice and open that in the system's viewer; raises PortalError."""
    await documents.view(asking, *await file_of(asking, access, invoice_id))


class SaveRangeForm(FormModal[InvoiceDays, "Sequence[int]"]):
    """From when to when; answers which invoices those are."""

    TITLE = _("Save several")
    MODEL = InvoiceDays
    SAVED = ""
    HELP = _("Each invoice of these days becomes a PDF file in your downloads. No file there is replaced.")

    def __init__(self, access: CustomerAccess, year: int) -> None:
        """Offer all of `year`."""
        super().__init__()
        self.access, self._year = access, year

    def about(self) -> str:
        """Where they go."""
        return _("All invoices and credit notes of these days are saved as PDF to your downloads.")

    def fields(self) -> Iterable[Field[Any]]:
        """The first day and the last."""
        first, last = (dt.date(self._year, *day).isoformat() for day in YEARLY)
        yield TextField("first", _("From"), first, _("a date such as 2026-01-31"), longest=10)
        yield TextField("last", _("To"), last, _("this day included"), longest=10)

    async def save(self, entered: InvoiceDays) -> Sequence[int]:
        """Find them."""
        return await self.portal_call(self.portal.invoices.between, self.access, entered.first, entered.last)


async def save_range(asking: PortalCalls, access: CustomerAccess, year: int | None) -> None:
    """Save the invoices of the days that are entered, at first of a year or the present one."""
    found = await asking.app.push_screen_wait(SaveRangeForm(access, year or asking.today().year))
    if found is None:
        return
    about = _("Each invoice becomes a PDF file in your downloads. If you leave, those that are saved stay.")
    steps = _save_each(asking, access, found)
    done = await asking.app.push_screen_wait(ProgressModal(_("Save several"), about, len(found), steps))
    _tell(asking, done or 0, len(found))


async def _save_each(
    asking: PortalCalls, access: CustomerAccess, found: Sequence[int]
) -> AsyncGenerator[int, None]:
    for done, invoice_id in enumerate(found, 1):
        await documents.saved(*await file_of(asking, access, invoice_id))
        yield done


def _tell(asking: PortalCalls, done: int, total: int) -> None:
    folder = exporting.folder()
    if done == total:
        words = ngettext("{n} invoice is in {folder}", "{n} invoices are in {folder}", done)
    else:
        words = _("{n} of {total} invoices are in {folder}")
    asking.app.notify(plain(words.format(n=done, total=total, folder=folder)))
