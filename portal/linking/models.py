"""What is entered to link another customer number."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from portal.customers.number import CustomerNumber
from portal.validation import Input, Secret


def _without_blanks(value: object) -> object:
    return "".join(value.split()) if isinstance(value, str) else value


class OtherNumber(Input):
    """The other number with its customer password: whoever knows both may link it."""

    number: Annotated[CustomerNumber, BeforeValidator(_without_blanks)]
    other_password: Secret


class LinkNumbers(OtherNumber):
    """The same once more, confirmed by the customer password."""

    password: Secret
