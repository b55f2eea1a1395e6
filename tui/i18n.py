"""The words on the screen in the reader's language; the source language is English."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path


@cache
def _catalogue() -> gettext.NullTranslations:
    """The catalogue of the language the environment asks for (LANGUAGE, LC_ALL, LC_MESSAGES, LANG)."""
    return gettext.translation("tui", Path(__file__).parent / "locale", fallback=True)


def _(text: str) -> str:
    """The translation of `text`; placeholders in braces are filled by the caller."""
    return _catalogue().gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The translation that fits `count`."""
    return _catalogue().ngettext(one, many, count)
