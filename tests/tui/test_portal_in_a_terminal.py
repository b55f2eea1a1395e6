"""The program in a real terminal: the demo, from its start to every way out of it."""

from __future__ import annotations

import signal
import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from portal.demo.credentials import ERIKA
from tests.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAM = [sys.executable, "-m", "tui"]


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """Where the program finds nothing of the person who runs the tests."""
    names = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "TMPDIR")
    for name in names:
        (tmp_path / name).mkdir()
    return {name: str(tmp_path / name) for name in names} | {"HOME": str(tmp_path)}


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept.db"


@pytest.fixture
def terminal(home: dict[str, str], kept: Path) -> Iterator[Terminal]:
    """The demo at 80x24, its database kept, so that it can be looked into afterwards."""
    with Terminal([*PROGRAM, "demo", "--keep", str(kept)], environ=home) as terminal:
        terminal.wait_for(f"demo: {ERIKA}")
        yield terminal


def sign_in(terminal: Terminal) -> None:
    terminal.press(*ERIKA.name, "enter", *ERIKA.password, "enter")
    terminal.wait_for(r"Your packages \(5\)")
    terminal.wait_for("wanderblog.org")


def open_address(terminal: Terminal) -> None:
    terminal.press("shift+tab", "home", "down", "enter")
    terminal.wait_for("Heidestraße")


def stored_street(kept: Path) -> str:
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (street,) = connection.execute(
            "SELECT street FROM customers WHERE number = ?", [ERIKA.name]
        ).fetchone()
    return str(street)


def test_a_customer_signs_in_saves_an_address_and_quits(terminal: Terminal, kept: Path) -> None:
    sign_in(terminal)
    open_address(terminal)
    terminal.press("end", "\x15", *"Große Straße", "f2")
    terminal.wait_for("Your address was changed.")
    terminal.press("ctrl+q")
    terminal.wait_for("Customer number")
    assert "Erika" not in terminal.text
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert terminal.is_restored()
    assert stored_street(kept) == "Große Straße"


def test_a_whole_sign_in_typed_before_the_program_is_there_arrives_in_order(home: dict[str, str]) -> None:
    with Terminal([*PROGRAM, "demo"], environ=home) as terminal:
        terminal.wait_for("Customer number")
        terminal.press(f"{ERIKA.name}\t{ERIKA.password}\r")
        terminal.wait_for(r"Your packages \(5\)")
        assert ERIKA.password.encode() not in terminal.output.replace(str(ERIKA).encode(), b"")


def test_keys_pressed_after_quitting_do_no_harm(terminal: Terminal) -> None:
    terminal.press("\x11abc\r\tq\x11")
    assert terminal.wait_exit() == 0
    assert terminal.is_restored()


def test_a_hang_up_in_the_middle_of_a_form_ends_the_program_and_changes_nothing(
    terminal: Terminal, kept: Path
) -> None:
    sign_in(terminal)
    open_address(terminal)
    terminal.press(*"typed and never saved")
    terminal.wait_for("never saved")
    terminal.hang_up()
    assert terminal.process.wait(30) == 128 + signal.SIGHUP
    assert stored_street(kept) == "Heidestraße"


def test_a_signal_in_the_middle_of_a_form_gives_the_terminal_back(terminal: Terminal, kept: Path) -> None:
    sign_in(terminal)
    open_address(terminal)
    terminal.press(*"typed and never saved")
    terminal.wait_for("never saved")
    terminal.signal(signal.SIGTERM)
    assert terminal.wait_exit() == 128 + signal.SIGTERM
    assert terminal.is_restored()
    assert stored_street(kept) == "Heidestraße"


def test_a_window_too_small_says_so_and_the_work_goes_on_in_a_larger_one(terminal: Terminal) -> None:
    sign_in(terminal)
    terminal.resize(60, 20)
    terminal.wait_for("This window is 60×20.")
    terminal.wait_for("Please make it at least 80×24.")
    terminal.wait_until(lambda: "wanderblog" not in terminal.text, "The list is still there.")
    for size in ((1, 1), (2, 30), (200, 1), (500, 200), (80, 24)):
        terminal.resize(*size)
        terminal.pump(0)
    terminal.wait_for("wanderblog.org")
    terminal.press("down", "m")
    terminal.wait_for("› musterfrau-design.de")


def test_a_byte_of_another_encoding_is_no_end(terminal: Terminal) -> None:
    sign_in(terminal)
    open_address(terminal)
    terminal.send(b"Stra\xdfe 5")
    terminal.wait_for("Strae 5")


def test_nothing_is_left_of_a_demo_that_was_not_kept(home: dict[str, str], tmp_path: Path) -> None:
    with Terminal([*PROGRAM, "demo"], environ=home) as terminal:
        terminal.wait_for("Customer number")
        sign_in(terminal)
        assert list((tmp_path / "TMPDIR").rglob("*.db"))
        terminal.press("ctrl+q")
        terminal.wait_for("Customer number")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert not list(tmp_path.rglob("*.db*"))


def test_without_a_database_the_program_says_what_to_do_and_makes_none(
    home: dict[str, str], tmp_path: Path
) -> None:
    with Terminal(PROGRAM, environ=home) as terminal:
        assert terminal.wait_exit() == 1
        assert terminal.is_restored()
        said = " ".join(terminal.output.decode().split())
        assert "There is no database at" in said
        assert "customer-login demo" in said
        assert "Traceback" not in said
    assert not list(tmp_path.rglob("*.db*"))


def test_a_list_that_fills_its_screen_is_painted_without_another_key(terminal: Terminal) -> None:
    sign_in(terminal)
    terminal.press("shift+tab", "home", *["down"] * 8, "enter")
    terminal.wait_for("Which package")
    terminal.press("home", "down", "enter")
    terminal.wait_for("Nothing yet")
    terminal.wait_for(r"\[ \] +musterfrau\.de ")
    terminal.press(" ")
    terminal.wait_for("1 marked")
    terminal.press("enter")
    terminal.wait_for(r"wanderblog\.org +Homepage Builder")
