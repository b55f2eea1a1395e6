"""Forms on their way to a PDF file with fields (AcroForm): reportlab makes them, pypdf fills them.

Every viewer shows what is filled in: its appearance is in the file, in a type that is embedded.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from portal.documents.paper import HEIGHT, POINT, WIDTH, Style
from portal.documents.typeface import BOLD, REGULAR, font_file, whole_font
from portal.documents.words import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.pdfgen.canvas import Canvas

    from portal.documents.form import Box, FormDocument, FormSheet
    from portal.documents.paper import Colour, Sheet

SHADE: Colour = (241, 245, 246)
"""Of fields."""

UNDERLINE: Colour = (150, 163, 170)

VALUE = Style(9.5, 4.6)

SMALLEST = 5.0
"""Points: what does not fit in this size is cut off by its field, and stands in its value still."""

MARGIN = 2.0
"""Points left and right of a value in its field."""

LONGEST = 200
"""Characters of a value."""

TYPE = "/Plex"
"""What the embedded type is called in the file."""


def form_pdf(document: FormDocument) -> bytes:
    """The form as a file; the same values give the same bytes, always."""
    from portal.documents.form import laid_out

    pages = laid_out(document)
    return _filled(_printed(document, pages), pages)


def _printed(document: FormDocument, pages: Sequence[FormSheet]) -> bytes:
    """All that stands on the form, and its empty fields."""
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH / POINT, HEIGHT / POINT), invariant=1)
    canvas.setTitle(document.title)
    canvas.setAuthor(document.seller.name)
    canvas.setCatalogEntry("Lang", words_of(document.language).locale.replace("_", "-"))
    for page in pages:
        for box in page.boxes:
            _shade(canvas, box)
        _print(canvas, page.sheet)
        for box in page.boxes:
            _add_field(canvas, box)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _print(canvas: Canvas, sheet: Sheet) -> None:
    for rule in sheet.rules:
        _line(canvas, rule.x, rule.to_x, rule.y, rule.colour, rule.thickness)
    for each in sheet.texts:
        canvas.setFont(_registered(each.style.face), each.style.size)
        canvas.setFillColorRGB(*_fractions(each.style.colour))
        canvas.drawString(each.x / POINT, _up(each.y), each.text)


def _shade(canvas: Canvas, box: Box) -> None:
    canvas.setFillColorRGB(*_fractions(SHADE))
    size = box.width / POINT, box.height / POINT
    canvas.rect(box.x / POINT, _up(box.y), *size, stroke=0, fill=1)
    _line(canvas, box.x, box.x + box.width, box.y, UNDERLINE, 0.2)


def _add_field(canvas: Canvas, box: Box) -> None:
    """Without a value: reportlab knows Latin letters only."""
    canvas.acroForm.textfield(
        name=box.entry.name,
        tooltip=box.entry.label,
        x=box.x / POINT,
        y=_up(box.y),
        width=box.width / POINT,
        height=box.height / POINT,
        fontName="Helvetica",
        fontSize=VALUE.size,
        borderWidth=0,
        borderColor=None,
        fillColor=None,
        maxlen=LONGEST,
    )


def _filled(content: bytes, pages: Sequence[FormSheet]) -> bytes:
    """The form with what is known of it."""
    from pypdf import PdfWriter
    from pypdf.generic import NameObject
    from pypdf.generic._font import Font

    boxes = [box for page in pages for box in page.boxes if box.entry.value]
    writer = PdfWriter(clone_from=BytesIO(content))
    if boxes:
        characters = frozenset("".join(box.entry.value for box in boxes))
        font = Font.from_truetype_font_file(font_file(REGULAR, characters))
        fonts = writer.root_object["/AcroForm"]["/DR"]["/Font"]  # type: ignore[index] # reportlab's own
        # What the public way makes of a type has Latin letters only.
        font._add_to_writer(writer, fonts.get_object(), NameObject(TYPE))  # noqa: SLF001
        values = {box.entry.name: (box.entry.value, TYPE, _size(box)) for box in boxes}
        writer.update_page_form_field_values(None, values, auto_regenerate=False)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _size(box: Box) -> float:
    """The usual size of a value, or the one in which it fits."""
    width = VALUE.width(box.entry.value) / POINT
    room = box.width / POINT - 2 * MARGIN
    return max(min(VALUE.size, VALUE.size * room / width), SMALLEST)


@cache
def _registered(face: str) -> str:
    """The name by which reportlab knows a face; it embeds the characters that a form needs."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    name = {REGULAR: "document", BOLD: "document-bold"}[face]
    registerFont(TTFont(name, BytesIO(whole_font(face))))
    return name


def _line(canvas: Canvas, x: float, to_x: float, y: float, colour: Colour, thickness: float) -> None:
    canvas.setStrokeColorRGB(*_fractions(colour))
    canvas.setLineWidth(thickness / POINT)
    canvas.line(x / POINT, _up(y), to_x / POINT, _up(y))


def _up(y: float) -> float:
    """PDF counts from the lower edge, in points."""
    return (HEIGHT - y) / POINT


def _fractions(colour: Colour) -> tuple[float, float, float]:
    red, green, blue = (each / 255 for each in colour)
    return red, green, blue
