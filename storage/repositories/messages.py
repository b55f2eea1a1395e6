"""What customers are told: queueing it, and reading it in the portal."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select, update

from storage.models.messages import Delivery, DeliveryState, Message, MessageKind
from storage.repositories.bulk import Bulk
from storage.repositories.chunks import chunks
from storage.repositories.keyset import contains, read_page

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from storage.paging import Page, PageRequest
    from storage.repositories.customers import CustomerScope


@dataclass(frozen=True, slots=True)
class About:
    """What a message is about.

    Attributes:
        kind: In a word.
        language: It is written in, ISO 639-1.
        invoice_id: Whose document goes with it; None: none does.
        act_id: The contract act whose confirmation goes with it; None: none does.
    """

    kind: MessageKind = MessageKind.NOTICE
    language: str = "en"
    invoice_id: int | None = None
    act_id: int | None = None


PLAIN = About()
"""A notice in English."""


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message to be queued; its attributes are the arguments of `Messages.queue`.

    And the code that unsubscribes from offers, for one that tells it; else one is made.
    """

    customer_id: int
    event: str
    address: str
    subject: str
    body: str
    at: dt.datetime
    about: About = PLAIN
    unsubscribe_token: str | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """A message on its way to one address."""

    event: str
    address: str
    subject: str
    body: str
    queued_at: dt.datetime
    state: DeliveryState
    message_id: int
    kind: MessageKind
    language: str
    invoice_id: int | None
    act_id: int | None


class Messages:
    """What customers are told."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._queued: dict[tuple[object, ...], Message] = {}

    # Queueing

    def queue(
        self,
        customer_id: int,
        event: str,
        address: str,
        subject: str,
        body: str,
        at: dt.datetime,
        about: About = PLAIN,
    ) -> None:
        """Leave a message for `address`; the same event is told to an address once.

        What is told to several addresses in one transaction is one message for the customer to read.
        """
        told = (customer_id, event, subject, body)
        message = self._queued.get(told)
        if message is None:
            message = self._queued[told] = Message(**_message(customer_id, subject, body, at, about))
        self._session.add(Delivery(message=message, **_delivery(event, address, at, about)))

    def queue_all(self, new: Sequence[NewMessage]) -> None:
        """Leave many messages, each for one address."""
        bulk = Bulk(self._session)
        ids = bulk.add_numbered(
            Message, [_message(one.customer_id, one.subject, one.body, one.at, one.about) for one in new]
        )
        bulk.add(
            Delivery,
            [
                {
                    "message_id": message_id,
                    **_delivery(one.event, one.address, one.at, one.about, one.unsubscribe_token),
                }
                for message_id, one in zip(ids, new, strict=True)
            ],
        )

    # Reading

    def told(self, events: Iterable[str]) -> set[str]:
        """Those of these events that a message tells of already."""
        return {
            event
            for some in chunks(events)
            for event in self._session.scalars(select(Delivery.event).where(Delivery.event.in_(some)))
        }

    def of_event(self, scope: CustomerScope, event: str) -> Message | None:
        """What a customer was told of something; None for what never was, and for another's alike."""
        query = (
            select(Message)
            .join(Delivery, Delivery.message_id == Message.id)
            .where(Delivery.event == event, Message.customer_id == scope.customer_id)
        )
        return self._session.scalars(query.order_by(Message.id).limit(1)).one_or_none()

    def page(self, scope: CustomerScope, request: PageRequest) -> Page[Row[*tuple[Any, ...]]]:
        """A customer's messages: id, kind, subject, moment, moment of reading, whether a paper goes with it.

        The filter finds subjects and texts.
        """
        papers = or_(Message.invoice_id.is_not(None), Message.act_id.is_not(None))
        query = select(
            Message.id, Message.kind, Message.subject, Message.queued_at, Message.read_at, papers
        ).where(Message.customer_id == scope.customer_id)
        if request.filter:
            query = query.where(contains(request.filter, Message.subject, Message.body))
        return read_page(self._session, query, request, {"received": (Message.id,)})

    def one_owned_by(self, scope: CustomerScope, message_id: int) -> Message | None:
        """A customer's own message; None for a missing one and for another's alike."""
        query = select(Message).where(Message.id == message_id, Message.customer_id == scope.customer_id)
        return self._session.scalars(query).one_or_none()

    def addresses(self, message_id: int) -> Sequence[str]:
        """To where a message goes."""
        query = select(Delivery.address).where(Delivery.message_id == message_id).order_by(Delivery.id)
        return self._session.scalars(query).all()

    def count_unread(self, scope: CustomerScope) -> int:
        """How many messages a customer has not opened."""
        query = select(func.count()).where(
            Message.customer_id == scope.customer_id, Message.read_at.is_(None)
        )
        return self._session.scalar(query) or 0

    def mark_read(self, scope: CustomerScope, message_id: int, at: dt.datetime) -> None:
        """Note that a customer opened a message; the first time counts."""
        one = update(Message).where(Message.id == message_id, Message.customer_id == scope.customer_id)
        self._session.execute(one.where(Message.read_at.is_(None)).values(read_at=at))

    def mark_all_read(self, scope: CustomerScope, newest_id: int, at: dt.datetime) -> int:
        """Take all messages up to one as read; how many were not."""
        unread = update(Message).where(
            Message.customer_id == scope.customer_id, Message.id <= newest_id, Message.read_at.is_(None)
        )
        marked = self._session.execute(unread.values(read_at=at).returning(Message.id))
        return len(marked.all())

    def count_since(self, customer_id: int, kind: MessageKind, since: dt.datetime, most: int) -> int:
        """How many of the newest `most` messages of a kind were queued after a moment."""
        newest = (
            select(Message.queued_at)
            .where(Message.customer_id == customer_id, Message.kind == kind)
            .order_by(Message.id.desc())
            .limit(most)
        )
        return sum(queued_at > since for queued_at in self._session.scalars(newest))

    def take_as_known(self, customer_id: int, until: dt.datetime) -> None:
        """Take what a customer was told by then as sent and read."""
        old = update(Message).where(Message.customer_id == customer_id, Message.queued_at <= until)
        self._session.execute(old.values(read_at=Message.queued_at))
        queued_at = select(Message.queued_at).where(Message.id == Delivery.message_id).scalar_subquery()
        ids = select(Message.id).where(Message.customer_id == customer_id, Message.queued_at <= until)
        mails = update(Delivery).where(Delivery.message_id.in_(ids))
        self._session.execute(
            mails.values(state=DeliveryState.SENT, due_at=None, attempts=1, sent_at=queued_at)
        )

    def of_customer(self, customer_id: int) -> Sequence[Mail]:
        """All that left for one customer, oldest first: one for each address."""
        query = (
            select(
                Delivery.event,
                Delivery.address,
                Message.subject,
                Message.body,
                Message.queued_at,
                Delivery.state,
                Message.id,
                Message.kind,
                Message.language,
                Message.invoice_id,
                Message.act_id,
            )
            .join(Message, Message.id == Delivery.message_id)
            .where(Message.customer_id == customer_id)
            .order_by(Delivery.id)
        )
        return [Mail(*row) for row in self._session.execute(query)]


def _message(customer_id: int, subject: str, body: str, at: dt.datetime, about: About) -> dict[str, Any]:
    return {
        "customer_id": customer_id,
        "kind": about.kind,
        "language": about.language,
        "subject": subject,
        "body": body,
        "queued_at": at,
        "invoice_id": about.invoice_id,
        "act_id": about.act_id,
    }


def new_token() -> str:
    """What nobody can guess."""
    return secrets.token_hex(16)


def _delivery(
    event: str, address: str, at: dt.datetime, about: About, unsubscribe_token: str | None = None
) -> dict[str, Any]:
    can_be_left = about.kind is MessageKind.OFFER
    return {
        "event": event,
        "address": address,
        "token": new_token(),
        "unsubscribe_token": (unsubscribe_token or new_token()) if can_be_left else None,
        "due_at": at,
    }
