"""What database servers keep in place of a password, made here so that they are never told one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import stringprep
import unicodedata

from portal.passwords import normal
from storage.models.products import Dialect

ITERATIONS = 4096
"""As PostgreSQL counts by default; the least that RFC 7677 allows."""

SALT_BYTES = 16

PROHIBITED = (
    stringprep.in_table_a1,
    stringprep.in_table_c12,
    stringprep.in_table_c21_c22,
    stringprep.in_table_c3,
    stringprep.in_table_c4,
    stringprep.in_table_c5,
    stringprep.in_table_c6,
    stringprep.in_table_c7,
    stringprep.in_table_c8,
    stringprep.in_table_c9,
)
"""Characters that SASLprep refuses (RFC 4013, section 2.3 and 2.5)."""


def verifier_for(dialect: Dialect, password: str) -> str:
    """What a server of this dialect keeps for `password`, which must be text (no lone surrogates)."""
    make = {Dialect.POSTGRESQL: scram_sha_256, Dialect.MARIADB: native_password}[dialect]
    return make(normal(password))


def scram_sha_256(password: str, salt: bytes | None = None, iterations: int = ITERATIONS) -> str:
    """A SCRAM-SHA-256 verifier as PostgreSQL writes it: `SCRAM-SHA-256$4096:salt$stored key:server key`.

    The keys are those of RFC 5802, section 3, with SHA-256 (RFC 7677).
    """
    salt = salt or secrets.token_bytes(SALT_BYTES)
    salted = hashlib.pbkdf2_hmac("sha256", saslprep(password).encode(), salt, iterations)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    parts = (base64.b64encode(part).decode() for part in (salt, stored, server))
    return "SCRAM-SHA-256${}:{}${}:{}".format(iterations, *parts)


def native_password(password: str) -> str:
    """A verifier of MariaDB's `mysql_native_password`: SHA-1 twice, in hexadecimal digits after a star.

    It is quick to try passwords against, and has no salt: keep it sealed.
    """
    once = hashlib.sha1(password.encode(), usedforsecurity=False).digest()
    return "*" + hashlib.sha1(once, usedforsecurity=False).hexdigest().upper()


def saslprep(password: str) -> str:
    """The password as servers and programs compare it (RFC 4013).

    One that the profile refuses stays as it is: so do PostgreSQL's server and its library (`saslprep.c`),
    which also look at the characters before they are normalized, not after.
    """
    mapped = "".join(
        " " if stringprep.in_table_c12(character) else character
        for character in password
        if not stringprep.in_table_b1(character)
    )
    refused = any(prohibits(character) for character in mapped for prohibits in PROHIBITED)
    if not mapped or refused or _mixes_directions(mapped):
        return password
    return unicodedata.normalize("NFKC", mapped)


def _mixes_directions(text: str) -> bool:
    """Whether it is neither all right-to-left nor free of it (RFC 3454, section 6)."""
    to_the_left = [stringprep.in_table_d1(character) for character in text]
    if not any(to_the_left):
        return False
    return not (to_the_left[0] and to_the_left[-1]) or any(map(stringprep.in_table_d2, text))
