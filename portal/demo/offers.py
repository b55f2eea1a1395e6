"""Offers of the month in the demo: this month's, last month's, and the next one's for whoever keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.demo.days import day_of
from portal.offers.models import NewOffer
from portal.terms import last_day_of_term
from storage.models.offers import Offer

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from storage.models.products import Product
    from storage.work import Work

MONTHS = (-1, 0, 1)
"""In which months there are offers, counted from today's."""

AVAILABLE = 3
"""How often it can be ordered where that is limited."""


def add_all(work: Work, products: Mapping[str, Product], today: dt.date) -> None:
    """Add them."""
    for months in MONTHS:
        for new in _of_month(day_of(today, months)):
            product = products.get(new.product)
            columns = new.model_dump(exclude={"product", "owned"})
            offer = Offer(**columns, product_id=product.id if product else None)
            work.offers.add(offer, [products[code].id for code in new.owned])


def _of_month(first: dt.date) -> Iterator[NewOffer]:
    """The offers of the month that begins then."""
    last = last_day_of_term(first, 1)
    of_month = f"{first:%Y-%m}"
    yield NewOffer(
        code=f"{of_month}-mail-archive",
        name="Mail Archive for half the price",
        text="Keeps every mail of your package for ten years, unchanged and searchable, as the tax office"
        " wants it of business mail. You find it in Email as soon as it is set up, within one working day."
        "\n\nFor half a year it costs half.",
        starts_on=first,
        ends_on=last,
        service="Mail Archive",
        price_cents=398,
        billing_months=1,
        minimum_months=12,
        first_price_cents=199,
        first_months=6,
        owned=["hosting-starter", "hosting-basic", "hosting-plus", "hosting-pro"],
    )
    yield NewOffer(
        code=f"{of_month}-second-site",
        name="A second website, free for three months",
        text="A Homepage Builder package with a domain of its own: for the club, the shop round the corner or"
        " the book that you always wanted to write. The first three months are on us.",
        starts_on=first,
        ends_on=last,
        product="builder-start",
        price_cents=299,
        billing_months=1,
        minimum_months=12,
        first_price_cents=0,
        first_months=3,
    )
    yield NewOffer(
        code=f"{of_month}-plus-anniversary",
        name="PowerWeb Plus at the price of Basic",
        text="A thank-you to those who have been with us for long: PowerWeb Plus with a new domain, in the"
        " first year at the price of PowerWeb Basic. As long as stocks last.",
        starts_on=first,
        ends_on=last,
        product="hosting-plus",
        price_cents=11988,
        billing_months=12,
        minimum_months=12,
        first_price_cents=8388,
        first_months=12,
        customer_since=first.replace(year=first.year - 2),
        available=AVAILABLE,
    )
    yield NewOffer(
        code=f"{of_month}-server-month",
        name="V-Server Linux S, one month to try",
        text="A server of your own, with full rights. For customers with a business mail package.",
        starts_on=first,
        ends_on=last,
        product="server-s",
        price_cents=799,
        billing_months=1,
        minimum_months=1,
        first_price_cents=0,
        first_months=1,
        owned=["mail-business"],
    )
