"""How customers and the contacts of domains are called."""

from __future__ import annotations

from pydantic import Field, ValidationInfo, field_validator

from portal.errors import InvalidInput
from portal.i18n import _
from portal.validation import Input, OptionalLine


class Named(Input):
    """A company, a person, or a person in a company."""

    company: OptionalLine = ""
    first_name: OptionalLine = Field(default="", validate_default=True)
    last_name: OptionalLine = Field(default="", validate_default=True)

    @field_validator("first_name", "last_name")
    @classmethod
    def _somebody(cls, value: str, info: ValidationInfo) -> str:
        if not value and not info.data.get("company"):
            raise InvalidInput(_("Please give a company, or first and last name."))
        return value

    @property
    def name(self) -> str:
        """Company, else first and last name."""
        return called(self.company, self.first_name, self.last_name)


def called(company: str, first_name: str, last_name: str) -> str:
    """Company, else first and last name; empty if none of them is known."""
    return company or f"{first_name} {last_name}".strip()
