"""The screen of what can end: the list, the marked line in sentences, and the ways on."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from textual import work

from portal.errors import Conflict
from portal.termination import Termination
from tui import keys
from tui.i18n import _
from tui.screens.termination.list import EndingAbout, EndingList
from tui.text import literal
from tui.widgets.dialogs import NoticeModal
from tui.widgets.page import CustomerScreen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from portal.access import CustomerAccess
    from portal.packages import PackageView
    from portal.termination import Acknowledged, EndingView
    from tui.calls import PortalCalls
    from tui.widgets.record_list import messages


class TerminationScreen(CustomerScreen):
    """Everything that can end, and what has ended."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("t", "retract", _("Retract"), _("Retract the termination of the marked line.")),
        keys.key("w", "withdraw", _("Withdraw"), _("Withdraw from the order of the marked line.")),
        keys.key("a", "auth_info", _("AuthInfo"), _("Show a new AuthInfo of a domain that leaves.")),
    ]

    def __init__(self, access: CustomerAccess, of: str = "") -> None:
        """Show what the customer of `access` has; at first only what contains `of`."""
        super().__init__(access)
        self._of = of

    def place(self) -> str:
        """Here."""
        return _("Termination")

    def body(self) -> ComposeResult:
        """The list, and the marked line in sentences."""
        country = self.login.country
        yield EndingList(self.access, country)
        yield EndingAbout(country, self.portal.settings.time_zone)

    def on_mount(self) -> None:
        """Begin with what was asked for."""
        self._endings.filter_by(self._of)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the marked line allows."""
        if action in {"retract", "withdraw", "auth_info"}:
            return self._offered(action)
        return super().check_action(action, parameters)

    def on_record_list_highlighted(self, event: messages.Highlighted) -> None:
        """Another line."""
        self.query_one(EndingAbout).show(event.view)
        self.refresh_bindings()

    def on_record_list_chosen(self, event: messages.Chosen) -> None:
        """Enter: terminate; retract what is terminated."""
        if is_retractable(event.view):
            self._retract(event.view)
        else:
            self._terminate(event.view)

    def action_retract(self) -> None:
        """Retract the termination of the marked line."""
        if (ending := self._endings.highlighted) is not None:
            self._retract(ending)

    @work(exclusive=True, group="ask")
    async def action_withdraw(self) -> None:
        """Withdraw from the order of the marked line."""
        from tui.screens.termination.withdrawing import WithdrawWizard

        ending = self._endings.highlighted
        if ending is None:
            return
        with self.told(), self._refused(_("Withdraw contract")):
            withdrawal = self.portal.termination.withdrawal
            plan = await self.portal_call(withdrawal, self.access, ending.kind, ending.id)
            done = await self.app.push_screen_wait(WithdrawWizard(self.access, plan))
            what = _("Your withdrawal from the contract for {name} was received on {moment}: it has ended.")
            await self._acknowledge(_("Withdrawn"), what, done)

    @work(exclusive=True, group="ask")
    async def action_auth_info(self) -> None:
        """Show a new AuthInfo of the marked domain."""
        from tui.screens.termination.forms import AuthInfoForm
        from tui.screens.termination.words import auth_info_lines

        ending = self._endings.highlighted
        if ending is None:
            return
        info = await self.app.push_screen_wait(AuthInfoForm(self.access, ending))
        if info is not None:
            words = literal("\n", lines=True).join(auth_info_lines([info], self.login.country))
            await self.app.push_screen_wait(NoticeModal(AuthInfoForm.TITLE, words))
            await self._endings.reload()

    @work(exclusive=True, group="ask")
    async def _terminate(self, ending: EndingView) -> None:
        """Show what a termination means, or why there can be none; and have it done."""
        from tui.screens.termination.terminating import WIZARDS

        with self.told(), self._refused(_("Termination")):
            plan_of = self.portal.termination.plan
            plan = await self.portal_call(plan_of, self.access, ending.kind, ending.id, Termination())
            done = await self.app.push_screen_wait(WIZARDS[ending.kind](self.access, plan))
            what = _("Your termination of {name} was received on {moment}.")
            await self._acknowledge(_("Terminated"), what, done)

    @work(exclusive=True, group="ask")
    async def _retract(self, ending: EndingView) -> None:
        from tui.screens.termination.forms import RetractForm

        done = await self.app.push_screen_wait(RetractForm(self.access, ending))
        what = _("Your retraction of the termination of {name} was received on {moment}.")
        await self._acknowledge(_("Retracted"), what, done)

    async def _acknowledge(self, title: str, what: str, done: Acknowledged | None) -> None:
        """Show the receipt, and the list as it stands now; nothing where nothing was done."""
        from tui.screens.acknowledged import AcknowledgedModal
        from tui.screens.termination.words import received

        if done is not None:
            lines = received(what, done, self.portal.settings.time_zone, self.login.country)
            await self.app.push_screen_wait(AcknowledgedModal(self.access, title, lines, done.act_id))
        await self._endings.reload()

    @contextmanager
    def _refused(self, title: str) -> Iterator[None]:
        """Refusals are to be read; the list may be out of date then."""
        try:
            yield
        except Conflict as refusal:
            self.app.push_screen(NoticeModal(title, refusal.message))
            self._endings.action_reload()

    @property
    def _endings(self) -> EndingList:
        return self.query_one(EndingList)

    def _offered(self, action: str) -> bool:
        """Whether the marked line allows something."""
        ending = self._endings.highlighted if self.query(EndingList) else None
        if ending is None:
            return False
        if action == "retract":
            return is_retractable(ending)
        return ending.withdraw_until is not None if action == "withdraw" else ending.is_transferred


def is_retractable(ending: EndingView) -> bool:
    """Whether it is terminated by itself, and has not ended."""
    return not ending.has_ended and ending.terminated_at is not None and not ending.with_package


async def open_termination(asking: PortalCalls, access: CustomerAccess, _marked: PackageView | None) -> None:
    """Show what can end, until the customer comes back."""
    await asking.app.push_screen_wait(TerminationScreen(access))


async def end_package(asking: PortalCalls, access: CustomerAccess, domain: str) -> None:
    """Show what can end of the package with this main domain, until the customer comes back."""
    await asking.app.push_screen_wait(TerminationScreen(access, domain))
