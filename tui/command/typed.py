"""Days and amounts as they are typed behind an option."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portal.errors import InvalidInput
from portal.validation import Day, Input, checked
from tui.i18n import _

if TYPE_CHECKING:
    import datetime as dt

AMOUNT = re.compile(r"([0-9]{1,9})(?:\.([0-9]{2}))?")


class _Typed(Input):
    day: Day


def needed_day(value: str, option: str) -> dt.date:
    """The day behind an option; raises InvalidInput."""
    try:
        return checked(_Typed, {"day": value}).day
    except InvalidInput as error:
        raise InvalidInput(f"--{option}: {error.problems['day']}", option) from None


def typed_day(value: str | None, option: str) -> dt.date | None:
    """As `needed_day`; None: there is none."""
    return None if value is None else needed_day(value, option)


def typed_cents(value: str | None, option: str) -> int | None:
    """The amount behind an option, in cents; None: there is none. Raises InvalidInput."""
    if value is None:
        return None
    match = AMOUNT.fullmatch(value)
    if match is None:
        sentence = _("An amount is written like this: 24.97.")
        raise InvalidInput(f"--{option}: {sentence}", option)
    return int(match[1]) * 100 + int(match[2] or 0)
