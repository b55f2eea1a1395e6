"""The screen of deadlines: what is coming, and the confirmations of what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work

from tui.i18n import _
from tui.screens.deadlines.coming import DeadlineList
from tui.screens.deadlines.confirmations import ConfirmationList
from tui.screens.deadlines.ways import go_to
from tui.widgets.page import CustomerScreen
from tui.widgets.tabs import SubjectTabs, Tab

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from portal.access import CustomerAccess
    from portal.deadlines import DeadlineView
    from portal.packages import PackageView
    from tui.calls import PortalCalls
    from tui.widgets.record_list import messages


class DeadlineTabs(SubjectTabs):
    """What is coming, and what was done."""

    TABS: ClassVar[tuple[Tab, ...]] = (
        Tab("coming", _("Deadlines"), DeadlineList),
        Tab("confirmations", _("Confirmations"), ConfirmationList),
    )


class DeadlinesScreen(CustomerScreen):
    """All that is coming for the customer."""

    def place(self) -> str:
        """Here."""
        return _("Deadlines")

    def body(self) -> ComposeResult:
        """The lists."""
        yield DeadlineTabs(self.access, self.login.country, id="deadlines")

    def on_record_list_chosen(self, event: messages.Chosen) -> None:
        """Enter."""
        self._go_to(event.view)

    def action_reload(self) -> None:
        """Read the list that is shown again."""
        self.query_one(DeadlineTabs).action_reload()

    @work(exclusive=True, group="ask")
    async def _go_to(self, view: DeadlineView) -> None:
        """Go to where something can be done about it, and come back."""
        with self.told():
            await go_to(self, self.access, view)
            self.action_reload()


async def open_deadlines(asking: PortalCalls, access: CustomerAccess, _marked: PackageView | None) -> None:
    """Show the deadlines until the customer comes back."""
    await asking.app.push_screen_wait(DeadlinesScreen(access))
