"""The customer's overview, and the way into one package."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.errors import NotFound
from portal.packages import FIGURES_THAT_MATTER, Family, Figure, PackageState, Resource
from portal.paging import PageRequest
from storage.models.domains import DomainKind, DomainState
from tests.factories import contract, domain, package
from tests.portal.house import PACKAGE_PASSWORD

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.packages import PackageView
    from portal.portal import Portal
    from storage.models.customers import Customer
    from tests.portal.house import House

TODAY = dt.date(2026, 11, 22)


def overview(portal: Portal, access: CustomerAccess, **request: object) -> list[PackageView]:
    return list(portal.packages.page(access, PageRequest(**request)).rows)  # type: ignore[arg-type]


def only(portal: Portal, access: CustomerAccess) -> PackageView:
    [view] = overview(portal, access)
    return view


# What the overview shows.


def test_a_package_shows_its_domain_product_state_and_figures(
    house: House, portal: Portal, jutta: Customer
) -> None:
    quotas = {Resource.DOMAINS: 5, Resource.MAILBOXES: 50, Resource.DATABASES: 10, Resource.WEBSPACE: 1024}
    product = house.product(quotas, name="Webhosting L")
    house.package(
        jutta, "müßig-söhne.de", of=product, domains=["zweite.example"], usage={Resource.MAILBOXES: 12}
    )
    view = only(portal, house.access(jutta))
    assert (view.main_domain, view.product, view.family) == ("müßig-söhne.de", "Webhosting L", Family.HOSTING)
    assert (view.state, view.ends_on, view.days_to_retract) == (PackageState.ACTIVE, None, None)
    assert (view.becomes, view.becomes_on, view.has_start) == (None, None, False)
    assert view.figures == (
        Figure(Resource.DOMAINS, 2, 5),
        Figure(Resource.MAILBOXES, 12, 50),
        Figure(Resource.DATABASES, 0, 10),
    )


@pytest.mark.parametrize("family", Family)
def test_each_family_shows_the_figures_that_matter_to_it(
    house: House, portal: Portal, jutta: Customer, family: Family
) -> None:
    product = house.product(dict.fromkeys(Resource, 7), family=family)
    house.package(jutta, of=product)
    view = only(portal, house.access(jutta))
    assert tuple(figure.resource for figure in view.figures) == FIGURES_THAT_MATTER[family]
    assert 2 <= len(view.figures) <= 3
    assert view.has_start is (family in {Family.WEBSITE_BUILDER, Family.WEBSHOP})


def test_what_is_counted_without_a_limit_shows_no_limit(
    house: House, portal: Portal, jutta: Customer
) -> None:
    product = house.product({Resource.PAGES: 10}, family=Family.WEBSITE_BUILDER)
    house.package(jutta, of=product, usage={Resource.UNPUBLISHED_CHANGES: 3})
    view = only(portal, house.access(jutta))
    assert view.figures == (Figure(Resource.PAGES, 0, 10), Figure(Resource.UNPUBLISHED_CHANGES, 3, None))


def test_a_domain_that_ended_is_counted_no_more(house: House, portal: Portal, jutta: Customer) -> None:
    one = house.package(jutta)
    house.domain(one, "vorbei.example", state=DomainState.ENDED)
    house.domain(one, "noch.example", state=DomainState.TERMINATED)
    assert only(portal, house.access(jutta)).figures[0] == Figure(Resource.DOMAINS, 2, 5)


@pytest.mark.parametrize("state", [PackageState.SUSPENDED, PackageState.ENDED])
def test_start_is_offered_for_active_packages_only(
    house: House, portal: Portal, jutta: Customer, state: PackageState
) -> None:
    house.package(jutta, of=house.product({}, family=Family.WEBSHOP), state=state)
    assert not only(portal, house.access(jutta)).has_start


@pytest.mark.parametrize(
    ("ends_on", "state", "days"),
    [
        (TODAY + dt.timedelta(days=39), PackageState.ACTIVE, 39),
        (TODAY + dt.timedelta(days=1), PackageState.SUSPENDED, 1),
        (TODAY, PackageState.ACTIVE, 0),
        (TODAY - dt.timedelta(days=1), PackageState.ACTIVE, None),
        (TODAY, PackageState.ENDED, None),
        (TODAY - dt.timedelta(days=100), PackageState.ENDED, None),
    ],
)
def test_a_notice_can_be_retracted_until_the_last_day(
    house: House, portal: Portal, jutta: Customer, ends_on: dt.date, state: PackageState, days: int | None
) -> None:
    house.package(jutta, agreed={"ends_on": ends_on, "terminated_at": house.clock.now()}, state=state)
    view = only(portal, house.access(jutta))
    assert (view.ends_on, view.days_to_retract) == (ends_on, days)


def test_the_providers_midnight_counts_not_greenwichs(house: House, portal: Portal, jutta: Customer) -> None:
    house.package(jutta, agreed={"ends_on": dt.date(2026, 11, 23), "terminated_at": house.clock.now()})
    house.clock.moment = dt.datetime(2026, 11, 22, 22, 59, 59, tzinfo=dt.UTC)
    access = house.access(jutta)
    assert only(portal, access).days_to_retract == 1
    house.clock.forward(seconds=1)
    assert only(portal, access).days_to_retract == 0


def test_a_smaller_product_that_was_ordered_is_named_with_its_day(
    house: House, portal: Portal, jutta: Customer
) -> None:
    smaller = house.product({}, name="Webhosting S")
    house.package(jutta, agreed={"becomes_product_id": smaller.id, "becomes_on": dt.date(2027, 1, 1)})
    view = only(portal, house.access(jutta))
    assert (view.becomes, view.becomes_on) == ("Webhosting S", dt.date(2027, 1, 1))


# Finding one.


@pytest.fixture
def three(house: House, jutta: Customer) -> CustomerAccess:
    """The access of a customer with three packages; somebody else has one, too."""
    shop = house.product({}, name="A Shop", family=Family.WEBSHOP)
    mail = house.product({}, name="Mail", family=Family.MAIL)
    house.package(jutta, "birne.example", of=shop, state=PackageState.SUSPENDED)
    house.package(jutta, "zitrone.example", of=mail, domains=["müßig-söhne.de"])
    house.package(jutta, "apfel.example", of=mail, state=PackageState.ENDED)
    house.package(house.customer(), "fremd.example", of=mail)
    return house.access(jutta)


@pytest.mark.parametrize(
    ("request_", "found"),
    [
        ({}, ["apfel", "birne", "zitrone"]),
        ({"descending": True}, ["zitrone", "birne", "apfel"]),
        ({"sort": "domain"}, ["apfel", "birne", "zitrone"]),
        ({"sort": "product"}, ["birne", "apfel", "zitrone"]),
        ({"sort": "product", "descending": True}, ["zitrone", "apfel", "birne"]),
        ({"sort": "state"}, ["zitrone", "apfel", "birne"]),
        ({"sort": "nonsense"}, ["apfel", "birne", "zitrone"]),
        ({"filter": "BIRNE"}, ["birne"]),
        ({"filter": "mail"}, ["apfel", "zitrone"]),
        ({"filter": "MÜßIG"}, ["zitrone"]),
        ({"filter": "xn--mig-shne"}, ["zitrone"]),
        ({"filter": "fremd"}, []),
        ({"filter": "%"}, []),
        ({"filter": "_pfel"}, []),
        ({"filter": "'; DROP TABLE packages; --"}, []),
        ({"limit": 2}, ["apfel", "birne"]),
        ({"skip": 1, "limit": 1}, ["birne"]),
        ({"backwards": True, "limit": 2}, ["birne", "zitrone"]),
    ],
)
def test_packages_are_sorted_and_found_by_any_domain(
    portal: Portal, three: CustomerAccess, request_: dict[str, object], found: list[str]
) -> None:
    assert [view.main_domain.partition(".")[0] for view in overview(portal, three, **request_)] == found


@pytest.mark.parametrize("sort", ["domain", "product", "state"])
@pytest.mark.parametrize("descending", [False, True])
def test_page_after_page_shows_each_package_once(
    portal: Portal, three: CustomerAccess, sort: str, descending: bool
) -> None:
    whole = overview(portal, three, sort=sort, descending=descending)
    pages: list[PackageView] = []
    anchor = None
    for _page in whole:
        request = PageRequest(sort=sort, descending=descending, anchor=anchor, limit=1, count=True)
        page = portal.packages.page(three, request)
        assert page.total == 3
        pages.extend(page.rows)
        anchor = page.anchors[-1]
    assert pages == whole
    assert (
        portal.packages.page(three, PageRequest(sort=sort, descending=descending, anchor=anchor)).rows == ()
    )


# Speed.


@pytest.mark.parametrize("count", [5, 1000])
def test_the_overview_takes_three_statements_however_many_packages_there_are(
    house: House, portal: Portal, jutta: Customer, count: int
) -> None:
    product = house.product({Resource.DOMAINS: 5, Resource.MAILBOXES: 50})
    with house.storage.writing() as work:
        new = [package(jutta.id, product.id) for _number in range(count)]
        work._session.add_all(new)
        work.flush()
        for one in new:
            work._session.add(contract(one.id))
            work.domains.add(domain(one.id, name=one.main_domain, kind=DomainKind.MAIN))
        work.commit()
    access = house.access(jutta)
    with house.statements() as seen:
        page = portal.packages.page(access, PageRequest(limit=100, count=True))
    assert len(seen) <= 3
    assert (len(page.rows), page.total) == (min(count, 100), count)
    assert all(len(view.figures) == 2 for view in page.rows)
    with house.statements() as filtered:
        portal.packages.page(access, PageRequest(limit=100, filter="beispiel", sort="product", count=True))
    assert len(filtered) <= 3


# Opening one.


def test_the_owner_opens_a_package_and_sees_all_its_figures(
    house: House, portal: Portal, jutta: Customer
) -> None:
    quotas = {Resource.WEBSPACE: 1024, Resource.DOMAINS: 5, Resource.SFTP_USERS: 2}
    product = house.product(quotas, name="Webhosting L")
    one = house.package(
        jutta, "meine.example", of=product, password=PACKAGE_PASSWORD, usage={Resource.SFTP_USERS: 1}
    )
    inside = portal.packages.open(house.access(jutta), one.id)
    assert (inside.package_id, inside.by_owner) == (one.id, True)
    seen = portal.packages.overview(inside)
    assert (seen.main_domain, seen.product, seen.family) == ("meine.example", "Webhosting L", Family.HOSTING)
    assert seen.has_password
    assert set(seen.standing.figures) == {
        Figure(Resource.WEBSPACE, 0, 1024),
        Figure(Resource.DOMAINS, 1, 5),
        Figure(Resource.SFTP_USERS, 1, 2),
    }
    assert portal.packages.overview(house.package_access("meine.example")) == seen


def test_the_technical_overview_knows_nothing_of_the_contract(
    house: House, portal: Portal, jutta: Customer
) -> None:
    agreed = {"ends_on": dt.date(2026, 12, 31), "terminated_at": house.clock.now()}
    house.package(jutta, "meine.example", password=PACKAGE_PASSWORD, agreed=agreed)
    seen = portal.packages.overview(house.package_access("meine.example"))
    for contractual in ("2026", "2027", "59", "5988", jutta.number, jutta.last_name, jutta.email):
        assert contractual not in repr(seen)


def test_a_package_without_a_password_says_so(house: House, portal: Portal, jutta: Customer) -> None:
    one = house.package(jutta)
    assert not portal.packages.overview(portal.packages.open(house.access(jutta), one.id)).has_password


def test_a_missing_package_and_somebody_elses_are_the_same(
    house: House, portal: Portal, jutta: Customer
) -> None:
    somebody_elses = house.package(house.customer())
    access = house.access(jutta)
    said = set()
    for package_id in (somebody_elses.id, 999_999, 0, -1):
        with pytest.raises(NotFound) as caught:
            portal.packages.open(access, package_id)
        said.add(str(caught.value))
    assert said == {"This package is not among yours."}
