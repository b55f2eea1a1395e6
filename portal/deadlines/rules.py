"""The days that contracts lead to (rules.md, "Contract dates", "Package change", "Termination")."""

from __future__ import annotations

import datetime as dt

from portal.terms import ONE_DAY, last_day_of_term, last_day_to_give_notice, months_later

CLIPPED = dt.timedelta(days=4)
"""By so much at most the ends of months move a day that is counted back and forth in months."""


def notice_for_minimum_term(start: dt.date, minimum: int, notice: int) -> dt.date | None:
    """The last day to give notice for the end of the minimum term; None: it is too short for one.

    Args:
        start: First day of the contract.
        minimum: Months of the minimum term.
        notice: Months that it runs on after a notice.
    """
    day = last_day_to_give_notice(last_day_of_term(start, minimum), notice)
    return day if day >= start else None


def starts_with_notice_between(
    minimum: int, notice: int, first: dt.date, last: dt.date
) -> tuple[dt.date, dt.date]:
    """Between which days contracts began whose last day to give notice is between `first` and `last`.

    All of those are within, and maybe some others that began a few days before or after them.
    """
    months = notice - minimum
    return months_later(first, months) - CLIPPED, months_later(last, months) + CLIPPED


def retractable_until(becomes_on: dt.date) -> dt.date:
    """The last day on which a change that comes on that day can be retracted."""
    return becomes_on - ONE_DAY
