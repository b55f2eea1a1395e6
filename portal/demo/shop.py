"""Erika's shop in the demo: pictures of hers on paper, canvas and china, and a year of orders."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.demo.days import at_noon
from portal.demo.pictures import motif
from portal.static_site import images
from portal.static_site.slugs import derived
from portal.webshop import rules
from portal.webshop.arriving import sender_of
from storage.models.webshop import (
    OptionKind,
    OrderState,
    Shop,
    ShopCategory,
    ShopOption,
    ShopOrder,
    ShopOrderLine,
    ShopProduct,
    ShopRefund,
    ShopVoucher,
)
from storage.models.website import ThemeName

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from storage.work import Storage, Work

DOMAIN = "shop.musterfrau.de"

CATEGORIES = ("Cards", "Prints", "Books", "For the table")

FORMATS = (
    ("PC", "postcard", 180, 19, "Cards", 240),
    ("FC", "folding card", 320, 19, "Cards", 120),
    ("A4", "print A4", 2490, 19, "Prints", 30),
    ("A3", "print A3", 3900, 19, "Prints", 18),
    ("CV", "canvas 60 × 40 cm", 8900, 19, "Prints", 4),
    ("BK", "picture book", 1680, 7, "Books", 25),
    ("MG", "mug", 1490, 19, "For the table", 40),
)
"""Each with the letters of its numbers, gross price in cents, tax, category and stock."""

MOTIFS = (
    "Harbour at dawn", "Red kite", "Old mill", "Winter oaks", "Lighthouse", "Blue door", "Market day",
    "Heron", "Cherry blossom", "Tram line 4", "Rain in Bremen", "Three pears", "Alpine hut", "Sleeping cat",
    "Dunes", "Night train", "Poppies", "Castle pond", "Two cyclists", "Rooftops", "Wheat field", "Snowdrops",
    "Pier", "Beech wood", "Kitchen table", "First swim",
)  # fmt: skip
"""What is on the pictures."""

BUYERS = (
    ("Sabine Vogt", "Lange Reihe 12", "20099", "Hamburg"),
    ("Jonas Adler", "Marktgasse 3", "96047", "Bamberg"),
    ("Café Morgenrot", "Kastanienallee 85", "10435", "Berlin"),
    ("Miriam Öztürk", "Neckarstraße 40", "70190", "Stuttgart"),
    ("Paul Hansen", "Am Deich 7", "25946", "Norddorf"),
    ("Lotte Brandt", "Domplatz 2", "99084", "Erfurt"),
)

DONE_DAYS_AGO = tuple(range(350, 18, -10))
"""When the orders arrived that are settled."""

OPEN_ORDERS = (
    (15, OrderState.SHIPPED),
    (13, OrderState.SHIPPED),
    (11, OrderState.SHIPPED),
    (10, OrderState.PACKED),
    (9, OrderState.PACKED),
    (8, OrderState.PAID),
    (7, OrderState.PAID),
    *((days_ago, OrderState.NEW) for days_ago in (6, 5, 4, 3, 2, 1, 1)),
)
"""When the others did, and where they are; as many are new as the package counts."""

CANCELLED_EVERY, REFUNDED_EVERY, VOUCHER_EVERY = 9, 7, 5
"""Of the settled orders."""

VOUCHER, VOUCHER_PERCENT = "WELCOME-10", 10

SHIPPING, PAYMENT = ("Parcel", 490), ("Bank transfer", 0)


@dataclass(frozen=True, slots=True)
class Planned:
    """An order to be written.

    Attributes:
        at: Its place among all of them.
        day: When it arrived.
        state: Where it is.
    """

    at: int
    day: dt.date
    state: OrderState

    @property
    def has_voucher(self) -> bool:
        """Whether a voucher was used."""
        return self.at % VOUCHER_EVERY == 0

    @property
    def is_refunded(self) -> bool:
        """Whether one of a line came back."""
        return self.state is OrderState.DONE and self.at % REFUNDED_EVERY == 0


def fill(work: Work, package_id: int, today: dt.date) -> None:
    """Open the shop, with all it sells and all that was ordered."""
    shop = _shop(package_id)
    work.webshop.add_shop(shop)
    of_package = {"package_id": package_id}
    names = [of_package | {"name": name, "position": place} for place, name in enumerate(CATEGORIES, 1)]
    categories = dict(zip(CATEGORIES, work.bulk.add_numbered(ShopCategory, names), strict=True))
    products = list(_products(package_id, categories))
    ids = work.bulk.add_numbered(ShopProduct, products)
    sold = [row | {"product_id": id_} for row, id_ in zip(products, ids, strict=True)]
    for kind, (name, cents) in ((OptionKind.SHIPPING, SHIPPING), (OptionKind.PAYMENT, PAYMENT)):
        work.webshop.add(ShopOption(package_id=package_id, kind=kind, name=name, price_cents=cents))
    planned = list(_planned(today))
    voucher = ShopVoucher(
        package_id=package_id,
        code=VOUCHER,
        percent=VOUCHER_PERCENT,
        most_uses=100,
        used=sum(each.has_voucher and each.state is not OrderState.CANCELLED for each in planned),
        minimum_cents=2000,
    )
    work.webshop.add(voucher)
    serials: dict[int, int] = {}
    for each in planned:
        serial = serials[each.day.year] = serials.get(each.day.year, 0) + 1
        _add_order(work, shop, each, serial, _lines(each.at, sold), voucher)


def add_pictures(storage: Storage, root: Path) -> None:
    """Put a picture of each motif into the webspace, so that the catalogue can be published at once.

    Args:
        storage: The demo's database.
        root: The folder of all webspaces.
    """
    with storage.reading() as work:
        [site, *_others] = work.sites.living(DOMAIN)
    folder = root / str(site.package_id) / images.FOLDER
    folder.mkdir(parents=True)
    for number, name in enumerate(MOTIFS, 1):
        (folder / picture_of(name)).write_bytes(motif(number))


def picture_of(name: str) -> str:
    """What the picture of a motif is called."""
    return f"{derived(name)}.png"


def _shop(package_id: int) -> Shop:
    return Shop(
        package_id=package_id,
        name="Musterfrau Design",
        street="Sonnenweg 12",
        postcode="50667",
        town="Köln",
        email="shop@musterfrau.de",
        telephone="0221 555 0100",
        tax_number="DE123456788",
        language="en",
        description="Pictures on paper, canvas and china",
        theme=ThemeName.HARBOUR,
        is_open=True,
        opening_text="Every picture is printed by hand and sent within three days.",
        imprint="Erika Musterfrau, Sonnenweg 12, 50667 Köln",
        terms="Prices include VAT. The goods stay mine until they are paid.",
        withdrawal="You can send everything back within 14 days.",
        privacy="What you enter is used for your order and nothing else.",
        shipping="By parcel within three days, in Germany and Austria.",
    )


def _products(package_id: int, categories: dict[str, int]) -> Iterator[dict[str, Any]]:
    for place, shown in enumerate(MOTIFS, 1):
        for letters, name, cents, rate, category, stock in FORMATS:
            yield {
                "package_id": package_id,
                "number": f"{letters}-{place:02}",
                "name": f"{shown}, {name}",
                "text": f"“{shown}” as a {name}.",
                "price_cents": cents,
                "tax_rate": rate,
                "stock": max(stock - place % 7, 0),
                "category_id": categories[category],
                "picture": picture_of(shown),
                "on_sale": (place, letters) != (len(MOTIFS), "CV"),
            }


def _planned(today: dt.date) -> Iterator[Planned]:
    """All orders, the oldest first."""
    for at, days_ago in enumerate(DONE_DAYS_AGO, 1):
        state = OrderState.CANCELLED if at % CANCELLED_EVERY == 0 else OrderState.DONE
        yield Planned(at, today - dt.timedelta(days=days_ago), state)
    for at, (days_ago, state) in enumerate(OPEN_ORDERS, len(DONE_DAYS_AGO) + 1):
        yield Planned(at, today - dt.timedelta(days=days_ago), state)


def _lines(at: int, sold: Sequence[dict[str, Any]]) -> list[ShopOrderLine]:
    """What was ordered: one to three products, more of what is cheap."""
    chosen = [sold[(at * 23 + n * 31) % len(sold)] for n in range(1 + at % 3)]
    return [
        ShopOrderLine(
            order_id=0,
            product_id=each["product_id"],
            number=each["number"],
            name=each["name"],
            quantity=6 if each["price_cents"] < 1000 else 2,  # noqa: PLR2004 - cards are bought by the half dozen
            price_cents=each["price_cents"],
            tax_rate=each["tax_rate"],
        )
        for each in chosen
    ]


def _add_order(
    work: Work, shop: Shop, planned: Planned, serial: int, lines: list[ShopOrderLine], voucher: ShopVoucher
) -> None:
    name, street, postcode, town = BUYERS[planned.at % len(BUYERS)]
    goods = rules.goods_of(lines)
    discount = rules.discount_of(voucher, goods) if planned.has_voucher else 0
    costs = [line.quantity * line.price_cents for line in lines]
    for line, share in zip(lines, rules.shared(discount, costs), strict=True):
        line.discount_cents = share
    total = goods - discount + SHIPPING[1] + PAYMENT[1]
    order = ShopOrder(
        package_id=shop.package_id,
        front_id=f"web-{1000 + planned.at}",
        year=planned.day.year,
        serial=serial,
        state=planned.state,
        arrived_at=at_noon(planned.day),
        ordered_on=planned.day,
        sender=sender_of(shop),
        buyer=name,
        email=f"kunde{planned.at % len(BUYERS)}@example.org",
        street=street,
        postcode=postcode,
        town=town,
        country="DE",
        shipping_name=SHIPPING[0],
        shipping_cents=SHIPPING[1],
        payment_name=PAYMENT[0],
        payment_cents=PAYMENT[1],
        voucher_id=voucher.id if discount else None,
        voucher_code=voucher.code if discount else "",
        discount_cents=discount,
        total_cents=total,
    )
    _take_on(order, lines, planned)
    refund = _refund(lines, planned) if planned.is_refunded else None
    if refund is not None:
        order.refunded_cents = refund.amount_cents
    work.webshop_orders.add(order, lines)
    if refund is not None:
        refund.order_id = order.id
        work.webshop_orders.add_refund(refund)


def _take_on(order: ShopOrder, lines: list[ShopOrderLine], planned: Planned) -> None:
    """What its steps left behind."""
    if planned.state is OrderState.CANCELLED:
        order.closed_on = planned.day + dt.timedelta(days=2)
        for line in lines:
            line.back = line.quantity
        return
    if planned.state is not OrderState.NEW:
        order.paid_on, order.paid_cents = planned.day + dt.timedelta(days=1), order.total_cents
    if planned.state in {OrderState.SHIPPED, OrderState.DONE}:
        order.shipped_on = planned.day + dt.timedelta(days=3)
        for line in lines:
            line.delivered = line.quantity
    if planned.state is OrderState.DONE:
        order.closed_on = planned.day + dt.timedelta(days=6)


def _refund(lines: list[ShopOrderLine], planned: Planned) -> ShopRefund:
    """One of the first line came back, and is sold again."""
    line = lines[0]
    amount = rules.refund_of_line(line, 0, 1)
    line.refunded = line.back = 1
    return ShopRefund(
        order_id=0,
        refunded_on=planned.day + dt.timedelta(days=9),
        amount_cents=amount,
        by_rate={str(line.tax_rate): amount},
        reason="A corner was bent",
    )
