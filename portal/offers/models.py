"""What is entered to order an offer, and to make one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from portal.domains.models import Registrable
from portal.errors import InvalidInput
from portal.i18n import _
from portal.validation import Day, Input, Line, Lines, OptionalDay, OptionalLine

if TYPE_CHECKING:
    import datetime as dt

MOST_AVAILABLE = 1_000_000
"""What is more is no limit."""

MOST_CENTS = 10_000_000
"""A hundred thousand euros: what is dearer was mistyped."""

CODE = re.compile("[A-Za-z0-9][A-Za-z0-9-]*")

Cents = Annotated[int, Field(strict=True, ge=0, le=MOST_CENTS)]


def _code(value: str) -> str:
    if not CODE.fullmatch(value):
        raise InvalidInput(_("A code is one word of plain letters, digits and hyphens."))
    return value


Code = Annotated[Line, Field(max_length=40), AfterValidator(_code)]


class PackageWish(Input):
    """What is asked for a package that an offer makes."""

    domain: Registrable
    """Its main domain, to be registered."""


class ServiceWish(Input):
    """What is asked for a service that an offer makes."""

    package_id: int
    """For which package it is booked."""


OfferWish = PackageWish | ServiceWish


class NewOffer(Input):
    """An offer of the month, as the provider makes it."""

    code: Code
    """By which it is known on the command line."""
    name: Annotated[Line, Field(max_length=120)]
    text: Annotated[Lines, Field(min_length=1, max_length=5000)]
    """What it is."""
    starts_on: Day
    ends_on: Day
    """Its last day; in the same calendar month."""
    product: OptionalLine = ""
    """The code of the product of the package that it makes."""
    service: OptionalLine = Field(default="", validate_default=True)
    """What the additional service is called that it makes; either this or `product`."""
    price_cents: Cents
    """Gross, for a billing period, after the first months."""
    billing_months: Literal[1, 12]
    minimum_months: Literal[1, 12, 24]
    notice_months: Annotated[int, Field(strict=True, ge=0, le=12)] = 1
    first_price_cents: Cents | None = None
    """Gross, for a billing period of the first months."""
    first_months: Annotated[int, Field(strict=True, ge=0, le=60, validate_default=True)] = 0
    """How long that holds: whole billing periods."""
    owned: list[Annotated[Line, Field(max_length=40)]] = Field(default=[], max_length=100)
    """Codes of products of which customers must have one; empty: it is for all."""
    customer_since: OptionalDay = None
    """The day by which one must have been a customer."""
    available: Annotated[int, Field(strict=True, ge=1, le=MOST_AVAILABLE)] | None = None
    """How often it can be ordered in all."""

    @field_validator("ends_on")
    @classmethod
    def _within_a_month(cls, value: dt.date, info: ValidationInfo) -> dt.date:
        start = info.data.get("starts_on")
        if start is not None and value < start:
            raise InvalidInput(_("The last day cannot be before the first one."))
        if start is not None and (value.year, value.month) != (start.year, start.month):
            raise InvalidInput(_("An offer of the month begins and ends in one calendar month."))
        return value

    @field_validator("service")
    @classmethod
    def _one_of_both(cls, value: str, info: ValidationInfo) -> str:
        if "product" in info.data and bool(value) == bool(info.data["product"]):
            raise InvalidInput(_("An offer makes a package or a service: give a product, or a service."))
        return value

    @field_validator("first_months")
    @classmethod
    def _whole_periods(cls, value: int, info: ValidationInfo) -> Any:
        if "first_price_cents" not in info.data:
            return value
        if (value == 0) != (info.data["first_price_cents"] is None):
            raise InvalidInput(_("The first price and its months belong together."))
        if value % info.data.get("billing_months", 1):
            raise InvalidInput(_("The first price holds for whole billing periods."))
        return value
