"""How much room the directories of the webspace took when they were last measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.administration import Listing, Technical
from storage.models.products import Resource

if TYPE_CHECKING:
    import datetime as dt

    from portal.access import PackageAccess
    from portal.paging import PageRequest
    from storage.models.webspace import WebDirectory


@dataclass(frozen=True, slots=True)
class DirectoryView:
    """A directory as the list shows it.

    Attributes:
        path: Below the package's own directory.
        used_mb: What lies in it, in MB; without directories that are listed themselves.
        files: How many files that are.
        measured_at: When, in UTC.
    """

    path: str
    used_mb: int
    files: int
    measured_at: dt.datetime


class WebUsage(Technical):
    """What takes up room in the webspace of one package."""

    TRANSFERS = True

    def page(self, access: PackageAccess, request: PageRequest) -> Listing[DirectoryView]:
        """A page of the directories; orders: size, path, files. The filter finds paths."""
        with self._looking(access) as looking:
            page = looking.work.webspace.directories(access, request)
            return looking.listing(page.of(_view), request, Resource.WEBSPACE)


def _view(directory: WebDirectory) -> DirectoryView:
    return DirectoryView(directory.path, directory.used_mb, directory.files, directory.measured_at)
