"""How pages are called in addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portal.errors import InvalidInput
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Container

LONGEST = 60
"""Characters."""

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

RESERVED = frozenset({"images", "imprint", "privacy", "theme", "feed", "sitemap", "robots", "404", "index"})
"""Names that a published website has besides its pages."""

GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def derived(title: str) -> str:
    """A slug from a title, such as "ueber-uns" from "Über uns"; "page" where nothing is left of it."""
    from text_unidecode import unidecode

    plain = unidecode(title.casefold().translate(GERMAN)).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-") or "page"


def free(slug: str, taken: Container[str], number: int = 2) -> str:
    """The slug itself, or with the first number, from this one on, that makes it one of its own."""
    each = slug
    while each in taken or each in RESERVED:
        suffix = f"-{number}"
        each = slug[: LONGEST - len(suffix)].rstrip("-") + suffix
        number += 1
    return each


def require_slug(slug: str, taken: Container[str]) -> None:
    """Raise InvalidInput for what is no slug, is reserved, or is taken by a page beside it."""
    if len(slug) > LONGEST or not SLUG.fullmatch(slug):
        raise InvalidInput(
            _("Please use small letters, digits and single hyphens, such as “about-us”: {n} at most.").format(
                n=LONGEST
            ),
            "slug",
        )
    if slug in RESERVED:
        raise InvalidInput(
            _("“{slug}” is the website's own. Please choose another.").format(slug=slug), "slug"
        )
    if slug in taken:
        raise InvalidInput(_("Another page beside this one is called “{slug}”.").format(slug=slug), "slug")
