"""Lists of any length: read, printed and forgotten row by row."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, TypeVar

from portal.opening import open_portal
from tui.command.output import Answer, Rows, data_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from portal.portal import Portal

Row = TypeVar("Row")


def listed(
    arguments: argparse.Namespace,
    name: str,
    read: Callable[[Portal], Iterator[Row]],
    line: Callable[[Row, str], str],
    nothing: str,
) -> Answer:
    """The answer that holds a list.

    Args:
        arguments: Of the command.
        name: What programs find it under.
        read: Begins to read; raises PortalError.
        line: A row for people, and for which country.
        nothing: What people read where there is no row.
    """
    portal = open_portal(arguments.database, arguments.settings)
    with ExitStack() as closing:
        closing.callback(portal.close)
        rows = read(portal)
        open_still = closing.pop_all()

    def until_the_end() -> Iterator[Row]:
        with open_still:
            yield from rows

    if arguments.json:
        return Answer((), {name: Rows(data_of(row) for row in until_the_end())})
    return Answer(_lines((line(row, portal.settings.country) for row in until_the_end()), nothing))


def _lines(lines: Iterator[str], nothing: str) -> Iterator[str]:
    first = next(lines, None)
    yield nothing if first is None else first
    yield from lines
