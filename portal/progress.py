"""How far something has come that takes its time."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

Progress: TypeAlias = "Callable[[int, int], None]"
"""Told every so often how much is done, and how much there is in all."""


def no_progress(_done: int, _total: int) -> None:
    """Tell nobody."""
