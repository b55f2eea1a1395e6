"""What is shown of messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from storage.models.messages import MessageKind


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message in the list.

    Attributes:
        id: By which it is opened.
        kind: What it is about.
        subject: Its heading.
        at: When the customer was told, in UTC.
        is_unread: Whether the customer has not opened it yet.
        has_paper: Whether a document goes with it.
    """

    id: int
    kind: MessageKind
    subject: str
    at: dt.datetime
    is_unread: bool
    has_paper: bool


@dataclass(frozen=True, slots=True)
class OpenedMessage:
    """A message to be read.

    Attributes:
        view: As the list has it, as it was before it was opened.
        body: Its text, in lines.
        addresses: To where it went by mail.
    """

    view: MessageView
    body: str
    addresses: Sequence[str]


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that goes with a message.

    Attributes:
        name: A file's, in the language of the message.
        content: A PDF.
    """

    name: str
    content: bytes = field(repr=False)
