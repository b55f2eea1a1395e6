"""The document that goes with a message: kept once, where it belongs, and read from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.contract_acts.views import reference_of
from portal.invoices.papers import stored_pdf
from portal.languages import language_of
from portal.messages.views import Paper
from storage.models.invoices import InvoiceKind

if TYPE_CHECKING:
    from portal.use_case import Means
    from storage.models.messages import Message
    from storage.work import Work

NAMES = {
    InvoiceKind.INVOICE: {"de": "Rechnung-{number}.pdf", "en": "invoice-{number}.pdf"},
    InvoiceKind.CREDIT_NOTE: {"de": "Gutschrift-{number}.pdf", "en": "credit-note-{number}.pdf"},
}
CONFIRMATION = {"de": "Bestaetigung-{number}.pdf", "en": "confirmation-{number}.pdf"}
"""What files are called; mail programs agree on ASCII only."""


def paper_of(means: Means, work: Work, message: Message) -> Paper | None:
    """The document of a message; None: none goes with it. An invoice's is made now, if it was not yet."""
    language = language_of(message.language)
    if message.invoice_id is not None:
        invoice = work.invoices.by_id(message.invoice_id)
        name = NAMES[invoice.kind][language].format(number=invoice.number)
        return Paper(name, stored_pdf(means, work, invoice))
    if message.act_id is not None:
        content = work.contracts.paper_of(message.act_id)
        if content is not None:
            return Paper(CONFIRMATION[language].format(number=reference_of(message.act_id)), content)
    return None
