"""Pages of a letter, filled from top to bottom: as many as it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.documents.letter import foot_top, frame_first, frame_foot, frame_next
from portal.documents.paper import LEFT, QUIET, RIGHT, Sheet, Style
from portal.documents.typeface import spelled
from portal.documents.words import words_of

if TYPE_CHECKING:
    from portal.documents.letter import Letter


@dataclass(frozen=True, slots=True)
class Body:
    """How the text of a letter is set; lengths are millimetres.

    Attributes:
        text: Sentences.
        name: Names of values.
        value: Values.
        values_left: Where values begin.
        name_gap: Between a name and its value.
        top: From the frame of the first page to the first line.
    """

    text: Style
    name: Style
    value: Style
    values_left: float
    name_gap: float
    top: float


FACTS = Body(
    text=Style(10, 4.9),
    name=Style(8.5, 4.8, QUIET),
    value=Style(9.5, 4.8),
    values_left=LEFT + 52,
    name_gap=3.0,
    top=4.0,
)
"""Of letters that list facts: what was agreed, what was ordered."""


class Pages:
    """The pages of one letter. What the type lacks is printed in Latin letters."""

    def __init__(self, letter: Letter, language: str, body: Body, further: Letter | None = None) -> None:
        """Begin the first page.

        Args:
            letter: Its frame.
            language: Of the letter.
            body: How its text is set.
            further: The frame of further pages, if it is another one.
        """
        self._letter, self._further, self._words = letter, further or letter, words_of(language)
        self._body = body
        self._bottom = foot_top(letter.seller, self._words)
        self._sheets = [Sheet()]
        self._y = frame_first(self._sheets[0], letter, self._words) + body.top

    def add(self, text: str) -> None:
        """Sentences; each line of the text begins a new one."""
        style = self._body.text
        for line in text.split("\n"):
            for part in style.wrapped(spelled(line), RIGHT - LEFT):
                self._room(style.leading).text(LEFT, self._y, part, style)
                self._y += style.leading

    def add_row(self, name: str, value: str) -> None:
        """A name and its value; a value without a name has the whole width."""
        body = self._body
        left = body.values_left if name else LEFT
        names = body.name.wrapped(spelled(name), body.values_left - LEFT - body.name_gap) if name else []
        values = body.value.wrapped(spelled(value), RIGHT - left)
        for at in range(max(len(names), len(values))):
            sheet = self._room(body.value.leading)
            if at < len(names):
                sheet.text(LEFT, self._y, names[at], body.name)
            if at < len(values):
                sheet.text(left, self._y, values[at], body.value)
            self._y += body.value.leading

    def finished(self) -> list[Sheet]:
        """All pages with their feet."""
        for number, sheet in enumerate(self._sheets, 1):
            frame_foot(sheet, self._letter.seller, self._words, number, len(self._sheets))
        return self._sheets

    def _room(self, height: float) -> Sheet:
        """The page that has room for so much; a new one if the last one is full."""
        if self._y + height > self._bottom:
            self._turn()
        return self._sheets[-1]

    def _turn(self) -> None:
        """Go on at the top of a new page."""
        self._sheets.append(Sheet())
        self._y = frame_next(self._sheets[-1], self._further)
