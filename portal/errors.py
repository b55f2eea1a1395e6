"""What can go wrong for the customer: every message is a sentence they may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class PortalError(Exception):
    """A refusal with a sentence for the customer.

    Attributes:
        message: The sentence, complete and translated.
        field: The name of the input the sentence belongs to, or None for the whole.
    """

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotAllowed(PortalError):
    """Signed out, expired, or never signed in: the way on is to sign in again."""


class NotFound(PortalError):
    """Missing, or another customer's: the two are never told apart."""


class InvalidInput(PortalError, ValueError):
    """One or several fields cannot be accepted; also what pydantic validators raise.

    Attributes:
        problems: A sentence for each refused field, by the field's name.
    """

    def __init__(
        self, message: str, field: str | None = None, problems: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message, field)
        self.problems = dict(problems) if problems else {field: message} if field else {}


class Doubtful(PortalError):
    """Possible, but probably not meant: accepted when it is saved a second time."""


class Conflict(PortalError):
    """Right in itself, but something that stands in the portal is against it."""


class OwesInvoice(Conflict):
    """An invoice is open and due: once it is settled, this can be done.

    Attributes:
        number: Of the invoice.
    """

    def __init__(self, message: str, number: str) -> None:
        super().__init__(message)
        self.number = number


class ChangedMeanwhile(Conflict):
    """Somebody else changed the same record since it was shown.

    Attributes:
        stored: What stands in the portal now, by field, as the form would show it; what is as it was is left
            out.
        now: All that stands there now, as the form's own model; what is seen from here on.
    """

    def __init__(self, message: str, stored: Mapping[str, str], now: object = None) -> None:
        super().__init__(message)
        self.stored = dict(stored)
        self.now = now


class Throttled(PortalError):
    """Too many tries.

    Attributes:
        wait: Seconds until the next try is accepted.
    """

    def __init__(self, message: str, wait: int, field: str | None = None) -> None:
        super().__init__(message, field)
        self.wait = wait


class Unavailable(PortalError):
    """The database cannot be reached or written at the moment; nothing was changed."""
