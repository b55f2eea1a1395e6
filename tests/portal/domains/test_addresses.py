"""A subdomain and its address in DNS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.dns.records import RecordEntry
from portal.domains.models import NewSubdomain
from portal.paging import PageRequest
from storage.models.dns import DnsType
from tests.portal.house import PACKAGE_PASSWORD

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from portal.portal import Portal
    from storage.models.customers import Customer
    from tests.portal.house import House

WEB = {("A", "192.0.2.80"), ("AAAA", "2001:db8::80")}


@pytest.fixture
def inside(house: House, jutta: Customer) -> PackageAccess:
    house.package(jutta, "meine.example", password=PACKAGE_PASSWORD)
    return house.package_access("meine.example")


def main(portal: Portal, inside: PackageAccess) -> int:
    return portal.domains.choices(inside)[0].id


def led(portal: Portal, inside: PackageAccess, name: str) -> set[tuple[str, str]]:
    """Type and value of the records at a name."""
    rows = portal.dns.page(inside, None, PageRequest(limit=100)).page.rows
    return {(row.entry.type.value, row.entry.value) for row in rows if row.entry.name == name}


def record(portal: Portal, inside: PackageAccess, name: str, kind: DnsType, value: str) -> None:
    entry = RecordEntry(name=name, type=kind, ttl=3600, value=value)
    portal.dns.add(inside, main(portal, inside), entry)


def add(portal: Portal, inside: PackageAccess, label: str) -> int:
    return portal.domains.add(inside, NewSubdomain(domain_id=main(portal, inside), label=label))


@pytest.mark.parametrize("label", ["blog", "a.b", "*", "xn--grn-ioa"])
def test_a_new_subdomain_leads_to_the_web_server_and_its_address_goes_with_it(
    portal: Portal, inside: PackageAccess, label: str
) -> None:
    shown = {"xn--grn-ioa": "grün"}.get(label, label)
    site_id = add(portal, inside, label)
    assert led(portal, inside, shown) == WEB
    record(portal, inside, label, DnsType.TXT, "mine")
    portal.domains.remove(inside, site_id)
    assert led(portal, inside, shown) == {("TXT", "mine")}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (DnsType.A, "198.51.100.7"),
        (DnsType.AAAA, "2001:db8::7"),
        (DnsType.CNAME, "shop.example.net."),
        (DnsType.NS, "ns.example.net."),
    ],
)
def test_what_the_zone_says_about_the_name_stays_as_it_is(
    portal: Portal, inside: PackageAccess, kind: DnsType, value: str
) -> None:
    record(portal, inside, "blog", kind, value)
    site_id = add(portal, inside, "blog")
    assert led(portal, inside, "blog") == {(kind.value, value)}
    portal.domains.remove(inside, site_id)
    assert led(portal, inside, "blog") == {(kind.value, value)}


def test_below_a_name_that_other_servers_answer_for_nothing_is_added(
    portal: Portal, inside: PackageAccess
) -> None:
    record(portal, inside, "sub", DnsType.NS, "ns.example.net.")
    add(portal, inside, "blog.sub")
    assert led(portal, inside, "blog.sub") == set()


def test_both_stand_in_the_history_and_the_zone_has_a_version_for_it(
    portal: Portal, inside: PackageAccess
) -> None:
    add(portal, inside, "blog")
    rows = portal.history.page(inside, PageRequest(sort="when")).page.rows
    assert [(row.kind, row.action) for row in rows] == [("zone", "added"), ("subdomain", "added")]
    versions = portal.dns.versions(inside, main(portal, inside), PageRequest()).page.rows
    assert [(version.what, version.added) for version in versions] == [("added", 2)]


def test_undoing_both_leaves_nothing_of_it(portal: Portal, inside: PackageAccess) -> None:
    add(portal, inside, "blog")
    for row in portal.history.page(inside, PageRequest(sort="when", descending=True)).page.rows:
        portal.history.undo(inside, row.id)
    assert led(portal, inside, "blog") == set()
    assert all("blog" not in view.name for view in portal.domains.page(inside, PageRequest()).page.rows)
