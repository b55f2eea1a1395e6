"""Files that the operator asks for: whole or not there, for their owner's eyes, never over another."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.disk import flush, give_name, write_whole
from portal.errors import Conflict, Unavailable
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that is on the disk, and waits for its name.

    Attributes:
        path: What it will be called.
        part: What it is called until then.
    """

    path: Path
    part: Path

    def name(self) -> None:
        """Give it its name; raises Conflict or Unavailable."""
        with _told(self.path):
            if not give_name(self.part, self.path):
                raise _taken(self.path)
            with suppress(OSError):  # not every file system can
                flush(self.path.parent)


def free_path(path: Path) -> Path:
    """The whole path of a file that is still to be written; raises Conflict where something is called so."""
    whole = path.expanduser().absolute()
    if os.path.lexists(whole):
        raise _taken(whole)
    return whole


@contextmanager
def new_file(path: Path, content: bytes) -> Iterator[NewFile]:
    """Write a file beside its place; it is gone afterwards unless it was given its name meanwhile.

    Raises:
        Unavailable: It cannot be written; nothing of it is left.
    """
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with _told(path):
            write_whole(part, content)
        yield NewFile(path, part)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def save(path: Path, content: bytes) -> Path:
    """Write a file; tells its whole path. Raises Conflict where something is called so, or Unavailable."""
    with new_file(free_path(path), content) as made:
        made.name()
    return made.path


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unavailable(
            _("{path} cannot be written: {reason}.").format(path=path, reason=error.strerror), "file"
        ) from error


def _taken(path: Path) -> Conflict:
    return Conflict(
        _("There is a file {path} already, and it is not written over. Please name another.").format(
            path=path
        ),
        "file",
    )
