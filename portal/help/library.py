"""The articles as readers find them: all, or those that are not about contracts."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from portal.help.articles import Part, read_articles
from portal.help.searching import Index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portal.help.articles import Article
    from portal.help.searching import Hit
    from portal.settings import Settings

LANGUAGE = "en"
"""Of the articles; others may follow."""


class Shelf:
    """The articles for one kind of reader, with their index.

    Attributes:
        articles: By their parts and titles.
    """

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles
        self._named = {article.name: article for article in articles}
        self._index = Index(articles)

    def article(self, name: str) -> Article | None:
        """The article of this name; None: there is none for this reader."""
        return self._named.get(name)

    def search(self, typed: str) -> list[Hit]:
        """What fits what was typed, the best first."""
        return self._index.search(typed)

    def close(self) -> None:
        """Let go of the index."""
        self._index.close()


class Library:
    """The help; each shelf is made when it is first asked for, which takes a moment.

    Nothing in it is anybody's: it is no use case, and asks nobody who they are.
    """

    def __init__(self, settings: Settings) -> None:
        """The help of a provider with these settings: its figures stand in the articles."""
        self._settings = settings

    @cached_property
    def for_customers(self) -> Shelf:
        """Everything."""
        return Shelf(self._articles)

    @cached_property
    def for_everybody(self) -> Shelf:
        """Nothing on contracts: for a package login, and before anybody signed in."""
        return Shelf([article for article in self._articles if article.part is not Part.CONTRACT])

    @cached_property
    def _articles(self) -> tuple[Article, ...]:
        return read_articles(LANGUAGE, self._settings)

    def close(self) -> None:
        """Let go of the indexes."""
        for name in ("for_customers", "for_everybody"):
            shelf = vars(self).get(name)
            if shelf is not None:
                shelf.close()
