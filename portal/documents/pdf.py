"""Documents as PDF/A-3b with the same data inside for machines (Factur-X 1.0, profile EN 16931)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from fpdf import FPDF
from fpdf.enums import AssociatedFileRelationship, DocumentCompliance
from fpdf.fonts import TTFFont
from fpdf.prefs import ViewerPreferences

from portal.documents.facts import heading
from portal.documents.layout import sheets_of
from portal.documents.metadata import XML_NAME, metadata
from portal.documents.typeface import BOLD, REGULAR, font_file, require_printable
from portal.documents.words import words_of
from portal.documents.xml import invoice_xml

if TYPE_CHECKING:
    from portal.documents.invoice import InvoiceDocument
    from portal.documents.paper import Sheet

FAMILY = "document"


def invoice_pdf(document: InvoiceDocument) -> bytes:
    """An invoice or credit note for people and machines; the same document gives the same bytes, always.

    Raises:
        InvalidInput: A character cannot be printed (`portal.documents.typeface.require_printable`).
    """
    require_printable(document)
    words = words_of(document.language)
    title = heading(document, words)
    issued = dt.datetime.combine(document.issued_on, dt.time(), dt.UTC)
    pdf = FPDF(enforce_compliance=DocumentCompliance.PDFA_3B)
    pdf.set_auto_page_break(False)
    pdf.set_lang(words.locale.replace("_", "-"))
    pdf.set_creation_date(issued)
    pdf.set_xmp_metadata(metadata(title, document.seller.name, issued))
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
    sheets = sheets_of(document)
    _add_fonts(pdf, sheets)
    for sheet in sheets:
        pdf.add_page()
        _print(pdf, sheet)
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


def _add_fonts(pdf: FPDF, sheets: list[Sheet]) -> None:
    for style, face in (("", REGULAR), ("B", BOLD)):
        characters = frozenset(
            "".join(each.text for sheet in sheets for each in sheet.texts if each.style.face == face)
        )
        opened = font_file(face, characters)
        key = FAMILY + style
        font = TTFFont(pdf, opened, key, style)  # type: ignore[arg-type] # whatever fontTools opens
        # Letters stay as they are drawn: measuring each anew takes longer than all the rest.
        font.ttfont.recalcBBoxes = False
        pdf.fonts[key] = font


def _print(pdf: FPDF, sheet: Sheet) -> None:
    for rule in sheet.rules:
        pdf.set_draw_color(*rule.colour)
        pdf.set_line_width(rule.thickness)
        pdf.line(rule.x, rule.y, rule.to_x, rule.y)
    for each in sheet.texts:
        pdf.set_font(FAMILY, "B" if each.style.bold else "", each.style.size)
        pdf.set_text_color(*each.style.colour)
        pdf.text(each.x, each.y, each.text)
