"""The type that documents are set in: its characters, how wide they are, and the part that a document needs.

The files stay closed until a document is measured or written; then each is read once in a process.
"""

from __future__ import annotations

import unicodedata
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont

from portal.errors import InvalidInput
from portal.i18n import _
from portal.text import REFUSED

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "fonts"

REGULAR = "IBMPlexSans-Regular.woff"

BOLD = "IBMPlexSans-SemiBold.woff"

UNUSED_TABLES = ("DSIG", "GDEF", "GPOS", "GSUB", "cvt ", "fpgm", "gasp", "prep")
"""Composition and screen hints: a PDF does without, and cutting them to size takes long."""

USUAL = frozenset(
    chr(code)
    for first, last in ((0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2026), (0x20AC, 0x20AC), (0x2212, 0x2212))
    for code in range(first, last + 1)
)
"""What nearly all documents are written with: cut from the whole type once, not for each of them."""

INVISIBLE = {"\N{COMBINING GRAPHEME JOINER}", *map(chr, range(0xFE00, 0xFE10))}
"""Characters that the type has, and that leave no trace on paper."""


@cache
def advances(face: str) -> dict[str, int]:
    """How far each printable character moves on, in thousandths of the size."""
    with TTFont(FOLDER / face, lazy=True) as font:
        scale = font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        return {
            character: round(1000 * metrics[glyph][0] / scale)
            for code, glyph in font.getBestCmap().items()
            if unicodedata.category(character := chr(code)) not in REFUSED and character not in INVISIBLE
        }


@cache
def printable() -> frozenset[str]:
    """The characters that every face has."""
    return frozenset(advances(REGULAR)) & frozenset(advances(BOLD))


def unprintable(part: object) -> str:
    """The characters of a text or a document that cannot be printed, each once; controls are among them."""
    return "".join(sorted(frozenset().union(*texts_of(part)) - printable()))


def require_printable(part: object, field: str | None = None) -> None:
    """Refuse what documents cannot show.

    Args:
        part: A text, a document or a part of one.
        field: Of the input it stands in.

    Raises:
        InvalidInput: It names the first character that the type lacks.
    """
    missing = unprintable(part)
    if missing:
        character = missing[0]
        name = f"U+{ord(character):04X}" + (f" ({character})" if character.isprintable() else "")
        raise InvalidInput(_("{character} cannot be printed on invoices.").format(character=name), field)


def spelled(text: str) -> str:
    """A text as it can be printed: each character that the type lacks as it is read in Latin letters.

    What cannot be read either, such as a control character, is a question mark.
    """
    from text_unidecode import unidecode

    known = printable()
    read = (each if each in known else unidecode(each) or "?" for each in text)
    return "".join(each if each in known else "?" for letters in read for each in letters)


def texts_of(part: object) -> Iterator[str]:
    """Every text in a document or in a part of it."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from texts_of(each)
    elif is_dataclass(part):
        for field in fields(part):
            yield from texts_of(getattr(part, field.name))


def font_file(face: str, characters: frozenset[str]) -> BytesIO:
    """A font with the usual characters and those of a document."""
    return BytesIO(_cut(face, characters - USUAL))


@lru_cache(maxsize=64)
def _cut(face: str, unusual: frozenset[str]) -> bytes:
    from fontTools.subset import Options, Subsetter

    options = Options(hinting=False, layout_features=[], notdef_outline=True, recommended_glyphs=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(character) for character in USUAL | unusual])
    out = BytesIO()
    with TTFont(FOLDER / face, lazy=True, recalcTimestamp=False) as font:
        for table in UNUSED_TABLES:
            if table in font:
                del font[table]
        subsetter.subset(font)
        font.flavor = None
        font.save(out)
    return out.getvalue()
