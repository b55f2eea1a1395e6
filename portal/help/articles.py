"""Help articles: Markdown of our own, one file each, in a folder for each language.

A file begins with lines of `name: value` between two lines of dashes:

* `title`: what it is called.
* `part`: where it belongs, see `Part`.
* `subject`: the place it leads to, by the name of its entry in a menu; left out where there is none.
* `keywords`: words that people look for and that may not stand in the text.
* `see`: the names of articles to read on in.

The article that an entry of a menu leads to by F1 is called like the entry; others may have the same subject.
Figures that the provider decides are named in braces: `{backups.kept_days}`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.settings import Settings

FOLDER = Path(__file__).parent

HEAD = re.compile(r"---\n(?P<head>.*?)\n---\n+(?P<text>.*)", re.DOTALL)


class Part(StrEnum):
    """Where an article belongs, in the order of the contents."""

    PORTAL = "portal"
    """The portal itself: for everybody."""
    CONTRACT = "contract"
    """For those alone who signed in as a customer."""
    PACKAGE = "package"
    """The technical administration: for everybody."""


@dataclass(frozen=True, slots=True)
class Article:
    """A help article.

    Attributes:
        name: Its name: that of its file, without the ending.
        title: What it is called.
        part: Where it belongs.
        subject: The name of the entry of the menu that it leads to; empty: none.
        keywords: Further words to find it by.
        see: The names of others to read on in.
        text: Markdown, without the title.
    """

    name: str
    title: str
    part: Part
    subject: str
    keywords: str
    see: tuple[str, ...]
    text: str

    @property
    def words(self) -> str:
        """The text without its marks, to be searched."""
        from markdown_it import MarkdownIt

        return " ".join(
            "".join(" " if piece.type == "softbreak" else piece.content for piece in token.children or ())
            for token in MarkdownIt().parse(self.text)
            if token.type == "inline"
        )


def read_articles(language: str, settings: Settings) -> tuple[Article, ...]:
    """All articles in a language, by their parts and titles.

    Raises:
        ValueError: A file lacks its first lines, or they are wrong.
    """
    articles = (_article(path, settings) for path in (FOLDER / language).glob("*.md"))
    places = list(Part)
    return tuple(sorted(articles, key=lambda each: (places.index(each.part), each.title.casefold())))


def _article(path: Path, settings: Settings) -> Article:
    match = HEAD.fullmatch(path.read_text("utf-8"))
    if match is None:
        raise ValueError(path)
    head = dict(line.split(": ", 1) for line in match["head"].splitlines())
    return Article(
        name=path.stem,
        title=head.pop("title"),
        part=Part(head.pop("part")),
        subject=head.pop("subject", ""),
        keywords=head.pop("keywords"),
        see=tuple(head.pop("see", "").replace(",", "").split()),
        text=match["text"].format_map(dict(settings)),
    )
