"""Sessions: how long they last, what ends them, and that they open one door only."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from portal.errors import Conflict, NotAllowed
from portal.paging import PageRequest
from storage.models.customers import CustomerState
from storage.models.packages import PackageState
from tests.portal.house import PACKAGE_PASSWORD, SESSION_ENDED

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.portal import Portal
    from storage.models.customers import Customer
    from tests.portal.house import House

TENTH = 0.1


def refused(use: Callable[[], object]) -> bool:
    with pytest.raises(NotAllowed) as caught:
        use()
    return str(caught.value) == SESSION_ENDED


# How long.


def test_a_customer_may_be_idle_for_ten_minutes_to_the_second(
    house: House, portal: Portal, jutta: Customer
) -> None:
    access = house.access(jutta)
    house.clock.forward(minutes=10)
    portal.customers.show(access)
    house.clock.forward(minutes=10, seconds=TENTH)
    assert refused(lambda: portal.customers.show(access))
    assert refused(lambda: portal.sign_in.confirm(access, "", "password"))


def test_a_webmaster_may_be_idle_for_thirty_minutes_to_the_second(
    house: House, portal: Portal, jutta: Customer
) -> None:
    house.package(jutta, "meine.example", password=PACKAGE_PASSWORD)
    access = house.package_access("meine.example")
    house.clock.forward(minutes=30)
    portal.packages.overview(access)
    house.clock.forward(minutes=30, seconds=TENTH)
    assert refused(lambda: portal.packages.overview(access))


def test_the_owner_in_a_package_has_the_customers_ten_minutes(
    house: House, portal: Portal, jutta: Customer
) -> None:
    package = house.package(jutta)
    access = portal.packages.open(house.access(jutta), package.id)
    house.clock.forward(minutes=10, seconds=TENTH)
    assert refused(lambda: portal.packages.overview(access))


def test_nobody_stays_for_longer_than_twelve_hours_however_busy(
    house: House, portal: Portal, jutta: Customer
) -> None:
    access = house.access(jutta)
    for _quarter in range(144):
        house.clock.forward(minutes=5)
        portal.customers.show(access)
    house.clock.forward(seconds=TENTH)
    assert refused(lambda: portal.customers.show(access))


def test_reading_is_noted_once_a_minute_at_most_writing_always(
    house: House, portal: Portal, jutta: Customer
) -> None:
    access = house.access(jutta)
    began = house.clock.now()

    def seen() -> float:
        with house.storage.reading() as work:
            session = work.sign_ins.find(access.session_id)
        assert session is not None
        return (session.seen_at - began).total_seconds()

    house.clock.forward(seconds=60)
    portal.customers.show(access)
    assert seen() == 0
    house.clock.forward(seconds=1)
    portal.customers.show(access)
    assert seen() == 61
    house.clock.forward(seconds=1)
    address = portal.customers.show(access).address
    portal.customers.change_address(access, address.model_copy(update={"town": "Bonn"}), address)
    assert seen() == 62


def test_a_refused_use_does_not_prolong_the_session(house: House, portal: Portal, jutta: Customer) -> None:
    access = house.access(jutta)
    house.clock.forward(minutes=11)
    assert refused(lambda: portal.customers.show(access))
    house.clock.forward(minutes=-2)
    portal.customers.show(access)


# What ends it.


def test_signing_out_ends_the_session_for_everything(house: House, portal: Portal, jutta: Customer) -> None:
    package = house.package(jutta)
    access = house.access(jutta)
    inside = portal.packages.open(access, package.id)
    other = house.access(jutta)
    portal.sign_in.sign_out(access)
    assert refused(lambda: portal.customers.show(access))
    assert refused(lambda: portal.packages.page(access, PageRequest()))
    assert refused(lambda: portal.packages.overview(inside))
    portal.customers.show(other)
    portal.sign_in.sign_out(access)
    assert refused(lambda: portal.customers.show(access))


@pytest.mark.parametrize("state", [CustomerState.LOCKED, CustomerState.CLOSED])
def test_locking_a_customer_ends_all_sessions_even_the_webmasters(
    house: House, portal: Portal, jutta: Customer, state: CustomerState
) -> None:
    house.package(jutta, "meine.example", password=PACKAGE_PASSWORD)
    customer, webmaster = house.access(jutta), house.package_access("meine.example")
    house.change(jutta, state=state)
    assert refused(lambda: portal.customers.show(customer))
    assert refused(lambda: portal.packages.overview(webmaster))


def test_a_new_package_password_ends_the_webmasters_sessions_only(
    house: House, portal: Portal, jutta: Customer
) -> None:
    package = house.package(jutta, "meine.example", password=PACKAGE_PASSWORD)
    customer, webmaster = house.access(jutta), house.package_access("meine.example")
    inside = portal.packages.open(customer, package.id)
    house.change(package, credential_version=2)
    assert refused(lambda: portal.packages.overview(webmaster))
    portal.packages.overview(inside)
    portal.customers.show(customer)


def test_when_a_package_ends_its_webmaster_leaves_and_its_owner_still_looks(
    house: House, portal: Portal, jutta: Customer
) -> None:
    package = house.package(jutta, "meine.example", password=PACKAGE_PASSWORD)
    webmaster = house.package_access("meine.example")
    owner = house.access(jutta)
    inside = portal.packages.open(owner, package.id)
    house.change(package, state=PackageState.ENDED)
    assert refused(lambda: portal.packages.overview(webmaster))
    assert portal.packages.overview(inside).state is PackageState.ENDED
    with pytest.raises(Conflict, match="has ended"):
        portal.packages.open(owner, package.id)


def test_a_package_that_changes_hands_is_closed_to_its_owner_of_before(
    house: House, portal: Portal, jutta: Customer
) -> None:
    package = house.package(jutta)
    inside = portal.packages.open(house.access(jutta), package.id)
    house.change(package, customer_id=house.customer().id)
    assert refused(lambda: portal.packages.overview(inside))


# One door only.


def test_a_session_of_another_customer_opens_nothing_of_mine(
    house: House, portal: Portal, jutta: Customer
) -> None:
    karl = house.access(house.customer())
    forged = replace(karl, customer_id=jutta.id)
    assert refused(lambda: portal.customers.show(forged))


def test_a_webmasters_session_opens_neither_the_contract_nor_another_package(
    house: House, portal: Portal, jutta: Customer
) -> None:
    other = house.package(jutta)
    own = house.package(jutta, "meine.example", password=PACKAGE_PASSWORD)
    webmaster = house.package_access("meine.example")
    assert refused(lambda: portal.packages.overview(replace(webmaster, package_id=other.id)))
    for package in (own, other):
        as_owner = replace(webmaster, package_id=package.id, by_owner=True)
        assert refused(lambda as_owner=as_owner: portal.packages.overview(as_owner))  # type: ignore[misc]


def test_a_customers_session_is_no_webmasters(house: House, portal: Portal, jutta: Customer) -> None:
    package = house.package(jutta)
    inside = portal.packages.open(house.access(jutta), package.id)
    assert refused(lambda: portal.packages.overview(replace(inside, by_owner=False)))


def test_two_sessions_never_have_the_same_name_and_none_can_be_guessed(house: House, jutta: Customer) -> None:
    names = {house.access(jutta).session_id for _sign_in in range(20)}
    assert len(names) == 20
    assert {len(name) for name in names} == {43}
