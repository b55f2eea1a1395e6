"""When a mail is tried again."""

from __future__ import annotations

import datetime as dt

FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(minutes=5), dt.timedelta(hours=4)

JITTER = 0.2
"""Part of a pause that chance adds or takes away, so that not all come back in the same second."""


def pause(tries: int, chance: float) -> dt.timedelta:
    """How long to wait after so many tries, each time twice as long, within bounds.

    Args:
        tries: At least one.
        chance: Between 0 and 1, evenly spread.
    """
    doubled = FIRST_PAUSE * (1 << min(tries - 1, 10))
    return min(doubled, LONGEST_PAUSE) * (1 + JITTER * (2 * chance - 1))
