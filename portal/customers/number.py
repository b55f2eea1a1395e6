"""What a customer number looks like."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from portal.errors import InvalidInput
from portal.i18n import _
from portal.sign_in.credentials import NUMBER


def _number(value: str) -> str:
    if not NUMBER.fullmatch(value):
        raise InvalidInput(_("A customer number has 8 digits."))
    return value


CustomerNumber = Annotated[str, AfterValidator(_number), Field(json_schema_extra={"pattern": "^[0-9]{8}$"})]
"""A customer number as it is stored."""
