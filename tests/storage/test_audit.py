from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.factories import NOON, add_customer, add_package

if TYPE_CHECKING:
    from storage.work import Storage


def write_five(storage: Storage) -> list[int]:
    """Five entries in two transactions, between which a third one was given up."""
    with storage.writing() as work:
        jutta = add_customer(work)
        hers = add_package(work, jutta)
        work.audit.record(
            NOON, "operator anna", "customer added", f"customers {jutta.id}", customer_id=jutta.id
        )
        work.audit.record(NOON, "operator anna", "package added", f"packages {hers.id}", package_id=hers.id)
        work.commit()
    with storage.writing() as work:
        work.audit.record(NOON, "operator anna", "thought better of", "customers 1")
    with storage.writing() as work:
        for field in ("town", "street", "postcode"):
            actor = f"customer {jutta.id}"
            work.audit.record(NOON, actor, "address changed", f"customers {jutta.id}", details=field)
        work.commit()
    with storage.reading() as work:
        return [entry.id for entry in work.audit.entries()]


def first_break(storage: Storage) -> int | None:
    with storage.reading() as work:
        return work.audit.first_break()


def tamper(storage: Storage, statement: str) -> None:
    with storage.writing() as work:
        work._session.execute(text(statement))
        work.commit()


def test_an_empty_log_is_whole(storage: Storage) -> None:
    assert first_break(storage) is None


def test_the_log_tells_who_did_what_in_the_order_it_was_done(storage: Storage) -> None:
    write_five(storage)
    with storage.reading() as work:
        told = [(entry.actor.split()[0], entry.action, entry.details) for entry in work.audit.entries()]
    assert told == [
        ("operator", "customer added", ""),
        ("operator", "package added", ""),
        ("customer", "address changed", "town"),
        ("customer", "address changed", "street"),
        ("customer", "address changed", "postcode"),
    ]
    assert first_break(storage) is None


def test_a_moment_of_any_time_zone_fits_the_chain(storage: Storage) -> None:
    berlin = dt.timezone(dt.timedelta(hours=1))
    with storage.writing() as work:
        work.audit.record(NOON.astimezone(berlin), "operator anna", "looked", "customers 1")
        work.audit.record(NOON.replace(microsecond=1), "operator anna", "looked", "customers 1")
        work.commit()
    assert first_break(storage) is None


@pytest.mark.parametrize(
    "change",
    [
        "at = '2026-11-18 11:00:01'",
        "actor = 'operator berta'",
        "action = 'address read'",
        "record = 'customers 9'",
        "customer_id = NULL",
        "package_id = (SELECT max(id) FROM packages)",
        "details = 'nothing'",
        "hash = '" + "0" * 64 + "'",
    ],
)
def test_a_changed_entry_is_found(storage: Storage, change: str) -> None:
    ids = write_five(storage)
    tamper(storage, f"UPDATE audit_entries SET {change} WHERE id = {ids[0]}")  # noqa: S608
    assert first_break(storage) == ids[0]


@pytest.mark.parametrize("position", [2, 4])
def test_a_change_is_found_wherever_it_is(storage: Storage, position: int) -> None:
    ids = write_five(storage)
    tamper(storage, f"UPDATE audit_entries SET details = 'fax' WHERE id = {ids[position]}")  # noqa: S608
    assert first_break(storage) == ids[position]


def test_a_removed_entry_is_found_at_the_next_one(storage: Storage) -> None:
    ids = write_five(storage)
    tamper(storage, f"DELETE FROM audit_entries WHERE id = {ids[1]}")  # noqa: S608
    assert first_break(storage) == ids[2]


def test_a_removed_beginning_is_found(storage: Storage) -> None:
    ids = write_five(storage)
    tamper(storage, f"DELETE FROM audit_entries WHERE id = {ids[0]}")  # noqa: S608
    assert first_break(storage) == ids[1]


def test_a_cut_end_is_found(storage: Storage) -> None:
    ids = write_five(storage)
    tamper(storage, f"DELETE FROM audit_entries WHERE id >= {ids[3]}")  # noqa: S608
    assert first_break(storage) == 0


def test_a_log_that_was_emptied_is_found(storage: Storage) -> None:
    write_five(storage)
    tamper(storage, "DELETE FROM audit_entries")
    assert first_break(storage) == 0


def test_a_log_that_lost_its_head_is_found(storage: Storage) -> None:
    write_five(storage)
    tamper(storage, "DELETE FROM audit_head")
    assert first_break(storage) == 0


def test_two_entries_that_changed_places_are_found(storage: Storage) -> None:
    ids = write_five(storage)
    tamper(storage, f"UPDATE audit_entries SET id = id + 1000 WHERE id = {ids[2]}")  # noqa: S608
    assert first_break(storage) == ids[3]


def test_the_log_goes_on_after_a_break_without_hiding_it(storage: Storage) -> None:
    ids = write_five(storage)
    tamper(storage, f"UPDATE audit_entries SET details = 'fax' WHERE id = {ids[2]}")  # noqa: S608
    with storage.writing() as work:
        work.audit.record(NOON, "operator anna", "looked", "customers 1")
        work.commit()
    assert first_break(storage) == ids[2]


def test_there_is_one_head(storage: Storage) -> None:
    with pytest.raises(IntegrityError):
        tamper(storage, "INSERT INTO audit_head (id, hash) VALUES (2, '')")
