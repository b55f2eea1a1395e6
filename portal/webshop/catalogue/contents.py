"""What a catalogue consists of, apart from the texts of its products: those are read one after the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storage.models.webshop import OptionKind
    from storage.models.website import ThemeName

ODD = re.compile(r"[^A-Za-z0-9._-]|^[.-]")
"""What no file is to be called by; "~" is among it, so that every number has a name of its own."""


@dataclass(frozen=True, slots=True)
class Option:
    """A kind of shipping or payment.

    Attributes:
        kind: Which of both.
        name: What the shop calls it.
        price_cents: Gross, an order.
    """

    kind: OptionKind
    name: str
    price_cents: int


@dataclass(frozen=True, slots=True)
class Group:
    """A category, or all products that are in none.

    Attributes:
        id: Which category; None: none.
        name: What visitors read.
        slug: Its part of the address.
        is_shown: Whether the menu leads to it: something in it is on sale.
    """

    id: int | None
    name: str
    slug: str
    is_shown: bool

    @property
    def address(self) -> str:
        """Where it is found."""
        return f"/categories/{self.slug}/"


@dataclass(frozen=True, slots=True)
class Shown:
    """A shop as its visitors see it.

    Attributes:
        name: What it is called.
        description: In a sentence; may be empty.
        language: Of the catalogue: `de` or `en`.
        theme: How it looks.
        domain: Under which it is found, in punycode.
        email: Where orders go.
        is_open: Whether it sells.
        text: What visitors read above the catalogue, or instead of it.
        legal: Imprint, terms, withdrawal, privacy and shipping as Markdown, by name; some may be empty.
        options: What buyers choose between, in its order.
        categories: Names by id, in their order.
        counts: How many products there are on sale by category; None: in none.
    """

    name: str
    description: str
    language: str
    theme: ThemeName
    domain: str
    email: str
    is_open: bool
    text: str
    legal: Mapping[str, str]
    options: Sequence[Option]
    categories: Mapping[int, str]
    counts: Mapping[int | None, int]


@dataclass(frozen=True, slots=True)
class Item:
    """A product as lists show it.

    Attributes:
        number: Of the shop's own.
        name: What it is called.
        price: Gross, in words.
        is_there: Whether it can be ordered now.
        group: What it is in.
        picture: The address of its picture; empty: none.
    """

    number: str
    name: str
    price: str
    is_there: bool
    group: Group
    picture: str

    @property
    def address(self) -> str:
        """Where it is found."""
        return f"/{path_of(self.number)}"


def path_of(number: str) -> str:
    """The file of a product: its number, in which a sign that files are not called by is `~` and its code."""
    named = ODD.sub(lambda sign: "".join(f"~{byte:02X}" for byte in sign[0].encode()), number)
    return f"products/{named}.html"


def image_address(name: str) -> str:
    """Where a picture is found."""
    return f"/images/{quote(name)}"


def paragraphs(text: str) -> list[list[str]]:
    """A plain text as its paragraphs, and those as their lines."""
    return [part.strip("\n").split("\n") for part in re.split(r"\n[ \t]*\n", text.strip()) if part.strip()]
