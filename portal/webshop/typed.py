"""Prices, rates and numbers as people type them, in forms and in files alike."""

from __future__ import annotations

import re
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field

from portal.errors import InvalidInput
from portal.i18n import _
from portal.validation import Cleaned
from storage.models.webshop import TAX_RATES

MOST_CENTS = 99_999_99
"""Of one product."""

MOST_STOCK = 999_999

PRICE = re.compile(r"(?P<minus>-?)(?P<euros>[0-9]{1,12})(?:[.,](?P<cents>[0-9]*))?")
"""Euros and cents, apart by a point or a comma."""

CENT_DIGITS = 2

WHOLE = re.compile(r"-?[0-9]{1,9}")

NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}")
"""A product's number: what no spreadsheet, address or file name trips over."""

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,39}")


def cents_of(value: object) -> int:
    """A price in cents; raises InvalidInput for what is no price."""
    if isinstance(value, int) and not isinstance(value, bool):
        return _within(value)
    match = PRICE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise InvalidInput(_("A price is written like this: 24.90."))
    digits = match["cents"] or ""
    if len(digits) > CENT_DIGITS:
        raise InvalidInput(_("A price has two decimals at most, such as 24.90."))
    cents = int(match["euros"]) * 100 + int(digits.ljust(CENT_DIGITS, "0"))
    return _within(-cents if match["minus"] else cents)


def whole_of(value: object) -> int:
    """A whole number; raises InvalidInput for what is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    typed = value.strip() if isinstance(value, str) else ""
    if not WHOLE.fullmatch(typed):
        raise InvalidInput(_("This must be a whole number, such as 10."))
    return int(typed)


def rate_of(value: object) -> int:
    """A rate of tax in percent; raises InvalidInput unless it is one of `TAX_RATES`."""
    typed = value.strip().removesuffix("%").strip() if isinstance(value, str) else value
    for rate in TAX_RATES:
        if typed in (rate, str(rate)):
            return rate
    raise InvalidInput(
        _("The tax rate is a whole number of percent: {rates}.").format(rates=", ".join(map(str, TAX_RATES)))
    )


def stock_of(value: object) -> int:
    """How many there are; raises InvalidInput."""
    stock = whole_of(value)
    if stock < 0:
        raise InvalidInput(_("There cannot be less than none in stock."))
    if stock > MOST_STOCK:
        raise InvalidInput(_("This must be at most {n}.").format(n=MOST_STOCK))
    return stock


def _within(cents: int) -> int:
    if cents < 0:
        raise InvalidInput(_("A price cannot be negative."))
    if cents > MOST_CENTS:
        raise InvalidInput(_("A price can be 99999.99 at most."))
    return cents


def _good_number(value: str) -> str:
    if not NUMBER.fullmatch(value):
        raise InvalidInput(
            _("A number has up to 40 letters, digits and . _ / -, and begins with a letter or digit.")
        )
    return value


def _good_code(value: str) -> str:
    code = value.upper()
    if not CODE.fullmatch(code):
        raise InvalidInput(_("A code has 2 to 40 letters, digits and hyphens, such as SPRING-26."))
    return code


def _plain_name(value: str) -> str:
    if "/" in value or "\\" in value or value.startswith("."):
        raise InvalidInput(_("This is no name of a file in the folder of images."))
    return value


Price: TypeAlias = Annotated[int, BeforeValidator(cents_of)]
"""Gross, in cents; typed as 24.90 or 24,90."""

TaxRate: TypeAlias = Annotated[int, BeforeValidator(rate_of)]

Stock: TypeAlias = Annotated[int, BeforeValidator(stock_of)]

Number: TypeAlias = Annotated[Cleaned, Field(min_length=1), AfterValidator(_good_number)]

Code: TypeAlias = Annotated[Cleaned, Field(min_length=1), AfterValidator(_good_code)]

Picture: TypeAlias = Annotated[Cleaned, Field(max_length=200), AfterValidator(_plain_name)]
"""The name of a file in the package's folder of images; empty: none."""
