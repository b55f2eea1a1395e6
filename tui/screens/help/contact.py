"""How customer service is reached, and what was asked of it last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widgets import Static

from portal.opening_hours import standing
from tui.i18n import _, ngettext
from tui.screens.hours import open_words, week_lines
from tui.screens.support.words import STATES
from tui.text import assemble, literal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult
    from textual.content import Content

    from portal.settings import SupportSettings
    from portal.support import TicketView

LAST = 4
"""Questions that are shown."""


class ContactPane(VerticalScroll, can_focus=False):
    """Telephone, hours, and the keys for the rest."""

    DEFAULT_CSS = """
    ContactPane {
        width: 1fr;
        height: 1fr;
        padding: 0 1;
        scrollbar-gutter: auto;
    }
    """

    def __init__(self, support: SupportSettings, now: dt.datetime, country: str) -> None:
        """Tell how `support` is reached.

        Args:
            support: The provider's settings.
            now: The time on the provider's clocks, without a zone.
            country: Whose way of writing times.
        """
        super().__init__(id="contact", classes="pane")
        self._support, self._now, self._country = support, now, country
        self.border_title = _("Contact")

    def compose(self) -> ComposeResult:
        """Text only."""
        yield Static(self._words((), 0))

    def show(self, tickets: Sequence[TicketView], unread: int) -> None:
        """Show the last questions, and how many answers were not read yet."""
        self.query_one(Static).update(self._words(tickets, unread))

    def _words(self, tickets: Sequence[TicketView], unread: int) -> Content:
        lines = [*self._service(), literal(""), *_ways(unread)]
        if tickets:
            lines += [literal(""), literal(_("Your last questions"), "$accent"), *map(_ticket, tickets)]
        return literal("\n", lines=True).join(lines)

    def _service(self) -> Iterator[Content]:
        support = self._support
        yield literal(_("Our customer service"), "$accent")
        if any(support.open.week):
            yield open_words(standing(support.open, self._now), self._now, self._country)
        if support.telephone:
            yield assemble(literal(support.telephone, "bold"))
        hours = [support.hours] if support.hours else week_lines(support.open, self._country)
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
