"""The history of a package: who changed what, and undoing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work

from portal.history import ChangeDetails, ChangeView, FieldChange
from tui import formats, keys
from tui.changes import field_words, value_words, what, who_words
from tui.i18n import _
from tui.text import assemble, literal, plain, sentence
from tui.widgets.dialogs import ConfirmModal, NoticeModal
from tui.widgets.record_list import Column, Columns
from tui.widgets.subject_list import SubjectList, published_column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.binding import BindingType
    from textual.content import Content

    from portal.administration import Listing
    from portal.paging import PageRequest

IDS = {"domain_id", "label", "local_part", "ascii_name"}
"""Fields that stand in others, too, or that nobody needs to know."""


class HistoryList(SubjectList[ChangeView]):
    """Newest first."""

    TITLE = _("History")
    EMPTY = _("Every change of this package will stand here, and most can be undone. There is none yet.")
    FILE = "history"
    ORDER = ("when", True)
    HELP = _(
        "Who changed what, and when. Enter shows what stood there before and after; “u” undoes the marked"
        " change, where that can be."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter", "details", _("Details"), _("Show what stood there before and after.")),
        keys.key("u", "undo", _("Undo"), _("Undo the marked change.")),
    ]

    def columns(self) -> Columns[ChangeView]:
        """When, who, what."""
        return Columns(
            Column(_("When"), self._when, width=18, sort="when"),
            Column(
                _("Who"), lambda view: literal(who_words(by_owner=view.by_owner)), width=9, min_terminal=100
            ),
            Column(_("What"), what, width=28, grow=1),
            published_column(),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Undo is offered for what can be undone, details for everything."""
        if action == "undo":
            return self.highlighted is not None and self.highlighted.undoable
        if action == "details":
            return self.highlighted is not None
        return super().check_action(action, parameters)

    async def listing(self, request: PageRequest) -> Listing[ChangeView]:
        """A page of the history."""
        return await self.portal_call(self.portal.history.page, self.access, request)

    def exported(self, view: ChangeView) -> Mapping[str, object]:
        """What is shown."""
        who = "owner" if view.by_owner else "webmaster"
        return {
            "at": view.at.isoformat(),
            "who": who,
            "what": what(view).plain,
            "fields": view.fields,
            "published": view.published,
            "undone": view.undone,
        }

    @work
    async def action_details(self) -> None:
        """Show what stood there before and after the marked change."""
        view = self.highlighted
        if view is None:
            return
        with self.told():
            details = await self.portal_call(self.portal.history.show, self.access, view.id)
            self.app.push_screen(NoticeModal(_("Change"), self._details(details)))

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
                await self.reload(
                    lambda each: each.id > view.id and each.action == "undone" and each.undoable
                )

    def _when(self, view: ChangeView) -> Content:
        return literal(formats.moment(view.at, self.portal.settings.time_zone, self.country), "$quiet")

    def _details(self, details: ChangeDetails) -> Content:
        """A change, its circumstances, and each field in a line of its own."""
        change = details.change
        who = who_words(by_owner=change.by_owner)
        published = _("published") if change.published else _("not yet published")
        lines = [
            what(change),
            assemble(self._when(change), (f" · {who} · {published}", "$quiet")),
            literal(""),
            *(_field(each) for each in details.fields if each.name not in IDS),
        ]
        if not details.fields:
            lines.append(literal(_("The history keeps no more of this."), "$quiet"))
        return literal("\n", lines=True).join(lines)


def _field(change: FieldChange) -> Content:
    """Before and after; of what was made or removed, the one there is."""
    label = (f"{field_words(change.name)}: ", "$quiet")
    before, after = (literal(value_words(each)) for each in (change.before, change.after))
    if change.before is None:
        return assemble(label, after)
    if change.after is None:
        return assemble(label, before)
    return assemble(label, before, (" → ", "$accent"), after)
