"""Real databases for the tests: SQLite by file, and a PostgreSQL server of the tests' own."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import psycopg
from psycopg import sql
from sqlalchemy import URL, Connection, Engine, event

from storage import database
from storage.migrate import migrate
from tests.backends import end_backends, keep_backends, waiting_backends

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from types import TracebackType

    from sqlalchemy import Dialect

WATCHED = """
set -eu
trap 'pg_ctl -D "$1/data" -m immediate stop >/dev/null 2>&1; rm -rf "$1"' EXIT
trap 'exit 1' HUP INT PIPE TERM
initdb -D "$1/data" -U portal -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$1/log" 2>&1 ||
    { cat "$1/log"; exit 1; }
pg_ctl -w -D "$1/data" -l "$1/log" -o "$2" start >"$1/start.log" 2>&1 ||
    { cat "$1/log"; exit 1; }
echo ready
while read -r _; do :; done
"""
"""Runs a server for as long as its standard input is open: it ends with the tests, however they end."""

SETTINGS = {
    "listen_addresses": "''",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "16MB",
    "max_connections": "40",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
"""Quick and small: what the server holds is thrown away."""


TABLES = b"SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
SCHEMA = b"""
SELECT (SELECT sum(oid::bigint) FROM pg_class WHERE oid >= 16384),
    (SELECT count(*) FROM pg_attribute),
    (SELECT count(*) FROM pg_constraint),
    (SELECT count(*) FROM pg_db_role_setting JOIN pg_database ON setdatabase = pg_database.oid
     WHERE datname = current_database())
"""
"""Tells a database whose tables or settings were changed from one as it was made."""

EMPTYING = """
CREATE FUNCTION pg_temp.empty() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    {};
    PERFORM setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S';
END $$;
SET session_replication_role = replica
"""
"""Without looking at foreign keys."""

END_OTHERS = b"""
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid != pg_backend_pid() AND pid != ALL (%s)
"""


class NoServer(Exception):
    """PostgreSQL is not installed, or does not start: the tests fail, they are not skipped."""


class PostgresServer:
    """A private PostgreSQL server on a Unix socket in a temporary folder; a context manager.

    It refuses to run as root: started by root, it runs as the user `postgres`.
    """

    def __init__(self) -> None:
        self._programs = server_programs()
        self._user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        # Directly in /tmp: a socket's path is short (107 bytes), and the server's user must reach it.
        self.folder = Path(tempfile.mkdtemp(prefix="portal-pg-", dir="/tmp"))
        self._names = (f"test_{number}" for number in itertools.count(1))
        self._beginning: dict[str, list[tuple[Any, ...]]] = {}
        self._schema: tuple[Any, ...] | None = None
        self._spare: list[tuple[URL, psycopg.Connection]] = []
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        settings = {"unix_socket_directories": str(self.folder), **SETTINGS}
        if self._user:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        self._process = subprocess.Popen(
            [
                "/bin/sh",
                "-c",
                WATCHED,
                "sh",
                self.folder,
                " ".join(f"-c {k}={v}" for k, v in settings.items()),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=self.folder,
            env={"PATH": f"{self._programs}:/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            user=self._user.pw_uid if self._user else None,
            group=self._user.pw_gid if self._user else None,
            extra_groups=[] if self._user else None,
            start_new_session=True,  # Ctrl-C is for the tests, which then stop the server themselves
        )
        assert self._process.stdout is not None
        if (said := self._process.stdout.readline()) != "ready\n":
            said += self._process.stdout.read()
            self.stop()
            raise NoServer(f"PostgreSQL did not start:\n{said}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End the server at once and remove all it kept; may be called twice."""
        while self._spare:
            url, connection = self._spare.pop()
            connection.close()
            end_backends(url)
        if self._process is not None:
            self._process.communicate()  # closes its standard input: that is what it waits for
            self._process = None

    def url(self, database: str) -> URL:
        """The address of one database."""
        return URL.create(
            "postgresql+psycopg", username="portal", database=database, query={"host": str(self.folder)}
        )

    def execute(self, statement: str, database: str = "postgres") -> None:
        """Run one statement as the server's owner, outside any transaction."""
        with self._connected(database) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[URL]:
        """A database that is a copy of `template` and is gone afterwards."""
        url = self._copy(template)
        try:
            yield url
        finally:
            self._drop(url)

    def migrated_template(self) -> str:
        """The name of the database that others are copied from; made when it is first asked for."""
        if not self._beginning:
            self.execute("CREATE DATABASE migrated")
            migrate(self.url("migrated"))
            with self._connected("migrated") as connection:
                self._schema = connection.execute(SCHEMA).fetchone()
                for (table,) in connection.execute(TABLES).fetchall():
                    rows = connection.execute(f'TABLE "{table}"'.encode())
                    self._beginning[table] = rows.fetchall()
        return "migrated"

    @contextmanager
    def migrated(self) -> Iterator[URL]:
        """A migrated database as it is on its first day.

        Emptying one takes a tenth of the time of making one: who leaves the schema alone leaves the database
        to the next, and with it a connection that has emptied it before.
        """
        template = self.migrated_template()
        url, connection = self._spare.pop() if self._spare else self._opened(self._copy(template))
        try:
            yield url
        finally:
            self._take_back(url, connection)

    def _copy(self, template: str) -> URL:
        name = next(self._names)
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def _drop(self, url: URL) -> None:
        self.execute(f"DROP DATABASE {url.database} WITH (FORCE)")

    def _opened(self, url: URL) -> tuple[URL, psycopg.Connection]:
        assert url.database
        connection = self._connected(url.database)
        connection.execute(self._emptying())
        keep_backends(url)
        return url, connection

    def _take_back(self, url: URL, connection: psycopg.Connection) -> None:
        connection.execute(END_OTHERS, [waiting_backends(url)])
        if connection.execute(SCHEMA).fetchone() == self._schema:
            connection.execute(b"SELECT pg_temp.empty()")
            self._spare.append((url, connection))
        else:
            connection.close()
            end_backends(url)
            self._drop(url)

    def _emptying(self) -> sql.Composed:
        """A function of the connection's own: what PostgreSQL has planned once it only carries out.

        Deleting is many times faster than TRUNCATE, which makes a new file for each table and index.
        """
        fill = [
            sql.SQL("INSERT INTO {} VALUES ({})").format(
                sql.Identifier(table), sql.SQL(", ").join(map(sql.Literal, row))
            )
            for table, rows in self._beginning.items()
            for row in rows
        ]
        empty = [sql.SQL("DELETE FROM {}").format(sql.Identifier(table)) for table in self._beginning]
        return sql.SQL(EMPTYING).format(sql.SQL("; ").join([*empty, *fill]))

    def _connected(self, database: str) -> psycopg.Connection:
        return psycopg.connect(dbname=database, user="portal", host=str(self.folder), autocommit=True)


def server_programs() -> Path:
    """The folder of `initdb` and `pg_ctl`.

    Raises:
        NoServer: PostgreSQL is not installed.
    """
    if found := shutil.which("initdb"):
        return Path(found).parent
    folders = list(Path("/usr/lib/postgresql").glob("*/bin"))
    if config := shutil.which("pg_config"):
        said = subprocess.run([config, "--bindir"], check=True, capture_output=True, text=True)
        folders.append(Path(said.stdout.strip()))
    usable = [folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()]
    if not usable:
        raise NoServer("No PostgreSQL server found. On Debian: apt-get install postgresql")
    return max(usable, key=lambda folder: int("".join(filter(str.isdigit, folder.parent.name)) or 0))


def compile_statements_once() -> None:
    """Let all engines of this process share what SQLAlchemy makes of a statement.

    Each test opens databases of its own; a third of its time would go into compiling the same
    statements anew.
    """
    dialects: dict[str, Dialect] = {}
    compiled: dict[Any, Any] = {}

    @event.listens_for(Engine, "engine_connect")
    def share(connection: Connection) -> None:
        connection.dialect = dialects.setdefault(connection.dialect.name, connection.dialect)
        connection.engine._compiled_cache = compiled


SET_UP_SQLITE = database._set_up_sqlite
"""How the product sets up a connection to SQLite."""


def wait_for_no_disk() -> None:
    """Let SQLite leave it to the system when it writes, as the PostgreSQL server of the tests does.

    A program that is killed loses nothing by it, only a power cut would; half of a test's time would go
    into waiting for the disk.
    """

    def set_up(connection: sqlite3.Connection, _record: Any) -> None:
        SET_UP_SQLITE(connection, _record)
        connection.execute("PRAGMA synchronous = OFF")

    database._set_up_sqlite = set_up


@contextmanager
def ordinary_user(*owns: Path) -> Iterator[None]:
    """Be somebody whom file modes stop, as root is not; `owns` are given to that user."""
    if os.geteuid() != 0:
        yield
        return
    nobody = pwd.getpwnam("nobody").pw_uid
    for path in owns:
        os.chown(path, nobody, -1)
    os.setresuid(nobody, nobody, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


def copy_sqlite(template: Path, target: Path) -> None:
    """Copy an SQLite file that nobody has open, for its owner's eyes only."""
    shutil.copyfile(template, target)
    target.chmod(0o600)
