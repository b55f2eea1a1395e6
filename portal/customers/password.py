"""Changing the customer password."""

from __future__ import annotations

from pydantic import Field, ValidationInfo, field_validator

from portal.errors import InvalidInput
from portal.i18n import _
from portal.validation import Input, Secret


class NewPassword(Input):
    """The old password, and the new one twice."""

    old: Secret
    new: Secret
    again: Secret = Field(repr=False)

    @field_validator("again")
    @classmethod
    def _same(cls, value: str, info: ValidationInfo) -> str:
        if "new" in info.data and value != info.data["new"]:
            raise InvalidInput(_("This is not the same as above."))
        return value
