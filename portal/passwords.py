"""Passwords: kept as argon2id verifiers, and judged when they are set."""

from __future__ import annotations

import re
import secrets
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.errors import InvalidInput
from portal.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 12
LONGEST = 128
"""Characters after NFC (own rule, after NIST SP 800-63B-4)."""

STRONG_ENOUGH = 3
"""The least score of zxcvbn, which knows 0 to 4."""

JUDGED = 72
"""Characters that zxcvbn looks at; it refuses more."""

YEAR = re.compile(r"(?:19|20)\d\d")
"""As guessable as a single digit."""

TELLING = 4
"""Parts of names shorter than this are no giveaway."""

SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody mistakes for one another when they are read out."""

GROUPS, GROUP = 4, 5
"""Twenty signs of 31: 99 bits, for a password that is made up."""

UNTYPED = {"Cc", "Cs"}
"""Unicode categories of what no keyboard writes twice the same: control characters, bytes of no encoding."""

_one_judgement = threading.Lock()
"""zxcvbn keeps what it is told about the owner in a dictionary of its module."""

NO_PASSWORD = "!"  # noqa: S105 - the opposite of a password
"""Stands where a verifier does, for a customer whom no password signs in until one is given."""


class Passwords:
    """Hashes and verifies with argon2id, at most two at a time in this process (64 MiB each)."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turns = threading.BoundedSemaphore(2)

    def hash(self, password: str) -> str:
        """A verifier for `password`."""
        with self._turns:
            return self._hasher.hash(_hashed_form(password))

    def verify(self, verifier: str | None, password: str) -> bool:
        """Whether `password` fits; without a (readable) verifier it takes the same time and does not."""
        try:
            if verifier is not None:
                with self._turns:
                    return self._hasher.verify(verifier, _hashed_form(password))
        except VerificationError:
            return False
        except InvalidHashError:
            pass
        self.hash(password)
        return False

    def is_due(self, verifier: str) -> bool:
        """Whether the verifier was made with older parameters than today's."""
        return self._hasher.check_needs_rehash(verifier)


@dataclass(frozen=True, slots=True)
class Strength:
    """How a new password is judged.

    Attributes:
        score: 0 (guessed at once) to 4 (very hard to guess).
        problem: Why it is refused, as a sentence; empty if it is accepted.
    """

    score: int
    problem: str


def normal(password: str) -> str:
    """The form that is hashed: NFC, so that the same key presses are the same password everywhere."""
    return unicodedata.normalize("NFC", password)


def _hashed_form(password: str) -> bytes:
    """What argon2 is given; a terminal may send bytes that are no text, and they simply do not fit."""
    return normal(password).encode("utf-8", "surrogatepass")


def judge(password: str, about: Iterable[str]) -> Strength:
    """Judge a new password.

    Args:
        password: As typed.
        about: The brand and what is known of its owner: names, numbers, domains, email.
    """
    text = normal(password)
    if problem := unfit(text):
        return Strength(0, problem)
    giveaways = {part for word in about for part in _parts(word)}
    if _is_built_on(text.casefold(), giveaways):
        return Strength(1, _("This is built on your own data or our name. Please think of something else."))
    if text.casefold() in _common():
        return Strength(0, _("This password is on the lists that are tried first. Please think of another."))
    score = _score(text, giveaways)
    if score < STRONG_ENOUGH:
        return Strength(score, _("This is too easy to guess. Several unrelated words are a good start."))
    return Strength(score, "")


def new_password(words: Iterable[str] = ()) -> str:
    """A random password that the password rule accepts, easy to read out.

    Args:
        words: What it must not be built on.
    """
    known = tuple(words)
    while True:
        groups = ("".join(secrets.choice(SIGNS) for _sign in range(GROUP)) for _group in range(GROUPS))
        password = "-".join(groups)
        if not judge(password, known).problem:
            return password


def require_strong(password: str, about: Iterable[str], field: str) -> None:
    """Raise InvalidInput for `field` unless the password may be used."""
    problem = judge(password, about).problem
    if problem:
        raise InvalidInput(problem, field)


def unfit(password: str) -> str:
    """What is wrong with its characters or their number, if anything; a small part of `judge`, and quick."""
    text = normal(password)
    if any(unicodedata.category(character) in UNTYPED for character in text):
        return _("This holds a character that not every keyboard can type. Please remove it.")
    if len(text) < SHORTEST:
        left = SHORTEST - len(text)
        return ngettext(
            "{left} character more: at least 12 are needed.",
            "{left} characters more: at least 12 are needed.",
            left,
        ).format(left=left)
    if len(text) > LONGEST:
        return _("This is too long: 128 characters at most.")
    return ""


def _parts(word: str) -> set[str]:
    folded = word.casefold()
    pieces = "".join(c if c.isalnum() else " " for c in folded).split()
    return {piece for piece in (folded, "".join(pieces), *pieces) if len(piece) >= TELLING}


def _is_built_on(text: str, giveaways: Iterable[str]) -> bool:
    """Whether less than a password is left once names, numbers and years are taken out."""
    rest = text
    for piece in sorted(giveaways, key=len, reverse=True):
        rest = rest.replace(piece, "")
    return len(rest) < len(text) and len([c for c in rest if c.isalpha()]) < SHORTEST - TELLING


def _score(text: str, giveaways: Iterable[str]) -> int:
    folded = text.casefold()
    shortened = _without_common(folded)
    judged = text if shortened == folded else shortened
    with _one_judgement:
        from zxcvbn import zxcvbn

        words = [*giveaways, *_listed("german_words.txt")]
        result: dict[str, int] = zxcvbn(judged[:JUDGED], user_inputs=words)
    return result["score"]


def _without_common(folded: str) -> str:
    """What German speakers use for passwords most counts as one letter each, a year as one digit."""
    for word in sorted(_common(), key=len, reverse=True):
        if len(word) > TELLING:
            folded = folded.replace(word, word[0])
    return YEAR.sub("0", folded)


def _common() -> tuple[str, ...]:
    return _listed("common_passwords.txt")


@cache
def _listed(name: str) -> tuple[str, ...]:
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()
    return tuple(line.casefold() for line in lines if line and not line.startswith("#"))
