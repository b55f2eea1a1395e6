from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from storage.errors import Duplicate
from storage.models.messages import Delivery
from tests.factories import NOON, add_customer

if TYPE_CHECKING:
    from storage.work import Storage, Work

ADDRESS = "jutta@müller-beispiel.de"


def queue(work: Work, customer_id: int, event: str = "address changed 1", address: str = ADDRESS) -> None:
    work.messages.queue(customer_id, event, address, "Ihre Anschrift", "Guten Tag,\n…", NOON)


def test_a_customer_reads_their_own_messages_oldest_first(storage: Storage) -> None:
    with storage.writing() as work:
        jutta, karl = add_customer(work), add_customer(work)
        queue(work, jutta.id, "address changed 1")
        queue(work, karl.id, "address changed 2")
        queue(work, jutta.id, "mandate added 3")
        work.commit()
    with storage.reading() as work:
        messages = work.messages.of_customer(jutta.id)
        assert work.messages.of_customer(karl.id + 1) == []
    assert [message.event for message in messages] == ["address changed 1", "mandate added 3"]
    assert (messages[0].address, messages[0].subject, messages[0].body) == (
        ADDRESS,
        "Ihre Anschrift",
        "Guten Tag,\n…",
    )
    assert (messages[0].queued_at, messages[0].delivery) == (NOON, Delivery.QUEUED)


def test_a_message_leaves_with_the_change_it_tells_of_or_not_at_all(storage: Storage) -> None:
    with storage.writing() as work:
        jutta = add_customer(work)
        work.commit()
        jutta.town = "Bonn"
        queue(work, jutta.id)
    with storage.reading() as work:
        assert work.messages.of_customer(jutta.id) == []


def test_the_same_event_is_told_to_an_address_once(storage: Storage) -> None:
    with storage.writing() as work:
        jutta = add_customer(work)
        queue(work, jutta.id)
        queue(work, jutta.id, address="old@example.org")
        work.commit()
    with pytest.raises(Duplicate), storage.writing() as work:
        queue(work, jutta.id)
        work.commit()
    with storage.reading() as work:
        assert len(work.messages.of_customer(jutta.id)) == 2


def test_a_message_to_nobody_is_refused(storage: Storage) -> None:
    with pytest.raises(IntegrityError), storage.writing() as work:
        queue(work, customer_id=4711)
        work.commit()


def test_a_message_may_be_long(storage: Storage) -> None:
    body = "Sehr geehrte Frau Müller-Lüdenscheidt,\n" * 10_000
    with storage.writing() as work:
        jutta = add_customer(work)
        work.messages.queue(jutta.id, "letter", ADDRESS, "Brief", body, NOON + dt.timedelta(days=1))
        work.commit()
    with storage.reading() as work:
        assert work.messages.of_customer(jutta.id)[0].body == body
