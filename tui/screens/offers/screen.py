"""The screen of the offers of the month: the list, one to read, and its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.containers import Horizontal

from tui.i18n import _
from tui.screens.offers.list import OfferAbout, OfferList
from tui.widgets.page import CustomerScreen

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from portal.access import CustomerAccess
    from portal.offers import OfferDetails, OfferView
    from portal.packages import PackageView
    from tui.calls import PortalCalls
    from tui.widgets.record_list import messages

WIDE = 110
"""Columns of a terminal that has room for the marked offer beside the list."""


class OffersScreen(CustomerScreen):
    """What the customer is offered this month."""

    DEFAULT_CSS = """
    OffersScreen #offers {
        height: 1fr;
    }
    OffersScreen OfferList {
        width: 1fr;
    }
    OffersScreen.-wide OfferAbout {
        display: block;
    }
    """

    def place(self) -> str:
        """Here."""
        return _("Offers of the month")

    def body(self) -> ComposeResult:
        """The list, and where there is room the marked offer."""
        country = self.login.country
        with Horizontal(id="offers"):
            yield OfferList(self.access, country)
            yield OfferAbout(country)

    def on_resize(self, event: events.Resize) -> None:
        """See how much room there is."""
        super().on_resize(event)
        self.set_class(event.size.width >= WIDE, "-wide")

    def on_record_list_highlighted(self, event: messages.Highlighted) -> None:
        """Another offer."""
        self.query_one(OfferAbout).show(event.view)
        self.refresh_bindings()

    def on_record_list_chosen(self, event: messages.Chosen) -> None:
        """Enter."""
        self._read_offer(event.view)

    def on_record_list_button_pressed(self, event: messages.ButtonPressed) -> None:
        """The key that orders."""
        self._order(event.view)

    @work(exclusive=True, group="ask")
    async def _read_offer(self, view: OfferView) -> None:
        """Show an offer, and order it if that is wanted."""
        from tui.screens.offers.reading import OfferModal

        with self.told():
            details = await self.portal_call(self.portal.offers.open, self.access, view.id)
            if await self.app.push_screen_wait(OfferModal(details)):
                await self._order_offer(details)
        await self._offers.reload()

    @work(exclusive=True, group="ask")
    async def _order(self, view: OfferView) -> None:
        """Order an offer, or show it with the reason why there can be no order."""
        from tui.screens.offers.reading import OfferModal

        with self.told():
            details = await self.portal_call(self.portal.offers.open, self.access, view.id)
            if details.refused:
                await self.app.push_screen_wait(OfferModal(details))
            else:
                await self._order_offer(details)
        await self._offers.reload()

    async def _order_offer(self, details: OfferDetails) -> None:
        """Have it ordered, and show the receipt."""
        from tui.screens.acknowledged import AcknowledgedModal
        from tui.screens.offers.ordering import order_offer, received

        done = await order_offer(self, self.access, details)
        if done is not None:
            lines = received(done, self.portal.settings.time_zone, self.login.country)
            await self.app.push_screen_wait(AcknowledgedModal(self.access, _("Ordered"), lines, done.act_id))

    @property
    def _offers(self) -> OfferList:
        return self.query_one(OfferList)


async def open_offers(asking: PortalCalls, access: CustomerAccess, _marked: PackageView | None) -> None:
    """Show the offers until the customer comes back."""
    await asking.app.push_screen_wait(OffersScreen(access))
