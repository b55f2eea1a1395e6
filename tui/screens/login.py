"""The login screen: one box, two modes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Button, Static

from tui import keys
from tui.i18n import _
from tui.text import literal
from tui.widgets.frame import KeyBar, guard_size
from tui.widgets.modes import Modes
from tui.widgets.password_input import PasswordInput
from tui.widgets.plain import PlainButton, PlainInput

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from tui.app import CustomerLogin


CUSTOMER, PACKAGE = 0, 1
"""The two modes."""

DIGITS = r"[0-9 ]*"
LONGEST_NUMBER, LONGEST_DOMAIN = 11, 253


class LoginScreen(Screen[None]):
    """Customer login and package login, with one line saying what each gives access to."""

    AUTO_FOCUS = "#account"
    article = "sign-in"
    HELP = _(
        "Sign in with your customer number for all packages and the contract, or with a domain and its"
        " package password for the technical administration of that one package. F4 changes between them."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.NEXT,
        keys.PREVIOUS,
        keys.key("ctrl+q", "app.quit", _("Quit"), _("Leave the portal."), priority=True),
        keys.key("f4", "other_mode", _("Other login"), _("Change between customer and package login.")),
        keys.key("f3", "forgotten", _("Forgotten password"), _("What to do without the password.")),
    ]

    @property
    def login(self) -> CustomerLogin:
        """The app, as what it is."""
        return cast("CustomerLogin", self.app)

    @property
    def is_package_mode(self) -> bool:
        """Whether a domain and its package password are asked for."""
        return self.query_one(Modes).chosen == PACKAGE

    def compose(self) -> ComposeResult:
        """One box in the middle."""
        account, password, opens = _words(package=False)
        with Vertical(id="login") as box:
            box.border_title = literal(self.app.title)
            box.border_subtitle = self._demo(package=False)
            yield Modes(_("Customer login"), _("Package login"))
            yield Static(account, id="account-label")
            yield PlainInput(id="account", select_on_focus=False, restrict=DIGITS, max_length=LONGEST_NUMBER)
            yield Static(password, id="password-label")
            yield PasswordInput(id="password")
            yield Static(opens, id="opens")
            yield PlainButton(_("Log in"), id="log-in", variant="primary")
            yield Static(id="refusal")
        yield KeyBar()

    def on_resize(self, event: events.Resize) -> None:
        """A window may become too small."""
        guard_size(self, event.size)

    def reset(self) -> None:
        """As if nobody had been here."""
        for field in self.query(PlainInput):
            field.value = ""
        self._refuse("")
        self.query_one("#account").focus()

    @on(Modes.Changed)
    def _mode_changed(self) -> None:
        self.query_one("#account", PlainInput).value = ""
        self.query_one("#password", PlainInput).value = ""
        self._refuse("")
        self._show_mode()

    @on(PlainInput.Submitted, "#account")
    def _account_entered(self) -> None:
        self.query_one("#password").focus()

    @on(PlainInput.Submitted, "#password")
    @on(Button.Pressed, "#log-in")
    def _log_in(self) -> None:
        account, password = self.query_one("#account", PlainInput), self.query_one("#password", PlainInput)
        button = self.query_one("#log-in", Button)
        if button.disabled:
            return
        if not account.value.strip() or not password.value:
            self._refuse(_("Please fill in both fields."))
            (password if account.value.strip() else account).focus()
            return
        button.disabled = True
        self._refuse("")
        self._sign_in(account.value, password.value)

    @work
    async def _sign_in(self, account: str, password: str) -> None:
        portal = await self.login.opened_portal()
        from portal.errors import NotAllowed, PortalError

        use_case = portal.sign_in.as_package if self.is_package_mode else portal.sign_in.as_customer
        button = self.query_one("#log-in", Button)
        button.label = _("Signing in")
        try:
            signed_in = await asyncio.to_thread(use_case, account, password, self.login.opening.source)
            await self.login.enter(signed_in, account)
        except PortalError as error:
            self._refuse(error.message)
            field = self.query_one("#password", PlainInput)
            if isinstance(error, NotAllowed):
                field.value = ""
            field.focus()
        else:
            self.reset()
        finally:
            button.disabled = False
            button.label = _("Log in")

    def action_other_mode(self) -> None:
        """Change between customer and package login."""
        self.query_one(Modes).chosen = CUSTOMER if self.is_package_mode else PACKAGE
        self.query_one("#account").focus()

    @work
    async def action_forgotten(self) -> None:
        """Say what to do without the password."""
        from tui.screens.forgotten import forgotten_password

        await self.app.push_screen_wait(
            forgotten_password(await self.login.opened_portal(), package=self.is_package_mode)
        )

    def _show_mode(self) -> None:
        package = self.is_package_mode
        account = self.query_one("#account", PlainInput)
        account.restrict = None if package else DIGITS
        account.max_length = LONGEST_DOMAIN if package else LONGEST_NUMBER
        account_label, password_label, opens = _words(package=package)
        self.query_one("#account-label", Static).update(account_label)
        self.query_one("#password-label", Static).update(password_label)
        self.query_one("#opens", Static).update(opens)
        self.query_one("#login").border_subtitle = self._demo(package=package)

    def _demo(self, *, package: bool) -> Content:
        demo = self.login.opening.demo
        return literal(f"demo: {demo[package]}" if demo else "")

    def _refuse(self, sentence: str) -> None:
        self.query_one("#refusal", Static).update(literal(sentence))


def _words(*, package: bool) -> tuple[Content, Content, Content]:
    """What the two fields are called, and what they give access to."""
    if package:
        opens = _("The technical settings of one package.")
        return literal(_("Domain name")), literal(_("Package password")), literal(opens)
    opens = _("All packages and all contract settings.")
    return literal(_("Customer number")), literal(_("Customer password")), literal(opens)
