"""Finding an invoice for whoever asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.errors import NotFound
from portal.i18n import _

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from storage.models.invoices import Invoice
    from storage.work import Work


def own_invoice(work: Work, access: CustomerAccess, invoice_id: int, *, to_change: bool = False) -> Invoice:
    """A customer's own invoice; raises NotFound for a missing one and for another customer's alike."""
    invoice = work.invoices.one_owned_by(access, invoice_id, to_change=to_change)
    if invoice is None:
        raise NotFound(_("There is no such invoice under your customer number."))
    return invoice


def numbered_invoice(work: Work, number: str, *, to_change: bool = False) -> Invoice:
    """Any customer's invoice, for the operator; raises NotFound."""
    invoice = work.invoices.by_number(number, to_change=to_change)
    if invoice is None:
        raise NotFound(_("There is no invoice {number}.").format(number=number), "number")
    return invoice
