"""What may be written to customer service, and by it."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from portal.errors import InvalidInput
from portal.i18n import _
from portal.validation import Input, Line, Lines

LONGEST = 20_000
"""Characters of a message."""

LONGEST_SUBJECT = 120


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


def _written(text: str) -> str:
    if not text.strip():
        raise InvalidInput(_("Please fill in this field."))
    return text


Text = Annotated[Lines, Field(max_length=LONGEST), AfterValidator(_written)]
"""What is written, line by line."""


class NewMessage(Input):
    """A message of a thread."""

    text: Text


class NewTicket(NewMessage):
    """A question to customer service."""

    subject: Annotated[Line, Field(max_length=LONGEST_SUBJECT)]
    package_id: Annotated[int | None, BeforeValidator(_none_if_empty)] = None
    """What it is about; None: no package in particular."""
