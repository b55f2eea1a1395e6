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


def end_after_notice(start: dt.date, months: int, notice_months: int, received: dt.date) -> dt.date:
    """The last day of a contract whose notice was received on that day.

    Args:
        start: First day of the contract.
        months: Its minimum term; it does not end before that.
        notice_months: How long it runs on after the notice.
        received: The day of receipt, in the provider's time zone.
    """
    return max(last_day_of_term(start, months), months_later(received, notice_months))


def end_of_year_after_notice(
    start: dt.date, notice_months: int, received: dt.date, year_months: int = MONTHS
) -> dt.date:
    """The last day of what is only ever paid for by the year, such as a domain's registration.

    It ends with the year that the notice runs out in.

    Args:
        start: First day of the first year.
        notice_months: How long it runs on after the notice at least.
        received: The day of receipt, in the provider's time zone.
        year_months: How long a year is.
    """
    return period_of(start, year_months, max(start, months_later(received, notice_months)))[1]


def last_day_to_give_notice(end: dt.date, notice_months: int) -> dt.date:
    """The last day on which notice can be received for an end; a day later the end is a later one."""
    day = months_later(end, -notice_months)
    while months_later(day + ONE_DAY, notice_months) <= end:
        day += ONE_DAY  # in a short month several days lead to its last one
    return day


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
