"""Statistics: traffic, storage and mail of a package, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.administration import Technical
from portal.terms import MONTHS, months_later

if TYPE_CHECKING:
    import datetime as dt

    from portal.access import PackageAccess
    from storage.models.statistics import MonthlyFigures

FIRST_DAY = 1


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month; where nothing was measured, there are no figures.

    Attributes:
        month: Its first day.
        running: Whether it has not ended.
        traffic_mb: What visitors and programs transferred.
        storage_mb: Webspace, mail and databases at the end of the month, or as last measured.
        mails: Received and sent.
    """

    month: dt.date
    running: bool
    traffic_mb: int | None = None
    storage_mb: int | None = None
    mails: int | None = None


class Statistics(Technical):
    """What was measured of one package."""

    def months(self, access: PackageAccess) -> tuple[MonthView, ...]:
        """The last 12 complete months and the running one, the oldest first; none if none was measured."""
        running = self._means.today().replace(day=FIRST_DAY)
        with self._looking(access) as looking:
            first = months_later(running, -MONTHS)
            found = {each.month: each for each in looking.work.statistics.since(access, first)}
        months = [months_later(running, -before) for before in range(MONTHS, -1, -1)]
        if not found.keys() & set(months):
            return ()
        return tuple(_view(month, found.get(month), running) for month in months)


def _view(month: dt.date, figures: MonthlyFigures | None, running: dt.date) -> MonthView:
    if figures is None:
        return MonthView(month, month == running)
    return MonthView(month, month == running, figures.traffic_mb, figures.storage_mb, figures.mails)
