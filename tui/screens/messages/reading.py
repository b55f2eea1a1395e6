"""A message on the screen, word for word, and its document as a file."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.widgets import Button, Static

from tui import exporting, formats, keys
from tui.i18n import _
from tui.screens.messages.words import KINDS
from tui.text import assemble, literal, plain, sentence
from tui.widgets.box import SCROLL_KEYS, Box
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.access import CustomerAccess
    from portal.messages import OpenedMessage
    from tui.calls import PortalCalls

LABEL = 9
"""Cells of the words in front of the facts."""


class MessageModal(Box[None]):
    """Something to read."""

    HELP = _("The message as it was sent to you. “p” saves its document, Esc goes back to the list.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("escape", "close", _("Close"), _("Go back to the list.")),
        keys.key("p", "save_paper", _("Save PDF"), _("Save its document to your downloads.")),
        *SCROLL_KEYS,
    ]
    DEFAULT_CSS = """
    MessageModal > #box {
        width: 88;
    }
    MessageModal #facts {
        margin-bottom: 1;
    }
    """

    def __init__(self, access: CustomerAccess, opened: OpenedMessage) -> None:
        """Show what was `opened`."""
        super().__init__()
        self.access, self._opened = access, opened

    def heading(self) -> Content:
        """What it is about."""
        return sentence(_("Message · {kind}"), kind=KINDS[self._opened.view.kind])

    def content(self) -> Iterable[Widget]:
        """Its subject, when and to where it went, then its text."""
        yield Static(self._facts(), id="facts")
        yield Static(literal(self._opened.body.rstrip("\n"), lines=True), id="text")

    def buttons(self) -> Iterable[Widget]:
        """Close, and its document."""
        yield PlainButton(_("Close"), id="close")
        if self._opened.view.has_paper and self.login.own_machine:
            yield PlainButton(_("Save PDF"), id="save", variant="primary")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """A document is saved where there is one, and files can be written."""
        return action != "save_paper" or (self._opened.view.has_paper and self.login.own_machine)

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)

    @on(Button.Pressed, "#save")
    @work
    async def action_save_paper(self) -> None:
        """Save its document."""
        with self.told():
            await save_paper(self, self.access, self._opened.view.id)

    def _facts(self) -> Content:
        view, country = self._opened.view, self.login.country
        at = formats.moment(view.at, self.portal.settings.time_zone, country)
        facts = ((_("Date"), at), (_("To"), ", ".join(self._opened.addresses)))
        lines = [assemble((label.ljust(LABEL), "$quiet"), literal(value)) for label, value in facts if value]
        return literal("\n", lines=True).join([literal(view.subject, "bold"), *lines])


async def save_paper(asking: PortalCalls, access: CustomerAccess, message_id: int) -> None:
    """Save the document of a message, and tell where; raises PortalError."""
    paper = await asking.portal_call(asking.portal.messages.paper, access, message_id)
    path, is_new = await asyncio.to_thread(exporting.save_document, paper.name, paper.content)
    words = _("Written to {path}") if is_new else _("It is there already: {path}")
    asking.app.notify(plain(words.format(path=path)))


async def read_message(asking: PortalCalls, access: CustomerAccess, message_id: int) -> None:
    """Show a message until it is closed; raises PortalError."""
    opened = await asking.portal_call(asking.portal.messages.read, access, message_id)
    await asking.app.push_screen_wait(MessageModal(access, opened))
