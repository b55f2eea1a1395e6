"""The kinds of deadlines, each found by a function of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.deadlines.rules import notice_for_minimum_term, retractable_until
from portal.deadlines.views import DeadlineKind, DeadlineView
from portal.terms import ONE_DAY, last_day_of_term, months_later

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from storage.repositories.customers import CustomerScope
    from storage.repositories.deadlines import Running
    from storage.work import Work

    Finding: TypeAlias = Callable[[Work, CustomerScope, dt.date], Iterator[DeadlineView]]


def of_packages(work: Work, scope: CustomerScope, today: dt.date) -> Iterator[DeadlineView]:
    """Ends, changes, and what the minimum terms of packages lead to; nothing of what is over."""
    since = months_later(today, -work.deadlines.longest_term()) - ONE_DAY
    for running in work.deadlines.of_customer(scope, since):
        yield from (each for each in of_package(running) if each.day >= today)


FINDINGS: tuple[Finding, ...] = (of_packages,)
"""All that is looked for."""


def of_package(running: Running) -> Iterator[DeadlineView]:
    """The days that the contract of one package leads to, be they over or not."""
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


def _view(
    running: Running,
    kind: DeadlineKind,
    day: dt.date,
    *,
    until: dt.date | None = None,
    ends_on: dt.date | None = None,
    becomes: str = "",
) -> DeadlineView:
    return DeadlineView(
        id=f"{kind.value}-{running.package_id}",
        kind=kind,
        day=day,
        package_id=running.package_id,
        domain=running.domain,
        product=running.product,
        until=until,
        ends_on=ends_on,
        becomes=becomes,
    )
