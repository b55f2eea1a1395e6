from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError, IntegrityError, NoResultFound

from storage import database
from storage.database import database_url as url_of
from storage.database import engine_for, open_engine
from storage.errors import POSTGRESQL, DatabaseProblem, Duplicate, Problem, Stale, translated
from storage.work import Storage
from tests.databases import PostgresServer, copy_sqlite, ordinary_user
from tests.factories import NOON, Scope, add_customer, add_product, customer, mandate, product
from tests.storage.children import child, hold_the_write_lock

if TYPE_CHECKING:
    from storage.models.customers import Customer
    from storage.sealing import Keyring


def committed_customer(storage: Storage) -> Customer:
    with storage.writing() as work:
        added = add_customer(work)
        work.commit()
    return added


def town(storage: Storage, customer_id: int) -> str:
    with storage.reading() as work:
        return work.customers.owned_by(Scope(customer_id)).town


# One transaction, all or nothing.


def test_what_is_committed_is_there_for_the_next(storage: Storage) -> None:
    added = committed_customer(storage)
    with storage.reading() as work:
        found = work.customers.by_number(added.number)
    assert found is not None
    assert (found.id, found.name, found.version) == (added.id, "Jutta Müller-Lüdenscheidt", 1)


def test_leaving_without_commit_undoes_everything(storage: Storage) -> None:
    with storage.writing() as work:
        number = add_customer(work).number
        work.flush()
    with storage.reading() as work:
        assert work.customers.by_number(number) is None


def test_an_error_undoes_everything_and_stays_itself(storage: Storage) -> None:
    class Refused(Exception): ...

    with pytest.raises(Refused), storage.writing() as work:
        number = add_customer(work).number
        raise Refused
    with storage.reading() as work:
        assert work.customers.by_number(number) is None


def test_what_came_before_a_commit_stays_when_what_follows_fails(storage: Storage) -> None:
    with pytest.raises(IntegrityError), storage.writing() as work:
        kept = add_customer(work).id
        work.commit()
        add_customer(work, number="1")
        work.commit()
    assert town(storage, kept) == "Köln"


def test_a_reader_is_not_kept_waiting_by_a_writer(storage: Storage) -> None:
    added = committed_customer(storage)
    with storage.writing() as writer:
        writer.customers.owned_by(Scope(added.id), to_change=True).town = "Bonn"
        writer.flush()
        assert town(storage, added.id) == "Köln"
        writer.commit()
    assert town(storage, added.id) == "Bonn"


def test_letting_go_of_entities_writes_them_first(storage: Storage) -> None:
    with storage.writing() as work:
        added = add_customer(work)
        added.town = "Bonn"
        work.forget()
        added.town = "Trier"
        work.commit()
    assert town(storage, added.id) == "Bonn"


# Two at once.


def test_the_second_of_two_who_change_the_same_record_is_told(storage: Storage) -> None:
    added = committed_customer(storage)
    with storage.reading() as shown:
        old = shown.customers.owned_by(Scope(added.id))
    with storage.writing() as first:
        first.customers.owned_by(Scope(added.id)).town = "Bonn"
        first.commit()
    with pytest.raises(Stale), storage.writing() as second:
        second._session.add(old)
        old.town = "Trier"
        second.commit()
    assert town(storage, added.id) == "Bonn"


def test_a_taken_number_is_a_duplicate(storage: Storage) -> None:
    added = committed_customer(storage)
    with pytest.raises(Duplicate) as caught, storage.writing() as work:
        add_customer(work, number=added.number)
    assert "number" in caught.value.constraint
    assert added.number not in str(caught.value)


def test_a_second_active_mandate_is_a_duplicate(storage: Storage) -> None:
    added = committed_customer(storage)
    with pytest.raises(Duplicate), storage.writing() as work:
        work.customers.add_mandate(mandate(added.id), "DE1")
        work.customers.add_mandate(mandate(added.id), "DE2")


def test_only_uniqueness_makes_a_duplicate_other_constraints_are_bugs(storage: Storage) -> None:
    with pytest.raises(IntegrityError), storage.writing() as work:
        work.customers.add(customer(telephone="", mobile=""))
    with pytest.raises(IntegrityError), storage.writing() as work:
        work.customers.add_mandate(mandate(customer_id=4711), "DE1")
    with pytest.raises(IntegrityError), storage.writing() as work:
        work.customers.add(customer(town=None))


def test_a_bug_leaves_the_block_as_itself(storage: Storage) -> None:
    with pytest.raises(NoResultFound) as caught, storage.reading() as work:
        work.customers.owned_by(Scope(customer_id=4711))
    assert caught.value.__cause__ is not caught.value
    with pytest.raises(DBAPIError), storage.reading() as work:
        work._session.execute(text("SELECT nonsense"))


def test_two_products_of_the_same_rank_are_a_duplicate(storage: Storage) -> None:
    with pytest.raises(Duplicate), storage.writing() as work:
        rank = add_product(work).rank
        work.products.add(product(rank=rank), {})


# Locked, full, read-only, gone.


def test_a_database_that_another_process_keeps_locked_says_so(
    database_url: URL, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_MILLISECONDS", 20)
    storage = Storage(open_engine(database_url), keyring)
    added = committed_customer(storage)
    address = database_url.render_as_string(hide_password=False)
    with child(hold_the_write_lock, address, keyring, added.id) as (_, pipe):
        assert pipe.recv() == "held"
        with pytest.raises(DatabaseProblem) as caught, storage.writing() as work:
            work.customers.owned_by(Scope(added.id), to_change=True)
        assert caught.value.problem is Problem.LOCKED
    assert town(storage, added.id) == "Köln"
    with storage.writing() as work:
        work.customers.owned_by(Scope(added.id), to_change=True).town = "Trier"
        work.commit()
    assert town(storage, added.id) == "Trier"
    storage.close()


def test_a_full_disk_says_so_and_nothing_is_half_done(sqlite_url: URL, keyring: Keyring) -> None:
    storage = Storage(open_engine(sqlite_url), keyring)
    added = committed_customer(storage)
    with pytest.raises(DatabaseProblem) as caught, storage.writing() as work:
        work._session.execute(text("PRAGMA max_page_count = 1"))  # SQLite takes it as: not one page more
        work.customers.owned_by(Scope(added.id)).town = "Bonn"
        for number in range(100):
            work.messages.queue(added.id, str(number), "jutta@example.org", "Long", "x" * 4000, NOON)
        work.commit()
    assert caught.value.problem is Problem.FULL
    with storage.reading() as work:
        assert work.messages.of_customer(added.id) == []
    assert town(storage, added.id) == "Köln"
    storage.close()


def test_a_file_that_became_read_only_says_so(sqlite_template: Path, keyring: Keyring) -> None:
    with tempfile.TemporaryDirectory(prefix="portal-test-", dir="/tmp") as name:
        folder, path = Path(name), Path(name) / "portal.db"
        copy_sqlite(sqlite_template, path)
        with ordinary_user(folder, path):
            storage = Storage(engine_for(url_of(str(path))), keyring)
            added = committed_customer(storage)
            storage.close()
            path.chmod(0o400)
            with pytest.raises(DatabaseProblem) as caught, storage.writing() as work:
                work.customers.owned_by(Scope(added.id)).town = "Bonn"
                work.commit()
            storage.close()
    assert caught.value.problem is Problem.READ_ONLY


def test_a_server_that_became_read_only_says_so(postgres: PostgresServer, keyring: Keyring) -> None:
    with postgres.database(postgres.migrated_template()) as url:
        postgres.execute(f"ALTER DATABASE {url.database} SET default_transaction_read_only = on")
        storage = Storage(open_engine(url), keyring)
        with pytest.raises(DatabaseProblem) as caught, storage.writing() as work:
            add_customer(work)
        assert caught.value.problem is Problem.READ_ONLY
        storage.close()


def test_a_file_damaged_while_it_is_open_says_so(sqlite_url: URL, keyring: Keyring) -> None:
    storage = Storage(open_engine(sqlite_url), keyring)
    added = committed_customer(storage)
    storage.close()
    path = Path(sqlite_url.database or "")
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xde\xad\xbe\xef" * (path.stat().st_size // 4 - 1024))
    with pytest.raises(DatabaseProblem) as caught:
        town(storage, added.id)
    assert caught.value.problem is Problem.DAMAGED
    storage.close()


def test_a_lost_connection_says_so_and_the_next_work_gets_a_new_one(
    postgresql_url: URL, postgres: PostgresServer, keyring: Keyring
) -> None:
    storage = Storage(open_engine(postgresql_url), keyring)
    with pytest.raises(DatabaseProblem) as caught, storage.writing() as work:
        number = add_customer(work).number
        backend = work._session.scalar(text("SELECT pg_backend_pid()"))
        postgres.execute(f"SELECT pg_terminate_backend({backend}, 10000)")
        work.commit()
    assert caught.value.problem is Problem.UNREACHABLE
    with storage.reading() as work:
        assert work.customers.by_number(number) is None
    storage.close()


def test_a_server_stopped_in_the_middle_is_out_of_reach(keyring: Keyring) -> None:
    with PostgresServer() as server:
        storage = Storage(open_engine(server.url(server.migrated_template())), keyring)
        added = committed_customer(storage)
        with pytest.raises(DatabaseProblem) as in_the_middle, storage.writing() as work:
            work.customers.owned_by(Scope(added.id)).town = "Bonn"
            work.flush()
            server.stop()
            work.commit()
        with pytest.raises(DatabaseProblem) as afterwards:
            town(storage, added.id)
        storage.close()
    assert in_the_middle.value.problem is Problem.UNREACHABLE
    assert afterwards.value.problem is Problem.UNREACHABLE


@pytest.mark.parametrize(("state", "problem"), [*POSTGRESQL.items(), ("53300", Problem.UNREACHABLE)])
def test_what_postgresql_reports_is_understood(
    postgres: PostgresServer, state: str, problem: Problem
) -> None:
    engine = engine_for(postgres.url("postgres"))
    with engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.exec_driver_sql(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$")
    engine.dispose()
    meaning = translated(caught.value, "here")
    assert isinstance(meaning, DatabaseProblem)
    assert (meaning.problem, meaning.place) == (problem, "here")


def test_a_statement_that_takes_too_long_counts_as_locked(postgres: PostgresServer) -> None:
    engine = engine_for(postgres.url("postgres"))
    with engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.exec_driver_sql("SET statement_timeout = 1")
        connection.exec_driver_sql("SELECT pg_sleep(60)")
    engine.dispose()
    meaning = translated(caught.value)
    assert isinstance(meaning, DatabaseProblem)
    assert meaning.problem is Problem.LOCKED
