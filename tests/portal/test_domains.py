"""The domains of one package."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.domains import DomainKind, DomainState
from portal.paging import PageRequest

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from portal.portal import Portal
    from storage.models.customers import Customer
    from tests.portal.house import House


@pytest.fixture
def inside(house: House, jutta: Customer) -> PackageAccess:
    """The owner in a package with four domains; her other package has one, too."""
    one = house.package(jutta, "meine.example")
    house.domain(one, "müßig-söhne.de", registered_on=dt.date(2020, 2, 29))
    house.domain(one, "apfel.example", kind=DomainKind.ADDITIONAL, state=DomainState.TERMINATED)
    house.domain(one, "vorbei.example", state=DomainState.ENDED, registered_on=dt.date(2001, 1, 1))
    house.package(jutta, "andere.example")
    return house.portal.packages.open(house.access(jutta), one.id)


def test_a_domain_is_shown_in_unicode_with_punycode_beside(portal: Portal, inside: PackageAccess) -> None:
    [view] = portal.domains.page(inside, PageRequest(filter="müßig")).rows
    assert (view.name, view.ascii_name) == ("müßig-söhne.de", "xn--mig-shne-qya8u7b.de")
    assert (view.kind, view.state) == (DomainKind.INCLUDED, DomainState.ACTIVE)
    assert view.registered_on == dt.date(2020, 2, 29)


@pytest.mark.parametrize(
    ("request_", "found"),
    [
        ({}, ["apfel", "meine", "müßig-söhne", "vorbei"]),
        ({"sort": "name", "descending": True}, ["vorbei", "müßig-söhne", "meine", "apfel"]),
        ({"sort": "kind"}, ["apfel", "müßig-söhne", "vorbei", "meine"]),
        ({"sort": "state"}, ["meine", "müßig-söhne", "vorbei", "apfel"]),
        ({"sort": "registered", "limit": 2}, ["vorbei", "müßig-söhne"]),
        ({"filter": "XN--MIG"}, ["müßig-söhne"]),
        ({"filter": "MÜßIG"}, ["müßig-söhne"]),
        ({"filter": "andere"}, []),
        ({"filter": "%"}, []),
    ],
)
def test_the_packages_own_domains_are_sorted_and_filtered(
    portal: Portal, inside: PackageAccess, request_: dict[str, object], found: list[str]
) -> None:
    page = portal.domains.page(inside, PageRequest(count=True, **request_))  # type: ignore[arg-type]
    assert [view.name.partition(".")[0] for view in page.rows] == found
    assert page.total == (4 if "filter" not in request_ else len(found))


def test_a_webmaster_sees_the_same_domains_as_the_owner(
    house: House, portal: Portal, jutta: Customer
) -> None:
    one = house.package(
        jutta, "meine.example", password="zebra-kaktus-anker-wolke", domains=["zweite.example"]
    )
    owner = portal.packages.open(house.access(jutta), one.id)
    webmaster = house.package_access("zweite.example")
    assert portal.domains.page(webmaster, PageRequest()) == portal.domains.page(owner, PageRequest())
