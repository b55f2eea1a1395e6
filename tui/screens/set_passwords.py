"""The two passwords of a package: setting, changing and deleting them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from portal.administration import Listing
from portal.package_passwords import NewMasterPassword, NewPackagePassword, PasswordStates
from portal.paging import Page
from tui import keys
from tui.i18n import _, ngettext
from tui.text import assemble, literal, sentence
from tui.widgets.dialogs import ConfirmModal
from tui.widgets.field import PasswordField
from tui.widgets.form import Entered, FormModal
from tui.widgets.new_password import PackageSecretField
from tui.widgets.record_list import Cards
from tui.widgets.subject_list import SubjectList

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.content import Content

    from portal.access import PackageAccess
    from portal.paging import PageRequest
    from tui.widgets.field import Field

PACKAGE, MASTER = "package", "master"


@dataclass(frozen=True, slots=True)
class PasswordLine:
    """One of the two passwords.

    Attributes:
        id: Which.
        is_set: Whether there is one.
        states: What hangs on both.
    """

    id: str
    is_set: bool
    states: PasswordStates


class SetPasswords(SubjectList[PasswordLine]):
    """The package password and the master password, with what they open."""

    TITLE = _("Set passwords")
    EMPTY = ""
    FILE = "passwords"
    FILTERABLE = False
    REMOVED = _("The password was deleted.")
    HELP = _(
        "The package password signs in here with a domain name. The master password opens SFTP users and"
        " databases that have none of their own; it never signs in here."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter,e,n", "edit", _("Set"), _("Set or change the marked password.")),
    ]

    def columns(self) -> Cards[PasswordLine]:
        """Each with its state and what it opens."""
        return Cards(self._card, height=3)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is set can be deleted; a webmaster would lock themselves out."""
        line = self.highlighted
        if action == "delete":
            return line is not None and line.is_set and (line.id == MASTER or self.access.by_owner)
        return action != "export" and super().check_action(action, parameters)

    async def listing(self, request: PageRequest) -> Listing[PasswordLine]:
        """Both of them."""
        states = await self.portal_call(self.portal.package_passwords.show, self.access)
        lines = (
            PasswordLine(PACKAGE, states.has_package, states),
            PasswordLine(MASTER, states.has_master, states),
        )
        wanted = lines[request.skip :] if request.anchor is None else ()
        page = Page(wanted, tuple((line.id,) for line in wanted), len(lines))
        return Listing(page, states.standing)

    async def form_for(self, view: PasswordLine) -> PackagePasswordForm | MasterPasswordForm:
        """Where the new one is typed."""
        form = PackagePasswordForm if view.id == PACKAGE else MasterPasswordForm
        return form(self.access, view)

    def question(self, view: PasswordLine) -> ConfirmModal:
        """Say what ends."""
        if view.id == PACKAGE:
            ends: str | Content = _(
                "Nobody can sign in by domain until another one is set. Whoever is signed in by it now is"
                " logged out at once."
            )
        else:
            ends = _ends_with_master(view.states)
        title = _("Delete the package password?") if view.id == PACKAGE else _("Delete the master password?")
        return ConfirmModal(title, ends, yes=_("Delete"), no=_("Keep"), is_danger=True)

    async def delete(self, view: PasswordLine) -> None:
        """Delete one."""
        passwords = self.portal.package_passwords
        act = passwords.delete_package_password if view.id == PACKAGE else passwords.delete_master_password
        await self.portal_call(act, self.access)

    def called(self, view: PasswordLine) -> str:
        """Which it is."""
        return _("Package password") if view.id == PACKAGE else _("Master password")

    def _card(self, view: PasswordLine, _width: int, highlighted: bool) -> Sequence[Content]:  # noqa: FBT001
        state = ("● ", "$success") if view.is_set else ("○ ", "$quiet")
        words = _("set") if view.is_set else _("not set")
        name = literal(self.called(view), "bold $accent" if highlighted else "bold")
        about = _package_lines(view) if view.id == PACKAGE else _master_lines(view)
        lines = [literal(line, "$quiet") for line in about]
        return [assemble(name, "   ", state, words), *lines]


class NewSecretForm(FormModal[Entered, str]):
    """A new password, twice."""

    SAVED = _("The password was saved.")

    def __init__(self, access: PackageAccess, line: PasswordLine) -> None:
        """For the password of `line`."""
        super().__init__()
        self.access, self.line = access, line

    def fields(self) -> Iterable[Field[Any]]:
        """New, and once more."""
        yield PackageSecretField("new", _("New password"), self.access)
        yield PasswordField("again", _("Once more"))


class PackagePasswordForm(NewSecretForm[NewPackagePassword]):
    """The package password."""

    TITLE = _("Package password")
    MODEL = NewPackagePassword
    HELP = _(
        "It signs in to this administration, with any domain of the package that may. Several unrelated words"
        " are a good start; use it nowhere else."
    )

    def about(self) -> Content:
        """What it opens, and what ends."""
        opens = _("It signs in here, with any domain of this package.")
        if not self.line.is_set:
            return literal(opens)
        ends = _("Whoever else is signed in with the present one is logged out.")
        return assemble(opens, "\n", (ends, "$quiet"))

    def fields(self) -> Iterable[Field[Any]]:
        """A webmaster gives the present one, too."""
        if not self.access.by_owner:
            yield PasswordField("present", _("Present password"))
        yield from super().fields()

    async def save(self, entered: NewPackagePassword) -> str:
        """Set it."""
        await self.portal_call(self.portal.package_passwords.set_package_password, self.access, entered)
        return self.line.id


class MasterPasswordForm(NewSecretForm[NewMasterPassword]):
    """The master password."""

    TITLE = _("Master password")
    MODEL = NewMasterPassword
    HELP = _(
        "It opens SFTP users and databases that have no password of their own, and never signs in here. They"
        " follow once the change is published."
    )

    def about(self) -> Content:
        """What it opens."""
        opened = _opened(self.line.states)
        never = _("It never signs in here.")
        if not opened:
            return assemble(
                _("It is for SFTP users and databases; none uses it yet."), "\n", (never, "$quiet")
            )
        return assemble(sentence(_("It opens {what}."), what=opened), "\n", (never, "$quiet"))

    async def save(self, entered: NewMasterPassword) -> str:
        """Set it."""
        await self.portal_call(self.portal.package_passwords.set_master_password, self.access, entered)
        return self.line.id


def _package_lines(view: PasswordLine) -> tuple[str, str]:
    opens = _("Signs in here, with any domain of this package.")
    if view.is_set:
        return opens, _("Another one logs out who signed in with it.")
    return opens, _("Without one nobody can sign in by domain.")


def _master_lines(view: PasswordLine) -> tuple[str, str]:
    opens, used = _("Opens SFTP users and databases, never this portal."), _opened(view.states)
    if not used:
        return opens, _("None of them uses it at present.")
    template = _("Opens now: {what}.") if view.is_set else _("Cannot be opened without: {what}.")
    return opens, template.format(what=used)


def _ends_with_master(states: PasswordStates) -> Content:
    used = _opened(states)
    if not used:
        return literal(_("Nothing uses it at present."))
    return sentence(
        _("Nobody can open {what} any more, until they get a password of their own or there is a new one."),
        what=used,
    )


def _opened(states: PasswordStates) -> str:
    """Such as "2 SFTP users and 1 database"; empty for nothing."""
    users = ngettext("{n} SFTP user", "{n} SFTP users", states.sftp_users).format(n=states.sftp_users)
    databases = ngettext("{n} database", "{n} databases", states.databases).format(n=states.databases)
    if states.sftp_users and states.databases:
        return _("{users} and {databases}").format(users=users, databases=databases)
    return users if states.sftp_users else databases if states.databases else ""
