"""The email by which a visitor orders: a form that their mail program opens, to be filled in (RFC 6068)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from portal.domain_names import ascii_name
from portal.errors import InvalidInput
from portal.webshop.catalogue.words import WORDS
from storage.models.webshop import OptionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from portal.webshop.catalogue.contents import Item, Shown
    from portal.webshop.catalogue.words import Words

LONGEST = 1800
"""Signs of a link; some mail programs take no more than about 2000."""

LONGEST_NAME = 60
"""Letters of a name in it: products have their numbers."""

NEW_LINE = "%0D%0A"
"""What separates lines of a mail (RFC 6068, 5)."""

EMPTY_LINES = 3
"""Products that the form of several has room for."""


@dataclass(slots=True)
class OrderForm:
    """The order forms of a shop.

    Attributes:
        shop: Which.
        money: An amount in words.
    """

    shop: Shown
    money: Callable[[int], str]
    words: Words = field(init=False)
    _to: str = field(init=False)
    _below: str = field(init=False)
    _below_in_short: str = field(init=False)

    def __post_init__(self) -> None:
        self.words = WORDS[self.shop.language]
        self._to = quote(_mailbox(self.shop.email), safe="@")
        self._below, self._below_in_short = (
            _encoded(self._lines_below(kinds=kinds)) for kinds in (True, False)
        )

    def link_of(self, item: Item) -> str:
        """The address that opens an order of this product."""
        words = self.words
        lines = [
            words.mail_greeting.format(shop=_short(self.shop.name)),
            "",
            words.mail_product.format(number=item.number, name=_short(item.name)),
            words.mail_price.format(price=item.price),
            f"{words.mail_quantity}1",
        ]
        return self._link(words.mail_subject_of.format(number=item.number), lines)

    @property
    def link(self) -> str:
        """The address that opens an order of whatever is filled in."""
        return self._link(self.words.mail_subject, self._lines_above())

    @property
    def lines(self) -> list[str]:
        """What stands in that order."""
        return [_typed(line) for line in (*self._lines_above(), *self._lines_below(kinds=True))]

    def _lines_above(self) -> list[str]:
        words = self.words
        return [words.mail_greeting.format(shop=_short(self.shop.name))] + EMPTY_LINES * [
            "",
            words.mail_number,
            words.mail_quantity,
        ]

    def _lines_below(self, *, kinds: bool) -> list[str]:
        words = self.words
        base = f"https://{self.shop.domain}"
        return [
            "",
            self._choice(words.mail_shipping, OptionKind.SHIPPING, kinds=kinds),
            self._choice(words.mail_payment, OptionKind.PAYMENT, kinds=kinds),
            "",
            *words.mail_address,
            "",
            words.mail_remark,
            "",
            words.mail_read,
            f"{base}/terms/",
            f"{base}/withdrawal/",
        ]

    def _choice(self, what: str, kind: OptionKind, *, kinds: bool) -> str:
        """A line to choose by; a single kind is chosen already."""
        named = [
            f"{each.name} ({self.costs(each.price_cents)})" for each in self.shop.options if each.kind is kind
        ]
        if not kinds:
            return f"{what}: "
        if len(named) == 1:
            return f"{what}: {named[0]}"
        return self.words.mail_one_of.format(what=what, kinds=" / ".join(named))

    def costs(self, cents: int) -> str:
        """What a kind of shipping or payment costs, in words."""
        return self.money(cents) if cents else self.words.free

    def _link(self, subject: str, lines: Sequence[str]) -> str:
        above = f"mailto:{self._to}?subject={quote(subject, safe='')}&body={_encoded(lines)}"
        link = above + NEW_LINE + self._below
        return link if len(link) <= LONGEST else above + NEW_LINE + self._below_in_short


def _encoded(lines: Sequence[str]) -> str:
    return NEW_LINE.join(quote(_typed(line), safe="") for line in lines)


def _typed(line: str) -> str:
    """A line as somebody would type it: not every mail program shows other blanks."""
    return line.replace("\N{NO-BREAK SPACE}", " ")


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"


def _mailbox(email: str) -> str:
    """An address with its domain in punycode: not every mail program knows the other form."""
    local, _at, domain = email.rpartition("@")
    try:
        return f"{local}@{ascii_name(domain)}"
    except InvalidInput:
        return email
