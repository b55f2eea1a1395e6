"""What is coming for a customer, read from all that was agreed with them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from portal.deadlines.kinds import Ground, coming
from portal.deadlines.views import DeadlineKind, DeadlineView
from portal.paging import page_of
from portal.use_case import UseCases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portal.access import CustomerAccess
    from portal.paging import Anchor, Page, PageRequest
    from storage.work import Work

SOON = dt.timedelta(days=30)
"""How near a deadline is that the menu counts."""

ORDER = {kind: place for place, kind in enumerate(DeadlineKind)}


class Deadlines(UseCases):
    """Reading what is coming.

    The days follow from contracts by rules that no database knows, so all of a customer's are worked out at
    once: of ten thousand packages that takes some hundredths of a second.
    """

    def page(self, access: CustomerAccess, request: PageRequest) -> Page[DeadlineView]:
        """All deadlines, by "day" or "domain"; the filter finds names and products."""
        with self._reading(access) as work:
            found = self._all(work, access)
        wanted = request.filter.casefold()
        if wanted:
            found = [each for each in found if _is_in(wanted, each)]
        return page_of(found, request, {"day": _by_day, "domain": _by_domain})

    def count_soon(self, access: CustomerAccess) -> int:
        """How many there are within 30 days."""
        last = self._means.today() + SOON
        with self._reading(access) as work:
            return sum(each.day <= last for each in self._all(work, access))

    def calendar(self, access: CustomerAccess) -> str:
        """All deadlines as iCalendar (RFC 5545), in the customer's language."""
        from portal.deadlines.calendar import calendar_of

        with self._reading(access) as work:
            customer = work.customers.owned_by(access)
            found = sorted(self._all(work, access), key=_by_day)
        return calendar_of(found, customer, self._means.settings.brand, self._means.clock.now())

    def _all(self, work: Work, access: CustomerAccess) -> Sequence[DeadlineView]:
        return coming(Ground(work, access, self._means.today(), self._means.settings))


def _by_day(view: DeadlineView) -> Anchor:
    return view.day.isoformat(), ORDER[view.kind], view.name, view.id


def _by_domain(view: DeadlineView) -> Anchor:
    return view.domain, view.day.isoformat(), ORDER[view.kind], view.id


def _is_in(wanted: str, view: DeadlineView) -> bool:
    return any(wanted in each.casefold() for each in (view.name, view.domain, view.product, view.becomes))
