"""What stories about ends begin with: a package with domains, and somebody who wants to be rid of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from portal.paging import PageRequest
from portal.termination import EndingKind, FollowUp, Termination
from storage.models.domains import Domain, DomainKind, DomainState
from storage.models.packages import Contract, Package
from storage.models.products import Resource
from storage.models.services import AdditionalService
from tests.portal.house import PASSWORD
from tests.portal.invoices.steps import ANNA, payer
from tests.portal.invoices.steps import bill as billed_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.operator.billing import BillReport
    from portal.operator.due import DueReport
    from portal.termination import Acknowledged, EndingView, TerminationPlan
    from storage.models.contracts import ActKind, ContractAct
    from storage.models.termination import DomainEnd
    from tests.portal.house import House

NEW_YEAR = dt.date(2026, 1, 1)

LAST_DAY = dt.date(2026, 12, 31)
"""Of the minimum term, and the earliest end all November."""

PACKAGE, DOMAIN, SERVICE = EndingKind.PACKAGE, EndingKind.DOMAIN, EndingKind.SERVICE


class Tenant:
    """A customer with one package since New Year: a main domain and another one, mailboxes, a database."""

    def __init__(self, house: House, customer: Mapping[str, Any] | None = None, **agreed: Any) -> None:
        self.house = house
        self.customer = payer(house, **customer or {})
        terms = {"started_on": NEW_YEAR, "billing_months": 12, "price_cents": 5988}
        self.package = house.package(
            self.customer,
            "beispiel.example",
            agreed=terms | {"billed_until": LAST_DAY} | agreed,
            domains=("zweite.example",),
            usage={Resource.MAILBOXES: 4, Resource.MAIL_STORAGE: 1229},
        )
        self.access = house.access(self.customer)

    # What they do

    def plan(
        self, entered: Termination | None = None, kind: EndingKind = PACKAGE, id_: int = 0
    ) -> TerminationPlan:
        asked = entered or Termination()
        return self.house.portal.termination.plan(self.access, kind, id_ or self.package.id, asked)

    def terminate(
        self, entered: Termination | None = None, kind: EndingKind = PACKAGE, id_: int = 0
    ) -> Acknowledged:
        seen = self.plan(entered, kind, id_)
        return self.house.portal.termination.terminate(self.access, seen, entered or Termination(), PASSWORD)

    def retract(self, kind: EndingKind = PACKAGE, id_: int = 0) -> Acknowledged:
        return self.house.portal.termination.retract(self.access, kind, id_ or self.package.id, PASSWORD)

    def withdraw(self, kind: EndingKind = PACKAGE, id_: int = 0) -> Acknowledged:
        termination = self.house.portal.termination
        seen = termination.withdrawal(self.access, kind, id_ or self.package.id)
        return termination.withdraw(self.access, seen, PASSWORD)

    def deleting(self, *names: str) -> Termination:
        """To have these domains deleted; the others are transferred away."""
        return Termination(follow_ups={self.domain(name).id: FollowUp.DELETE for name in names})

    def book(self, name: str = "Daily backup plus", **changes: Any) -> AdditionalService:
        values: dict[str, Any] = {
            "package_id": self.package.id,
            "name": name,
            "ordered_at": dt.datetime(2026, 11, 1, 9, 0, tzinfo=dt.UTC),
            "started_on": dt.date(2026, 11, 1),
            "minimum_months": 1,
            "notice_months": 1,
            "billing_months": 1,
            "price_cents": 299,
        }
        with self.house.storage.writing() as work:
            service = work.terminations.add_service(AdditionalService(**values | changes))
            work.commit()
        return service

    # What stands in the portal and in the database

    def rows(self, filter_: str = "") -> list[EndingView]:
        request = PageRequest(filter=filter_, limit=100)
        return list(self.house.portal.termination.page(self.access, request).rows)

    def row(self, name: str) -> EndingView:
        return next(row for row in self.rows() if row.name == name)

    def domain(self, name: str) -> Domain:
        with self.house.storage.reading() as work:
            return work._session.query(Domain).filter_by(name=name, package_id=self.package.id).one()

    def change_domain(self, name: str, **values: Any) -> None:
        with self.house.storage.writing() as work:
            domain = work.terminations.domain(self.domain(name).id)
            for column, value in values.items():
                setattr(domain, column, value)
            work.commit()

    def states(self) -> dict[str, DomainState]:
        with self.house.storage.reading() as work:
            return {domain.name: domain.state for domain in work._session.query(Domain)}

    def end_of(self, name: str) -> DomainEnd | None:
        with self.house.storage.reading() as work:
            return work.terminations.end_of(self.domain(name).id)

    def service(self, service: AdditionalService) -> AdditionalService:
        with self.house.storage.reading() as work:
            return work.terminations.service(service.id)

    @property
    def contract(self) -> Contract:
        with self.house.storage.reading() as work:
            return work._session.get_one(Contract, self.package.id)

    @property
    def stored(self) -> Package:
        return self.house.stored_package(self.package)

    def acts(self) -> list[tuple[ActKind, str]]:
        with self.house.storage.reading() as work:
            found: list[ContractAct] = list(work.contracts.acts_of(self.package.id))
        return [(act.kind, act.effective_on.isoformat()) for act in found]

    def told(self) -> str:
        """The newest message."""
        return self.house.messages(self.customer)[-1].body


def additional(tenant: Tenant, name: str) -> None:
    """A domain beyond those that the package includes."""
    tenant.house.domain(tenant.package, name, kind=DomainKind.ADDITIONAL)
    with tenant.house.storage.writing() as work:
        work.administration.count(tenant.package, Resource.ADDITIONAL_DOMAINS, 1)
        work.commit()


def go_to(house: House, day: dt.date, *signed_in: Tenant) -> None:
    """Noon of that day, sessions begun anew."""
    house.clock.noon_of(day)
    for tenant in signed_in:
        tenant.access = house.access(tenant.customer)


def due(house: House, on: dt.date | None = None) -> DueReport:
    return house.portal.operator.due.run(ANNA, on)


def bill(house: House, until: dt.date | None = None) -> BillReport:
    """Bill what begins by that day, or today."""
    return billed_by(house, until or house.portal.clock.now().date())


def tomorrow(*tenants: Tenant) -> None:
    """A day later: a customer has one invoice a day."""
    tenants[0].house.clock.forward(days=1)
    for tenant in tenants:
        tenant.access = tenant.house.access(tenant.customer)
