"""Days on which banks settle: the calendar of TARGET (European Central Bank, "TARGET closing days").

TARGET is closed on Saturdays and Sundays, on 1 January, Good Friday, Easter Monday, 1 May, 25 and 26
December. Debits are collected on its open days only (EPC016-06, Core Rulebook, "Inter-Bank Business Day").
"""

from __future__ import annotations

import datetime as dt
from functools import cache

ONE_DAY = dt.timedelta(days=1)

SATURDAY = 5
"""As `date.weekday` counts."""

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""The years that the library knows the closing days of; in others it would name none."""


@cache
def closing_days(year: int) -> frozenset[dt.date]:
    """The holidays of TARGET in that year; some fall on a weekend.

    Raises:
        ValueError: Nobody knows the closing days of that year.
    """
    from holidays import financial_holidays

    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the closing days of {year} are not known")
    return frozenset(financial_holidays("XECB", years=year, expand=False))


def is_business_day(day: dt.date) -> bool:
    """Whether banks settle on that day; raises ValueError for days that no calendar reaches."""
    return day not in closing_days(day.year) and day.weekday() < SATURDAY


def next_business_day(day: dt.date) -> dt.date:
    """The day itself, or the first one after it on which banks settle."""
    while not is_business_day(day):
        day += ONE_DAY
    return day


def business_days_after(day: dt.date, count: int) -> dt.date:
    """The business day so many business days after `day`; a closing day counts as the next open one.

    Args:
        day: Whichever.
        count: Business days, 0 or more.
    """
    day = next_business_day(day)
    for _step in range(count):
        day = next_business_day(day + ONE_DAY)
    return day


def collection_day(today: dt.date, announcement_days: int) -> dt.date:
    """The first business day on which a debit that is announced today may be collected.

    Args:
        today: The day of the announcement, in the provider's time zone.
        announcement_days: Calendar days that the customer knows of it beforehand.
    """
    return next_business_day(today + dt.timedelta(days=announcement_days))
