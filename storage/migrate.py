"""Bringing a database to the present schema, backing it up, and looking for damage: the operator's part."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from sqlalchemy.exc import SQLAlchemyError

from storage.database import check_file, create_sqlite_file, engine_for, place, schema_revision
from storage.errors import SQLITE, DatabaseProblem, Problem, translated
from storage.migrations import HEAD, REVISIONS

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import URL, Connection


def migrate(url: URL, backup_to: Path | None = None, revision: str = HEAD) -> str | None:
    """Bring the database at `url` to `revision`; an SQLite file that is missing is made.

    Args:
        url: Where.
        backup_to: The file to copy an SQLite database to before anything changes; not needed for a new one.
        revision: A revision's name, the newest by default; "base" undoes all.

    Returns:
        The revision it was at before; None for a new database.

    Raises:
        DatabaseProblem: Newer than this program, another program's, or it cannot be used.
        OSError: A new file cannot be made.
    """
    path = Path(url.database or "") if url.get_backend_name() == "sqlite" else None
    if path is not None and path.exists():
        check_file(url)
    elif path is not None:
        _create(path)
    engine = engine_for(url).execution_options(writes=True)
    try:
        with engine.connect() as connection:
            before = schema_revision(connection)
        if before is not None and before not in REVISIONS:
            raise DatabaseProblem(Problem.NEWER, place(url))
        if before == revision:
            return before
        if path is not None and before is not None and backup_to is not None:
            backup_sqlite(path, backup_to)
        with engine.begin() as connection:
            _run(connection, revision)
    except SQLAlchemyError as error:
        raise translated(error, place(url)) from error
    finally:
        engine.dispose()
    return before


def backup_sqlite(source: Path, target: Path) -> None:
    """Copy a database that may be in use, with SQLite's own backup: whole, mode 0600, never over a file.

    Raises:
        FileExistsError: `target` is there already.
        DatabaseProblem: Reading or writing failed; no half of a backup is left.
    """
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        # "rw" and not the default, which would make the source if it is missing.
        reading = f"{source.absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(reading, uri=True)) as origin, closing(sqlite3.connect(target)) as copy:
            origin.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        target.unlink()
        problem = SQLITE.get(error.sqlite_errorcode & 0xFF, Problem.UNREACHABLE)
        raise DatabaseProblem(problem, str(target)) from error


def backup_name(path: Path, moment: dt.datetime) -> Path:
    """Where a backup made now goes: beside the database, its name telling when (UTC)."""
    return path.with_name(f"{path.stem}-{moment:%Y%m%dT%H%M%SZ}.backup.db")


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def _create(path: Path) -> None:
    try:
        create_sqlite_file(path)
    except sqlite3.Error as error:
        for ending in ("", "-wal", "-shm"):
            Path(f"{path}{ending}").unlink(missing_ok=True)
        problem = SQLITE.get(error.sqlite_errorcode & 0xFF, Problem.UNREACHABLE)
        raise DatabaseProblem(problem, str(path)) from error


def _run(connection: Connection, revision: str) -> None:
    config = alembic_config(connection)
    current = schema_revision(connection)
    back = revision == "base" or (
        current in REVISIONS and REVISIONS.index(current) > REVISIONS.index(revision)
    )
    (command.downgrade if back else command.upgrade)(config, revision)
