"""Turns what people typed into text that a terminal may show.

Textual parses every ``str`` given to a widget as markup, and passes control characters on to the terminal. So
screens give widgets literals of ours, or what this module made:

* `literal`, `sentence` and `assemble` make `Content`, which is never parsed;
* `plain` makes a ``str`` for the places that take nothing else and parse nothing: an input's value or
  placeholder, a notice, the title of the app.

Nothing is lost silently: control characters become their pictures (``␛``), invisible and direction-changing
characters ``�``. Only what stacks without end (combining marks beyond four) and the variation selectors
of emoji go.
"""

from __future__ import annotations

from itertools import chain
from string import Formatter
from unicodedata import category

from rich.cells import cell_len, set_cell_size
from textual.content import Content

MOST_MARKS = 4
"""Combining marks that may follow one another; every living script manages with fewer."""

UNSEEN = "�"
"""Stands for a character that one cannot see, or that would move others."""

_INVISIBLE = frozenset(
    chain(
        (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0x16FE4),
        range(0x180B, 0x1810),
        range(0xFE00, 0xFE0E),
        range(0xE0100, 0xE01F0),
    )
)
"""Letters and marks by category, yet without any glyph."""

_EMOJI_VARIATIONS = frozenset({0xFE0E, 0xFE0F})
"""Terminals disagree about the width they cause; the emoji before them says enough."""

_STACKING_JAMO = range(0x1160, 0x1200)
"""Vowels and finals of Hangul: letters by category, drawn onto the cell before."""


class _Pictures(dict[int, str]):
    """A table for `str.translate`, filled with each character when it is first seen."""

    def __missing__(self, code: int) -> str:
        self[code] = picture = _picture(code)
        return picture


def _picture(code: int) -> str:
    character = chr(code)
    if character < " ":
        return chr(0x2400 + code)
    if character == "\x7f":
        return "␡"
    if code in _EMOJI_VARIATIONS:
        return ""
    kind = category(character)
    if kind == "Zs":
        return " "
    if code in _INVISIBLE or kind in {"Zl", "Zp"} or kind[0] == "C":
        return UNSEEN
    return character


_PICTURES = _Pictures()
_PICTURES_OF_LINES = _Pictures({ord("\n"): "\n"})


def _is_mark(character: str) -> bool:
    return character >= "\u0300" and (category(character)[0] == "M" or ord(character) in _STACKING_JAMO)


def _limit_marks(text: str) -> str:
    """Drop combining marks beyond `MOST_MARKS`, and give one without a letter a dotted circle to stand on."""
    kept: list[str] = []
    marks = 0
    for character in text:
        if not _is_mark(character):
            marks = 0
        else:
            if marks == 0 and (not kept or kept[-1] == "\n"):
                kept.append("◌")
            marks += 1
            if marks > MOST_MARKS:
                continue
        kept.append(character)
    return "".join(kept)


def plain(value: object, *, lines: bool = False, max_width: int | None = None) -> str:
    """Return `value` as a string that can be shown, for places that do not parse markup.

    Args:
        value: Anything; ``None`` is the empty string.
        lines: Keep line breaks; otherwise they are shown as ``␊``.
        max_width: The most cells the text may take; what is longer ends in ``…``.
    """
    text = "" if value is None else str(value)
    if not (text.isascii() and text.isprintable()):
        if lines:
            text = text.replace("\r\n", "\n")
        text = text.translate(_PICTURES_OF_LINES if lines else _PICTURES)
        if any(map(_is_mark, text)):
            text = _limit_marks(text)
    if max_width is not None and cell_len(text) > max_width:
        text = set_cell_size(text, max_width - 1).rstrip() + "…" if max_width > 0 else ""
    return text


def literal(value: object, style: str = "", *, lines: bool = False, max_width: int | None = None) -> Content:
    """Return `value` as content that a widget shows character by character.

    Args:
        value: Anything; ``None`` is empty.
        style: A style of ours for all of it, such as ``"bold $text-muted"``.
        lines: Keep line breaks; otherwise they are shown as ``␊``.
        max_width: The most cells the text may take; what is longer ends in ``…``.
    """
    return Content.styled(plain(value, lines=lines, max_width=max_width), style)


def assemble(*parts: str | Content | tuple[str, str]) -> Content:
    """Join words of ours, pairs of words and style, and content made here.

    Strings are shown as they are, never parsed; line breaks in them are kept.
    """
    return Content.assemble(
        *(
            part
            if isinstance(part, Content)
            else literal(part, lines=True)
            if isinstance(part, str)
            else literal(part[0], part[1], lines=True)
            for part in parts
        )
    )


def sentence(template: str, /, **values: object) -> Content:
    """Fill data into a translated sentence: ``sentence(_("Applies to {package}."), package=name)``.

    The template is shown literally as well. A value that is `Content` already keeps its style.

    Raises:
        KeyError: If the template names a value that was not given.
    """
    parts: list[Content] = []
    for words, name, _format, _conversion in Formatter().parse(template):
        parts.append(literal(words, lines=True))
        if name is not None:
            value = values[name]
            parts.append(value if isinstance(value, Content) else literal(value))
    return Content.assemble(*parts)
