"""What may be entered about invoices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationInfo, field_validator

from portal.errors import InvalidInput
from portal.i18n import _
from portal.validation import Day, Input

if TYPE_CHECKING:
    import datetime as dt


class InvoiceDays(Input):
    """From when to when invoices were issued.

    Attributes:
        first: The first day.
        last: The last day.
    """

    first: Day
    last: Day

    @field_validator("last")
    @classmethod
    def _not_before(cls, value: dt.date, info: ValidationInfo) -> dt.date:
        first = info.data.get("first")
        if first is not None and value < first:
            raise InvalidInput(_("This day is before the first one."))
        return value
