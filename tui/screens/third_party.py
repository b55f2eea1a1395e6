"""Third-party access: what the owner of a package leaves to whoever has the package password."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.widgets import Static

from portal.access import CustomerAccess
from portal.third_party import Permission, PermissionView
from tui import keys
from tui.i18n import _
from tui.text import assemble, literal, plain
from tui.widgets.record_list import Column, Columns
from tui.widgets.subject_list import SubjectList

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from portal.administration import Listing
    from portal.paging import PageRequest


class ThirdPartyList(SubjectList[PermissionView]):
    """Each thing with yes or no; only its owner sees this."""

    TITLE = _("Third-party access")
    EMPTY = ""
    FILE = "third-party-access"
    HELP = _(
        "What the package login may: sign in at all, upload and download, and which domains it may use and"
        " manage. Enter or Space changes the marked line at once. Upgrade, downgrade, ordering domains and"
        " everything contractual stay yours in any case."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter,e,space", "turn", _("Allow or not"), _("Allow the marked line, or no longer.")),
    ]
    DEFAULT_CSS = """
    ThirdPartyList > Static {
        height: auto;
        padding: 0 1;
        color: $quiet;
    }
    """

    def columns(self) -> Columns[PermissionView]:
        """What, and whether it is allowed."""
        return Columns(
            Column(_("The package login may"), what, width=34, grow=1),
            Column(_("Allowed"), _allowed, width=9),
        )

    def compose(self) -> ComposeResult:
        """The list, and what is never left to anybody."""
        yield from super().compose()
        words = _("Upgrade, downgrade, ordering domains and the contract stay yours in any case.")
        yield Static(literal(words))

    async def listing(self, request: PageRequest) -> Listing[PermissionView]:
        """A page of what can be left to the webmaster."""
        return await self.portal_call(
            self.portal.third_party.page, self._owner, self.access.package_id, request
        )

    def exported(self, view: PermissionView) -> Mapping[str, object]:
        """What is shown."""
        return {"package login may": what(view).plain, "allowed": view.is_given}

    @work
    async def action_turn(self) -> None:
        """Allow what is not, or the other way round."""
        view = self.highlighted
        if view is None:
            return
        with self.told():
            await self.portal_call(
                self.portal.third_party.give,
                self._owner,
                self.access.package_id,
                view.permission,
                view.domain_id,
                given=not view.is_given,
            )
            if view.permission is Permission.SIGN_IN and view.is_given:
                self.notify(plain(_("Whoever was signed in with the package password is logged out.")))
            await self.reload()

    @property
    def _owner(self) -> CustomerAccess:
        """The owner's own access: that to a package alone would not do."""
        signed_in = self.login.signed_in
        if signed_in is None or not isinstance(signed_in.access, CustomerAccess):
            raise RuntimeError("only the owner has this pane")
        return signed_in.access


def what(view: PermissionView) -> Content:
    """A permission in words."""
    words = {
        Permission.SIGN_IN: _("sign in with the package password"),
        Permission.TRANSFERS: _("upload and download files and backups"),
    }
    if view.permission in words:
        return literal(words[view.permission])
    return assemble(_("use and manage "), literal(view.name, "bold"))


def _allowed(view: PermissionView) -> Content:
    if view.is_given:
        return assemble(("● ", "$success"), _("yes"))
    return assemble(("○ ", "$error"), _("no"))
