"""The login screen: one box, two modes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Button, Input, Label, Static, Tab, Tabs

from tui import keys
from tui.i18n import _
from tui.text import literal
from tui.widgets.frame import KeyBar, SizeNotice
from tui.widgets.password_input import PasswordInput

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.app import CustomerLogin


class LoginScreen(Screen[None]):
    """Customer login and package login, with one line saying what each gives access to."""

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
        return self.query_one(Tabs).active == "package"

    def compose(self) -> ComposeResult:
        """One box in the middle."""
        with Vertical(id="login"):
            yield Tabs(Tab(_("Customer login"), id="customer"), Tab(_("Package login"), id="package"))
            with Horizontal(classes="row"):
                yield Label(id="account-label")
                yield Input(id="account", select_on_focus=False)
            with Horizontal(classes="row"):
                yield Label(id="password-label")
                yield PasswordInput(id="password")
            with Horizontal(classes="row"):
                yield Static(id="opens")
                yield Button(_("Log in"), id="log-in", variant="primary")
            yield Static(id="refusal")
        yield KeyBar()
        yield SizeNotice()

    def on_mount(self) -> None:
        """Stand ready for the customer number."""
        self.query_one("#login").border_title = literal(self.app.title)
        self._show_mode()
        self.query_one("#account").focus()

    def reset(self) -> None:
        """As if nobody had been here."""
        for field in self.query(Input):
            field.value = ""
        self._refuse("")
        self.query_one("#account").focus()

    @on(Tabs.TabActivated)
    def _mode_changed(self) -> None:
        self.query_one("#account", Input).value = ""
        self.query_one("#password", Input).value = ""
        self._refuse("")
        self._show_mode()

    @on(Input.Submitted, "#account")
    def _account_entered(self) -> None:
        self.query_one("#password").focus()

    @on(Input.Submitted, "#password")
    @on(Button.Pressed, "#log-in")
    def _log_in(self) -> None:
        account, password = self.query_one("#account", Input), self.query_one("#password", Input)
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
        except PortalError as error:
            self._refuse(error.message)
            field = self.query_one("#password", Input)
            if isinstance(error, NotAllowed):
                field.value = ""
            field.focus()
        else:
            self.reset()
            self.login.enter(signed_in, account)
        finally:
            button.disabled = False
            button.label = _("Log in")

    def action_other_mode(self) -> None:
        """Change between customer and package login."""
        self.query_one(Tabs).active = "customer" if self.is_package_mode else "package"
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
        account = self.query_one("#account", Input)
        account.restrict = None if package else r"[0-9 ]*"
        account.max_length = 253 if package else 11
        labels = (
            (_("Domain name"), _("Package password"), _("The technical settings of one package."))
            if package
            else (_("Customer number"), _("Customer password"), _("All packages and all contract settings."))
        )
        self.query_one("#account-label", Label).update(literal(labels[0]))
        self.query_one("#password-label", Label).update(literal(labels[1]))
        self.query_one("#opens", Static).update(literal(labels[2]))
        demo = self.login.opening.demo
        if demo is not None:
            shown = f"demo: {demo[1] if package else demo[0]}"
            self.query_one("#login").border_subtitle = literal(shown)

    def _refuse(self, sentence: str) -> None:
        self.query_one("#refusal", Static).update(literal(sentence))
