from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from storage.errors import Duplicate
from storage.models.messages import DeliveryState, MessageKind
from storage.paging import PageRequest
from storage.repositories.messages import About, NewMessage
from tests.factories import NOON, Scope, add_customer

if TYPE_CHECKING:
    from storage.work import Storage, Work

ADDRESS = "jutta@müller-beispiel.de"


def queue(work: Work, customer_id: int, event: str = "address changed 1", address: str = ADDRESS) -> None:
    work.messages.queue(customer_id, event, address, "Ihre Anschrift", "Guten Tag,\n…", NOON)


def test_a_customers_mails_oldest_first(storage: Storage) -> None:
    with storage.writing() as work:
        jutta, karl = add_customer(work), add_customer(work)
        queue(work, jutta.id, "address changed 1")
        queue(work, karl.id, "address changed 2")
        queue(work, jutta.id, "mandate added 3")
        work.commit()
    with storage.reading() as work:
        mails = work.messages.of_customer(jutta.id)
        assert work.messages.of_customer(karl.id + 1) == []
    assert [mail.event for mail in mails] == ["address changed 1", "mandate added 3"]
    assert (mails[0].address, mails[0].subject, mails[0].body) == (ADDRESS, "Ihre Anschrift", "Guten Tag,\n…")
    assert (mails[0].queued_at, mails[0].state) == (NOON, DeliveryState.QUEUED)


def test_a_message_leaves_with_the_change_it_tells_of_or_not_at_all(storage: Storage) -> None:
    with storage.writing() as work:
        jutta = add_customer(work)
        work.commit()
        jutta.town = "Bonn"
        queue(work, jutta.id)
    with storage.reading() as work:
        assert work.messages.of_customer(jutta.id) == []
        assert work.messages.count_unread(Scope(jutta.id)) == 0


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


def test_what_is_told_to_two_addresses_is_one_message_to_read(storage: Storage) -> None:
    with storage.writing() as work:
        jutta = add_customer(work)
        queue(work, jutta.id)
        queue(work, jutta.id, address="old@example.org")
        queue(work, jutta.id, event="telephone changed 2")
        work.commit()
    with storage.reading() as work:
        [newer, older] = work.messages.page(Scope(jutta.id), PageRequest(descending=True)).rows
        assert list(work.messages.addresses(older.id)) == [ADDRESS, "old@example.org"]
        assert list(work.messages.addresses(newer.id)) == [ADDRESS]
        assert work.messages.count_unread(Scope(jutta.id)) == 2


def test_messages_of_a_whole_run_are_queued_as_single_ones_are(storage: Storage) -> None:
    with storage.writing() as work:
        jutta = add_customer(work)
        about = About(MessageKind.OFFER, "de")
        new = [
            NewMessage(jutta.id, f"offer {n}", ADDRESS, f"Angebot {n}", "Neu", NOON, about) for n in (1, 2)
        ]
        work.messages.queue_all(new)
        work.messages.queue_all([])
        work.messages.queue(jutta.id, "offer 3", ADDRESS, "Angebot 3", "Neu", NOON, about)
        work.commit()
    with storage.reading() as work:
        mails = work.messages.of_customer(jutta.id)
        sent = [work.outbox.one(number) for number in (1, 2, 3)]
    assert [(mail.subject, mail.kind, mail.language) for mail in mails] == [
        (f"Angebot {n}", MessageKind.OFFER, "de") for n in (1, 2, 3)
    ]
    deliveries = [found[0] for found in sent if found]
    assert len({each.token for each in deliveries}) == 3
    assert len({each.unsubscribe_token for each in deliveries} - {None}) == 3
    assert {each.due_at for each in deliveries} == {NOON}


def test_a_message_counts_as_unread_until_its_customer_opens_it(storage: Storage) -> None:
    with storage.writing() as work:
        jutta, karl = add_customer(work), add_customer(work)
        for number in range(3):
            queue(work, jutta.id, f"event {number}")
        queue(work, karl.id, "event 4")
        work.commit()
        [third, second, first] = work.messages.page(Scope(jutta.id), PageRequest(descending=True)).rows
        work.messages.mark_read(Scope(karl.id), first.id, NOON)
        assert work.messages.count_unread(Scope(jutta.id)) == 3
        work.messages.mark_read(Scope(jutta.id), first.id, NOON)
        work.messages.mark_read(Scope(jutta.id), first.id, NOON + dt.timedelta(days=1))
        assert work.messages.mark_all_read(Scope(jutta.id), second.id, NOON) == 1
        assert work.messages.count_unread(Scope(jutta.id)) == 1
        assert work.messages.count_unread(Scope(karl.id)) == 1
        opened = work.messages.one_owned_by(Scope(jutta.id), first.id)
        assert opened is not None
        assert opened.read_at == NOON
        assert work.messages.one_owned_by(Scope(karl.id), third.id) is None


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
