"""Email addresses: strict syntax, international domains, ASCII before the @ (RFC 5321, RFC 5891)."""

from __future__ import annotations

from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, Field

from portal.domain_names import ascii_name
from portal.errors import InvalidInput
from portal.i18n import _
from portal.validation import Cleaned, Input


def normal_address(value: str) -> str:
    """The normal form of an address: domain in Unicode and lower case; raises InvalidInput."""
    if not value:
        return value
    local = value.rpartition("@")[0]
    if not local.isascii():
        raise InvalidInput(_("Only the letters a to z, digits and some signs can stand before the @."))
    try:
        checked = validate_email(value, strict=True, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise InvalidInput(_("This is not a complete email address, such as name@example.de.")) from None
    return checked.normalized


Address = Annotated[Cleaned, Field(min_length=1, max_length=254), AfterValidator(normal_address)]
"""An email address in its normal form."""

OptionalAddress = Annotated[Cleaned, Field(max_length=254), AfterValidator(normal_address)]
"""Likewise, or nothing."""


class EmailAddresses(Input):
    """Where notices go, and (if somewhere else) invoices."""

    email: Address
    invoice_email: OptionalAddress = ""


def domains_above(address: str) -> tuple[str, ...]:
    """The domain of a normal address and all that it is under, as DNS knows them: the longest first."""
    labels = ascii_name(address.rpartition("@")[2]).split(".")
    return tuple(".".join(labels[first:]) for first in range(len(labels) - 1))
