"""All that falls due by a day, day after day, each act in a transaction of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.errors import InvalidInput
from portal.i18n import _
from portal.operator.due.changes import SmallerProducts
from portal.operator.due.ends import DomainEnds, PackageEnds, ServiceEnds
from portal.operator.due.report import DueReport
from portal.progress import Progress, no_progress
from portal.use_case import UseCases

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Container

    from portal.access import OperatorAccess
    from portal.operator.due.acts import DueActs
    from portal.use_case import Means


class FallingDue(UseCases):
    """What happens by itself, as it was agreed."""

    def __init__(self, means: Means) -> None:
        super().__init__(means)
        self._kinds: tuple[DueActs, ...] = (
            PackageEnds(means),
            DomainEnds(means),
            ServiceEnds(means),
            SmallerProducts(means),
        )
        """In the order in which they are done on the same day."""

    def run(
        self, access: OperatorAccess, on: dt.date | None = None, progress: Progress = no_progress
    ) -> DueReport:
        """Do all that is due by a day; a second run changes nothing, one after a week makes up for it.

        What was missed is done as if each day had been looked at: the earliest day first. Whatever is done is
        asked for anew within its transaction, so two runs at a time do nothing twice, and one that is killed
        leaves the rest to the next.

        Args:
            access: Who has it done.
            on: The day; today by default, and at most.
            progress: Called every so often with the acts that are done and all that are known of.

        Raises:
            InvalidInput: The day lies ahead.
        """
        on = on or self._means.today()
        if on > self._means.today():
            raise InvalidInput(_("{day} is yet to come.").format(day=on), "on")
        report = DueReport(on)
        done: set[tuple[dt.date, int, int]] = set()
        while due := self._due(access, on, done):
            day = due[0][0]
            for each in due:
                if each[0] > day:
                    break  # what was done on this day may have changed what is due on later ones
                _day, kind, key = each
                self._kinds[kind].carry_out(access, key, day, report)
                done.add(each)
                progress(len(done), len(done) + len(due))
        return report

    def _due(
        self, access: OperatorAccess, on: dt.date, done: Container[tuple[dt.date, int, int]]
    ) -> list[tuple[dt.date, int, int]]:
        """What is due and was not tried yet, in order: the day, which kind, and of what."""
        with self._reading(access) as work:
            return sorted(
                each
                for kind, acts in enumerate(self._kinds)
                for day, key in acts.due(work, on)
                if (each := (day, kind, key)) not in done
            )
