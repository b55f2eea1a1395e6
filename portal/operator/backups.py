"""The operator's care for backups: the daily ones of all packages, and removing those of long ago."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.backups.keeping import drop, keep, room_for_one
from portal.clock import midnight_in
from portal.progress import Progress, no_progress
from portal.use_case import UseCases
from storage.models.backups import BackupKind
from storage.models.products import Resource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portal.access import OperatorAccess
    from storage.models.packages import Package
    from storage.work import Work

AT_ONCE = 20
"""Packages in one transaction: it holds the database's one write lock for a fraction of a second."""


@dataclass(slots=True)
class DailyReport:
    """What was done.

    Attributes:
        made: How many backups were made.
        removed: How many went, for their age or to make way.
        there: How many packages had the day's backup already.
        without_room: How many packages keep as many backups of their own as they may have.
    """

    made: int = 0
    removed: int = 0
    there: int = 0
    without_room: int = 0

    def add(self, other: DailyReport) -> None:
        """Count what another one counted, too."""
        self.made += other.made
        self.removed += other.removed
        self.there += other.there
        self.without_room += other.without_room


class DailyBackups(UseCases):
    """The daily backups of all packages."""

    def run(self, access: OperatorAccess, progress: Progress = no_progress) -> DailyReport:
        """Make today's backups where there are none yet, and remove those that are too old.

        A run that was interrupted is finished by the next one; a second one on the same day changes nothing.

        Args:
            access: Who has it done.
            progress: Called every so often with the packages that are done and all there are.
        """
        today, zone = self._means.today(), self._means.settings.time_zone
        oldest = today - dt.timedelta(days=self._means.settings.backups.kept_days - 1)
        expired, begun = midnight_in(zone, oldest), midnight_in(zone, today)
        with self._reading(access) as work:
            due = work.backups.due(expired)
        report = DailyReport()
        for start in range(0, len(due), AT_ONCE):
            report.add(self._some(access, due[start : start + AT_ONCE], expired, begun))
            progress(min(start + AT_ONCE, len(due)), len(due))
        return report

    def _some(
        self, access: OperatorAccess, ids: Sequence[int], expired: dt.datetime, begun: dt.datetime
    ) -> DailyReport:
        """Look after some packages in one transaction."""
        done = DailyReport()
        with self._writing(access) as work:
            for package, gets_daily in work.backups.lock(ids):
                self._remove(work, package, expired, done)
                if gets_daily:
                    self._make(work, package, begun, done)
                work.forget()
            if done.made or done.removed:
                details = f"{done.made} made, {done.removed} removed"
                which = f"packages {ids[0]} to {ids[-1]}"
                work.audit.record(
                    self._means.clock.now(), access.actor, "daily backups", which, details=details
                )
            work.commit()
        return done

    def _remove(self, work: Work, package: Package, expired: dt.datetime, done: DailyReport) -> None:
        for backup in work.backups.daily(package.id):
            if backup.made_at < expired:
                drop(work, package, backup)
                done.removed += 1

    def _make(self, work: Work, package: Package, begun: dt.datetime, done: DailyReport) -> None:
        if any(backup.made_at >= begun for backup in work.backups.daily(package.id)):
            done.there += 1
            return
        room = room_for_one(work, package.id, work.administration.room(package, Resource.BACKUPS))
        if not room.is_there:
            done.without_room += 1
            return
        keep(work, package, BackupKind.DAILY, self._means.clock.now(), room)
        done.made += 1
        done.removed += len(room.give_way)
