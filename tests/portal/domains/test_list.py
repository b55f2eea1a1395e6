"""The list of domains: each with its subdomains beneath it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from portal.domains import DomainKind, DomainState, SiteTarget
from portal.packages import Figure, Resource
from portal.paging import PageRequest
from tests.portal.domains.steps import change_domain, listed, point, subdomain

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from portal.portal import Portal
    from storage.models.customers import Customer
    from storage.models.packages import Package
    from tests.portal.house import House


@pytest.fixture
def inside(house: House, jutta: Customer) -> PackageAccess:
    """The owner in a package with four domains; her other package has one, too."""
    quotas = {Resource.DOMAINS: 5, Resource.ADDITIONAL_DOMAINS: 50}
    counted = {Resource.ADDITIONAL_DOMAINS: 1}
    one = house.package(jutta, "meine.example", of=house.product(quotas), usage=counted)
    house.domain(one, "müßig-söhne.de", registered_on=dt.date(2020, 2, 29))
    house.domain(one, "apfel.example", kind=DomainKind.ADDITIONAL, state=DomainState.TERMINATED)
    house.domain(one, "vorbei.example", state=DomainState.ENDED, registered_on=dt.date(2001, 1, 1))
    house.package(jutta, "andere.example")
    owner = house.portal.packages.open(house.access(jutta), one.id)
    subdomain(house.portal, owner, "blog")
    subdomain(house.portal, owner, "äpfel", target="parked")
    return owner


def test_a_domain_is_shown_in_unicode_with_punycode_beside(portal: Portal, inside: PackageAccess) -> None:
    [view] = portal.domains.page(inside, PageRequest(filter="müßig")).page.rows
    assert (view.name, view.ascii_name) == ("müßig-söhne.de", "xn--mig-shne-qya8u7b.de")
    assert (view.kind, view.state) == (DomainKind.INCLUDED, DomainState.ACTIVE)
    assert view.registered_on == dt.date(2020, 2, 29)


def test_so_is_a_subdomain(portal: Portal, inside: PackageAccess) -> None:
    [view] = portal.domains.page(inside, PageRequest(filter="ÄPFEL")).page.rows
    assert (view.name, view.ascii_name) == ("äpfel.meine.example", "xn--pfel-koa.meine.example")
    assert view.label == "xn--pfel-koa"
    assert view.settings is not None
    assert view.settings.target is SiteTarget.PARKED


ALL = ["apfel", "meine", "blog", "äpfel", "müßig-söhne", "vorbei"]


@pytest.mark.parametrize(
    ("request_", "found"),
    [
        ({}, ALL),
        ({"sort": "name", "descending": True}, ALL[::-1]),
        ({"sort": "kind"}, ["meine", "müßig-söhne", "vorbei", "apfel", "blog", "äpfel"]),
        ({"sort": "state"}, ["meine", "blog", "äpfel", "müßig-söhne", "vorbei", "apfel"]),
        ({"sort": "registered", "limit": 2}, ["vorbei", "müßig-söhne"]),
        ({"filter": "XN--MIG"}, ["müßig-söhne"]),
        ({"filter": "MÜßIG"}, ["müßig-söhne"]),
        ({"filter": "blog"}, ["blog"]),
        ({"filter": "meine"}, ["meine", "blog", "äpfel"]),
        ({"filter": "andere"}, []),
        ({"filter": "%"}, []),
    ],
)
def test_the_packages_own_domains_are_sorted_and_filtered(
    portal: Portal, inside: PackageAccess, request_: dict[str, object], found: list[str]
) -> None:
    page = portal.domains.page(inside, PageRequest(count=True, **request_)).page  # type: ignore[arg-type]
    assert [view.name.partition(".")[0] for view in page.rows] == found
    assert page.total == (len(ALL) if "filter" not in request_ else len(found))


@pytest.mark.parametrize("sort", ["name", "kind", "state", "registered"])
@pytest.mark.parametrize("descending", [False, True])
def test_the_list_can_be_read_page_by_page_both_ways(
    portal: Portal, inside: PackageAccess, sort: str, descending: bool
) -> None:
    def read(backwards: bool) -> list[str]:
        names: list[str] = []
        anchor = None
        while True:
            request = PageRequest(
                sort=sort, descending=descending, anchor=anchor, backwards=backwards, limit=2
            )
            page = portal.domains.page(inside, request).page
            if not page.rows:
                return names
            rows = [view.name for view in page.rows]
            names = rows + names if backwards else names + rows
            anchor = page.anchors[0 if backwards else -1]

    assert read(backwards=False) == read(backwards=True)
    assert len(read(backwards=False)) == len(ALL)


def test_the_border_tells_included_and_additional_domains_apart(
    portal: Portal, inside: PackageAccess
) -> None:
    standing = portal.domains.page(inside, PageRequest(count=True)).standing
    assert standing is not None
    assert standing.figures == (Figure(Resource.DOMAINS, 2, 5), Figure(Resource.ADDITIONAL_DOMAINS, 1, 50))


def test_what_has_ended_is_shown_and_cannot_be_set(portal: Portal, inside: PackageAccess) -> None:
    view = listed(portal, inside)["vorbei.example"]
    assert (view.state, view.settings) == (DomainState.ENDED, None)


def test_a_domain_that_is_ordered_is_shown_as_ordered(
    house: House, portal: Portal, package: Package, owner: PackageAccess
) -> None:
    change_domain(house, package, "zweite.example", state=DomainState.ORDERED)
    assert listed(portal, owner)["zweite.example"].state is DomainState.ORDERED


def test_a_webmaster_sees_the_same_domains_as_the_owner_but_not_who_holds_them(
    portal: Portal, owner: PackageAccess, webmaster: PackageAccess
) -> None:
    subdomain(portal, webmaster, "blog")
    seen, all_of_it = (portal.domains.page(access, PageRequest()).page.rows for access in (webmaster, owner))
    assert {each.holder for each in seen} == {None}
    assert [each.holder for each in all_of_it if not each.label] == [""] * 3
    assert seen == tuple(replace(each, holder=None) for each in all_of_it)


def test_but_none_that_the_owner_has_closed_and_nothing_beneath_it(
    house: House, portal: Portal, package: Package, owner: PackageAccess, webmaster: PackageAccess
) -> None:
    subdomain(portal, owner, "blog")
    change_domain(house, package, "meine.example", open_to_webmaster=False)
    assert set(listed(portal, webmaster)) == {"zweite.example", "müßig.example"}
    assert {each.name for each in portal.domains.targets(webmaster)} == {"zweite.example", "müßig.example"}
    assert set(listed(portal, owner)) > {"meine.example", "blog.meine.example"}


def test_a_change_is_not_yet_published(portal: Portal, owner: PackageAccess) -> None:
    point(portal, owner, "meine.example", target="parked")
    views = listed(portal, owner)
    assert (views["meine.example"].published, views["zweite.example"].published) == (False, True)


def test_a_long_list_costs_as_many_statements_as_a_short_one(
    house: House, portal: Portal, owner: PackageAccess
) -> None:
    def cost() -> int:
        with house.statements() as seen:
            portal.domains.page(owner, PageRequest(count=True))
        return len(seen)

    before = cost()
    for number in range(60):
        subdomain(portal, owner, f"s{number}")
    assert before == cost() <= 3
