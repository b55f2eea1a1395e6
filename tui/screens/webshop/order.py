"""One order: what it is, and the steps by which it is taken on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.widgets import Button, Static

from portal.webshop import Step
from tui import documents, formats, keys
from tui.i18n import _
from tui.screens.webshop.order_text import order_text
from tui.screens.webshop.words import AFTERWARDS
from tui.text import literal, plain, sentence
from tui.widgets.box import SCROLL_KEYS, Box
from tui.widgets.dialogs import ConfirmModal
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual import events
    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.access import PackageAccess
    from portal.webshop.orders import Paper
    from portal.webshop.views import OrderDetails

WIDEST = 88
"""Cells of the text at most."""

FRAME = 8
"""Cells beside it: border, air, scrollbar."""

NOT_YET = 0
"""Columns of the terminal as long as nothing is shown."""

PAPERS = {"delivery_note", "receipt"}
"""Actions that write a file."""


class OrderModal(Box[int]):
    """An order; answers its id, for the list to show what became of it."""

    HELP = _(
        "The order with its buyer, goods and history. The keys are the steps that are possible now. Money is"
        " given back in part by “r”; cancelling gives all of it back, and the goods into stock."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("p", "go_on('pay')", _("Paid"), _("Note that all of it was paid.")),
        keys.key("k", "go_on('pack')", _("Packed"), _("Note that it is packed.")),
        keys.key("s", "go_on('ship')", _("Shipped"), _("Note that it is on its way.")),
        keys.key("f", "go_on('finish')", _("Done"), _("Note that it has arrived and all is done.")),
        keys.key("r", "refund", _("Refund"), _("Give part of the money back.")),
        keys.key("n", "delivery_note", _("Delivery note"), _("Save the delivery note as PDF.")),
        keys.key("i", "receipt", _("Receipt"), _("Save the receipt as PDF.")),
        keys.key("c", "go_on('cancel')", _("Cancel"), _("Cancel the order, after a question.")),
        keys.key("escape", "close", _("Close"), _("Go back to the list.")),
        *SCROLL_KEYS,
    ]
    DEFAULT_CSS = """
    OrderModal > #box {
        width: 96;
        height: 100%;
    }
    OrderModal #content {
        height: 1fr;
        max-height: 100%;
    }
    """

    def __init__(self, access: PackageAccess, details: OrderDetails) -> None:
        """Show `details`, an order in the shop of `access`."""
        super().__init__()
        self.access, self._details = access, details
        self._columns = NOT_YET

    def heading(self) -> Content:
        """Its number."""
        return literal(self._details.order.number)

    def content(self) -> Iterable[Widget]:
        """All of it."""
        yield Static(self._all_of_it(self.app.size.width), id="order")

    def buttons(self) -> Iterable[Widget]:
        """One to close it; steps have their keys."""
        yield PlainButton(_("Close"), id="close", variant="primary")

    def on_resize(self, event: events.Resize) -> None:
        """The text is as wide as the room allows."""
        if self._columns not in {NOT_YET, event.size.width}:
            self.query_one("#order", Static).update(self._all_of_it(event.size.width))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the steps that are possible now, and papers where files can be written."""
        details = self._details
        if action == "go_on":
            return Step(str(parameters[0])) in details.steps
        if action == "refund":
            return details.refundable_cents > 0
        if action in PAPERS:
            is_paid = action != "receipt" or details.paid_on is not None
            return is_paid and not details.erased and self.login.own_machine
        return super().check_action(action, parameters)

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Go back."""
        self.dismiss(self._details.order.id)

    @work(exclusive=True, group="act")
    async def action_go_on(self, name: str) -> None:
        """Take it a step on; cancelling is asked about."""
        step, order = Step(name), self._details.order
        if step is Step.CANCEL and not await self._is_sure():
            return
        with self.told():
            self._show(await self.portal_call(self.portal.shop_orders.go_on, self.access, order.id, step))
            self.notify(plain(AFTERWARDS[step].format(number=order.number)))

    @work(exclusive=True, group="act")
    async def action_refund(self) -> None:
        """Ask for what is to be given back, and give it."""
        from tui.screens.webshop.refunding import RefundForm

        before = self._details.order
        details = await self.app.push_screen_wait(RefundForm(self.access, self._details))
        if details is not None:
            self._show(details)
            amount = formats.money(details.order.refunded_cents - before.refunded_cents, self.login.country)
            self.notify(
                plain(_("{amount} of {number} was refunded.").format(amount=amount, number=before.number))
            )

    @work(exclusive=True, group="act")
    async def action_delivery_note(self) -> None:
        """Save the delivery note."""
        await self._save(self.portal.shop_orders.delivery_note)

    @work(exclusive=True, group="act")
    async def action_receipt(self) -> None:
        """Save the receipt."""
        await self._save(self.portal.shop_orders.receipt)

    async def _save(self, made: Callable[[PackageAccess, int], Paper]) -> None:
        with self.told():
            paper = await self.portal_call(made, self.access, self._details.order.id)
            await documents.save(self, paper.name, paper.content)

    async def _is_sure(self) -> bool:
        """Say what cancelling does, and ask."""
        details, country = self._details, self.login.country
        goes = [
            sentence(_("Cancel {number}?"), number=literal(details.order.number, "bold")),
            literal(""),
            literal(_("• Its goods go back into stock.")),
        ]
        if details.refundable_cents:
            amount = formats.money(details.refundable_cents, country)
            goes.append(sentence(_("• What was paid is given back: {amount}."), amount=amount))
        if details.voucher:
            goes.append(sentence(_("• The voucher {code} can be used once more."), code=details.voucher))
        goes.append(literal(_("• Nothing leads back from there.")))
        question = literal("\n", lines=True).join(goes)
        box = ConfirmModal(
            _("Cancel the order?"), question, yes=_("Cancel order"), no=_("Keep"), is_danger=True
        )
        return await self.app.push_screen_wait(box) is True

    def _show(self, details: OrderDetails) -> None:
        self._details = details
        self.query_one("#order", Static).update(self._all_of_it(self._columns))
        self.refresh_bindings()

    def _all_of_it(self, columns: int) -> Content:
        """All of it, for a terminal of so many columns."""
        self._columns = columns
        return order_text(self._details, self.login.country, width=min(columns - FRAME, WIDEST))
