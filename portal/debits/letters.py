"""Letters that every bank in SEPA takes (EPC217-08, "SEPA Requirements for an Extended Character Set").

The basic set is `a-z A-Z 0-9 / - ? : ( ) . , ' +` and the blank. German letters are written out, as German
banks do (DFÜ-Abkommen, Anlage 3: ä → ae, ß → ss), signs as the conversion table of EPC217-08 has them, other
letters as text_unidecode reads them. What has no reading is left out.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 70
"""Characters of a name in SEPA files (EPC130-08; ISO 20022 would have 140)."""

LONGEST_PURPOSE = 140
"""Characters of what a payment is for (EPC130-08, unstructured remittance information)."""

LONGEST_IDENTIFIER = 35
"""Characters of a message, payment or end-to-end id, or of a mandate reference (ISO 20022, Max35Text)."""

TAKEN = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]+")

NOT_TAKEN = re.compile(r"[^A-Za-z0-9/\-?:().,'+\s]", re.ASCII)

GERMAN_LETTER = re.compile("[äöüßÄÖÜẞ]")

SIGNS = str.maketrans(
    {
        "&": "+",
        ";": ",",
        "_": "-",
        "~": "-",
        "`": "'",
        "\\": "/",
        "|": "/",
        **dict.fromkeys("[{", "("),
        **dict.fromkeys("]}", ")"),
        **dict.fromkeys('!"#$%*<=>@^', "."),
    }
)
"""The signs of ASCII that are outside of the set."""


def written(text: str, longest: int) -> str:
    """The text in the letters of SEPA: one line, no blanks around it; maybe nothing is left of it.

    Args:
        text: As people write it.
        longest: Characters; the rest is cut off.
    """
    text = unicodedata.normalize("NFC", text)
    if not text.isascii():
        from text_unidecode import unidecode

        text = unidecode(GERMAN_LETTER.sub(_spelled_out, text))
    return " ".join(NOT_TAKEN.sub("", text.translate(SIGNS)).split())[:longest].rstrip()


def name_of(text: str) -> str:
    """The name of a person or company, as it stands in the file."""
    return written(text, LONGEST_NAME)


def purpose_of(text: str) -> str:
    """What a payment is for, as the customer reads it in the account statement."""
    return written(text, LONGEST_PURPOSE)


def is_identifier(text: str) -> bool:
    """Whether banks hand this on unchanged as an id or mandate reference.

    That is 1 to 35 characters of the set, no blank and no "/" at either end, and no "//" (EPC130-08,
    "Character set": a slash has a meaning of its own in older formats).
    """
    return (
        len(text) <= LONGEST_IDENTIFIER
        and TAKEN.fullmatch(text) is not None
        and text == text.strip(" /")
        and "//" not in text
    )


def identifier_of(text: str) -> str:
    """An id made from a text, such as a name; maybe nothing is left of it."""
    single = re.sub("/[/ ]*/", "/", written(text, len(text) * 4)).strip(" /")
    return single[:LONGEST_IDENTIFIER].rstrip(" /")


def _spelled_out(letter: re.Match[str]) -> str:
    """Two letters for one of German, capitals where the word is in capitals: Übel, MÜLLER, STRAßE."""
    text, start, end = letter.string, letter.start(), letter.end()
    beside = text[end : end + 1] or text[max(start - 1, 0) : start]
    two = "ss" if letter[0] in "ßẞ" else unicodedata.normalize("NFD", letter[0])[0] + "e"
    return two.upper() if beside.isupper() and letter[0] not in "äöü" else two
