"""Reading an import file: JSON Lines, one line in memory at a time, whatever the file is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

from pydantic import ValidationError

from portal.i18n import _
from portal.operator.importing.models import KINDS, AnyLine, CustomerLine, ProductLine
from portal.validation import Model, problems_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST_LINE = 1_000_000
"""Bytes; a package with a thousand domains has a tenth of it."""

LONGEST_NAME = 80
"""Characters of a field's name that an error repeats."""

REFERRED_BY: Mapping[type[AnyLine], str] = {CustomerLine: "number", ProductLine: "code"}
"""What other lines name a line by; nothing refers to packages and offers."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class LineError:
    """Why a line cannot be imported.

    Attributes:
        line: Counted from 1.
        field: Which field, nested ones with dots; empty for the whole line.
        reason: A sentence.
    """

    line: int
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of the file.

    Attributes:
        number: Counted from 1.
        raw: Its bytes; None if it is too long.
        size: How many bytes it takes in the file.
    """

    number: int
    raw: bytes | None
    size: int


class Unreadable(Exception):
    """A line that is not what the format asks for; in itself, whatever else there is.

    Attributes:
        errors: All that is wrong with it.
        name: The customer number or product code that it would have added, where that can be read.
    """

    def __init__(self, *errors: LineError, name: str = "") -> None:
        super().__init__(f"{len(errors)} errors")
        self.errors = errors
        self.name = name


def read_lines(file: BinaryIO) -> Iterator[ReadLine]:
    """All lines of a file; blank ones, too."""
    number = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        size = len(raw)
        too_long = len(raw) > LONGEST_LINE and not raw.endswith(b"\n")
        while too_long and not raw.endswith(b"\n") and (raw := file.readline(LONGEST_LINE)):
            size += len(raw)
        yield ReadLine(number, None if too_long else raw, size)


def model_of(line: ReadLine) -> AnyLine | None:
    """What a line says; None for a blank one.

    Raises:
        Unreadable: Not JSON, not one of the kinds, or a field is refused.
    """
    values = object_of(line)
    if values is None:
        return None
    kind = values.get("kind")
    model = KINDS.get(kind) if isinstance(kind, str) else None
    if model is None:
        kinds = ", ".join(KINDS)
        raise Unreadable(
            LineError(line.number, "kind", _("This must be one of {kinds}.").format(kinds=kinds))
        )
    name = values.get(REFERRED_BY.get(model, ""), "")
    known = isinstance(name, str) and len(name) <= LONGEST_NAME
    return read_as(model, line, values, name if known else "")


def read_as(model: type[Model], line: ReadLine, values: Mapping[str, Any], name: str = "") -> Model:
    """The object of a line as a model; raises Unreadable, which tells `name`, if fields are refused."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        errors = [LineError(line.number, _short(field), why) for field, why in problems_of(error).items()]
        raise Unreadable(*errors, name=name) from None


def object_of(line: ReadLine) -> dict[str, Any] | None:
    """The JSON object that a line is; None for a blank one; raises Unreadable."""
    if line.raw is None:
        raise Unreadable(
            LineError(line.number, "", _("This line is longer than {n} bytes.").format(n=LONGEST_LINE))
        )
    try:
        text = line.raw.removeprefix(BYTE_ORDER_MARK if line.number == 1 else b"").decode("utf-8")
        text = text.rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise Unreadable(
            LineError(line.number, "", _("Byte {n} of this line is not UTF-8.").format(n=error.start + 1))
        ) from None
    if not text.strip():
        return None
    try:
        values = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except _Twice as twice:
        reason = _("The field stands twice in one object.")
        raise Unreadable(LineError(line.number, _short(twice.name), reason)) from None
    except json.JSONDecodeError as error:
        reason = _("This is not JSON, from character {n} on.").format(n=error.pos + 1)
        raise Unreadable(LineError(line.number, "", reason)) from None
    except (ValueError, RecursionError):
        raise Unreadable(LineError(line.number, "", _("This is not JSON that can be read."))) from None
    if not isinstance(values, dict):
        raise Unreadable(LineError(line.number, "", _("A line must be one JSON object: {…}.")))
    return values


class _Twice(ValueError):
    def __init__(self, name: str) -> None:
        super().__init__("a name stands twice")
        self.name = name


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in pairs:
        if name in values:
            raise _Twice(name)
        values[name] = value
    return values


def _no_number(_name: str) -> NoReturn:
    raise ValueError("NaN and infinity are not JSON")


def _short(name: str) -> str:
    name = name.removesuffix(".[key]")
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
