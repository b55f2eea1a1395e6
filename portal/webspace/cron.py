"""Cron jobs: commands that run by the clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from portal.administration import Listing, Technical
from portal.customers.email import OptionalAddress
from portal.errors import InvalidInput
from portal.i18n import _, ngettext
from portal.kinds import CRON_JOB
from portal.validation import Cleaned, Input, require_unchanged
from portal.webspace import schedules
from portal.webspace.schedules import Schedule
from storage.models.products import Resource
from storage.models.webspace import CronJob

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from portal.administration import Looking
    from portal.paging import PageRequest

LOOKED_AT = 300
"""Runs between which the shortest pause is sought: more than a day of the densest schedule allowed."""

SHOWN = 3


LONGEST_COMMAND = 998
"""Bytes that cron takes of a line, every "%" being written as two."""


def _command(value: str) -> str:
    if len(value.encode()) + value.count("%") > LONGEST_COMMAND:
        raise InvalidInput(_("This is too long for cron. Please put it into a script, and run that."))
    return value


class CronJobSettings(Input):
    """What a cron job does, and when."""

    schedule: Schedule
    command: Annotated[Cleaned, Field(min_length=1), AfterValidator(_command)]
    output_to: OptionalAddress = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class CronJobView:
    """A cron job as the list shows it.

    Attributes:
        id: For opening it.
        settings: What it does.
        next_runs: The next three moments, in the provider's time zone; none if it is switched off.
        published: Whether servers read it as it stands.
    """

    id: int
    settings: CronJobSettings
    next_runs: tuple[dt.datetime, ...]
    published: bool


class CronJobs(Technical):
    """The cron jobs of one package."""

    def page(self, access: PackageAccess, request: PageRequest) -> Listing[CronJobView]:
        """A page of the jobs; orders: command, schedule. The filter finds either."""
        with self._looking(access) as looking:
            page = looking.work.webspace.cron_jobs(access, request)
            views = page.of(lambda job: self._view(job, looking))
            return looking.listing(views, request, Resource.CRON_JOBS)

    def next_runs(self, access: PackageAccess, schedule: str) -> tuple[dt.datetime, ...]:
        """When a schedule would run next; raises InvalidInput."""
        with self._looking(access):
            return self._next_runs(schedules.good(schedule))

    def add(self, access: PackageAccess, entered: CronJobSettings) -> int:
        """Add a cron job; tells its id.

        Raises:
            InvalidInput: It runs too often.
            Conflict: All cron jobs of the package are in use.
        """
        self._require_pauses(entered)
        with self._changing(access) as changing:
            job = CronJob(package_id=access.package_id, **entered.model_dump())
            changing.add(CRON_JOB, job)
            changing.commit()
            return job.id

    def change(
        self, access: PackageAccess, job_id: int, entered: CronJobSettings, seen: CronJobSettings
    ) -> int:
        """Change a cron job; raises ChangedMeanwhile if `seen` is out of date, InvalidInput as `add` does."""
        self._require_pauses(entered)
        with self._changing(access) as changing:
            job = changing.one(CRON_JOB, job_id)
            require_unchanged(seen, _settings(job))
            if changing.edit(CRON_JOB, job, entered.model_dump()):
                changing.commit()
            return job.id

    def remove(self, access: PackageAccess, job_id: int) -> None:
        """Remove a cron job; raises NotFound."""
        with self._changing(access) as changing:
            changing.remove(CRON_JOB, changing.one(CRON_JOB, job_id))
            changing.commit()

    def _require_pauses(self, entered: CronJobSettings) -> None:
        least = dt.timedelta(minutes=self._means.settings.web.cron_minutes)
        runs = islice(schedules.runs(entered.schedule, schedules.ANY_DAY), LOOKED_AT)
        if any(later - earlier < least for earlier, later in pairwise(runs)):
            raise InvalidInput(
                ngettext(
                    "A cron job runs every minute at most.",
                    "A cron job runs every {n} minutes at most.",
                    self._means.settings.web.cron_minutes,
                ).format(n=self._means.settings.web.cron_minutes),
                "schedule",
            )

    def _next_runs(self, schedule: str) -> tuple[dt.datetime, ...]:
        now = self._means.clock.now().astimezone(ZoneInfo(self._means.settings.time_zone))
        return tuple(islice(schedules.runs(schedule, now), SHOWN))

    def _view(self, job: CronJob, looking: Looking) -> CronJobView:
        runs = self._next_runs(job.schedule) if job.enabled else ()
        return CronJobView(job.id, _settings(job), runs, looking.is_published(job))


def _settings(job: CronJob) -> CronJobSettings:
    """What stands in the database is shown as it is, even if today's rules would refuse it."""
    values = {name: getattr(job, name) for name in CronJobSettings.model_fields}
    return CronJobSettings.model_construct(**values)
