"""Contract dates: terms, notice and billing periods (rules.md, "Contract dates"; §309 no. 9 BGB)."""

from __future__ import annotations

import calendar
import datetime as dt

MONTHS = 12
ONE_DAY = dt.timedelta(days=1)


def months_later(day: dt.date, months: int) -> dt.date:
    """The same-numbered day so many months on; the month's last day where that is missing."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day_of_term(start: dt.date, months: int) -> dt.date:
    """The day before the same-numbered day; where that day is missing, the month's last day."""
    end = months_later(start, months)
    return end - ONE_DAY if end.day == start.day else end


def earliest_end(start: dt.date, minimum_months: int, notice_months: int, received: dt.date) -> dt.date:
    """The last day of a contract whose notice was received on that day: not before its minimum term ends."""
    return max(last_day_of_term(start, minimum_months), months_later(received, notice_months))


def last_day_of_period(start: dt.date, billing_months: int, day: dt.date) -> dt.date:
    """The last day of the billing period that `day` falls in; counted from the start, never chained."""
    return period_of(start, billing_months, day)[1]


def period_of(start: dt.date, billing_months: int, day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the billing period that `day` falls in; counted from the start, never chained."""
    passed = (day.year - start.year) * MONTHS + day.month - start.month
    periods = passed // billing_months
    before, end = (last_day_of_term(start, (periods + more) * billing_months) for more in (0, 1))
    if before >= day:
        before, end = last_day_of_term(start, (periods - 1) * billing_months), before
    return before + ONE_DAY, end
