from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from storage.database import create_schema, create_sqlite_file, engine_for, open_engine
from storage.database import database_url as url_of
from storage.migrate import migrate
from storage.migrations import HEAD
from tests.storage.test_migrations import ask, schema, tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import URL

    from tests.databases import PostgresServer


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """An empty database of ours."""
    if request.param == "sqlite":
        path = tmp_path / "new" / "portal.db"
        create_sqlite_file(path)
        yield url_of(str(path))
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url


def make(url: URL) -> None:
    engine = engine_for(url)
    try:
        create_schema(engine)
    finally:
        engine.dispose()


def stamp(connection: Connection) -> tuple[Any, ...]:
    """Alembic's own table, to the letter, and what stands in it and in the audit log's head."""
    inspector = inspect(connection)
    return (
        [
            (one["name"], str(one["type"]), one["nullable"])
            for one in inspector.get_columns("alembic_version")
        ],
        str(inspector.get_pk_constraint("alembic_version")),
        connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all(),
        connection.execute(text("SELECT id, hash FROM audit_head")).all(),
    )


def test_what_is_made_at_once_equals_what_the_migrations_make(
    new_url: URL, request: pytest.FixtureRequest
) -> None:
    migrated: URL = request.getfixturevalue(f"{new_url.get_backend_name()}_url")
    make(new_url)
    assert ask(new_url, tables) == ask(migrated, tables)
    assert ask(new_url, schema) == ask(migrated, schema)
    assert ask(new_url, stamp) == ask(migrated, stamp)


def test_a_database_that_has_tables_is_left_alone(database_url: URL) -> None:
    before = ask(database_url, stamp)
    with pytest.raises(DBAPIError):
        make(database_url)
    assert ask(database_url, stamp) == before


def test_it_opens_and_has_nothing_to_migrate(new_url: URL) -> None:
    make(new_url)
    open_engine(new_url).dispose()
    assert migrate(new_url) == HEAD
