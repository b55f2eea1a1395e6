"""Whether customer service is there, and until or from when."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import InvalidInput
from portal.opening_hours import OpeningHours, is_day_off, standing
from portal.validation import checked

WEEK = checked(
    OpeningHours,
    {
        **{day: ["8:00-12:00", "13:00-20:00"] for day in ("monday", "tuesday", "wednesday", "thursday")},
        "friday": ["08:00 – 12:00"],
        "saturday": ["10:00-14:00", "14:00-16:00"],
        "holidays": "DE-BE",
    },
)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("now", "is_open", "changes"),
    [
        ("2026-11-23T07:59:59", False, "2026-11-23T08:00"),
        ("2026-11-23T08:00", True, "2026-11-23T12:00"),
        ("2026-11-23T11:59:59", True, "2026-11-23T12:00"),
        ("2026-11-23T12:00", False, "2026-11-23T13:00"),
        ("2026-11-23T20:00", False, "2026-11-24T08:00"),
        ("2026-11-27T15:00", False, "2026-11-28T10:00"),
        ("2026-11-28T13:00", True, "2026-11-28T16:00"),  # two times that meet are one
        ("2026-11-28T18:00", False, "2026-11-30T08:00"),  # nobody on Sundays
        ("2026-12-24T21:00", False, "2026-12-28T08:00"),  # Christmas is Friday and Saturday
        ("2026-03-08T09:00", False, "2026-03-09T08:00"),  # Women's Day, on a Sunday
        ("2027-03-08T09:00", False, "2027-03-09T08:00"),  # and on a Monday: a holiday in Berlin alone
    ],
)
def test_hours_by_weekday_and_holidays(now: str, is_open: bool, changes: str) -> None:
    assert standing(WEEK, at(now)).is_open is is_open
    assert standing(WEEK, at(now)).changes_at == at(changes)


def test_without_hours_it_is_closed_until_further_notice() -> None:
    found = standing(OpeningHours(), at("2026-11-23T12:00"))
    assert (found.is_open, found.changes_at) == (False, None)


def test_round_the_clock_it_never_closes() -> None:
    always = checked(
        OpeningHours, {day: ["0:00-24:00"] for day in OpeningHours.model_fields.keys() - {"holidays"}}
    )
    found = standing(always, at("2026-11-23T12:00"))
    assert (found.is_open, found.changes_at) == (True, None)


def test_over_midnight_it_is_one_time() -> None:
    night = checked(OpeningHours, {"friday": ["20:00-24:00"], "saturday": ["0:00-2:00"]})
    found = standing(night, at("2026-11-27T23:00"))
    assert (found.is_open, found.changes_at) == (True, at("2026-11-28T02:00"))


def test_the_holidays_are_those_of_the_region() -> None:
    day = dt.date(2027, 3, 8)
    assert is_day_off(WEEK, day)
    assert not is_day_off(WEEK.model_copy(update={"holidays": "DE"}), day)
    assert not is_day_off(WEEK.model_copy(update={"holidays": ""}), dt.date(2026, 12, 25))


@given(st.datetimes(at("2026-01-01"), at("2028-01-01")))
def test_at_the_moment_it_tells_it_is_the_other_way_round(now: dt.datetime) -> None:
    found = standing(WEEK, now)
    assert found.changes_at is not None
    assert found.changes_at > now
    assert standing(WEEK, found.changes_at).is_open is not found.is_open


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ({"monday": ["8-20"]}, "written like this: 8:00-20:00."),
        ({"monday": ["20:00-8:00"]}, "20:00-8:00 is no time of a day"),
        ({"monday": ["8:00-25:00"]}, "8:00-25:00 is no time of a day"),
        ({"monday": ["8:61-9:00"]}, "8:61-9:00 is no time of a day"),
        ({"monday": [7]}, "written like this"),
        ({"holidays": "XX"}, "The holidays of XX are not known"),
        ({"holidays": "DE-XX"}, "The holidays of DE-XX are not known"),
        ({"holidays": "Berlin"}, "The holidays of Berlin are not known"),
    ],
)
def test_hours_that_are_none_are_refused_with_a_sentence(written: dict[str, object], sentence: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        checked(OpeningHours, written)
    assert any(sentence in problem for problem in refusal.value.problems.values())
