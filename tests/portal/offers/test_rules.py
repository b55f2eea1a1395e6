"""What an offer costs in all, and what makes one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portal.errors import InvalidInput
from portal.invoices.issuing import periods_to_bill
from portal.offers import NewOffer, OfferTerms
from portal.offers.rules import first_price_until, total_of_term
from portal.terms import last_day_of_term
from portal.validation import checked
from storage.repositories.billing import BilledContract
from tests.portal.offers.market import ARCHIVE, SECOND_SITE

START = dt.date(2026, 11, 22)

TERMS = {
    # first price, its months, price, billing months, minimum months: total, last day of the first price
    "one price, monthly": ((None, 0, 299, 1, 12), 3588, None),
    "half for half a year": ((199, 6, 398, 1, 12), 3582, dt.date(2027, 5, 21)),
    "three months for nothing": ((0, 3, 299, 1, 12), 2691, dt.date(2027, 2, 21)),
    "the first year for less": ((8388, 12, 11988, 12, 12), 8388, dt.date(2027, 11, 21)),
    "the first of two years for less": ((8388, 12, 11988, 12, 24), 20376, dt.date(2027, 11, 21)),
    "a month to try": ((0, 1, 799, 1, 1), 0, dt.date(2026, 12, 21)),
    "paid by the year, bound for a month": ((None, 0, 3650, 12, 1), 300, None),
}


@pytest.mark.parametrize(("entered", "total", "until"), TERMS.values(), ids=TERMS)
def test_the_total_is_what_the_minimum_term_costs(
    entered: tuple[int | None, int, int, int, int], total: int, until: dt.date | None
) -> None:
    first, first_months, price, billing_months, minimum_months = entered
    terms = OfferTerms(price, billing_months, first, first_months, minimum_months, 1)
    assert total_of_term(terms, START) == total
    assert first_price_until(terms, START) == until


@pytest.mark.parametrize("start", [START, dt.date(2027, 1, 31), dt.date(2028, 2, 29)])
@pytest.mark.parametrize("name", [name for name, (terms, *_rest) in TERMS.items() if terms[4] >= terms[3]])
def test_the_total_is_what_is_billed_in_the_minimum_term(name: str, start: dt.date) -> None:
    (first, first_months, price, billing_months, minimum_months), *_rest = TERMS[name]
    terms = OfferTerms(price, billing_months, first, first_months, minimum_months, 1)
    until = first_price_until(terms, start)
    contract = BilledContract(
        customer_id=1,
        package_id=1,
        product="Hosting",
        domain="beispiel.de",
        started_on=start,
        billing_months=billing_months,
        price_cents=price,
        first_price_cents=first,
        first_price_until=until,
        ends_on=None,
        billed_until=None,
    )
    last = last_day_of_term(start, minimum_months)
    billed = sum(each.gross_cents for each in periods_to_bill(contract, last))
    assert billed == total_of_term(terms, start)


REFUSED: dict[str, tuple[dict[str, Any], str, str]] = {
    "into the next month": (
        {"ends_on": dt.date(2026, 12, 1)},
        "ends_on",
        "An offer of the month begins and ends in one calendar month.",
    ),
    "over before it begins": (
        {"starts_on": dt.date(2026, 11, 30), "ends_on": dt.date(2026, 11, 29)},
        "ends_on",
        "The last day cannot be before the first one.",
    ),
    "package and service": (
        {"product": "builder"},
        "service",
        "An offer makes a package or a service: give a product, or a service.",
    ),
    "neither": (
        {"service": ""},
        "service",
        "An offer makes a package or a service: give a product, or a service.",
    ),
    "a first price for no time": (
        {"first_months": 0},
        "first_months",
        "The first price and its months belong together.",
    ),
    "months without a price": (
        {"first_price_cents": None},
        "first_months",
        "The first price and its months belong together.",
    ),
    "half a billing period": (
        {"billing_months": 12},
        "first_months",
        "The first price holds for whole billing periods.",
    ),
    "a price below nothing": ({"price_cents": -1}, "price_cents", "0"),
    "a price of words": ({"price_cents": "3.98"}, "price_cents", "whole number"),
    "a code of two words": ({"code": "mail archive"}, "code", "one word"),
}


@pytest.mark.parametrize(("changes", "field", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_offer_of_the_month_is_refused(changes: dict[str, Any], field: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked(NewOffer, ARCHIVE | changes)
    assert list(refused.value.problems) == [field]
    assert sentence in refused.value.problems[field]


def test_offers_are_packages_or_services() -> None:
    assert checked(NewOffer, ARCHIVE).service == "Mail Archive"
    assert checked(NewOffer, SECOND_SITE).product == "builder"
