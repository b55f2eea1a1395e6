"""Tickets: what customers ask customer service, with the answers; and the service PIN for the telephone."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, short, words


class TicketState(StrEnum):
    """Whose turn it is."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class Ticket(Base):
    """A question to customer service."""

    __tablename__ = "tickets"
    __table_args__ = (
        Index("ix_tickets_customer_id_newest", "customer_id", "newest"),
        Index("ix_tickets_newest", "newest"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    package_id: Mapped[int | None] = mapped_column(ForeignKey("packages.id"), default=None)
    """What it is about; None: no package in particular."""
    subject: Mapped[str] = mapped_column(short())
    state: Mapped[TicketState] = mapped_column(words(TicketState), default=TicketState.OPEN)
    newest: Mapped[int] = mapped_column(default=0)
    """The id of its newest message: lists stand in this order, and it tells whether anything was added."""
    changed_at: Mapped[dt.datetime]
    """When that was written."""
    unread: Mapped[bool] = mapped_column(default=False)
    """Whether there is an answer that the customer has not seen."""


class TicketMessage(Base):
    """One message of a thread; only ever added."""

    __tablename__ = "ticket_messages"
    __table_args__ = (Index("ix_ticket_messages_ticket_id_id", "ticket_id", "id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    by_customer: Mapped[bool]
    """False: it is the answer of customer service."""
    at: Mapped[dt.datetime]
    text: Mapped[str] = mapped_column(Text)


class ServicePin(Base):
    """By what a customer is known on the telephone, for a while and for one call."""

    __tablename__ = "service_pins"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), primary_key=True)
    verifier: Mapped[str] = mapped_column(String(200))
    """argon2id, as of passwords."""
    valid_until: Mapped[dt.datetime]
