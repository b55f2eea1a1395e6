"""Other programs at work on the same database: processes of their own, that can be waited for and killed."""

from __future__ import annotations

import multiprocessing
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from storage.database import database_url, open_engine
from storage.errors import Duplicate
from storage.work import Storage
from tests.factories import NOON, Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from storage.sealing import Keyring

# A fork of the test process would take its threads and connections along; this server of forks has neither.
# What all children need it has loaded before: each of them would take a second to do so.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    [
        __name__,
        "tests.portal.house",
        "portal.documents.confirmation",
        "portal.linking.service",
        "portal.operator.due.service",
        "portal.splitting.service",
    ]
)


@contextmanager
def child(
    what: Callable[..., None], url: str, keyring: Keyring, *more: Any
) -> Iterator[tuple[BaseProcess, Connection]]:
    """Run `what(pipe, storage, *more)` in a process; it has ended when the block ends."""
    ours, theirs = PROCESSES.Pipe()
    process = PROCESSES.Process(target=_run, args=(what, theirs, url, keyring, more))
    process.start()
    theirs.close()
    try:
        yield process, ours
    finally:
        ours.close()
        process.join(30)
        process.kill()
        process.join()
        process.close()


def hold_the_write_lock(pipe: Connection, storage: Storage, customer_id: int) -> None:
    """Change a customer without committing, until the other end hangs up."""
    with storage.writing() as work:
        work.customers.owned_by(Scope(customer_id), to_change=True).town = "Bonn"
        work.flush()
        pipe.send("held")
        wait_for_hang_up(pipe)


def count_up(pipe: Connection, storage: Storage, customer_id: int, times: int) -> None:
    """Read a number, add one, write it back, so many times."""
    pipe.recv()
    for _ in range(times):
        with storage.writing() as work:
            customer = work.customers.owned_by(Scope(customer_id), to_change=True)
            customer.credential_version += 1
            work.audit.record(NOON, f"customer {customer_id}", "counted", f"customers {customer_id}")
            work.commit()
    pipe.send("done")


def take_tokens(pipe: Connection, storage: Storage, times: int) -> None:
    """Try so many times to take a token out of each of two buckets that hold 20; tell how many it got."""
    pipe.recv()
    taken = 0
    while times:
        try:
            with storage.writing() as work:
                buckets = work.sign_ins.buckets(["source", "account"])
                if not buckets:
                    for key in ("account", "source"):
                        buckets[key] = work.sign_ins.add_bucket(key, 20, NOON)
                if all(bucket.tokens >= 1 for bucket in buckets.values()):
                    for bucket in buckets.values():
                        bucket.tokens -= 1
                    taken += 1
                work.commit()
        except Duplicate:
            taken -= 1  # another process made the buckets a moment ago
        else:
            times -= 1
    pipe.send(taken)


def write_pairs(pipe: Connection, storage: Storage, customer_id: int, first: int) -> None:
    """Commit pairs of messages for ever, telling the number of each that is committed."""
    number = first
    while True:
        with storage.writing() as work:
            for half in ("left", "right"):
                event = f"{number} {half}"
                work.messages.queue(customer_id, event, "jutta@example.org", "Half", "x" * 2000, NOON)
                work.flush()
            work.audit.record(NOON, "operator anna", "pair written", f"messages {number}")
            work.commit()
        pipe.send(number)
        number += 1


def wait_for_hang_up(pipe: Connection) -> None:
    """Wait until the other end is closed."""
    try:
        pipe.recv()
    except EOFError:
        return


def _run(
    what: Callable[..., None], pipe: Connection, url: str, keyring: Keyring, more: tuple[Any, ...]
) -> None:
    storage = Storage(open_engine(database_url(url)), keyring)
    what(pipe, storage, *more)
    storage.close()
