"""Orders: how they arrive, what each step does, and giving money back."""

from __future__ import annotations

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from portal.errors import ChangedMeanwhile, Conflict, InvalidInput, NotFound, PortalError
from portal.packages import PackageState
from portal.paging import PageRequest
from portal.webshop.models import Opening, ProductSettings
from portal.webshop.rules import Step
from storage.models.products import Resource
from storage.models.webshop import OrderState, ShopOrder
from tests.portal.webshop.steps import LEGAL, OPERATOR, SETTINGS, Shop

if TYPE_CHECKING:
    from tests.portal.house import House

PAID = (Step.PAY,)
TO_THE_END = (Step.PAY, Step.PACK, Step.SHIP, Step.FINISH)


# Arriving.


def test_an_order_arrives_and_takes_from_the_stock(shop: Shop) -> None:
    arrived = shop.order(lines={"T-1": 3})
    assert (arrived.number, arrived.total_cents, arrived.is_new) == ("B-2026-000001", 3490, True)
    assert (shop.stock(), shop.used(Resource.NEW_ORDERS)) == (7, 1)
    details = shop.newest()
    assert (details.order.state, details.buyer.name, details.shipping) == (
        OrderState.NEW, "Bernd Käufer", "Parcel",
    )  # fmt: skip
    assert [(each.number, each.name, each.quantity) for each in details.lines] == [("T-1", "Green tea", 3)]
    assert shop.house.actions()[-1] == "order arrived"


def test_the_same_order_twice_is_one(shop: Shop) -> None:
    content = shop.signed(shop.ordered())
    first, second = shop.deliver(content), shop.deliver(content)
    assert (second.number, second.is_new) == (first.number, False)
    assert (shop.stock(), shop.numbers()) == (9, ["B-2026-000001"])


def test_prices_and_names_of_an_order_are_frozen(shop: Shop) -> None:
    shop.order()
    products = shop.portal.shop_products
    [row] = products.page(shop.access, PageRequest()).page.rows
    dearer = row.settings.model_copy(update={"price_cents": 9900, "name": "Gold tea", "tax_rate": 19})
    products.change(shop.access, row.id, dearer, row.settings)
    products.remove(shop.access, row.id)
    [line] = shop.newest().lines
    assert (line.name, line.price_cents, line.tax_rate) == ("Green tea", 1000, 7)
    shop.go(Step.CANCEL)


NOT_TO_BE_HAD: list[tuple[dict[str, Any], str]] = [
    ({"lines": {"T-1": 11}}, "Of Green tea 10 are in stock; 11 were ordered."),
    ({"lines": {"T-0": 1}}, "There is no product T-0 any more."),
    ({"lines": {"T-OFF": 1}}, "Old tea is not on sale."),
    ({"shipping": "Pigeon"}, "“Pigeon” is not offered any more."),
    ({"payment": "Parcel"}, "“Parcel” is not offered any more."),
    ({"voucher": "NONE"}, "There is no voucher NONE."),
    ({"voucher": "later"}, "The voucher LATER is not valid today."),
    ({"voucher": "BIG"}, "The voucher BIG holds for orders from 100.00 on."),
]


def test_what_is_not_to_be_had_is_refused_with_a_sentence(shop: Shop) -> None:
    shop.product("T-OFF", "Old tea", stock=5, on_sale=False)
    shop.voucher("LATER", percent=10, valid_from=dt.date(2026, 12, 1))
    shop.voucher("BIG", percent=10, minimum_cents=10_000)
    for more, sentence in NOT_TO_BE_HAD:
        with pytest.raises(Conflict) as caught:
            shop.order(**more)
        assert caught.value.message == sentence
        assert (shop.stock(), shop.numbers()) == (10, [])


def test_what_is_no_order_is_refused(shop: Shop) -> None:
    wrong = {
        "[]": "This must be an object",
        "{": "The order is no JSON.",
        '{"id": "1"}': "buyer: Please fill in this field.",
    }
    for order, sentence in wrong.items():
        with pytest.raises(InvalidInput, match=sentence):
            shop.deliver(shop.signed(order))


def test_quantities_are_whole_numbers(shop: Shop) -> None:
    order = json.loads(shop.ordered())
    for quantity in (0, -1, 1000, "1", 1.5):
        order["lines"][0]["quantity"] = quantity
        with pytest.raises(InvalidInput, match=r"lines\.0\.quantity"):
            shop.deliver(shop.signed(json.dumps(order)))


def test_a_product_stands_in_an_order_once(shop: Shop) -> None:
    order = json.loads(shop.ordered())
    order["lines"] *= 2
    with pytest.raises(InvalidInput, match="stands in the order twice"):
        shop.deliver(shop.signed(json.dumps(order)))


def test_what_is_not_signed_is_refused(shop: Shop) -> None:
    for content in (b"", b"\xff", b"[]", b"{}", b'{"order": "x", "signature": "zz"}'):
        with pytest.raises(InvalidInput, match="no signed order"):
            shop.deliver(content)


def test_only_the_shops_own_key_signs_and_a_new_one_takes_its_place(shop: Shop) -> None:
    order = shop.ordered()
    with pytest.raises(InvalidInput, match="signature does not fit"):
        shop.deliver(shop.signed(order, "another key"))
    signed = shop.signed(order)
    tampered = json.dumps(json.loads(signed) | {"order": order.replace("Bonn", "Köln")})
    with pytest.raises(InvalidInput, match="signature does not fit"):
        shop.deliver(tampered.encode())
    shop.portal.shop.new_key(shop.access)
    with pytest.raises(InvalidInput, match="signature does not fit"):
        shop.deliver(signed)
    assert shop.key not in shop.house.everything()


def test_a_closed_shop_takes_no_orders_but_knows_those_it_has(shop: Shop) -> None:
    shop.order("web-1")
    opened = Opening(is_open=True, opening_text="Welcome")
    shop.portal.shop.change_opening(shop.access, Opening(opening_text="Holidays"), opened)
    with pytest.raises(Conflict, match="The shop is closed"):
        shop.order("web-2")
    assert not shop.order("web-1").is_new


def test_a_package_out_of_service_takes_no_orders(shop: Shop) -> None:
    content = shop.signed(shop.ordered())
    shop.house.change(shop.package, state=PackageState.SUSPENDED)
    with pytest.raises(Conflict, match=r"tee\.example is out of service"):
        shop.deliver(content)
    with pytest.raises(NotFound):
        shop.portal.operator.shops.take_order(
            OPERATOR,
            "nowhere.example",
            content,
        )


def test_numbers_have_no_gap_and_begin_anew_each_year(shop: Shop) -> None:
    shop.order("web-1")
    with pytest.raises(Conflict):
        shop.order("web-2", lines={"T-1": 99})
    shop.order("web-3")
    shop.house.clock.noon_of(dt.date(2027, 1, 1))
    shop.order("web-4")
    assert shop.numbers() == ["B-2026-000001", "B-2026-000002", "B-2027-000001"]


# At the same time.


def at_once(shop: Shop, contents: list[bytes]) -> list[str]:
    """What becomes of orders that arrive at the same moment: numbers or sentences."""
    portals = [shop.house.restarted() for _ in contents]

    def deliver(which: int) -> str:
        try:
            return shop.deliver(contents[which], portals[which]).number
        except PortalError as error:
            return error.message

    with ThreadPoolExecutor(len(contents)) as threads:
        return list(threads.map(deliver, range(len(contents))))


def test_the_stock_never_goes_below_zero(shop: Shop) -> None:
    contents = [shop.signed(shop.ordered(f"web-{n}", {"T-1": 3})) for n in range(8)]
    answers = at_once(shop, contents)
    assert sorted(each for each in answers if each.startswith("B-")) == [
        "B-2026-000001", "B-2026-000002", "B-2026-000003",
    ]  # fmt: skip
    assert [each for each in answers if not each.startswith("B-")] == [
        "Of Green tea 1 are in stock; 3 were ordered."
    ] * 5
    assert shop.stock() == 1


def test_the_same_order_at_once_is_one(shop: Shop) -> None:
    answers = at_once(shop, [shop.signed(shop.ordered())] * 6)
    assert set(answers) == {"B-2026-000001"}
    assert (shop.stock(), shop.numbers()) == (9, ["B-2026-000001"])


def test_a_voucher_used_twice_at_once_counts_once(shop: Shop) -> None:
    shop.voucher("ONCE", amount_cents=500, most_uses=1)
    contents = [shop.signed(shop.ordered(f"web-{n}", voucher="once")) for n in range(4)]
    answers = sorted(at_once(shop, contents))
    assert answers == ["B-2026-000001", *["The voucher ONCE was used already."] * 3]
    assert (shop.uses("ONCE"), shop.stock()) == (1, 9)


# Steps.


def test_an_order_goes_from_new_to_done(shop: Shop) -> None:
    shop.order()
    states = [shop.newest().order.state]
    states += [shop.go(step).order.state for step in TO_THE_END]
    assert [state.value for state in states] == ["new", "paid", "packed", "shipped", "done"]
    details = shop.newest()
    assert (details.paid_on, details.shipped_on) == (dt.date(2026, 11, 22), dt.date(2026, 11, 22))
    assert (details.steps, shop.used(Resource.NEW_ORDERS), shop.stock()) == ((), 0, 9)


@pytest.mark.parametrize(
    ("before", "step", "sentence"),
    [
        ((), Step.PACK, "B-2026-000001 is not paid yet."),
        (PAID, Step.PAY, "B-2026-000001 is paid; it is to be packed next."),
        ((Step.PAY, Step.PACK), Step.PACK, "B-2026-000001 is packed; it is to be sent next."),
        (
            (Step.PAY, Step.PACK, Step.SHIP),
            Step.CANCEL,
            "B-2026-000001 is on its way. What comes back is given money back for.",
        ),
        (TO_THE_END, Step.CANCEL, "B-2026-000001 is done."),
        ((Step.CANCEL,), Step.PAY, "B-2026-000001 was cancelled."),
    ],
)
def test_a_step_that_does_not_lead_on_is_refused(
    shop: Shop, before: tuple[Step, ...], step: Step, sentence: str
) -> None:
    shop.order()
    shop.go(*before)
    with pytest.raises(Conflict) as caught:
        shop.go(step)
    assert caught.value.message == sentence


@pytest.mark.parametrize(("before", "money"), [((), 0), (PAID, 2490), ((Step.PAY, Step.PACK), 2490)])
def test_a_cancelled_order_gives_back_stock_money_and_voucher(
    shop: Shop, before: tuple[Step, ...], money: int
) -> None:
    shop.voucher("TWO", amount_cents=500, most_uses=1)
    shop.order(lines={"T-1": 2}, voucher="TWO", shipping="Parcel")
    shop.go(*before)
    details = shop.go(Step.CANCEL)
    assert (shop.stock(), shop.uses("TWO"), shop.used(Resource.NEW_ORDERS)) == (10, 0, 0)
    assert sum(each.amount_cents for each in details.refunds) == (money and money - 500)
    assert details.refundable_cents == 0


def test_two_who_cancel_at_once_give_the_stock_back_once(shop: Shop) -> None:
    shop.order(lines={"T-1": 4})
    order_id = shop.newest().order.id
    portals = [shop.house.restarted() for _ in range(4)]

    def cancel(portal: Any) -> bool:
        try:
            portal.shop_orders.go_on(shop.access, order_id, Step.CANCEL)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(cancel, portals)) == [False, False, False, True]
    assert shop.stock() == 10


# Lists.


def test_orders_are_found_by_number_buyer_and_state(shop: Shop) -> None:
    shop.order("web-1")
    shop.order("web-2", buyer=json.loads(shop.ordered())["buyer"] | {"name": "Ämilie"})
    shop.go(*PAID)
    page = shop.portal.shop_orders.page

    def found(text: str, state: OrderState | None = None) -> list[str]:
        rows = page(shop.access, PageRequest(filter=text), state).page.rows
        return [row.number for row in rows]

    assert found("b-2026-000002") == ["B-2026-000002"]
    assert found("2026-1") == ["B-2026-000001"]
    assert found("ämilie") == ["B-2026-000002"]
    assert found("", OrderState.NEW) == ["B-2026-000001"]
    assert found("", OrderState.DONE) == []


def test_however_many_orders_there_are_the_list_takes_three_statements_and_the_overview_seven(
    house: House, shop: Shop
) -> None:
    shop.order()
    [one] = shop.stored()
    names = [column.name for column in ShopOrder.__table__.columns if column.name != "id"]
    columns = {name: getattr(one, name) for name in names}
    with house.storage.writing() as work:
        rows = [columns | {"serial": n, "front_id": f"many-{n}"} for n in range(2, 3000)]
        work.bulk.add(ShopOrder, rows)
        work.commit()
    for sort in ("number", "buyer", "total"):
        with house.statements() as seen:
            page = shop.portal.shop_orders.page(shop.access, PageRequest(sort=sort, count=True)).page
        assert (len(seen) <= 3, page.total, len(page.rows)) == (True, 2999, 50)
    with house.statements() as seen:
        shop.portal.shop_figures.show(shop.access)
    assert len(seen) <= 7


# What stands on record.


def test_steps_and_refunds_stand_in_the_history_without_names(shop: Shop) -> None:
    shop.order()
    shop.go(*PAID)
    shop.give_back(amount_cents=100, reason="Frau Käufer")
    changes = shop.portal.history.page(shop.access, PageRequest(descending=True, limit=2)).page.rows
    assert [(each.kind, each.name, each.action) for each in changes] == [
        ("order", "B-2026-000001", "refunded"),
        ("order", "B-2026-000001", "paid"),
    ]
    assert not any("Käufer" in entry.details for entry in shop.house.audit())


# The shop as a whole.


def test_a_shop_opens_once_nothing_is_missing(house: House) -> None:
    shop = Shop(house)
    view = shop.portal.shop.show(shop.access)
    assert len(view.missing) == 13
    with pytest.raises(Conflict, match="The shop has no name yet"):
        shop.portal.shop.change_opening(shop.access, Opening(is_open=True), Opening())
    shop.opened()
    view = shop.portal.shop.show(shop.access)
    assert (view.missing, view.opening.is_open, view.has_key) == ((), True, False)
    with pytest.raises(Conflict, match="The imprint is empty"):
        shop.portal.shop.change_legal(shop.access, LEGAL.model_copy(update={"imprint": ""}), LEGAL)
    with pytest.raises(ChangedMeanwhile):
        shop.portal.shop.change_settings(
            shop.access, SETTINGS, SETTINGS.model_copy(update={"name": "Another"})
        )
    options = shop.portal.shop_options.page(shop.access, PageRequest()).page.rows
    with pytest.raises(Conflict, match="Buyers need one kind of each"):
        shop.portal.shop_options.remove(shop.access, options[0].id)
    off = options[0].settings.model_copy(update={"enabled": False})
    with pytest.raises(Conflict, match="Buyers need one kind of each"):
        shop.portal.shop_options.change(shop.access, options[0].id, off, options[0].settings)


def test_only_products_for_shops_have_one(house: House) -> None:
    shop = Shop(house)
    shop.package = house.package(house.customer(), "hosting.example")
    shop.access = house.inside(shop.package, by_owner=True)
    with pytest.raises(Conflict, match="This package is no webshop"):
        shop.opened()


def test_a_stock_that_was_ordered_from_meanwhile_is_not_overwritten(shop: Shop) -> None:
    [row] = shop.portal.shop_products.page(shop.access, PageRequest()).page.rows
    shop.order()
    entered: ProductSettings = row.settings.model_copy(update={"stock": 20})
    with pytest.raises(ChangedMeanwhile) as caught:
        shop.portal.shop_products.change(shop.access, row.id, entered, row.settings)
    assert caught.value.stored == {"stock": "9"}


# Customer data.


def test_customer_data_are_erased_once_their_time_is_over_and_figures_stay(shop: Shop) -> None:
    shop.order("web-1")
    shop.go(*PAID)
    shop.give_back(amount_cents=100, reason="Bernd Käufer complained")
    shop.go(Step.PACK, Step.SHIP, Step.FINISH)
    shop.order("web-2")  # still open: kept
    erase = shop.portal.operator.shops.erase
    shop.house.clock.noon_of(dt.date(2028, 11, 22))
    assert erase(OPERATOR) == ()
    shop.house.clock.noon_of(dt.date(2028, 11, 23))
    [erased] = erase(OPERATOR)
    assert (erased.main_domain, erased.orders) == ("tee.example", 1)
    assert erase(OPERATOR) == ()
    first, second = shop.stored()
    assert (first.buyer, first.email, first.street, first.town, first.remark) == ("",) * 5
    assert (first.total_cents, first.erased_at is not None, second.buyer) == (1490, True, "Bernd Käufer")
    assert "complained" not in shop.house.everything()
    shop.access = shop.house.inside(shop.package, by_owner=True)
    with pytest.raises(Conflict, match="erased"):
        shop.portal.shop_orders.receipt(shop.access, first.id)
