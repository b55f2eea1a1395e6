"""A shop that sells tea, and orders as its front delivers them."""

from __future__ import annotations

import hashlib
import hmac
import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from portal.access import OperatorAccess
from portal.paging import PageRequest
from portal.validation import checked
from portal.webshop.models import (
    LegalTexts,
    Opening,
    OptionSettings,
    ProductSettings,
    Refund,
    ShopSettings,
    VoucherSettings,
)
from storage.models.products import Family, Resource
from storage.models.webshop import OptionKind, ShopOrder, ShopProduct, ShopVoucher
from tests.factories import QUOTAS
from tests.portal.house import PACKAGE_PASSWORD

if TYPE_CHECKING:
    from portal.operator.shops import ArrivedOrder
    from portal.portal import Portal
    from portal.webshop.rules import Step
    from portal.webshop.views import OrderDetails
    from tests.portal.house import House

DOMAIN = "tee.example"

OPERATOR = OperatorAccess("front")

SETTINGS = ShopSettings(
    name="Teehaus Jutta",
    street="Aachener Straße 135a",
    postcode="50667",
    town="Köln",
    email="tee@tee.example",
    tax_number="DE123456788",
    retention_months=24,
)

LEGAL = LegalTexts(
    imprint="Jutta Müller-Lüdenscheidt",
    terms="Prices include VAT.",
    withdrawal="14 days.",
    privacy="We keep what the order needs.",
    shipping="Within two days.",
)

BUYER = {
    "name": "Bernd Käufer",
    "email": "bernd@example.org",
    "street": "Am Markt 1",
    "postcode": "53111",
    "town": "Bonn",
}


class Shop:
    """The shop of Jutta's package, its webmaster and its front."""

    def __init__(self, house: House, most_products: int | None = None) -> None:
        self.house, self.portal = house, house.portal
        quotas = dict(QUOTAS) | ({Resource.PRODUCTS: most_products} if most_products is not None else {})
        self.package = house.package(
            house.customer(),
            DOMAIN,
            password=PACKAGE_PASSWORD,
            of=house.product(quotas, family=Family.WEBSHOP),
        )
        self.access = house.inside(self.package, by_owner=False)

    @cached_property
    def key(self) -> str:
        return self.portal.shop.new_key(self.access)

    def opened(self) -> Shop:
        """With all that it takes, and with green tea in stock."""
        shop = self.portal.shop
        shop.change_settings(self.access, SETTINGS, ShopSettings())
        shop.change_legal(self.access, LEGAL, LegalTexts())
        for kind, name, cents in (
            (OptionKind.SHIPPING, "Parcel", 490),
            (OptionKind.PAYMENT, "Transfer", 0),
        ):
            option = OptionSettings(kind=kind, name=name, price_cents=cents)
            self.portal.shop_options.add(self.access, option)
        shop.change_opening(self.access, Opening(is_open=True, opening_text="Welcome"), Opening())
        self.product("T-1", "Green tea", price_cents=1000, tax_rate=7, stock=10)
        return self

    def product(self, number: str, name: str = "Tea", **values: Any) -> int:
        settings = ProductSettings(**{"number": number, "name": name, "price_cents": 1000} | values)
        return self.portal.shop_products.add(self.access, settings)

    def voucher(self, code: str, **values: Any) -> int:
        return self.portal.shop_vouchers.add(self.access, VoucherSettings(code=code, **values))

    # Orders.

    def ordered(self, front_id: str = "web-1", lines: dict[str, int] | None = None, **more: Any) -> str:
        """An order as JSON."""
        return json.dumps(
            {
                "id": front_id,
                "buyer": BUYER,
                "lines": [
                    {"number": number, "quantity": quantity}
                    for number, quantity in (lines or {"T-1": 1}).items()
                ],
                "shipping": "Parcel",
                "payment": "Transfer",
            }
            | more
        )

    def signed(self, order: str, key: str = "") -> bytes:
        signature = hmac.new((key or self.key).encode(), order.encode(), hashlib.sha256).hexdigest()
        return json.dumps({"order": order, "signature": signature}).encode()

    def order(self, *args: Any, **more: Any) -> ArrivedOrder:
        """An order arrives."""
        return self.deliver(self.signed(self.ordered(*args, **more)))

    def deliver(self, content: bytes, portal: Portal | None = None) -> ArrivedOrder:
        return (portal or self.portal).operator.shops.take_order(OPERATOR, DOMAIN, content)

    def newest(self) -> OrderDetails:
        """The order that arrived last."""
        [order] = self.portal.shop_orders.page(self.access, PageRequest(descending=True, limit=1)).page.rows
        return self.portal.shop_orders.show(self.access, order.id)

    def go(self, *steps: Step) -> OrderDetails:
        """Take the newest order on, step by step."""
        details = self.newest()
        for step in steps:
            details = self.portal.shop_orders.go_on(self.access, details.order.id, step)
        return details

    def line_of(self, number: str = "T-1") -> int:
        """The line of the newest order with this product."""
        return next(line.id for line in self.newest().lines if line.number == number)

    def give_back(self, **refund: Any) -> OrderDetails:
        """Give money back for the newest order."""
        order = self.newest().order
        entered = checked(Refund, refund)
        return self.portal.shop_orders.refund(self.access, order.id, entered, order.refunded_cents)

    # What stands in the database.

    def stock(self, number: str = "T-1") -> int:
        with self.house.storage.reading() as work:
            product = work.webshop.named(ShopProduct, self.access, number=number)
            assert product is not None
            return product.stock

    def uses(self, code: str) -> int:
        with self.house.storage.reading() as work:
            voucher = work.webshop.named(ShopVoucher, self.access, code=code)
            assert voucher is not None
            return voucher.used

    def numbers(self) -> list[str]:
        """Of all orders, in the order of their numbers."""
        with self.house.storage.reading() as work:
            return [
                each.order_number
                for each in work.webshop_orders.page(self.access, PageRequest(limit=1000)).rows
            ]

    def stored(self) -> list[ShopOrder]:
        with self.house.storage.reading() as work:
            return list(work.webshop_orders.page(self.access, PageRequest(limit=1000)).rows)

    def used(self, resource: Resource) -> int:
        with self.house.storage.reading() as work:
            use = work.packages.usage([self.package.id])[self.package.id].get(resource)
            return use.used if use else 0
