"""A folder that changes all at once: servers see the files of one moment, or those of the one before.

`DIR` is a symbolic link to a folder beside it, `DIR-…`, that is called by the digest of its contents. New
files go to a folder of their own; when they are on the disk, one rename lets the link point there (rename(2)
replaces it atomically). Whenever the program is killed, the link points to something whole. Only one program
at a time writes beside a link; what a killed one left behind is removed by the next.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from portal.disk import flush
from portal.errors import Conflict, InvalidInput
from portal.i18n import _
from portal.publishing.quoting import Unfit

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = re.compile(r"(?![.#-])[A-Za-z0-9!#$%&'*+=?^_`{|}~@,.-]+", re.ASCII)
"""What a file or folder may be called: nothing that leads elsewhere, hides, or looks like an option."""

LONGEST = 255
"""Bytes of a name (POSIX, NAME_MAX on Linux)."""

MARKER = "published.json"
"""Stands in every folder made here, and tells what it holds."""

DIGITS = 32
"""Hexadecimal digits of SHA-256 that a folder is called by."""


class NewFolder:
    """Files that nobody reads yet.

    Attributes:
        path: Where they are.
    """

    def __init__(self, path: Path, *, for_all: bool = False) -> None:
        """Files for their owner alone, as they may hold what proves passwords; or `for_all` to read."""
        self.path = path
        self._file_mode, self._folder_mode = (0o644, 0o755) if for_all else (0o600, 0o700)
        self._digest = hashlib.sha256()
        self._growing: dict[str, GrowingFile] = {}
        self._folders: set[Path] = set()

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file.

        Args:
            name: Its path in the folder, with "/" in between.
            content: All of it.

        Raises:
            Unfit: The name is none for a file, or there is such a file.
        """
        data = content.encode() if isinstance(content, str) else content
        descriptor = self._made(name)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        self._note(name, hashlib.sha256(data))

    def growing(self, name: str) -> GrowingFile:
        """A file that gets its lines one after the other, until the folder is finished."""
        if name not in self._growing:
            self._growing[name] = GrowingFile(self._made(name))
        return self._growing[name]

    def finish(self) -> str:
        """Close what is open; tells the digest of all names and contents, in the order they were written."""
        for name, file in sorted(self._growing.items()):
            file.close()
            self._note(name, file.digest)
        self._growing.clear()
        return self._digest.hexdigest()[:DIGITS]

    def discard(self) -> None:
        """Remove all of it."""
        self.finish()
        shutil.rmtree(self.path, ignore_errors=True)

    def make(self, name: str) -> Path:
        """A folder in it, with those above it; makes what is missing."""
        folder = self.path
        for part in name.split("/"):
            folder /= _fit(part)
            if folder not in self._folders:
                folder.mkdir(mode=self._folder_mode)
                self._folders.add(folder)
        return folder

    def _made(self, name: str) -> int:
        above, _slash, last = name.rpartition("/")
        path = (self.make(above) if above else self.path) / _fit(last)
        try:
            return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, self._file_mode)
        except FileExistsError:
            raise Unfit(_("another one is called the same")) from None

    def _note(self, name: str, content: hashlib._Hash) -> None:
        self._digest.update(name.encode() + b"\0" + content.digest())


class GrowingFile:
    """A file in the making."""

    def __init__(self, descriptor: int) -> None:
        self._file = os.fdopen(descriptor, "wb")
        self.digest = hashlib.sha256()

    def add(self, content: str) -> None:
        """Write more at its end."""
        data = content.encode()
        self.digest.update(data)
        self._file.write(data)

    def close(self) -> None:
        """Nothing more comes."""
        self._file.close()


class PublicFolder:
    """The folder that servers know, under a name that always stays the same."""

    def __init__(self, path: Path, marker: str = MARKER, *, for_all: bool = False) -> None:
        """The folder at `path`.

        Args:
            path: The name that stays.
            marker: The file that stands in every folder made here.
            for_all: Whether everybody on the computer may read it.
        """
        self.path = path.expanduser().absolute()
        self._marker, self._for_all = marker, for_all
        if not NAME.fullmatch(self.path.name) or ".." in self.path.parts:
            raise InvalidInput(_("{path} is no name for a folder to publish to.").format(path=path), "folder")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep others from publishing here meanwhile.

        Raises:
            Conflict: Somebody is publishing, or something that is not ours is in the way.
            InvalidInput: Nothing can be written beside the folder.
        """
        beside = self.path.parent
        if not beside.is_dir():
            raise InvalidInput(_("There is no folder {path}.").format(path=beside), "folder")
        with self._told():
            lock = os.open(beside / f".{self.path.name}.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Conflict(
                    _("Somebody else is publishing to {path} at the moment.").format(path=self.path)
                ) from None
            self._require_ours()
            yield
        finally:
            os.close(lock)

    @contextmanager
    def new(self) -> Iterator[NewFolder]:
        """An empty folder for new files; it is gone afterwards unless it was made current."""
        with self._told():
            self._sweep()
            made = NewFolder(
                Path(tempfile.mkdtemp(prefix=self._new, dir=self.path.parent)), for_all=self._for_all
            )
            if self._for_all:
                made.path.chmod(0o755)
            try:
                yield made
            finally:
                made.discard()

    def current(self) -> Path | None:
        """The folder that servers read now; None before the first publishing."""
        if not self.path.is_symlink():
            return None
        folder = self.path.parent / self.path.readlink()
        return folder if folder.is_dir() else None

    def require_for(self, marker: str) -> None:
        """Raise Conflict if the folder holds something else than this marker tells: it would be lost."""
        folder = self.current()
        if folder is None:
            return
        with self._told():
            if (folder / self._marker).read_text("utf-8") != marker:
                raise Conflict(
                    _(
                        "{path} holds other packages, and servers would lose them. Please name a folder for"
                        " these alone."
                    ).format(path=self.path)
                )

    def make_current(self, new: NewFolder) -> bool:
        """Let servers read these files from now on; False where they are what servers read already."""
        folder = self.path.parent / f"{self.path.name}-{new.finish()}"
        before = self.current()
        if folder == before:
            return False
        with self._told():
            # sync(2), which waits on Linux, lets the disk write all files together: 7000 of them take 0.1 s
            # in place of 6 s that fsync(2) of each takes.
            os.sync()
            self._remove(folder)
            new.path.rename(folder)
            if self.path.is_dir() and not self.path.is_symlink():
                self.path.rmdir()
            self._point_to(folder)
            self._remove_all_but(folder, before)
        return True

    def before(self) -> Path | None:
        """The folder that servers read before the current one; None: there is none."""
        current = self.current()
        kept = (folder for folder in self.path.parent.glob(f"{self.path.name}-*") if self._is_ours(folder))
        return next((folder for folder in kept if current is not None and folder != current), None)

    def turn_back(self) -> bool:
        """Let servers read the folder before the current one, which stays beside it; False: there is none."""
        before = self.before()
        if before is None:
            return False
        with self._told():
            self._point_to(before)
        return True

    def take_away(self) -> None:
        """Let servers find nothing any more."""
        with self._told():
            if self.path.is_symlink():
                self.path.unlink()
                flush(self.path.parent)
            self._remove_all_but()

    def _point_to(self, folder: Path) -> None:
        link = self.path.parent / f"{self._new}link"
        link.symlink_to(folder.name)
        flush(self.path.parent)
        link.rename(self.path)
        flush(self.path.parent)

    @property
    def _new(self) -> str:
        return f".{self.path.name}-new-"

    def _sweep(self) -> None:
        """Remove what a program that was killed left behind."""
        for left in self.path.parent.glob(f"{self._new}*"):
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)

    def _remove_all_but(self, *kept: Path | None) -> None:
        """The folder before the current one stays, for whoever has opened it and not read to its end."""
        for folder in self.path.parent.glob(f"{self.path.name}-*"):
            if folder not in kept and self._is_ours(folder):
                self._remove(folder)

    def _remove(self, folder: Path) -> None:
        """Remove a folder that nobody reads, under a name that is swept away should this be cut short."""
        if folder.is_dir():
            gone = self.path.parent / f"{self._new}gone-{folder.name}"
            folder.rename(gone)
            shutil.rmtree(gone, ignore_errors=True)

    def _is_ours(self, folder: Path) -> bool:
        return self._is_called_so(folder) and not folder.is_symlink() and (folder / self._marker).is_file()

    def _is_called_so(self, folder: Path) -> bool:
        """Whether it stands beside the link and is called by a digest."""
        digest = folder.name.removeprefix(f"{self.path.name}-")
        named = len(digest) == DIGITS and not digest.strip("0123456789abcdef")
        return named and folder.parent == self.path.parent

    def _require_ours(self) -> None:
        if self.path.is_symlink():
            folder = self.path.parent / self.path.readlink()
            ours = self._is_ours(folder) or (self._is_called_so(folder) and not folder.exists())
        elif self.path.is_dir():
            ours = not any(self.path.iterdir())
        else:
            ours = not self.path.exists()
        if not ours:
            raise Conflict(
                _(
                    "{path} was not made by publishing, so it is left alone. Please name a folder that does"
                    " not exist yet."
                ).format(path=self.path)
            )

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise InvalidInput(
                _("{path} cannot be written: {reason}.").format(path=self.path, reason=error.strerror),
                "folder",
            ) from error


def _fit(name: str) -> str:
    """A name, if a file can have it; raises Unfit."""
    if not NAME.fullmatch(name) or len(name) > LONGEST:
        raise Unfit(_("no file can be called that"))
    return name
