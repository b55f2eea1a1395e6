"""By customer number, and by domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.access import CustomerAccess, PackageAccess
from portal.errors import NotAllowed
from storage.models.domains import DomainKind, DomainState
from storage.models.packages import PackageState
from tests.portal.house import HOME, PACKAGE_PASSWORD, PASSWORD

if TYPE_CHECKING:
    from portal.portal import Portal
    from storage.models.customers import Customer
    from tests.portal.house import House


def test_a_customer_signs_in_with_number_and_password(house: House, portal: Portal, jutta: Customer) -> None:
    signed_in = portal.sign_in.as_customer(jutta.number, PASSWORD, HOME)
    assert (signed_in.number, signed_in.name) == (jutta.number, "Jutta Müller-Lüdenscheidt")
    assert isinstance(signed_in.access, CustomerAccess)
    assert portal.customers.show(signed_in.access).number == jutta.number
    assert [(entry.actor, entry.action) for entry in house.audit()] == [(f"customer {jutta.id}", "signed in")]


def test_a_company_is_greeted_by_its_name(house: House, portal: Portal) -> None:
    company = house.customer(company="Müller & Söhne GmbH")
    assert portal.sign_in.as_customer(company.number, PASSWORD, HOME).name == "Müller & Söhne GmbH"


def test_blanks_in_the_number_do_not_count(portal: Portal, jutta: Customer) -> None:
    number = jutta.number
    for typed in (f"{number[:2]} {number[2:5]} {number[5:]}", f"  {number}\t", f"\u00a0{number}"):
        assert portal.sign_in.as_customer(typed, PASSWORD, HOME).number == number


def test_the_password_counts_to_the_last_blank_and_capital(portal: Portal, jutta: Customer) -> None:
    for almost in (PASSWORD.lower(), f"{PASSWORD} ", PASSWORD[:-1]):
        with pytest.raises(NotAllowed):
            portal.sign_in.as_customer(jutta.number, almost, HOME)


def test_the_same_umlaut_typed_in_two_ways_is_the_same_password(house: House, portal: Portal) -> None:
    kurt = house.customer("Müde Krähen überall hier")
    portal.sign_in.as_customer(kurt.number, "Mu\u0308de Kra\u0308hen u\u0308berall hier", HOME)


# With a domain and the package password.


@pytest.mark.parametrize(
    "typed",
    [
        "müßig-söhne.de",
        "MÜßIG-SÖHNE.DE",
        "mu\u0308ßig-so\u0308hne.de",
        "xn--mig-shne-qya8u7b.de",
        "XN--MIG-SHNE-QYA8U7B.DE",
        "müßig-söhne.de.",
        "müßig-söhne。de。",
        "  müßig-söhne.de ",
    ],
)
def test_a_webmaster_signs_in_with_the_domain_in_any_spelling(
    house: House, portal: Portal, jutta: Customer, typed: str
) -> None:
    package = house.package(jutta, "müßig-söhne.de", password=PACKAGE_PASSWORD)
    signed_in = portal.sign_in.as_package(typed, PACKAGE_PASSWORD, HOME)
    assert isinstance(signed_in.access, PackageAccess)
    assert signed_in.access.package_id == package.id
    assert not signed_in.access.by_owner
    assert (signed_in.number, signed_in.name) == ("", "müßig-söhne.de")
    assert portal.packages.overview(signed_in.access).main_domain == "müßig-söhne.de"


def test_ss_is_another_domain_than_sharp_s(house: House, jutta: Customer) -> None:
    house.package(jutta, "straße.de", password=PACKAGE_PASSWORD)
    other = house.package(jutta, "strasse.de", password=PACKAGE_PASSWORD)
    access = house.package_access("strasse.de")
    assert access.package_id == other.id


@pytest.mark.parametrize("kind", [DomainKind.INCLUDED, DomainKind.ADDITIONAL])
def test_any_active_domain_of_the_package_will_do(
    house: House, portal: Portal, jutta: Customer, kind: DomainKind
) -> None:
    package = house.package(jutta, password=PACKAGE_PASSWORD)
    house.domain(package, "zweite.example", kind=kind)
    signed_in = portal.sign_in.as_package("zweite.example", PACKAGE_PASSWORD, HOME)
    assert signed_in.name == package.main_domain


def test_a_terminated_domain_will_do_until_it_ends(house: House, jutta: Customer) -> None:
    package = house.package(jutta, password=PACKAGE_PASSWORD)
    house.ended_domain(package, "geht.example", DomainState.TERMINATED)
    assert house.package_access("geht.example").package_id == package.id


def test_a_suspended_package_can_still_be_looked_after(house: House, jutta: Customer) -> None:
    package = house.package(jutta, password=PACKAGE_PASSWORD, state=PackageState.SUSPENDED)
    assert house.package_access(package.main_domain).package_id == package.id


def test_a_name_that_ended_elsewhere_signs_in_where_it_lives_now(house: House, jutta: Customer) -> None:
    before = house.package(jutta, password=PACKAGE_PASSWORD)
    house.ended_domain(before, "umgezogen.example")
    now = house.package(jutta, "umgezogen.example", password=PACKAGE_PASSWORD)
    assert house.package_access("umgezogen.example").package_id == now.id
