"""Searching the help as somebody types: SQLite's full-text index (FTS5), in memory."""

from __future__ import annotations

import re
import sqlite3
import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portal.help.articles import Article

WORD = re.compile(r"[^\W_]+")
"""As the index cuts text into words."""

MOST_WORDS, LONGEST_WORD = 8, 40
"""What is looked at of whatever was typed."""

BEGIN, END = "\x02", "\x03"
"""Around words that were found; they stand in no article."""

MOST_HITS = 12

SNIPPET = 16
"""Words of the text that a hit shows."""

TABLE = (
    "CREATE VIRTUAL TABLE help USING fts5(title, keywords, text, tokenize = 'unicode61 remove_diacritics 2',"
    " prefix = '1 2 3')"
)

QUERY = f"""
    SELECT rowid, highlight(help, 0, '{BEGIN}', '{END}'), snippet(help, 2, '{BEGIN}', '{END}', '…', {SNIPPET})
    FROM help WHERE help MATCH ? ORDER BY bm25(help, 20.0, 8.0, 1.0), rowid LIMIT {MOST_HITS}
"""  # noqa: S608 - nothing in it comes from outside
"""Title before keywords before text."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line.

    Attributes:
        text: What it says.
        found: Whether it is what was looked for.
    """

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found.

    Attributes:
        article: The article.
        title: Its title, the words that were found marked.
        snippet: A line of its text, likewise.
    """

    article: Article
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]


class Index:
    """Articles in an index of their own; whatever is typed finds something or nothing, and never fails."""

    def __init__(self, articles: Sequence[Article]) -> None:
        """Put articles into an index; it may be asked in another thread than the one that made it."""
        self._articles = articles
        self._connection = sqlite3.connect(":memory:", check_same_thread=False)
        # Two threads may make the same index at the same time; one of the two is let go without being closed.
        self._finalizer = weakref.finalize(self, self._connection.close)
        self._connection.execute(TABLE)
        self._connection.executemany(
            "INSERT INTO help (rowid, title, keywords, text) VALUES (?, ?, ?, ?)",
            ((place, each.title, each.keywords, each.words) for place, each in enumerate(articles)),
        )

    def search(self, typed: str) -> list[Hit]:
        """What fits best comes first: what is called so, what has all the words, else what has one of them.

        The last word may be unfinished. Case, and the dots and accents of letters, do not matter.
        """
        words = [word[:LONGEST_WORD] for word in WORD.findall(typed[: MOST_WORDS * LONGEST_WORD])][
            :MOST_WORDS
        ]
        terms = [f'"{word}"' for word in words]
        if not terms:
            return []
        terms[-1] += " *"
        hits = self._found(" AND ".join(terms)) or self._found(" OR ".join(terms))
        called = typed.strip().casefold()
        return sorted(hits, key=lambda hit: hit.article.title.casefold() != called)

    def close(self) -> None:
        """Let go of it."""
        self._finalizer()

    def _found(self, query: str) -> list[Hit]:
        return [
            Hit(self._articles[place], tuple(_pieces(title)), tuple(_pieces(snippet)))
            for place, title, snippet in self._connection.execute(QUERY, (query,))
        ]


def _pieces(marked: str) -> Iterable[Piece]:
    """A line cut where what was found begins and ends."""
    for place, part in enumerate(re.split(f"[{BEGIN}{END}]", marked)):
        if part:
            yield Piece(part, found=place % 2 == 1)
