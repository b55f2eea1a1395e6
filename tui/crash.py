"""A crash, told to the customer in one sentence and to the log without a single value.

Textual's own crash screen prints local variables, typed passwords among them. The log of ours holds where it
happened (file, line, function) and the type of the error; not its message, which may quote what was typed.
"""

from __future__ import annotations

import contextlib
import os
from datetime import UTC, datetime
from traceback import walk_tb
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters that nobody confuses on the telephone."""

LARGEST_LOG = 1_000_000
"""Bytes after which the log is set aside as ``crashes.log.1``."""


def default_log() -> Path:
    """Return the path of the crash log in the user's log folder."""
    from platformdirs import user_log_path

    return user_log_path("customer-login", appauthor=False) / "crashes.log"


def new_reference() -> str:
    """Return a reference such as ``3F7K-Q2``."""
    import secrets  # costs 2 ms, which a start without a crash need not pay

    letters = "".join(secrets.choice(ALPHABET) for _ in range(6))
    return f"{letters[:4]}-{letters[4:]}"


def frames_without_values(error: BaseException) -> Iterator[str]:
    """Yield the lines that tell where `error` and the errors behind it came from, outermost first."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        error = waiting.pop()
        if id(error) in seen:
            continue
        seen.add(id(error))
        yield f"{type(error).__module__}.{type(error).__qualname__}"
        for frame, line in walk_tb(error.__traceback__):
            yield f"  {frame.f_code.co_filename}:{line} {frame.f_code.co_qualname}"
        if isinstance(error, BaseExceptionGroup):
            waiting.extend(error.exceptions)
        # A failed worker of Textual carries the error it stands for in an attribute.
        behind = (error.__context__, error.__cause__, getattr(error, "error", None))
        waiting.extend(cause for cause in behind if isinstance(cause, BaseException))


class CrashLog:
    """Writes crashes to a file that only its owner can read.

    Args:
        path: The file; `None` is the user's log folder.
        now: Tells the time, in UTC.
    """

    def __init__(
        self, path: Path | None = None, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._path = path
        self._now = now

    @property
    def path(self) -> Path:
        """Where crashes are written."""
        if self._path is None:
            self._path = default_log()
        return self._path

    def record(self, error: BaseException) -> str:
        """Write where `error` happened and return its reference.

        A log that cannot be written is no reason for a second crash: the reference is returned all the same.
        """
        reference = new_reference()
        when = self._now().isoformat(timespec="seconds")
        entry = "\n".join([f"{when} {reference}", *frames_without_values(error), "", ""])
        with contextlib.suppress(OSError):
            self._append(entry.encode("utf-8", "backslashreplace"))
        return reference

    def _append(self, entry: bytes) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(self.path, flags, 0o600)
        try:
            os.fchmod(descriptor, 0o600)
            os.write(descriptor, entry)
            size = os.fstat(descriptor).st_size
        finally:
            os.close(descriptor)
        if size > LARGEST_LOG:
            self.path.replace(self.path.with_name(f"{self.path.name}.1"))


def crash_sentence(reference: str) -> str:
    """Return what the customer reads after a crash."""
    return f"Something went wrong on our side. Reference: {reference}"
