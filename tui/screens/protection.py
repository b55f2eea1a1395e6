"""Protected directories, and who may look into them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work

from portal.webspace.protection import ProtectionView, VisitorView
from tui import keys
from tui.i18n import _, ngettext
from tui.screens.protection_forms import (
    NewProtectionForm,
    ProtectionForm,
    VisitorForm,
    VisitorPasswordForm,
)
from tui.text import literal, sentence
from tui.widgets.box import Box
from tui.widgets.dialogs import ConfirmModal
from tui.widgets.record_list import Column, Columns
from tui.widgets.subject_list import SubjectList, published_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.access import PackageAccess
    from portal.administration import Listing
    from portal.paging import PageRequest


class ProtectionList(SubjectList[ProtectionView]):
    """What is protected; Enter opens who may look."""

    TITLE = _("Protected directories")
    EMPTY = _("Visitors see a protected directory only with a name and a password. n protects the first one.")
    FILE = "protected-directories"
    HELP = _(
        "Directories that visitors of your websites see only with a name and a password. Enter shows who they"
        " are, “e” changes the directory."
    )
    REMOVED = _("Everybody can look again.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter", "users", _("Users"), _("Show who may look into the marked directory.")),
        keys.key("e", "edit", _("Edit"), _("Change the marked one.")),
    ]

    def columns(self) -> Columns[ProtectionView]:
        """Directory, what the browser says, how many may look."""
        return Columns(
            Column(
                _("Directory"),
                lambda view: literal(view.settings.directory),
                width=16,
                grow=1,
                sort="directory",
            ),
            Column(
                _("Browser asks for"),
                lambda view: literal(view.settings.realm),
                width=16,
                grow=1,
                sort="realm",
            ),
            Column(_("Who may look"), _how_many, width=12),
            published_column(),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Users are offered where there is a directory."""
        if action == "users":
            return self.highlighted is not None
        return super().check_action(action, parameters)

    async def listing(self, request: PageRequest) -> Listing[ProtectionView]:
        """A page of the directories."""
        return await self.portal_call(self.portal.protection.page, self.access, request)

    async def form_for_new(self) -> NewProtectionForm:
        """One that is not protected yet."""
        return NewProtectionForm(self.access)

    async def form_for(self, view: ProtectionView) -> ProtectionForm:
        """One that is."""
        return ProtectionForm(self.access, view)

    async def delete(self, view: ProtectionView) -> None:
        """Protect it no longer."""
        await self.portal_call(self.portal.protection.remove, self.access, view.id)

    def question(self, view: ProtectionView) -> ConfirmModal:
        """It is the protection that goes, not the directory."""
        template = _("Delete the protection of {directory} with its users? Everybody can look into it then.")
        return ConfirmModal(
            _("Delete?"),
            sentence(template, directory=literal(view.settings.directory, "bold")),
            yes=_("Delete"),
            no=_("Keep"),
            is_danger=True,
        )

    def called(self, view: ProtectionView) -> str:
        """Its path."""
        return view.settings.directory

    def exported(self, view: ProtectionView) -> Mapping[str, object]:
        """What makes it up."""
        return {**view.settings.model_dump(), "users": view.users}

    @work
    async def action_users(self) -> None:
        """Show who may look; how many that is may be another number afterwards."""
        if self.highlighted is not None:
            kept = self.highlighted.id
            await self.app.push_screen_wait(VisitorsModal(self.access, self.country, self.highlighted))
            await self.saved(kept)


class VisitorList(SubjectList[VisitorView]):
    """Who may look into one directory."""

    TITLE = _("Users")
    EMPTY = _("Nobody may look into this directory. n lets somebody in.")
    FILE = "users"
    HELP = _("Who may look into this directory. “e” gives the marked one another password.")
    REMOVED = _("The user was deleted.")

    def __init__(self, access: PackageAccess, country: str, protected: ProtectionView) -> None:
        """List the users of `protected`."""
        self.protected = protected
        super().__init__(access, country, id="visitors")

    def columns(self) -> Columns[VisitorView]:
        """Their names."""
        return Columns(Column(_("Name"), lambda view: literal(view.name), width=20, grow=1, sort="name"))

    async def listing(self, request: PageRequest) -> Listing[VisitorView]:
        """All of them."""
        return await self.portal_call(
            self.portal.protection.visitors, self.access, self.protected.id, request
        )

    async def form_for_new(self) -> VisitorForm:
        """Somebody more."""
        return VisitorForm(self.access, self.protected)

    async def form_for(self, view: VisitorView) -> VisitorPasswordForm:
        """Another password."""
        return VisitorPasswordForm(self.access, self.protected, view.name)

    async def delete(self, view: VisitorView) -> None:
        """Let somebody look no longer."""
        protection = self.portal.protection
        await self.portal_call(protection.remove_visitor, self.access, self.protected.id, view.name)

    def called(self, view: VisitorView) -> str:
        """Their name."""
        return view.name

    def exported(self, view: VisitorView) -> Mapping[str, object]:
        """Their name."""
        return {"directory": self.protected.settings.directory, "name": view.name}


class VisitorsModal(Box[None]):
    """Who may look into one directory; Esc goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.BACK]
    DEFAULT_CSS = """
    VisitorsModal VisitorList {
        height: 12;
    }
    VisitorsModal VisitorList, VisitorsModal VisitorList:focus-within {
        border: none;
    }
    VisitorsModal #buttons {
        display: none;
    }
    """

    def __init__(self, access: PackageAccess, country: str, protected: ProtectionView) -> None:
        """Show the users of `protected`."""
        super().__init__()
        self.access, self.country, self.protected = access, country, protected

    def heading(self) -> Content:
        """Which directory."""
        return sentence(_("Users of {directory}"), directory=self.protected.settings.directory)

    def content(self) -> Iterable[Widget]:
        """Who may look."""
        yield VisitorList(self.access, self.country, self.protected)

    def on_mount(self) -> None:
        """Go to them."""
        self.query_one(VisitorList).focus()

    def action_back(self) -> None:
        """Leave."""
        self.dismiss(None)


def _how_many(view: ProtectionView) -> Content:
    if not view.users:
        return literal(_("nobody"), "$warning")
    return literal(ngettext("{n} user", "{n} users", view.users).format(n=view.users))
