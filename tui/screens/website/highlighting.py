"""Which parts of a line of Markdown stand out while it is written.

Line by line, so that a key costs the same in a long text; the preview shows what it really becomes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t].*)?")
QUOTE = re.compile(r" {0,3}>.*")
FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,}).*")
SIGN = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])(?=[ \t])")
"""What begins a line of a list."""

INLINE = re.compile(
    r"(?P<code>`[^`]+`)"
    r"|(?P<link>!?\[[^\]\[]*\]\([^()\s]*(?:\s\"[^\"]*\")?\))"
    r"|(?P<strong>\*\*[^*\s][^*]*\*\*)"
    r"|(?P<emphasis>(?<![\w*])[*_][^*_\s][^*_]*[*_](?![\w*]))"
)

LONGEST = 2000
"""Characters of a line that are looked through."""


def marks(line: str) -> Iterator[tuple[int, int, str]]:
    """What stands out in a line: from where, to where, and what it is."""
    line = line[:LONGEST]
    for whole, kind in ((HEADING, "heading"), (FENCE, "code"), (QUOTE, "quote")):
        if whole.fullmatch(line):
            yield 0, len(line), kind
            if kind != "quote":
                return
    if sign := SIGN.match(line):
        yield *sign.span(), "sign"
    for found in INLINE.finditer(line):
        yield *found.span(), found.lastgroup or ""
