from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.clock import day_in
from portal.terms import (
    ONE_DAY,
    end_after_notice,
    end_of_year_after_notice,
    last_day_of_period,
    last_day_of_term,
    last_day_to_give_notice,
    months_later,
    period_of,
)

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
    assert end_after_notice(day("2026-01-01"), 12, 1, day(received)) == day(end)


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


TERMS = st.sampled_from([1, 12, 24])

NOTICES = st.integers(1, 3)


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("2026-11-30T22:59:59", "2026-12-31"),
        ("2026-11-30T23:00:00", "2027-01-01"),
        ("2026-11-30T23:30:00", "2027-01-01"),
        ("2028-02-28T23:00:00", "2028-03-29"),
        ("2028-02-29T22:59:59", "2028-03-29"),
        ("2027-03-28T21:59:59", "2027-04-28"),
        ("2027-03-28T22:00:00", "2027-04-29"),
        ("2027-10-31T00:59:59", "2027-11-30"),
        ("2027-10-31T01:00:00", "2027-11-30"),
    ],
)
def test_the_day_of_receipt_is_that_of_the_provider(moment: str, end: str) -> None:
    received = day_in("Europe/Berlin", dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC))
    assert end_after_notice(day("2026-01-01"), 12, 1, received) == day(end)


@given(DAYS, st.sampled_from([1, 3, 12, 24]), st.integers(1, 60))
def test_terms_from_one_anchor_never_overlap_and_leave_no_gap(
    start: dt.date, months: int, count: int
) -> None:
    """Every day of them lies in exactly one."""
    last = start - ONE_DAY
    for term in range(1, count + 1):
        first, end = period_of(start, months, last + ONE_DAY)
        assert (first, end) == (last + ONE_DAY, last_day_of_term(start, months * term))
        assert first <= end
        last = end


@given(DAYS, TERMS, NOTICES, st.integers(-400, 5000))
def test_notice_ends_a_contract_neither_in_its_term_nor_within_a_month(
    start: dt.date, months: int, notice: int, after: int
) -> None:
    received = start + dt.timedelta(days=after)
    end = end_after_notice(start, months, notice, received)
    assert end >= last_day_of_term(start, months)
    assert end >= months_later(received, notice)
    assert end in {last_day_of_term(start, months), months_later(received, notice)}
    assert end_after_notice(start, months, notice, received + ONE_DAY) >= end


@given(DAYS, TERMS, NOTICES, st.integers(-400, 5000))
def test_the_last_day_to_give_notice_is_exact(start: dt.date, months: int, notice: int, after: int) -> None:
    end = end_after_notice(start, months, notice, start + dt.timedelta(days=after))
    last = last_day_to_give_notice(end, notice)
    assert end_after_notice(start, months, notice, last) == end
    assert end_after_notice(start, months, notice, last + ONE_DAY) > end


@given(DAYS, NOTICES, st.integers(0, 5000))
def test_what_is_paid_by_the_year_ends_with_one(start: dt.date, notice: int, after: int) -> None:
    received = start + dt.timedelta(days=after)
    end = end_of_year_after_notice(start, notice, received)
    first, last = period_of(start, 12, end)
    assert last == end
    assert end >= months_later(received, notice) >= first
    by = last_day_to_give_notice(end, notice)
    assert end_of_year_after_notice(start, notice, by) == end
    assert end_of_year_after_notice(start, notice, by + ONE_DAY) > end
