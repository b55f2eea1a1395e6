"""The list of a customer's questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work

from portal.support import TicketView
from tui import formats, keys
from tui.calls import PortalCalls
from tui.i18n import _
from tui.screens.support.words import STATES
from tui.text import assemble, literal, plain
from tui.widgets.page import CustomerScreen
from tui.widgets.record_list import Column, Columns, RecordList

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from portal.access import CustomerAccess
    from portal.packages import PackageView
    from portal.paging import Page, PageRequest
    from tui.widgets.record_list import messages


class TicketList(RecordList[TicketView], PortalCalls):
    """Questions, the one written in last first."""

    HELP = _(
        "What you asked our customer service. Enter shows the marked question with its answers, “n” asks"
        " something new. New answers are marked until you have read them."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter", "choose", _("Read"), _("Show the marked question with its answers.")),
        keys.key("n", "new", _("New question"), _("Write to customer service.")),
    ]

    def __init__(self, access: CustomerAccess, country: str, zone: str, marked: PackageView | None) -> None:
        """List the questions of the customer of `access`.

        Args:
            access: Whose.
            country: Whose way of writing dates.
            zone: The provider's time zone.
            marked: The package that a new question is probably about.
        """
        self.access, self._country, self._zone, self._marked = access, country, zone, marked
        super().__init__(
            self._fetch,
            Columns(
                Column(_("Last message"), self._when, width=18, sort="changed"),
                Column(_("Subject"), self._subject, width=24, grow=1),
                Column(_("Package"), lambda view: literal(view.domain, "$quiet"), width=26, min_terminal=100),
                Column(_("State"), _state, width=12),
                Column(_("Number"), lambda view: literal(view.reference, "$quiet"), width=9),
            ),
            empty=_("You have not asked us anything yet: n writes to our customer service."),
            sort="changed",
            descending=True,
            id="tickets",
        )
        self.border_title = _("Your questions")

    def on_record_list_chosen(self, event: messages.Chosen) -> None:
        """Show it."""
        event.stop()
        self._open_thread(event.view)

    @work(exclusive=True, group="ask")
    async def action_new(self) -> None:
        """Ask something new."""
        from tui.screens.support.forms import ask

        with self.told():
            made = await ask(self, self.access, self._marked)
            if made is not None:
                self.notify(plain(_("Sent. The answer will stand here, and come by mail.")))
                await self.reload(lambda view: view.id == made.id)

    @work(exclusive=True, group="ask")
    async def _open_thread(self, view: TicketView) -> None:
        from tui.screens.support.thread import ThreadModal

        with self.told():
            thread = await self.portal_call(self.portal.support.read, self.access, view.id)
            await self.app.push_screen_wait(ThreadModal(self.access, thread))
            await self.reload(lambda each: each.id == view.id)

    async def _fetch(self, request: PageRequest) -> Page[TicketView]:
        return await self.portal_call(self.portal.support.page, self.access, request)

    def _when(self, view: TicketView) -> Content:
        return literal(formats.moment(view.changed_at, self._zone, self._country), "$quiet")

    def _subject(self, view: TicketView) -> Content:
        return literal(view.subject, "bold" if view.unread else "")


class TicketsScreen(CustomerScreen):
    """All questions of the customer, over the whole width."""

    article = "contact"

    def __init__(self, access: CustomerAccess, marked: PackageView | None) -> None:
        """Show the questions of the customer of `access`; `marked` as in `TicketList`."""
        super().__init__(access)
        self._marked = marked

    def place(self) -> str:
        """Here."""
        return _("Your questions")

    def body(self) -> ComposeResult:
        """The list."""
        zone = self.portal.settings.time_zone
        yield TicketList(self.access, self.login.country, zone, self._marked)


def _state(view: TicketView) -> Content:
    if view.unread:
        return assemble((_("new answer"), "bold $warning"))
    return literal(*STATES[view.state])
