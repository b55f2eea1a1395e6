from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.debits.calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    ONE_DAY,
    business_days_after,
    collection_day,
    is_business_day,
    next_business_day,
)

DAYS = st.dates(dt.date(2002, 1, 1), dt.date(2100, 11, 30))

day = dt.date.fromisoformat


def easter(year: int) -> dt.date:
    """Easter Sunday by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8)."""
    golden, (century, of_century) = year % 19, divmod(year, 100)
    leaps, rest = divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * rest + 2 * (of_century // 4) - moon - of_century % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, of_month = divmod(moon + weekday - 7 * shift + 114, 31)
    return dt.date(year, month, of_month + 1)


def is_open(today: dt.date) -> bool:
    """The rule as the European Central Bank words it."""
    fixed = {(1, 1), (5, 1), (12, 25), (12, 26)}
    moving = {easter(today.year) - 2 * ONE_DAY, easter(today.year) + ONE_DAY}
    return today.isoweekday() <= 5 and (today.month, today.day) not in fixed and today not in moving


@pytest.mark.parametrize(
    ("year", "sunday"), [(2026, "2026-04-05"), (2027, "2027-03-28"), (2038, "2038-04-25")]
)
def test_the_tests_know_easter(year: int, sunday: str) -> None:
    assert easter(year) == day(sunday)


@pytest.mark.parametrize(
    "closed",
    [
        "2026-01-01",  # New Year's Day
        "2026-04-03",  # Good Friday
        "2026-04-06",  # Easter Monday
        "2026-05-01",  # Labour Day
        "2026-12-25",  # Christmas Day
        "2029-12-26",  # Christmas Holiday, a Wednesday
        "2026-11-07",  # a Saturday
        "2026-11-08",  # a Sunday
    ],
)
def test_banks_are_closed(closed: str) -> None:
    assert not is_business_day(day(closed))


@pytest.mark.parametrize("holiday", ["2026-05-14", "2026-10-31", "2025-10-03", "2026-12-24", "2026-12-31"])
def test_holidays_of_germany_alone_are_business_days_of_banks(holiday: str) -> None:
    assert is_business_day(day(holiday)) == (day(holiday).isoweekday() <= 5)


@pytest.mark.parametrize(
    ("wanted", "possible"),
    [
        ("2026-12-25", "2026-12-28"),
        ("2027-03-26", "2027-03-30"),
        ("2026-04-30", "2026-04-30"),
        ("2026-05-01", "2026-05-04"),
        ("2026-12-31", "2026-12-31"),
        ("2027-01-01", "2027-01-04"),
    ],
)
def test_a_debit_waits_for_the_next_open_day(wanted: str, possible: str) -> None:
    assert next_business_day(day(wanted)) == day(possible)


@given(DAYS)
def test_every_day_is_as_the_central_bank_says(today: dt.date) -> None:
    assert is_business_day(today) == is_open(today)


@given(DAYS)
def test_the_next_business_day_is_open_and_none_before_it_is(today: dt.date) -> None:
    found = next_business_day(today)
    assert is_business_day(found)
    assert not any(is_business_day(today + ONE_DAY * past) for past in range((found - today).days))
    assert (found - today).days <= 4


@given(DAYS, st.integers(0, 14))
def test_a_debit_is_announced_in_time(today: dt.date, announcement_days: int) -> None:
    found = collection_day(today, announcement_days)
    assert (found - today).days >= announcement_days
    assert is_business_day(found)


def test_an_announcement_before_easter_reaches_past_it() -> None:
    assert collection_day(day("2027-03-21"), 5) == day("2027-03-30")


@pytest.mark.parametrize(
    ("today", "count", "expected"),
    [
        ("2026-11-03", 0, "2026-11-03"),
        ("2026-11-03", 1, "2026-11-04"),
        ("2026-11-06", 1, "2026-11-09"),
        ("2026-11-07", 1, "2026-11-10"),  # what is brought on a Saturday is there on Monday
        ("2026-12-24", 1, "2026-12-28"),
        ("2027-03-25", 2, "2027-03-31"),
    ],
)
def test_business_days_are_counted_from_an_open_day(today: str, count: int, expected: str) -> None:
    assert business_days_after(day(today), count) == day(expected)


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, LAST_YEAR + 1])
def test_no_day_is_open_that_no_calendar_knows(year: int) -> None:
    with pytest.raises(ValueError, match="not known"):
        is_business_day(dt.date(year, 6, 15))
