"""A list in memory that answers as the portal does, however long it is, and counts what it is asked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.paging import Anchor, Page

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Sequence

    from portal.errors import PortalError
    from portal.paging import PageRequest


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    name: str


class RecordSource:
    def __init__(self, length: int, names: dict[int, str] | None = None) -> None:
        self.numbers: Sequence[int] = range(length)
        self.names = names or {}
        self.requests: list[PageRequest] = []
        self.error: PortalError | None = None
        self.gate: asyncio.Event | None = None

    def row(self, number: int) -> Row:
        return Row(number, self.names.get(number, f"row {number}"))

    def remove(self, *numbers: int) -> None:
        self.numbers = [number for number in self.numbers if number not in numbers]

    async def fetch(self, request: PageRequest) -> Page[Row]:
        self.requests.append(request)
        if self.gate is not None:
            await self.gate.wait()
        if self.error is not None:
            raise self.error
        return self.answer(request)

    def answer(self, request: PageRequest) -> Page[Row]:
        def place(number: int) -> Anchor:
            return (self.row(number).name, number) if request.sort == "name" else (number,)

        found = self.numbers
        if request.filter:
            found = [number for number in found if request.filter in self.row(number).name]
        if request.sort == "name":
            found = sorted(found, key=place)
        before, behind = len(found), 0
        if request.anchor is not None:
            before = bisect_left(found, request.anchor, key=place)
            behind = bisect_right(found, request.anchor, key=place)
        if request.descending:
            found = found[::-1]
            if request.anchor is not None:
                before, behind = len(found) - behind, len(found) - before
        if request.backwards:
            stop = max(0, before - request.skip)
            numbers = found[max(0, stop - request.limit) : stop]
        else:
            start = behind + request.skip
            numbers = found[start : start + request.limit]
        return Page(
            tuple(self.row(number) for number in numbers),
            tuple(place(number) for number in numbers),
            len(found) if request.count else None,
        )
