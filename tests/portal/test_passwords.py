"""The rule for new passwords, and how they are kept."""

from __future__ import annotations

import threading
import unicodedata
from typing import TYPE_CHECKING, Literal

import pytest
import zxcvbn
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from portal import passwords
from portal.errors import InvalidInput
from portal.passwords import NO_PASSWORD, Passwords, judge, require_strong
from tests.portal.house import CountingHasher

if TYPE_CHECKING:
    from collections.abc import Callable

ABOUT = [
    "Musterhost",
    "10012345",
    "Müller & Söhne GmbH",
    "Jutta",
    "Müller-Lüdenscheidt",
    "jutta.mueller@example.org",
    "musterfrau-design.de",
    "xn--mig-shne-qya8u7b.de",
    "müßig-söhne.de",
    "Bo",
]
SHORT = "{} characters more: at least 12 are needed."
LONG = "This is too long: 128 characters at most."
OWN = "This is built on your own data or our name. Please think of something else."
COMMON = "This password is on the lists that are tried first. Please think of another."
EASY = "This is too easy to guess. Several unrelated words are a good start."
UNTYPED = "This holds a character that not every keyboard can type. Please remove it."


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("", SHORT.format(12)),
        ("elf Zeichen", "1 character more: at least 12 are needed."),
        ("kx7#Qm2!vR9", "1 character more: at least 12 are needed."),
        ("kx7#Qm2!vR9z", ""),
        ("zwölf Uhr üö", ""),
        ("Lampe Ziegel Fluss Marder", ""),
        ("correct horse battery staple", ""),
        ("Über sieben Brücken", ""),
        ("日本語のとても長い合言葉です", ""),
        ("👩\u200d👩\u200d👧 🏳\ufe0f\u200d🌈 Kaktus 17", ""),
        ("kx7#Qm2!vR9z" * 11, LONG),
        ("x" * 129, LONG),
        ("x" * 128, EASY),
        ("aaaaaaaaaaaa", EASY),
        ("123456789012", COMMON),
        ("qwertzuiopü+", EASY),
        ("Passwort1234", COMMON),
        ("Passwort 1234", EASY),
        ("passwortpasswort", EASY),
        ("geheim geheim geheim", EASY),
        ("Sommer2026!!!", EASY),
        ("Heidelberg2026!", EASY),
        ("Kanarienvogel", EASY),
        ("Donaudampfschiff", EASY),
        ("tiger wolke lehrer garten", ""),
        ("Sonnenschein1", EASY),
        ("FUSSBALL 2026", EASY),
        ("fußball fußball", EASY),
        ("iloveyou1234", EASY),
        ("Musterhost2026", OWN),
        ("musterhost!!!", OWN),
        ("MUSTERHOST-1234-5678", OWN),
        ("10012345 10012345", OWN),
        ("Kunde 10012345", OWN),
        ("Jutta Lüdenscheidt", OWN),
        ("JUTTAMÜLLERLÜDENSCHEIDT", OWN),
        ("Mu\u0308ller-Lu\u0308denscheidt1", OWN),
        ("musterfrau-design", OWN),
        ("musterfraudesign2026", OWN),
        ("jutta.mueller@example.org", OWN),
        ("MÜSSIG-SÖHNE.DE", OWN),
        ("Jutta Ziegel Fluss Marder", ""),
        ("Boje Ziegel Fluss Marder", ""),
        ("Lampe Ziegel\x00 Fluss Marder", UNTYPED),
        ("Lampe Ziegel\tFluss Marder", UNTYPED),
        ("Lampe Ziegel\x1b[2J Marder", UNTYPED),
        ("Lampe Ziegel \udcfc Marder", UNTYPED),
    ],
)
def test_the_rule_for_new_passwords(password: str, problem: str) -> None:
    assert judge(password, ABOUT).problem == problem


def test_a_password_on_the_list_is_refused_whatever_its_case() -> None:
    long_ones = [word for word in passwords._common() if len(word) >= passwords.SHORTEST]
    assert long_ones
    for word in long_ones:
        assert judge(word.upper(), []).problem == COMMON


def test_longer_than_what_zxcvbn_takes_is_judged_by_its_beginning() -> None:
    for length in (71, 72, 73, 127, 128):
        assert judge(("kx7#Qm2!vR9zLw" * 10)[:length], ABOUT).problem == ""
        assert judge("ab" * (length // 2), ABOUT).problem == EASY


def test_length_is_counted_in_characters_after_nfc() -> None:
    decomposed = unicodedata.normalize("NFD", "üöä-Kaktus!7")
    assert (len(decomposed), judge(decomposed, []).problem) == (15, "")
    assert judge(decomposed[:-1], []).problem == "1 character more: at least 12 are needed."


def test_nothing_known_of_the_owner_is_nothing_against_a_password() -> None:
    assert judge("Lampe Ziegel Fluss Marder", ["", "   ", "-"]).problem == ""
    assert judge("Musterhost 2026 Fluss", []).problem == ""


def test_what_one_owner_is_called_is_nothing_against_anothers_password() -> None:
    fine = "Zwetschgendatschi9"
    before = judge(fine, [])
    assert judge(fine, [fine]).problem == OWN
    assert judge(fine, []) == before
    assert before.problem == ""


@given(st.text(max_size=200))
def test_every_text_is_judged_and_only_the_strong_pass(text: str) -> None:
    strength = judge(text, ABOUT)
    assert 0 <= strength.score <= 4
    assert (strength.problem == "") == (strength.score >= 3)


def test_a_refused_password_belongs_to_a_field() -> None:
    with pytest.raises(InvalidInput) as caught:
        require_strong("short", [], "new")
    assert caught.value.problems == {"new": SHORT.format(7)}
    require_strong("Lampe Ziegel Fluss Marder", ABOUT, "new")


# How they are kept.


def cheap() -> Passwords:
    return Passwords(CountingHasher())


@pytest.mark.parametrize(
    "password", ["Lampe Ziegel Fluss", "überall Krähen", "x" * 500, "\x00", "\udcfc", "日本語", " ", ""]
)
def test_a_password_fits_its_verifier_and_nothing_else_does(password: str) -> None:
    kept = cheap()
    verifier = kept.hash(password)
    assert verifier.startswith("$argon2id$")
    assert kept.hash(password) != verifier
    assert kept.verify(verifier, password)
    for other in (f"{password}x", f"{password} ", password[:-1] or "x"):
        assert not kept.verify(verifier, other)


@given(st.text())
def test_composed_and_decomposed_are_the_same_password(text: str) -> None:
    kept = cheap()
    verifier = kept.hash(unicodedata.normalize("NFC", text))
    assert kept.verify(verifier, unicodedata.normalize("NFD", text))


@pytest.mark.parametrize("verifier", [None, "", NO_PASSWORD, "$argon2id$", "no password fits"])
def test_where_there_is_no_verifier_nothing_fits_at_the_same_cost(verifier: str | None) -> None:
    hasher = CountingHasher()
    kept = Passwords(hasher)
    for typed in ("", NO_PASSWORD, verifier or "", "Lampe Ziegel Fluss Marder"):
        hasher.computations = 0
        assert not kept.verify(verifier, typed)
        assert hasher.computations == 1


def test_a_verifier_of_older_parameters_is_due() -> None:
    verifier = cheap().hash("Lampe Ziegel Fluss")
    assert not cheap().is_due(verifier)
    assert Passwords(CountingHasher(time_cost=2)).is_due(verifier)
    assert Passwords().is_due(verifier)


@pytest.mark.parametrize("act", ["hash", "verify", "verify nobody's"])
def test_two_are_computed_at_a_time_and_the_third_waits(act: str) -> None:
    computing, finish = threading.Semaphore(0), threading.Event()
    busy = most = 0
    counting = threading.Lock()

    class Slow(PasswordHasher):
        def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
            self.wait()
            return super().hash(password, salt=salt)

        def verify(self, verifier: str | bytes, password: str | bytes) -> Literal[True]:
            self.wait()
            return super().verify(verifier, password)

        def wait(self) -> None:
            nonlocal busy, most
            with counting:
                busy += 1
                most = max(most, busy)
            computing.release()
            assert finish.wait(20)
            with counting:
                busy -= 1

    verifier = cheap().hash("x")
    kept = Passwords(Slow(time_cost=1, memory_cost=8, parallelism=1))
    acts: dict[str, Callable[[], object]] = {
        "hash": lambda: kept.hash("x"),
        "verify": lambda: kept.verify(verifier, "x"),
        "verify nobody's": lambda: kept.verify(None, "x"),
    }
    threads = [threading.Thread(target=acts[act]) for _thread in range(6)]
    for thread in threads:
        thread.start()
    assert computing.acquire(timeout=20)
    assert computing.acquire(timeout=20)
    assert not computing.acquire(timeout=0.1)
    finish.set()
    for thread in threads:
        thread.join(20)
    assert (most, busy) == (2, 0)


def test_one_is_judged_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Because zxcvbn keeps the owner's words in a dictionary of its module."""
    judging, finish = threading.Semaphore(0), threading.Event()
    original = zxcvbn.zxcvbn
    scores: list[int] = []

    def slow(password: str, user_inputs: list[str]) -> dict[str, int]:
        judging.release()
        assert finish.wait(20)
        result: dict[str, int] = original(password, user_inputs)
        return result

    def judge_one(name: str) -> None:
        scores.append(judge("Zwetschgen und Dampfnudeln", [name]).score)

    monkeypatch.setattr(zxcvbn, "zxcvbn", slow)
    threads = [threading.Thread(target=judge_one, args=(name,)) for name in ("Anna", "Karl", "Jutta")]
    for thread in threads:
        thread.start()
    assert judging.acquire(timeout=20)
    assert not judging.acquire(timeout=0.1)
    finish.set()
    for thread in threads:
        thread.join(20)
    assert scores == [4, 4, 4]
