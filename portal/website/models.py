"""What is entered in the website builder."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from portal.static_site.slugs import LONGEST
from portal.text import clean
from portal.validation import Cleaned, Input, Line
from storage.models.website import PageKind, ThemeName

LONGEST_TEXT = 500_000
"""Characters of a page."""

LONGEST_TITLE = 120


def _clean_text(value: object) -> object:
    return clean(value, lines=True) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_clean_text), Field(max_length=LONGEST_TEXT)]
"""Markdown: many lines."""

Title = Annotated[Cleaned, Field(min_length=1, max_length=LONGEST_TITLE)]


class NewPage(Input):
    """A page that is added."""

    title: Title


class PageContents(Input):
    """What stands on a page."""

    title: Title
    text: Text = ""


class PageSettings(Input):
    """What a page is called, and how it is found."""

    title: Title
    slug: Annotated[Cleaned, Field(min_length=1, max_length=LONGEST)]
    hidden: bool = False
    """Left out of the navigation."""
    kind: PageKind = PageKind.PAGE


class SiteSettings(Input):
    """What holds for the whole website."""

    name: Line
    description: Annotated[Cleaned, Field(max_length=300)] = ""
    language: Literal["de", "en"] = "de"
    theme: ThemeName = ThemeName.PAPER


class LegalTexts(Input):
    """What law wants on every website; neither may be empty when it is published."""

    imprint: Text = ""
    """§5 DDG."""
    privacy: Text = ""
    """Art. 13 GDPR."""
