from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.terms import ONE_DAY, earliest_end, last_day_of_period, last_day_of_term, months_later, period_of

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))

day = dt.date.fromisoformat


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-01", 12, "2026-12-31"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-11-15", 24, "2028-11-14"),
    ],
)
def test_a_term_ends_the_day_before_its_own_day(start: str, months: int, end: str) -> None:
    assert last_day_of_term(day(start), months) == day(end)


@pytest.mark.parametrize(
    ("received", "end"),
    [
        ("2026-11-30", "2026-12-31"),
        ("2026-12-01", "2027-01-01"),
        ("2027-01-31", "2027-02-28"),
        ("2028-01-31", "2028-02-29"),
    ],
)
def test_notice_ends_a_contract_of_twelve_months(received: str, end: str) -> None:
    assert earliest_end(day("2026-01-01"), 12, 1, day(received)) == day(end)


@given(DAYS, st.integers(-200, 200))
def test_months_later_keeps_the_day_where_the_month_has_it(start: dt.date, months: int) -> None:
    later = months_later(start, months)
    assert (later.year - start.year) * 12 + later.month - start.month == months
    assert later.day == start.day or (later + ONE_DAY).day == 1


@given(DAYS, st.sampled_from([1, 12]), st.integers(0, 5000))
def test_a_billing_period_holds_the_day_and_no_shorter_one_does(
    start: dt.date, months: int, after: int
) -> None:
    today = start + dt.timedelta(days=after)
    end = last_day_of_period(start, months, today)
    ends = [last_day_of_term(start, months * count) for count in range(200)]
    assert end == min(each for each in ends if each >= today)


@given(DAYS, st.sampled_from([1, 12]), st.integers(0, 5000))
def test_billing_periods_follow_one_another_without_a_gap(start: dt.date, months: int, after: int) -> None:
    first, last = period_of(start, months, start + dt.timedelta(days=after))
    assert first <= start + dt.timedelta(days=after) <= last
    assert period_of(start, months, last + ONE_DAY)[0] == last + ONE_DAY
    assert first == start or period_of(start, months, first - ONE_DAY)[1] == first - ONE_DAY
