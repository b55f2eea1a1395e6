"""Long lists of ids, a few at a time: statements hold only so many values (32 766 on SQLite)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Value = TypeVar("Value", int, str)

CHUNK = 500
"""Values of one statement."""


def chunks(values: Iterable[Value]) -> Iterator[list[Value]]:
    """Each value once, in ascending order: whoever locks rows by such lists locks them in the same order."""
    ordered = sorted(set(values))
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]
