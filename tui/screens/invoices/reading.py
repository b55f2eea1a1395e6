"""An invoice on the screen, as it stands on paper."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.widgets import Button, Static

from tui import keys
from tui.i18n import _
from tui.screens.invoices.saving import open_pdf, save_pdf
from tui.screens.invoices.words import reason_words, state_words
from tui.text import literal, sentence
from tui.widgets.box import SCROLL_KEYS, Box
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.access import CustomerAccess
    from portal.invoices.views import OpenedInvoice
    from tui.calls import PortalCalls

WIDEST = 94
"""Cells of the widest line: on paper there is no room for more, either."""

FRAME = 8
"""Cells beside the text: border, air, scrollbar."""

RULE = "─"
"""What lines between parts of a document are made of."""

ON_FILES = {"save_pdf", "open_pdf"}
"""Actions that are offered where the customer's own files are."""


class InvoiceModal(Box[bool]):
    """Something to read; answers whether its debit shall be repeated."""

    HELP = _("The invoice as it stands on paper. “p” saves it as PDF, Esc goes back to the list.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("escape", "close", _("Close"), _("Go back to the list.")),
        keys.key("r", "repeat", _("Repeat debit"), _("Have it collected once more.")),
        keys.key("p", "save_pdf", _("Save PDF"), _("Save it to your downloads.")),
        keys.key("o", "open_pdf", _("Open PDF"), _("Open it in your PDF viewer.")),
        *SCROLL_KEYS,
    ]
    DEFAULT_CSS = """
    InvoiceModal > #box {
        width: 102;
        height: 100%;
    }
    InvoiceModal #content {
        height: 1fr;
        max-height: 100%;
    }
    InvoiceModal #standing {
        margin-bottom: 1;
    }
    """

    def __init__(self, access: CustomerAccess, opened: OpenedInvoice, lines: list[str]) -> None:
        """Show what was `opened`; `lines` is its document, as wide as there is room."""
        super().__init__()
        self.access, self._opened, self._lines = access, opened, lines

    def heading(self) -> Content:
        """Its number."""
        return literal(self._opened.invoice.number)

    def content(self) -> Iterable[Widget]:
        """Where it stands, then the document."""
        yield Static(self._standing(), id="standing")
        yield Static(self._document(), id="document")

    def buttons(self) -> Iterable[Widget]:
        """Close, and what can be done with it."""
        yield PlainButton(_("Close"), id="close")
        if self.login.own_machine:
            yield PlainButton(_("Save PDF"), id="save", variant="primary")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Repeat what is open, save where there are files."""
        if action == "repeat":
            return self._opened.invoice.balance_cents > 0
        return action not in ON_FILES or self.login.own_machine

    def on_resize(self, event: events.Resize) -> None:
        """The text is as wide as the room allows."""
        lines = document_lines(self._opened, event.size.width)
        if lines != self._lines:
            self._lines = lines
            self.query_one("#document", Static).update(self._document())

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Go back."""
        self.dismiss(result=False)

    def action_repeat(self) -> None:
        """Go back, and on to the repeat debit."""
        self.dismiss(result=True)

    @on(Button.Pressed, "#save")
    @work
    async def action_save_pdf(self) -> None:
        """Save it."""
        with self.told():
            await save_pdf(self, self.access, self._opened.invoice.id)

    @work
    async def action_open_pdf(self) -> None:
        """Open it in the system's viewer."""
        with self.told():
            await open_pdf(self, self.access, self._opened.invoice.id)

    def _standing(self) -> Content:
        """Its state, why it is in that, and what takes it back."""
        invoice = self._opened.invoice
        parts = [state_words(invoice), reason_words(invoice, self.login.country, self.today())]
        if self._opened.credit_note:
            number = self._opened.credit_note
            parts.append(sentence(_("The credit note {number} takes it back."), number=number))
        return literal("  ").join([part for part in parts if part.plain])

    def _document(self) -> Content:
        """The lines; what it is stands out, rules stand back."""
        number = self._opened.document.number
        heading = next((line for line in self._lines if line.endswith(number)), None)
        return literal("\n", lines=True).join(
            literal(line, "bold $accent" if line is heading else "$edge" if set(line) == {RULE} else "")
            for line in self._lines
        )


def document_lines(opened: OpenedInvoice, columns: int) -> list[str]:
    """The document in lines that fit into the box on a terminal of so many columns."""
    from portal.documents.reading import invoice_text

    return invoice_text(opened.document, min(columns - FRAME, WIDEST))


async def read_invoice(asking: PortalCalls, access: CustomerAccess, invoice_id: int) -> bool:
    """Show an invoice; whether its debit shall be repeated. Raises PortalError."""
    opened = await asking.portal_call(asking.portal.invoices.open, access, invoice_id)
    lines = await asyncio.to_thread(document_lines, opened, asking.app.size.width)
    answer = await asking.app.push_screen_wait(InvoiceModal(access, opened, lines))
    return answer is True
