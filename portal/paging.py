"""Keyset pages, as screens ask for them and lists answer; the shape is the storage's own."""

from storage.paging import Anchor, Page, PageRequest

__all__ = ["Anchor", "Page", "PageRequest"]
