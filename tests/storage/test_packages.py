from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.exc import IntegrityError

from storage.errors import Duplicate
from storage.models.domains import DomainKind, DomainState
from storage.models.packages import PackageState
from storage.models.products import Family, Resource
from storage.paging import PageRequest
from storage.repositories.packages import PackageRow, Use
from tests.factories import QUOTAS, Scope, add_customer, add_package, add_product, domain

if TYPE_CHECKING:
    from storage.work import Storage


def test_the_overview_shows_a_customers_own_packages_with_product_and_contract(storage: Storage) -> None:
    with storage.writing() as work:
        jutta, karl = add_customer(work), add_customer(work)
        medium, small = add_product(work), add_product(work, name="Webhosting S")
        ends, becomes = dt.date(2027, 1, 31), dt.date(2027, 1, 1)
        plain = add_package(work, jutta, medium, main_domain="a.example")
        leaving = add_package(work, jutta, medium, main_domain="b.example", agreed={"ends_on": ends})
        change = {"becomes_product_id": small.id, "becomes_on": becomes}
        shrinking = add_package(work, jutta, medium, main_domain="c.example", agreed=change)
        add_package(work, karl, medium, main_domain="d.example")
        work.commit()
    with storage.reading() as work:
        page = work.packages.page_owned_by(Scope(jutta.id), PageRequest(count=True))
    common = (PackageState.ACTIVE, "Webhosting M", Family.HOSTING)
    assert page.rows == (
        PackageRow(plain.id, "a.example", *common, None, None, None),
        PackageRow(leaving.id, "b.example", *common, ends, None, None),
        PackageRow(shrinking.id, "c.example", *common, None, becomes, "Webhosting S"),
    )
    assert page.total == 3


def test_another_customers_package_and_a_missing_one_are_the_same(storage: Storage) -> None:
    with storage.writing() as work:
        jutta, karl = add_customer(work), add_customer(work)
        hers = add_package(work, jutta)
        work.commit()
    with storage.reading() as work:
        found = work.packages.one_owned_by(Scope(jutta.id), hers.id)
        assert found is not None
        assert found.main_domain == hers.main_domain
        assert work.packages.one_owned_by(Scope(karl.id), hers.id) is None
        assert work.packages.one_owned_by(Scope(karl.id), hers.id + 1) is None


def test_a_webmaster_gets_the_one_package_and_what_it_is(storage: Storage) -> None:
    with storage.writing() as work:
        jutta = add_customer(work)
        shop = add_package(work, jutta, add_product(work, name="Webshop L", family=Family.WEBSHOP))
        add_package(work, jutta)
        work.commit()
    with storage.reading() as work:
        package, product = work.packages.current(Scope(package_id=shop.id))
    assert (package.id, product.name) == (shop.id, "Webshop L")


def test_a_domain_leads_to_its_package_and_owner_as_long_as_it_serves(storage: Storage) -> None:
    with storage.writing() as work:
        jutta = add_customer(work)
        hers = add_package(work, jutta, main_domain="aktiv.example")
        for state in DomainState:
            work.domains.add(domain(hers.id, name=f"{state}.example", state=state))
        work.commit()
    with storage.reading() as work:
        for name in ("aktiv.example", "active.example", "terminated.example"):
            found = work.packages.by_serving_domain(name)
            assert found is not None
            assert (found[0].id, found[1].id) == (hers.id, jutta.id)
        for name in ("ordered.example", "ended.example", "nobodys.example", ""):
            assert work.packages.by_serving_domain(name) is None


# How much is used.


def test_usage_tells_used_and_allowed_of_all_that_is_included_or_counted(storage: Storage) -> None:
    with storage.writing() as work:
        jutta = add_customer(work)
        of = add_product(work, {Resource.DOMAINS: 5, Resource.MAILBOXES: 50, Resource.PAGES: 0})
        counters = {Resource.MAILBOXES: 12, Resource.NEW_ORDERS: 3}
        first = add_package(work, jutta, of, usage=counters)
        second = add_package(work, jutta, of)
        third = add_package(work, jutta, of, usage={Resource.MAILBOXES: 50})
        work.domains.add(domain(first.id))
        work.domains.add(domain(first.id, state=DomainState.TERMINATED))
        work.domains.add(domain(first.id, state=DomainState.ENDED))
        work.commit()
    with storage.reading() as work:
        usage = work.packages.usage([first.id, second.id])
    assert usage == {
        first.id: {
            Resource.DOMAINS: Use(3, 5),
            Resource.MAILBOXES: Use(12, 50),
            Resource.PAGES: Use(0, 0),
            Resource.NEW_ORDERS: Use(3, None),
        },
        second.id: {
            Resource.DOMAINS: Use(1, 5),
            Resource.MAILBOXES: Use(0, 50),
            Resource.PAGES: Use(0, 0),
        },
    }
    assert third.id not in usage


def test_usage_of_no_packages_is_empty(storage: Storage) -> None:
    with storage.reading() as work:
        assert work.packages.usage([]) == {}


# What the database itself holds.


@pytest.mark.parametrize(
    "agreed",
    [
        {"price_cents": -1},
        {"ends_on": dt.date(2025, 12, 31)},
        {"becomes_on": dt.date(2027, 1, 1)},
        {"started_on": None},
    ],
    ids=str,
)
def test_a_contract_against_reason_is_refused(storage: Storage, agreed: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), storage.writing() as work:
        add_package(work, add_customer(work), agreed=agreed)


def test_a_change_without_its_day_is_refused(storage: Storage) -> None:
    with pytest.raises(IntegrityError), storage.writing() as work:
        jutta, medium = add_customer(work), add_product(work)
        add_package(work, jutta, medium, agreed={"becomes_product_id": medium.id})


def test_a_contract_may_end_on_the_day_it_began(storage: Storage) -> None:
    with storage.writing() as work:
        add_package(work, add_customer(work), agreed={"ends_on": dt.date(2026, 1, 1)})
        work.commit()


def test_a_counter_never_goes_below_nothing(storage: Storage) -> None:
    with pytest.raises(IntegrityError), storage.writing() as work:
        add_package(work, add_customer(work), usage={Resource.MAILBOXES: -1})


@pytest.mark.parametrize(
    "wrong", [{"price_cents": -1}, {"billing_months": 3}, {"minimum_months": 0}], ids=str
)
def test_a_product_against_reason_is_refused(storage: Storage, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), storage.writing() as work:
        add_product(work, **wrong)


def test_a_products_code_is_used_once(storage: Storage) -> None:
    with pytest.raises(Duplicate), storage.writing() as work:
        add_product(work, code="hosting-m")
        add_product(work, code="hosting-m")


def test_a_product_is_found_by_its_code(storage: Storage) -> None:
    with storage.writing() as work:
        added = add_product(work, QUOTAS, code="hosting-m")
        assert work.products.by_code("hosting-m") is added
        assert work.products.by_code("hosting-xl") is None


def test_a_package_of_nobody_is_refused(storage: Storage) -> None:
    with storage.writing() as work:
        jutta = add_customer(work)
    with pytest.raises(IntegrityError), storage.writing() as work:
        add_package(work, jutta)


def test_a_package_has_one_main_domain(storage: Storage) -> None:
    with pytest.raises(Duplicate), storage.writing() as work:
        hers = add_package(work, add_customer(work))
        work.domains.add(domain(hers.id, kind=DomainKind.MAIN))
        work.commit()
