"""Messages: what the portal tells its customers, and the mails by which it leaves."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base, words


class MessageKind(StrEnum):
    """What a message is about."""

    NOTICE = "notice"
    """Something was changed."""
    SIGN_IN = "sign-in"
    CONTRACT = "contract"
    INVOICE = "invoice"
    DEBIT = "debit"
    OFFER = "offer"
    """The only kind that nobody needs: it can be unsubscribed from."""
    TICKET = "ticket"


class DeliveryState(StrEnum):
    """Where a mail is on its way."""

    QUEUED = "queued"
    SENDING = "sending"
    """Somebody claimed it, until `Delivery.due_at`."""
    SENT = "sent"
    """The mail server took it."""
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    """It is not to be sent."""


class Message(Base):
    """Something that a customer was told, queued in the transaction of the change it tells of."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_customer_id_id", "customer_id", "id"),
        Index(
            "ix_messages_unread",
            "customer_id",
            "id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    kind: Mapped[MessageKind] = mapped_column(words(MessageKind), default=MessageKind.NOTICE)
    language: Mapped[str] = mapped_column(String(2), default="en")
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    queued_at: Mapped[dt.datetime]
    read_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When the customer opened it in the portal."""
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoices.id"), default=None)
    """Whose document goes with it."""
    act_id: Mapped[int | None] = mapped_column(ForeignKey("contract_acts.id"), default=None)
    """Whose confirmation goes with it."""


class Delivery(Base):
    """A message on its way to one address."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("event", "address"),
        Index("ix_deliveries_message_id", "message_id"),
        Index(
            "ix_deliveries_due",
            "due_at",
            "id",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
        Index("ix_deliveries_address_sent_at", "address", "sent_at"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), init=False)
    message: Mapped[Message] = relationship(lazy="raise")
    event: Mapped[str] = mapped_column(String(80))
    """What it tells of: with the address, the reason it exists only once."""
    address: Mapped[str] = mapped_column(String(254))
    token: Mapped[str] = mapped_column(String(32), unique=True)
    """What its Message-ID begins with: the same on every try."""
    unsubscribe_token: Mapped[str | None] = mapped_column(String(32), unique=True, default=None)
    """By which an offer can be unsubscribed from; None: it is none."""
    state: Mapped[DeliveryState] = mapped_column(words(DeliveryState), default=DeliveryState.QUEUED)
    due_at: Mapped[dt.datetime | None]
    """When it is to be sent, or while it is being sent: when the claim ends; None: never."""
    claim: Mapped[str | None] = mapped_column(String(32), default=None)
    """Who is sending it."""
    attempts: Mapped[int] = mapped_column(default=0)
    """Tries that the mail server answered, or broke off."""
    sent_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(String(300), default="")
    """Why it is not sent (yet), in the words of the mail server or ours."""


class Unsubscribed(Base):
    """An address that wants no offers."""

    __tablename__ = "unsubscribed"

    address: Mapped[str] = mapped_column(String(254), primary_key=True)
    at: Mapped[dt.datetime]
