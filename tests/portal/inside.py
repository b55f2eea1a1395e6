"""Somebody in their package, for stories about its technical administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.paging import PageRequest
from storage.models.webspace import ProtectedDirectory, SftpUser
from tests.portal.house import MASTER_PASSWORD, PACKAGE_PASSWORD

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from storage.models.history import PackageChange
    from tests.portal.house import House


class Inside:
    """Somebody in their package, and what stands there."""

    def __init__(self, house: House) -> None:
        self.house, self.portal = house, house.portal
        self.jutta = house.customer()
        self.package = house.package(
            self.jutta, "juttas.example", password=PACKAGE_PASSWORD, master=MASTER_PASSWORD
        )
        self.webmaster = house.inside(self.package, by_owner=False)

    @property
    def owner(self) -> PackageAccess:
        return self.house.inside(self.package, by_owner=True)

    def of_another(self) -> PackageAccess:
        """The webmaster of another package of Jutta's."""
        other = self.house.package(self.jutta, "zweite.example", password=PACKAGE_PASSWORD)
        return self.house.inside(other, by_owner=False)

    def keep_transfers(self) -> None:
        """The owner keeps upload and download."""
        self.house.change(self.package, webmaster_transfers=False)

    def history(self) -> list[tuple[str, str, str, list[str], bool]]:
        """Newest first: kind, name, action, fields, whether it can be undone."""
        return [
            (change.kind, change.name, change.action, change.fields, change.undoable)
            for change in self._changes()
        ]

    def undo(self) -> None:
        """Undo the newest change."""
        self.portal.history.undo(self.webmaster, self._changes()[0].id)

    def used(self, resource: str) -> int:
        """What the counter of the package says."""
        figures = self.portal.packages.overview(self.webmaster).standing.figures
        return next(figure.used for figure in figures if figure.resource == resource)

    def sftp_users(self) -> list[SftpUser]:
        with self.house.storage.reading() as work:
            return list(work.administration.every(SftpUser, self.webmaster))

    def protected(self) -> list[ProtectedDirectory]:
        with self.house.storage.reading() as work:
            return list(work.administration.every(ProtectedDirectory, self.webmaster))

    def _changes(self) -> list[PackageChange]:
        with self.house.storage.reading() as work:
            return list(work.history.page_of(self.owner, PageRequest(descending=True)).rows)
