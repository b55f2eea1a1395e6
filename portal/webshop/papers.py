"""Delivery notes and receipts: the shop writes, in its own language.

They are made of what an order froze when it arrived, so the same order gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from portal.documents.invoice import Party, Seller
from portal.documents.letter import Letter
from portal.documents.listing import Column, ListingPages
from portal.documents.pages import FACTS
from portal.documents.printing import printed
from portal.documents.typeface import spelled
from portal.documents.words import MINUS, words_of
from portal.errors import Conflict
from portal.i18n import _
from portal.languages import said
from portal.webshop import rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from portal.documents.words import Words
    from portal.webshop.rules import RateSum
    from storage.models.webshop import ShopOrder, ShopOrderLine, ShopRefund


GAP = 4.0
"""Between parts, in millimetres."""

TAX_INDENT = 75.0

DELIVERY_NOTE = {"de": "Lieferschein {number}", "en": "Delivery note {number}"}
RECEIPT = {"de": "Rechnung {number}", "en": "Invoice {number}"}
ORDER = {"de": "Bestellung", "en": "Order"}
ORDERED = {"de": "Bestellt am", "en": "Ordered on"}
PAID = {"de": "Bezahlt am", "en": "Paid on"}
SENT = {"de": "Versandt am", "en": "Sent on"}
SUPPLIED = {"de": "Leistungsdatum", "en": "Date of supply"}
NUMBER = {"de": "Nummer", "en": "Number"}
PRODUCT = {"de": "Artikel", "en": "Product"}
QUANTITY = {"de": "Menge", "en": "Quantity"}
EACH = {"de": "Einzelpreis", "en": "Price"}
SUM = {"de": "Betrag", "en": "Amount"}
VOUCHER = {"de": "Gutschein {code}", "en": "Voucher {code}"}
SHIPPING = {"de": "Versand: {name}", "en": "Shipping: {name}"}
PAYMENT = {"de": "Zahlung: {name}", "en": "Payment: {name}"}
TOTAL = {"de": "Gesamtbetrag", "en": "Total"}
REFUNDED = {"de": "Erstattet am {day}", "en": "Refunded on {day}"}
REFUNDED_TAX = {
    "de": "Darin bei {rate}: {amount}, davon Umsatzsteuer {tax}.",
    "en": "At {rate}: {amount}, of which VAT {tax}.",
}
LEFT_OVER = {"de": "Bezahlt abzüglich Erstattungen", "en": "Paid less refunds"}
REMARK = {"de": "Ihre Anmerkung", "en": "Your remark"}
TAX_NUMBER = {"de": "Steuernummer {number}", "en": "Tax number {number}"}


def delivery_note(
    order: ShopOrder, lines: Sequence[ShopOrderLine], _refunds: Sequence[ShopRefund] = ()
) -> bytes:
    """What is in the parcel; what money was given back for before it was sent is not."""
    language, words = order.sender["language"], words_of(order.sender["language"])
    title = said(DELIVERY_NOTE, language).format(number=order.order_number)
    days = [(said(ORDERED, language), words.day(order.ordered_on))]
    if order.shipped_on:
        days.append((said(SENT, language), words.day(order.shipped_on)))
    pages = _pages(order, title, tuple(days))
    heads = (
        Column(said(NUMBER, language)),
        Column(said(PRODUCT, language), is_wide=True),
        Column(said(QUANTITY, language), is_figure=True),
    )
    sent = [
        (line, line.quantity - line.refunded if line.delivered is None else line.delivered) for line in lines
    ]
    pages.add_table(heads, [(line.number, line.name, str(count)) for line, count in sent if count])
    pages.add(said(SHIPPING, language).format(name=order.shipping_name))
    if order.remark:
        pages.add_gap(GAP)
        pages.add_row(said(REMARK, language), " ".join(order.remark.split()))
    return _file(pages, words, title, order, order.shipped_on or order.ordered_on)


def receipt(order: ShopOrder, lines: Sequence[ShopOrderLine], refunds: Sequence[ShopRefund]) -> bytes:
    """What was bought and paid, with tax by rate, and what was given back.

    Raises:
        Conflict: It is not paid yet.
    """
    if order.paid_on is None:
        raise Conflict(_("{number} is not paid yet.").format(number=order.order_number))
    language, words = order.sender["language"], words_of(order.sender["language"])
    title = said(RECEIPT, language).format(number=order.order_number)
    supplied = order.shipped_on or order.paid_on
    days = (
        (said(PAID, language), words.day(order.paid_on)),
        (said(ORDERED, language), words.day(order.ordered_on)),
        (said(SUPPLIED, language), words.day(supplied)),
    )
    pages = _pages(order, title, days)
    heads = (
        Column(said(NUMBER, language)),
        Column(said(PRODUCT, language), is_wide=True),
        Column(words.rate, is_figure=True),
        Column(said(QUANTITY, language), is_figure=True),
        Column(said(EACH, language), is_figure=True),
        Column(said(SUM, language), is_figure=True),
    )
    pages.add_table(heads, [*_goods(lines, words), *_charges(order, words, language)])
    pages.add_sum(said(TOTAL, language), words.money(order.total_cents))
    sums = rules.sums_by_rate(lines, order.shipping_cents + order.payment_cents)
    _add_taxes(pages, sums, words)
    pages.add_gap(GAP)
    for each in refunds:
        _add_refund(pages, each, words, language)
    if refunds:
        pages.add_sum(said(LEFT_OVER, language), words.money(order.paid_cents - order.refunded_cents))
    return _file(pages, words, title, order, order.paid_on)


def _goods(lines: Sequence[ShopOrderLine], words: Words) -> Iterator[tuple[str, ...]]:
    for line in lines:
        yield (
            line.number,
            line.name,
            words.percent(line.tax_rate),
            str(line.quantity),
            words.money(line.price_cents),
            words.money(line.quantity * line.price_cents),
        )


def _charges(order: ShopOrder, words: Words, language: str) -> Iterator[tuple[str, ...]]:
    if order.discount_cents:
        name = said(VOUCHER, language).format(code=order.voucher_code)
        yield "", name, "", "", "", f"{MINUS}{words.money(order.discount_cents)}"
    for sentences, name, cents in (
        (SHIPPING, order.shipping_name, order.shipping_cents),
        (PAYMENT, order.payment_name, order.payment_cents),
    ):
        yield "", said(sentences, language).format(name=name), "", "", "", words.money(cents)


def _add_taxes(pages: ListingPages, sums: Sequence[RateSum], words: Words) -> None:
    heads = [Column(words.tax_rate, is_wide=True)]
    heads += [Column(head, is_figure=True) for head in (words.net, words.tax, words.gross)]
    rows = [
        (
            words.percent(each.rate),
            words.money(each.net_cents),
            words.money(each.tax_cents),
            words.money(each.gross_cents),
        )
        for each in sums
    ]
    pages.add_table(heads, rows, TAX_INDENT)


def _add_refund(pages: ListingPages, refund: ShopRefund, words: Words, language: str) -> None:
    day = words.day(refund.refunded_on)
    pages.add_sum(said(REFUNDED, language).format(day=day), f"{MINUS}{words.money(refund.amount_cents)}")
    for rate in sorted(map(int, refund.by_rate), reverse=True):
        each = rules.RateSum(rate, refund.by_rate[str(rate)])
        if each.gross_cents:
            pages.add(
                said(REFUNDED_TAX, language).format(
                    rate=words.percent(rate),
                    amount=words.money(each.gross_cents),
                    tax=words.money(each.tax_cents),
                )
            )
    pages.add_gap(GAP)


def _pages(order: ShopOrder, title: str, days: tuple[tuple[str, str], ...]) -> ListingPages:
    language = order.sender["language"]
    information = ((said(ORDER, language), order.order_number), *days)
    buyer = Party(
        name=spelled(order.buyer),
        street=spelled(order.street),
        addition=spelled(order.addition),
        postcode=spelled(order.postcode),
        town=spelled(order.town),
        country=order.country,
    )
    letter = Letter(_seller(order.sender, language), buyer, title, "", information)
    return ListingPages(letter, language, FACTS)


def _seller(sender: Mapping[str, str], language: str) -> Seller:
    """The shop as its letters name it; its number is one of VAT, or of the tax office."""
    known = {name: spelled(value) for name, value in sender.items()}
    number = known.pop("tax_number")
    is_vat = number[:2].isalpha()
    return Seller(
        name=known["name"],
        street=known["street"],
        postcode=known["postcode"],
        town=known["town"],
        country=known["country"],
        email=known["email"],
        telephone=known["telephone"],
        vat_id=number if is_vat else "",
        register="" if is_vat else said(TAX_NUMBER, language).format(number=number),
        iban="",
        creditor_id="",
    )


def _file(pages: ListingPages, words: Words, title: str, order: ShopOrder, day: dt.date) -> bytes:
    made = dt.datetime.combine(day, dt.time(), dt.UTC)
    return bytes(printed(pages.finished(), words, title, spelled(order.sender["name"]), made).output())
