"""When somebody is there: opening hours by weekday, in the time of the provider's clocks on the wall."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BeforeValidator

from portal.errors import InvalidInput
from portal.i18n import _
from portal.validation import Input

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

WRITTEN = re.compile(r"([0-9]{1,2}):([0-9]{2})\s?[-–]\s?([0-9]{1,2}):([0-9]{2})")
"""Such as 8:00-20:00."""

HOUR, DAY = 60, 24 * 60
"""In minutes."""

AHEAD = 31
"""Days in which it must open again; else it is closed until further notice."""

REGION = re.compile(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?")
"""A country, or a part of it (ISO 3166-2)."""


def _span(value: object) -> object:
    """First and last minute of what is written."""
    match = WRITTEN.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise InvalidInput(_("Opening hours are written like this: 8:00-20:00."))
    first, second, third, fourth = (int(part) for part in match.groups())
    begins, ends = first * HOUR + second, third * HOUR + fourth
    if max(second, fourth) >= HOUR or ends > DAY or begins >= ends:
        raise InvalidInput(
            _("{hours} is no time of a day: it ends after it begins, by 24:00.").format(hours=value)
        )
    return begins, ends


def _region(value: str) -> str:
    if value:
        try:
            _calendar(value)
        except NotImplementedError:
            sentence = _(
                "The holidays of {region} are not known; write a country, or a part of it, such as DE-BE."
            )
            raise InvalidInput(sentence.format(region=value)) from None
    return value


Hours = tuple[Annotated[tuple[int, int], BeforeValidator(_span)], ...]


class OpeningHours(Input):
    """From when to when, by weekday; several times a day are possible, none means closed."""

    monday: Hours = ()
    tuesday: Hours = ()
    wednesday: Hours = ()
    thursday: Hours = ()
    friday: Hours = ()
    saturday: Hours = ()
    sunday: Hours = ()
    holidays: Annotated[str, AfterValidator(_region)] = ""
    """Whose public holidays are days off, such as DE-BE; empty: none are."""

    @property
    def week(self) -> tuple[Hours, ...]:
        """Monday to Sunday."""
        return (
            self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether it is open at a moment.

    Attributes:
        is_open: Whether it is.
        changes_at: When that changes, on the provider's clocks; None: not in the next weeks.
    """

    is_open: bool
    changes_at: dt.datetime | None


def standing(hours: OpeningHours, now: dt.datetime) -> Standing:
    """Whether it is open, and until or from when.

    Args:
        hours: When it is.
        now: The time on the provider's clocks, without a zone.
    """
    last = dt.datetime.combine(now.date() + dt.timedelta(days=AHEAD), dt.time())
    off = _calendar(hours.holidays) if hours.holidays else ()
    for begins, ends in _spans(hours, now.date(), off):
        if ends > now:
            if begins > now:
                return Standing(is_open=False, changes_at=begins)
            return Standing(is_open=True, changes_at=ends if ends < last else None)
    return Standing(is_open=False, changes_at=None)


def is_day_off(hours: OpeningHours, day: dt.date) -> bool:
    """Whether a day is a public holiday, on which it is closed."""
    return bool(hours.holidays) and day in _calendar(hours.holidays)


def _spans(
    hours: OpeningHours, today: dt.date, off: Container[dt.date]
) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """From when to when, from today on; what begins as something else ends is one with it."""
    before: tuple[dt.datetime, dt.datetime] | None = None
    for day in (today + dt.timedelta(days=n) for n in range(AHEAD)):
        midnight = dt.datetime.combine(day, dt.time())
        for first, last in sorted(hours.week[day.weekday()] if day not in off else ()):
            begins, ends = (midnight + dt.timedelta(minutes=minute) for minute in (first, last))
            if before is not None and begins <= before[1]:
                before = before[0], max(before[1], ends)
                continue
            if before is not None:
                yield before
            before = begins, ends
    if before is not None:
        yield before


@cache
def _calendar(region: str) -> Container[dt.date]:
    """The public holidays of a country or a part of it; raises NotImplementedError if they are not known."""
    import holidays

    match = REGION.fullmatch(region)
    if match is None:
        raise NotImplementedError
    return holidays.country_holidays(match[1], subdiv=match[2])
