"""Two senders at the same time, and the power cut between sending and noting it."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from storage.repositories.outbox import Claim
from tests.portal.outbox import children
from tests.storage.children import child

if TYPE_CHECKING:
    from sqlalchemy import URL

    from storage.sealing import Keyring
    from tests.mail_server import Taken
    from tests.portal.house import House
    from tests.portal.outbox.steps import Post

MAILS, PROCESSES = 60, 3


@pytest.fixture
def address(database_url: URL) -> str:
    return database_url.render_as_string(hide_password=False)


def addresses(post: Post) -> Counter[str]:
    return Counter(mail.to[0] for mail in post.server.taken)


def test_parallel_runs_send_each_mail_once(post: Post, address: str, keyring: Keyring) -> None:
    for number in range(MAILS):
        post.tell(f"person{number}@post.example")
    with ExitStack() as stack:
        pipes = [
            stack.enter_context(child(children.send, address, keyring, post.server.port))[1]
            for _ in range(PROCESSES)
        ]
        assert [pipe.recv() for pipe in pipes] == ["ready"] * PROCESSES
        for pipe in pipes:
            pipe.send("go")
        sent = [pipe.recv() for pipe in pipes]
    assert sum(sent) == MAILS
    assert addresses(post) == {f"person{number}@post.example": 1 for number in range(MAILS)}
    assert post.states() == ["sent"] * MAILS


def test_what_one_has_claimed_another_does_not_get_before_the_claim_ends(house: House, post: Post) -> None:
    post.tell()
    now = house.clock.now()
    hour = house.clock.now().replace(hour=14) - now.replace(hour=13)
    claims = [Claim(name, now, now + hour, 20, 30, hour) for name in ("one", "other")]
    later = Claim("other", now + hour, now + 2 * hour, 20, 30, hour)
    with house.storage.writing() as work:
        [(delivery, _message)] = work.outbox.claim(claims[0]).mails
        work.commit()
    with house.storage.writing() as work:
        assert work.outbox.claim(claims[1]).is_nothing
        assert not work.outbox.is_due(now)
    with house.storage.writing() as work:
        assert len(work.outbox.claim(later).mails) == 1
        work.outbox.note_failed(delivery.id, "one", "too late")
        work.outbox.release("one", now)
        work.commit()
    [mail] = post.mails()
    assert (mail.state.value, mail.reason) == ("sending", ""), "whose claim has ended notes nothing"


def test_a_program_that_is_killed_between_sending_and_noting_sends_that_one_mail_twice_at_most(
    house: House, post: Post, address: str, keyring: Keyring
) -> None:
    for number in range(8):
        post.tell(f"person{number}@post.example")
    third, killed = threading.Event(), threading.Event()

    def wait_at_the_third(_mail: Taken) -> None:
        if len(post.server.taken) == 2 and not killed.is_set():
            third.set()
            killed.wait(30)

    post.server.behaviour.at_content = wait_at_the_third
    with child(children.send, address, keyring, post.server.port) as (process, pipe):
        assert pipe.recv() == "ready"
        pipe.send("go")
        assert third.wait(30)
        process.kill()
        process.join(30)
        killed.set()
    assert post.send().sent == 0, "the claim of the dead holds on"
    house.clock.forward(minutes=16)
    assert post.send().sent == 6
    twice = [to for to, count in addresses(post).items() if count > 1]
    assert len(addresses(post)) == 8
    assert len(twice) <= 1
    ids = Counter(mail.mail["Message-ID"] for mail in post.server.taken)
    assert len(ids) == 8, "the same Message-ID both times"
    assert post.states() == ["sent"] * 8
