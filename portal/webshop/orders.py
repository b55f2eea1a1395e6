"""The orders of a shop: looking at them, taking them on, giving money back, and their papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.administration import Listing, Technical
from portal.errors import ChangedMeanwhile, Conflict
from portal.i18n import _
from portal.refusals import there
from portal.webshop import changing as parts
from portal.webshop import handling
from portal.webshop.views import OrderDetails, OrderView, details_of, order_view

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from portal.access import PackageAccess
    from portal.administration import Changing
    from portal.paging import PageRequest
    from portal.webshop.models import Refund
    from portal.webshop.rules import Step
    from storage.models.webshop import OrderState, ShopOrder, ShopOrderLine, ShopRefund


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to keep or print.

    Attributes:
        name: What to call it.
        content: PDF.
    """

    name: str
    content: bytes


class ShopOrders(Technical):
    """The orders of one shop."""

    def page(
        self, access: PackageAccess, request: PageRequest, state: OrderState | None = None
    ) -> Listing[OrderView]:
        """A page of the orders, or of those in a state; orders: number, buyer, total.

        The filter finds parts of buyers, emails and vouchers, and whole numbers of orders.
        """
        with self._looking(access) as looking:
            page = looking.work.webshop_orders.page(access, request, state).of(order_view)
            return looking.listing(page, request)

    def show(self, access: PackageAccess, order_id: int) -> OrderDetails:
        """An order with lines, sums and refunds; raises NotFound."""
        with self._looking(access) as looking:
            order, lines = there(looking.work.webshop_orders.one(access, order_id))
            return details_of(order, lines, looking.work.webshop_orders.refunds(order))

    def go_on(self, access: PackageAccess, order_id: int, step: Step) -> OrderDetails:
        """Take an order a step on; what that does to stock and money stands in `portal.webshop.rules`.

        Raises:
            NotFound: It is not there.
            Conflict: This step does not lead on from where it is, perhaps because it was done already.
        """
        with self._changing(access) as changing:
            order, lines = _locked(changing, order_id)
            handling.carry_out(changing, order, lines, step, self._means.today())
            return _noted(changing, order, lines, order.state.value)

    def refund(
        self, access: PackageAccess, order_id: int, entered: Refund, seen_refunded_cents: int
    ) -> OrderDetails:
        """Give part of the money back, never more than was paid.

        Args:
            access: Who asks.
            order_id: Of which order.
            entered: For which lines, or how much.
            seen_refunded_cents: What had been given back when that was decided.

        Raises:
            NotFound: It is not there.
            ChangedMeanwhile: More was given back meanwhile, perhaps by pressing twice.
            Conflict: It is more than is left, or nothing of the order can be given back.
            InvalidInput: There are not so many of a line.
        """
        with self._changing(access) as changing:
            order, lines = _locked(changing, order_id)
            if order.refunded_cents != seen_refunded_cents:
                now = details_of(order, lines, changing.work.webshop_orders.refunds(order))
                raise ChangedMeanwhile(
                    _("Money was given back meanwhile: {euros} in all. Please look once more.").format(
                        euros=f"{order.refunded_cents / 100:.2f}"
                    ),
                    {},
                    now,
                )
            handling.refund(changing, order, lines, entered, self._means.today())
            return _noted(changing, order, lines, "refunded")

    def delivery_note(self, access: PackageAccess, order_id: int) -> Paper:
        """What goes into the parcel, without prices; raises NotFound, or Conflict once data were erased."""
        from portal.webshop.papers import delivery_note

        return self._paper(access, order_id, _("Delivery-note-{number}.pdf"), delivery_note)

    def receipt(self, access: PackageAccess, order_id: int) -> Paper:
        """What was paid, with tax by rate, and what was given back of it.

        Raises:
            NotFound: It is not there.
            Conflict: It is not paid, or customer data were erased.
        """
        from portal.webshop.papers import receipt

        return self._paper(access, order_id, _("Receipt-{number}.pdf"), receipt)

    def _paper(
        self,
        access: PackageAccess,
        order_id: int,
        name: str,
        made: Callable[[ShopOrder, Sequence[ShopOrderLine], Sequence[ShopRefund]], bytes],
    ) -> Paper:
        with self._looking(access) as looking:
            order, lines = there(looking.work.webshop_orders.one(access, order_id))
            refunds = looking.work.webshop_orders.refunds(order)
        if order.erased_at is not None:
            raise Conflict(_("Customer data of this order were erased, so there are no papers any more."))
        return Paper(name.format(number=order.order_number), made(order, lines, refunds))


def _locked(changing: Changing, order_id: int) -> tuple[ShopOrder, Sequence[ShopOrderLine]]:
    return there(changing.work.webshop_orders.one(changing.access, order_id, to_change=True))


def _noted(changing: Changing, order: ShopOrder, lines: Sequence[ShopOrderLine], action: str) -> OrderDetails:
    """Put it on record and keep it."""
    parts.note(changing, order, action)
    details = details_of(order, lines, changing.work.webshop_orders.refunds(order))
    changing.commit()
    return details
