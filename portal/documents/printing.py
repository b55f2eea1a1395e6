"""Sheets on their way to a PDF/A-3b file: fonts, metadata and what stands where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fpdf import FPDF
from fpdf.enums import DocumentCompliance
from fpdf.fonts import TTFFont
from fpdf.prefs import ViewerPreferences

from portal.documents.metadata import metadata
from portal.documents.typeface import BOLD, REGULAR, font_file

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from portal.documents.paper import Sheet
    from portal.documents.words import Words

FAMILY = "document"


def printed(
    sheets: Sequence[Sheet], words: Words, title: str, author: str, made: dt.datetime, more: str = ""
) -> FPDF:
    """A file of these pages; the same pages give the same bytes, always.

    Args:
        sheets: The pages.
        words: The document's language.
        title: What it is.
        author: Who made it out.
        made: When.
        more: Further metadata (`portal.documents.metadata`).
    """
    pdf = FPDF(enforce_compliance=DocumentCompliance.PDFA_3B)
    pdf.set_auto_page_break(False)
    pdf.set_lang(words.locale.replace("_", "-"))
    pdf.set_creation_date(made)
    pdf.set_xmp_metadata(metadata(title, author, made, more))
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
    _add_fonts(pdf, sheets)
    for sheet in sheets:
        pdf.add_page()
        _print(pdf, sheet)
    return pdf


def _add_fonts(pdf: FPDF, sheets: Sequence[Sheet]) -> None:
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
