"""Cleaning of every string on its way in (safety.md, "Text that people typed")."""

from __future__ import annotations

import unicodedata

from portal.errors import InvalidInput
from portal.i18n import _

REFUSED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories nobody writes with: control, format (bidi, zero width), surrogates, unassigned."""

MARKS_IN_A_ROW = 4
"""More combining marks than that on one letter are no writing but a stack over the lines above."""


def clean(value: str, *, lines: bool = False) -> str:
    """The text in NFC, without blanks around it; inner runs of blanks become one.

    Args:
        value: As typed, pasted or read from a file.
        lines: Whether line breaks may stay.

    Raises:
        InvalidInput: It holds a character that cannot be shown.
    """
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if (category in REFUSED and not (lines and character in "\n\t")) or marks > MARKS_IN_A_ROW:
            raise InvalidInput(
                _("Character U+{code:04X} cannot be used here. Please remove it.").format(code=ord(character))
            )
    if lines:
        return "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))
    return " ".join(text.split())


def harmless(value: str, *, lines: bool = False) -> str:
    """The text without what nobody writes with, for what leaves in a mail whatever was stored; never fails.

    Args:
        value: Anything; what would be refused by `clean` becomes `�`.
        lines: Whether line breaks may stay; else they become blanks.
    """
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        character
        if unicodedata.category(character) not in REFUSED or (lines and character in "\n\t")
        else " "
        if character in "\n\t"
        else "�"
        for character in text
    )
