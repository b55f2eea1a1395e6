"""Measure the working tree against the goals of speed: start, sign-in, memory, keys, idling.

Two programs are always measured in turn, and ratios are taken pair by pair, so that a busy machine changes
little. It prints a table and fails nothing.

    python -m scripts.bench [--rounds N]
"""

from __future__ import annotations

import argparse
import asyncio
import compileall
import datetime as dt
import os
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, TypeVar

from argon2 import PasswordHasher

from portal.demo.build import open_demo
from portal.demo.credentials import AGENCY, ERIKA, RESELLER, DemoLogin
from portal.opening import DATABASE_VARIABLE
from scripts import billing, mail, shops, writing
from scripts.measuring import MeasuredTerminal
from scripts.statements import statements_of_opening
from scripts.subjects import ratios
from tui.environment import prepare_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

COMPARISONS = Path(__file__).parent / "comparisons"
EMPTY = (sys.executable, str(COMPARISONS / "empty.py"))
TABLE = (sys.executable, str(COMPARISONS / "table.py"))
PORTAL = (sys.executable, "-m", "tui")

LOGIN_STANDS = "Customer password.*Log in.*Palette"
PACKAGES_STAND = {
    ERIKA: r"Your packages \(5\).*● ",
    AGENCY: r"Your packages \(300\).*● ",
    RESELLER: r"Your packages \(10.?000\).*● ",
}

FEW, IDLE_SECONDS = 3, 10.0
PAGES = ("pagedown",) * 20
MOVES = ("down", "up") * 10
LETTERS = "musterallee"
WORDS = ("c", "a", "t", "c", "h", "space", "f", "o", "r", "w")

FRAME = 1 / 60
"""Seconds in which an answer seems to come at once."""


@dataclass(frozen=True)
class Row:
    """A line of the table.

    Attributes:
        what: What was measured.
        measured: The figure.
        goal: What it should not exceed; None: for information.
    """

    what: str
    measured: float
    goal: float | None = None

    def __str__(self) -> str:
        goal = "" if self.goal is None else f"≤ {self.goal:g}"
        missed = "" if self.goal is None or self.measured <= self.goal else "missed"
        return f"{self.what:<60}{self.measured:>9.4g}    {goal:<8}{missed}".rstrip()


def in_turn(rounds: int, one: Callable[[], T], other: Callable[[], T]) -> list[tuple[T, T]]:
    """Measure two things in turn, the other one first every second time."""
    pairs = []
    for number in range(rounds):
        if number % 2:
            second = other()
            pairs.append((one(), second))
        else:
            pairs.append((one(), other()))
    return pairs


def ratio(pairs: list[tuple[float, float]]) -> float:
    """The median of the ratios, pair by pair."""
    return median(one / other for one, other in pairs)


# The two programs that are started again and again


@dataclass(frozen=True)
class Start:
    """One start of a program.

    Attributes:
        ready: Seconds until its first screen stood.
        memory: MiB at that moment.
        loaded: MiB once it had nothing more to do.
    """

    ready: float
    memory: float
    loaded: float


def start(command: tuple[str, ...], shows: str) -> Start:
    """Start a program, wait until it is at rest, and end it."""
    with MeasuredTerminal(command) as terminal:
        ready = terminal.when_shown(shows) - terminal.started
        memory = terminal.memory
        terminal.rest()
        return Start(ready, memory, terminal.memory)


def starts(rounds: int) -> Iterator[Row]:
    """Until the login screen stands, and the memory it takes."""
    pairs = in_turn(rounds + 1, lambda: start(PORTAL, LOGIN_STANDS), lambda: start(EMPTY, "ready"))[1:]
    milliseconds = median(portal.ready for portal, _ in pairs) * 1000
    yield Row("login screen ready, ms", milliseconds)
    yield Row("login screen ready / empty Textual app", ratio([(p.ready, e.ready) for p, e in pairs]), 1.12)
    yield Row("memory at login / empty app", ratio([(p.memory, e.memory) for p, e in pairs]), 1.10)
    yield Row("memory with the portal loaded / empty app", ratio([(p.loaded, e.loaded) for p, e in pairs]))


# One terminal, in which people sign in and out


@contextmanager
def opened_portal() -> Iterator[MeasuredTerminal]:
    """A portal that is loaded and at rest on its login screen."""
    with MeasuredTerminal(PORTAL) as terminal:
        terminal.when_shown(LOGIN_STANDS)
        terminal.rest()
        yield terminal


def sign_in(terminal: MeasuredTerminal, login: DemoLogin) -> float:
    """Sign in, and tell the seconds from Enter until the packages stand."""
    terminal.press(*login.name, "enter", *login.password)
    terminal.rest()
    pressed = time.perf_counter()
    terminal.press("enter")
    return terminal.when_shown(PACKAGES_STAND[login]) - pressed


def log_out(terminal: MeasuredTerminal) -> None:
    """Back to the login screen."""
    terminal.press("ctrl+q")
    terminal.when_shown(LOGIN_STANDS)
    terminal.rest()


def verify() -> float:
    """Seconds of one argon2id verification, in this process."""
    hasher, begun = PasswordHasher(), time.perf_counter()
    hasher.verify(ERIKA.verifier, ERIKA.password)
    return time.perf_counter() - begun


def signing_in(terminal: MeasuredTerminal, rounds: int) -> Iterator[Row]:
    """How long a sign-in takes, and whether the number of packages matters."""

    def seconds(login: DemoLogin) -> float:
        taken = sign_in(terminal, login)
        log_out(terminal)
        return taken

    seconds(ERIKA)
    pairs = in_turn(rounds, lambda: seconds(ERIKA), verify)
    yield Row("sign-in until the packages stand, ms", median(pair[0] for pair in pairs) * 1000)
    yield Row("sign-in until the packages stand / one argon2 verify", ratio(pairs), 1.4)
    many = in_turn(rounds, lambda: seconds(RESELLER), lambda: seconds(AGENCY))
    yield Row("sign-in with 10 000 packages / with 300", ratio(many), 1.05)


def paging(terminal: MeasuredTerminal, rounds: int) -> Iterator[Row]:
    """What a PageDown costs in a long list and in a short one."""

    def seconds(login: DemoLogin) -> float:
        sign_in(terminal, login)
        terminal.rest()
        cost = terminal.cpu_per_key(PAGES)
        log_out(terminal)
        return cost

    pairs = in_turn(rounds, lambda: seconds(RESELLER), lambda: seconds(AGENCY))
    yield Row("CPU per PageDown at 10 000 packages, ms", median(pair[0] for pair in pairs) * 1000)
    yield Row("CPU per PageDown at 10 000 packages / at 300", ratio(pairs), 1.05)


def bytes_of_keys(terminal: MeasuredTerminal) -> Iterator[Row]:
    """What crosses the line for a key, against Textual's own list."""
    sign_in(terminal, ERIKA)
    terminal.rest()
    cards = terminal.bytes_per_key(MOVES)
    terminal.press("down", "m")
    terminal.when_shown("In use")
    terminal.press("down", "enter")
    terminal.when_shown("blog.musterfrau")
    terminal.rest()
    rows = terminal.bytes_per_key(MOVES)
    terminal.press("escape")
    terminal.when_shown(PACKAGES_STAND[ERIKA])
    terminal.press("shift+tab", "home", "down", "enter")
    terminal.when_shown("Street")
    terminal.rest()
    yield Row("bytes per typed letter in a form", terminal.bytes_per_key(LETTERS), 300)
    yield Row("bytes per cursor move, cards of packages", cards)
    yield Row("bytes per cursor move, cards / DataTable", cards / bytes_of_table(3), 0.5)
    yield Row("bytes per cursor move, rows of domains", rows)
    yield Row("bytes per cursor move, rows / DataTable", rows / bytes_of_table(1), 0.5)


def bytes_of_table(height: int) -> float:
    """Bytes per cursor move of a DataTable with rows of some lines."""
    with MeasuredTerminal((*TABLE, str(height))) as table:
        table.when_shown("active")
        table.rest()
        return table.bytes_per_key(MOVES)


def memory_signed_in() -> float:
    """MiB of a portal in which somebody has just signed in."""
    with opened_portal() as terminal:
        sign_in(terminal, ERIKA)
        terminal.rest()
        return terminal.memory


def helping() -> Iterator[Row]:
    """What a letter costs that is typed into the search of the help: found, drawn and sent."""
    with opened_portal() as terminal:
        sign_in(terminal, ERIKA)
        terminal.press("shift+tab", "end", "enter")
        terminal.when_shown("What are you looking for")
        terminal.rest()
        seconds = terminal.cpu_per_key(WORDS)
    yield Row("CPU per letter in the search of the help, ms", seconds * 1000)
    yield Row("CPU per letter in the search of the help / a frame", seconds / FRAME, 1)


def idling() -> Iterator[Row]:
    """What it costs that somebody is signed in and does nothing."""
    sent = 0

    def seconds(idle: MeasuredTerminal) -> float:
        nonlocal sent
        before = idle.cpu
        sent += idle.watch(IDLE_SECONDS)
        return idle.cpu - before

    with opened_portal() as portal, MeasuredTerminal(EMPTY) as empty:
        sign_in(portal, ERIKA)
        portal.rest()
        empty.when_shown("ready")
        empty.rest()
        pairs = in_turn(FEW, lambda: seconds(portal), lambda: seconds(empty))
    yield Row("idle: CPU in 10 s, ms", median(pair[0] for pair in pairs) * 1000)
    yield Row("idle: CPU / empty app", ratio(pairs), 1.2)
    yield Row("idle: bytes sent", sent, 0)


def statements() -> Iterator[Row]:
    """How often the database is asked while the packages open."""
    for login, packages in ((ERIKA, "5"), (RESELLER, "10 000")):
        count = len(asyncio.run(statements_of_opening(login)))
        yield Row(f"SQL statements, opening the list of {packages} packages", count, 3)


def subjects() -> Iterator[Row]:
    """Whether it matters how much stands in a package."""
    much = {"email": "5 000 mailboxes", "dns": "10 000 DNS records", "history": "100 000 changes"}
    for subject, factor in ratios(FEW).items():
        yield Row(f"opening {subject} with {much[subject]} / with few", factor, 1.05)


def invoices() -> Iterator[Row]:
    """The list of very many, a document, a run, a file for the bank."""
    yield Row("opening 100 000 invoices / 38", billing.many_and_few(RESELLER, FEW), 1.05)
    yield Row("one PDF with XML, ms", billing.document(FEW) * 1000, 150)
    run, file = billing.run_and_file()
    yield Row("billing 10 000 customers, s", run, 60)
    yield Row("file of 10 000 debits, s", file, 15)


def messages() -> Iterator[Row]:
    """The list of very many, and a thousand mails."""
    yield Row("opening 100 000 messages / 40", mail.many_and_few(RESELLER, FEW), 1.05)
    yield Row("1 000 mails to a server on this computer, s", mail.seconds_of_sending(), 60)


def starting(rounds: int) -> Iterator[Row]:
    """What “Start” opens: a key in the website builder, publishing, very much in a shop."""
    for size in ((80, 24), (120, 36)):
        window = f"{size[0]}×{size[1]}"
        factors = list(writing.keys(size, rounds))
        yield Row(f"bytes per key on a page, {window} / TextArea", median(each[0] for each in factors), 1.5)
        yield Row(f"CPU per key on a page, {window} / TextArea", median(each[1] for each in factors), 1.5)
    yield Row("CPU of a key and the preview that follows, ms", writing.following((120, 36), rounds) * 1000)
    yield Row(f"publishing {shops.PAGES} pages, s", shops.publishing(), 5)
    for subject, factor, count in shops.opening(FEW):
        yield Row(f"opening {shops.MANY} {subject} of a shop / {shops.FEW}", factor, 1.05)
        yield Row(f"SQL statements, opening {shops.MANY} {subject} of a shop", count, 3)


def measure(rounds: int) -> Iterator[Row]:
    """All rows, as they come."""
    yield from starts(rounds)
    memory = in_turn(FEW, memory_signed_in, lambda: start(EMPTY, "ready").loaded)
    yield Row("memory signed in / empty app", ratio(memory), 2.2)
    with opened_portal() as terminal:
        yield from signing_in(terminal, rounds)
        yield from paging(terminal, rounds)
        yield from bytes_of_keys(terminal)
    yield from helping()
    yield from idling()
    yield from statements()
    yield from subjects()
    yield from invoices()
    yield from messages()
    yield from starting(rounds)


def main() -> None:
    """Make a large demo, and print the table for it."""
    parser = argparse.ArgumentParser(description="Measure the portal in a terminal.")
    parser.add_argument("--rounds", type=int, default=9, help="how often each ratio is taken")
    rounds: int = parser.parse_args().rounds
    prepare_environment()
    for package in ("tui", "portal", "storage"):  # as pip does at installation
        compileall.compile_dir(package, quiet=1)
    with tempfile.TemporaryDirectory(prefix="customer-login-bench-") as folder:
        database = Path(folder) / "portal.db"
        os.environ["XDG_CONFIG_HOME"] = folder
        os.environ[DATABASE_VARIABLE] = str(database)
        begun = time.perf_counter()
        open_demo(Path(folder), dt.datetime.now(dt.UTC).date(), "large", database).close()
        print(Row("making the large demo, s", time.perf_counter() - begun))
        for row in measure(rounds):
            print(row, flush=True)


if __name__ == "__main__":
    main()
