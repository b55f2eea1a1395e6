"""Reading tables from files: CSV as our exports write it, and as spreadsheets do."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.errors import InvalidInput
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""An export puts a ' before what a spreadsheet would take for a formula; it is taken off again."""


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


@dataclass(frozen=True, slots=True)
class TableFormat:
    """What a table must look like.

    Attributes:
        columns: All that there are.
        required: Those that must be named.
        most_lines: That are read of a file.
        unnamed: The sentence for a first line that does not name the columns.
        empty: The sentence for a file without rows.
        too_many: The sentence for one with too many.
        verbatim: Columns whose values stay as they stand there, blanks included.
        takes_latin: Whether files in Latin-1 are read, too.
    """

    columns: tuple[str, ...]
    required: frozenset[str]
    most_lines: int
    unnamed: str
    empty: str
    too_many: str
    verbatim: frozenset[str] = frozenset()
    takes_latin: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """What was read.

    Attributes:
        rows: The lines behind the first one.
        columns: Those that the file names, in its order.
        encoding: `UTF-8` or `Latin-1`.
        delimiter: What stands between values.
    """

    rows: list[TableRow]
    columns: tuple[str, ...]
    encoding: str
    delimiter: str


def read_table(content: bytes, form: TableFormat) -> Table:
    """The lines of a file with a header, separated by commas or semicolons.

    Raises:
        InvalidInput: It is no such file, or too long.
    """
    text, encoding = _text(content, form)
    delimiter = _delimiter(content)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = _columns(next(lines, []), form)
        rows = list(_rows(lines, columns, form))
    except csv.Error as error:
        raise InvalidInput(
            _("Line {n} is no line of a CSV file: {reason}.").format(n=lines.line_num, reason=error)
        ) from None
    if not rows:
        raise InvalidInput(form.empty)
    return Table(rows, tuple(columns), encoding, delimiter)


def guarded(cell: str) -> str:
    """A value as a spreadsheet opens it without taking it for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell.strip()


def _text(content: bytes, form: TableFormat) -> tuple[str, str]:
    try:
        text, encoding = content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        text, encoding = _latin(content) if form.takes_latin else "\0", "Latin-1"
    if "\0" in text:
        raise InvalidInput(_("This is no text in UTF-8. Spreadsheets write it as “CSV UTF-8”."))
    return text, encoding


def _latin(content: bytes) -> str:
    """Latin-1 as Windows has it, with the euro sign; bytes that it leaves out are controls, refused later."""
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _delimiter(content: bytes) -> str:
    header = content.splitlines()[0] if content else b""
    return ";" if header.count(b";") > header.count(b",") else ","


def _columns(header: Sequence[str], form: TableFormat) -> list[str]:
    columns = [name.strip().lower() for name in header]
    if not set(columns) <= set(form.columns) or not set(columns) >= form.required:
        raise InvalidInput(form.unnamed.format(names=", ".join(form.columns)))
    if len(set(columns)) < len(columns):
        raise InvalidInput(_("The first line names a column twice."))
    return columns


def _rows(lines: Any, columns: Sequence[str], form: TableFormat) -> Iterator[TableRow]:
    """The rows of a `csv.reader`, which knows its line."""
    n = 0
    for cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        n += 1
        if n > form.most_lines:
            raise InvalidInput(form.too_many.format(n=form.most_lines))
        values = dict.fromkeys(form.columns, "") | {
            name: cell if name in form.verbatim else _unguarded(cell)
            for name, cell in zip(columns, cells, strict=False)
        }
        yield TableRow(lines.line_num, values, len(cells) > len(columns))
