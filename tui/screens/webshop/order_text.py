"""An order as its box shows it: who, what, for how much, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import formats
from tui.i18n import _, ngettext
from tui.screens.webshop.words import state_words
from tui.text import assemble, literal, sentence
from tui.widgets.record_list.drawing import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.content import Content

    from portal.webshop.views import LineView, OrderDetails

QUANTITY, PRICE, AMOUNT = 5, 12, 12
"""Cells of the columns beside the name."""


def order_text(details: OrderDetails, country: str, *, width: int) -> Content:
    """All of it, on lines of `width` cells."""
    parts = [_history(details, country), _buyer(details), _lines(details, country, width)]
    lines = literal("\n", lines=True)
    return literal("\n\n", lines=True).join([lines.join(list(part)) for part in parts])


def _history(details: OrderDetails, country: str) -> Iterator[Content]:
    """Its state, and on which day it came so far."""
    order = details.order
    refunded = _("  refunded in part") if order.is_refunded_in_part else ""
    yield assemble(state_words(order), (refunded, "$quiet"))
    days = [(_("ordered {day}"), order.ordered_on)]
    if details.paid_on:
        days.append((_("paid {day}"), details.paid_on))
    if details.shipped_on:
        days.append((_("sent {day}"), details.shipped_on))
    words = " · ".join(words.format(day=formats.short_date(day, country)) for words, day in days)
    yield literal(words, "$quiet")


def _buyer(details: OrderDetails) -> Iterator[Content]:
    buyer = details.buyer
    if details.erased:
        yield literal(_("Customer data of this order were erased."), "$quiet")
        return
    yield assemble(literal(buyer.name, "bold"), "  ", literal(buyer.email, "$quiet"))
    street = ", ".join(filter(None, (buyer.street, buyer.addition)))
    yield literal(f"{street}, {buyer.postcode} {buyer.town}, {buyer.country}")
    if buyer.remark:
        yield sentence(_("Remark: {remark}"), remark=literal(buyer.remark, lines=True))


def _lines(details: OrderDetails, country: str, width: int) -> Iterator[Content]:
    """The goods, what is added to them, the total with its tax, and what was given back."""

    def amount(words: Content, cents: int, style: str = "") -> Content:
        money = literal(formats.money(cents, country))
        return assemble(one_line(words, width - AMOUNT), one_line(money, AMOUNT, "right")).stylize(style)

    names = width - QUANTITY - PRICE - AMOUNT
    yield assemble(
        one_line(literal(_("Product")), names),
        _("No.").rjust(QUANTITY),
        _("Price").rjust(PRICE),
        _("Amount").rjust(AMOUNT),
    ).stylize("$quiet")
    for line in details.lines:
        yield from _line(line, country, names)
    if details.discount_cents:
        yield amount(sentence(_("Voucher {code}"), code=details.voucher), -details.discount_cents)
    yield amount(sentence(_("Shipping: {name}"), name=details.shipping), details.shipping_cents)
    yield amount(sentence(_("Payment: {name}"), name=details.payment), details.payment_cents)
    yield amount(literal(_("Total")), details.order.total_cents, "bold")
    for rate in details.sums:
        words = sentence(_("  of which VAT {rate} %"), rate=rate.rate)
        yield amount(words, rate.tax_cents, "$quiet")
    for refund in details.refunds:
        day = formats.short_date(refund.on, country)
        words = sentence(_("Refunded {day}  {reason}"), day=day, reason=literal(refund.reason, "$quiet"))
        yield amount(words, -refund.amount_cents)
    if details.refunds and details.refundable_cents:
        yield amount(literal(_("Left to give back")), details.refundable_cents, "$quiet")


def _line(line: LineView, country: str, names: int) -> Iterator[Content]:
    name = assemble(literal(line.number, "$quiet"), " ", literal(line.name))
    yield assemble(
        one_line(name, names),
        formats.number(line.quantity, country).rjust(QUANTITY),
        formats.money(line.price_cents, country).rjust(PRICE),
        formats.money(line.quantity * line.price_cents, country).rjust(AMOUNT),
    )
    if line.refunded:
        n = line.refunded
        words = ngettext("  {n} of them was refunded", "  {n} of them were refunded", n).format(n=n)
        yield literal(words, "$quiet")
