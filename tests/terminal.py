"""A terminal for tests: runs a program in a PTY, types, and looks at the screen.

Nothing sleeps; every wait is for a condition, with a generous limit.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from typing import TYPE_CHECKING, Any, Self

import pyte

if TYPE_CHECKING:
    import signal
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

KEYS = {
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "pagedown": "\x1b[6~",
    "pageup": "\x1b[5~",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
}

_ANSWERS = (
    (re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y"),
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?62;22c"),
    (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),
    (re.compile(rb"\x1b\]11;\?(?:\x07|\x1b\\)"), b"\x1b]11;rgb:0000/0000/0000\x1b\\"),
)
"""What an ordinary terminal answers when it is asked."""

_UNKNOWN_TO_PYTE = re.compile(
    rb"\x1b\[[<>=][0-9;]*[A-Za-z]|\x1b\[\?[0-9;]*\$p|\x1b\[[0-9;]* q|\x1b\[[0-9;]*t"
    rb"|\x1b[P_].*?\x1b\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)",
    re.DOTALL,
)

_INCOMPLETE = re.compile(rb"\x1b(?:\[[0-9;:?<>=$ ]*|[\]P_][^\x07\x1b]*\x1b?)?\Z", re.DOTALL)

_OWN_TERMINAL = (
    "import fcntl,os,sys,termios; fcntl.ioctl(0,termios.TIOCSCTTY,0); os.execvp(sys.argv[1],sys.argv[1:])"
)
"""Makes the PTY the controlling terminal, so that hanging up sends SIGHUP, and becomes the program."""

LIMIT = 30.0
"""Seconds any wait may take."""


class _Screen(pyte.Screen):
    """A screen without answers (this module gives them) and colours (some of Textual's upset pyte)."""

    def report_device_attributes(self, *_: Any, **__: Any) -> None:
        pass

    def report_device_status(self, *_: Any, **__: Any) -> None:
        pass

    def select_graphic_rendition(self, *_: Any, **__: Any) -> None:
        pass


class Terminal:
    """A program in a terminal of its own.

    Use as a context manager; leaving it ends the program if it still runs.

    Args:
        command: The program and its arguments.
        columns: Width of the terminal.
        rows: Height of the terminal.
        environ: Added to the environment, from which Textual's variables are taken.
        folder: Working folder.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        environ: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("TEXTUAL") and name not in {"COLUMNS", "LINES", "NO_COLOR"}
        }
        inherited |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
        self.output = b""
        """All bytes the program sent."""
        self._fed = 0
        self._screen = _Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._master, self._slave = pty.openpty()
        self.resize(columns, rows)
        self._modes_before = termios.tcgetattr(self._slave)
        self.process = subprocess.Popen(
            [sys.executable, "-IS", "-c", _OWN_TERMINAL, *command],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            env=inherited | dict(environ or {}),
            cwd=folder,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for descriptor in (self._master, self._slave):
            with contextlib.suppress(OSError):
                os.close(descriptor)

    # The screen

    @property
    def text(self) -> str:
        """What the screen shows now, row by row."""
        return self.text_at(len(self.output))

    def text_at(self, length: int) -> str:
        """What the screen showed when so many bytes had come; asked about moments one after the other."""
        data = self.output[self._fed : length]
        if begun := _INCOMPLETE.search(data):  # its rest has not arrived
            data = data[: begun.start()]
        self._fed += len(data)
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", data))
        return "\n".join(self._screen.display)

    def pump(self, seconds: float = 0.05) -> bool:
        """Read what arrives within `seconds`, answer the program's questions; tell whether anything came."""
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:  # the program has closed its side
            return False
        seen = len(self.output)
        self.output += data
        for question, answer in _ANSWERS:
            for found in question.finditer(self.output, max(0, seen - 16)):
                if found.end() > seen:
                    os.write(self._master, answer)
        return bool(data)

    def wait_until(self, condition: Callable[[], object], what: str, seconds: float = LIMIT) -> None:
        """Read until `condition` holds.

        Raises:
            AssertionError: With the screen, if it does not in time.
        """
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"{what}\n{self.text}"
            self.pump()

    def wait_for(self, pattern: str, seconds: float = LIMIT) -> re.Match[str]:
        """Wait until the screen matches `pattern`, and return the match."""
        found: list[re.Match[str]] = []

        def matches() -> bool:
            found.extend(re.finditer(pattern, self.text))
            return bool(found)

        self.wait_until(matches, f"The screen never showed {pattern!r}.", seconds)
        return found[0]

    def wait_quiet(self, seconds: float = 0.3) -> None:
        """Wait until the program has been silent for `seconds`."""
        while self.pump(seconds):
            pass

    # The keyboard

    def press(self, *keys: str) -> None:
        """Press keys by name (`KEYS`, ``ctrl+x``), or type letters."""
        for key in keys:
            if key in KEYS:
                self.send(KEYS[key].encode())
            elif key.startswith("ctrl+"):
                self.send(bytes([ord(key[5]) & 0x1F]))
            else:
                self.send(key.encode())

    def paste(self, text: str) -> None:
        """Paste as a terminal with bracketed paste does."""
        self.send(b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def send(self, data: bytes) -> None:
        """Send raw bytes, reading meanwhile, as a terminal does."""
        os.set_blocking(self._master, False)
        try:
            while data:
                with contextlib.suppress(BlockingIOError):
                    data = data[os.write(self._master, data) :]
                self.pump(0.01 if data else 0)
        finally:
            os.set_blocking(self._master, True)

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window; the program hears of it by SIGWINCH."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._screen.resize(rows, columns)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the window."""
        os.close(self._slave)
        os.close(self._master)

    # The end

    def wait_exit(self, seconds: float = LIMIT) -> int:
        """Wait until the program has ended and all it said is read; return its exit code."""
        self.wait_until(lambda: self.process.poll() is not None, "The program never ended.", seconds)
        while self.pump(0):
            pass
        return self.process.wait()

    def is_restored(self) -> bool:
        """Tell whether the terminal is as it was: modes, screen, cursor, mouse, paste and focus reports."""
        switched = dict(re.findall(rb"\x1b\[\?(\d+)([hl])", self.output))
        wanted = {b"1049": b"l", b"25": b"h", b"7": b"h"}
        wanted |= dict.fromkeys((b"1000", b"1003", b"1004", b"1006", b"1015", b"2004"), b"l")
        left = {mode: how for mode, how in switched.items() if wanted.get(mode, how) != how}
        return not left and termios.tcgetattr(self._slave) == self._modes_before
