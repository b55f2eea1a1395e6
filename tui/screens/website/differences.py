"""What differs between two texts, line by line."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from textual.content import Content

from tui.i18n import _
from tui.text import literal

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 400
"""Lines that are compared one by one; comparing more takes long, and nobody reads it."""


def differences(before: str, after: str) -> Content:
    """Both texts in one, with a sign before the lines that stand in the first or in the second alone."""
    lines = list(_lines(before.split("\n")[:MOST], after.split("\n")[:MOST]))
    if max(before.count("\n"), after.count("\n")) >= MOST:
        lines.append(literal(_("… only the first {n} lines are compared.").format(n=MOST), "$quiet"))
    return Content("\n").join(lines)


def _lines(before: list[str], after: list[str]) -> Iterator[Content]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        if kind == "equal":
            yield from (literal(f"  {line}", "$quiet") for line in before[a_from:a_to])
        else:
            yield from (literal(f"− {line}", "$error") for line in before[a_from:a_to])
            yield from (literal(f"+ {line}", "$success") for line in after[b_from:b_to])
