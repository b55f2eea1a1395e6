"""The offers of the month, and what is known of the marked one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from portal.offers import OfferView, Standing
from tui import formats, keys
from tui.calls import PortalCalls
from tui.i18n import _, ngettext
from tui.screens.offers.words import facts, offer_card
from tui.text import assemble, literal, sentence
from tui.widgets.about import About
from tui.widgets.field import LABEL
from tui.widgets.record_list import CHOSEN, Cards, RecordList
from tui.widgets.record_list.list_keys import FILTER, MOVING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType
    from textual.content import Content

    from portal.access import CustomerAccess
    from portal.paging import Page, PageRequest


class OfferList(RecordList[OfferView], PortalCalls, inherit_bindings=False):
    """What the customer is offered today, what ends first before others."""

    HELP = _(
        "What we offer you this month; what you have not opened yet is new. Enter shows all about the marked"
        " offer, “o” orders it: nothing is ordered before you have seen the whole obligation and confirmed"
        " it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter", "choose", _("Read"), _("Show all about the marked offer.")),
        keys.key("o", "order", _("Order"), _("Order the marked offer, step by step.")),
        FILTER,
        keys.key("escape", "clear_filter", _("All rows"), _("Clear the filter.")),
        keys.RELOAD,
        *MOVING,
    ]

    def __init__(self, access: CustomerAccess, country: str) -> None:
        """List the offers of the customer of `access`, prices and days as in `country`."""
        self.access, self.country = access, country
        empty = _("There is no offer for you this month. New ones come on the 1st.")
        super().__init__(self._fetch, Cards(self._card), empty=empty)
        self.border_title = literal(_("Offers of the month"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the marked offer allows."""
        view = self.highlighted
        if action == "choose":
            return view is not None
        if action == "order":
            return view is not None and view.standing in {Standing.NEW, Standing.OPEN}
        return super().check_action(action, parameters)

    def action_order(self) -> None:
        """Press the order of the marked offer."""
        if self.highlighted is not None:
            self.post_message(self.ButtonPressed("order", self.highlighted).set_sender(self))

    async def _fetch(self, request: PageRequest) -> Page[OfferView]:
        page = await self.portal_call(self.portal.offers.page, self.access, request)
        if request.count:
            new = await self.portal_call(self.portal.offers.count_new, self.access)
            if self.is_attached:
                self.border_title = self._title(page.total or 0, new)
        return page

    def _title(self, matching: int, new: int) -> Content:
        """How many there are, and how many are new."""
        n, new_ones = (formats.number(each, self.country) for each in (matching, new))
        title = sentence(_("Offers of the month ({n})"), n=n)
        if not new:
            return title
        return assemble(title, " · ", ngettext("{n} new", "{n} new", new).format(n=new_ones))

    def _card(self, view: OfferView, width: int, highlighted: bool) -> Sequence[Content]:  # noqa: FBT001
        return offer_card(view, width, self.country, CHOSEN if highlighted else "bold")


class OfferAbout(About):
    """What the marked offer makes, costs and binds to, and what it is, as far as there is room."""

    DEFAULT_CSS = """
    OfferAbout {
        display: none;
        width: 54;
        height: 1fr;
    }
    """

    def __init__(self, country: str) -> None:
        """Write prices and days as in `country`."""
        super().__init__()
        self._country = country
        self._view: OfferView | None = None

    def on_resize(self) -> None:
        """Break lines anew."""
        self.show(self._view)

    def show(self, view: OfferView | None) -> None:
        """Show another offer."""
        self._view = view
        self.border_title = literal(view.name if view else "")
        self.border_subtitle = literal(_("Enter shows all about it") if view else "")
        width = self.size.width - LABEL
        if view is None or width <= 0:
            self.update()
            return
        lines = (*facts(view, self._country, width), literal(""), literal(view.text, lines=True))
        self.update(literal("\n", lines=True).join(lines))
