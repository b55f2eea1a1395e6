"""Telephone numbers: any national or international spelling in, E.164 stored (ITU-T E.164)."""

from __future__ import annotations

import re

import phonenumbers
from pydantic import Field, ValidationInfo, field_validator

from portal.errors import InvalidInput
from portal.i18n import _
from portal.validation import Input, OptionalLine

WRITTEN = re.compile(r"[\d\s+()/.\-\u2013]*")
"""What numbers are written with; words around one, or an extension, would be lost in E.164."""

LONGEST = 16
"""The plus sign and 15 digits, as E.164 allows; the library lets longer German numbers pass."""


class TelephoneNumbers(Input):
    """How a customer is reached by telephone; at least one of the first two."""

    region: str = Field(default="DE", pattern="^[A-Z]{2}$")
    """The country whose national spelling is understood: the customer's own."""
    telephone: OptionalLine = Field(default="", max_length=40)
    mobile: OptionalLine = Field(default="", max_length=40, validate_default=True)
    fax: OptionalLine = Field(default="", max_length=40)

    @field_validator("telephone", "mobile", "fax")
    @classmethod
    def _is_a_number(cls, value: str, info: ValidationInfo) -> str:
        e164(value, info.data.get("region", "DE"))
        return value

    @field_validator("mobile")
    @classmethod
    def _one_of_two(cls, value: str, info: ValidationInfo) -> str:
        if not value and info.data.get("telephone") == "":
            raise InvalidInput(_("Please give a telephone or a mobile number."))
        return value


def e164(typed: str, region: str) -> str:
    """The number as `+49301234567`; empty stays empty.

    Raises:
        InvalidInput: No number that is given out in that country.
    """
    if not typed:
        return ""
    try:
        number = phonenumbers.parse(typed, region) if WRITTEN.fullmatch(typed) else None
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise InvalidInput(_("This is not a complete telephone number, such as 030 1234567."))
    stored = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if len(stored) > LONGEST:
        raise InvalidInput(_("This number is too long: 15 digits at most, country code included."))
    return stored


def national(stored: str, region: str) -> str:
    """A stored number as people in `region` write it; foreign ones with their country code."""
    if not stored:
        return ""
    number = phonenumbers.parse(stored)
    home = phonenumbers.region_code_for_number(number) == region
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, form.NATIONAL if home else form.INTERNATIONAL)
