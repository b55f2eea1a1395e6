"""Each state that cannot be is found where somebody made it; a healthy house has none."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from portal.demo.build import fill
from portal.operator.checking import impossible
from storage.models.contracts import ActKind, ContractAct
from storage.models.customers import Customer, CustomerState
from storage.models.domains import Domain, DomainState
from storage.models.offers import Offer, OfferOrder
from storage.models.packages import Contract, Package, PackageState
from storage.models.services import AdditionalService, ServiceState
from storage.models.splits import SplitDomain, SplitOrder
from storage.models.termination import DomainEnd, FollowUp
from tests.portal.house import PACKAGE_PASSWORD
from tests.portal.invoices.steps import ANNA, TODAY, payer
from tests.portal.written_forms.steps import received, transfer

if TYPE_CHECKING:
    from tests.portal.house import House

DOMAIN = "beispiel.de"

NOTICE = dt.datetime(2026, 9, 15, 12, tzinfo=dt.UTC)

YESTERDAY, LONG_AGO = TODAY - dt.timedelta(days=1), TODAY - dt.timedelta(days=90)


class Broken:
    """A customer with a package, and somebody who writes past all rules."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.owner = payer(house)
        self.package = house.package(
            self.owner,
            DOMAIN,
            password=PACKAGE_PASSWORD,
            agreed={"started_on": dt.date(2020, 1, 1), "minimum_months": 12},
        )

    def set(self, entity: type[Any], where: int, **values: Any) -> None:
        """Write into a row."""
        with self.house.storage.writing() as work:
            stored = work._session.get_one(entity, where)
            for name, value in values.items():
                setattr(stored, name, value)
            work.commit()

    def contract(self, **values: Any) -> None:
        self.set(Contract, self.package.id, **values)

    def end(self, last_day: dt.date = YESTERDAY, *, domains: bool = True) -> None:
        """As `admin due` ends a package; or not quite."""
        self.contract(terminated_at=NOTICE, ends_on=last_day)
        self.set(Package, self.package.id, state=PackageState.ENDED)
        if domains:
            self.set(Domain, self.domain, state=DomainState.ENDED)

    def add(self, *entities: Any) -> None:
        with self.house.storage.writing() as work:
            work._session.add_all(entities)
            work.commit()

    @property
    def domain(self) -> int:
        with self.house.storage.reading() as work:
            return work._session.query(Domain).filter_by(package_id=self.package.id).one().id

    def found(self, settled: dt.date = TODAY) -> list[str]:
        with self.house.storage.reading() as work:
            return [each.reason for each in impossible(work, self.house.settings, TODAY, settled)]

    def finds(self, about: str) -> None:
        """Just this is found."""
        assert self.found() == [f"Package {self.package.id}, {DOMAIN}, {about}."]


@pytest.fixture
def broken(house: House) -> Broken:
    made = Broken(house)
    assert made.found() == []
    return made


def service(of: Broken, **values: Any) -> AdditionalService:
    terms = {"minimum_months": 1, "notice_months": 1, "billing_months": 1, "price_cents": 299}
    given: dict[str, Any] = (
        {"name": "SiteGuard", "ordered_at": NOTICE, "started_on": NOTICE.date()} | terms | values
    )
    return AdditionalService(package_id=of.package.id, **given | values)


def test_the_demo_has_none(house: House) -> None:
    with house.storage.writing() as work:
        work.commit()
    fill(house.storage, TODAY, "small")
    with house.storage.reading() as work:
        assert list(impossible(work, house.settings, TODAY, TODAY)) == []


def test_what_ended_as_agreed_is_right(broken: Broken) -> None:
    broken.end()
    assert broken.found() == []


@pytest.mark.parametrize("half", [{"terminated_at": NOTICE}, {"ends_on": dt.date(2027, 1, 1)}])
def test_notice_without_a_last_day_or_the_other_way_round(broken: Broken, half: dict[str, Any]) -> None:
    broken.contract(**half)
    broken.finds("has notice without a last day, or a last day without notice")


def test_an_end_before_the_earliest_day_for_its_notice(broken: Broken) -> None:
    broken.contract(terminated_at=NOTICE, ends_on=dt.date(2026, 12, 31))
    assert broken.found() == []
    broken.contract(terminated_at=dt.datetime(2026, 11, 20, tzinfo=dt.UTC), ends_on=dt.date(2026, 12, 19))
    broken.finds("ends on 2026-12-19, which is before 2026-12-20, the earliest day for its notice")


def test_who_withdrew_needed_no_notice(broken: Broken) -> None:
    broken.end(TODAY)
    broken.contract(terminated_at=broken.house.clock.now())
    assert len(broken.found()) == 2
    broken.add(
        ContractAct(
            customer_id=broken.owner.id,
            package_id=broken.package.id,
            kind=ActKind.WITHDRAWN,
            at=broken.house.clock.now(),
            effective_on=TODAY,
        )
    )
    assert broken.found() == []


def test_an_ended_package_whose_contract_runs_on(broken: Broken) -> None:
    broken.end()
    broken.contract(terminated_at=None, ends_on=None)
    broken.finds("has ended, but its contract runs on")


def test_a_package_that_ended_before_its_last_day_was_over(broken: Broken) -> None:
    broken.end(TODAY)
    broken.finds("has ended before its last day, 2026-11-22")


def test_a_package_that_should_have_ended(broken: Broken) -> None:
    broken.contract(terminated_at=NOTICE, ends_on=YESTERDAY)
    assert broken.found(settled=YESTERDAY) == []
    broken.finds("should have ended on 2026-11-21")


def test_a_package_that_should_have_changed(broken: Broken) -> None:
    other = _other_product(broken)
    broken.contract(becomes_product_id=other, becomes_on=TODAY)
    assert broken.found(settled=YESTERDAY) == []
    broken.finds("should have become another product on 2026-11-22")


def test_a_change_of_what_ends(broken: Broken) -> None:
    other = _other_product(broken)
    broken.contract(
        terminated_at=NOTICE,
        ends_on=dt.date(2026, 12, 31),
        becomes_product_id=other,
        becomes_on=dt.date(2026, 12, 1),
    )
    broken.finds("ends, but a change is pending for 2026-12-01")


@pytest.mark.parametrize("same", [True, False])
def test_a_change_to_what_it_cannot_become(broken: Broken, *, same: bool) -> None:
    product = broken.package.product_id if same else _other_product(broken, family="mail")
    broken.contract(becomes_product_id=product, becomes_on=dt.date(2027, 1, 1))
    with broken.house.storage.reading() as work:
        name = work.contracts.product(product).name
    broken.finds(f"is to become {name} on 2027-01-01, which it cannot")


def _order_split(broken: Broken, day: dt.date) -> None:
    product = broken.house.product({}, code="new", name="New", rank=9008)
    broken.add(
        SplitOrder(
            package_id=broken.package.id,
            effective_on=day,
            ordered_at=NOTICE,
            fee_cents=500,
            product_id=product.id,
            price_cents=499,
            billing_months=1,
            minimum_months=1,
            notice_months=1,
        )
    )


def test_a_package_that_should_have_been_split(broken: Broken) -> None:
    _order_split(broken, TODAY)
    assert broken.found(settled=YESTERDAY) == []
    broken.finds("should have been split on 2026-11-22")


def test_a_split_of_what_has_ended(broken: Broken) -> None:
    _order_split(broken, dt.date(2026, 12, 1))
    assert broken.found() == []
    broken.end()
    broken.finds("has ended, but is to be split on 2026-12-01")


def test_a_split_of_a_domain_of_another_package(broken: Broken) -> None:
    _order_split(broken, dt.date(2026, 12, 1))
    other = broken.house.package(
        broken.owner, "andere.de", agreed={"started_on": dt.date(2020, 1, 1), "minimum_months": 12}
    )
    with broken.house.storage.reading() as work:
        domain = work._session.query(Domain).filter_by(package_id=other.id).one()
    broken.add(SplitDomain(domain_id=domain.id, package_id=broken.package.id))
    broken.finds("is to give andere.de away, which it does not have")


def test_somebody_in_a_package_that_has_ended(broken: Broken) -> None:
    broken.house.package_access(DOMAIN)
    assert broken.found() == []
    broken.end()
    broken.finds("has ended, but somebody is signed in to it")


@pytest.mark.parametrize("state", [DomainState.ACTIVE, DomainState.ORDERED, DomainState.TERMINATED])
def test_a_domain_that_outlived_its_package(broken: Broken, state: DomainState) -> None:
    broken.set(Domain, broken.domain, state=state)
    broken.end(domains=False)
    broken.finds(f"has ended, but its domain {DOMAIN} has not")


def test_a_service_that_outlived_its_package(broken: Broken) -> None:
    broken.add(service(broken))
    assert broken.found() == []
    broken.end()
    broken.finds("has ended, but its service SiteGuard has not")


def test_a_living_package_whose_main_domain_has_ended(broken: Broken) -> None:
    broken.set(Domain, broken.domain, state=DomainState.ENDED)
    broken.finds(f"lives, but its main domain {DOMAIN} has ended")


def _domain_end(broken: Broken, ends_on: dt.date | None) -> DomainEnd:
    return DomainEnd(
        domain_id=broken.domain, terminated_at=NOTICE, ends_on=ends_on, follow_up=FollowUp.DELETE
    )


def test_a_domain_that_ends_but_is_not_terminated(broken: Broken) -> None:
    broken.add(_domain_end(broken, dt.date(2027, 1, 1)))
    broken.finds(f"has the domain {DOMAIN}, which ends but is not terminated")


def test_a_domain_that_is_terminated_but_does_not_end(broken: Broken) -> None:
    broken.set(Domain, broken.domain, state=DomainState.TERMINATED)
    broken.finds(f"has the domain {DOMAIN}, which is terminated but does not end")
    broken.add(_domain_end(broken, dt.date(2027, 1, 1)))
    assert broken.found() == []


def test_a_domain_that_should_have_ended(broken: Broken) -> None:
    broken.set(Domain, broken.domain, state=DomainState.TERMINATED)
    broken.add(_domain_end(broken, YESTERDAY))
    assert broken.found(settled=YESTERDAY) == []
    broken.finds(f"has the domain {DOMAIN}, which should have ended on 2026-11-21")


def test_a_service_that_should_have_ended(broken: Broken) -> None:
    broken.add(service(broken, terminated_at=NOTICE, ends_on=YESTERDAY))
    broken.finds("has the service SiteGuard, which should have ended on 2026-11-21")
    broken.set(AdditionalService, 1, state=ServiceState.ENDED)
    assert broken.found() == []


def test_what_was_billed_beyond_its_end_and_never_credited(broken: Broken) -> None:
    broken.contract(billed_until=dt.date(2026, 12, 31))
    broken.end()
    assert broken.found() == []  # the next invoice credits it
    broken.end(LONG_AGO)
    broken.contract(terminated_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    broken.finds("was billed until 2026-12-31, beyond its end, and not credited")


def test_an_accepted_form_that_was_not_carried_out(broken: Broken) -> None:
    house = broken.house
    access = house.access(broken.owner)
    number = received(house, access, transfer(broken.package))
    to = house.customer().number
    house.portal.operator.forms.accept(ANNA, number, dt.date(2026, 12, 1), to=to)
    assert broken.found() == []
    assert broken.found(settled=dt.date(2026, 12, 1)) == [
        f"The form {number} should have been carried out on 2026-12-01."
    ]


def test_a_mandate_and_a_package_of_a_closed_customer(broken: Broken) -> None:
    broken.set(Customer, broken.owner.id, state=CustomerState.CLOSED)
    number = broken.owner.number
    assert broken.found() == [
        f"Package {broken.package.id}, {DOMAIN}, belongs to the customer {number}, who is closed.",
        f"Customer {number} is closed, but a mandate is in force.",
    ]


def _other_product(broken: Broken, **changes: Any) -> int:
    from storage.models.products import Family

    if "family" in changes:
        changes["family"] = Family(changes["family"])
    return broken.house.product({}, code="other", name="Other", rank=9009, **changes).id


def test_an_offer_with_more_or_fewer_orders_than_are_counted(broken: Broken) -> None:
    new: dict[str, Any] = {
        "starts_on": TODAY,
        "ends_on": TODAY,
        "service": "Archive",
        "price_cents": 1,
        "billing_months": 1,
    }
    new |= {"minimum_months": 1, "notice_months": 1, "name": "Archive", "text": "It keeps mail."}
    broken.add(*(Offer(code=code, ordered=ordered, **new) for code, ordered in (("a", 0), ("b", 2))))
    assert broken.found() == ["Of the offer b, 2 orders are counted, but there are 0."]
    act = ContractAct(
        customer_id=broken.owner.id,
        package_id=broken.package.id,
        kind=ActKind.SERVICE_ORDERED,
        at=NOTICE,
        effective_on=TODAY,
    )
    broken.add(act)
    broken.set(Offer, 2, ordered=0)
    order = {"customer_id": broken.owner.id, "package_id": broken.package.id, "act_id": act.id}
    broken.add(OfferOrder(offer_id=1, ordered_at=NOTICE, **order))
    assert broken.found() == ["Of the offer a, 0 orders are counted, but there are 1."]
    broken.set(Offer, 1, ordered=1)
    assert broken.found() == []
