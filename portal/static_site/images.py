"""The images of a package: files in a folder of its webspace, which its customers put there themselves."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from portal.publishing.folder import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = "images"
"""In the webspace of a package."""

ENDINGS = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"})
"""SVG is none of them, as it may hold scripts."""

LARGEST = 20 * 1024 * 1024
"""Bytes."""

MOST = 5000
"""Files that are looked at."""


@dataclass(frozen=True, slots=True)
class Image:
    """A file that pages can show.

    Attributes:
        name: By which they show it.
        size: Bytes.
    """

    name: str
    size: int


class ImageFolder:
    """The images below the webspace of one package; links lead nowhere, whoever made them."""

    def __init__(self, webspace: Path) -> None:
        self._webspace = webspace

    def images(self) -> tuple[Image, ...]:
        """All of them by name; none where there is no such folder, or it cannot be read."""
        with self._opened() as folder:
            if folder is None:
                return ()
            found = []
            with os.scandir(folder) as entries:
                for _at, entry in zip(range(MOST), entries, strict=False):
                    about = entry.stat(follow_symlinks=False)
                    if is_image(entry.name) and stat.S_ISREG(about.st_mode) and about.st_size <= LARGEST:
                        found.append(Image(entry.name, about.st_size))
            return tuple(sorted(found, key=lambda image: image.name))

    def read(self, name: str) -> bytes | None:
        """The content of an image; None: it is gone, or became something else."""
        with self._opened() as folder:
            if folder is None or not is_image(name):
                return None
            try:
                descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
            except OSError:
                return None
            with os.fdopen(descriptor, "rb") as file:
                if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                    return None
                content = file.read(LARGEST + 1)
            return content if len(content) <= LARGEST else None

    @contextmanager
    def _opened(self) -> Iterator[int | None]:
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
        try:
            webspace = os.open(self._webspace, flags)
        except OSError:
            yield None
            return
        try:
            try:
                folder = os.open(FOLDER, flags, dir_fd=webspace)
            except OSError:
                yield None
                return
            try:
                yield folder
            finally:
                os.close(folder)
        finally:
            os.close(webspace)


def is_image(name: str) -> bool:
    """Whether a file can be shown on pages by this name."""
    return NAME.fullmatch(name) is not None and PurePosixPath(name).suffix.lower() in ENDINGS
