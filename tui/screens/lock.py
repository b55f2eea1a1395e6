"""The locked screen: covers everything until the password was given again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.widgets import Button, Static

from portal.access import CustomerAccess
from portal.errors import PortalError
from tui import keys
from tui.i18n import _
from tui.text import sentence
from tui.widgets.box import Box
from tui.widgets.field import Field, PasswordField
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from portal.sign_in import SignedIn


class LockScreen(Box["SignedIn"]):
    """Asks for the password of whoever is signed in; answers with the new sign-in."""

    TITLE = _("Locked")
    article = "sign-in"
    HELP = _("Nobody used the portal for a while. Enter your password to go on where you were.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("f2", "unlock", _("Unlock"), _("Go on where you were."))
    ]
    DEFAULT_CSS = """
    LockScreen #whose {
        margin-bottom: 1;
    }
    """

    def __init__(self, signed_in: SignedIn, account: str) -> None:
        """Cover the screen of `signed_in`, who signed in as `account`."""
        super().__init__()
        self._signed_in, self._account = signed_in, account

    def content(self) -> Iterable[Widget]:
        """Whose screen it is, and the password."""
        yield Static(sentence(_("Signed in: {name}"), name=self._signed_in.name), id="whose")
        yield PasswordField("password", _("Password"), _("Ctrl+Q logs out instead."))

    def buttons(self) -> Iterable[Widget]:
        """One."""
        yield PlainButton(_("Unlock"), variant="primary")

    @property
    def _field(self) -> PasswordField:
        return self.query_one(PasswordField)

    @on(Button.Pressed)
    @on(Field.Entered)
    def action_unlock(self) -> None:
        """Try the password."""
        button = self.query_one(PlainButton)
        if not button.disabled:
            button.disabled = True
            self._unlock(self._field.value)

    @work
    async def _unlock(self, password: str) -> None:
        sign_in = self.portal.sign_in
        customer = isinstance(self._signed_in.access, CustomerAccess)
        use_case = sign_in.as_customer if customer else sign_in.as_package
        try:
            again = await asyncio.to_thread(use_case, self._account, password, self.login.opening.source)
        except PortalError as error:
            self._field.empty()
            self._field.wrong(error.message)
            self.query_one(PlainButton).disabled = False
            self._field.control.focus()
        else:
            self.dismiss(again)
