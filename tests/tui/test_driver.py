"""The keyboard survives whatever is sent; `test_real_terminal.py` has the rest of the driver."""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from textual import events
from textual.drivers.linux_driver import LinuxDriver

from tui.driver import (
    BURST,
    LARGEST_SIZE,
    LONGEST_PASTE,
    UNREADABLE,
    DeafFile,
    GuardedDriver,
    Keyboard,
    bounded,
)
from tui.pen import Pen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message import Message


def keys(found: list[Any]) -> str:
    return "".join(event.character or "" for event in found if isinstance(event, events.Key))


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        (b"a\xe4b", "ab"),
        ("ä".encode(), "ä"),
        (b"\x1b[99999999999u", ""),
        (b"\x1b[1114112u", ""),
        (b"\x1b[::;:u", ""),
        (b"\x1b[55296u", ""),
    ],
)
def test_unreadable_bytes_and_sequences_are_ignored(sent: bytes, typed: str) -> None:
    keyboard = Keyboard()
    assert keys(list(keyboard.read(sent))) == typed
    assert keys(list(keyboard.read(b"z"))) == "z"


def test_stock_parser_dies_of_a_key_that_does_not_exist() -> None:
    from textual._xterm_parser import XTermParser

    with pytest.raises(UNREADABLE):
        list(XTermParser().feed("\x1b[99999999999u"))


def test_a_long_burst_is_one_paste_and_a_short_one_is_typing() -> None:
    (paste,) = Keyboard().read(b"x" * (BURST + 1))
    assert isinstance(paste, events.Paste)
    assert paste.text == "x" * (BURST + 1)
    assert len(list(Keyboard().read(b"x" * BURST))) == BURST


def test_a_paste_is_one_event_however_it_arrives_and_is_refused_when_too_long() -> None:
    for length in (LONGEST_PASTE, LONGEST_PASTE + 1, 10 * LONGEST_PASTE):
        keyboard = Keyboard()
        sent = b"\x1b[200~" + b"x" * length + b"\x1b[201~y"
        found: list[Message] = []
        for start in range(0, len(sent), 4099):
            found.extend(keyboard.read(sent[start : start + 4099]))
        paste, key = found
        assert isinstance(paste, events.Paste)
        assert keyboard.takes(paste) == (length <= LONGEST_PASTE)
        assert len(paste.text) <= LONGEST_PASTE + 2 * 4099  # its first and last pieces are always read
        assert keys([key]) == "y"
        assert keyboard.takes(events.Paste("short"))


def test_sizes_are_bounded() -> None:
    assert bounded(0, 0) == (1, 1)
    assert bounded(80, 24) == (80, 24)
    assert bounded(999_999, 999_999) == LARGEST_SIZE


def test_writing_to_a_terminal_that_is_gone_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", buffering=1) as gone:
        deaf = DeafFile(gone)
        assert deaf.fileno() == writing
        deaf.write("into the void\n")
        deaf.write("again\n")
        deaf.flush()
        with pytest.raises(OSError, match="Broken pipe"):
            gone.flush()
        os.dup2(os.open(os.devnull, os.O_WRONLY), writing)


class Desk:
    """Hears what the driver tells its app."""

    def __init__(self) -> None:
        self.crashes: list[Exception] = []

    def crash(self, error: Exception) -> None:
        self.crashes.append(error)


class LoopThatRunsAtOnce:
    def call_soon_threadsafe(self, told: Callable[..., None], *args: object) -> None:
        told(*args)


@pytest.fixture
def driver() -> GuardedDriver:
    """A driver without a terminal."""
    driver = GuardedDriver.__new__(GuardedDriver)
    driver._keyboard = Keyboard()
    driver._pen, driver._unsent = Pen(), []
    driver._crashing_app = Desk()  # type: ignore[assignment]
    driver._loop = LoopThatRunsAtOnce()  # type: ignore[assignment]
    return driver


def test_what_is_written_in_one_turn_of_the_loop_is_sent_in_one_piece(
    driver: GuardedDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    later: list[Callable[[], None]] = []
    sent: list[str] = []
    monkeypatch.setattr(driver, "_loop", SimpleNamespace(call_soon_threadsafe=later.append))
    monkeypatch.setattr(LinuxDriver, "write", lambda _, data: sent.append(data))
    for data in ("\x1b[?2026h", "\x1b[1;1H", "\x1b[1mbold\x1b[0m", "\x1b[?2026l"):
        driver.write(data)
    assert sent == []
    (send,) = later
    send()
    assert sent == ["\x1b[?2026h\x1b[1;1H\x1b[0;1mbold\x1b[?2026l"]


def test_an_error_of_the_input_thread_is_a_crash_of_the_app(
    driver: GuardedDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    failure = ValueError()

    def fail(_: GuardedDriver) -> None:
        raise failure

    monkeypatch.setattr(GuardedDriver, "run_input_thread", fail)
    driver._run_input_thread()
    assert isinstance(driver._crashing_app, Desk)
    assert driver._crashing_app.crashes == [failure]


def test_what_no_app_survives_is_not_passed_on(
    driver: GuardedDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed: list[Message] = []
    written: list[str] = []
    monkeypatch.setattr(LinuxDriver, "process_message", lambda _, message: passed.append(message))
    monkeypatch.setattr(GuardedDriver, "write", lambda _, words: written.append(words))
    driver.process_message(events.Paste("x" * (LONGEST_PASTE + 1)))
    assert passed == []
    assert written == ["\a"]
    driver.process_message(events.Paste("short"))
    driver.process_message(events.Resize.from_dimensions((99_999, 0), (8, 16)))
    paste, resize = passed
    assert isinstance(paste, events.Paste)
    assert isinstance(resize, events.Resize)
    assert resize.size == (LARGEST_SIZE.width, 1)
    assert resize.pixel_size == (8, 16)
