"""The guards in a real terminal: whatever happens, the program ends properly and gives the terminal back."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING

import pytest

from tests.terminal import Terminal
from tests.tui.guarded_app import COMMAND, HANGS, SECRET

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "logs" / "crashes.log"


@pytest.fixture
def terminal(log: Path) -> Iterator[Terminal]:
    with Terminal([*COMMAND, str(log)]) as terminal:
        terminal.wait_for("ready")
        yield terminal


def test_quitting_restores_the_terminal(terminal: Terminal) -> None:
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert terminal.is_restored()


@pytest.mark.parametrize("key", ["f1", "f2"], ids=["in a handler", "in a thread"])
def test_a_crash_is_one_sentence_and_a_log_without_values(terminal: Terminal, log: Path, key: str) -> None:
    terminal.press("tab", *"hunter2")
    terminal.wait_for("7 secret letters")
    terminal.press(key)
    assert terminal.wait_exit() == 1
    assert terminal.is_restored()
    said = re.sub(r"\x1b\[\?\d+l", "", terminal.output.rpartition(b"\x1b[?1049l")[2].decode())
    said = said.replace("\x1b[?25h", "")
    sentence, reference = said.strip().rsplit(" ", 1)
    assert sentence == "Something went wrong on our side. Reference:"
    written = log.read_text()
    assert reference in written
    assert "builtins.ValueError" in written
    assert "guarded_app.py" in written
    assert "GuardedDesk.action_fail" in written
    for secret in (SECRET, "hunter2"):
        assert secret not in written
        assert secret.encode() not in terminal.output
    assert log.stat().st_mode & 0o777 == 0o600
    assert log.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT])
def test_a_signal_ends_the_program_in_order(terminal: Terminal, number: signal.Signals) -> None:
    terminal.signal(number)
    assert terminal.wait_exit() == 128 + number
    assert terminal.is_restored()


def test_a_signal_ends_a_program_that_hangs(terminal: Terminal) -> None:
    terminal.press("f5")
    terminal.wait_until(lambda: HANGS in terminal.output, "It never hung.")
    terminal.wait_quiet()  # Python notices no signal that comes on the very way into a call
    terminal.signal(signal.SIGTERM)
    assert terminal.wait_exit() == 128 + signal.SIGTERM
    assert terminal.is_restored()


def test_a_closed_window_ends_the_program(terminal: Terminal, log: Path) -> None:
    terminal.hang_up()
    assert terminal.process.wait(30) == 128 + signal.SIGHUP
    assert not log.exists()  # not even the thread that writes to the terminal died of it


def test_a_closed_window_ends_the_program_even_if_the_signal_is_ignored(log: Path) -> None:
    with Terminal(["sh", "-c", 'trap "" HUP; exec "$@"', "sh", *COMMAND, str(log)]) as terminal:
        terminal.wait_for("ready")
        terminal.signal(signal.SIGHUP)
        terminal.press("a")
        terminal.wait_for("typed a!")
        terminal.hang_up()
        assert terminal.process.wait(30) == 128 + signal.SIGHUP
        assert not log.exists()


def test_bytes_that_are_no_text_are_ignored(terminal: Terminal) -> None:
    terminal.send(b"a\xe4b\xff\xfe\xc3")
    terminal.send(b"c\x1b[99999999999u\x1b[55296u\x1b[::;:u\x1b[48;24;80;0;0t\x1b[<0;9;9M")
    terminal.send(b"d")
    terminal.wait_for("typed abcd!")


def test_a_letter_in_two_pieces_arrives_whole(terminal: Terminal) -> None:
    terminal.send(b"\xc3")
    terminal.wait_quiet()
    terminal.send(b"\xa4")
    terminal.wait_for("typed ä!")


def test_an_idle_screen_sends_nothing(terminal: Terminal) -> None:
    terminal.press("a")
    terminal.wait_for("typed a!")
    terminal.wait_quiet(0.5)
    sent = len(terminal.output)
    terminal.pump(1.2)  # two blinks of a stock cursor
    assert len(terminal.output) == sent


@pytest.mark.parametrize("marked", [True, False], ids=["marked as a paste", "as if typed"])
def test_a_paste_of_a_megabyte_is_survived(terminal: Terminal, *, marked: bool) -> None:
    text = "x" * 1_000_000
    if marked:
        terminal.paste(text)
    else:
        terminal.send(text.encode())
    terminal.wait_quiet(0.3)
    terminal.paste("short\nand no more")
    terminal.wait_for(r"x*short ")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0


def test_any_size_and_a_storm_of_sizes_are_survived(terminal: Terminal) -> None:
    for columns, rows in [(1, 1), (500, 200), (1, 200), (500, 1), (3, 3)] * 4 + [(80, 24)]:
        terminal.resize(columns, rows)
        terminal.pump(0)
    terminal.press("a")
    terminal.wait_for("typed a!")


def test_copying_from_an_ordinary_input_reaches_the_clipboard_and_from_a_password_does_not(
    terminal: Terminal,
) -> None:
    select_all = "\x1b[97;6u"
    terminal.press(*"word")
    terminal.wait_for("typed word!")
    terminal.press(select_all, "ctrl+c")
    terminal.wait_until(lambda: b"\x1b]52;c;d29yZA==" in terminal.output, "Nothing was copied.")
    terminal.press("tab", *"word")
    terminal.wait_for("4 secret letters")
    terminal.press(select_all, "ctrl+c", "ctrl+x", select_all, "ctrl+c", "x")
    terminal.wait_for("1 secret letters")  # the word was still selected
    assert terminal.output.count(b"\x1b]52;") == 1


def test_hostile_text_in_an_input_reaches_the_terminal_as_nothing(terminal: Terminal) -> None:
    terminal.send(b"\x1b[200~a\x1b]0;mine\x07\x1b[2Jb\xc2\x9b31m\xe2\x80\xaec\x1b[201~d")
    terminal.wait_for(r"typed .*d!")
    assert b"\x1b]0;" not in terminal.output
    assert b"\x1b[2J" not in terminal.output
    assert "\u202e".encode() not in terminal.output
    assert "\x9b".encode() not in terminal.output
