"""A bit more than a year of a provider: whatever customers do, nothing becomes impossible."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import TYPE_CHECKING

import pytest

from storage.models.products import Family, Resource
from tests.portal.house import PASSWORD
from tests.portal.invoices.steps import TODAY, payer
from tests.portal.year import Year

if TYPE_CHECKING:
    from storage.models.customers import Customer
    from tests.portal.house import House

CUSTOMERS, PACKAGES, DAYS = 4, 10, 400

SEED = 1
"""Any number; the same one gives the same year."""

SIZES = (("s", 5), ("m", 25), ("l", 50))


def filled(house: House, random: Random) -> list[Customer]:
    """Customers with packages of one family, of all ages and terms."""
    products = [
        house.product(
            {Resource.DOMAINS: 3, Resource.MAILBOXES: mailboxes},
            code=code,
            name=f"Hosting {code.upper()}",
            family=Family.HOSTING,
            rank=1000 + mailboxes,
            price_cents=mailboxes * 100,
        )
        for code, mailboxes in SIZES
    ]
    customers = [payer(house) for _customer in range(CUSTOMERS)]
    for place in range(CUSTOMERS * PACKAGES):
        months = random.choice((1, 12))
        started = TODAY - dt.timedelta(days=random.randrange(900))
        house.package(
            customers[place % CUSTOMERS],
            f"beispiel-{place}.de",
            of=random.choice(products),
            domains=[f"zweite-{place}.de"],
            agreed={
                "started_on": started,
                "minimum_months": random.choice((1, 12, 24)),
                "billing_months": months,
            },
            usage={Resource.MAILBOXES: random.choice((0, 4, 20))},
        )
    return customers


@pytest.fixture
def quick_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Confirmations that cost nothing."""
    monkeypatch.setattr("portal.documents.confirmation.confirmation_pdf", lambda *_told: b"%PDF-")


@pytest.mark.usefixtures("quick_papers")
def test_whatever_customers_do_nothing_becomes_impossible(house: House) -> None:
    random = Random(SEED)  # noqa: S311 - nothing secret comes of it
    logins = [(each.number, PASSWORD) for each in filled(house, random)]
    told = Year(house.portal, house.clock, logins, random, acts_a_day=0.5).run(DAYS, checked_every=20)
    assert told.findings == []
    for act in ("terminate", "retract", "downgrade", "upgrade", "take back", "due missed"):
        assert told.done[act], act
    assert min(told.due["ended"], told.due["downgraded"], told.reminded) > 1
