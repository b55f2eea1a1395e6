"""Offers of the month from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.offers import Phase
from tests.portal.importing.records import ANNA, counts, product, refused

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from portal.operator.importing import ImportReport
    from portal.portal import Portal
    from tests.portal.house import House

BOTH = ["hosting-s", "hosting-m"]

TWICE = "An earlier line of this file has the same."
NO_PRODUCT = "There is no such product, neither in the database nor on an earlier line."


def offer(code: str = "2026-11-more", **changes: Any) -> dict[str, Any]:
    return {
        "kind": "offer",
        "code": code,
        "name": "More for less",
        "text": "A package.",
        "starts_on": "2026-11-01",
        "ends_on": "2026-11-30",
        "product": "hosting-m",
        "price_cents": 599,
        "billing_months": 1,
        "minimum_months": 12,
    } | changes


def service(code: str, **changes: Any) -> dict[str, Any]:
    return {**offer(code, **changes), "product": "", "service": "Mail Archive"}


def conditions(house: House, code: str) -> list[str]:
    with house.storage.reading() as work:
        offer_id = work.offers.ids_of([code])[code]
        return [product.code for product in work.offers.conditions(offer_id)]


def test_offers_come_in_with_what_they_make_and_whom_they_are_for(
    house: House, portal: Portal, bring_in: Callable[..., ImportReport]
) -> None:
    report = bring_in(
        product(),
        product("hosting-s", 10),
        offer(first_price_cents=0, first_months=3, available=9, owned=[*BOTH, "hosting-s"]),
        service("archive", customer_since="2024-01-31", text="Two\nlines.", first_price_cents=None),
    )
    assert (report.products, report.offers) == (2, 2)
    archive, more = portal.operator.offers.list(ANNA)
    assert (more.code, more.makes, more.phase, more.available) == (
        "2026-11-more", "Webhosting", Phase.RUNNING, 9,
    )  # fmt: skip
    assert (more.terms.price_cents, more.terms.first_price_cents, more.terms.first_months) == (599, 0, 3)
    assert (archive.makes, archive.is_package, archive.ordered) == ("Mail Archive", False, 0)
    assert conditions(house, "2026-11-more") == BOTH
    assert conditions(house, "archive") == []
    assert "2 offers" in house.audit()[-1].details


def test_what_is_wrong_with_offers_is_told_by_line_and_field(
    house: House, bring_in: Callable[..., ImportReport]
) -> None:
    before = counts(house)
    assert refused(
        bring_in,
        offer("early"),
        product(),
        offer("other", owned=["hosting-m", "none"]),
        offer("long", ends_on="2026-12-01"),
        offer("good"),
        offer("good"),
        service("good"),
        offer("what", product="", service=""),
        offer("more", ordered=3),
    ) == [
        (1, "product", NO_PRODUCT),
        (3, "owned.1", NO_PRODUCT),
        (4, "ends_on", "An offer of the month begins and ends in one calendar month."),
        (6, "code", TWICE),
        (7, "code", TWICE),
        (8, "service", "An offer makes a package or a service: give a product, or a service."),
        (9, "ordered", "This field is not known."),
    ]
    assert counts(house) == before


def test_an_offer_that_is_there_already_is_refused_and_says_where(
    bring_in: Callable[..., ImportReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in(product(), offer())
    monkeypatch.setattr("portal.operator.importing.batch.MOST_LINES", 1)
    assert refused(bring_in, offer(), service("new"), service("new")) == [
        (1, "code", "This is in the database already."),
        (3, "code", TWICE),
    ]


def test_an_offer_of_a_product_with_an_error_is_not_wrong_for_that_but_its_own_code_excuses_nothing(
    bring_in: Callable[..., ImportReport],
) -> None:
    errors = refused(
        bring_in,
        product(name=""),
        offer("one"),
        service("hosting-s", text=""),
        offer("two", product="hosting-s"),
    )
    assert [(line, field) for line, field, _why in errors] == [(1, "name"), (3, "text"), (4, "product")]


def test_a_dry_run_counts_and_keeps_nothing(portal: Portal, bring_in: Callable[..., ImportReport]) -> None:
    assert bring_in(service("new"), dry_run=True).offers == 1
    assert list(portal.operator.offers.list(ANNA)) == []


def test_conditions_are_read_and_written_many_at_once(
    portal: Portal, house: House, bring_in: Callable[..., ImportReport]
) -> None:
    products = [product(f"p-{number}", number) for number in range(60)]
    codes = [line["code"] for line in products]
    bring_in(*products)
    with house.statements() as many:
        report = bring_in(*(service(f"many-{number}", owned=codes) for number in range(200)))
    assert report.offers == 200
    assert len(many) <= 200 + 20
    assert len(list(portal.operator.offers.list(ANNA))) == 200
    assert len(conditions(house, "many-199")) == 60
