"""SFTP users, protected directories, cron jobs and what was measured, of one package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from storage.models.webspace import CronJob, ProtectedDirectory, SftpUser, WebDirectory
from storage.repositories.administration import Administration
from storage.repositories.keyset import contains, read_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from storage.paging import Page, PageRequest
    from storage.repositories.packages import PackageScope


class Webspace:
    """What concerns the webspace of a package."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._administration = Administration(session)

    def sftp_users(self, scope: PackageScope, request: PageRequest) -> Page[SftpUser]:
        """A page of the package's SFTP users; orders: name, directory."""
        orders = {
            "name": (SftpUser.name, SftpUser.id),
            "directory": (SftpUser.directory, SftpUser.name, SftpUser.id),
        }
        found = contains(request.filter, SftpUser.name, SftpUser.directory) if request.filter else None
        return self._administration.page(SftpUser, scope, request, orders, found)

    def protected_directories(self, scope: PackageScope, request: PageRequest) -> Page[ProtectedDirectory]:
        """A page of the package's protected directories; orders: directory, realm."""
        directory, realm = ProtectedDirectory.directory, ProtectedDirectory.realm
        orders = {
            "directory": (directory, ProtectedDirectory.id),
            "realm": (realm, directory, ProtectedDirectory.id),
        }
        found = contains(request.filter, directory, realm) if request.filter else None
        return self._administration.page(ProtectedDirectory, scope, request, orders, found)

    def cron_jobs(self, scope: PackageScope, request: PageRequest) -> Page[CronJob]:
        """A page of the package's cron jobs; orders: command, schedule."""
        orders = {
            "command": (CronJob.command, CronJob.id),
            "schedule": (CronJob.schedule, CronJob.id),
        }
        found = contains(request.filter, CronJob.command, CronJob.schedule) if request.filter else None
        return self._administration.page(CronJob, scope, request, orders, found)

    def directories(self, scope: PackageScope, request: PageRequest) -> Page[WebDirectory]:
        """A page of the package's directories as last measured; orders: size, path, files."""
        query = select(WebDirectory).where(WebDirectory.package_id == scope.package_id)
        if request.filter:
            query = query.where(contains(request.filter, WebDirectory.path))
        orders = {
            "size": (WebDirectory.used_mb, WebDirectory.path),
            "path": (WebDirectory.path,),
            "files": (WebDirectory.files, WebDirectory.path),
        }
        return read_page(self._session, query, request, orders).of(lambda row: row[0])

    def measured(self, package_id: int, directories: Iterable[WebDirectory]) -> None:
        """Keep what was measured, in place of what was measured before."""
        self._session.execute(delete(WebDirectory).where(WebDirectory.package_id == package_id))
        self._session.add_all(directories)
        self._session.flush()
