"""Giving part of the money of an order back: for goods, as an amount, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.webshop.models import Refund
from portal.webshop.views import OrderDetails
from tui import formats
from tui.i18n import _
from tui.text import assemble, literal, sentence
from tui.widgets.field import SwitchField, TextField
from tui.widgets.form import FormModal
from tui.widgets.record_list.drawing import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.content import Content

    from portal.access import PackageAccess
    from portal.errors import PortalError
    from tui.widgets.field import Field

NONE = "0"
"""What stands in the field of a line of which nothing is given back."""

SHORT = 24
"""Cells of a product's name beneath its field."""

LINE = "line_"
"""How the names of those fields begin; the line's id follows."""


class RefundForm(FormModal[Refund, OrderDetails]):
    """How many of each line, or how much; answers the order as it is then."""

    TITLE = _("Refund")
    MODEL = Refund
    SAVED = ""
    HELP = _(
        "For how many of each product money is given back, or an amount that belongs to none of them, such as"
        " for shipping; both together do as well. It is never more than was paid."
    )

    def __init__(self, access: PackageAccess, details: OrderDetails) -> None:
        """Give money of the order of `details` back."""
        super().__init__()
        self.access = access
        self.seen: OrderDetails = details

    def about(self) -> Content:
        """Which order, and what is left."""
        country = self.login.country
        left = formats.money(self.seen.refundable_cents, country)
        number = literal(self.seen.order.number, "bold")
        return assemble(number, "  ", sentence(_("{left} can be given back."), left=left).stylize("$quiet"))

    def fields(self) -> Iterable[Field[Any]]:
        """A field for each line of which any are left, then the rest."""
        country = self.login.country
        for line in self.seen.lines:
            left = line.quantity - line.refunded
            if left:
                each = formats.money(line.to_refund_cents, country)
                hint = _("of {left}, {each} each: {name}")
                name = one_line(literal(line.name), SHORT, pad=False).plain
                words = hint.format(left=left, each=each, name=name)
                yield TextField(f"{LINE}{line.id}", line.number, NONE, words, restrict="[0-9]*", longest=3)
        yield TextField(
            "amount_cents", _("Amount beside"), "0.00", _("such as 4.90 for shipping"), longest=12
        )
        hint = _("the goods of these lines can be sold again")
        yield SwitchField("back_in_stock", _("Back in stock"), hint, on=False)
        yield TextField("reason", _("Reason"), optional=True)

    def values(self) -> dict[str, Any]:
        """The lines of which some are given back, as the portal wants them, and the rest."""
        typed = super().values()
        names = [name for name in typed if name.startswith(LINE)]
        counted = {name.removeprefix(LINE): typed.pop(name) for name in names}
        wanted = [{"line_id": key, "quantity": n} for key, n in counted.items() if n.strip(NONE)]
        return typed | {"lines": wanted}

    async def save(self, entered: Refund) -> OrderDetails:
        """Give it back."""
        seen = self.seen.order
        refund = self.portal.shop_orders.refund
        return await self.portal_call(refund, self.access, seen.id, entered, seen.refunded_cents)

    def _by_field(self, error: PortalError) -> Mapping[str, str]:
        """What is wrong with the lines is said of all of them together."""
        problems = super()._by_field(error)
        return {"" if name.startswith("lines") else name: words for name, words in problems.items()}
