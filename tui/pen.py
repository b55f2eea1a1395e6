"""Fewer bytes for the same picture: only what changes about colours and attributes is sent.

Rich gives every piece of text all its attributes and takes them back behind it. Over SSH that is most of what
a key costs. The pen knows what the terminal was told last (Select Graphic Rendition, ECMA-48 8.3.117) and
passes on the difference; everything else passes unchanged.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_TOKENS = re.compile(
    r"\x1b\[(?P<sgr>[0-9;]*)m"
    r"|(?P<again>\x1b\[\d+;\d+H\n)(?=\x1b\[\d+;\d+H)"  # a move that the next one makes void
    r"|(?P<text>[^\x00-\x1f]+)"
    r"|\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[\x00-\x1f]"
)

_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "8": "28", "9": "29"}
"""What ends each attribute."""

_UNSEEN = {"1", "2", "3"}
"""Attributes that a space does not show."""


class Ink(NamedTuple):
    """How text is written.

    Attributes:
        attributes: Codes of bold, underline and the like.
        colour: The code of its colour; empty: the terminal's own.
        background: Likewise of what is behind it.
    """

    attributes: frozenset[str] = frozenset()
    colour: str = ""
    background: str = ""

    @property
    def codes(self) -> str:
        """All of it, from nothing."""
        return ";".join(("0", *sorted(self.attributes), *filter(None, self[1:])))


PLAIN = Ink()


class Pen:
    """What the terminal writes with. One for each terminal, told of all that is sent to it."""

    def __init__(self) -> None:
        self._held: Ink | None = None  # not known yet
        self._wanted = PLAIN

    def thinned(self, data: str) -> str:
        """Return what has to be sent for `data`, which continues what was sent before."""
        sent = []
        for token in _TOKENS.finditer(data):
            kind = token.lastgroup
            if kind == "sgr":
                self._wanted = _dipped(self._wanted, token["sgr"])
            elif kind == "text":
                ink = self._wanted
                if self._held is not None and token[0].isspace():
                    ink = _for_spaces(self._held, ink)
                if ink != self._held:
                    sent.append(_change(self._held, ink))
                    self._held = ink
                sent.append(token[0])
            elif kind != "again":
                sent.append(token[0])
        return "".join(sent)


@lru_cache(2048)
def _dipped(ink: Ink, codes: str) -> Ink:
    """The ink after a sequence."""
    attributes, colour, background = set(ink.attributes), ink.colour, ink.background
    each = iter(codes.split(";"))
    for code in each:
        if code in {"", "0"}:
            attributes, colour, background = set(), "", ""
        elif code in {"38", "48"}:
            kind = next(each, "")
            value = [next(each, "") for _ in range({"2": 3, "5": 1}.get(kind, 0))]
            chosen = ";".join((code, kind, *value))
            if code == "38":
                colour = chosen
            else:
                background = chosen
        elif re.fullmatch(r"3[0-79]|9[0-7]", code):
            colour = "" if code == "39" else code
        elif re.fullmatch(r"4[0-79]|10[0-7]", code):
            background = "" if code == "49" else code
        elif code in _OFF.values():
            attributes = {each for each in attributes if _OFF.get(each) != code}
        else:
            attributes.add(code)
    return Ink(frozenset(attributes), colour, background)


@lru_cache(2048)
def _change(held: Ink | None, wanted: Ink) -> str:
    """The shortest sequence from one ink to another."""
    entire = f"\x1b[{wanted.codes}m"
    if held is None or not held.attributes <= _OFF.keys():
        return entire
    ended = sorted({_OFF[each] for each in held.attributes - wanted.attributes})
    kept = {each for each in held.attributes if _OFF[each] not in ended}
    codes = [*ended, *sorted(wanted.attributes - kept)]
    if wanted.colour != held.colour:
        codes.append(wanted.colour or "39")
    if wanted.background != held.background:
        codes.append(wanted.background or "49")
    return min(f"\x1b[{';'.join(codes)}m", entire, key=len)


@lru_cache(2048)
def _for_spaces(held: Ink, wanted: Ink) -> Ink:
    """What spaces may be written with, staying as close as possible to what is held."""
    if (held.attributes | wanted.attributes) <= _UNSEEN:
        return held._replace(background=wanted.background)
    return wanted
