"""Changing the customer password, and what it must not be built on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field, ValidationInfo, field_validator

from portal.domain_names import unicode_name
from portal.errors import InvalidInput
from portal.i18n import _
from portal.validation import Input, Secret

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.models.customers import Customer


class TypedTwice(Input):
    """A new password, typed twice."""

    new: Secret
    again: Secret = Field(repr=False)

    @field_validator("again")
    @classmethod
    def _same(cls, value: str, info: ValidationInfo) -> str:
        if "new" in info.data and value != info.data["new"]:
            raise InvalidInput(_("This is not the same as above."))
        return value


class NewPassword(TypedTwice):
    """The old customer password, and the new one twice."""

    old: Secret


def about(brand: str, customer: Customer, domain_names: Iterable[str] = ()) -> list[str]:
    """What a password of this customer must not be built on."""
    domains = list(domain_names)
    return [
        brand,
        customer.number,
        customer.company,
        customer.first_name,
        customer.last_name,
        customer.email,
        customer.invoice_email,
        *domains,
        *(unicode_name(domain) for domain in domains if domain.startswith("xn--")),
    ]
