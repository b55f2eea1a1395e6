"""The help: articles on every function of the portal, and searching them."""

from portal.help.articles import Article, Part
from portal.help.library import Library, Shelf
from portal.help.searching import Hit, Piece

__all__ = ["Article", "Hit", "Library", "Part", "Piece", "Shelf"]
