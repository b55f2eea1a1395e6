"""Confirmations of contract acts: what was done, received when, with what consequences (§312k BGB)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from portal.documents.invoice import Party
from portal.documents.letter import Letter
from portal.documents.pages import FACTS, Pages
from portal.documents.paper import ACCENT, LEFT, Style
from portal.documents.printing import printed
from portal.documents.typeface import spelled
from portal.documents.words import words_of

if TYPE_CHECKING:
    import datetime as dt

    from portal.documents.invoice import Seller

TITLE = Style(10, 5.2, ACCENT, bold=True)

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
    letter = Letter(seller, _printable(buyer), spelled(told.title), "", information)
    pages = _Pages(letter, language, FACTS)
    pages.add(told.text)
    for section in told.sections:
        pages.add_section(section)
    return bytes(printed(pages.finished(), words, told.title, seller.name, received).output())


def _printable(party: Party) -> Party:
    """A customer whose name and address can be printed."""
    return Party(**{name: spelled(value) for name, value in asdict(party).items()})


class _Pages(Pages):
    """The pages of a confirmation."""

    def add_section(self, section: Section) -> None:
        """A title with names and values, kept together with the first of them."""
        self._y += SECTION_GAP
        if section.title:
            sheet = self._room(TITLE.leading + FACTS.value.leading)
            self._y = sheet.block(LEFT, self._y, [spelled(section.title)], TITLE)
        for name, value in section.rows:
            self.add_row(name, value)
        if section.text:
            self.add(section.text)
