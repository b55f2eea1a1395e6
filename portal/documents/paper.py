"""A sheet of paper before it is printed: what stands where, in millimetres from the upper left corner."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from portal.documents.typeface import BOLD, REGULAR, advances
from portal.documents.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

POINT = 25.4 / 72
"""Millimetres."""

WIDTH, HEIGHT = 210.0, 297.0

LEFT, RIGHT = 25.0, 190.0
"""Between these stands the text (DIN 5008)."""

Colour = tuple[int, int, int]

INK: Colour = (28, 33, 38)
QUIET: Colour = (98, 108, 117)
FAINT: Colour = (208, 213, 218)
ACCENT: Colour = (11, 87, 104)


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks.

    Attributes:
        size: In points.
        leading: From baseline to baseline, in millimetres.
        colour: Red, green and blue.
        bold: Whether it is.
    """

    size: float
    leading: float
    colour: Colour = INK
    bold: bool = False

    @property
    def face(self) -> str:
        """The font's file."""
        return BOLD if self.bold else REGULAR

    def width(self, text: str) -> float:
        """How wide a text is."""
        widths = advances(self.face)
        return sum(widths[character] for character in text) * self.size * POINT / 1000

    def wrapped(self, text: str, width: float) -> list[str]:
        """A text in lines of that width."""
        return wrapped(text, width, self.width)

    def smaller(self, size: float) -> Style:
        """The same in another size, leading in proportion."""
        return replace(self, size=size, leading=self.leading * size / self.size)


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text: the left end of its baseline, and what."""

    x: float
    y: float
    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line from (x, y) to (to_x, y)."""

    x: float
    to_x: float
    y: float
    colour: Colour = FAINT
    thickness: float = 0.15


@dataclass(slots=True)
class Sheet:
    """One page: texts and rules."""

    texts: list[Text] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, style: Style) -> None:
        """Write from `x` on."""
        self.texts.append(Text(x, y, text, style))

    def text_to(self, x: float, y: float, text: str, style: Style) -> None:
        """Write so that it ends at `x`."""
        self.texts.append(Text(x - style.width(text), y, text, style))

    def block(self, x: float, y: float, lines: Iterable[str], style: Style) -> float:
        """Write lines below each other; what comes is where the next baseline would be."""
        for line in lines:
            self.text(x, y, line, style)
            y += style.leading
        return y
