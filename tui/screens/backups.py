"""Backups of a package: what is kept, and the way back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work

from portal.backups.views import BackupKind, BackupView, NewBackup
from tui import formats, keys
from tui.i18n import _
from tui.text import literal, plain, sentence
from tui.widgets.field import TextField
from tui.widgets.form import FormModal
from tui.widgets.record_list import Column, Columns
from tui.widgets.subject_list import SubjectList

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.binding import BindingType
    from textual.content import Content
    from textual.screen import ModalScreen

    from portal.access import PackageAccess
    from portal.administration import Listing
    from portal.paging import PageRequest
    from tui.widgets.field import Field


class BackupList(SubjectList[BackupView]):
    """Newest first."""

    TITLE = _("Backups")
    EMPTY = _(
        "A backup keeps the package as it is now: mail, databases, files and settings."
        " No backup yet: n makes the first one."
    )
    FILE = "backups"
    ORDER = ("made", True)
    HELP = _(
        "States of the package that are kept. Enter shows what a restore would do, and does it if you like."
        " Daily ones go by themselves, your own stay until you delete them."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter", "restore", _("Restore"), _("Bring back all of the marked backup, or parts of it.")),
    ]

    def columns(self) -> Columns[BackupView]:
        """When, which kind, how large, what for."""
        return Columns(
            Column(_("Made at"), self._made_at, width=18, sort="made"),
            Column(_("Kind"), _kind, width=5),
            Column(_("Size"), self._size_of, width=8, align="right", sort="size"),
            Column(_("Remark"), lambda view: literal(view.remark), width=12, grow=1),
            Column(_("Kept until"), self._until, width=13, min_terminal=96),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There must be something to restore."""
        if action == "restore":
            return self.highlighted is not None
        return super().check_action(action, parameters)

    async def listing(self, request: PageRequest) -> Listing[BackupView]:
        """A page of the backups."""
        return await self.portal_call(self.portal.backups.page, self.access, request)

    async def form_for_new(self) -> NewBackupForm:
        """What to say of a new one."""
        return NewBackupForm(self.access)

    @work
    async def action_restore(self) -> None:
        """Show what a restore of the marked one would do."""
        from tui.screens.restore import RestoreWizard

        view = self.highlighted
        if view is None:
            return
        with self.told():
            parts = await self.portal_call(self.portal.backups.parts, self.access)
            done = await self.app.push_screen_wait(RestoreWizard(self.access, view, parts))
            if done is not None:
                follow = _("Restored. Files follow when the package is next published.")
                self.notify(plain(follow if done.contents_follow else _("Restored.")))
                await self.saved(done.backup_id)

    def question(self, view: BackupView) -> ModalScreen[bool]:
        """Its name is asked for: nothing brings it back."""
        from tui.widgets.type_to_delete import TypeToDelete

        goes = sentence(
            _("The backup of {moment} goes, and nothing brings it back."), moment=self._made_at(view)
        )
        return TypeToDelete(view.name, goes)

    async def delete(self, view: BackupView) -> None:
        """Delete one."""
        await self.portal_call(self.portal.backups.delete, self.access, view.id)

    def called(self, view: BackupView) -> str:
        """The moment it was made."""
        return view.name

    def exported(self, view: BackupView) -> Mapping[str, object]:
        """What is shown."""
        return {
            "made_at": view.made_at.isoformat(),
            "kind": view.kind.value,
            "size_mb": view.size_mb,
            "remark": view.remark,
            "kept_until": view.kept_until.isoformat() if view.kept_until else "",
        }

    def _made_at(self, view: BackupView) -> Content:
        return literal(formats.moment(view.made_at, self.portal.settings.time_zone, self.country))

    def _size_of(self, view: BackupView) -> Content:
        return literal(formats.size(view.size_mb, self.country))

    def _until(self, view: BackupView) -> Content:
        if view.kept_until is None:
            return literal(_("deleted"), "$quiet")
        return literal(formats.short_date(view.kept_until, self.country))


class NewBackupForm(FormModal[NewBackup, int]):
    """What a new backup is for."""

    TITLE = _("New backup")
    MODEL = NewBackup
    SAVED = _("The backup was made.")
    HELP = _("Keeps mail, databases, files and settings as they are now. Esc leaves without a backup.")

    def __init__(self, access: PackageAccess) -> None:
        """Make a backup of the package of `access`."""
        super().__init__()
        self.access = access

    def about(self) -> str:
        """What is kept."""
        return _("Mail, databases, files and settings of this package are kept as they are now.")

    def fields(self) -> Iterable[Field[Any]]:
        """What it is for."""
        yield TextField("remark", _("Remark"), hint=_("what it is for"), optional=True, longest=200)

    async def save(self, entered: NewBackup) -> int:
        """Make it."""
        return await self.portal_call(self.portal.backups.make, self.access, entered, sure=self.sure)


def _kind(view: BackupView) -> Content:
    return literal(_("daily") if view.kind is BackupKind.DAILY else _("own"))
