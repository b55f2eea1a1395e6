"""What is shown of tickets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from storage.models.support import Ticket, TicketMessage, TicketState
    from storage.repositories.support import TicketRow
    from storage.work import Work

REFERENCE = re.compile(r"(?:T-?)?([0-9]{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TicketView:
    """A ticket as lists show it.

    Attributes:
        id: By which it is asked for.
        reference: What people call it.
        subject: What it is about.
        state: Whose turn it is.
        domain: The main domain of the package it is about; empty: none.
        changed_at: When its newest message was written, in UTC.
        unread: Whether there is an answer that the customer has not seen.
        customer_number: Whose.
        customer: Their name.
    """

    id: int
    reference: str
    subject: str
    state: TicketState
    domain: str
    changed_at: dt.datetime
    unread: bool
    customer_number: str
    customer: str


@dataclass(frozen=True, slots=True)
class ThreadMessage:
    """A message of a thread.

    Attributes:
        by_customer: False: customer service wrote it.
        at: When, in UTC.
        text: What, with its lines.
    """

    by_customer: bool
    at: dt.datetime
    text: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A ticket with all that was written.

    Attributes:
        ticket: The ticket.
        messages: Oldest first.
        newest: Tells whether anything was added since; handed back with what is done about it.
    """

    ticket: TicketView
    messages: tuple[ThreadMessage, ...]
    newest: int


@dataclass(frozen=True, slots=True)
class MadePin:
    """A service PIN, shown this once.

    Attributes:
        pin: Six digits.
        valid_until: In UTC.
    """

    pin: str = field(repr=False)
    valid_until: dt.datetime


def reference_of(ticket_id: int) -> str:
    """By which customer and provider find a ticket again."""
    return f"T-{ticket_id:06}"


def id_of(reference: str) -> int | None:
    """The id behind a reference, with or without what stands before the digits; None: it is none."""
    match = REFERENCE.fullmatch(reference.strip())
    return int(match[1]) if match else None


def ticket_view(row: TicketRow) -> TicketView:
    """A ticket of a list."""
    return TicketView(
        id=row.id,
        reference=reference_of(row.id),
        subject=row.subject,
        state=row.state,
        domain=row.domain,
        changed_at=row.changed_at,
        unread=row.unread,
        customer_number=row.number,
        customer=row.name,
    )


def thread_of(work: Work, ticket: Ticket) -> Thread:
    """A ticket with all that was written."""
    messages = tuple(_message(message) for message in work.support.messages_of(ticket))
    return Thread(ticket_view(work.support.row(ticket)), messages, ticket.newest)


def _message(message: TicketMessage) -> ThreadMessage:
    return ThreadMessage(message.by_customer, message.at, message.text)
