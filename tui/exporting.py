"""Files for the customer: a list as CSV or JSON, or a text of its own, in the folder for downloads."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from portal.errors import Conflict
from tui.i18n import _
from tui.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)."""

MOST_NAMES = 1000


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


def save(name: str, content: str) -> Path:
    """Write a file for its owner's eyes into the folder for downloads, never over another; tells where.

    Args:
        name: Such as `mail-example.de.csv`; where it is taken, a number is added.
        content: What stands in it.

    Raises:
        Conflict: It cannot be written.
    """
    from platformdirs import user_downloads_path

    folder, safe = user_downloads_path(), Path(plain(name).replace("/", "-").replace("\\", "-"))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in range(1, MOST_NAMES):
            path = folder / (f"{safe.stem}-{number}{safe.suffix}" if number > 1 else safe.name)
            try:
                descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            except FileExistsError:
                continue
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
                file.write(content)
            return path
    except OSError as error:
        reason = error.strerror
        raise Conflict(
            _("The file cannot be written to {folder}: {reason}.").format(folder=folder, reason=reason)
        ) from error
    raise Conflict(_("There are too many files called {name} in {folder}.").format(name=safe, folder=folder))


def _cell(value: object) -> object:
    if isinstance(value, (list, tuple)):
        value = " ".join(str(each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
