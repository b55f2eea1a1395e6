"""Products and categories: what may be entered, and what happens to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from portal.errors import ChangedMeanwhile, Conflict, InvalidInput, NotFound
from portal.paging import PageRequest
from portal.validation import checked
from portal.webshop.models import CategorySettings, ProductSettings
from storage.models.products import Resource
from storage.models.webshop import ShopProduct
from tests.hostile import HOSTILE
from tests.portal.webshop.steps import Shop

if TYPE_CHECKING:
    from tests.portal.house import House

GOOD = {"number": "T-2", "name": "Black tea", "price_cents": "12,90"}

REFUSED = {
    ("number", ""): "Please fill in this field.",
    ("number", "=1"): "A number has up to 40 letters, digits and . _ / -, and begins with a letter or digit.",
    ("name", " "): "Please fill in this field.",
    ("price_cents", "-1"): "A price cannot be negative.",
    ("price_cents", -1): "A price cannot be negative.",
    ("price_cents", "1.999"): "A price has two decimals at most, such as 24.90.",
    ("price_cents", "1.234,50"): "A price is written like this: 24.90.",
    ("price_cents", "ten"): "A price is written like this: 24.90.",
    ("price_cents", "100000"): "A price can be 99999.99 at most.",
    ("price_cents", True): "A price is written like this: 24.90.",
    ("tax_rate", "19,0"): "The tax rate is a whole number of percent: 19, 7, 0.",
    ("tax_rate", 16): "The tax rate is a whole number of percent: 19, 7, 0.",
    ("stock", "ten"): "This must be a whole number, such as 10.",
    ("stock", "1.5"): "This must be a whole number, such as 10.",
    ("stock", -1): "There cannot be less than none in stock.",
    ("stock", 1_000_000): "This must be at most 999999.",
    ("picture", "../secret.png"): "This is no name of a file in the folder of images.",
}


@pytest.mark.parametrize(("field", "value"), REFUSED)
def test_what_no_product_can_be_is_refused_with_a_sentence(field: str, value: Any) -> None:
    with pytest.raises(InvalidInput) as caught:
        checked(ProductSettings, GOOD | {field: value})
    assert caught.value.problems == {field: REFUSED[field, value]}


@pytest.mark.parametrize(
    ("typed", "cents"), [("12", 1200), ("12.9", 1290), ("12,90", 1290), ("0", 0), (" 7.05 ", 705)]
)
def test_a_price_is_typed_with_point_or_comma(typed: str, cents: int) -> None:
    assert checked(ProductSettings, GOOD | {"price_cents": typed}).price_cents == cents


def test_a_product_is_added_found_changed_and_removed(shop: Shop) -> None:
    products, entered = shop.portal.shop_products, checked(ProductSettings, GOOD | {"stock": "3"})
    added = products.add(shop.access, entered)
    assert shop.used(Resource.PRODUCTS) == 2
    [found] = products.page(shop.access, PageRequest(filter="BLACK")).page.rows
    assert (found.id, found.settings) == (added, entered)
    dearer = entered.model_copy(update={"price_cents": 1500})
    products.change(shop.access, added, dearer, entered)
    assert products.show(shop.access, added).settings == dearer
    with pytest.raises(ChangedMeanwhile) as caught:
        products.change(shop.access, added, entered, entered)
    assert caught.value.now == dearer
    products.remove(shop.access, added)
    assert shop.used(Resource.PRODUCTS) == 1
    with pytest.raises(NotFound):
        products.show(shop.access, added)


def test_a_number_stands_for_one_product_only(shop: Shop) -> None:
    with pytest.raises(InvalidInput, match="Green tea has this number already") as caught:
        shop.product("T-1")
    assert caught.value.field == "number"


def test_another_shops_products_are_not_there(house: House, shop: Shop) -> None:
    other = house.inside(house.package(house.customer(), "fremd.example"), by_owner=True)
    mine = shop.product("T-9")
    with pytest.raises(NotFound):
        house.portal.shop_products.show(other, mine)
    with pytest.raises(NotFound):
        house.portal.shop_products.remove(other, mine)
    assert house.portal.shop_products.page(other, PageRequest()).page.rows == ()


def test_a_full_package_takes_no_more(house: House) -> None:
    shop = Shop(house, most_products=1)
    shop.product("T-1")
    with pytest.raises(Conflict, match="only product of this package is in use"):
        shop.product("T-2")
    preview = shop.portal.shop_import.preview(shop.access, b"number,name,price\nT-3,Tea,1\n")
    assert preview.refusal == "The only product of this package is in use."
    with pytest.raises(Conflict):
        shop.portal.shop_import.run(shop.access, b"number,name,price\nT-3,Tea,1\n")


def test_categories_stand_in_their_order_and_leave_their_products_behind(shop: Shop) -> None:
    categories, access = shop.portal.shop_categories, shop.access
    later = categories.add(access, CategorySettings(name="Cups", position=2))
    first = categories.add(access, CategorySettings(name="Tea", position=1))
    with pytest.raises(InvalidInput, match="category of this name"):
        categories.add(access, CategorySettings(name="Tea"))
    product = shop.product("T-2", category_id=first)
    seen = [(each.settings.name, each.products) for each in categories.page(access, PageRequest()).page.rows]
    assert seen == [("Tea", 1), ("Cups", 0)]
    assert [each.id for each in categories.choices(access)] == [first, later]
    assert shop.portal.shop_products.show(access, product).category == "Tea"
    categories.remove(access, first)
    assert shop.portal.shop_products.show(access, product).settings.category_id is None
    with pytest.raises(InvalidInput, match="not there any more"):
        shop.product("T-3", category_id=first)


def test_hostile_names_are_kept_as_they_are_or_refused(shop: Shop) -> None:
    kept = 0
    for number, text in enumerate(HOSTILE):
        try:
            settings = checked(ProductSettings, GOOD | {"number": f"H-{number}", "name": text})
        except InvalidInput:
            continue
        kept += 1
        added = shop.portal.shop_products.add(shop.access, settings)
        assert shop.portal.shop_products.show(shop.access, added).settings.name == settings.name
    assert kept


def test_however_many_products_open_with_three_statements(house: House) -> None:
    shop = Shop(house)
    with house.storage.writing() as work:
        rows = [
            {"package_id": shop.package.id, "number": f"N{n:05}", "name": f"Tea {n}", "price_cents": n}
            for n in range(5000)
        ]
        work.bulk.add(ShopProduct, rows)
        work.commit()
    for sort in ("number", "name", "price", "stock"):
        with house.statements() as seen:
            page = shop.portal.shop_products.page(
                shop.access, PageRequest(sort=sort, descending=True, count=True)
            )
        assert (len(seen) <= 3, page.page.total, len(page.page.rows)) == (True, 5000, 50)
        further = shop.portal.shop_products.page(
            shop.access, PageRequest(sort=sort, descending=True, anchor=page.page.anchors[-1])
        )
        assert {row.id for row in further.page.rows}.isdisjoint(row.id for row in page.page.rows)
