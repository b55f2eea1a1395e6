"""Files for the customer: a list as CSV or JSON, a text, a document, in the folder for downloads."""

from __future__ import annotations

import csv
import io
import json
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portal.disk import flush, give_name, write_whole
from portal.errors import Conflict
from tui.i18n import _
from tui.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)."""

MOST_NAMES = 1000


class Saved(NamedTuple):
    """A file in the folder for downloads.

    Attributes:
        path: Where.
        is_new: Whether it was not there before.
    """

    path: Path
    is_new: bool


def as_csv(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> str:
    """Rows under a header, as RFC 4180 has it; no value is a formula."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(row.get(name)) for name in columns} for row in rows)
    return text.getvalue()


def as_json(rows: Iterable[Mapping[str, object]]) -> str:
    """A list of objects."""
    return json.dumps(list(rows), default=str, ensure_ascii=False, indent=2) + "\n"


def folder() -> Path:
    """Where files for the customer go."""
    from platformdirs import user_downloads_path

    return user_downloads_path()


def save(name: str, content: str) -> Path:
    """Write a file for its owner's eyes into the folder for downloads, never over another; tells where.

    Args:
        name: Such as `mail-example.de.csv`; where it is taken, a number is added.
        content: What stands in it.

    Raises:
        Conflict: It cannot be written; nothing of it is left behind.
    """
    return _save(name, content.encode(), twice=True).path


def save_document(name: str, content: bytes) -> Saved:
    """As `save`, for what is always the same: if it is there already, under that name, there it stays."""
    return _save(name, content, twice=False)


def _save(name: str, content: bytes, *, twice: bool) -> Saved:
    downloads, safe = folder(), Path(plain(name).replace("/", "-").replace("\\", "-"))
    part = downloads / f".{secrets.token_hex(8)}.part"
    try:
        downloads.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            for path in _names(downloads, safe):
                if _is_there(path):
                    if twice or not _holds(path, content):
                        continue
                    return Saved(path, is_new=False)
                if not _is_there(part):
                    write_whole(part, content)
                if give_name(part, path):
                    with suppress(OSError):  # not every file system can
                        flush(downloads)
                    return Saved(path, is_new=True)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror
        raise Conflict(
            _("The file cannot be written to {folder}: {reason}.").format(folder=downloads, reason=reason)
        ) from error
    raise Conflict(
        _("There are too many files called {name} in {folder}.").format(name=safe, folder=downloads)
    )


def _names(downloads: Path, safe: Path) -> Iterator[Path]:
    for number in range(1, MOST_NAMES):
        yield downloads / (f"{safe.stem}-{number}{safe.suffix}" if number > 1 else safe.name)


def _is_there(path: Path) -> bool:
    """Whether a name is taken, be it by a link to nowhere."""
    return os.path.lexists(path)


def _holds(path: Path, content: bytes) -> bool:
    """Whether just this stands in a file; what is not an ordinary one is never read."""
    try:
        found = path.lstat()
        return stat.S_ISREG(found.st_mode) and found.st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _cell(value: object) -> object:
    if isinstance(value, (list, tuple)):
        value = " ".join(str(each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
