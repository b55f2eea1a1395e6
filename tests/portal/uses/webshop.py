from contextlib import suppress
from functools import partial

from portal.access import PackageAccess
from portal.errors import Conflict, NotFound
from portal.paging import PageRequest
from portal.portal import Portal
from portal.webshop.models import (
    CatalogueSettings,
    CategorySettings,
    LegalTexts,
    Opening,
    OptionSettings,
    ProductSettings,
    Refund,
    ShopSettings,
    VoucherSettings,
)
from portal.webshop.rules import Step
from storage.models.webshop import OptionKind
from tests.portal.uses import Use, unfit_use

TEA = ProductSettings(number="T-1", name="Tea", price_cents=1000)

TABLE = b"number,name,price\nT-2,Cup,9.90\n"

NO_ORDER = 1
"""The package has none: whoever may ask is told so."""


def product(portal: Portal, access: PackageAccess) -> None:
    added = portal.shop_products.add(access, TEA)
    portal.shop_products.show(access, added)
    portal.shop_products.change(access, added, TEA.model_copy(update={"stock": 3}), TEA)
    portal.shop_products.remove(access, added)


def category(portal: Portal, access: PackageAccess) -> None:
    first = CategorySettings(name="Tea")
    added = portal.shop_categories.add(access, first)
    portal.shop_categories.choices(access)
    portal.shop_categories.change(access, added, first.model_copy(update={"position": 3}), first)
    portal.shop_categories.remove(access, added)


def option(portal: Portal, access: PackageAccess) -> None:
    first = OptionSettings(kind=OptionKind.SHIPPING, name="Parcel")
    added = portal.shop_options.add(access, first)
    portal.shop_options.change(access, added, first.model_copy(update={"price_cents": 490}), first)
    portal.shop_options.remove(access, added)


def voucher(portal: Portal, access: PackageAccess) -> None:
    first = VoucherSettings(code="SPRING", percent=10)
    added = portal.shop_vouchers.add(access, first)
    portal.shop_vouchers.change(access, added, first.model_copy(update={"percent": 20}), first)
    portal.shop_vouchers.remove(access, added)


def settings(portal: Portal, access: PackageAccess) -> None:
    seen = portal.shop.show(access)
    portal.shop.change_settings(access, ShopSettings(name="Tea house"), seen.settings)
    portal.shop.change_legal(access, LegalTexts(imprint="Jutta"), seen.legal)
    with suppress(Conflict):  # this package is no webshop
        portal.shop.change_opening(access, Opening(is_open=True), seen.opening)


def order(portal: Portal, access: PackageAccess) -> None:
    orders = portal.shop_orders
    for ask in (
        lambda: orders.show(access, NO_ORDER),
        lambda: orders.go_on(access, NO_ORDER, Step.PAY),
        lambda: orders.refund(access, NO_ORDER, Refund(amount_cents=1), 0),
        lambda: orders.delivery_note(access, NO_ORDER),
        lambda: orders.receipt(access, NO_ORDER),
    ):
        with suppress(NotFound):
            ask()


catalogue = partial(unfit_use, "no webshop", "shop_releases")
"""This package is no webshop."""

LOOKS = CatalogueSettings()

USES: dict[str, Use] = {
    "shop.show": lambda portal, access: portal.shop.show(access),
    "shop.change_settings": settings,
    "shop.change_legal": settings,
    "shop.change_opening": settings,
    "shop.new_key": lambda portal, access: portal.shop.new_key(access),
    "shop_products.page": lambda portal, access: portal.shop_products.page(access, PageRequest()),
    "shop_products.show": product,
    "shop_products.add": product,
    "shop_products.change": product,
    "shop_products.remove": product,
    "shop_categories.page": lambda portal, access: portal.shop_categories.page(access, PageRequest()),
    "shop_categories.choices": category,
    "shop_categories.add": category,
    "shop_categories.change": category,
    "shop_categories.remove": category,
    "shop_import.preview": lambda portal, access: portal.shop_import.preview(access, TABLE),
    "shop_import.run": lambda portal, access: portal.shop_import.run(access, TABLE),
    "shop_import.export": lambda portal, access: portal.shop_import.export(access),
    "shop_options.page": lambda portal, access: portal.shop_options.page(access, PageRequest()),
    "shop_options.add": option,
    "shop_options.change": option,
    "shop_options.remove": option,
    "shop_vouchers.page": lambda portal, access: portal.shop_vouchers.page(access, PageRequest()),
    "shop_vouchers.add": voucher,
    "shop_vouchers.change": voucher,
    "shop_vouchers.remove": voucher,
    "shop_orders.page": lambda portal, access: portal.shop_orders.page(access, PageRequest()),
    "shop_orders.show": order,
    "shop_orders.go_on": order,
    "shop_orders.refund": order,
    "shop_orders.delivery_note": order,
    "shop_orders.receipt": order,
    "shop_releases.show": catalogue("show"),
    "shop_releases.change": catalogue("change", LOOKS, LOOKS),
    "shop_releases.images": catalogue("images"),
    "shop_releases.plan": catalogue("plan"),
    "shop_releases.publish": catalogue("publish", None),
    "shop_releases.turn_back": catalogue("turn_back"),
    "shop_releases.take_away": catalogue("take_away"),
    "shop_figures.show": lambda portal, access: portal.shop_figures.show(access),
}
