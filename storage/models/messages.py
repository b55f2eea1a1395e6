"""Messages: what the portal tells its customers; at the same time the outbox of its mail."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, words


class Delivery(StrEnum):
    """Where a message is on its way by mail."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class Message(Base):
    """One message to one address, queued in the transaction of the change it tells of."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("event", "address"),
        Index("ix_messages_customer_id_id", "customer_id", "id"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    event: Mapped[str] = mapped_column(String(80))
    """What it tells of: with the address, the reason it exists only once."""
    address: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    queued_at: Mapped[dt.datetime]
    delivery: Mapped[Delivery] = mapped_column(words(Delivery), default=Delivery.QUEUED)
