"""A question with its answers, as they were written."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.widgets import Button, Static

from portal.errors import ChangedMeanwhile, PortalError
from portal.support import Thread, TicketState
from tui import formats, keys
from tui.i18n import _
from tui.screens.support.words import STATES
from tui.text import assemble, literal, plain
from tui.widgets.box import SCROLL_KEYS, Box
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.access import CustomerAccess
    from portal.support import ThreadMessage


class ThreadModal(Box[None]):
    """To be read, continued and closed."""

    HELP = _(
        "Your question with all answers. “w” writes back, “c” closes it when it is settled; a closed one can"
        " be reopened with “o”."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("escape", "leave", _("Back"), _("Go back to your questions.")),
        keys.key("w", "write", _("Write back"), _("Add something to your question.")),
        keys.key("c", "close", _("Close it"), _("Close the question: it is settled.")),
        keys.key("o", "reopen", _("Reopen"), _("Write again: the question is open then.")),
        *SCROLL_KEYS,
    ]
    DEFAULT_CSS = """
    ThreadModal > #box {
        width: 90;
        height: 100%;
    }
    ThreadModal #content {
        height: 1fr;
        max-height: 100%;
    }
    """

    def __init__(self, access: CustomerAccess, thread: Thread) -> None:
        """Show `thread`."""
        super().__init__()
        self.access, self.thread = access, thread

    def heading(self) -> Content:
        """Its reference and subject."""
        ticket = self.thread.ticket
        return assemble(literal(ticket.reference), "  ", literal(ticket.subject, max_width=60))

    def content(self) -> Iterable[Widget]:
        """State, then what was written."""
        yield Static(self._words(), id="thread")

    def buttons(self) -> Iterable[Widget]:
        """Back, and writing back."""
        yield PlainButton(_("Back"), id="back")
        yield PlainButton(_("Write back"), id="write", variant="primary")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer what fits its state."""
        is_closed = self.thread.ticket.state is TicketState.CLOSED
        return {"reopen": is_closed, "write": not is_closed, "close": not is_closed}.get(action, True)

    @on(Button.Pressed, "#back")
    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)

    @on(Button.Pressed, "#write")
    def action_write(self) -> None:
        """Write back."""
        self._write()

    def action_reopen(self) -> None:
        """Write again."""
        self._write()

    @work(exclusive=True, group="ask")
    async def action_close(self) -> None:
        """Close it, unless there is something to read first."""
        thread = self.thread
        try:
            await self.portal_call(self.portal.support.close, self.access, thread.ticket.id, thread.newest)
        except ChangedMeanwhile as changed:
            self.app.notify(plain(changed.message), severity="warning")
            await self._read()
        except PortalError as error:
            self.app.notify(plain(error.message), severity="error")
            await self._read()
        else:
            self.app.notify(plain(_("The question is closed. You can reopen it at any time.")))
            self.dismiss(None)

    @work(exclusive=True, group="ask")
    async def _write(self) -> None:
        from tui.screens.support.forms import WriteForm

        thread = await self.app.push_screen_wait(WriteForm(self.access, self.thread))
        if thread is not None:
            self._show(thread)
            self.app.notify(plain(_("Sent. The answer will stand here, and come by mail.")))
        else:
            await self._read()  # the form may have told of an answer

    async def _read(self) -> None:
        """Show what stands there now."""
        with self.told():
            reading = self.portal.support.read
            self._show(await self.portal_call(reading, self.access, self.thread.ticket.id))

    def _show(self, thread: Thread) -> None:
        is_longer = len(thread.messages) > len(self.thread.messages)
        self.thread = thread
        self.query_one("#thread", Static).update(self._words())
        self.refresh_bindings()
        if is_longer:
            self.call_after_refresh(self.query_one("#content").scroll_end, animate=False)

    def _words(self) -> Content:
        ticket = self.thread.ticket
        words, style = STATES[ticket.state]
        about = assemble((words, style), ("  ·  ", "$quiet"), literal(ticket.domain, "$quiet"))
        lines = [about if ticket.domain else literal(words, style)]
        for message in self.thread.messages:
            lines.extend(self._message(message))
        return literal("\n", lines=True).join(lines)

    def _message(self, message: ThreadMessage) -> Iterator[Content]:
        who = (_("You"), "bold") if message.by_customer else (_("Customer service"), "bold $accent")
        when = formats.moment(message.at, self.portal.settings.time_zone, self.login.country)
        yield literal("")
        yield assemble(who, (f"  {when}", "$quiet"))
        yield literal(message.text, lines=True)
