"""Ordering another domain: a contract act, for the owner only."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from portal.access import CustomerAccess
from portal.domains import DomainKind, DomainState, NewDomain, SiteSettings
from portal.errors import Conflict, InvalidInput, NotAllowed, NotFound, Throttled
from portal.packages import Figure, Resource
from portal.paging import PageRequest
from portal.validation import checked
from storage.models.dns import DnsRecord
from storage.models.packages import PackageState
from storage.repositories.domains import Domains
from tests.hostile import HOSTILE
from tests.portal.domains.steps import listed, stored_domain, subdomain
from tests.portal.house import PACKAGE_PASSWORD, PASSWORD, WRONG

if TYPE_CHECKING:
    from portal.portal import Portal
    from storage.models.customers import Customer
    from storage.models.packages import Package
    from tests.portal.house import House

TWO_AND_ONE = {Resource.DOMAINS: 2, Resource.ADDITIONAL_DOMAINS: 1}


@pytest.fixture
def small(house: House, jutta: Customer) -> Package:
    """Room for one more included domain and one additional one."""
    return house.package(jutta, "meine.example", of=house.product(TWO_AND_ONE), password=PACKAGE_PASSWORD)


@pytest.fixture
def access(house: House, jutta: Customer) -> CustomerAccess:
    return house.access(jutta)


def order(portal: Portal, access: CustomerAccess, of: Package, name: str, password: str = PASSWORD) -> int:
    entered = checked(NewDomain, {"name": name, "password": password})
    return portal.domains.order(access, of.id, entered)


def test_an_ordered_domain_stands_in_the_package_with_all_it_begins_with(
    house: House, portal: Portal, access: CustomerAccess, small: Package
) -> None:
    site = order(portal, access, small, "MÜßig-Söhne.de")
    inside = portal.packages.open(access, small.id)
    view = listed(portal, inside)["müßig-söhne.de"]
    assert (view.id, view.ascii_name) == (site, "xn--mig-shne-qya8u7b.de")
    assert (view.kind, view.state) == (DomainKind.INCLUDED, DomainState.ORDERED)
    assert view.registered_on == dt.date(2026, 11, 22)
    assert view.settings == SiteSettings()
    assert not view.published
    domain = stored_domain(house, small, "müßig-söhne.de")
    assert domain.zone_version == 1
    with house.storage.reading() as work:
        records = work._session.scalars(select(DnsRecord).where(DnsRecord.domain_id == domain.id)).all()
    assert {(record.name, record.type) for record in records} >= {("@", "A"), ("www", "AAAA"), ("@", "MX")}
    subdomain(portal, inside, "blog", "müßig-söhne.de")


def test_an_order_stands_in_history_and_audit_and_is_told_to_the_owner(
    house: House, portal: Portal, jutta: Customer, access: CustomerAccess, small: Package
) -> None:
    order(portal, access, small, "neu-im-paket.de")
    inside = portal.packages.open(access, small.id)
    [change] = portal.history.page(inside, PageRequest()).page.rows
    assert (change.kind, change.action, change.name) == ("domain", "ordered", "neu-im-paket.de")
    assert (change.by_owner, change.undoable) == (True, False)
    assert house.actions()[-1] == "domain ordered"
    [message] = house.messages(jutta)
    assert (message.address, message.subject) == (jutta.email, "Ihre Bestellung")
    assert (
        "Sie haben die Domain neu-im-paket.de für Ihr Paket meine.example bestellt. Sie gehört zu den"
        " Domains, die im Paket enthalten sind."
    ) in message.body


def test_included_domains_come_first_then_additional_ones_then_the_figures(
    house: House, portal: Portal, jutta: Customer, access: CustomerAccess, small: Package
) -> None:
    order(portal, access, small, "eins-mehr.de")
    order(portal, access, small, "zwei-mehr.de")
    with pytest.raises(Conflict) as caught:
        order(portal, access, small, "drei-mehr.de")
    assert caught.value.message == (
        "2 of 2 included and 1 of 1 additional domains are in use. A larger product has room for more."
    )
    inside = portal.packages.open(access, small.id)
    kinds = {name: view.kind for name, view in listed(portal, inside).items()}
    assert kinds == {
        "meine.example": DomainKind.MAIN,
        "eins-mehr.de": DomainKind.INCLUDED,
        "zwei-mehr.de": DomainKind.ADDITIONAL,
    }
    standing = portal.domains.page(inside, PageRequest(count=True)).standing
    assert standing is not None
    assert standing.figures == (Figure(Resource.DOMAINS, 2, 2), Figure(Resource.ADDITIONAL_DOMAINS, 1, 1))
    assert "nach der Preisliste berechnet" in house.messages(jutta)[-1].body


def test_a_domain_that_has_ended_makes_room(
    house: House, portal: Portal, access: CustomerAccess, small: Package
) -> None:
    house.ended_domain(small, "vorbei.example")
    order(portal, access, small, "neu-im-paket.de")
    inside = portal.packages.open(access, small.id)
    assert listed(portal, inside)["neu-im-paket.de"].kind is DomainKind.INCLUDED


def test_a_product_without_domains_takes_none(
    house: House, portal: Portal, jutta: Customer, access: CustomerAccess
) -> None:
    none = house.package(jutta, of=house.product({Resource.PRODUCTS: 10}))
    with pytest.raises(Conflict) as caught:
        order(portal, access, none, "neu-im-paket.de")
    assert caught.value.message.startswith("1 of 0 included and 0 of 0 additional domains are in use.")


def test_the_last_place_goes_to_the_first_session(
    house: House, portal: Portal, jutta: Customer, access: CustomerAccess
) -> None:
    one = house.package(jutta, of=house.product({Resource.DOMAINS: 2}))
    other = house.restarted()
    elsewhere = house.access(jutta)
    order(portal, access, one, "zuerst-da.de")
    with pytest.raises(Conflict, match="2 of 2 included"):
        order(other, elsewhere, one, "danach-da.de")


@pytest.mark.parametrize("whose", ["own", "foreign"])
def test_a_name_that_lives_is_taken_whoever_has_it(
    house: House, portal: Portal, jutta: Customer, access: CustomerAccess, small: Package, whose: str
) -> None:
    house.package(jutta if whose == "own" else house.customer(), "schon-weg.de")
    with pytest.raises(InvalidInput) as caught:
        order(portal, access, small, "Schon-Weg.de")
    assert caught.value.problems == {"name": "schon-weg.de is taken."}


def test_a_name_that_ended_can_be_ordered_again(
    house: House, portal: Portal, access: CustomerAccess, small: Package
) -> None:
    house.ended_domain(small, "wieder-da.de")
    order(portal, access, small, "wieder-da.de")


def test_a_name_that_somebody_else_orders_at_the_same_moment_is_taken(
    portal: Portal, access: CustomerAccess, small: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look before finds nothing; the database knows better."""
    order(portal, access, small, "zugleich.de")
    monkeypatch.setattr(Domains, "living", lambda *_names: {})
    with pytest.raises(InvalidInput) as caught:
        order(portal, access, small, "zugleich.de")
    assert caught.value.problems == {"name": "zugleich.de is taken."}


ENDING = "This cannot be ordered: it needs a name and a known ending, like example.de."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Please fill in this field."),
        ("neu", "This is not a domain name, such as example.de."),
        ("de", "This is not a domain name, such as example.de."),
        ("co.uk", ENDING),
        ("neu.example", ENDING),
        ("neu.gibtesnicht", ENDING),
        ("blog.neu.de", "This is a subdomain. The domain to order is neu.de."),
        ("www.müßig.co.uk", "This is a subdomain. The domain to order is müßig.co.uk."),
        ("a_b.de", "This is not a domain name, such as example.de."),
        ("-a.de", "This is not a domain name, such as example.de."),
        ("https://neu.de", "This is not a domain name, such as example.de."),
        ("192.0.2.1", ENDING),
        (f"{'x' * 64}.de", "This is not a domain name, such as example.de."),
    ],
)
def test_what_cannot_be_registered_is_refused_with_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        checked(NewDomain, {"name": typed, "password": PASSWORD})
    assert caught.value.problems == {"name": sentence}


@pytest.mark.parametrize("typed", ["neu.de", "neu.co.uk", "möbel.berlin", "NEU.DE."])
def test_what_can_be_registered_is_accepted(typed: str) -> None:
    assert checked(NewDomain, {"name": typed, "password": PASSWORD}).name == typed.lower().rstrip(".")


@pytest.mark.parametrize("what", HOSTILE)
def test_whatever_is_typed_is_a_name_or_refused_at_its_field(what: str) -> None:
    told: set[str] = set()
    try:
        checked(NewDomain, {"name": HOSTILE[what], "password": PASSWORD})
    except InvalidInput as error:
        told = set(error.problems)
    assert told <= {"name"}


def test_a_wrong_password_orders_nothing_and_is_counted(
    house: House, portal: Portal, access: CustomerAccess, small: Package
) -> None:
    before = house.actions()
    with pytest.raises(InvalidInput) as caught:
        order(portal, access, small, "neu-im-paket.de", WRONG)
    assert caught.value.problems == {"password": "This is not your customer password."}
    for _try in range(4):
        with pytest.raises(InvalidInput):
            order(portal, access, small, "neu-im-paket.de", PACKAGE_PASSWORD)
    with pytest.raises(Throttled):
        order(portal, access, small, "neu-im-paket.de")
    assert house.actions() == before


def test_another_s_package_is_not_there(house: House, portal: Portal, access: CustomerAccess) -> None:
    foreign = house.package(house.customer(), "fremd.example")
    with pytest.raises(NotFound):
        order(portal, access, foreign, "neu-im-paket.de")


def test_a_package_password_orders_nothing(house: House, portal: Portal, small: Package) -> None:
    session_id = house.package_access("meine.example").session_id
    with pytest.raises(NotAllowed):
        order(portal, CustomerAccess(session_id, small.customer_id), small, "neu-da.de")


@pytest.mark.parametrize("state", [PackageState.SUSPENDED, PackageState.ENDED])
def test_a_package_out_of_service_takes_no_domain(
    house: House, portal: Portal, access: CustomerAccess, small: Package, state: PackageState
) -> None:
    house.change(small, state=state)
    with pytest.raises(Conflict):
        order(portal, access, small, "neu-im-paket.de")


def test_nobody_signs_in_by_a_domain_that_is_only_ordered(
    house: House, portal: Portal, access: CustomerAccess, small: Package
) -> None:
    order(portal, access, small, "neu-im-paket.de")
    with pytest.raises(NotAllowed):
        house.package_access("neu-im-paket.de")
    house.package_access("meine.example")
