"""Confirmations of contract acts: what was done, received when, with what consequences (§312k BGB)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.documents.letter import Letter, foot_top, frame_first, frame_foot, frame_next
from portal.documents.paper import ACCENT, LEFT, QUIET, RIGHT, Sheet, Style
from portal.documents.printing import printed
from portal.documents.typeface import spelled
from portal.documents.words import words_of

if TYPE_CHECKING:
    import datetime as dt

    from portal.documents.invoice import Party, Seller

TEXT = Style(10, 4.9)
TITLE = Style(10, 5.2, ACCENT, bold=True)
NAME = Style(8.5, 4.8, QUIET)
VALUE = Style(9.5, 4.8)

VALUES_LEFT = LEFT + 52
NAME_GAP = 3.0
SECTION_GAP = 4.0
"""Millimetres."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a confirmation.

    Attributes:
        title: What it is about; empty: it goes on.
        rows: Names and values.
        text: Sentences; empty: none.
    """

    title: str
    rows: tuple[tuple[str, str], ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a customer has in hand of an act, in their language: for paper and mail alike.

    Attributes:
        title: What it is, such as "Bestätigung Ihrer Kündigung".
        text: The act in sentences.
        sections: What belongs to it.
    """

    title: str
    text: str
    sections: tuple[Section, ...] = ()

    def in_lines(self) -> str:
        """All of it as plain text."""
        parts = [self.text]
        for section in self.sections:
            rows = (f"{name}: {value}" if name else value for name, value in section.rows)
            parts.append("\n".join(line for line in (section.title, *rows, section.text) if line))
        return "\n\n".join(parts)


def confirmation_pdf(
    told: Told,
    language: str,
    seller: Seller,
    buyer: Party,
    customer_number: str,
    reference: str,
    received: dt.datetime,
) -> bytes:
    """A letter that confirms an act; the same values give the same bytes, always.

    Args:
        told: What it says. What the type lacks is printed in Latin letters.
        language: Of the customer, as `told` is in.
        seller: The provider.
        buyer: The customer.
        customer_number: Theirs.
        reference: By which both sides find the act again.
        received: When the act was received, in the provider's time zone.
    """
    words = words_of(language)
    information = (
        (words.customer_number, customer_number),
        (words.reference, reference),
        (words.received, words.at(received)),
    )
    pages = _Pages(Letter(seller, _printable(buyer), spelled(told.title), "", information), language)
    pages.add(told.text)
    for section in told.sections:
        pages.add_section(section)
    sheets = pages.finished()
    return bytes(printed(sheets, words, told.title, seller.name, received).output())


def _printable(party: Party) -> Party:
    """A customer whose name and address can be printed."""
    from dataclasses import asdict

    from portal.documents.invoice import Party

    return Party(**{name: spelled(value) for name, value in asdict(party).items()})


class _Pages:
    """Pages as they are filled from top to bottom."""

    def __init__(self, letter: Letter, language: str) -> None:
        self._letter, self._words = letter, words_of(language)
        self._bottom = foot_top(letter.seller, self._words)
        self._sheets = [Sheet()]
        self._y = frame_first(self._sheets[0], letter, self._words) + 4

    def add(self, text: str) -> None:
        """Sentences; each line of the text begins a new one."""
        for line in text.split("\n"):
            for part in TEXT.wrapped(spelled(line), RIGHT - LEFT):
                self._sheet(TEXT.leading).text(LEFT, self._y, part, TEXT)
                self._y += TEXT.leading

    def add_section(self, section: Section) -> None:
        """A title with names and values, kept together with the first of them."""
        self._y += SECTION_GAP
        if section.title:
            sheet = self._sheet(TITLE.leading + VALUE.leading)
            self._y = sheet.block(LEFT, self._y, [spelled(section.title)], TITLE)
        for name, value in section.rows:
            self._add_row(spelled(name), spelled(value))
        if section.text:
            self.add(section.text)

    def _add_row(self, name: str, value: str) -> None:
        left = VALUES_LEFT if name else LEFT
        names = NAME.wrapped(name, VALUES_LEFT - LEFT - NAME_GAP) if name else []
        values = VALUE.wrapped(value, RIGHT - left)
        for at in range(max(len(names), len(values))):
            sheet = self._sheet(VALUE.leading)
            if at < len(names):
                sheet.text(LEFT, self._y, names[at], NAME)
            if at < len(values):
                sheet.text(left, self._y, values[at], VALUE)
            self._y += VALUE.leading

    def _sheet(self, height: float) -> Sheet:
        """The page that has room for so much; a new one if the last one is full."""
        if self._y + height > self._bottom:
            self._sheets.append(Sheet())
            self._y = frame_next(self._sheets[-1], self._letter)
        return self._sheets[-1]

    def finished(self) -> list[Sheet]:
        """All pages with their feet."""
        for number, sheet in enumerate(self._sheets, 1):
            frame_foot(sheet, self._letter.seller, self._words, number, len(self._sheets))
        return self._sheets
