"""From what is stored to what stands on paper: parties, documents, and the PDF that is made once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from portal.customers.views import masked
from portal.documents.invoice import (
    DebitNotice,
    DocumentKind,
    DocumentLine,
    InvoiceDocument,
    Party,
    Reference,
    Seller,
    TaxTotal,
)
from portal.errors import Conflict
from portal.i18n import _
from portal.money import net_of
from storage.errors import Duplicate
from storage.models.customers import PaymentMethod
from storage.models.invoices import InvoiceKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from portal.settings import Settings
    from portal.use_case import Means
    from storage.models.customers import Customer, Mandate
    from storage.models.invoices import Invoice
    from storage.work import Work

KINDS = {
    InvoiceKind.INVOICE: DocumentKind.INVOICE,
    InvoiceKind.CREDIT_NOTE: DocumentKind.CREDIT_NOTE,
}


def seller_of(settings: Settings) -> Seller:
    """The provider as it stands on invoices from now on; raises Conflict if the settings do not say it."""
    needed = ("name", "street", "postcode", "town", "vat_id", "iban", "creditor_id")
    missing = [name for name in needed if not getattr(settings.provider, name)]
    if missing:
        raise Conflict(
            _(
                "The settings do not say who issues invoices: please fill in {names} under [provider] in"
                " portal.toml."
            ).format(names=", ".join(missing))
        )
    return writer_of(settings)


def writer_of(settings: Settings) -> Seller:
    """The provider as far as the settings say who it is: whoever writes a letter."""
    values = settings.provider.model_dump()
    values["name"] = values["name"] or settings.brand
    return Seller(country=settings.country, register=values.pop("registered_at"), **values)


def buyer_of(customer: Customer) -> Party:
    """The customer as they stand on invoices from now on."""
    person = f"{customer.first_name} {customer.last_name}".strip() if customer.company else ""
    return Party(
        name=customer.name,
        person=person,
        street=f"{customer.street} {customer.house_number}".strip(),
        addition=customer.addition,
        postcode=customer.postcode,
        town=customer.town,
        country=customer.country,
        email=customer.invoice_email or customer.email,
    )


def stored(party: Party) -> tuple[str, dict[str, str]]:
    """The digest and the values by which a party is kept."""
    values: dict[str, str] = asdict(party)
    written = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest(), values


def document_of(work: Work, invoice: Invoice) -> InvoiceDocument:
    """Everything that stands on an invoice; the same whenever it is asked for."""
    seller, buyer = work.invoices.parties_of(invoice)
    lines = [
        DocumentLine(
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
    return document(
        invoice,
        lines,
        Seller(**seller.values),
        Party(**buyer.values),
        _debit_of(work, invoice),
        _corrected(work, invoice),
    )


def document(
    invoice: Invoice,
    lines: Sequence[DocumentLine],
    seller: Seller,
    buyer: Party,
    debit: DebitNotice | None,
    corrects: Reference | None = None,
) -> InvoiceDocument:
    """An invoice put together."""
    return InvoiceDocument(
        kind=KINDS[invoice.kind],
        number=invoice.number,
        issued_on=invoice.issued_on,
        language=invoice.language,
        customer_number=invoice.customer_number,
        seller=seller,
        buyer=buyer,
        period_from=invoice.period_from,
        period_until=invoice.period_until,
        lines=tuple(lines),
        taxes=tuple(tax_totals(lines)),
        net_cents=invoice.net_cents,
        tax_cents=invoice.tax_cents,
        gross_cents=invoice.gross_cents,
        due_on=invoice.due_on,
        debit=debit,
        corrects=corrects,
    )


def tax_totals(lines: Iterable[DocumentLine]) -> Iterable[TaxTotal]:
    """The sums by rate: VAT is what the net leaves of the gross."""
    gross: dict[int, int] = {}
    for line in lines:
        gross[line.rate] = gross.get(line.rate, 0) + line.gross_cents
    for rate, cents in sorted(gross.items()):
        net = net_of(cents, rate)
        yield TaxTotal(rate, net, cents - net, cents)


def stored_pdf(means: Means, work: Work, invoice: Invoice) -> bytes:
    """The PDF of an invoice: as it was made, or made now, in a transaction of its own, and kept for good."""
    kept = work.invoices.pdf_of(invoice.id)
    if kept is not None:
        return kept
    from portal.documents.pdf import invoice_pdf

    content = invoice_pdf(document_of(work, invoice))
    digest = hashlib.sha256(content).hexdigest()
    try:
        with means.storage.writing() as writing:
            writing.invoices.keep_pdf(invoice.id, content, digest, means.clock.now())
            writing.commit()
    except Duplicate:  # somebody else was faster: theirs is the one
        with means.storage.reading() as again:
            kept = again.invoices.pdf_of(invoice.id)
            if kept is None:
                raise
            return kept
    return content


def notice(mandate: Mandate, on: dt.date) -> DebitNotice:
    """The announcement of a debit, as it stands on an invoice."""
    return DebitNotice(
        on=on,
        mandate=mandate.reference,
        masked_iban=masked(mandate.iban_first, mandate.iban_last),
        bank_name=mandate.bank_name,
    )


def _debit_of(work: Work, invoice: Invoice) -> DebitNotice | None:
    if invoice.method is not PaymentMethod.DEBIT or invoice.mandate_id is None or invoice.due_on is None:
        return None
    return notice(work.customers.mandate(invoice.mandate_id), invoice.due_on)


def _corrected(work: Work, invoice: Invoice) -> Reference | None:
    if invoice.corrects_id is None:
        return None
    corrected = work.invoices.by_id(invoice.corrects_id)
    return Reference(corrected.number, corrected.issued_on)
