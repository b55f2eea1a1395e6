"""Queueing what customers are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from storage.models.messages import Delivery, Message
from storage.repositories.chunks import chunks

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from storage.repositories.customers import CustomerScope


class Messages:
    """The outbox."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def queue(
        self, customer_id: int, event: str, address: str, subject: str, body: str, at: dt.datetime
    ) -> None:
        """Leave a message for `address`; the same event is told to an address once."""
        self._session.add(
            Message(
                customer_id=customer_id,
                event=event,
                address=address,
                subject=subject,
                body=body,
                queued_at=at,
            )
        )

    def mark_sent(self, customer_id: int, until: dt.datetime) -> None:
        """Take all messages to a customer that were queued until then as sent."""
        old = update(Message).where(Message.customer_id == customer_id, Message.queued_at <= until)
        self._session.execute(old.values(delivery=Delivery.SENT))

    def told(self, events: Iterable[str]) -> set[str]:
        """Those of these events that a message tells of already."""
        return {
            event
            for some in chunks(events)
            for event in self._session.scalars(select(Message.event).where(Message.event.in_(some)))
        }

    def of_event(self, scope: CustomerScope, event: str) -> Message | None:
        """What a customer was told of something; None for what never was, and for another's alike."""
        query = select(Message).where(Message.event == event, Message.customer_id == scope.customer_id)
        return self._session.scalars(query.order_by(Message.id).limit(1)).one_or_none()

    def of_customer(self, customer_id: int) -> Sequence[Message]:
        """All messages to one customer, oldest first."""
        return self._session.scalars(
            select(Message).where(Message.customer_id == customer_id).order_by(Message.id)
        ).all()
