"""Markdown that people typed, made so that a terminal may show it: nothing in it leads anywhere.

Textual gives links and images a click that opens them, and writes text as it is. So the tokens are changed
before they become widgets. That is done after parsing: only then are entities such as `&#x202e;` what they
stand for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt

from portal.static_site.writing import parsed
from tui.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token
    from markdown_it.utils import EnvType

LINK, IMAGE = "→", "▣"
"""Stand behind what is a link, and before what is an image's text."""


class InertParser(MarkdownIt):
    """Understands Markdown as websites do, and hands on what only shows."""

    def parse(self, src: str, env: EnvType | None = None) -> list[Token]:  # noqa: ARG002 - its own signature
        """The tokens of a text, all of them inert."""
        return list(inert(parsed(src)))


def inert(tokens: Iterable[Token]) -> Iterator[Token]:
    """The same tokens without addresses, and with words that can be shown."""
    for token in tokens:
        token.content = plain(token.content, lines=True)
        if token.type in {"fence", "code_block"}:
            token.info = ""  # the name of a language, by which a module would be looked up
        token.attrs = _harmless(token)
        if token.children is not None:
            token.children = list(_inert_words(token.children))
        yield token


def _inert_words(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        token.content = plain(token.content, lines=True)
        token.attrs = {}
        if token.type == "image":
            words = "".join(plain(each.content) for each in token.children or ())
            token.type, token.children, token.content = "text", None, f"{IMAGE} {words}"
        elif token.type in {"link_open", "link_close"}:
            if token.type == "link_close":
                yield _text_like(token, LINK)
            token.type = token.type.replace("link", "em")
        yield token


def _text_like(token: Token, words: str) -> Token:
    return token.copy(type="text", tag="", nesting=0, content=words, children=None)


def _harmless(token: Token) -> dict[str, Any]:
    """Where a list begins to count is all that is needed of them."""
    return {name: value for name, value in token.attrs.items() if name == "start"}
