"""The list of invoices: reading, saving, and having one collected once more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import work

from tui import keys
from tui.i18n import _
from tui.screens.invoices.listed import CHOOSING, ListedInvoices
from tui.screens.invoices.words import wants_debit
from tui.text import plain
from tui.widgets.exports import EXPORT

if TYPE_CHECKING:
    from textual.binding import BindingType

    from portal.invoices import InvoiceView
    from tui.widgets.record_list import messages

OF_A_ROW = {"choose", "save_pdf", "open_pdf"}
"""Actions that need an invoice."""

ON_FILES = {"open_pdf", "save_range"}
"""Actions that are offered where the customer's own files are."""


class InvoiceList(ListedInvoices, inherit_bindings=False):
    """What can be done with invoices."""

    HELP = _(
        "All invoices and credit notes under your customer number. Enter shows the marked one, “p” saves it"
        " as PDF, “r” has what is open collected once more. Esc clears filter, year and state, then leaves."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("r", "repeat", _("Repeat debit"), _("Have what is open collected once more.")),
        keys.key("enter", "choose", _("Read"), _("Show the marked invoice on the screen.")),
        keys.key("p", "save_pdf", _("Save PDF"), _("Save the marked invoice to your downloads.")),
        *CHOOSING[:2],
        keys.key("o", "open_pdf", _("Open PDF"), _("Open the marked invoice in your PDF viewer.")),
        keys.key("P", "save_range", _("Save several"), _("Save the invoices of some time as PDF files.")),
        EXPORT,
        *CHOOSING[2:],
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the marked invoice and the place allow."""
        if action in OF_A_ROW and self.highlighted is None:
            return False
        if action in ON_FILES and not self.login.own_machine:
            return False
        if action == "repeat":
            return self._to_repeat() is not None
        return super().check_action(action, parameters)

    def on_record_list_highlighted(self) -> None:
        """What is offered depends on the invoice."""
        self.screen.refresh_bindings()

    def on_record_list_chosen(self, event: messages.Chosen) -> None:
        """Show an invoice."""
        self._read_invoice(event.view)

    @work(exclusive=True, group="ask")
    async def _read_invoice(self, view: InvoiceView) -> None:
        from tui.screens.invoices.reading import read_invoice

        with self.told():
            if await read_invoice(self, self.access, view.id):
                await self._repeat(view.id)

    @work
    async def action_save_pdf(self) -> None:
        """Save the marked invoice; where no file can be written, show it."""
        from tui.screens.invoices.saving import save_pdf

        view = self.highlighted
        if view is None:
            return
        with self.told():
            if self.login.own_machine:
                await save_pdf(self, self.access, view.id)
            else:
                words = _("Files are saved only where the portal runs on your own computer. Read it here.")
                self.notify(plain(words), severity="warning")
                self._read_invoice(view)

    @work
    async def action_open_pdf(self) -> None:
        """Open the marked invoice in the system's viewer."""
        from tui.screens.invoices.saving import open_pdf

        if self.highlighted is not None:
            with self.told():
                await open_pdf(self, self.access, self.highlighted.id)

    @work(exclusive=True, group="ask")
    async def action_save_range(self) -> None:
        """Save the invoices of some time."""
        from tui.screens.invoices.saving import save_range

        with self.told():
            await save_range(self, self.access, self.chosen.year)

    @work(exclusive=True, group="ask")
    async def action_repeat(self) -> None:
        """Have the marked invoice collected once more if that is due, else the one that is told above."""
        invoice_id = self._to_repeat()
        if invoice_id is not None:
            with self.told():
                await self._repeat(invoice_id)

    @work(exclusive=True, group="ask")
    async def repeat_told(self) -> None:
        """Have the one collected once more that is told above."""
        if self.owed is not None:
            with self.told():
                await self._repeat(self.owed.first.id)

    def _to_repeat(self) -> int | None:
        """The marked invoice or the one told above: the first of them that is due; None: nothing is open."""
        told = self.owed.first if self.owed else None
        open_ones = [view for view in (self.highlighted, told) if view is not None and view.balance_cents > 0]
        due = (view.id for view in open_ones if wants_debit(view, self.today()))
        return next(due, open_ones[0].id if open_ones else None)

    async def _repeat(self, invoice_id: int) -> None:
        from tui.screens.invoices.repeating import repeat_debit

        is_marked = self.highlighted is not None and self.highlighted.id == invoice_id
        if await repeat_debit(self, self.access, invoice_id):
            if is_marked:
                self.choose(replace(self.chosen, state=None))  # it is in another one now
            else:
                self.action_show_all()
            await self.reload(lambda view: view.id == invoice_id)
