"""Vouchers and options: what may be entered, and what happens to it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from portal.errors import ChangedMeanwhile, InvalidInput
from portal.paging import PageRequest
from portal.validation import checked
from portal.webshop.models import OptionSettings, ShopSettings, VoucherSettings
from portal.webshop.rules import Step
from storage.models.webshop import OptionKind

if TYPE_CHECKING:
    from pydantic import BaseModel

    from tests.portal.webshop.steps import Shop

REFUSED: list[tuple[type[BaseModel], dict[str, Any], dict[str, str]]] = [
    (VoucherSettings, {"code": "AB"}, {"": "A voucher takes either percent or an amount off."}),
    (
        VoucherSettings,
        {"code": "AB", "percent": "5", "amount_cents": "5"},
        {"": "A voucher takes either percent or an amount off."},
    ),
    (VoucherSettings, {"code": "AB", "percent": "101"}, {"percent": "This must be at most 100."}),
    (VoucherSettings, {"code": "AB", "amount_cents": "0"}, {"amount_cents": "This must be at least 1."}),
    (
        VoucherSettings,
        {"code": "A B", "percent": "5"},
        {"code": "A code has 2 to 40 letters, digits and hyphens, such as SPRING-26."},
    ),
    (
        VoucherSettings,
        {"code": "AB", "percent": "5", "valid_from": "2026-12-02", "valid_until": "2026-12-01"},
        {"": "The last day comes before the first one."},
    ),
    (
        VoucherSettings,
        {"code": "AB", "percent": "5", "most_uses": "many"},
        {"most_uses": "This must be a whole number, such as 10."},
    ),
    (OptionSettings, {"kind": "shipping", "name": ""}, {"name": "Please fill in this field."}),
    (
        ShopSettings,
        {"country": "XX", "retention_months": "0"},
        {
            "country": "This country is not known. Please use its two letters, such as DE.",
            "retention_months": "This must be at least 1.",
        },
    ),
]


@pytest.mark.parametrize(("model", "typed", "problems"), REFUSED)
def test_what_cannot_be_is_refused_with_a_sentence(
    model: type[BaseModel], typed: dict[str, Any], problems: dict[str, str]
) -> None:
    with pytest.raises(InvalidInput) as caught:
        checked(model, typed)
    assert caught.value.problems == problems


def test_what_a_form_leaves_empty_is_none() -> None:
    typed = {
        "code": "spring-26", "percent": " ", "amount_cents": "5,00", "valid_from": "",
        "valid_until": "2026-12-01", "most_uses": "", "minimum_cents": "20",
    }  # fmt: skip
    assert checked(VoucherSettings, typed) == VoucherSettings(
        code="SPRING-26", amount_cents=500, valid_until=dt.date(2026, 12, 1), minimum_cents=2000
    )


def test_a_voucher_is_changed_as_far_as_it_was_not_used(shop: Shop) -> None:
    vouchers, voucher = shop.portal.shop_vouchers, shop.voucher("SPRING", percent=10)
    with pytest.raises(InvalidInput, match="voucher of this code"):
        shop.voucher("spring", percent=20)
    shop.order("web-1", voucher="SPRING")
    shop.order("web-2", voucher="SPRING")
    [row] = vouchers.page(shop.access, PageRequest()).page.rows
    assert (row.settings.code, row.used) == ("SPRING", 2)
    with pytest.raises(InvalidInput, match="It was used 2 times already"):
        vouchers.change(shop.access, voucher, row.settings.model_copy(update={"most_uses": 1}), row.settings)
    dearer = row.settings.model_copy(update={"percent": 20})
    vouchers.change(shop.access, voucher, dearer, row.settings)
    with pytest.raises(ChangedMeanwhile):
        vouchers.change(shop.access, voucher, row.settings, row.settings)
    assert shop.newest().discount_cents == 100
    vouchers.remove(shop.access, voucher)
    assert (shop.newest().voucher, shop.newest().discount_cents) == ("SPRING", 100)


def test_a_whole_order_for_nothing_can_be_paid_and_cancelled(shop: Shop) -> None:
    shop.voucher("GIFT", percent=100)
    free = OptionSettings(kind=OptionKind.SHIPPING, name="Fetched")
    shop.portal.shop_options.add(shop.access, free)
    assert shop.order(voucher="GIFT", shipping="Fetched").total_cents == 0
    details = shop.go(Step.PAY, Step.CANCEL)
    assert (details.refunds, shop.stock()) == ((), 10)
    with pytest.raises(InvalidInput, match="one of this name"):
        shop.portal.shop_options.add(shop.access, free)
