"""The list of what can end: what is stored, as it is shown today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.termination import rules
from portal.termination.views import EndingKind, EndingView
from storage.models.termination import FollowUp
from storage.repositories import termination as rows

if TYPE_CHECKING:
    import datetime as dt

    from portal.settings import Settings
    from storage.models.customers import CustomerKind
    from storage.repositories.termination import EndingRow

KINDS = {
    rows.PACKAGE: EndingKind.PACKAGE,
    rows.DOMAIN: EndingKind.DOMAIN,
    rows.SERVICE: EndingKind.SERVICE,
}


def view_of(row: EndingRow, kind: CustomerKind, today: dt.date, settings: Settings) -> EndingView:
    """What the list shows of a row.

    Args:
        row: As it stands in the database.
        kind: Of the customer: consumers can withdraw from orders.
        today: For the earliest end.
        settings: How long orders can be withdrawn from, and where days are counted.
    """
    what = KINDS[row.what]
    is_noticed = row.terminated_at is not None
    ends_on = min(filter(None, (row.ends_on, row.package_ends_on)), default=None)
    earliest = None
    if not row.has_ended and not is_noticed:
        if what is EndingKind.DOMAIN:
            earliest = rules.earliest_end_of_domain(row.started_on, row.notice_months, today)
        else:
            earliest = rules.earliest_end(row, today)
        if what is not EndingKind.PACKAGE and ends_on is not None and earliest > ends_on:
            earliest = None  # its package ends sooner
    until = None
    if what is not EndingKind.DOMAIN and not row.has_ended:
        ordered_on = rules.ordered_on(row.ordered_at, row.started_on, settings.time_zone)
        until = rules.withdraw_until(kind, ordered_on, settings.contracts.withdrawal_days)
    is_transferred = row.follow_up is FollowUp.TRANSFER and is_noticed and not row.has_ended
    return EndingView(
        kind=what,
        id=row.id,
        package_id=row.package_id,
        package=row.main_domain,
        name=row.name or row.main_domain,
        product=row.product,
        has_ended=row.has_ended,
        earliest=earliest,
        notice_by=earliest and rules.notice_by(earliest, row.notice_months),
        terminated_at=row.terminated_at,
        ends_on=ends_on,
        with_package=what is not EndingKind.PACKAGE and row.ends_on is None,
        withdraw_until=until if until is not None and today <= until else None,
        is_transferred=is_transferred,
        auth_until=row.auth_until if is_transferred else None,
    )
