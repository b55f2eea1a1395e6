from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, inspect, text

from storage.database import database_url as url_of
from storage.database import engine_for, open_engine, schema_revision
from storage.errors import DatabaseProblem, Problem
from storage.migrate import alembic_config, backup_name, backup_sqlite, migrate
from storage.migrations import HEAD, REVISIONS
from storage.models import Base
from storage.work import Storage
from tests.factories import add_customer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.engine.interfaces import ReflectedIndex

    from storage.sealing import Keyring
    from tests.databases import PostgresServer

Answer = TypeVar("Answer")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """A place for a database that has no tables yet."""
    if request.param == "sqlite":
        yield url_of(str(tmp_path / "new" / "portal.db"))
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url


def ask(url: URL, question: Callable[[Connection], Answer]) -> Answer:
    engine = engine_for(url).execution_options(writes=True)
    with engine.begin() as connection:
        answer = question(connection)
    engine.dispose()
    return answer


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def schema(connection: Connection) -> dict[str, dict[str, set[str]]]:
    """All that stands in the database, constraints by name included; no order that means nothing."""
    inspector = inspect(connection)
    return {
        table: {
            "columns": {
                f"{one['name']} {one['type']} {one['nullable']}" for one in inspector.get_columns(table)
            },
            "primary key": {str(inspector.get_pk_constraint(table))},
            "foreign keys": {str(one) for one in inspector.get_foreign_keys(table)},
            "unique": {str(one) for one in inspector.get_unique_constraints(table)},
            "checks": {str(one) for one in inspector.get_check_constraints(table)},
            "indexes": {
                f"{one['name']} {one['column_names']} {one['unique']} {condition(one)}"
                for one in inspector.get_indexes(table)
            },
        }
        for table in tables(connection) - {"alembic_version"}
    }


def condition(index: ReflectedIndex) -> str:
    """The WHERE of a partial index."""
    options = index.get("dialect_options", {})
    return " ".join(str(value) for name, value in options.items() if name.endswith("_where"))


def test_the_schema_goes_up_down_and_up_again(empty_url: URL) -> None:
    assert migrate(empty_url) is None
    first = ask(empty_url, schema)
    assert migrate(empty_url, revision="base") == HEAD
    assert ask(empty_url, tables) == {"alembic_version"}
    assert migrate(empty_url) is None
    assert ask(empty_url, schema) == first
    open_engine(empty_url).dispose()


def test_each_step_can_be_undone_alone(empty_url: URL) -> None:
    for revision in REVISIONS:
        migrate(empty_url, revision=revision)
        assert ask(empty_url, schema_revision) == revision
    for revision in reversed(("base", *REVISIONS[:-1])):
        migrate(empty_url, revision=revision)
        assert (ask(empty_url, schema_revision) or "base") == revision


def test_migrating_what_is_there_already_changes_nothing(database_url: URL, tmp_path: Path) -> None:
    assert migrate(database_url, tmp_path / "backup.db") == HEAD
    assert not (tmp_path / "backup.db").exists()


def test_the_migrated_schema_is_the_one_of_the_models(database_url: URL) -> None:
    def differences(connection: Connection) -> Any:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return compare_metadata(context, Base.metadata)

    assert ask(database_url, differences) == []


def test_every_constraint_of_the_models_is_in_the_migrated_schema(empty_url: URL) -> None:
    migrate(empty_url)
    migrated = ask(empty_url, schema)
    migrate(empty_url, revision="base")
    ask(empty_url, Base.metadata.create_all)
    assert ask(empty_url, schema) == migrated


def test_the_revisions_are_known_by_name(sqlite_url: URL) -> None:
    def scripts(connection: Connection) -> tuple[str, ...]:
        directory = ScriptDirectory.from_config(alembic_config(connection))
        return tuple(script.revision for script in directory.walk_revisions())[::-1]

    assert ask(sqlite_url, scripts) == REVISIONS


def test_what_ran_before_invoices_came_counts_as_billed_until_its_period_or_it_ends(tmp_path: Path) -> None:
    url = url_of(str(tmp_path / "portal.db"))
    migrate(url, revision="0002")
    today = dt.datetime.now(dt.UTC).date()
    running, ended, ahead = today - dt.timedelta(days=400), today - dt.timedelta(days=90), today
    contracts = [(1, running, None), (2, running, ended), (3, running, today), (4, ahead, None)]
    with closing(sqlite3.connect(tmp_path / "portal.db")) as connection:
        connection.executemany(
            "INSERT INTO contracts (package_id, started_on, minimum_months, notice_months, billing_months,"
            " price_cents, ends_on, version) VALUES (?, ?, 12, 1, 12, 5988, ?, 1)",
            [
                (package, start.isoformat(), end.isoformat() if end else None)
                for package, start, end in contracts
            ],
        )
        connection.commit()
    migrate(url)
    query = text("SELECT billed_until FROM contracts ORDER BY package_id")
    billed = ask(url, lambda connection: list(connection.execute(query).scalars()))
    assert today.isoformat() <= billed[0] < (today + dt.timedelta(days=366)).isoformat()
    assert billed[1:] == [ended.isoformat(), today.isoformat(), None]


def test_what_was_told_before_is_kept_read_and_still_to_be_sent(empty_url: URL) -> None:
    migrate(empty_url, revision="0007")
    ask(empty_url, tell_as_before)
    migrate(empty_url)
    messages = text(
        "SELECT subject, kind, language, invoice_id, act_id, read_at = queued_at FROM messages ORDER BY id"
    )
    found = ask(empty_url, lambda connection: [tuple(row) for row in connection.execute(messages)])
    assert [(*row[:5], bool(row[5])) for row in found] == [
        ("Your customer data were changed", "notice", "en", None, None, True),
        ("Kündigung", "contract", "de", None, 1, True),
        ("A debit is announced", "debit", "en", None, None, True),
    ]
    mails = text(
        "SELECT subject, address, event, state, due_at = queued_at, sent_at = queued_at, length(token)"
        " FROM deliveries JOIN messages ON messages.id = message_id ORDER BY deliveries.id"
    )
    found = ask(empty_url, lambda connection: [tuple(row) for row in connection.execute(mails)])
    assert [(row[0], row[1], row[3], row[4], row[5], row[6]) for row in found] == [
        ("Your customer data were changed", "new@example.org", "queued", 1, None, 32),
        ("Your customer data were changed", "old@example.org", "queued", 1, None, 32),
        ("Kündigung", "new@example.org", "sent", None, 1, 32),
        ("A debit is announced", "new@example.org", "failed", None, None, 32),
    ]
    ask(empty_url, lambda connection: connection.execute(text("UPDATE deliveries SET state = 'sending'")))
    migrate(empty_url, revision="0007")
    before = text("SELECT event, address, subject, delivery FROM messages ORDER BY id")
    found = ask(empty_url, lambda connection: [tuple(row) for row in connection.execute(before)])
    assert [row[:2] for row in found] == [row[:2] for row in TOLD_BEFORE]
    assert {row[3] for row in found} == {"queued"}


TOLD_BEFORE = (
    ("customer 1 changed 0815", "new@example.org", "Your customer data were changed", "queued"),
    ("customer 1 changed 0815", "old@example.org", "Your customer data were changed", "queued"),
    ("contract act 1", "new@example.org", "Kündigung", "sent"),
    ("collection 7 called off", "new@example.org", "A debit is announced", "failed"),
)


def tell_as_before(connection: Connection) -> None:
    """A customer with an act and messages, as the program before kept them."""
    moment = "2026-11-22 13:05:00"
    connection.execute(
        text(
            "INSERT INTO customers (id, number, kind, first_name, last_name, company, street, house_number,"
            " addition, postcode, town, country, telephone, telephone_typed, mobile, mobile_typed, fax,"
            " fax_typed, email, invoice_email, language, payment_method, state, password_hash,"
            " credential_version, since, version) VALUES (1, '10000001', 'consumer', 'Jutta', 'Müller', '',"
            " 'Weg', '1', '', '50667', 'Köln', 'DE', '', '', '+491712345678', '', '', '', 'new@example.org',"
            " '', 'de', 'transfer', 'active', '', 1, '2019-03-01', 1)"
        )
    )
    connection.execute(
        text(
            "INSERT INTO contract_acts (id, customer_id, kind, at, effective_on, details)"
            " VALUES (1, 1, 'terminated', :at, '2026-12-31', '')"
        ),
        {"at": moment},
    )
    for event, address, subject, delivery in TOLD_BEFORE:
        connection.execute(
            text(
                "INSERT INTO messages (customer_id, event, address, subject, body, queued_at, delivery)"
                " VALUES (1, :event, :address, :subject, 'Text', :at, :delivery)"
            ),
            {"event": event, "address": address, "subject": subject, "at": moment, "delivery": delivery},
        )


def test_the_audit_log_begins_with_the_schema(storage: Storage) -> None:
    with storage.reading() as work:
        assert work.audit.first_break() is None


def test_a_database_of_a_newer_program_is_left_alone(database_url: URL) -> None:
    newer = text("UPDATE alembic_version SET version_num = '9999'")
    ask(database_url, lambda connection: connection.execute(newer))
    before = ask(database_url, schema)
    with pytest.raises(DatabaseProblem) as caught:
        migrate(database_url)
    assert caught.value.problem is Problem.NEWER
    assert ask(database_url, schema) == before


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE places (id INTEGER)")
    before = path.read_bytes()
    with pytest.raises(DatabaseProblem) as caught:
        migrate(url_of(str(path)))
    assert caught.value.problem is Problem.NOT_A_DATABASE
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_migrating_out_of_reach_names_the_place_without_the_password(tmp_path: Path) -> None:
    url = URL.create("postgresql+psycopg", "portal", "geheim", query={"host": str(tmp_path)})
    with pytest.raises(DatabaseProblem) as caught:
        migrate(url)
    assert caught.value.problem is Problem.UNREACHABLE
    assert str(tmp_path) in caught.value.place or "%2F" in caught.value.place
    assert "geheim" not in str(caught.value)


# Backups.


def test_a_migration_makes_a_backup_first(sqlite_url: URL, keyring: Keyring, tmp_path: Path) -> None:
    number = with_a_customer(sqlite_url, keyring)
    backup = tmp_path / "backups" / "before.db"
    migrate(sqlite_url, backup, "base")
    assert backup.stat().st_mode & 0o777 == 0o600
    assert backup.parent.stat().st_mode & 0o777 == 0o700
    opened = Storage(open_engine(url_of(str(backup))), keyring)
    with opened.reading() as work:
        assert work.customers.by_number(number) is not None
    opened.close()


def test_a_migration_without_its_backup_does_not_begin(sqlite_url: URL, tmp_path: Path) -> None:
    backup = tmp_path / "before.db"
    backup.write_text("of last week")
    with pytest.raises(FileExistsError):
        migrate(sqlite_url, backup, "base")
    assert backup.read_text() == "of last week"
    open_engine(sqlite_url).dispose()


def test_a_backup_of_a_database_in_use_is_whole(sqlite_url: URL, keyring: Keyring, tmp_path: Path) -> None:
    assert sqlite_url.database
    opened = Storage(open_engine(sqlite_url), keyring)
    with opened.writing() as work:
        committed = add_customer(work).number
        work.commit()
        unfinished = add_customer(work).number
        backup_sqlite(Path(sqlite_url.database), tmp_path / "backup.db")
    opened.close()
    copy = Storage(open_engine(url_of(str(tmp_path / "backup.db"))), keyring)
    with copy.reading() as work:
        assert work.customers.by_number(committed) is not None
        assert work.customers.by_number(unfinished) is None
    copy.close()


def test_a_backup_of_nothing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(DatabaseProblem) as caught:
        backup_sqlite(tmp_path / "portal.db", tmp_path / "backup.db")
    assert caught.value.problem is Problem.UNREACHABLE
    assert list(tmp_path.iterdir()) == []


def test_a_backup_of_what_is_no_database_leaves_no_half(tmp_path: Path) -> None:
    (tmp_path / "portal.db").write_text("Dear Sir or Madam,\n" * 400)
    with pytest.raises(DatabaseProblem) as caught:
        backup_sqlite(tmp_path / "portal.db", tmp_path / "backup.db")
    assert caught.value.problem is Problem.NOT_A_DATABASE
    assert [path.name for path in tmp_path.iterdir()] == ["portal.db"]


def test_a_backups_name_tells_when_it_was_made() -> None:
    moment = dt.datetime(2026, 11, 18, 11, 0, 5, tzinfo=dt.UTC)
    assert backup_name(Path("/srv/portal.db"), moment) == Path("/srv/portal-20261118T110005Z.backup.db")


def with_a_customer(url: URL, keyring: Keyring) -> str:
    opened = Storage(open_engine(url), keyring)
    with opened.writing() as work:
        number = add_customer(work).number
        work.commit()
    opened.close()
    return number
