"""What database servers keep in place of passwords, tried on a real server where there is one."""

from __future__ import annotations

import base64
import hashlib
import hmac
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql

from portal.databases.verifiers import native_password, saslprep, scram_sha_256, verifier_for
from portal.passwords import new_password
from storage.models.products import Dialect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.databases import PostgresServer

PASSWORDS = (
    "Lampe Ziegel Fluss Marder",
    "straße mit ünd ohne Umlaut",
    'it\'s \\ $quoted$ "so" %s {0}',
    "geschütztes\u00a0Leerzeichen hier",
    "weiche\u00adTrennung bleibt weg",
    "Ⅳ vier in einem Zeichen",
    "مرحبا بالعالم اليوم",
    "مرحبا 123 mixed with Latin",
    "😀 erst nach Unicode 3.2 erfunden",
    "x" * 128,
)


@pytest.mark.parametrize("password", PASSWORDS)
def test_postgresql_takes_the_verifier_and_lets_in_who_knows_the_password(
    postgres: PostgresServer, password: str
) -> None:
    with scram_role(postgres, verifier_for(Dialect.POSTGRESQL, password)) as role:
        assert signs_in(postgres, role, password) == role
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            signs_in(postgres, role, password + "x")


def test_what_postgresql_makes_of_a_password_itself_is_the_same(postgres: PostgresServer) -> None:
    """With its own salt: our computation from that salt gives the server's own keys."""
    for password in PASSWORDS:
        with scram_role(postgres, password) as role:
            kept = stored(postgres, role)
        salt = base64.b64decode(kept.split("$")[1].split(":")[1])
        assert scram_sha_256(password, salt) == kept


def test_every_verifier_has_a_salt_of_its_own() -> None:
    made = {scram_sha_256("Lampe Ziegel Fluss Marder") for _time in range(5)}
    assert len(made) == 5
    assert all(verifier.startswith("SCRAM-SHA-256$4096:") for verifier in made)


def test_the_example_of_rfc_7677() -> None:
    verifier = scram_sha_256("pencil", base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ=="))
    _name, _salt, keys = verifier.split("$")
    stored_key, server_key = (base64.b64decode(key) for key in keys.split(":"))
    message = (
        b"n=user,r=rOprNGfwEbeRWgbNEkqO,"
        b"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
        b"c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
    )
    proof = base64.b64decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
    signature = hmac_sha256(stored_key, message)
    client_key = bytes(a ^ b for a, b in zip(proof, signature, strict=True))
    assert hashlib.sha256(client_key).digest() == stored_key
    assert (
        base64.b64encode(hmac_sha256(server_key, message)) == b"6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
    )


def test_mariadb_keeps_sha_1_twice() -> None:
    """As `SELECT PASSWORD('mypass')` answers in MariaDB's manual."""
    assert native_password("mypass") == "*6C8989366EAF75BB670AD8EA7A7FC1176A95CEF4"
    assert verifier_for(Dialect.MARIADB, "mypass") == native_password("mypass")


@pytest.mark.parametrize("dialect", Dialect)
def test_the_same_key_presses_are_the_same_password(dialect: Dialect) -> None:
    composed, decomposed = "Z\u00fcndkerze Lampe Dach", "Zu\u0308ndkerze Lampe Dach"
    if dialect is Dialect.MARIADB:
        assert verifier_for(dialect, composed) == verifier_for(dialect, decomposed)
    else:
        assert saslprep(composed) == saslprep(decomposed)


@pytest.mark.parametrize("dialect", Dialect)
def test_a_verifier_shows_no_password_and_stays_on_its_line(dialect: Dialect) -> None:
    for password in (*PASSWORDS, new_password()):
        verifier = verifier_for(dialect, password)
        assert verifier.isascii()
        assert verifier.isprintable()
        assert not set(verifier) & set("'\"\\\n ")
        assert password not in verifier
        assert len(verifier) <= 150


@pytest.mark.parametrize(
    ("password", "prepared"),
    [
        ("I\u00adX", "IX"),
        ("user", "user"),
        ("USER", "USER"),
        ("\u00aa", "a"),
        ("\u2168", "IX"),
        ("\u0007", "\u0007"),
        ("\u06271", "\u06271"),
        ("a\u3000b", "a b"),
        ("\u00ad", "\u00ad"),
        ("\u0340", "\u0340"),
    ],
)
def test_saslprep_does_as_its_examples_and_leaves_alone_what_it_refuses(password: str, prepared: str) -> None:
    """RFC 4013, section 3; the last two are refused by PostgreSQL, too."""
    assert saslprep(password) == prepared


@contextmanager
def scram_role(postgres: PostgresServer, password: str) -> Iterator[str]:
    """A role that has to give its password, whatever the server trusts otherwise."""
    role, rules = "p17_shop", postgres.folder / "data" / "pg_hba.conf"
    before = rules.read_text()
    with connected(postgres) as connection:
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), sql.Literal(password))
        )
        rules.write_text(f"local all {role} scram-sha-256\n{before}")
        connection.execute("SELECT pg_reload_conf()")
        try:
            ask_for_passwords(postgres, role)
            yield role
        finally:
            rules.write_text(before)
            connection.execute("SELECT pg_reload_conf()")
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def ask_for_passwords(postgres: PostgresServer, role: str) -> None:
    """Wait until the server has read the rule for `role`: it reads while others go on connecting."""
    for _time in range(1000):
        try:
            signs_in(postgres, role, "not this one")
        except psycopg.OperationalError:
            return
    raise AssertionError("The server never asked for a password.")


def signs_in(postgres: PostgresServer, role: str, password: str) -> str:
    with psycopg.connect(
        dbname="postgres", user=role, password=password, host=str(postgres.folder)
    ) as connection:
        row = connection.execute("SELECT current_user").fetchone()
    assert row is not None
    return str(row[0])


def stored(postgres: PostgresServer, role: str) -> str:
    with connected(postgres) as connection:
        row = connection.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", [role]).fetchone()
    assert row is not None
    return str(row[0])


def connected(postgres: PostgresServer) -> psycopg.Connection:
    return psycopg.connect(dbname="postgres", user="portal", host=str(postgres.folder), autocommit=True)


def hmac_sha256(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")
