"""Measuring a program in a terminal from outside: when what appears, CPU, memory, bytes."""

from __future__ import annotations

import re
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

QUIET = 0.06
"""Seconds without a byte after which a screen counts as painted."""

AT_REST = 0.002
"""CPU seconds in a quarter of a second, below which nothing is going on."""


class MeasuredTerminal(Terminal):
    """A terminal that knows when each byte arrived.

    Its screen is drawn only once the program is silent, so that drawing takes no time from the program.
    """

    def __init__(
        self,
        command: Sequence[str],
        environ: Mapping[str, str] | None = None,
        size: tuple[int, int] = (80, 24),
    ) -> None:
        self.arrivals: list[tuple[float, int]] = []
        columns, rows = size
        super().__init__(command, columns=columns, rows=rows, environ=environ)
        while b"TIOCSCTTY" in Path(f"/proc/{self.process.pid}/cmdline").read_bytes():
            pass  # still the helper that gives the program its terminal
        self.started = time.perf_counter()

    def pump(self, seconds: float = 0.05) -> bool:
        """As the terminal does, noting when bytes came."""
        came = super().pump(seconds)
        if came:
            self.arrivals.append((time.perf_counter(), len(self.output)))
        return came

    def when_shown(self, pattern: str, seconds: float = 60.0) -> float:
        """The moment at which the bytes came that made the screen match a pattern.

        Raises:
            TimeoutError: They never came; with what is shown instead.
        """
        looked, end = len(self.arrivals), time.perf_counter() + seconds
        while time.perf_counter() < end:
            if self.pump(0.02):
                continue
            for moment, length in self.arrivals[looked:]:
                looked += 1
                if re.search(pattern, self.text_at(length), re.DOTALL):
                    return moment
        raise TimeoutError(f"{pattern!r} never appeared:\n{self.text}")

    @property
    def cpu(self) -> float:
        """CPU seconds of the program so far, of all threads that still live."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    @property
    def memory(self) -> float:
        """The program's share of memory (PSS), in MiB."""
        rollup = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        kibibytes = re.findall(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)
        return int(kibibytes[0]) / 1024

    def rest(self) -> None:
        """Wait until the program has nothing more to do."""
        before = -1.0
        while self.cpu - before > AT_REST:
            before = self.cpu
            self.watch(0.25)

    def watch(self, seconds: float) -> int:
        """Read for so long, and tell how many bytes came."""
        sent, end = len(self.output), time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.pump(left)
        return len(self.output) - sent

    def bytes_per_key(self, keys: Iterable[str]) -> float:
        """How many bytes the program sends for one key, as the median."""
        return median(self._bytes_for(key) for key in keys)

    def cpu_per_key(self, keys: Sequence[str]) -> float:
        """CPU seconds that one key costs, on average."""
        before = self.cpu
        for key in keys:
            self._bytes_for(key)
        return (self.cpu - before) / len(keys)

    def _bytes_for(self, key: str) -> int:
        sent = len(self.output)
        self.press(key)
        self.pump(1.0)
        self.wait_quiet(QUIET)
        return len(self.output) - sent
