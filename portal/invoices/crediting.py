"""Taking an invoice back: a credit note of the same lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.clock import day_in
from portal.languages import language_of
from storage.models.customers import PaymentMethod
from storage.models.invoices import EntryKind, Invoice, InvoiceKind, InvoiceLine

if TYPE_CHECKING:
    import datetime as dt

    from portal.settings import Settings
    from storage.work import Work


def credit(work: Work, settings: Settings, now: dt.datetime, invoice: Invoice) -> Invoice:
    """Issue the credit note (type 381) that takes an invoice back, and book it on that.

    Parties and lines are those of the invoice, so that both cancel each other out to the cent.

    Args:
        work: A transaction that writes.
        settings: How numbers look, and where the provider is.
        now: The moment of issue.
        invoice: Loaded to be changed; no credit note, and not taken back yet.
    """
    today = day_in(settings.time_zone, now)
    [serial] = work.invoices.numbers(today.year, 1)
    note = Invoice(
        customer_id=invoice.customer_id,
        customer_number=invoice.customer_number,
        kind=InvoiceKind.CREDIT_NOTE,
        year=today.year,
        serial=serial,
        number=settings.invoices.number.format(year=today.year, serial=serial),
        corrects_id=invoice.id,
        issued_on=today,
        period_from=invoice.period_from,
        period_until=invoice.period_until,
        language=language_of(invoice.language),
        seller_id=invoice.seller_id,
        buyer_id=invoice.buyer_id,
        summary=invoice.summary,
        packages=invoice.packages,
        net_cents=invoice.net_cents,
        tax_cents=invoice.tax_cents,
        gross_cents=invoice.gross_cents,
        method=PaymentMethod.TRANSFER,
    )
    lines = [
        InvoiceLine(
            invoice_id=0,
            position=line.position,
            package_id=line.package_id,
            service_id=line.service_id,
            text=line.text,
            details=line.details,
            period_from=line.period_from,
            period_until=line.period_until,
            quantity=line.quantity,
            net_cents=line.net_cents,
            gross_cents=line.gross_cents,
            rate=line.rate,
        )
        for line in work.invoices.lines_of(invoice.id)
    ]
    work.invoices.add(note, lines)
    if invoice.gross_cents:
        work.invoices.enter(invoice, EntryKind.CREDITED, -invoice.gross_cents, today, now, note=note.number)
    return note
