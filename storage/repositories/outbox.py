"""Mails on their way: claimed by whoever sends them, so that each is sent once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, func, select, update

from storage.models.customers import Customer
from storage.models.messages import Delivery, DeliveryState, Message, MessageKind, Unsubscribed
from storage.repositories.keyset import read_page

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from storage.paging import Page, PageRequest

LOOKED_AT = 200
"""Mails that one claim chooses from: those to an address that had enough are put off and make room."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody who sends asks for.

    Attributes:
        token: Who sends.
        now: The present moment.
        until: When the claim ends: what is not noted by then, others may send.
        most: Mails at most.
        an_address: Mails that one address gets in the time of `window`.
        window: Likewise.
    """

    token: str
    now: dt.datetime
    until: dt.datetime
    most: int
    an_address: int
    window: dt.timedelta


@dataclass(frozen=True, slots=True)
class Claimed:
    """What was claimed.

    Attributes:
        mails: To be sent now, with their messages.
        put_off: How many wait for their address to have room again.
        suppressed: How many are never sent, as their address wants no offers.
    """

    mails: Sequence[tuple[Delivery, Message]]
    put_off: int = 0
    suppressed: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is due."""
        return not (self.mails or self.put_off or self.suppressed)


class Outbox:
    """Mails on their way."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # Sending

    def is_due(self, now: dt.datetime) -> bool:
        """Whether something is to be sent."""
        return bool(self._session.scalar(select(exists().where(Delivery.due_at <= now))))

    def claim(self, claim: Claim) -> Claimed:
        """Take mails that are due, the longest waiting first; nobody else gets them until the claim ends."""
        query = (
            select(Delivery, Message.kind)
            .join(Message, Message.id == Delivery.message_id)
            .where(Delivery.due_at <= claim.now)
            .order_by(Delivery.due_at, Delivery.id)
            .limit(max(LOOKED_AT, claim.most))
            .with_for_update(of=Delivery, skip_locked=True)
        )
        due = [(delivery, kind) for delivery, kind in self._session.execute(query)]
        addresses = {delivery.address for delivery, _kind in due}
        unwilling = self._unsubscribed(addresses)
        sent, free_at = self._sent_lately(addresses, claim)
        taken, put_off, suppressed = list[Delivery](), 0, 0
        for delivery, kind in due:
            address = delivery.address
            if kind is MessageKind.OFFER and address in unwilling:
                _end(delivery, DeliveryState.SUPPRESSED)
                suppressed += 1
            elif sent[address] >= claim.an_address:
                delivery.state, delivery.claim = DeliveryState.QUEUED, None
                delivery.due_at = free_at.get(address, claim.now + claim.window)
                put_off += 1
            elif len(taken) < claim.most:
                sent[address] += 1
                delivery.state, delivery.claim, delivery.due_at = (
                    DeliveryState.SENDING,
                    claim.token,
                    claim.until,
                )
                taken.append(delivery)
        self._session.flush()
        messages = self._messages(taken)
        return Claimed([(each, messages[each.message_id]) for each in taken], put_off, suppressed)

    def note_sent(self, delivery_id: int, claim: str, at: dt.datetime) -> None:
        """The mail server took a mail."""
        self._note(delivery_id, claim, state=DeliveryState.SENT, due_at=None, sent_at=at, reason="")

    def note_deferred(self, delivery_id: int, claim: str, due_at: dt.datetime, reason: str) -> None:
        """A mail is to be tried again at that moment."""
        self._note(delivery_id, claim, state=DeliveryState.QUEUED, due_at=due_at, reason=reason)

    def note_failed(self, delivery_id: int, claim: str, reason: str) -> None:
        """A mail is never tried again by itself."""
        self._note(delivery_id, claim, state=DeliveryState.FAILED, due_at=None, reason=reason)

    def release(self, claim: str, now: dt.datetime) -> None:
        """Give back what was claimed and not tried."""
        mine = update(Delivery).where(Delivery.claim == claim, Delivery.state == DeliveryState.SENDING)
        self._session.execute(mine.values(state=DeliveryState.QUEUED, due_at=now, claim=None))

    # What staff look at and decide

    def page(
        self, request: PageRequest, state: DeliveryState | None, customer_id: int | None
    ) -> Page[Row[*tuple[Any, ...]]]:
        """A page of mails with subject, kind, moment and customer number, in the order they were queued."""
        query = (
            select(Delivery, Message.subject, Message.kind, Message.queued_at, Customer.number)
            .join(Message, Message.id == Delivery.message_id)
            .join(Customer, Customer.id == Message.customer_id)
        )
        if state is not None:
            query = query.where(Delivery.state == state)
        if customer_id is not None:
            query = query.where(Message.customer_id == customer_id)
        return read_page(self._session, query, request, {"queued": (Delivery.id,)})

    def one(self, delivery_id: int, *, to_change: bool = False) -> tuple[Delivery, Message] | None:
        """A mail with its message."""
        query = (
            select(Delivery, Message)
            .join(Message, Message.id == Delivery.message_id)
            .where(Delivery.id == delivery_id)
        )
        found = self._session.execute(
            query.with_for_update(of=Delivery) if to_change else query
        ).one_or_none()
        return None if found is None else (found[0], found[1])

    def suppress_until(self, moment: dt.datetime) -> int:
        """Never send what was queued before; how many that are."""
        old = select(Message.id).where(Message.queued_at < moment)
        waiting = update(Delivery).where(
            Delivery.state == DeliveryState.QUEUED, Delivery.message_id.in_(old), Delivery.due_at.is_not(None)
        )
        ended = self._session.execute(
            waiting.values(state=DeliveryState.SUPPRESSED, due_at=None).returning(Delivery.id)
        )
        return len(ended.all())

    def unsubscribe(self, token: str, at: dt.datetime) -> str | None:
        """Send no more offers to the address that one with this token went to; None: nothing has it."""
        address = self._session.scalar(select(Delivery.address).where(Delivery.unsubscribe_token == token))
        if address is not None and not self._unsubscribed([address]):
            self._session.add(Unsubscribed(address=address, at=at))
        return address

    # Parts

    def _unsubscribed(self, addresses: Iterable[str]) -> set[str]:
        query = select(Unsubscribed.address).where(Unsubscribed.address.in_(tuple(addresses)))
        return set(self._session.scalars(query))

    def _sent_lately(
        self, addresses: Iterable[str], claim: Claim
    ) -> tuple[Counter[str], Mapping[str, dt.datetime]]:
        """How much addresses got within the window, and when there is room for more."""
        since = claim.now - claim.window
        query = (
            select(Delivery.address, func.count(), func.min(Delivery.sent_at, type_=Delivery.sent_at.type))
            .where(Delivery.address.in_(tuple(addresses)), Delivery.sent_at > since)
            .group_by(Delivery.address)
        )
        rows = self._session.execute(query).all()
        counts = Counter[str]({address: count for address, count, _first in rows})
        return counts, {address: first + claim.window for address, _count, first in rows if first}

    def _messages(self, deliveries: Sequence[Delivery]) -> dict[int, Message]:
        ids = {delivery.message_id for delivery in deliveries}
        return {each.id: each for each in self._session.scalars(select(Message).where(Message.id.in_(ids)))}

    def _note(self, delivery_id: int, claim: str, **values: object) -> None:
        """Whoever's claim has ended notes nothing: somebody else has the mail by now."""
        mine = update(Delivery).where(Delivery.id == delivery_id, Delivery.claim == claim)
        self._session.execute(mine.values(claim=None, attempts=Delivery.attempts + 1, **values))


def _end(delivery: Delivery, state: DeliveryState) -> None:
    delivery.state, delivery.due_at, delivery.claim = state, None, None
