"""What commands print: lines for people, cleaned for their terminal, or JSON for programs."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from portal.progress import no_progress
from tui.text import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


@dataclass(frozen=True)
class Answer:
    """What a command found or did.

    Attributes:
        lines: For people; they may be made while they are printed.
        data: For programs; rows may be `Rows`.
        good: Whether the exit code is 0.
    """

    lines: Iterable[str]
    data: Mapping[str, Any] = field(default_factory=dict)
    good: bool = True


class Rows(list[Any]):
    """A list whose rows are made while they are written: JSON of any length in little memory.

    The encoder asks whether there are any, and then for one after the other.
    """

    def __init__(self, rows: Iterable[Any]) -> None:
        super().__init__()
        rest = iter(rows)
        self._first = list(islice(rest, 1))
        self._all = chain(self._first, rest)

    def __bool__(self) -> bool:
        return bool(self._first)

    def __iter__(self) -> Iterator[Any]:
        return self._all


def print_answer(answer: Answer, *, as_json: bool) -> None:
    """Print what was asked for on standard output."""
    if as_json:
        json.dump(answer.data, sys.stdout, default=_simple, indent=2)
        sys.stdout.write("\n")
    else:
        for line in answer.lines:
            write_lines(sys.stdout, line)
    sys.stdout.flush()


def write_lines(stream: Any, *lines: str) -> None:
    """Write lines without anything in them that a terminal would act on."""
    for line in lines:
        stream.write(f"{plain(line)}\n")


def data_of(view: Any) -> dict[str, Any]:
    """A view as a program reads it."""
    return dataclasses.asdict(view)


def bear_any_text() -> None:
    """Let no character fail on a terminal that cannot show it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@contextmanager
def progress(*, wanted: bool, about: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error while something takes its time, if that is a terminal."""
    if not (wanted and sys.stderr.isatty()):
        yield no_progress
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(about, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _simple(value: object) -> object:
    """What JSON has no word for."""
    if isinstance(value, dt.date):
        return value.isoformat()
    dump = getattr(value, "model_dump", None)
    return dump() if dump is not None else str(value)
