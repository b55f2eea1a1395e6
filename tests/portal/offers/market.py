"""A customer with a package, and a provider who offers something this month."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from portal.offers import NewOffer, PackageWish, ServiceWish
from portal.paging import PageRequest
from portal.validation import checked
from storage.models.offers import Offer
from storage.models.products import Resource
from tests.portal.house import PASSWORD
from tests.portal.invoices.steps import payer

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.offers import OfferPlan, OfferView, OfferWish, OrderedOffer
    from portal.portal import Portal
    from storage.models.customers import Customer
    from storage.models.packages import Package
    from tests.portal.house import House

TODAY = dt.date(2026, 11, 22)

SITE = "neue-seite.de"

ARCHIVE: dict[str, Any] = {
    "code": "archive",
    "name": "Mail Archive for half the price",
    "text": "Keeps every mail for ten years.",
    "starts_on": dt.date(2026, 11, 1),
    "ends_on": dt.date(2026, 11, 30),
    "service": "Mail Archive",
    "price_cents": 398,
    "billing_months": 1,
    "minimum_months": 12,
    "first_price_cents": 199,
    "first_months": 6,
}
"""A service; half a year for half the price."""

SECOND_SITE = ARCHIVE | {
    "code": "site",
    "name": "A second website",
    "service": "",
    "product": "builder",
    "price_cents": 299,
    "first_price_cents": 0,
    "first_months": 3,
}
"""A package; three months for nothing."""


class Market:
    """The customer, their package, and the products that there are."""

    def __init__(self, house: House, **customer: Any) -> None:
        self.house = house
        self.quotas = quotas = {Resource.DOMAINS: 1, Resource.MAILBOXES: 2, Resource.MAIL_STORAGE: 4096}
        self.hosting = house.product(quotas, code="hosting", name="Hosting", rank=1000)
        self.builder = house.product(quotas, code="builder", name="Homepage Builder", rank=1001)
        self.customer = payer(house, **customer)
        billed = {
            "billed_until": dt.date(2028, 12, 31)
        }  # invoices of these stories are about what is ordered
        self.package = house.package(self.customer, "beispiel.de", of=self.hosting, agreed=billed)
        self.access: CustomerAccess = house.access(self.customer)

    @property
    def portal(self) -> Portal:
        return self.house.portal

    def offer(self, new: dict[str, Any], **changes: Any) -> int:
        """What the provider offers; tells its id."""
        entered = checked(NewOffer, new | changes)
        with self.house.storage.writing() as work:
            products = work.products.by_codes([entered.product, *entered.owned])
            made = products.get(entered.product)
            columns = entered.model_dump(exclude={"product", "owned"})
            offer = Offer(**columns, product_id=made.id if made else None)
            work.offers.add(offer, [products[code].id for code in entered.owned])
            work.commit()
        return offer.id

    def another(self, domain: str, **changes: Any) -> tuple[Customer, Package]:
        """Somebody else with a package of the same product."""
        customer = self.house.customer(**changes)
        return customer, self.house.package(customer, domain, of=self.hosting)

    def shown(self, access: CustomerAccess | None = None, filter_: str = "") -> list[OfferView]:
        request = PageRequest(filter=filter_, limit=100)
        return list(self.portal.offers.page(access or self.access, request).rows)

    def plan(self, offer_id: int, wish: OfferWish | None = None) -> OfferPlan:
        """What it means to order; without a wish a package with the domain that the stories use."""
        return self.portal.offers.plan(self.access, offer_id, wish or PackageWish(domain=SITE))

    def for_package(self) -> ServiceWish:
        return ServiceWish(package_id=self.package.id)

    def order(self, offer_id: int, wish: OfferWish | None = None) -> OrderedOffer:
        return self.portal.offers.order(self.access, self.plan(offer_id, wish), PASSWORD)

    def change(self, offer_id: int, **values: Any) -> None:
        """What the operator changes meanwhile."""
        with self.house.storage.writing() as work:
            stored = work._session.get_one(Offer, offer_id)
            for name, value in values.items():
                setattr(stored, name, value)
            work.commit()

    def stored(self, offer_id: int) -> Offer:
        with self.house.storage.reading() as work:
            return work._session.get_one(Offer, offer_id)
