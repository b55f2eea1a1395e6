"""What stands around every page, and the files that every site has: the same ones give the same bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from portal.static_site.places import SITEMAP
from portal.static_site.themes import stylesheet

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from portal.static_site.writing import Written
    from storage.models.website import ThemeName

FOLDER = Path(__file__).parent / "templates"

MOST_IN_SITEMAP = 50_000
"""Addresses of one sitemap (sitemaps.org); a site with more has several, and a list of them."""


@dataclass(frozen=True, slots=True)
class Words:
    """What every site says of its own, in one language."""

    skip: str
    menu: str
    imprint: str
    privacy: str
    lost: str
    lost_text: str


WORDS = {
    "de": Words(
        "Zum Inhalt",
        "Hauptmenü",
        "Impressum",
        "Datenschutz",
        "Seite nicht gefunden",
        "Diese Seite gibt es nicht (mehr). Von der [Startseite](/) aus finden Sie weiter.",
    ),
    "en": Words(
        "To the content",
        "Main menu",
        "Imprint",
        "Privacy",
        "Page not found",
        "There is no such page (any more). The [start page](/) leads on.",
    ),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A link in the navigation.

    Attributes:
        title: What it says.
        address: Where it leads.
        here: "page" for the page itself, "true" for one above it; empty: neither.
    """

    title: str
    address: str
    here: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page for search engines.

    Attributes:
        address: Where it is.
        day: When it was last changed; None: that is not known.
    """

    address: str
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of a site have in common.

    Attributes:
        name: What the site is called.
        description: In a sentence; may be empty.
        language: Of its pages: `de` or `en`.
        theme: How it looks.
        domain: Under which it is found, in punycode.
        foot: The links beneath every page.
        base: What every address begins with.
        words: Its own, in its language.
    """

    name: str
    description: str
    language: str
    theme: ThemeName
    domain: str
    foot: Sequence[Entry]
    base: str = field(init=False)
    words: Words = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "base", f"https://{self.domain}")
        object.__setattr__(self, "words", WORDS[self.language])

    def own_files(self, pages: Sequence[Listed], more_rules: str = "") -> Iterator[tuple[str, str]]:
        """Theme, sitemap and what search engines may do, by path.

        Args:
            pages: Those that search engines shall find.
            more_rules: Of the look, besides the theme's.
        """
        yield "theme.css", stylesheet(self.theme) + more_rules
        yield "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {self.base}/{SITEMAP}\n"
        template = environment().get_template(SITEMAP)
        parts = [
            template.render(base=self.base, entries=pages[first : first + MOST_IN_SITEMAP])
            for first in range(0, len(pages) or 1, MOST_IN_SITEMAP)
        ]
        if len(parts) == 1:
            yield SITEMAP, parts[0]
            return
        paths = [f"sitemap-{number}.xml" for number, _part in enumerate(parts, 1)]
        yield from zip(paths, parts, strict=True)
        yield SITEMAP, environment().get_template("sitemaps.xml").render(base=self.base, paths=paths)


@cache
def environment(folder: Path = FOLDER) -> Environment:
    """Templates of a folder, which may stand in the common frame; whatever they show is escaped."""
    return Environment(
        loader=FileSystemLoader([folder, FOLDER]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def safe(written: Written) -> Markup:
    """A text as it stands on a page: wide tables can be moved on narrow screens."""
    html = written.html.replace("<table>", '<div class="wide"><table>')
    return Markup(html.replace("</table>", "</table></div>"))  # noqa: S704 - made by markdown-it with raw HTML off
