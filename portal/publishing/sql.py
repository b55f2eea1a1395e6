"""SQL that makes databases and their users, as often as it is run: for psql, and for MariaDB's client."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portal.i18n import _
from portal.publishing.quoting import Unfit, identifier, literal, owned
from storage.models.products import Dialect
from storage.sealing import SealBroken

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.publishing.release import Release
    from storage.models.databases import Database
    from storage.repositories.publishing import PackageContents

FILES = {Dialect.POSTGRESQL: "sql/postgresql.sql", Dialect.MARIADB: "sql/mariadb.sql"}

SEPARATOR = "_"

VERIFIERS = {
    Dialect.POSTGRESQL: re.compile(
        r"SCRAM-SHA-256\$\d{1,9}:[A-Za-z0-9+/]+=*\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}="
    ),
    Dialect.MARIADB: re.compile(r"\*[0-9A-F]{40}"),
}
"""What stands for a password. Anything else a server would take for the password itself."""

OURS = "a package of Customer Login"
"""The remark by which users are known that publishing made."""

POSTGRESQL = r"""INSERT INTO published VALUES ({text});
SELECT {make_role} WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {text}) \gexec
ALTER ROLE {name} WITH NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION {login};
COMMENT ON ROLE {name} IS {ours};
SELECT {make_database} WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = {text}) \gexec
REVOKE ALL ON DATABASE {name} FROM PUBLIC;
"""
"""A database with its user; `\\gexec` of psql carries out what a query tells."""

GONE = r"""SELECT format('ALTER ROLE %I NOLOGIN', rolname) FROM pg_roles
    WHERE rolcanlogin AND shobj_description(oid, 'pg_authid') = {ours}
    AND rolname ~ {whose} AND rolname NOT IN (SELECT name FROM published)
    ORDER BY rolname \gexec
"""
"""Users of databases that are not published any more."""

BEGINNINGS = {
    Dialect.POSTGRESQL: (
        r"\set ON_ERROR_STOP on",
        r"\set QUIET on",
        "SET standard_conforming_strings = on;",
        "SET client_min_messages = warning;",
        "CREATE TEMPORARY TABLE published (name text PRIMARY KEY);",
    ),
    Dialect.MARIADB: ("SET NAMES utf8mb4;",),
}


def begin(release: Release) -> None:
    """Begin both files."""
    for dialect, file in FILES.items():
        release.folder.growing(file).add("".join(f"{line}\n" for line in BEGINNINGS[dialect]))


def end(release: Release, package_id: int | None) -> None:
    """End them: users of databases that are gone, or were left out, sign in no more. Their data stay.

    Args:
        release: What is being published.
        package_id: The one package that is published, or None for all.
    """
    whose = rf"^p{package_id}_" if package_id is not None else "^p[0-9]+_"
    release.folder.growing(FILES[Dialect.POSTGRESQL]).add(
        GONE.format(ours=literal(OURS), whose=literal(whose))
    )


def publish(contents: PackageContents, release: Release) -> None:
    """Write the databases of a package; those of a suspended one stay, but nobody signs in to them."""
    write: dict[Dialect, Callable[[str, str | None], list[str]]] = {
        Dialect.POSTGRESQL: _postgresql,
        Dialect.MARIADB: _mariadb,
    }
    for database in contents.databases:
        with release.entry(contents, "database", database.name):
            name = owned(database.name, contents.package.id, SEPARATOR)
            verifier = None if release.is_suspended(contents) else _verifier(database, contents, release)
            lines = write[database.dialect](name, verifier)
            release.folder.growing(FILES[database.dialect]).add("".join(f"{line}\n" for line in lines))
            release.counts.databases += 1


def _verifier(database: Database, contents: PackageContents, release: Release) -> str | None:
    try:
        verifier = release.verifier_of(database, contents.package)
    except SealBroken:
        raise Unfit(_("its password is sealed with another key")) from None
    if verifier and not VERIFIERS[database.dialect].fullmatch(verifier):
        raise Unfit(_("its password is not kept as its dialect wants it"))
    return verifier


def _postgresql(name: str, verifier: str | None) -> list[str]:
    quoted = identifier(name)
    login = f"LOGIN PASSWORD {literal(verifier)}" if verifier else "NOLOGIN PASSWORD NULL"
    make = f"CREATE DATABASE {quoted} OWNER {quoted} TEMPLATE template0 ENCODING 'UTF8'"
    return POSTGRESQL.format(
        name=quoted,
        text=literal(name),
        make_role=literal(f"CREATE ROLE {quoted}"),
        make_database=literal(make),
        login=login,
        ours=literal(OURS),
    ).splitlines()


def _mariadb(name: str, verifier: str | None) -> list[str]:
    quoted, user = identifier(name, "`"), f"{identifier(name, '`')}@`%`"
    # In the name of a database that rights are given for, "_" stands for any character.
    only = identifier(name.replace("_", r"\_"), "`")
    if verifier:
        login = f"IDENTIFIED VIA mysql_native_password USING {literal(verifier)} ACCOUNT UNLOCK"
    else:
        login = "ACCOUNT LOCK"
    return [
        f"CREATE DATABASE IF NOT EXISTS {quoted} CHARACTER SET utf8mb4;",
        f"CREATE USER IF NOT EXISTS {user} ACCOUNT LOCK;",
        f"ALTER USER {user} {login};",
        f"GRANT ALL PRIVILEGES ON {only}.* TO {user};",
    ]
