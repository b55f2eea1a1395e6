"""Reading a table of addresses: CSV as the export writes it, and as spreadsheets do."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.errors import InvalidInput
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COLUMNS = ("address", "kind", "password", "size_mb", "targets", "enabled")
REQUIRED = {"address", "kind"}

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""The export puts a ' before what a spreadsheet would take for a formula; it is taken off again."""

MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong in a file.

    Attributes:
        line: Where, counted from 1.
        field: In which column; empty: in the whole line.
        sentence: What it is.
    """

    line: int
    field: str
    sentence: str


@dataclass(frozen=True, slots=True, repr=False)
class TableRow:
    """A line of the file: it may hold a password, and is never shown.

    Attributes:
        line: Where it stands, counted from 1.
        values: By column; what the file leaves out is empty.
        surplus: Whether there are more values than columns.
    """

    line: int
    values: dict[str, str]
    surplus: bool


def read_table(content: bytes) -> list[TableRow]:
    """The lines of a file with a header, separated by commas or semicolons.

    Raises:
        InvalidInput: It is no such file, or too long.
    """
    lines = csv.reader(io.StringIO(_text(content), newline=""), delimiter=_delimiter(content), strict=True)
    try:
        columns = _columns(next(lines, []))
        rows = list(_rows(lines, columns))
    except csv.Error as error:
        raise InvalidInput(
            _("Line {n} is no line of a CSV file: {reason}.").format(n=lines.line_num, reason=error)
        ) from None
    if not rows:
        raise InvalidInput(_("There is no address in this file."))
    return rows


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise InvalidInput(_("This is no text in UTF-8. Spreadsheets write it as “CSV UTF-8”."))
    return text


def _delimiter(content: bytes) -> str:
    header = content.splitlines()[0] if content else b""
    return ";" if header.count(b";") > header.count(b",") else ","


def _columns(header: Sequence[str]) -> list[str]:
    columns = [name.strip().lower() for name in header]
    unknown = [name for name in columns if name not in COLUMNS]
    if unknown or not set(columns) >= REQUIRED:
        raise InvalidInput(
            _("The first line must name the columns: {names}; address and kind are needed.").format(
                names=", ".join(COLUMNS)
            )
        )
    if len(set(columns)) < len(columns):
        raise InvalidInput(_("The first line names a column twice."))
    return columns


def _rows(lines: Any, columns: Sequence[str]) -> Iterator[TableRow]:
    """The rows of a `csv.reader`, which knows its line."""
    n = 0
    for cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        n += 1
        if n > MOST_LINES:
            raise InvalidInput(
                _("These are more than {n} addresses; please use several files.").format(n=MOST_LINES)
            )
        values = dict.fromkeys(COLUMNS, "") | {
            name: cell if name == "password" else _unguarded(cell)
            for name, cell in zip(columns, cells, strict=False)
        }
        yield TableRow(lines.line_num, values, len(cells) > len(columns))


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell.strip()
