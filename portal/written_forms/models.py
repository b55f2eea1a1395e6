"""What is entered for a form, and what must be known before it is carried out."""

from __future__ import annotations

from typing import Any

from pydantic import Field, ValidationInfo, field_validator, model_validator

from portal.customers.address import Address, Country
from portal.customers.email import Address as EmailAddress
from portal.customers.email import OptionalAddress
from portal.customers.naming import Named, called
from portal.customers.number import CustomerNumber
from portal.customers.telephone import e164
from portal.validation import OptionalDay, OptionalLine


class OtherParty(Address):
    """What is known of the future contract partner, or of a domain's future contact.

    All of it may be left open, to be filled in by hand; what is given follows the rules of customer data.
    """

    country: Country = "DE"
    street: OptionalLine = Field(default="", max_length=100)
    house_number: OptionalLine = Field(default="", max_length=20)
    town: OptionalLine = Field(default="", max_length=100)
    postcode: OptionalLine = Field(default="", max_length=12)
    company: OptionalLine = ""
    first_name: OptionalLine = ""
    last_name: OptionalLine = ""
    email: OptionalAddress = ""
    telephone: OptionalLine = Field(default="", max_length=40)
    customer_number: CustomerNumber | None = None
    """Theirs, if they are a customer already."""
    wished_on: OptionalDay = None
    """From which day on they would like it."""

    @model_validator(mode="before")
    @classmethod
    def _left_open(cls, values: Any) -> Any:
        """What is left open is not entered: an empty postcode is none that is wrong."""
        if not isinstance(values, dict):
            return values
        return {name: value for name, value in values.items() if value not in ("", None)}

    @field_validator("customer_number", mode="before")
    @classmethod
    def _as_printed(cls, value: Any) -> Any:
        """Numbers may be typed in groups."""
        return "".join(value.split()) if isinstance(value, str) else value

    @field_validator("telephone")
    @classmethod
    def _is_a_number(cls, value: str, info: ValidationInfo) -> str:
        e164(value, info.data.get("country", "DE"))
        return value

    @property
    def name(self) -> str:
        """Company, else first and last name; empty if it is left open."""
        return called(self.company, self.first_name, self.last_name)


class NewContact(Named, Address):
    """Everything about a domain's holder or Admin-C."""

    email: EmailAddress


def stored(other: OtherParty) -> dict[str, str]:
    """What is known, as it is kept with the form; what is open is left out."""
    values = other.model_dump(mode="json")
    return {name: str(value) for name, value in values.items() if value not in ("", None)}
