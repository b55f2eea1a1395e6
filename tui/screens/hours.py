"""Opening hours in words."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING

from tui import formats
from tui.i18n import _
from tui.text import assemble, literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.content import Content

    from portal.opening_hours import OpeningHours, Standing

WEEK = 7

MONDAY = dt.date(2026, 1, 5)
"""Any Monday."""

NEVER = dt.time()


def open_words(standing: Standing, now: dt.datetime, country: str) -> Content:
    """Such as "open now until 20:00", "opens tomorrow at 8:00"."""
    at = standing.changes_at
    if standing.is_open:
        words = _("open now") if at is None else _("open now until {time}")
        return assemble(("● ", "$success"), literal(words.format(time=_until(at, now, country))))
    if at is None:
        return assemble(("● ", "$error"), _("closed at the moment"))
    days = (at.date() - now.date()).days
    words = (
        _("opens at {time}")
        if days == 0
        else _("opens tomorrow at {time}")
        if days == 1
        else _("opens on {day} at {time}")
    )
    day = formats.weekday(at.date(), country) if days < WEEK else formats.short_date(at.date(), country)
    told = words.format(time=formats.time(at.time(), country), day=day)
    return assemble(("● ", "$warning"), _("closed now, "), literal(told))


def week_lines(hours: OpeningHours, country: str) -> Iterator[str]:
    """Such as "Mon-Fri 8:00-20:00", for days in a row that are open alike; closed ones are left out."""
    days = [(MONDAY + dt.timedelta(days=n), spans) for n, spans in enumerate(hours.week)]
    for spans, group in groupby(days, key=lambda day: day[1]):
        first, *rest = (formats.weekday_short(day, country) for day, _spans in group)
        if spans:
            named = f"{first}–{rest[-1]}" if rest else first
            times = ", ".join(
                f"{_minute(begins, country)}–{_minute(ends, country)}" for begins, ends in spans
            )
            yield f"{named} {times}"
    if hours.holidays and any(hours.week):
        yield _("closed on public holidays")


def _until(at: dt.datetime | None, now: dt.datetime, country: str) -> str:
    if at is None:
        return ""
    if at.time() == NEVER:
        return _("midnight")
    time = formats.time(at.time(), country)
    tomorrow = _("{time} tomorrow") if at.date() > now.date() else "{time}"
    return tomorrow.format(time=time)


def _minute(minute: int, country: str) -> str:
    if minute == dt.timedelta(days=1) // dt.timedelta(minutes=1):
        return "24:00"
    return formats.time(dt.time(*divmod(minute, 60)), country)
