"""Pages of a website, and the tree that they make."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from storage.models.website import PageKind


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Attributes:
        id: By which links find it, wherever it moves.
        parent_id: The page above; None: it stands at the top.
        position: Its place among those beside it, from 0.
        title: Its heading, and its name in the navigation.
        slug: Its part of the address.
        hidden: Whether the navigation leaves it out; it is published all the same.
        kind: News pages stand in the feed, too.
        text: Markdown.
        changed_on: The day of the last change.
    """

    id: int
    parent_id: int | None
    position: int
    title: str
    slug: str
    hidden: bool
    kind: PageKind
    text: str
    changed_on: dt.date


@dataclass(frozen=True)
class Tree:
    """Pages with who stands beneath whom; what refers to a page that is not there stands at the top."""

    pages: Sequence[Page]
    home_id: int | None
    _beneath: dict[int | None, list[Page]] = field(init=False, repr=False)
    _by_id: dict[int, Page] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Sort the pages out."""
        by_id = {page.id: page for page in self.pages}
        beneath: dict[int | None, list[Page]] = defaultdict(list)
        for page in sorted(self.pages, key=lambda each: (each.position, each.id)):
            beneath[page.parent_id if page.parent_id in by_id else None].append(page)
        object.__setattr__(self, "_by_id", by_id)
        object.__setattr__(self, "_beneath", dict(beneath))

    def page(self, page_id: int) -> Page | None:
        """A page; None: there is none."""
        return self._by_id.get(page_id)

    def beneath(self, parent_id: int | None) -> Sequence[Page]:
        """The pages right beneath one, or those at the top, in their order."""
        return self._beneath.get(parent_id, ())

    def walk(self) -> Iterator[tuple[Page, int]]:
        """All pages from top to bottom, each with how deep it stands."""
        waiting = [(page, 0) for page in reversed(self.beneath(None))]
        while waiting:
            page, depth = waiting.pop()
            yield page, depth
            waiting.extend((each, depth + 1) for each in reversed(self.beneath(page.id)))

    def above(self, page: Page) -> list[Page]:
        """The pages above one, the topmost first."""
        found: list[Page] = []
        at = self._by_id.get(page.parent_id) if page.parent_id is not None else None
        while at is not None:
            found.append(at)
            at = self._by_id.get(at.parent_id) if at.parent_id is not None else None
        return found[::-1]

    def is_beneath(self, page_id: int, other_id: int | None) -> bool:
        """Whether a page is the other one, or stands anywhere beneath it: such a move would be a circle."""
        page = self._by_id.get(page_id)
        return page is not None and (
            page_id == other_id or any(each.id == other_id for each in self.above(page))
        )

    def slugs_beside(self, parent_id: int | None, page_id: int | None = None) -> set[str]:
        """The slugs that are taken beneath a page; the home page adds nothing to the addresses beneath it.

        Its own slug is taken all the same: another page may become the home page.

        Args:
            parent_id: Beneath which page.
            page_id: The page that asks, whose own slug is free.
        """
        top = {None, self.home_id}
        parents = top if parent_id in top else {parent_id}
        return {page.slug for parent in parents for page in self.beneath(parent) if page.id != page_id}

    def address(self, page: Page) -> str:
        """Where the page is found, from "/" on, with a "/" at its end."""
        if page.id == self.home_id:
            return "/"
        slugs = [each.slug for each in (*self.above(page), page) if each.id != self.home_id]
        return "/" + "".join(f"{slug}/" for slug in slugs)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page goes: beneath which one, and before how many of those there."""

    parent_id: int | None
    position: int


class Move(StrEnum):
    """A move by one step, as by an arrow key."""

    UP = "up"
    DOWN = "down"
    IN = "in"
    OUT = "out"


def moved(tree: Tree, page: Page, move: Move) -> Place | None:
    """Where a step takes a page; None: it cannot go further.

    Up and down change places with the page beside; in goes to the end beneath the page before; out goes
    right behind the page that was above.
    """
    beside = tree.beneath(_parent(tree, page))
    at = [each.id for each in beside].index(page.id)
    if move is Move.UP:
        return Place(_parent(tree, page), at - 1) if at else None
    if move is Move.DOWN:
        return Place(_parent(tree, page), at + 1) if at + 1 < len(beside) else None
    if move is Move.IN:
        return Place(beside[at - 1].id, len(tree.beneath(beside[at - 1].id))) if at else None
    above = tree.above(page)
    if not above:
        return None
    parent = above[-1]
    beside_parent = [each.id for each in tree.beneath(_parent(tree, parent))]
    return Place(_parent(tree, parent), beside_parent.index(parent.id) + 1)


def places_after(tree: Tree, page_id: int, place: Place) -> dict[int, Place]:
    """All pages that stand elsewhere once a page was put to a place, with where; positions begin with 0."""
    page = tree.page(page_id)
    if page is None:
        return {}
    old, order = _parent(tree, page), {}
    for parent_id in dict.fromkeys((old, place.parent_id)):
        ids = [each.id for each in tree.beneath(parent_id) if each.id != page_id]
        if parent_id == place.parent_id:
            ids.insert(place.position, page_id)
        order.update({each: Place(parent_id, position) for position, each in enumerate(ids)})
    return {
        each: where
        for each, where in order.items()
        if (known := tree.page(each)) and Place(known.parent_id, known.position) != where
    }


def _parent(tree: Tree, page: Page) -> int | None:
    """The page above, as far as there is one."""
    return page.parent_id if page.parent_id is not None and tree.page(page.parent_id) else None
