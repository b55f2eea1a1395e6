"""Contact and invoice email."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.customers.email import EmailAddresses
from portal.errors import Doubtful
from portal.validation import checked
from storage.models.domains import DomainState
from tests.portal.customers.steps import FILL_IN, sentences

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.portal import Portal
    from storage.models.customers import Customer
    from tests.portal.house import House

NO_ADDRESS = "This is not a complete email address, such as name@example.de."
NOT_ASCII = "Only the letters a to z, digits and some signs can stand before the @."


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("anna@example.org", "anna@example.org"),
        (" anna@Example.ORG ", "anna@example.org"),
        ("Anna.Meier+rechnung@example.org", "Anna.Meier+rechnung@example.org"),
        ("anna@müßig-söhne.de", "anna@müßig-söhne.de"),
        ("anna@xn--mig-shne-qya8u7b.de", "anna@müßig-söhne.de"),
        ("anna@MÜSSIG.de", "anna@müssig.de"),
        (f"anna@{'.'.join(['x' * 60] * 4)}.de", f"anna@{'.'.join(['x' * 60] * 4)}.de"),
    ],
)
def test_an_address_is_kept_in_its_normal_form(typed: str, kept: str) -> None:
    assert checked(
        EmailAddresses, {"email": typed, "invoice_email": typed}
    ) == EmailAddresses.model_construct(email=kept, invoice_email=kept)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("anna", NO_ADDRESS),
        ("anna@", NO_ADDRESS),
        ("@example.org", NO_ADDRESS),
        ("anna@example", NO_ADDRESS),
        ("anna@localhost", NO_ADDRESS),
        ("anna@example..org", NO_ADDRESS),
        ("anna.@example.org", NO_ADDRESS),
        (".anna@example.org", NO_ADDRESS),
        ("an na@example.org", NO_ADDRESS),
        ("anna@example.org, karl@example.org", NO_ADDRESS),
        ("Anna <anna@example.org>", NO_ADDRESS),
        ('"anna"@example.org', NO_ADDRESS),
        ("anna@[192.0.2.1]", NO_ADDRESS),
        (f"{'a' * 65}@example.org", NO_ADDRESS),
        ("änna@example.org", NOT_ASCII),
        (
            "anna@example.org\nBcc: karl@example.org",
            "Character U+000A cannot be used here. Please remove it.",
        ),
        ("x" * 255, "This is too long: 254 characters at most."),
        ("x" * 10_000, "This is too long: 254 characters at most."),
    ],
)
def test_what_is_no_address_is_refused(typed: str, sentence: str) -> None:
    assert sentences(EmailAddresses, email=typed) == {"email": sentence}
    assert sentences(EmailAddresses, email="anna@example.org", invoice_email=typed) == {
        "invoice_email": sentence
    }


def test_a_contact_address_is_needed_an_invoice_address_is_not() -> None:
    assert sentences(EmailAddresses, email="") == {"email": FILL_IN}
    assert sentences(EmailAddresses, email="anna@example.org", invoice_email=" ") == {}


def emails(portal: Portal, access: CustomerAccess) -> EmailAddresses:
    return portal.customers.show(access).emails


def test_old_and_new_addresses_are_told(house: House, portal: Portal, jutta: Customer) -> None:
    house.change(jutta, invoice_email="buero@example.org")
    access = house.access(jutta)
    entered = EmailAddresses(email="anna@example.org", invoice_email="rechnung@example.org")
    view = portal.customers.change_emails(access, entered, emails(portal, access))
    assert view.emails == entered
    told = house.messages(jutta)
    assert [message.address for message in told] == [
        "anna@example.org",
        "jutta@müller-beispiel.de",
        "buero@example.org",
        "rechnung@example.org",
    ]
    assert all(
        "Ihre Kontaktadresse für E-Mails ist jetzt anna@example.org." in message.body for message in told
    )


@pytest.mark.parametrize("field", ["email", "invoice_email"])
@pytest.mark.parametrize(
    "address", ["info@müßig-söhne.de", "info@mail.müßig-söhne.de", "info@zweite.example"]
)
def test_an_address_inside_ones_own_packages_is_doubted_and_then_accepted(
    house: House, portal: Portal, jutta: Customer, field: str, address: str
) -> None:
    house.package(jutta, "müßig-söhne.de", domains=["zweite.example"])
    access = house.access(jutta)
    seen = emails(portal, access)
    entered = checked(EmailAddresses, {"email": seen.email} | {field: address})
    with pytest.raises(Doubtful) as caught:
        portal.customers.change_emails(access, entered, seen)
    assert caught.value.field == field
    assert caught.value.message == (
        "This address is in one of your own packages: if that has a fault, our notices cannot reach you."
        " Save again to keep it."
    )
    assert (emails(portal, access), house.messages(jutta)) == (seen, [])
    portal.customers.change_emails(access, entered, seen, sure=True)
    assert emails(portal, access) == entered
    other = "invoice_email" if field == "email" else "email"
    unrelated = entered.model_copy(update={other: "karl@example.org"})
    portal.customers.change_emails(access, unrelated, entered)
    assert emails(portal, access) == unrelated


def test_domains_of_others_and_of_the_past_raise_no_doubt(
    house: House, portal: Portal, jutta: Customer
) -> None:
    package = house.package(jutta)
    house.ended_domain(package, "vorbei.example", DomainState.ENDED)
    house.package(house.customer(), "fremd.example")
    access = house.access(jutta)
    for address in ("a@vorbei.example", "a@fremd.example", f"a@x{package.main_domain}"):
        entered = EmailAddresses(email=address)
        assert portal.customers.change_emails(access, entered, emails(portal, access)).emails == entered
