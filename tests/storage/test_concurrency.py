from __future__ import annotations

import random
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from storage.database import open_engine
from storage.work import Storage
from tests.factories import Scope, add_customer
from tests.storage.children import child, count_up, take_tokens, write_pairs

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from sqlalchemy import URL

    from storage.sealing import Keyring

PROCESSES = 4
TIMES = 25
KILLS = 12


@pytest.fixture
def customer_id(storage: Storage) -> int:
    with storage.writing() as work:
        added = add_customer(work)
        work.commit()
    return added.id


@pytest.fixture
def address(database_url: URL) -> str:
    return database_url.render_as_string(hide_password=False)


def test_no_update_is_lost_among_many_writers(
    storage: Storage, address: str, keyring: Keyring, customer_id: int
) -> None:
    with ExitStack() as stack:
        pipes = [
            stack.enter_context(child(count_up, address, keyring, customer_id, TIMES))[1]
            for _ in range(PROCESSES)
        ]
        for pipe in pipes:
            pipe.send("go")
        assert [pipe.recv() for pipe in pipes] == ["done"] * PROCESSES
    with storage.reading() as work:
        customer = work.customers.owned_by(Scope(customer_id))
        assert customer.credential_version == 1 + PROCESSES * TIMES
        assert customer.version == 1 + PROCESSES * TIMES
        assert len(list(work.audit.entries())) == PROCESSES * TIMES
        assert work.audit.first_break() is None


def test_no_more_tokens_are_taken_than_there_were(storage: Storage, address: str, keyring: Keyring) -> None:
    with ExitStack() as stack:
        pipes = [
            stack.enter_context(child(take_tokens, address, keyring, TIMES))[1] for _ in range(PROCESSES)
        ]
        for pipe in pipes:
            pipe.send("go")
        taken = sum(pipe.recv() for pipe in pipes)
    assert taken == 20
    with storage.writing() as work:
        assert {bucket.tokens for bucket in work.sign_ins.buckets(["account", "source"]).values()} == {0}


def test_opening_a_file_once_more_takes_no_lock_from_those_who_have_it_open(
    sqlite_url: URL, keyring: Keyring
) -> None:
    opened = Storage(open_engine(sqlite_url), keyring)
    with opened.writing() as work:
        customer_id = add_customer(work).id
        work.commit()
    open_engine(sqlite_url).dispose()
    for _ in range(2):
        with child(count_up, sqlite_url.render_as_string(), keyring, customer_id, 1) as (_, pipe):
            pipe.send("go")
            assert pipe.recv() == "done"
    with opened.reading() as work:
        assert work.customers.owned_by(Scope(customer_id)).credential_version == 3
    opened.close()


def test_a_killed_writer_loses_nothing_it_was_told_was_kept_and_leaves_no_half(
    database_url: URL, address: str, keyring: Keyring, customer_id: int
) -> None:
    chance = random.Random(17)  # noqa: S311 - the moment of a kill is no secret
    kept: list[int] = []
    for attempt in range(KILLS):
        with child(write_pairs, address, keyring, customer_id, attempt * 1_000_000) as (process, pipe):
            kept.append(pipe.recv())
            time.sleep(chance.uniform(0, 0.05))  # any moment of a transaction may be the last
            process.kill()
            kept += remaining(pipe)
        found = Storage(open_engine(database_url), keyring)
        with found.reading() as work:
            events = [message.event.split() for message in work.messages.of_customer(customer_id)]
            left = {int(number) for number, half in events if half == "left"}
            right = {int(number) for number, half in events if half == "right"}
            noted = {int(entry.record.split()[1]) for entry in work.audit.entries()}
            assert work.audit.first_break() is None
        found.close()
        assert left == right == noted
        assert left >= set(kept)
    assert len(kept) > KILLS


def remaining(pipe: Connection) -> list[int]:
    """All that was still on its way when the other end fell silent."""
    numbers: list[int] = []
    try:
        while True:
            numbers.append(pipe.recv())
    except (EOFError, ConnectionResetError):
        return numbers
