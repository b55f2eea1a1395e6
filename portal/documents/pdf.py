"""Documents as PDF/A-3b with the same data inside for machines (Factur-X 1.0, profile EN 16931)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from fpdf.enums import AssociatedFileRelationship

from portal.documents.facts import heading
from portal.documents.layout import sheets_of
from portal.documents.metadata import XML_NAME, invoice_metadata
from portal.documents.printing import printed
from portal.documents.typeface import require_printable
from portal.documents.words import words_of
from portal.documents.xml import invoice_xml

if TYPE_CHECKING:
    from portal.documents.invoice import InvoiceDocument


def invoice_pdf(document: InvoiceDocument) -> bytes:
    """An invoice or credit note for people and machines; the same document gives the same bytes, always.

    Raises:
        InvalidInput: A character cannot be printed (`portal.documents.typeface.require_printable`).
    """
    require_printable(document)
    words = words_of(document.language)
    title = heading(document, words)
    issued = dt.datetime.combine(document.issued_on, dt.time(), dt.UTC)
    pdf = printed(sheets_of(document), words, title, document.seller.name, issued, invoice_metadata())
    pdf.embed_file(
        bytes=invoice_xml(document),
        basename=XML_NAME,
        mime_type="text/xml",
        desc=title,
        associated_file_relationship=AssociatedFileRelationship.ALTERNATIVE.value,
        modification_date=issued,
        compress=True,
        checksum=True,
    )
    return bytes(pdf.output())
