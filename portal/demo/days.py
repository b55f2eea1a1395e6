"""Days of the demo, told from today, so that it is believable whenever it is opened."""

from __future__ import annotations

import datetime as dt

from portal.terms import months_later

NOON = dt.time(12, tzinfo=dt.UTC)


def day_of(today: dt.date, months: int, day: int = 1) -> dt.date:
    """A day of the month that lies so many months after (negative: before) today's; `day` is at most 28."""
    return months_later(today.replace(day=1), months).replace(day=day)


def at_noon(day: dt.date) -> dt.datetime:
    """A moment of that day, the same day in every zone of Europe."""
    return dt.datetime.combine(day, NOON)
