"""Forms to be signed: a letter to the provider with fields, on A4 (DIN 5008, form B).

What is known is filled in; the rest is filled in on the screen or by hand. Where everything stands is made
here; `portal.documents.form_file` makes a file of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from portal.documents.invoice import Party
from portal.documents.letter import Letter
from portal.documents.pages import Body, Pages
from portal.documents.paper import ACCENT, INK, LEFT, QUIET, RIGHT, Rule, Sheet, Style
from portal.documents.typeface import spelled

if TYPE_CHECKING:
    from portal.documents.invoice import Seller

TEXT = Style(9, 4.4)
TITLE = Style(10, 5.2, ACCENT, bold=True)
VALUE = Style(9.5, 4.6)
LABEL = Style(7, 3.0, QUIET)
BODY = Body(text=TEXT, name=Style(8.5, 4.6, QUIET), value=VALUE, values_left=LEFT + 42, name_gap=2.0, top=3.0)

SECTION_GAP = 3.6
COLUMN_GAP = 5.0
FIELD_HEIGHT = 5.8
ROW_HEIGHT = 10.4
"""A row of fields: labels, fields, and air beneath."""
SIGNATURE_HEIGHT = 22.0
SIGNATURES_HEIGHT = TITLE.leading + 2 * ROW_HEIGHT + SIGNATURE_HEIGHT + 6
BULLET = 4.0
"""Millimetres."""

SHORT = 0.35
"""Of a signature's width: where the day stands beside the place."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A field to be filled in.

    Attributes:
        name: By which programs find it; each once in a form.
        label: What stands above it.
        value: What is known; empty: it is left open.
        share: Of the width of its row.
    """

    name: str
    label: str
    value: str = ""
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs.

    Attributes:
        name: How the names of the fields begin.
        title: In which role.
        place: Label of the field for the place.
        day: Label of the field for the day.
        signature: What stands beneath the line.
        letters: Label of the field for the name in block letters.
    """

    name: str
    title: str
    place: str
    day: str
    signature: str
    letters: str


@dataclass(frozen=True, slots=True)
class FormDocument:
    """A form before it is printed, in the customer's language.

    Attributes:
        language: Of the form.
        title: What it is.
        subtitle: What it is for.
        information: Number, day and customer number, with their names.
        seller: The provider, whom it is sent to.
        sender: The present contract partner, who sends it.
        facts: Sections of names and values that cannot be changed, each with its title.
        entries_title: Above the fields.
        entries: Rows of fields.
        terms_title: Above the terms.
        terms: What is agreed, a sentence or a few each.
        signers: The two who sign.
        sending_title: Above the way to send it.
        sending: Where it is sent.
    """

    language: str
    title: str
    subtitle: str
    information: tuple[tuple[str, str], ...]
    seller: Seller
    sender: str
    facts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    entries_title: str
    entries: tuple[tuple[Entry, ...], ...]
    terms_title: str
    terms: tuple[str, ...]
    signers: tuple[Signer, Signer]
    sending_title: str
    sending: str


@dataclass(frozen=True, slots=True)
class Box:
    """Where a field is: its lower left corner and its size, in millimetres from the upper left."""

    entry: Entry
    x: float
    y: float
    width: float
    height: float = FIELD_HEIGHT


@dataclass(frozen=True, slots=True)
class FormSheet:
    """One page: what is printed, and the fields on it."""

    sheet: Sheet
    boxes: list[Box]


def laid_out(document: FormDocument) -> list[FormSheet]:
    """The pages of a form. What the type lacks is printed in Latin letters."""
    pages = _Pages(document)
    for title, rows in document.facts:
        pages.add_title(title, len(rows) * VALUE.leading)
        for name, value in rows:
            pages.add_row(name, value)
    pages.add_title(document.entries_title, ROW_HEIGHT)
    for row in document.entries:
        pages.add_entries(row)
    pages.add_title(
        document.terms_title, pages.height_of(document.terms) + 2 * SECTION_GAP + SIGNATURES_HEIGHT
    )
    for term in document.terms:
        pages.add_term(term)
    pages.add_signatures(document.signers)
    pages.add_title(document.sending_title, 2 * TEXT.leading)
    pages.add(document.sending)
    return pages.with_fields()


def _to_the_provider(document: FormDocument) -> Letter:
    """The letter that a form is: it fits a window envelope."""
    seller = document.seller
    return Letter(
        seller,
        _address_of(seller),
        spelled(document.title),
        spelled(document.subtitle),
        tuple((name, spelled(value)) for name, value in document.information),
        spelled(document.sender),
    )


def _address_of(seller: Seller) -> Party:
    return Party(
        name=seller.name,
        addition=seller.addition,
        street=seller.street,
        postcode=seller.postcode,
        town=seller.town,
        country=seller.country,
    )


class _Pages(Pages):
    """The pages of a form, with the fields on each."""

    def __init__(self, document: FormDocument) -> None:
        letter = _to_the_provider(document)
        further = replace(letter, title=f"{letter.title} {document.information[0][1]}")
        super().__init__(letter, document.language, BODY, further)
        self._boxes: list[list[Box]] = [[]]
        self._top = True

    def add_title(self, title: str, follows: float) -> None:
        """A title, kept together with so much of what follows."""
        if not self._top:
            self._y += SECTION_GAP
        sheet = self._room(TITLE.leading + follows)
        self._y = sheet.block(LEFT, self._y, [spelled(title)], TITLE)
        self._top = False

    def add_entries(self, row: tuple[Entry, ...]) -> None:
        """Fields side by side."""
        sheet = self._room(ROW_HEIGHT)
        width = RIGHT - LEFT - COLUMN_GAP * (len(row) - 1)
        self._put(sheet, LEFT, self._y, width, row)
        self._y += ROW_HEIGHT

    def height_of(self, terms: tuple[str, ...]) -> float:
        """What the terms take: they stand on the page that is signed, as far as there is room."""
        lines = sum(len(TEXT.wrapped(spelled(term), RIGHT - LEFT - BULLET)) for term in terms)
        return lines * TEXT.leading

    def add_term(self, text: str) -> None:
        """One of the terms, behind its sign."""
        for at, part in enumerate(TEXT.wrapped(spelled(text), RIGHT - LEFT - BULLET)):
            sheet = self._room(TEXT.leading)
            if not at:
                sheet.text(LEFT, self._y, "–", TEXT)
            sheet.text(LEFT + BULLET, self._y, part, TEXT)
            self._y += TEXT.leading

    def add_signatures(self, signers: tuple[Signer, Signer]) -> None:
        """Both blocks side by side, never apart."""
        self._y += SECTION_GAP + 2
        sheet = self._room(SIGNATURES_HEIGHT)
        width = (RIGHT - LEFT - 2 * COLUMN_GAP) / 2
        for left, signer in zip((LEFT, RIGHT - width), signers, strict=True):
            self._add_signature(sheet, left, width, signer)
        self._y += SIGNATURES_HEIGHT

    def with_fields(self) -> list[FormSheet]:
        """All pages with their feet and fields."""
        return [FormSheet(*page) for page in zip(self.finished(), self._boxes, strict=True)]

    def _add_signature(self, sheet: Sheet, left: float, width: float, signer: Signer) -> None:
        y = sheet.block(left, self._y, [spelled(signer.title)], TITLE)
        shared = (
            Entry(f"{signer.name}_place", signer.place, share=1 - SHORT),
            Entry(f"{signer.name}_day", signer.day, share=SHORT),
        )
        self._put(sheet, left, y, width - COLUMN_GAP, shared)
        y += ROW_HEIGHT + SIGNATURE_HEIGHT - LABEL.leading
        sheet.rules.append(Rule(left, left + width, y, INK, 0.2))
        sheet.text(left, y + LABEL.leading, signer.signature, LABEL)
        letters = (Entry(f"{signer.name}_name", signer.letters),)
        self._put(sheet, left, y + LABEL.leading + 6, width, letters)

    def _put(self, sheet: Sheet, left: float, y: float, width: float, row: tuple[Entry, ...]) -> None:
        """Labels and fields; `width` without the gaps between them."""
        for entry in row:
            own = width * entry.share
            sheet.text(left, y, entry.label, LABEL)
            box = Box(replace(entry, value=spelled(entry.value)), left, y + 1 + FIELD_HEIGHT, own)
            self._boxes[-1].append(box)
            left += own + COLUMN_GAP

    def _turn(self) -> None:
        super()._turn()
        self._boxes.append([])
        self._top = True
