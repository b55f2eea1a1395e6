"""Pictures of the demo, drawn by figures: landscapes as PNG (ISO/IEC 15948)."""

from __future__ import annotations

import colorsys
import math
import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH, HEIGHT = 480, 360
"""Pixels of a motif."""

GOLDEN = 0.381966
"""Steps of this part of a circle never come to the same colour again."""


def png(width: int, rows: Iterable[bytes]) -> bytes:
    """A picture of rows of red, green and blue."""
    lines = [b"\0" + row for row in rows]  # none is filtered

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, len(lines), 8, 2, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(b"".join(lines)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + data + chunk(b"IEND", b"")


def motif(number: int) -> bytes:
    """A sun above hills, in colours of the motif's own."""
    hue = number * GOLDEN % 1
    sun = (60 + number * 67 % 360, 70 + number * 29 % 60, 24 + number * 13 % 20)
    hills = [
        (WIDTH * (number * 3 % 7) // 7, 130 + number * 17 % 40, 2.6, _colour(hue + 0.05, 0.62)),
        (WIDTH * (number * 5 % 6) // 5, 190 + number * 11 % 30, 2.1, _colour(hue + 0.10, 0.45)),
        (WIDTH * (number * 2 % 5) // 4, 250, 3.4, _colour(hue + 0.15, 0.28)),
    ]
    return png(WIDTH, (_row(y, hue, sun, hills) for y in range(HEIGHT)))


def _row(y: int, hue: float, sun: tuple[int, int, int], hills: list[tuple[int, int, float, bytes]]) -> bytes:
    row = bytearray(_colour(hue, 0.82 + 0.12 * y / HEIGHT) * WIDTH)
    x, above, radius = sun
    if abs(y - above) < radius:
        _paint(row, x, math.sqrt(radius**2 - (y - above) ** 2), _colour(0.12, 0.93))
    for middle, top, slope, colour in hills:
        if y >= top:
            _paint(row, middle, (y - top) * slope, colour)
    return bytes(row)


def _paint(row: bytearray, middle: int, half: float, colour: bytes) -> None:
    """Give the pixels around a middle another colour."""
    first, last = max(int(middle - half), 0), min(int(middle + half), WIDTH)
    if first < last:
        row[first * 3 : last * 3] = colour * (last - first)


def _colour(hue: float, light: float) -> bytes:
    return bytes(int(part * 255) for part in colorsys.hls_to_rgb(hue % 1, light, 0.45))
