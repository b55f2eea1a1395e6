"""Markdown to HTML: what customers write, with links that stay right when pages move.

Raw HTML is off, so what is typed as HTML is shown as text. `page:12` leads to the page with that number,
`image:rose.jpg` shows an image of the package; other images would be fetched from elsewhere and become links.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from markdown_it import MarkdownIt

from portal.static_site.slugs import derived, free

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from markdown_it.token import Token

PAGE, IMAGE = "page:", "image:"
"""What links to pages and images begin with."""

OUTWARD = {"http", "https", "mailto", "tel"}
"""Schemes that links may have."""

OWN = re.compile(r"/(?!/)|#")
"""How links inside the website begin."""

NUMBER = re.compile(r"[0-9]{1,18}")

SIGNS = re.compile(r"[\\\[\]`*_<>&!~|]")
"""What may mean something within a line."""

DEEPEST = 6
"""HTML has no heading below h6."""


SHORT = 160
"""Characters of a summary that search engines show."""


class Fault(StrEnum):
    """What is wrong with a link or an image."""

    NO_PAGE = "no such page"
    NO_IMAGE = "no such image"
    NO_ALT = "no alternative text"
    ELSEWHERE = "image from elsewhere"
    UNSAFE = "link that is not followed"


@dataclass(frozen=True, slots=True)
class Broken:
    """A link or an image of a text that does not work.

    Attributes:
        fault: What is wrong.
        target: What it leads to, as it was written.
        line: In which line of the text its paragraph begins, from 1.
    """

    fault: Fault
    target: str
    line: int


@dataclass(frozen=True, slots=True)
class Targets:
    """What texts may refer to.

    Attributes:
        pages: Addresses by page.
        images: Addresses by name.
    """

    pages: Mapping[int, str]
    images: Mapping[str, str]


@dataclass(slots=True)
class Written:
    """A text as HTML.

    Attributes:
        html: What stands on the page.
        summary: Its first words, without signs: for search engines.
        broken: What does not work in it.
        images: The names of the images that are shown.
    """

    html: str
    summary: str
    broken: list[Broken] = field(default_factory=list)
    images: set[str] = field(default_factory=set)


def as_html(text: str, targets: Targets, *, breaks: bool = False) -> Written:
    """A text as HTML; the same text gives the same HTML.

    Args:
        text: Markdown.
        targets: What it may refer to.
        breaks: Whether lines end where they are typed to end, and not where the page does.
    """
    tokens = parsed(text)
    written = Written("", _summary(tokens, SHORT))
    taken: dict[str, int] = {}
    for token, inline in _blocks(tokens):
        if token.type == "heading_open":
            _sink(token, inline, taken)
        for each in inline.children or ():
            line = (token.map or [0])[0] + 1
            if each.type == "link_open":
                _lead(each, targets, written, line)
            elif each.type == "image":
                _show(each, targets, written, line)
    for token in tokens:
        if token.type == "heading_close":
            token.tag = _deeper(token.tag)
    markdown = _markdown(breaks=breaks)
    written.html = markdown.renderer.render(tokens, markdown.options, {})
    return written


def parsed(text: str) -> list[Token]:
    """The tokens of a text, as Markdown is understood here: for its page, and for its preview."""
    return _markdown().parse(text)


def unread(words: str) -> str:
    """Markdown that shows words as they are, whatever signs stand in them."""
    return SIGNS.sub(r"\\\g<0>", words)


def summary(text: str, longest: int = SHORT) -> str:
    """The first words of a text, without its signs, in so many characters."""
    return _summary(parsed(text), longest)


def _summary(tokens: Iterable[Token], longest: int) -> str:
    short = ""
    for inline in tokens:
        for word in _plain(inline.children or ()).split() if inline.type == "inline" else ():
            if len(short) + len(word) + 1 > longest:
                return f"{short}…" if short else word[:longest]
            short = f"{short} {word}".strip()
    return short


@cache
def _markdown(*, breaks: bool = False) -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": breaks}).enable(["table", "strikethrough"])


def _blocks(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """Each block's opening token, with the text in it."""
    return ((before, token) for before, token in pairwise(tokens) if token.type == "inline")


def _sink(token: Token, inline: Token, taken: dict[str, int]) -> None:
    """The page's title is its only h1; each heading can be linked to.

    Args:
        token: The heading.
        inline: Its words.
        taken: The anchors so far, each with the number that its next namesake may have.
    """
    token.tag = _deeper(token.tag)
    words = derived(_plain(inline.children or ()))
    number = taken.get(words, 2)
    anchor = free(words, taken, number)
    taken[anchor] = 2
    if anchor != words:
        taken[words] = number + 1
    token.attrSet("id", anchor)


def _deeper(tag: str) -> str:
    return f"h{min(int(tag[1:]) + 1, DEEPEST)}"


def _plain(tokens: Iterable[Token]) -> str:
    breaks = {"softbreak": " ", "hardbreak": " "}
    return "".join(breaks.get(token.type, token.content) for token in tokens)


def _lead(token: Token, targets: Targets, written: Written, line: int) -> None:
    """Where a link leads; one that leads nowhere leads to the page that says so."""
    target = str(token.attrGet("href") or "")
    if target.startswith(PAGE):
        number, _sign, anchor = target.removeprefix(PAGE).partition("#")
        address = targets.pages.get(int(number)) if NUMBER.fullmatch(number) else None
        if address is None:
            written.broken.append(Broken(Fault.NO_PAGE, target, line))
        token.attrSet("href", (address or "/404.html") + (f"#{anchor}" if anchor else ""))
        return
    scheme = target.partition(":")[0].lower()
    if OWN.match(target) or scheme in OUTWARD:
        if scheme in {"http", "https"}:
            token.attrSet("rel", "noopener noreferrer")
    else:
        written.broken.append(Broken(Fault.UNSAFE, target, line))
        token.attrSet("href", "/404.html")


def _show(token: Token, targets: Targets, written: Written, line: int) -> None:
    """Which file an image is; what is not among the package's images becomes its description."""
    target = str(token.attrGet("src") or "")
    name = unquote(target.removeprefix(IMAGE))
    described = _plain(token.children or ()).strip()
    if not described:
        written.broken.append(Broken(Fault.NO_ALT, target, line))
    if target.startswith(IMAGE) and name in targets.images:
        written.images.add(name)
        token.attrSet("src", quote(targets.images[name]))
        token.attrSet("loading", "lazy")
        return
    fault = Fault.NO_IMAGE if target.startswith(IMAGE) else Fault.ELSEWHERE
    written.broken.append(Broken(fault, target, line))
    token.type, token.tag, token.attrs = "text", "", {}
    token.content, token.children = described, None
