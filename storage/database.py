"""Opening a database: SQLite by file, PostgreSQL by URL; checked before anybody may use it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Engine,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    insert,
    inspect,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from storage.errors import SQLITE, DatabaseProblem, Problem, translated
from storage.migrations import HEAD, REVISIONS
from storage.models import Base
from storage.models.audit import AuditHead
from storage.repositories.audit import BEGINNING

APPLICATION_ID = 0x43_4C_4F_47
"""Stands in the header of every SQLite file of ours ("CLOG"): another program's database is not ours."""

BUSY_MILLISECONDS = 5000
"""How long a writer waits for another one before the database counts as locked."""

DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
"""What may stand in front of a URL, and what it becomes."""

SECRET_PARAMETERS = ("password", "sslpassword")
"""Parameters by which a URL of PostgreSQL can carry a password in another place than its own."""

QUICK_CHECK_BYTES = 64 * 1024 * 1024
"""Up to this size a file is read through at each start; larger ones by `admin check` (0.1 s a 10 MB)."""


def database_url(database: str) -> URL:
    """The URL for what an operator writes: a URL, or the path of an SQLite file.

    Raises:
        ValueError: Neither SQLite nor PostgreSQL.
    """
    if "://" not in database:
        return URL.create("sqlite", database=str(Path(database).expanduser().absolute()))
    try:
        url = make_url(database)
    except (ArgumentError, ValueError):
        raise ValueError("not a database URL") from None  # the cause may quote the URL, password and all
    if url.drivername not in DRIVERS:
        raise ValueError("neither SQLite nor PostgreSQL")
    return url.set(drivername=DRIVERS[url.drivername])


def place(url: URL) -> str:
    """What to call the database in a sentence: its path, or its URL without the password."""
    if _is_sqlite(url):
        return url.database or ""
    secrets = {name: "***" for name in SECRET_PARAMETERS if name in url.query}
    return url.update_query_dict(secrets).render_as_string(hide_password=True)


def engine_for(url: URL) -> Engine:
    """An engine set up as both databases need it, whose errors quote no values; connects to nothing yet."""
    if not _is_sqlite(url):
        options = f"-c lock_timeout={BUSY_MILLISECONDS} {url.query.get('options', '')}".strip()
        return create_engine(
            url,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"connect_timeout": 5, "options": options},
        )
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_MILLISECONDS / 1000})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def open_engine(url: URL) -> Engine:
    """An engine on a database that was found sound and of this program's schema.

    Raises:
        DatabaseProblem: Missing, foreign, damaged, of another version, readable by others, out of reach.
    """
    if _is_sqlite(url):
        check_file(url)
    engine = engine_for(url)
    # SQLite is looked at without the pragmas: switching a file to WAL would write to what may be refused.
    looking = create_engine(url, poolclass=NullPool) if _is_sqlite(url) else engine
    try:
        with looking.connect() as connection:
            _check_schema(connection, url)
    except DBAPIError as error:
        engine.dispose()
        raise translated(error, place(url)) from error
    except DatabaseProblem:
        engine.dispose()
        raise
    return engine


def check_file(url: URL) -> None:
    """Look at an SQLite file without locking it, waiting for anybody or making a file beside it.

    It is SQLite that reads it: whoever opens and closes the file by other means takes from this process all
    locks it has on it (https://sqlite.org/howtocorrupt.html, 2.2), and other processes then remove the WAL
    under its feet.

    Raises:
        DatabaseProblem: Missing, not a database of ours, readable by others, read-only, out of reach.
    """
    path, name = Path(url.database or ""), place(url)
    try:
        if not path.exists():
            raise DatabaseProblem(Problem.MISSING, name)
        modes = [each.stat().st_mode for each in _with_companions(path) if each.exists()]
        found = _application_id(path)
    except sqlite3.Error as error:
        problem = SQLITE.get(error.sqlite_errorcode & 0xFF, Problem.UNREACHABLE)
        raise DatabaseProblem(problem, name) from error
    except OSError as error:
        raise DatabaseProblem(Problem.UNREACHABLE, name) from error
    if found != APPLICATION_ID:
        raise DatabaseProblem(Problem.NOT_A_DATABASE, name)
    if any(mode & 0o077 for mode in modes):
        raise DatabaseProblem(Problem.OPEN_TO_OTHERS, name)
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise DatabaseProblem(Problem.READ_ONLY, name)


def schema_revision(connection: Connection) -> str | None:
    """The revision that stands in the database; None where there is none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def create_sqlite_file(path: Path) -> None:
    """Make an empty SQLite file of ours that only its owner can read; raises FileExistsError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=False)
    path.chmod(0o600)
    connection = sqlite3.connect(path)
    try:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def create_schema(engine: Engine) -> None:
    """Make all tables in an empty database, as the migrations would, without loading Alembic (0.3 s).

    For databases that begin with today's schema, such as the demo's; an operator's are migrated.

    Raises:
        DatabaseProblem: It cannot be written.
    """
    stamp = Table(
        "alembic_version", MetaData(), Column("version_num", String(32), primary_key=True, nullable=False)
    )
    stamp.primary_key.name = "alembic_version_pkc"
    try:
        with engine.execution_options(writes=True).begin() as connection:
            Base.metadata.create_all(connection, checkfirst=False)
            stamp.create(connection)
            connection.execute(stamp.insert().values(version_num=HEAD))
            connection.execute(insert(AuditHead).values(id=1, hash=BEGINNING))
    except SQLAlchemyError as error:
        raise translated(error, place(engine.url)) from error


def sqlite_is_sound(connection: Connection) -> bool:
    """Whether SQLite finds nothing wrong with its file."""
    return connection.execute(text("PRAGMA quick_check(1)")).scalar() == "ok"


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _with_companions(path: Path) -> tuple[Path, ...]:
    return path, Path(f"{path}-wal"), Path(f"{path}-shm")


def _application_id(path: Path) -> int:
    address = path.absolute().as_uri()
    try:
        return _asked(f"{address}?mode=ro&immutable=1")
    except sqlite3.DatabaseError as error:
        # While the WAL is copied into the file, or was when the power went, the file alone is in two minds.
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT or not Path(f"{path}-wal").exists():
            raise
        return _asked(f"{address}?mode=rw")


def _asked(address: str) -> int:
    with closing(sqlite3.connect(address, uri=True)) as file:
        found: int = file.execute("PRAGMA application_id").fetchone()[0]
        return found


def _check_schema(connection: Connection, url: URL) -> None:
    if (
        _is_sqlite(url)
        and Path(url.database or "").stat().st_size <= QUICK_CHECK_BYTES
        and not sqlite_is_sound(connection)
    ):
        raise DatabaseProblem(Problem.DAMAGED, place(url))
    revision = schema_revision(connection)
    if revision is None:
        raise DatabaseProblem(Problem.MISSING, place(url))
    if revision not in REVISIONS:
        raise DatabaseProblem(Problem.NEWER, place(url))
    if revision != HEAD:
        raise DatabaseProblem(Problem.OLDER, place(url))


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own transactions are off: see _begin_sqlite
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "secure_delete = ON",
        f"busy_timeout = {BUSY_MILLISECONDS}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.create_function("any_case", 1, _any_case, deterministic=True)


def _any_case(text: str | None) -> str | None:
    """What SQLite's own `lower` is not: it knows the letters of ASCII only."""
    return None if text is None else text.lower()


def _begin_sqlite(connection: Connection) -> None:
    """Writers queue up for the one write lock from the start; a plain BEGIN would fail when it upgrades."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
