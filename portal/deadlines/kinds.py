"""The kinds of deadlines, each found by a function of its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.clock import midnight_in
from portal.deadlines.rules import notice_for_minimum_term, retractable_until
from portal.deadlines.views import DeadlineKind, DeadlineView
from portal.termination.rules import ordered_on, withdraw_until
from portal.terms import ONE_DAY, last_day_of_term, months_later
from storage.models.products import MINIMUM_MONTHS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from portal.settings import Settings
    from storage.repositories.customers import CustomerScope
    from storage.repositories.deadlines import Running, RunningPart, RunningSplit
    from storage.work import Work


@dataclass(frozen=True, slots=True)
class Ground:
    """What deadlines are found on.

    Attributes:
        work: A transaction.
        scope: Whose.
        today: What lies before is over.
        settings: How long orders can be withdrawn from, and where the provider is.
    """

    work: Work
    scope: CustomerScope
    today: dt.date
    settings: Settings


if TYPE_CHECKING:
    Finding: TypeAlias = Callable[[Ground], Iterator[DeadlineView]]


def of_packages(ground: Ground) -> Iterator[DeadlineView]:
    """Ends, changes, what minimum terms lead to, and orders of packages."""
    since = months_later(ground.today, -max(MINIMUM_MONTHS)) - ONE_DAY
    for running in ground.work.deadlines.of_customer(ground.scope, since):
        yield from of_package(running, ground.settings)


def of_parts(ground: Ground) -> Iterator[DeadlineView]:
    """Ends of single domains and additional services, and orders of those."""
    days = dt.timedelta(days=ground.settings.contracts.withdrawal_days + 1)
    since = midnight_in(ground.settings.time_zone, ground.today - days)
    for part in ground.work.deadlines.parts_of_customer(ground.scope, since):
        yield from _of_part(part, ground.settings)


def of_splits(ground: Ground) -> Iterator[DeadlineView]:
    """Splits that wait for their day."""
    for split in ground.work.deadlines.splits_of_customer(ground.scope):
        until = retractable_until(split.effective_on)
        yield _view(split, DeadlineKind.SPLIT, split.effective_on, until=until, becomes=split.target)


def of_forms(ground: Ground) -> Iterator[DeadlineView]:
    """Signed forms that were accepted for a later day."""
    for id_, number, about, day in ground.work.deadlines.forms_of_customer(ground.scope):
        yield DeadlineView(f"form-{id_}", DeadlineKind.FORM, day, about, None, "", number)


FINDINGS: tuple[Finding, ...] = (of_packages, of_parts, of_splits, of_forms)
"""All that is looked for."""


def coming(ground: Ground) -> list[DeadlineView]:
    """All deadlines that are not over."""
    return [each for finding in FINDINGS for each in finding(ground) if each.day >= ground.today]


def of_package(running: Running, settings: Settings) -> Iterator[DeadlineView]:
    """The days that the contract of one package leads to, be they over or not."""
    ordered = ordered_on(running.ordered_at, running.started_on, settings.time_zone)
    withdrawal = withdraw_until(running.owner, ordered, settings.contracts.withdrawal_days)
    if withdrawal is not None:
        yield _view(running, DeadlineKind.WITHDRAWAL, withdrawal)
    if running.becomes_on is not None:
        until, becomes = retractable_until(running.becomes_on), running.becomes or ""
        yield _view(running, DeadlineKind.CHANGE, running.becomes_on, until=until, becomes=becomes)
    if running.ends_on is not None:
        yield _view(running, DeadlineKind.END, running.ends_on, until=running.ends_on)
        return
    terms = (running.started_on, running.minimum_months)
    term, notice = last_day_of_term(*terms), notice_for_minimum_term(*terms, running.notice_months)
    if notice is not None:
        yield _view(running, DeadlineKind.NOTICE, notice, ends_on=term)
        yield _view(running, DeadlineKind.TERM, term)


def _of_part(part: RunningPart, settings: Settings) -> Iterator[DeadlineView]:
    is_domain = part.ordered_at is None
    if part.ends_on is not None:
        kind = DeadlineKind.DOMAIN_END if is_domain else DeadlineKind.SERVICE_END
        yield _view(part, kind, part.ends_on, until=part.ends_on)
    if part.ordered_at is not None:
        ordered = ordered_on(part.ordered_at, dt.date.min, settings.time_zone)
        withdrawal = withdraw_until(part.owner, ordered, settings.contracts.withdrawal_days)
        if withdrawal is not None:
            yield _view(part, DeadlineKind.WITHDRAWAL, withdrawal)


def _view(
    of: Running | RunningPart | RunningSplit,
    kind: DeadlineKind,
    day: dt.date,
    *,
    until: dt.date | None = None,
    ends_on: dt.date | None = None,
    becomes: str = "",
) -> DeadlineView:
    return DeadlineView(
        id=f"{kind.value}-{of.key}",
        kind=kind,
        day=day,
        name=of.name,
        package_id=of.package_id,
        domain=of.domain,
        product=of.product,
        until=until,
        ends_on=ends_on,
        becomes=becomes,
    )
