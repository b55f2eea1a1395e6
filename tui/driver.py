"""Textual's terminal driver, with patience for bad bytes and a clean way out.

Stock `LinuxDriver` (Textual 8.2) ends the program at one byte that is not UTF-8, spins when the terminal is
gone, and dies of ``SIGTERM`` and ``SIGHUP`` without giving the terminal back. This one

* ignores bytes that are no text, and key sequences that Textual's parser cannot read;
* takes a long burst of letters for one paste, and refuses a paste that is longer than any field holds;
* leaves by the app's own exit, with code 128 + signal, when told to or when the terminal hangs up, even if
  ``SIGHUP`` is ignored; if the app has not left after `PATIENCE` seconds, it restores the terminal and ends;
* sends colours and attributes only where they change (`tui.pen`), and each turn of the loop in one piece;
* tells the app the size that the terminal has, however fast it changes, and never one larger than
  `LARGEST_SIZE`.

Private members of Textual it stands on: `LinuxDriver._run_input_thread`, `._get_terminal_size`,
`._in_band_window_resize` and `._file`, `Driver._app` and `._loop`, `Parser._timeout_time`.
"""

from __future__ import annotations

import contextlib
import os
import re
import selectors
import signal
import termios
import threading
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, Any, Final, Protocol, TextIO

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size

from tui.pen import Pen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType, TracebackType

    from textual.message import Message

LEAVING: Final = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)
"""Signals that ask the program to go."""

PATIENCE = 3.0
"""Seconds an app has to leave before the driver ends the process itself."""

LONGEST_PASTE = 100_000
"""Characters; a longer paste is refused with a bell, as no field holds as much."""

BURST = 256
"""Letters arriving at once, beyond which they are a paste that the terminal did not mark as such."""

LARGEST_SIZE = Size(1000, 400)
"""Columns and rows; ``COLUMNS=999999`` must not cost the memory of that many cells."""

PLAINLY = "\x1b[0m"
"""No colours, no attributes."""

RESTORE = (
    PLAINLY
    + "\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1004l\x1b[?2004l\x1b[?7h\x1b[<u\x1b[?1049l\x1b[?25h"
)
"""Plain text, mouse, focus and paste reports off, lines wrap, normal keyboard and screen, cursor shown."""

UNREADABLE: Final = (ArithmeticError, LookupError, RuntimeError, ValueError)
"""What Textual's parser raises at sequences such as ``ESC [ 99999999 u``."""


_PIECES = re.compile(r"\x1b(?:\[[0-9;:<?]*[A-Za-z~]?)?|[^\x1b]+")
"""Key sequences, and the letters between them."""


class CrashingApp(Protocol):
    """What the driver asks of its app."""

    def crash(self, error: Exception) -> None:
        """End in an orderly way because of `error`."""

    def exit(self, result: Any = None, return_code: int = 0, message: Any = None) -> None:
        """Leave."""


class DeafFile:
    """A text file to which writing never fails: once the terminal is gone, words are dropped.

    Otherwise Textual's writer thread would die of the error, and the app wait for it for ever.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._gone = False

    def write(self, text: str) -> int:
        """Write `text` as far as anybody listens."""
        if not self._gone:
            try:
                self._file.write(text)
            except (OSError, ValueError):
                self._gone = True
        return len(text)

    def flush(self) -> None:
        """Pass on what was written."""
        if not self._gone:
            try:
                self._file.flush()
            except (OSError, ValueError):
                self._gone = True

    def fileno(self) -> int:
        """Return the descriptor of the file behind."""
        return self._file.fileno()


class Parser(XTermParser):
    """Textual's parser of key sequences, which also tells whether it is amid one."""

    @property
    def is_amid_sequence(self) -> bool:
        """Whether what came last may be the beginning of something longer."""
        return self._timeout_time is not None


class Keyboard:
    """Turns bytes from the terminal into events, whatever the bytes are."""

    def __init__(self, *, debug: bool = False) -> None:
        self._debug = debug
        self._decode = getincrementaldecoder("utf-8")(errors="ignore").decode
        self._parser = Parser(debug)
        self._pasting = False
        self._pasted = 0
        self._tail = ""

    def read(self, data: bytes) -> Iterator[Message]:
        """Yield the events that `data` completes."""
        text = self._decode(data)
        if "\x1b" not in text:
            if self._pasting:
                self._pasted += len(text)
                if self._pasted > LONGEST_PASTE:
                    return
            elif len(text) > BURST and not self._parser.is_amid_sequence:
                yield events.Paste(text.replace("\x00", ""))
                return
        self._notice_pasting(text)
        for piece in _PIECES.findall(text):
            try:
                for event in self._parser.feed(piece):
                    if not (isinstance(event, events.Key) and _holds_surrogate(event.character)):
                        yield event
            except UNREADABLE:  # of this piece; what follows is read afresh
                self._parser = Parser(self._debug)

    def tick(self) -> Iterator[Message]:
        """Yield what is complete by waiting, such as Escape pressed alone."""
        yield from self._parser.tick()

    def takes(self, paste: events.Paste) -> bool:
        """Tell whether `paste` is short enough, and count anew."""
        overlong = max(self._pasted, len(paste.text)) > LONGEST_PASTE
        self._pasted = 0
        return not overlong

    def _notice_pasting(self, text: str) -> None:
        """Remember whether a bracketed paste goes on behind `text`; its marks may arrive in two pieces."""
        seen = self._tail + text
        begins, ends = seen.rfind(BRACKETED_PASTE_START), seen.rfind(BRACKETED_PASTE_END)
        if begins != ends:
            self._pasting = begins > ends
        self._tail = seen[-(len(BRACKETED_PASTE_END) - 1) :]


class _HandedOver:
    """Hands an error of the input thread to the app, which crashes in its own orderly way."""

    def __init__(self, driver: GuardedDriver) -> None:
        self._driver = driver

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, frames: TracebackType | None
    ) -> bool:
        if isinstance(error, Exception):
            self._driver.crash(error)
        return True


class GuardedDriver(LinuxDriver):
    """Reads and writes the terminal, and gives it back on every way out."""

    def __init__(
        self, app: Any, *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._crashing_app: CrashingApp = app
        self._file: Any = DeafFile(self._file)
        self._keyboard = Keyboard(debug=debug)
        self._pen = Pen()
        self._unsent: list[str] = []
        self._leaving = False
        for number in LEAVING:
            # Whoever ignored SIGHUP (nohup) means it; a terminal that hangs up is noticed all the same.
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._told_to_leave)

    def start_application_mode(self) -> None:
        """Take the terminal over, and tell its sizes by `_tell_size`.

        The handler of stock Textual reads the size and posts it; interrupted by the next signal in between,
        it posts the older size last, and the app keeps it.
        """
        self._pen = Pen()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        signal.signal(signal.SIGWINCH, self._size_changed)

    def stop_application_mode(self) -> None:
        """Give the terminal back, writing plainly."""
        self._send(PLAINLY)
        super().stop_application_mode()
        self._send()

    def write(self, data: str) -> None:
        """Send `data` together with all that is written in the same turn of the loop; from any thread."""
        self._unsent.append(data)
        if len(self._unsent) == 1:
            with contextlib.suppress(RuntimeError):  # the loop is closed: `stop_application_mode` sends
                self._loop.call_soon_threadsafe(self._send)

    def _send(self, last: str = "") -> None:
        """Hand over to the writing thread, at once: each handing over may wait for the busy loop."""
        unsent, self._unsent = self._unsent, []
        if unsent or last:
            super().write(self._pen.thinned("".join(unsent)) + last)

    def _size_changed(self, _number: int, _frame: FrameType | None) -> None:
        if not self._in_band_window_resize:
            self._loop.call_soon_threadsafe(self._tell_size)

    def _tell_size(self) -> None:
        size = Size(*self._get_terminal_size())
        self._app.post_message(events.Resize(size, size))

    def _told_to_leave(self, number: int, _frame: FrameType | None) -> None:
        self.leave(number)

    def leave(self, number: int) -> None:
        """Let the app exit with code 128 + `number`; end the process if it does not.

        May be called from any thread.
        """
        if self._leaving:
            return
        self._leaving = True
        patience = threading.Timer(PATIENCE, self._break_off, (128 + number,))
        patience.daemon = True
        patience.start()
        try:
            self._loop.call_soon_threadsafe(self._crashing_app.exit, None, 128 + number)
        except RuntimeError:  # the app has left, and something else keeps the process
            self._break_off(128 + number)

    def _break_off(self, code: int) -> None:
        """Restore the terminal without the help of a stuck app, and end the process."""
        if self.attrs_before is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        with contextlib.suppress(OSError, ValueError):
            descriptor = self._file.fileno()
            os.set_blocking(descriptor, False)
            os.write(descriptor, RESTORE.encode())
            os.set_blocking(descriptor, True)
        os._exit(code)

    def crash(self, error: Exception) -> None:
        """Crash the app with an error of another thread."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._crashing_app.crash, error)

    def _get_terminal_size(self) -> tuple[int, int]:
        return bounded(*super()._get_terminal_size())

    def _run_input_thread(self) -> None:
        with _HandedOver(self):
            self.run_input_thread()

    def run_input_thread(self) -> None:
        """Read keys until told to stop, or until the terminal is gone."""
        self._keyboard = keyboard = Keyboard(debug=self._debug)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(0.1):
                    try:
                        data = os.read(self.fileno, 4096)
                    except OSError:
                        data = b""
                    if not data:  # a terminal in raw mode has no end but a hang-up
                        self.leave(signal.SIGHUP)
                        return
                    for event in keyboard.read(data):
                        self.process_message(event)
                for event in keyboard.tick():
                    self.process_message(event)

    def process_message(self, message: Message) -> None:
        """Pass an event on, unless it is one that no app survives."""
        if isinstance(message, events.Paste) and not self._keyboard.takes(message):
            self.write("\a")
            return
        if isinstance(message, events.Resize):
            pixels = message.pixel_size
            message = events.Resize.from_dimensions(bounded(*message.size), (*pixels,) if pixels else None)
        super().process_message(message)


def bounded(width: int, height: int) -> tuple[int, int]:
    """Return the size of a screen that can be drawn: at least one cell, at most `LARGEST_SIZE`."""
    return min(max(width, 1), LARGEST_SIZE.width), min(max(height, 1), LARGEST_SIZE.height)


def _holds_surrogate(character: str | None) -> bool:
    return character is not None and any("\ud800" <= part <= "\udfff" for part in character)
