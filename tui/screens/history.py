"""The history of a package: who changed what, and undoing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work

from portal.history import ChangeView
from tui import formats, keys
from tui.i18n import _
from tui.text import assemble, literal, plain, sentence
from tui.widgets.dialogs import ConfirmModal
from tui.widgets.record_list import Column, Columns
from tui.widgets.subject_list import SubjectList, published_column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.binding import BindingType
    from textual.content import Content

    from portal.administration import Listing
    from portal.paging import PageRequest


class HistoryList(SubjectList[ChangeView]):
    """Newest first."""

    TITLE = _("History")
    EMPTY = _("Every change of this package will stand here, and most can be undone. There is none yet.")
    FILE = "history"
    ORDER = ("when", True)
    HELP = _("Who changed what, and when. “u” undoes the marked change, where that can be.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("u", "undo", _("Undo"), _("Undo the marked change.")),
    ]

    def columns(self) -> Columns[ChangeView]:
        """When, who, what."""
        return Columns(
            Column(_("When"), self._when, width=18, sort="when"),
            Column(_("Who"), _who, width=9, min_terminal=100),
            Column(_("What"), what, width=28, grow=1),
            published_column(),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Undo is offered for what can be undone."""
        if action == "undo":
            return self.highlighted is not None and self.highlighted.undoable
        return super().check_action(action, parameters)

    async def listing(self, request: PageRequest) -> Listing[ChangeView]:
        """A page of the history."""
        return await self.portal_call(self.portal.history.page, self.access, request)

    def exported(self, view: ChangeView) -> Mapping[str, object]:
        """What is shown."""
        who = "owner" if view.by_owner else "webmaster"
        return {"at": view.at.isoformat(), "who": who, "what": what(view).plain, "fields": view.fields}

    @work
    async def action_undo(self) -> None:
        """Undo the marked change, after a question."""
        view = self.highlighted
        if view is None:
            return
        question = ConfirmModal(
            _("Undo?"),
            assemble(
                sentence(_("Undo “{what}”?"), what=what(view)), "\n", _("The undo will stand here, too.")
            ),
            yes=_("Undo"),
            no=_("Leave as it is"),
        )
        if await self.app.push_screen_wait(question):
            with self.told():
                await self.portal_call(self.portal.history.undo, self.access, view.id)
                self.notify(plain(_("Undone.")))
                self.action_first()
                await self.reload()

    def _when(self, view: ChangeView) -> Content:
        return literal(formats.moment(view.at, self.portal.settings.time_zone, self.country), "$quiet")


def what(view: ChangeView) -> Content:
    """A change in words: "cron job php x.php changed: schedule"."""
    words = assemble(
        literal(kind_words(view.kind)), " ", literal(view.name, "bold"), " ", _action(view.action)
    )
    if view.fields:
        words = assemble(words, (": " + ", ".join(field_words(name) for name in view.fields), "$quiet"))
    return assemble(words, (_(" (undone)"), "$quiet")) if view.undone else words


def kind_words(kind: str) -> str:
    """What a kind of record is called on the screen."""
    words = {
        "domain": _("domain"),
        "subdomain": _("subdomain"),
        "cron job": _("cron job"),
    }
    return words.get(kind, kind)


def field_words(name: str) -> str:
    """What a field is called on the screen."""
    words = {
        "output_to": _("output"),
        "enabled": _("on or off"),
    }
    return words.get(name, name.replace("_", " "))


def _action(action: str) -> str:
    words = {
        "added": _("added"),
        "changed": _("changed"),
        "removed": _("removed"),
        "undone": _("put back"),
        "restored": _("restored"),
        "imported": _("imported"),
    }
    return words.get(action, action)


def _who(view: ChangeView) -> Content:
    return literal(_("owner") if view.by_owner else _("webmaster"))
