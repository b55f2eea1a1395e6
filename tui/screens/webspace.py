"""Webspace and SFTP: who gets in, what is protected, and what takes up room."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from portal.packages import Resource
from portal.webspace.usage import DirectoryView
from tui import formats
from tui.i18n import _
from tui.screens.protection import ProtectionList
from tui.screens.sftp import SftpUserList
from tui.text import literal
from tui.widgets.record_list import Column, Columns
from tui.widgets.subject_list import SubjectList
from tui.widgets.tabs import SubjectTabs, Tab

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.content import Content

    from portal.administration import Listing
    from portal.paging import PageRequest


class UsageList(SubjectList[DirectoryView]):
    """What takes up room, the largest first."""

    TITLE = _("Usage")
    EMPTY = _("Here stands how much room each directory takes, once the webspace was measured.")
    FILE = "webspace"
    ORDER = ("size", True)
    HELP = _(
        "How much room the directories took when they were last measured. What lies in a directory that has a"
        " line of its own is counted only there."
    )

    def columns(self) -> Columns[DirectoryView]:
        """Directory, size, files, when."""
        return Columns(
            Column(_("Directory"), lambda view: literal(view.path), width=20, grow=1, sort="path"),
            Column(_("Size"), self._how_large, width=9, align="right", sort="size"),
            Column(_("Files"), self._how_many, width=9, align="right", sort="files"),
            Column(_("Measured"), self._when, width=18, min_terminal=100),
        )

    async def listing(self, request: PageRequest) -> Listing[DirectoryView]:
        """A page of the directories."""
        return await self.portal_call(self.portal.web_usage.page, self.access, request)

    def exported(self, view: DirectoryView) -> Mapping[str, object]:
        """What is shown."""
        measured = view.measured_at.isoformat()
        return {"path": view.path, "mb": view.used_mb, "files": view.files, "measured_at": measured}

    def _how_large(self, view: DirectoryView) -> Content:
        return literal(formats.size(view.used_mb, self.country))

    def _how_many(self, view: DirectoryView) -> Content:
        return literal(formats.number(view.files, self.country))

    def _when(self, view: DirectoryView) -> Content:
        return literal(
            formats.moment(view.measured_at, self.portal.settings.time_zone, self.country), "$quiet"
        )


class WebspaceTabs(SubjectTabs):
    """SFTP users, protected directories, usage."""

    TABS: ClassVar[tuple[Tab, ...]] = (
        Tab("sftp-users", _("SFTP users"), SftpUserList, Resource.SFTP_USERS),
        Tab("protected-directories", _("Protected directories"), ProtectionList),
        Tab("web-usage", _("Usage"), UsageList),
    )
