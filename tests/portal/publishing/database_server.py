"""The PostgreSQL of the tests as the provider's database server."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import psycopg

from portal.publishing.sql import OURS
from tests.programs import psql

if TYPE_CHECKING:
    from pathlib import Path

    from tests.databases import PostgresServer

MADE = "SELECT rolname FROM pg_roles WHERE shobj_description(oid, 'pg_authid') = %s"


class DatabaseServer:
    """The database server of the provider, for as long as a test takes."""

    def __init__(self, postgres: PostgresServer) -> None:
        self.postgres = postgres

    def run(self, file: Path) -> None:
        """Run the file twice, as an operator may; it must say nothing."""
        for _time in range(2):
            done = subprocess.run(
                [
                    psql(),
                    "--no-psqlrc",
                    "-h",
                    self.postgres.folder,
                    "-U",
                    "portal",
                    "-d",
                    "postgres",
                    "-f",
                    file,
                ],
                capture_output=True,
                text=True,
                check=False,
            )
            assert (done.returncode, done.stderr, done.stdout) == (0, "", "")

    def users(self) -> dict[str, bool]:
        """The users that publishing made, and whether they may sign in."""
        with self.connection() as connection:
            rows = connection.execute(MADE.replace("rolname", "rolname, rolcanlogin", 1), [OURS]).fetchall()
        return dict(rows)

    def verifier(self, name: str) -> str | None:
        with self.connection() as connection:
            row = connection.execute(
                "SELECT rolpassword FROM pg_authid WHERE rolname = %s", [name]
            ).fetchone()
        assert row
        kept: str | None = row[0]
        return kept

    def connection(self, user: str = "portal", name: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(host=str(self.postgres.folder), user=user, dbname=name, autocommit=True)

    def clean(self) -> None:
        for name in self.users():
            with self.connection() as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
                connection.execute(f'DROP ROLE "{name}"'.encode())
