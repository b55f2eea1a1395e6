"""An import file as a whole: opened, read batch by batch, and refused with all that is wrong with it."""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Protocol

from portal.errors import Conflict, InvalidInput, PortalError
from portal.i18n import _, ngettext
from portal.operator.importing.lines import read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from portal.operator.importing.lines import LineError, ReadLine
    from portal.progress import Progress

MOST_ERRORS = 100
"""After so many the rest of the file is not looked at."""


class ImportRefused(PortalError):
    """The file has errors; nothing was imported.

    Attributes:
        errors: The first of them, by line.
        complete: Whether these are all.
    """

    def __init__(self, errors: tuple[LineError, ...], *, complete: bool) -> None:
        count = len(errors)
        sentence = (
            ngettext("Nothing was imported: {n} error.", "Nothing was imported: {n} errors.", count)
            if complete
            else _("Nothing was imported. After {n} errors the rest of the file was not looked at.")
        )
        super().__init__(sentence.format(n=count))
        self.errors = errors
        self.complete = complete


class Batches(Protocol):
    """What becomes of the lines of a file, some of them at a time."""

    @property
    def errors(self) -> Sequence[LineError]:
        """All that was refused so far."""

    @property
    def is_full(self) -> bool:
        """Whether it is time to write."""

    def take(self, line: ReadLine) -> None:
        """Add a line to those that wait, or refuse it."""

    def write(self) -> None:
        """Write those that wait, as far as they are right; none wait afterwards."""


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file that is imported inside.

    Raises:
        InvalidInput: It cannot be read.
        Conflict: Somebody else added the same meanwhile.
    """
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise InvalidInput(
            _("{path} cannot be read: {reason}.").format(path=path, reason=error.strerror), "file"
        ) from error
    except Conflict as conflict:
        raise Conflict(
            _("Somebody else added one of the records meanwhile. Nothing was imported; please try again.")
        ) from conflict


def read_all(file: BinaryIO, batches: Batches, progress: Progress) -> str:
    """Read until the end or too many errors.

    Args:
        file: The whole file.
        batches: What takes its lines.
        progress: Told after each batch the bytes that are done, and those of the whole file.

    Returns:
        The SHA-256 of what was read; empty after too many errors.
    """
    fingerprint, total, done = hashlib.sha256(), os.fstat(file.fileno()).st_size, 0
    for line in read_lines(file):
        fingerprint.update(line.raw or b"")
        done += line.size
        batches.take(line)
        if batches.is_full or len(batches.errors) >= MOST_ERRORS:
            batches.write()
            progress(done, total)
            if len(batches.errors) >= MOST_ERRORS:
                return ""
    batches.write()
    progress(done, total)
    return fingerprint.hexdigest()


def require_right(errors: Sequence[LineError], counts: Mapping[str, int], fingerprint: str) -> str:
    """What the audit log says of a file that was read to its end, or until there were too many errors.

    Args:
        errors: What is wrong with its lines.
        counts: How many of what were in it.
        fingerprint: The SHA-256 of what was read.

    Raises:
        ImportRefused: Something is wrong.
        InvalidInput: There is nothing in it.
    """
    if errors:
        first = sorted(errors, key=lambda error: error.line)[:MOST_ERRORS]
        raise ImportRefused(tuple(first), complete=len(errors) < MOST_ERRORS)
    if not any(counts.values()):
        raise InvalidInput(_("There is nothing in this file."), "file")
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    return f"{told}; sha256 {fingerprint}"
