"""How customer service is reached and asked, and what was asked of it last."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual import work
from textual.containers import VerticalScroll
from textual.widgets import Static

from portal.errors import PortalError
from portal.opening_hours import standing
from portal.paging import PageRequest
from tui.calls import PortalCalls
from tui.i18n import _, ngettext
from tui.screens.hours import open_words, week_lines
from tui.screens.support.words import STATES
from tui.text import assemble, literal, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult
    from textual.content import Content

    from portal.access import CustomerAccess
    from portal.packages import PackageView
    from portal.support import TicketView

LAST = 4
"""Questions that are shown."""


class ContactPane(VerticalScroll, PortalCalls, can_focus=False):
    """Telephone, hours, the keys for the rest, and what they do."""

    DEFAULT_CSS = """
    ContactPane {
        width: 1fr;
        height: 1fr;
        padding: 0 1;
        scrollbar-gutter: auto;
    }
    """

    def __init__(self, access: CustomerAccess, marked: PackageView | None) -> None:
        """Tell the customer of `access` how we are reached.

        Args:
            access: Who asks.
            marked: The package that a question is about at first.
        """
        super().__init__(id="contact", classes="pane")
        self.access, self._marked = access, marked
        self.border_title = _("Contact")

    def compose(self) -> ComposeResult:
        """Text only."""
        yield Static(self._words((), 0))

    def on_mount(self) -> None:
        """See what was asked last."""
        self.read_questions()

    @work(exclusive=True, group="ask")
    async def ask(self) -> None:
        """Write to customer service."""
        from tui.screens.support.forms import ask

        with self.told():
            if await ask(self, self.access, self._marked) is not None:
                self.notify(plain(_("Sent. The answer will stand here, and come by mail.")))
        self.read_questions()

    @work(exclusive=True, group="ask")
    async def show_questions(self) -> None:
        """Show all that was asked."""
        from tui.screens.support.tickets import TicketsScreen

        await self.app.push_screen_wait(TicketsScreen(self.access, self._marked))
        self.read_questions()

    @work(exclusive=True, group="ask")
    async def make_pin(self) -> None:
        """Make a service PIN for the telephone."""
        from tui.screens.support.pin import pin_notice

        with self.told():
            made = await self.portal_call(self.portal.support.make_pin, self.access)
            self.app.push_screen(pin_notice(made, self.portal.settings.time_zone, self.login.country))

    @work(exclusive=True, group="questions")
    async def read_questions(self) -> None:
        """Show the last questions; what is wrong if that fails, their list tells."""
        with suppress(PortalError):
            request = PageRequest(descending=True, limit=LAST)
            page = await self.portal_call(self.portal.support.page, self.access, request)
            unread = await self.portal_call(self.portal.support.count_answers, self.access)
            self.query_one(Static).update(self._words(page.rows, unread))

    def _words(self, tickets: Sequence[TicketView], unread: int) -> Content:
        lines = [*self._service(), literal(""), *_ways(unread)]
        if tickets:
            lines += [literal(""), literal(_("Your last questions"), "$accent"), *map(_ticket, tickets)]
        return literal("\n", lines=True).join(lines)

    def _service(self) -> Iterator[Content]:
        settings, country = self.portal.settings, self.login.country
        support = settings.support
        yield literal(_("Our customer service"), "$accent")
        if any(support.open.week):
            now = self.portal.clock.now().astimezone(ZoneInfo(settings.time_zone)).replace(tzinfo=None)
            yield open_words(standing(support.open, now), now, country)
        if support.telephone:
            yield assemble(literal(support.telephone, "bold"))
        hours = [support.hours] if support.hours else week_lines(support.open, country)
        yield from (literal(line, "$quiet") for line in hours)


def _ways(unread: int) -> Iterator[Content]:
    key = "bold $footer-key"
    yield assemble(("F6  ", key), _("Ask us something"))
    answers = ngettext("{n} new answer", "{n} new answers", unread).format(n=unread)
    yield assemble(("F7  ", key), _("Your questions"), (f"  {answers}" if unread else "", "$warning"))
    yield assemble(("F8  ", key), _("Service PIN for the telephone"))


def _ticket(ticket: TicketView) -> Content:
    words, style = STATES[ticket.state]
    state = (_("new answer"), "$warning") if ticket.unread else (words, style)
    return assemble(literal(ticket.subject), "  ", state)
