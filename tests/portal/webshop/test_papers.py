"""Delivery notes and receipts: what stands on them, and that they stay as they are."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from portal.errors import Conflict
from portal.webshop.models import Refund, ShopSettings
from portal.webshop.rules import Step
from tests.portal.webshop.steps import BUYER, SETTINGS

if TYPE_CHECKING:
    from tests.portal.webshop.steps import Shop


def text(content: bytes) -> str:
    """All that stands on the pages, blanks told alike."""
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def receipt(shop: Shop) -> bytes:
    return shop.portal.shop_orders.receipt(shop.access, shop.newest().order.id).content


def note(shop: Shop) -> bytes:
    return shop.portal.shop_orders.delivery_note(shop.access, shop.newest().order.id).content


def bought(shop: Shop) -> None:
    """Tea at 7 % and a cup at 19 %, with a voucher."""
    shop.product("C-1", "Cup with <b>handle</b>", price_cents=1000, tax_rate=19, stock=5)
    shop.voucher("FIVE", amount_cents=500)
    shop.order(lines={"T-1": 2, "C-1": 1}, voucher="FIVE", remark="Please ring")


def test_a_receipt_tells_goods_voucher_shipping_and_tax_by_rate(shop: Shop) -> None:
    bought(shop)
    with pytest.raises(Conflict, match="B-2026-000001 is not paid yet"):
        receipt(shop)
    shop.go(Step.PAY)
    seen = text(receipt(shop))
    for part in (
        "Teehaus Jutta", "USt-IdNr. DE123456788", "Bernd Käufer", "Rechnung B-2026-000001", "22.11.2026",
        "T-1 Green tea 7 % 2 10,00 € 20,00 €", "C-1 Cup with <b>handle</b> 19 % 1 10,00 € 10,00 €",
        "Gutschein FIVE −5,00 €", "Versand: Parcel 4,90 €", "Gesamtbetrag 29,90 €",
        "19 % 8,37 € 1,59 € 9,96 €", "7 % 18,64 € 1,30 € 19,94 €",
    ):  # fmt: skip
        assert part in seen, part


def test_a_receipt_tells_what_was_given_back(shop: Shop) -> None:
    bought(shop)
    details = shop.go(Step.PAY)
    shop.portal.shop_orders.refund(shop.access, details.order.id, Refund(amount_cents=990), 0)
    seen = text(receipt(shop))
    assert "Erstattet am 22.11.2026 −9,90 €" in seen
    assert "Darin bei 19 %: 3,30 €, davon Umsatzsteuer 0,53 €." in seen
    assert "Bezahlt abzüglich Erstattungen 20,00 €" in seen


def test_a_delivery_note_has_no_prices_and_nothing_that_was_not_sent(shop: Shop) -> None:
    bought(shop)
    details = shop.go(Step.PAY)
    cup = next(line for line in details.lines if line.number == "C-1")
    refund = Refund.model_validate({"lines": [{"line_id": cup.id, "quantity": 1}]})
    shop.portal.shop_orders.refund(shop.access, details.order.id, refund, 0)
    shop.go(Step.PACK, Step.SHIP)
    seen = text(note(shop))
    assert "Lieferschein B-2026-000001" in seen
    assert "T-1 Green tea 2" in seen
    assert "Please ring" in seen
    assert "€" not in seen
    assert "Cup" not in seen


def test_papers_have_the_same_bytes_whatever_the_shop_is_called_later(shop: Shop) -> None:
    bought(shop)
    shop.go(Step.PAY)
    before = receipt(shop), note(shop)
    shop.portal.shop.change_settings(shop.access, SETTINGS.model_copy(update={"name": "Other"}), SETTINGS)
    shop.house.clock.forward(minutes=5)
    assert (receipt(shop), note(shop)) == before


def test_an_english_shop_with_a_tax_number_and_many_lines(shop: Shop) -> None:
    english: ShopSettings = SETTINGS.model_copy(update={"language": "en", "tax_number": "37/123/45678"})
    shop.portal.shop.change_settings(shop.access, english, SETTINGS)
    lines = {}
    for n in range(60):
        shop.product(f"N-{n}", f"Tea from the {n}. garden, " + "very long " * 15, stock=9)
        lines[f"N-{n}"] = 1
    shop.order(lines=lines, buyer=BUYER | {"name": "茶 & Söhne", "country": "AT"})
    shop.go(Step.PAY)
    content = receipt(shop)
    assert len(PdfReader(BytesIO(content)).pages) > 3
    seen = text(content)
    for part in ("Invoice B-2026-000001", "Tax number 37/123/45678", "AUSTRIA", "N-59", "Page 2 of"):
        assert part in seen
