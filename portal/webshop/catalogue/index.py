"""The index that visitors search by: every word of a product's name, and its number, sorted."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.static_site.slugs import GERMAN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portal.webshop.catalogue.contents import Item

DIGITS = "0-9"
"""Where words stand that begin with no letter."""

SHORTEST = 3
"""Letters of a word that is looked for."""

MOST_OF_WORD = 48
"""Products under one word: who looks for what so many have in common knows another word, or the category."""

LINES = 240
"""Products on one page, about."""

WORD = re.compile(r"\w+")

COMMON = frozenset(
    [
        "aus",
        "bei",
        "das",
        "dem",
        "den",
        "der",
        "des",
        "die",
        "ein",
        "eine",
        "einem",
        "einer",
        "eines",
        "für",
        "mit",
        "oder",
        "und",
        "von",
        "vom",
        "zum",
        "zur",
        "and",
        "for",
        "from",
        "of",
        "the",
        "with",
    ]
)
"""Words that nobody looks for."""


@dataclass(frozen=True, slots=True)
class Found:
    """A word, and the products that it leads to.

    Attributes:
        word: As the first of them writes it.
        items: By their name.
        more: How many are left out.
    """

    word: str
    items: tuple[Item, ...]
    more: int


def sort_key(name: str) -> str:
    """How a name is sorted, and a word found: without accents and capitals."""
    plain = name.casefold()
    if plain.isascii():
        return plain
    from text_unidecode import unidecode

    return str(unidecode(plain.translate(GERMAN))).lower()


def letter_of(key: str) -> str:
    """Where a word stands: "a" to "z", or "0-9"."""
    return key[0] if "a" <= key[:1] <= "z" else DIGITS


def index_of(items: Sequence[Item]) -> dict[str, list[Found]]:
    """All words by their letter, both sorted; `items` are in the order of their names."""
    places: dict[str, list[int]] = defaultdict(list)
    written: dict[str, str] = {}
    for place, item in enumerate(items):
        for word, key in words_of(item):
            written.setdefault(key, word)
            if place not in places[key][-1:]:
                places[key].append(place)
    index: dict[str, list[Found]] = {}
    for key in sorted(places, key=lambda key: (letter_of(key) != DIGITS, key)):
        shown = tuple(items[place] for place in places[key][:MOST_OF_WORD])
        found = Found(written[key], shown, len(places[key]) - len(shown))
        index.setdefault(letter_of(key), []).append(found)
    return index


def words_of(item: Item) -> Iterator[tuple[str, str]]:
    """The words that lead to a product, each with what it is sorted by."""
    for word in WORD.findall(item.name):
        key = sort_key(word)
        if key and word.casefold() not in COMMON and (len(key) >= SHORTEST or key[0].isdigit()):
            yield word, key
    yield item.number, sort_key(item.number)


def pages_of(found: Sequence[Found]) -> list[list[Found]]:
    """The words of a letter, page by page; a word is never torn apart."""
    pages: list[list[Found]] = [[]]
    lines = 0
    for each in found:
        if lines and lines + len(each.items) > LINES:
            pages.append([])
            lines = 0
        pages[-1].append(each)
        lines += len(each.items)
    return pages
