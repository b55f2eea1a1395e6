"""A row of small bars, drawn with block characters: seen without colour, and sent once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.text import assemble, literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

BLOCKS = " ▁▂▃▄▅▆▇█"
"""Nothing, and from one eighth of a cell to all of it."""

EIGHTHS = len(BLOCKS) - 1


def sparkline(values: Sequence[int | None], *, cells: int, height: int, quiet: int = 0) -> list[Content]:
    """The lines of a chart, from the top.

    Args:
        values: Not negative; None leaves a gap, nothing is the lowest bar.
        cells: How wide each bar is, the blank behind it included where there is room for one.
        height: Lines.
        quiet: How many of the last bars are only hinted at: what they stand for is not complete.
    """
    most = max((value for value in values if value is not None), default=0)
    levels = [_level(value, most, EIGHTHS * height) for value in values]
    loud = len(levels) - quiet
    return [
        assemble(
            literal(_line(levels[:loud], row, cells), "$accent"),
            literal(_line(levels[loud:], row, cells), "$quiet"),
        )
        for row in range(height - 1, -1, -1)
    ]


def _level(value: int | None, most: int, highest: int) -> int:
    if value is None:
        return 0
    return max(round(highest * value / most), 1) if most else 1


def _line(levels: Sequence[int], row: int, cells: int) -> str:
    """One line of bars; `row` is counted from the bottom."""
    width = max(cells - 1, 1)
    blocks = (BLOCKS[min(max(level - row * EIGHTHS, 0), EIGHTHS)] for level in levels)
    return "".join((block * width).ljust(cells) for block in blocks)
