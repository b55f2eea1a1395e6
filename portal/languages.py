"""What customers are told in writing, in their language: tables of words, beside `portal.documents.words`.

The screen's words go through gettext and follow whoever looks; what is told stays as it was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

Sentences: TypeAlias = Mapping[str, str]
"""The same in every language that is written in, by its code (ISO 639-1)."""


def language_of(wished: str) -> str:
    """The language of documents and letters: English for whoever does not read German."""
    return "de" if wished == "de" else "en"


def said(sentences: Sentences, wished: str) -> str:
    """The sentence for a customer who wishes that language."""
    return sentences[language_of(wished)]
