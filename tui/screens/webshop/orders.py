"""The orders of a shop, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work

from portal.webshop import OrderState
from portal.webshop.views import OrderView
from tui import formats, keys
from tui.i18n import _
from tui.screens.webshop.listed import ShopList
from tui.screens.webshop.overview import ShopOverview
from tui.screens.webshop.words import STATES, state_words, typed_price
from tui.text import assemble, literal, sentence
from tui.widgets.pick import PickModal
from tui.widgets.record_list import Column, Columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.binding import BindingType
    from textual.content import Content

    from portal.administration import Listing
    from portal.paging import PageRequest
    from tui.screens.webshop.order import OrderModal

ALL = "all"
"""The choice that is no state."""


class OrderList(ShopList[OrderView]):
    """All orders, or those in one state."""

    TITLE = _("Orders")
    EMPTY = _("What is ordered in your shop stands here. There is no order yet.")
    FILE = "orders"
    ORDER = ("number", True)
    HELP = _(
        "What was ordered, the newest first. Enter opens the marked order, where it is taken on step by step."
        " “t” shows those in one state; the filter finds buyers, emails and numbers."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter,e", "edit", _("Open"), _("Open the marked order.")),
        keys.key("t", "state", _("State"), _("Show the orders in one state, or all.")),
    ]
    _state: OrderState | None = None

    def columns(self) -> Columns[OrderView]:
        """Number, buyer, state and total; the day where there is room."""
        return Columns(
            Column(_("Number"), lambda view: literal(view.number), width=13, sort="number"),
            Column(_("Ordered"), self._day, width=11, min_terminal=100),
            Column(_("Buyer"), _buyer, width=12, grow=1, sort="buyer"),
            Column(_("State"), state_words, width=11),
            Column(_("Refunded"), self._refunded, width=10, align="right", min_terminal=100),
            Column(_("Total"), self._total, width=10, align="right", sort="total"),
        )

    async def listing(self, request: PageRequest) -> Listing[OrderView]:
        """A page of the orders."""
        return await self.portal_call(self.portal.shop_orders.page, self.access, request, self._state)

    async def form_for(self, view: OrderView) -> OrderModal:
        """The order with all that belongs to it."""
        from tui.screens.webshop.order import OrderModal

        details = await self.portal_call(self.portal.shop_orders.show, self.access, view.id)
        return OrderModal(self.access, details)

    async def saved(self, record_id: int | None = None) -> None:
        """Show what became of the order, also in the figures."""
        await super().saved(record_id)
        self.screen.query_one(ShopOverview).action_reload()

    def called(self, view: OrderView) -> str:
        """Its number."""
        return view.number

    def exported(self, view: OrderView) -> Mapping[str, object]:
        """What is shown; amounts as they are typed."""
        return {
            "number": view.number,
            "ordered_on": view.ordered_on,
            "buyer": view.buyer,
            "state": view.state.value,
            "total": typed_price(view.total_cents),
            "refunded": typed_price(view.refunded_cents),
        }

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """All orders are offered where only some are shown."""
        if action == "clear_filter" and self._state is not None:
            return True
        return super().check_action(action, parameters)

    @work(exclusive=True, group="ask")
    async def action_state(self) -> None:
        """Choose the state of the orders that are shown."""
        states = [(state.value, words, "") for state, (words, _colour) in STATES.items()]
        marked = self._state.value if self._state else ALL
        box = PickModal(_("Which orders?"), [(ALL, _("all of them"), ""), *states], marked)
        chosen = await self.app.push_screen_wait(box)
        if chosen is not None:
            self._choose(None if chosen == ALL else OrderState(chosen))

    def action_clear_filter(self) -> None:
        """Show all orders again."""
        super().action_clear_filter()
        if self._state is not None:
            self._choose(None)

    def _choose(self, state: OrderState | None) -> None:
        self._state = state
        title = literal(self.TITLE)
        self.border_title = (
            title if state is None else sentence("{title} · {state}", title=title, state=STATES[state][0])
        )
        sort, descending = self.order
        self.sort_by(sort, descending=descending)
        self.screen.refresh_bindings()

    def _day(self, view: OrderView) -> Content:
        return literal(formats.short_date(view.ordered_on, self.country), "$quiet")

    def _refunded(self, view: OrderView) -> Content:
        cents = view.refunded_cents
        return literal(formats.money(cents, self.country) if cents else "", "$quiet")

    def _total(self, view: OrderView) -> Content:
        return literal(formats.money(view.total_cents, self.country))


def _buyer(view: OrderView) -> Content:
    return literal(view.buyer) if view.buyer else assemble((_("erased"), "$quiet"))
