"""The versions of a zone, any of which can be restored."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work

from portal.dns.names import shown_name
from portal.dns.plans import OlderVersion
from portal.dns.service import VersionView
from tui import formats, keys
from tui.changes import who_words
from tui.i18n import _
from tui.screens.dns_plans import RestoreForm
from tui.text import literal, sentence
from tui.widgets.box import Box
from tui.widgets.record_list import Column, Columns
from tui.widgets.subject_list import SubjectList

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.access import PackageAccess
    from portal.administration import Listing
    from portal.dns.service import ZoneView
    from portal.packages import Standing
    from portal.paging import PageRequest


class VersionList(SubjectList[VersionView]):
    """Newest first."""

    TITLE = _("Versions")
    EMPTY = _("Every save of this zone will be a version, to which you can return. There is none yet.")
    FILE = "dns-versions"
    ORDER = ("number", True)
    HELP = _("Every save of the zone. Enter shows what restoring the marked version would change.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter", "restore", _("Restore"), _("Show what restoring this version would change.")),
    ]

    def __init__(self, access: PackageAccess, country: str, zone: ZoneView) -> None:
        """List the versions of a zone, dates as in `country`."""
        self._zone = zone
        super().__init__(access, country, id="versions")

    def columns(self) -> Columns[VersionView]:
        """Number, when, what."""
        return Columns(
            Column(_("No."), lambda view: literal(view.number), width=5, sort="number"),
            Column(_("When"), self._when, width=18),
            Column(_("Who"), _who, width=9),
            Column(_("What"), _what, width=20, grow=1),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Restoring needs a version."""
        if action == "restore":
            return self.highlighted is not None
        return super().check_action(action, parameters)

    async def listing(self, request: PageRequest) -> Listing[VersionView]:
        """A page of the versions."""
        return await self.portal_call(self.portal.dns.versions, self.access, self._zone.domain_id, request)

    def show_standing(self, standing: Standing) -> None:
        """How far the package is published is said in the list behind."""

    def exported(self, view: VersionView) -> Mapping[str, object]:
        """What is shown."""
        who, what = who_words(by_owner=view.by_owner), _what(view).plain
        return {"number": view.number, "at": view.at.isoformat(), "who": who, "what": what}

    @work
    async def action_restore(self) -> None:
        """Show what restoring would change, and do it."""
        view = self.highlighted
        if view is None:
            return
        with self.told():
            preview = await self.portal_call(
                self.portal.dns.preview,
                self.access,
                self._zone.domain_id,
                OlderVersion(number=view.number),
            )
            form = RestoreForm(self.access, view.number, preview)
            if await self.app.push_screen_wait(form) is not None:
                self.action_first()
                await self.reload()

    def _when(self, view: VersionView) -> Content:
        return literal(formats.moment(view.at, self.portal.settings.time_zone, self.country), "$quiet")


class VersionsModal(Box[bool]):
    """The versions of a zone; answers once it is closed."""

    HELP = VersionList.HELP
    DEFAULT_CSS = """
    VersionsModal VersionList {
        height: 60vh;
        &, &:focus-within, &:focus-within:nocolor { border: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [keys.key("escape", "close", _("Close"), _("Close this."))]

    def __init__(self, access: PackageAccess, zone: ZoneView) -> None:
        """List the versions of a domain's zone."""
        super().__init__()
        self.access, self.zone = access, zone

    def heading(self) -> Content:
        """Whose versions."""
        return sentence(_("Versions · {domain}"), domain=self.zone.name)

    def content(self) -> Iterable[Widget]:
        """The list."""
        yield VersionList(self.access, self.login.country, self.zone)

    def on_mount(self) -> None:
        """There is nothing else to go to."""
        self.query_one(VersionList).focus()

    def action_close(self) -> None:
        """Leave."""
        self.dismiss(result=True)


def _who(view: VersionView) -> Content:
    return literal(who_words(by_owner=view.by_owner), "$quiet" if view.by_owner is None else "")


def _what(view: VersionView) -> Content:
    """Such as "changed www", then how many records went and came."""
    words = {
        "started": _("as it was at first"),
        "added": _("added"),
        "changed": _("changed"),
        "removed": _("removed"),
        "imported": _("zone file imported"),
        "template": _("set from a template"),
        "restored": _("restored"),
        "undone": _("undone"),
    }
    parts: list[Content] = [literal(words.get(view.what, view.what))]
    if view.what in {"added", "changed", "removed", "undone"}:
        parts.append(literal(", ".join(map(shown_name, view.names)), "bold"))
    parts.extend([literal(f"−{view.removed}", "$error")] if view.removed else [])
    parts.extend([literal(f"+{view.added}", "$success")] if view.added else [])
    return literal(" ").join(parts)
