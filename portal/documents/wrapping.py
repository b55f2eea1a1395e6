"""Text in lines of a given width, whatever width is measured in."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

JOINTS = "-./@_&+"
"""Behind these a word that is too long, such as a domain's name, is broken best."""


def wrapped(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """The text in lines that are at most `width` wide; words that are wider are broken. Nothing gets lost.

    Only ordinary blanks part words: what no-break spaces hold together stays together.
    """
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if measure(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *pieces, line = broken(word, width, measure)
        lines += pieces
    return [*lines, line]


def broken(word: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """A word in pieces that are at most `width` wide, or one letter with its marks."""
    pieces = []
    while measure(word) > width:
        end = _most(word, width, measure)
        joint = max(word.rfind(sign, 0, end) for sign in JOINTS) + 1
        if 2 * joint >= end:
            end = joint
        pieces.append(word[:end])
        word = word[end:]
        if not word:
            return pieces
    return [*pieces, word]


def _most(word: str, width: float, measure: Callable[[str], float]) -> int:
    """How many characters fit; marks stay with their letter."""
    end = len(word)
    while end > 1 and measure(word[:end]) > width:
        end -= 1
    while end > 1 and end < len(word) and unicodedata.combining(word[end]):
        end -= 1
    if end == 1:
        while end < len(word) and unicodedata.combining(word[end]):
            end += 1
    return end
