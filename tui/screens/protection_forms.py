"""The forms of protected directories: what is protected, and who may look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.administration import Made
from portal.webspace.protection import NewProtection, NewVisitor, ProtectionSettings, VisitorPassword
from tui.i18n import _
from tui.text import assemble, literal
from tui.widgets.field import TextField
from tui.widgets.form import Entered, FormModal
from tui.widgets.new_password import PackageSecretField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.content import Content

    from portal.access import PackageAccess
    from portal.webspace.protection import ProtectionView
    from tui.widgets.field import Field


class PasswordForm(FormModal[Entered, Made]):
    """A form in which a visitor gets a password."""

    def __init__(self, access: PackageAccess) -> None:
        """For a directory in the package of `access`."""
        super().__init__()
        self.access = access

    def password_field(self) -> Field[Any]:
        """The password."""
        hint = _("empty: we make one up and show it once")
        return PackageSecretField("password", _("Password"), self.access, hint)

    def user_field(self) -> Field[Any]:
        """The name."""
        return TextField("user", _("User"), "", _("what is signed in with, such as anna"), longest=60)


def settings_fields(seen: ProtectionSettings) -> Iterable[Field[Any]]:
    """What is protected, and what the browser says."""
    yield TextField("directory", _("Directory"), seen.directory, _("such as /html/intern"))
    hint = _("what the browser asks for, such as Members only")
    yield TextField("realm", _("Browser asks for"), seen.realm, hint, longest=100)


class NewProtectionForm(PasswordForm[NewProtection]):
    """A directory that is not protected yet."""

    TITLE = _("Protect a directory")
    MODEL = NewProtection
    SAVED = _("The directory is protected.")
    HELP = _("Who looks into the directory is asked for a name and a password. More users come afterwards.")

    def fields(self) -> Iterable[Field[Any]]:
        """The directory, and a first user."""
        yield from settings_fields(ProtectionSettings.model_construct(directory="", realm=""))
        yield self.user_field()
        yield self.password_field()

    async def save(self, entered: NewProtection) -> Made:
        """Protect it."""
        return await self.portal_call(self.portal.protection.add, self.access, entered)


class ProtectionForm(FormModal[ProtectionSettings, int]):
    """A directory that is protected."""

    TITLE = _("Protected directory")
    MODEL = ProtectionSettings
    SAVED = _("The protection was saved.")
    HELP = _("Which directory is protected, and what the browser says. Its users stay as they are.")

    def __init__(self, access: PackageAccess, protected: ProtectionView) -> None:
        """Edit `protected`."""
        super().__init__()
        self.access, self.protected = access, protected
        self.seen = protected.settings

    def fields(self) -> Iterable[Field[Any]]:
        """Its settings."""
        return settings_fields(self.seen)

    async def save(self, entered: ProtectionSettings) -> int:
        """Change it."""
        protection = self.portal.protection
        return await self.portal_call(protection.change, self.access, self.protected.id, entered, self.seen)


class VisitorForm(PasswordForm[NewVisitor]):
    """Somebody more who may look."""

    TITLE = _("New user")
    MODEL = NewVisitor
    SAVED = _("The user was added.")

    def __init__(self, access: PackageAccess, protected: ProtectionView) -> None:
        """For `protected`."""
        super().__init__(access)
        self.protected = protected

    def fields(self) -> Iterable[Field[Any]]:
        """Name and password."""
        yield self.user_field()
        yield self.password_field()

    async def save(self, entered: NewVisitor) -> Made:
        """Let them in."""
        protection = self.portal.protection
        return await self.portal_call(protection.add_visitor, self.access, self.protected.id, entered)


class VisitorPasswordForm(PasswordForm[VisitorPassword]):
    """Another password for somebody."""

    TITLE = _("New password")
    MODEL = VisitorPassword
    SAVED = _("The password was changed.")

    def __init__(self, access: PackageAccess, protected: ProtectionView, user: str) -> None:
        """For `user` of `protected`."""
        super().__init__(access)
        self.protected, self.user = protected, user

    def about(self) -> Content:
        """Whose."""
        return assemble(
            literal(self.user, "bold"), (_(" · the password before opens nothing more"), "$quiet")
        )

    def fields(self) -> Iterable[Field[Any]]:
        """The password."""
        yield self.password_field()

    async def save(self, entered: VisitorPassword) -> Made:
        """Give it."""
        protection, directory = self.portal.protection, self.protected.id
        return await self.portal_call(protection.change_password, self.access, directory, self.user, entered)
