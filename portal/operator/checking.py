"""What must never be: contracts, packages and domains in states that no act leads to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.clock import day_in
from portal.i18n import _
from portal.terms import end_after_notice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.settings import Settings
    from storage.repositories.consistency import Odd
    from storage.work import Work

PATIENCE = dt.timedelta(days=7)
"""So late `admin due` may be before that counts as something wrong."""

BILLING = dt.timedelta(days=62)
"""So long after an end its credit may wait for the next invoice."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong with the database.

    Attributes:
        what: A word to look for, always the same: file, damage, key, audit, seals, verifiers, domains, sites,
            counters, balances, numbers, contracts, forms, customers, offers, shops, orders.
        reason: A sentence.
    """

    what: str
    reason: str


def impossible(
    work: Work, settings: Settings, today: dt.date, settled: dt.date | None = None
) -> Iterator[Finding]:
    """Everything about contracts that cannot be, the first few of each kind.

    Args:
        work: A transaction that reads.
        settings: Where the provider is.
        today: The date there.
        settled: All that fell due by then was done; by default a week ago.
    """
    for told, odd in _odd(work, today, settled or today - PATIENCE):
        for each in odd:
            about = told.format(name=each.name, day=each.day)
            yield _finding(each.package_id, each.domain, about)
    for noticed in work.consistency.noticed():
        received = day_in(settings.time_zone, noticed.terminated_at)
        earliest = end_after_notice(
            noticed.started_on, noticed.minimum_months, noticed.notice_months, received
        )
        if noticed.ends_on < earliest:
            about = _("ends on {day}, which is before {earliest}, the earliest day for its notice")
            yield _finding(
                noticed.package_id, noticed.domain, about.format(day=noticed.ends_on, earliest=earliest)
            )
    for number, day in work.consistency.overdue_forms(settled or today - PATIENCE):
        reason = _("The form {number} should have been carried out on {day}.")
        yield Finding("forms", reason.format(number=number, day=day))
    for number in work.consistency.mandates_of_closed():
        reason = _("Customer {number} is closed, but a mandate is in force.")
        yield Finding("customers", reason.format(number=number))
    for code, counted, orders in work.consistency.miscounted_offers():
        reason = _("Of the offer {code}, {counted} orders are counted, but there are {orders}.")
        yield Finding("offers", reason.format(code=code, counted=counted, orders=orders))


def _odd(work: Work, today: dt.date, settled: dt.date) -> Iterator[tuple[str, list[Odd]]]:
    """What is said of packages in an odd state, and those that are."""
    look = work.consistency
    yield _("has notice without a last day, or a last day without notice"), [*look.half_terminated()]
    yield _("has ended, but its contract runs on"), [*look.ended_without_end()]
    yield _("has ended before its last day, {day}"), [*look.ended_too_soon(today)]
    yield _("should have ended on {day}"), [*look.overdue_ends(settled)]
    yield _("should have become another product on {day}"), [*look.overdue_changes(settled)]
    yield _("ends, but a change is pending for {day}"), [*look.changes_of_what_ends()]
    yield _("is to become {name} on {day}, which it cannot"), [*look.changes_elsewhere()]
    yield _("should have been split on {day}"), [*look.overdue_splits(settled)]
    yield _("has ended, but is to be split on {day}"), [*look.splits_of_what_has_ended()]
    yield _("is to give {name} away, which it does not have"), [*look.splits_of_other_domains()]
    yield _("has ended, but somebody is signed in to it"), [*look.open_sessions()]
    yield _("has ended, but its domain {name} has not"), [*look.living_domains()]
    yield _("has ended, but its service {name} has not"), [*look.living_services()]
    yield _("lives, but its main domain {name} has ended"), [*look.ended_main_domains()]
    yield _("has the domain {name}, which ends but is not terminated"), [*look.domains_that_end()]
    yield _("has the domain {name}, which is terminated but does not end"), [*look.terminated_domains()]
    yield _("has the domain {name}, which should have ended on {day}"), [*look.overdue_domains(settled)]
    yield _("has the service {name}, which should have ended on {day}"), [*look.overdue_services(settled)]
    yield (
        _("was billed until {day}, beyond its end, and not credited"),
        [*look.billed_beyond(settled - BILLING)],
    )
    yield _("belongs to the customer {name}, who is closed"), [*look.packages_of_closed()]


def _finding(package_id: int, domain: str, about: str) -> Finding:
    reason = _("Package {id}, {domain}, {about}.")
    return Finding("contracts", reason.format(id=package_id, domain=domain, about=about))
