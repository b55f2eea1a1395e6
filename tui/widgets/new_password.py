"""A field for a new password, which says while it is typed how strong it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from tui.calls import PortalCalls
from tui.i18n import _
from tui.widgets.field import PasswordField

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from portal.access import PackageAccess
    from portal.passwords import Strength
    from tui.widgets.plain import PlainInput

STRONGEST = 4


class NewPasswordField(PasswordField):
    """Judged by the portal, with what it knows that a password must not be built on."""

    def __init__(
        self, field: str, label: str, judge: Callable[[str], Awaitable[Strength]], hint: str = ""
    ) -> None:
        """Make a field; `judge` asks the portal how a password would be judged."""
        super().__init__(field, label, hint or _("at least 12 characters"))
        self._judge, self._first_hint = judge, hint or _("at least 12 characters")

    def on_input_changed(self, event: PlainInput.Changed) -> None:
        """Pass the news on, and judge."""
        super().on_input_changed(event)
        self._show_strength(event.value)

    @work(exclusive=True, group="strength", exit_on_error=True)
    async def _show_strength(self, password: str) -> None:
        if not password:
            self.hint(self._first_hint)
            return
        strength = await self._judge(password)
        if self.is_attached:
            bar = "■" * strength.score + "□" * (STRONGEST - strength.score)
            self.hint(f"{bar}  {strength.problem or _('good')}")


class PackageSecretField(NewPasswordField, PortalCalls):
    """Of something in a package: judged by what is known of that."""

    def __init__(self, field: str, label: str, access: PackageAccess, hint: str = "") -> None:
        """Make a field for a password in the package of `access`."""
        super().__init__(field, label, self._strength, hint)
        self._access = access

    async def _strength(self, password: str) -> Strength:
        return await self.portal_call(self.portal.package_passwords.secret_strength, self._access, password)
