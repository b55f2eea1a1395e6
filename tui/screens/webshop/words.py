"""Orders, steps and prices in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.webshop import OrderState, Step
from tui.i18n import _
from tui.text import assemble, literal

if TYPE_CHECKING:
    from textual.content import Content

    from portal.webshop.views import OrderView

STATES = {
    OrderState.NEW: (_("new"), "$warning"),
    OrderState.PAID: (_("paid"), "$accent"),
    OrderState.PACKED: (_("packed"), "$accent"),
    OrderState.SHIPPED: (_("shipped"), "$accent"),
    OrderState.DONE: (_("done"), "$success"),
    OrderState.CANCELLED: (_("cancelled"), "$quiet"),
}
"""What a state is called, and its colour."""

AFTERWARDS = {
    Step.PAY: _("{number} is paid."),
    Step.PACK: _("{number} is packed."),
    Step.SHIP: _("{number} is on its way."),
    Step.FINISH: _("{number} is done."),
    Step.CANCEL: _("{number} was cancelled."),
}
"""What is told after a step."""


def state_words(order: OrderView) -> Content:
    """Where an order is."""
    words, colour = STATES[order.state]
    return assemble(("● ", colour), literal(words))


def typed_price(cents: int) -> str:
    """An amount as forms and files take it: 24.90."""
    return f"{cents // 100}.{cents % 100:02}"
