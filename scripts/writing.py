"""What a key costs in the website builder's editor, against one in a plain TextArea with the same text."""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from portal.demo.credentials import BLOG
from portal.demo.website import PAGES
from scripts.measuring import MeasuredTerminal

if TYPE_CHECKING:
    from collections.abc import Iterator

PORTAL = (sys.executable, "-m", "tui")
PLAIN = (sys.executable, str(Path(__file__).parent / "comparisons" / "writing.py"))

TYPED = "walking through the fog "
"""About as many keys as somebody presses in five seconds."""


@contextmanager
def builder(size: tuple[int, int]) -> Iterator[MeasuredTerminal]:
    """The text of a page, in a window of some columns and rows."""
    with MeasuredTerminal(PORTAL, size=size) as terminal:
        terminal.when_shown("Customer password.*Log in.*Palette")
        terminal.press("f4", *BLOG.name, "enter", *BLOG.password, "enter")
        terminal.when_shown("In use")
        terminal.press("s")
        terminal.when_shown("Walks in the")
        terminal.press("down", "down")
        terminal.when_shown("Eckerlochstieg")
        terminal.press("enter")
        terminal.rest()
        yield terminal


@contextmanager
def plain(size: tuple[int, int], path: Path) -> Iterator[MeasuredTerminal]:
    """The same text in Textual's own."""
    path.write_text(next(page.text for page in PAGES if page.name == "brocken"), "utf-8")
    with MeasuredTerminal((*PLAIN, str(path)), size=size) as terminal:
        terminal.when_shown("Eckerlochstieg")
        terminal.rest()
        yield terminal


def keys(size: tuple[int, int], rounds: int) -> Iterator[tuple[float, float]]:
    """Bytes and CPU of a key in the builder / in a plain TextArea, once for each round."""
    with (
        tempfile.TemporaryDirectory() as folder,
        builder(size) as ours,
        plain(size, Path(folder) / "page.md") as theirs,
    ):
        for _round in range(rounds):
            pairs = []
            for terminal in (ours, theirs):
                terminal.rest()
                pairs.append((terminal.bytes_per_key(TYPED), terminal.cpu_per_key(TYPED)))
            (our_bytes, our_cpu), (their_bytes, their_cpu) = pairs
            yield our_bytes / their_bytes, our_cpu / their_cpu


def following(size: tuple[int, int], rounds: int) -> float:
    """CPU seconds of a key after which somebody waits: preview and draft follow."""
    with builder(size) as terminal:
        taken = []
        for letter in TYPED[:rounds]:
            before = terminal.cpu
            terminal.press(letter)
            terminal.watch(2.5)
            taken.append(terminal.cpu - before)
        return median(taken)
