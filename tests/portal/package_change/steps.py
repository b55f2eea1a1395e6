"""What stories of package changes begin with: a family of products, and a customer with the middle one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from storage.models.packages import Contract, Package
from storage.models.products import Resource
from tests.portal.house import PASSWORD
from tests.portal.invoices.steps import payer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.package_change import ChangePlan
    from storage.models.contracts import ActKind, ContractAct
    from storage.models.customers import Customer
    from storage.models.products import Product
    from tests.portal.house import House

SMALL = {Resource.DOMAINS: 1, Resource.MAILBOXES: 5, Resource.MAIL_STORAGE: 5_120, Resource.WEBSPACE: 5_120}
MEDIUM = SMALL | {Resource.DOMAINS: 3, Resource.MAILBOXES: 25, Resource.DATABASES: 5}
LARGE = MEDIUM | {Resource.MAILBOXES: 50, Resource.DATABASES: 10}

NEW_YEAR = dt.date(2026, 1, 1)


class Hosting:
    """A family of three products, and a customer with the middle one since New Year, billed for the year."""

    def __init__(self, house: House, **agreed: Any) -> None:
        self.house = house
        self.small, self.medium, self.large = (
            house.product(quotas, code=code, name=name, rank=1000 + rank, price_cents=cents)
            for rank, (code, name, cents, quotas) in enumerate(
                (
                    ("s", "Hosting S", 2388, SMALL),
                    ("m", "Hosting M", 5988, MEDIUM),
                    ("l", "Hosting L", 11988, LARGE),
                )
            )
        )
        self.customer = payer(house)
        terms = {"started_on": NEW_YEAR, "billing_months": 12, "price_cents": 5988}
        billed = {"billed_until": dt.date(2026, 12, 31)}
        self.package = self.owned(self.customer, terms | billed | agreed)
        self.access = house.access(self.customer)

    def owned(self, customer: Customer, agreed: Mapping[str, Any], of: Product | None = None) -> Package:
        return self.house.package(
            customer, "beispiel.de", of=of or self.medium, agreed=agreed, usage={Resource.MAILBOXES: 4}
        )

    def plan(self, code: str) -> ChangePlan:
        return self.house.portal.package_change.plan(self.access, self.package.id, code)

    def order(self, code: str) -> ChangePlan:
        return self.house.portal.package_change.order(self.access, self.plan(code), PASSWORD).plan

    def use(self, resource: Resource, used: int) -> None:
        with self.house.storage.writing() as work:
            work.administration.count(
                self.package,
                resource,
                used - work.packages.usage([self.package.id])[self.package.id][resource].used,
            )
            work.commit()

    @property
    def contract(self) -> Contract:
        with self.house.storage.reading() as work:
            return work._session.get_one(Contract, self.package.id)

    @property
    def product_id(self) -> int:
        return self.house.stored_package(self.package).product_id

    def acts(self) -> list[tuple[ActKind, str]]:
        with self.house.storage.reading() as work:
            found: list[ContractAct] = list(work.contracts.acts_of(self.package.id))
        return [(act.kind, act.effective_on.isoformat()) for act in found]


def go_to(house: House, day: dt.date) -> None:
    house.clock.noon_of(day)
