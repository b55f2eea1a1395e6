"""What is shown of two customer numbers before they are linked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


class Apart(StrEnum):
    """In what two customers must be the same, and are not."""

    NAME = "name"
    COMPANY = "company"
    KIND = "kind"
    BANK = "bank"


class Part(StrEnum):
    """In what they may differ: that of the signed-in number stays."""

    ADDRESS = "address"
    TELEPHONE = "telephone"
    MOBILE = "mobile"
    FAX = "fax"
    EMAIL = "email"
    INVOICE_EMAIL = "invoice email"


@dataclass(frozen=True, slots=True)
class Unlike:
    """Data that are not the same under both numbers.

    Attributes:
        part: Which.
        stays: What the signed-in number has; may be empty.
        goes: What the other one has; may be empty.
    """

    part: Part
    stays: str
    goes: str


@dataclass(frozen=True, slots=True)
class LinkedNumber:
    """A number that signs in to the customer's account.

    Attributes:
        number: The customer number.
        since: The day it was linked, where the provider is.
    """

    number: str
    since: dt.date


@dataclass(frozen=True, slots=True)
class LinkPlan:
    """Everything that linking another number means.

    Attributes:
        number: The signed-in customer number, under which everything stands then.
        other: The number that is linked to it.
        apart: What stands against it; empty: nothing.
        unlike: What else differs, in the order of customer data.
        packages: How many packages come over that have not ended.
        open_invoices: How many invoices of the other number are open.
        open_cents: What is open of them.
        mandate: The reference of the mandate that ends; empty: there is none.
        debits: How many debits by it were announced, or are at the bank.
        follow: Numbers that were linked to the other one, and come along.
        addresses: Who is told of what concerns the contract from then on.
    """

    number: str
    other: str
    apart: tuple[Apart, ...]
    unlike: tuple[Unlike, ...]
    packages: int
    open_invoices: int
    open_cents: int
    mandate: str
    debits: int
    follow: tuple[str, ...]
    addresses: tuple[str, ...]
