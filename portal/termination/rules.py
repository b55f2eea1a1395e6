"""When something can end, and until when an order can be withdrawn from (rules.md, "Termination")."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Protocol

from portal.clock import day_in
from portal.errors import Conflict, InvalidInput
from portal.i18n import _
from portal.terms import (
    end_after_notice,
    end_of_year_after_notice,
    last_day_of_term,
    last_day_to_give_notice,
    months_later,
)
from storage.models.customers import CustomerKind

if TYPE_CHECKING:
    from portal.documents.words import Words

MOST_MONTHS_AHEAD = 24
"""How far ahead an end can be agreed, if the minimum term does not reach further."""


class Termed(Protocol):
    """A contract, or a row that tells of one."""

    @property
    def started_on(self) -> dt.date:
        """Its first day."""

    @property
    def minimum_months(self) -> int:
        """Its minimum term."""

    @property
    def notice_months(self) -> int:
        """Its period of notice."""


def earliest_end(contract: Termed, received: dt.date) -> dt.date:
    """The last day of a contract that is terminated now."""
    return end_after_notice(contract.started_on, contract.minimum_months, contract.notice_months, received)


def earliest_end_of_domain(registered_on: dt.date, notice_months: int, received: dt.date) -> dt.date:
    """The last day of a domain that is terminated now.

    A registration is paid for by the year, so a domain ends with the year of registration in which the period
    of notice of its package runs out; sooner only with its package.
    """
    return end_of_year_after_notice(registered_on, notice_months, received)


def notice_by(earliest: dt.date, notice_months: int) -> dt.date:
    """The last day on which notice still leads to that end."""
    return last_day_to_give_notice(earliest, notice_months)


def latest_end(earliest: dt.date, received: dt.date, package_ends_on: dt.date | None = None) -> dt.date:
    """The latest day that can be agreed now; nothing lasts longer than its package."""
    latest = max(earliest, months_later(received, MOST_MONTHS_AHEAD))
    return latest if package_ends_on is None else min(latest, package_ends_on)


def is_end_of_term(contract: Termed, day: dt.date) -> bool:
    """Whether that is the last day of the minimum term."""
    return last_day_of_term(contract.started_on, contract.minimum_months) == day


def agreed_end(wanted: dt.date | None, earliest: dt.date, latest: dt.date, words: Words) -> dt.date:
    """The day that is agreed.

    Args:
        wanted: As it was entered; None: the earliest.
        earliest: The earliest day.
        latest: The latest day.
        words: For the days in the refusal.

    Raises:
        InvalidInput: The day that is wanted is too early or too late.
        Conflict: It ends sooner by itself, with its package.
    """
    if earliest > latest:
        raise Conflict(
            _("It ends with its package on {day}; by itself it could not end before {earliest}.").format(
                day=words.day(latest), earliest=words.day(earliest)
            )
        )
    if wanted is not None and wanted < earliest:
        raise InvalidInput(_("The earliest day is {day}.").format(day=words.day(earliest)), "ends_on")
    if wanted is not None and wanted > latest:
        raise InvalidInput(_("The latest day is {day}.").format(day=words.day(latest)), "ends_on")
    return wanted or earliest


def ordered_on(ordered_at: dt.datetime | None, started_on: dt.date, time_zone: str) -> dt.date:
    """The day of an order: where that is not known, the contract began with it."""
    return started_on if ordered_at is None else day_in(time_zone, ordered_at)


def withdraw_until(kind: CustomerKind, day_of_order: dt.date, days: int) -> dt.date | None:
    """The last day on which an order can be withdrawn from; consumers only (§§ 355, 356a BGB).

    The day of the order does not count (§187 BGB).
    """
    return day_of_order + dt.timedelta(days=days) if kind is CustomerKind.CONSUMER else None
