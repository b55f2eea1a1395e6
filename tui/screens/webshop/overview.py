"""The overview of a shop: whether it is open, what is to do, and how it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from portal.webshop import OrderState
from portal.webshop.figures import LOW_STOCK
from tui import keys
from tui.i18n import _, ngettext
from tui.screens.webshop import figures
from tui.screens.webshop.words import typed_price
from tui.text import assemble, literal, sentence
from tui.widgets.exports import EXPORT, Exports
from tui.widgets.read_pane import ReadPane
from tui.widgets.record_list.drawing import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual.binding import BindingType
    from textual.content import Content

    from portal.access import PackageAccess
    from portal.webshop.figures import ShopFiguresView
    from portal.webshop.settings import ShopView
    from tui.screens.webshop.screen import WebshopScreen

WIDEST, NARROWEST = 92, 40
"""Cells that tables and charts take."""

SCROLLBAR = 2
"""Cells beside them."""

STOCK = 11
"""Cells for how many are left of a product."""

HIGH, LOW = 5, 3
"""Lines of the chart."""

ROOMY = 30
"""Lines of a terminal from which on the chart is higher."""


class ShopOverview(ReadPane, Exports):
    """What is to do above, figures beneath."""

    FILE = "shop-figures"
    HELP = _(
        "Whether your shop is open, what waits for you, and its figures of the last 12 months. Orders count"
        " in the month they arrived in, refunds in the month of the refund; cancelled orders count nowhere."
    )
    BINDINGS: ClassVar[list[BindingType]] = [EXPORT, keys.RELOAD]

    def __init__(self, access: PackageAccess, country: str, *, id: str) -> None:  # noqa: A002
        """Show the shop of the package of `access`, amounts as in `country`."""
        super().__init__(access, country, id=id)
        self._shop: ShopView | None = None
        self._figures: ShopFiguresView | None = None
        self.border_title = _("Overview")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to export once there are figures."""
        if action == "export":
            return self._figures is not None
        return super().check_action(action, parameters)

    async def exported_rows(self) -> Sequence[Mapping[str, object]]:
        """The table, the oldest month first; amounts as they are typed."""
        return [
            {
                "month": f"{each.month:%Y-%m}",
                "orders": each.orders,
                "turnover": typed_price(each.turnover_cents),
                "refunded": typed_price(each.refunded_cents),
            }
            for each in (self._figures.months if self._figures else ())
        ]

    async def read(self) -> None:
        """Read shop and figures, and say in the menu how many orders are new; raises PortalError."""
        self._shop = await self.portal_call(self.portal.shop.show, self.access)
        self._figures = await self.portal_call(self.portal.shop_figures.show, self.access)
        cast("WebshopScreen", self.screen).show_new(self._figures.by_state.get(OrderState.NEW, 0))

    def told_now(self) -> Content | None:
        """What is to do above; chart, table and what sold best beneath, as large as the room allows."""
        if self._shop is None or self._figures is None:
            return None
        width = max(min(self.content_region.width - SCROLLBAR, WIDEST), NARROWEST)
        months = self._figures.months
        parts = [list(_standing(self._shop)), list(_to_do(self._figures, width))]
        height = HIGH if self.app.size.height >= ROOMY else LOW
        if any(each.orders or each.refunded_cents for each in months):
            parts.append(list(figures.chart(months, self._country, width=width, height=height)))
            beside = width - figures.TABLE - figures.GAP
            room = beside if beside >= figures.BESIDE else width
            table = list(figures.table(months, self._country))
            best = list(figures.best(self._figures.best, self._country, width=room))
            parts += [table, best] if room == width else [list(figures.side_by_side(table, best))]
        else:
            words = _("Figures of the last 12 months stand here once there are orders.")
            parts.append([literal(words, "$quiet")])
        lines = literal("\n", lines=True)
        return literal("\n\n", lines=True).join([lines.join(part) for part in parts])


def _standing(shop: ShopView) -> Iterator[Content]:
    """Its name, whether it is open, and what is missing."""
    state = (("● ", "$success"), _("open")) if shop.opening.is_open else (("○ ", "$warning"), _("closed"))
    name = shop.settings.name or _("Your shop has no name yet.")
    yield assemble(literal(name, "bold"), "  ", *state)
    if shop.missing and not shop.opening.is_open:
        yield literal(shop.missing[0], "$warning")
        more = len(shop.missing) - 1
        words = ngettext("{n} more is missing", "{n} more are missing", more).format(n=more)
        where = _("Settings show all that is to be done before it opens.")
        yield literal(f"{words}. {where}" if more else where, "$quiet")


def _to_do(view: ShopFiguresView, width: int) -> Iterator[Content]:
    """What waits, and what runs out."""
    new, paid, packed, shipped = (
        view.by_state.get(state, 0)
        for state in (OrderState.NEW, OrderState.PAID, OrderState.PACKED, OrderState.SHIPPED)
    )
    waiting = (
        (
            new,
            ngettext("{n} new order waits for its payment.", "{n} new orders wait for their payment.", new),
        ),
        (
            paid,
            ngettext("{n} order is paid and to be packed.", "{n} orders are paid and to be packed.", paid),
        ),
        (
            packed,
            ngettext("{n} order is packed and to be sent.", "{n} orders are packed and to be sent.", packed),
        ),
        (shipped, ngettext("{n} order is on its way.", "{n} orders are on their way.", shipped)),
    )
    yield assemble((_("To do"), "bold"))
    yield from (sentence(words, n=n) for n, words in waiting if n)
    if view.n_low:
        words = ngettext(
            "Of {n} product on sale at most {few} are left:",
            "Of {n} products on sale at most {few} are left:",
            view.n_low,
        )
        yield sentence(words, n=view.n_low, few=LOW_STOCK)
        for each in view.low:
            left = _("none left") if not each.stock else _("{n} left").format(n=each.stock)
            name = assemble("  ", literal(each.number, "$quiet"), " ", literal(each.name))
            yield assemble(one_line(name, width - STOCK), left.rjust(STOCK))
        if view.n_low > len(view.low):
            yield literal(_("  … and {n} more.").format(n=view.n_low - len(view.low)), "$quiet")
    if not view.n_low and not any(n for n, _words in waiting):
        yield literal(_("Nothing waits for you."), "$quiet")
