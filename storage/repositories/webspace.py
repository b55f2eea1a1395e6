"""SFTP users, protected directories, cron jobs and what was measured, of one package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.models.webspace import CronJob
from storage.repositories.administration import Administration
from storage.repositories.keyset import contains

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.paging import Page, PageRequest
    from storage.repositories.packages import PackageScope


class Webspace:
    """What concerns the webspace of a package."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._administration = Administration(session)

    def cron_jobs(self, scope: PackageScope, request: PageRequest) -> Page[CronJob]:
        """A page of the package's cron jobs; orders: command, schedule."""
        orders = {
            "command": (CronJob.command, CronJob.id),
            "schedule": (CronJob.schedule, CronJob.id),
        }
        found = contains(request.filter, CronJob.command, CronJob.schedule) if request.filter else None
        return self._administration.page(CronJob, scope, request, orders, found)
