"""The app: the login screen at once, the portal behind it a moment later, and who is signed in."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, work
from textual.reactive import var

from tui import keys
from tui.i18n import _
from tui.screens.login import LoginScreen
from tui.terminal import GuardedApp
from tui.theme import DARK, THEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from textual.app import SystemCommand
    from textual.command import Provider
    from textual.screen import Screen

    from portal.access import Access, PackageAccess
    from portal.portal import Portal
    from portal.sign_in import SignedIn

IDLE_CHECK_SECONDS = 15.0

FIRST_PAINT_SECONDS = 0.1
"""The loading thread would slow the first paint down; nobody types a password in less."""


@dataclass(frozen=True)
class Opening:
    """What the app is started with.

    Attributes:
        portal: Opens the portal; called in a thread after the first paint. Raises PortalError.
        brand: The provider's name.
        source: Where the person sits, for the throttle: the SSH peer, else the local user.
        demo: Credentials that the login screen shows, for the customer and the package login.
        crash_log: Where crashes are written; None: the user's log folder.
    """

    portal: Callable[[], Portal]
    brand: str = ""
    source: str = "local"
    demo: tuple[str, str] | None = None
    crash_log: Path | None = None

    @property
    def is_local(self) -> bool:
        """Whether the person sits at the computer that the portal runs on."""
        return self.source.startswith("local")


def _palette() -> type[Provider]:
    from tui.palette import Places

    return Places


class CustomerLogin(GuardedApp[None]):
    """Sign in both ways, work, log out; the login screen is always at the bottom of the stack."""

    CSS_PATH = "app.tcss"
    COMMANDS: ClassVar[Any] = {_palette}
    BINDINGS: ClassVar[Any] = [keys.HELP, keys.PALETTE, keys.LOG_OUT]

    signed_in: var[SignedIn | None] = var(None)
    """Who is signed in; None on the login screen."""

    def __init__(self, opening: Opening) -> None:
        super().__init__(crash_log=opening.crash_log)
        self.opening = opening
        self.title = f"{opening.brand} {_('Customer Login')}".strip()
        self._portal: Portal | None = None
        self._opened = asyncio.Event()
        self._unlocking = asyncio.Lock()
        self._unlocked: asyncio.Future[SignedIn | None] | None = None
        self._asks_to_leave = False
        self._active_at = time.monotonic()
        self._account = ""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK.name

    @property
    def portal(self) -> Portal:
        """The portal, once it is open."""
        if self._portal is None:
            raise RuntimeError("the portal is not open yet")
        return self._portal

    def get_default_screen(self) -> Screen[Any]:
        """The login screen itself: nothing is composed twice."""
        return LoginScreen()

    # Opening

    def on_ready(self) -> None:
        """Load what is heavy, once the first paint is out."""
        self.call_after_refresh(self.set_timer, FIRST_PAINT_SECONDS, self.open_portal)
        self.set_interval(IDLE_CHECK_SECONDS, self._lock_when_idle)

    @work
    async def open_portal(self) -> None:
        """Open the portal in a thread; if that cannot be, say why and leave."""
        try:
            self._portal = await asyncio.to_thread(_open, self.opening.portal)
        except Refusal as refusal:
            self.exit(return_code=1, message=refusal.sentence)
        else:
            self.own_machine = self.opening.is_local and self.portal.settings.own_machine
            self._opened.set()

    def close_portal(self) -> None:
        """Let go of the database, at the end."""
        if self._portal is not None:
            self._portal.close()

    async def opened_portal(self) -> Portal:
        """The portal, as soon as it is open."""
        await self._opened.wait()
        return self.portal

    def crash_sentence(self, reference: str) -> str:
        """What the customer reads after a crash."""
        return _("Something went wrong on our side. Nothing unsaved was kept. Reference: {reference}").format(
            reference=reference
        )

    # Who is signed in

    async def enter(self, signed_in: SignedIn, account: str) -> None:
        """Show somebody who just signed in, as `account`, what is theirs; raises PortalError."""
        from portal.access import CustomerAccess

        self.signed_in, self._account = signed_in, account
        self._active_at = time.monotonic()
        access = signed_in.access
        if isinstance(access, CustomerAccess):
            from tui.screens.packages import PackagesScreen

            packages = PackagesScreen(access)
            await packages.read_ahead()
            self.push_screen(packages)
        else:
            await self._enter_package(access, signed_in.name)

    async def _enter_package(self, access: PackageAccess, name: str) -> None:
        from portal.errors import PortalError
        from tui.screens.package import PackageScreen

        try:
            overview = await asyncio.to_thread(self.portal.packages.overview, access)
        except PortalError:
            self.signed_in = None
            raise
        self.push_screen(PackageScreen(access, name, overview))

    @property
    def country(self) -> str:
        """Whose way of writing dates and numbers the screen follows."""
        return self.signed_in.country if self.signed_in else "DE"

    async def call(self, use_case: Callable[..., Any], access: Access, *args: Any, **named: Any) -> Any:
        """Run a use case in a thread, under the session that is good now; see `PortalCalls.portal_call`."""
        from portal.errors import NotAllowed

        used = self._current(access)
        try:
            return await asyncio.to_thread(use_case, used, *args, **named)
        except NotAllowed:
            if self.signed_in is None or not await self._unlock(used):
                raise
            return await asyncio.to_thread(use_case, self._current(access), *args, **named)

    def action_log_out(self) -> None:
        """Log out, after a question if something is not saved; on the login screen: quit."""
        if self.signed_in is None:
            self.exit()
            return
        from tui.widgets.form import FormModal

        if any(isinstance(screen, FormModal) and screen.unsaved for screen in self.screen_stack):
            if not self._asks_to_leave:
                self._asks_to_leave = True
                self._ask_before_leaving()
        else:
            self.leave()

    def leave(self) -> None:
        """Back to the login screen; nothing of what was shown stays."""
        signed_in, self.signed_in = self.signed_in, None
        if signed_in is None:
            return
        self.forget_clipboard()
        self.clear_notifications()
        if self._unlocked is not None and not self._unlocked.done():
            self._unlocked.set_result(None)  # nobody will answer the locked screen any more
        while len(self.screen_stack) > 1:
            self.pop_screen()
        login = self.screen_stack[0]
        if isinstance(login, LoginScreen):
            login.reset()
        self._sign_out(signed_in.access)

    # Help

    def action_help(self) -> None:
        """Show what the focused thing is for, and its keys."""
        from tui.widgets.help import HelpModal

        if not isinstance(self.screen, HelpModal):
            self.push_screen(HelpModal.about(self.screen))

    @work
    async def read_article(self, name: str) -> None:
        """Show the help at an article."""
        from tui.screens.help import read_article

        await read_article(self, name)

    def get_system_commands(self, *_: Screen[Any]) -> Iterable[SystemCommand]:
        """None of Textual's own."""
        return ()

    # Sessions

    async def on_event(self, event: events.Event) -> None:
        """Notice that somebody is there."""
        if isinstance(event, events.InputEvent):
            self._active_at = time.monotonic()
        await super().on_event(event)

    def _current(self, access: Access) -> Access:
        """The same access under the present session: an unlocked one has a new id."""
        if self.signed_in is None:
            return access
        return replace(access, session_id=self.signed_in.access.session_id)

    def _lock_when_idle(self) -> None:
        if self.signed_in is None or self._unlocking.locked():
            return
        from portal.access import CustomerAccess

        limits = self.portal.settings.sign_in
        customer = isinstance(self.signed_in.access, CustomerAccess)
        minutes = limits.customer_idle_minutes if customer else limits.package_idle_minutes
        if time.monotonic() - self._active_at > minutes * 60:
            self.run_worker(self._unlock(self.signed_in.access))

    async def _unlock(self, ended: Access) -> bool:
        """Cover the screen until the password was given again; whether somebody is signed in then."""
        from tui.screens.lock import LockScreen

        async with self._unlocking:
            if self.signed_in is None:
                return False
            if self.signed_in.access.session_id != ended.session_id:
                return True  # another call had it unlocked while this one waited
            self._unlocked = asyncio.get_running_loop().create_future()
            self.push_screen(LockScreen(self.signed_in, self._account), self._unlocked.set_result)
            again = await self._unlocked
            if again is None or not _is_same(again.access, self.signed_in.access):
                self.leave()  # nobody, or another account: the number was linked to it meanwhile
                return False
            self.signed_in = again
            self._active_at = time.monotonic()
            return True

    @work
    async def _ask_before_leaving(self) -> None:
        from tui.widgets.dialogs import ConfirmModal

        question = ConfirmModal(
            _("Log out?"), _("What you entered is not saved."), yes=_("Log out"), no=_("Stay")
        )
        try:
            if await self.push_screen_wait(question):
                self.leave()
        finally:
            self._asks_to_leave = False

    @work
    async def _sign_out(self, access: Access) -> None:
        from portal.errors import PortalError

        try:
            await asyncio.to_thread(self.portal.sign_in.sign_out, access)
        except PortalError as error:
            self.notify(error.message, severity="warning")


def _is_same(access: Access, other: Access) -> bool:
    """Whether two accesses are to the same, be it in different sessions."""
    return replace(access, session_id=other.session_id) == other


class Refusal(Exception):
    """The portal cannot be opened.

    Attributes:
        sentence: Why, for the person at the terminal.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def _open(open_portal: Callable[[], Portal]) -> Portal:
    """In a thread: import the portal and the first screens, and open it."""
    from portal.errors import PortalError

    try:
        portal = open_portal()
    except PortalError as error:
        raise Refusal(error.message) from error
    import tui.screens.package
    import tui.screens.packages  # noqa: F401 - so that signing in need not wait for it
    from tui import formats

    formats.short_date(portal.clock.now().date(), portal.settings.country)  # likewise the calendar's words

    return portal
