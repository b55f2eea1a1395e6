"""What time it is: one clock for all rules, so that tests can stand on any day."""

from __future__ import annotations

import datetime as dt
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the moment in UTC."""

    def now(self) -> dt.datetime:
        """The present moment, aware, in UTC."""


class SystemClock:
    """The clock of this computer."""

    def now(self) -> dt.datetime:
        """The present moment, aware, in UTC."""
        return dt.datetime.now(dt.UTC)


def day_in(time_zone: str, moment: dt.datetime) -> dt.date:
    """The date of a moment where the provider is: the one that counts for contracts."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def noon_in(time_zone: str, day: dt.date) -> dt.datetime:
    """A moment of that day where the provider is, for what is known by its date only; in UTC."""
    return dt.datetime.combine(day, dt.time(12), ZoneInfo(time_zone)).astimezone(dt.UTC)


def midnight_in(time_zone: str, day: dt.date) -> dt.datetime:
    """The moment that day begins where the provider is; in UTC."""
    return dt.datetime.combine(day, dt.time(), ZoneInfo(time_zone)).astimezone(dt.UTC)
