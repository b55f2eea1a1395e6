"""Customer data: what may be entered, what happens to it, and who is told."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from portal.customers.address import Address
from portal.customers.bank import BankData, BankDataChange, bank_of, new_reference
from portal.customers.email import EmailAddresses
from portal.customers.password import NewPassword
from portal.customers.telephone import TelephoneNumbers, e164, national
from portal.errors import (
    ChangedMeanwhile,
    Conflict,
    Doubtful,
    InvalidInput,
    NotAllowed,
    PortalError,
    Throttled,
)
from portal.validation import checked
from storage.models.customers import PaymentMethod
from storage.models.domains import DomainState
from tests.factories import IBAN, OTHER_IBAN
from tests.hostile import HOSTILE
from tests.portal.house import (
    MASTER_PASSWORD,
    NEW_PASSWORD,
    PACKAGE_PASSWORD,
    PASSWORD,
    WRONG,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel

    from portal.access import CustomerAccess
    from portal.portal import Portal
    from storage.models.customers import Customer
    from tests.portal.house import House

FILL_IN = "Please fill in this field."


def sentences(model: type[BaseModel], **entered: object) -> dict[str, str]:
    """What the customer reads beneath each field; nothing where all is right."""
    try:
        checked(model, entered)
    except InvalidInput as error:
        return error.problems
    return {}


# Address.

COLOGNE = {
    "country": "DE",
    "street": "Aachener Straße",
    "house_number": "135a",
    "postcode": "50667",
    "town": "Köln",
}
NO_POSTCODE = "This is no postcode of that country; they look like {}."
NO_COUNTRY = "This country is not known. Please use its two letters, such as DE."
NO_PO_BOX = "A PO box is not enough here: please give the street and number."


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"postcode": "01067", "town": "Dresden"},
        {"country": "AT", "postcode": "1010", "town": "Wien"},
        {"country": "CH", "postcode": "8001", "town": "Zürich"},
        {"country": "GB", "postcode": "sw1a 1aa", "town": "London"},
        {"country": "NL", "postcode": "1012 AB", "town": "Amsterdam"},
        {"country": " fr ", "postcode": "75001", "town": "Paris"},
        {"country": "AE", "postcode": "", "town": "Dubai"},
        {"addition": "Hinterhaus, 3. Stock"},
        {"street": "Postfachweg"},
        {"street": "x" * 100, "town": "y" * 100, "addition": "z" * 100, "house_number": "1" * 20},
    ],
)
def test_an_address_that_exists_is_accepted(changes: dict[str, str]) -> None:
    assert sentences(Address, **COLOGNE | changes) == {}


@pytest.mark.parametrize(
    ("field", "entered", "sentence"),
    [
        ("street", "", FILL_IN),
        ("street", "   ", FILL_IN),
        ("house_number", "", FILL_IN),
        ("town", "", FILL_IN),
        ("postcode", "", FILL_IN),
        ("postcode", "1067", NO_POSTCODE.format("26133")),
        ("postcode", "D-50667", NO_POSTCODE.format("26133")),
        ("postcode", "5066 7", NO_POSTCODE.format("26133")),
        ("postcode", "00000", NO_POSTCODE.format("26133")),
        ("postcode", "٥٠٦٦٧", NO_POSTCODE.format("26133")),
        ("country", "", NO_COUNTRY),
        ("country", "XX", NO_COUNTRY),
        ("country", "ZZ", NO_COUNTRY),
        ("country", "DEU", NO_COUNTRY),
        ("country", "Deutschland", NO_COUNTRY),
        ("country", "D\u200bE", NO_COUNTRY),
        ("street", "Postfach 12 34", NO_PO_BOX),
        ("street", "POSTFACH", NO_PO_BOX),
        ("street", "P.O. Box 5", NO_PO_BOX),
        ("street", "PO Box 5", NO_PO_BOX),
        ("street", "P. O. Box 5", NO_PO_BOX),
        ("street", "Post Office Box 5", NO_PO_BOX),
        ("street", "Packstation 123", NO_PO_BOX),
        ("street", "Boîte postale 9", NO_PO_BOX),
        ("house_number", "Postfach 3", NO_PO_BOX),
        ("addition", "neben Postfach 3", NO_PO_BOX),
        ("street", "x" * 101, "This is too long: 100 characters at most."),
        ("street", "x" * 10_000, "This is too long: 100 characters at most."),
        ("house_number", "1" * 21, "This is too long: 20 characters at most."),
        ("postcode", "1" * 10_000, "This is too long: 12 characters at most."),
        ("town", "a\x1b[2Jb", "Character U+001B cannot be used here. Please remove it."),
        ("town", "a\nb", "Character U+000A cannot be used here. Please remove it."),
        ("addition", "a\u202eb", "Character U+202E cannot be used here. Please remove it."),
        ("town", "a\ud800b", "Character U+D800 cannot be used here. Please remove it."),
        ("town", 50667, "This must be text."),
        ("name", "Karl", "This field is not known."),
    ],
)
def test_an_address_that_cannot_be_is_refused_at_its_field(
    field: str, entered: object, sentence: str
) -> None:
    assert sentences(Address, **COLOGNE | {field: entered}) == {field: sentence}


def test_a_postcode_is_judged_by_its_country() -> None:
    assert sentences(Address, **COLOGNE | {"country": "AT"}) == {"postcode": NO_POSTCODE.format("1010")}
    assert sentences(Address, **COLOGNE | {"country": "XX", "postcode": "!"}) == {"country": NO_COUNTRY}


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert sentences(Address, country="DE", street="", house_number="", postcode="0", town="") == {
        "street": FILL_IN,
        "house_number": FILL_IN,
        "postcode": NO_POSTCODE.format("26133"),
        "town": FILL_IN,
    }
    assert set(sentences(Address)) == {"country", "street", "house_number", "postcode", "town"}


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("field", ["street", "house_number", "addition", "town", "postcode", "country"])
def test_whatever_is_typed_into_an_address_is_kept_literally_or_refused(field: str, what: str) -> None:
    entered = COLOGNE | {field: HOSTILE[what]}
    problems = sentences(Address, **entered)
    assert set(problems) <= {field}
    if problems:
        assert all(character.isprintable() for character in problems[field])
    else:
        kept = getattr(checked(Address, entered), field)
        assert all(character.isprintable() for character in kept)
        assert kept.casefold() == " ".join(unicodedata.normalize("NFC", HOSTILE[what]).split()).casefold()


def moved(portal: Portal, access: CustomerAccess, **changes: str) -> Address:
    return portal.customers.show(access).address.model_copy(update=changes)


def test_a_customer_moves(house: House, portal: Portal, jutta: Customer) -> None:
    house.package(jutta)
    house.package(jutta)
    access = house.access(jutta)
    seen = portal.customers.show(access).address
    dresden = checked(Address, COLOGNE | {"postcode": "01067", "town": " Dresden  Neustadt "})
    view = portal.customers.change_address(access, dresden, seen)
    assert view == portal.customers.show(access)
    assert (view.address.postcode, view.address.town, view.packages) == ("01067", "Dresden Neustadt", 2)
    stored = house.stored(jutta)
    assert (stored.postcode, stored.town, stored.street) == (
        "01067",
        "Dresden Neustadt",
        "Aachener Straße",
    )
    assert house.actions() == ["signed in", "address changed"]
    [message] = house.messages(jutta)
    assert (message.address, message.subject) == (jutta.email, "Your customer data were changed")
    assert "Your address was changed." in message.body
    assert f"customer number {jutta.number}" in message.body


def test_saving_what_stands_there_already_changes_nothing_and_tells_nobody(
    house: House, portal: Portal, jutta: Customer
) -> None:
    access = house.access(jutta)
    shown = portal.customers.show(access)
    assert portal.customers.change_address(access, shown.address, shown.address) == shown
    assert portal.customers.change_telephone(access, shown.telephone, shown.telephone) == shown
    assert portal.customers.change_emails(access, shown.emails, shown.emails) == shown
    assert house.messages(jutta) == []
    assert house.actions() == ["signed in"]


def test_moving_twice_in_the_same_moment_is_told_twice(house: House, portal: Portal, jutta: Customer) -> None:
    access = house.access(jutta)
    for town in ("Bonn", "Trier"):
        seen = portal.customers.show(access).address
        portal.customers.change_address(access, moved(portal, access, town=town), seen)
    assert len(house.messages(jutta)) == 2


# Telephone and fax.

NO_NUMBER = "This is not a complete telephone number, such as 030 1234567."


@pytest.mark.parametrize(
    ("typed", "region", "stored", "shown"),
    [
        ("030 1234567", "DE", "+49301234567", "030 1234567"),
        ("030/123 45 67", "DE", "+49301234567", "030 1234567"),
        ("(030) 1234567", "DE", "+49301234567", "030 1234567"),
        ("030-1234567", "DE", "+49301234567", "030 1234567"),
        ("030–1234567", "DE", "+49301234567", "030 1234567"),
        ("+49 30 1234567", "DE", "+49301234567", "030 1234567"),
        ("0049 30 1234567", "DE", "+49301234567", "030 1234567"),
        ("+49 (0)30 1234567", "DE", "+49301234567", "030 1234567"),
        ("0171 2345678", "DE", "+491712345678", "0171 2345678"),
        ("+43 1 5134567", "DE", "+4315134567", "+43 1 5134567"),
        ("01 5134567", "AT", "+4315134567", "01 5134567"),
        ("044 668 18 00", "CH", "+41446681800", "044 668 18 00"),
        ("", "DE", "", ""),
    ],
)
def test_a_number_is_understood_as_it_is_written_where_the_customer_lives(
    typed: str, region: str, stored: str, shown: str
) -> None:
    assert e164(typed, region) == stored
    assert national(stored, region) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "12",
        "110",
        "030",
        "+49",
        "+999 123456",
        "0",
        "1234567",
        "030 1234567 ext. 5",
        "030 1234567 Durchwahl 5",
        "call me 030 1234567",
        "030 1234567 und 0171 2345678",
        "tel:+49301234567",
        "0800 FLOWERS",
    ],
)
@pytest.mark.parametrize("field", ["telephone", "mobile", "fax"])
def test_what_is_no_number_is_refused_at_its_field(field: str, typed: str) -> None:
    entered = {"telephone": "030 1234567"} | {field: typed}
    assert sentences(TelephoneNumbers, **entered) == {field: NO_NUMBER}


@pytest.mark.parametrize(
    ("entered", "problems"),
    [
        ({"telephone": "030 1234567"}, {}),
        ({"mobile": "0171 2345678"}, {}),
        ({}, {"mobile": "Please give a telephone or a mobile number."}),
        ({"fax": "030 1234567"}, {"mobile": "Please give a telephone or a mobile number."}),
        (
            {"telephone": "030 1234567890123"},
            {"telephone": "This number is too long: 15 digits at most, country code included."},
        ),
        ({"telephone": "1" * 41}, {"telephone": "This is too long: 40 characters at most."}),
        ({"telephone": "1" * 10_000}, {"telephone": "This is too long: 40 characters at most."}),
        (
            {"telephone": "030 1234567", "fax": "030\u200b1234567"},
            {"fax": "Character U+200B cannot be used here. Please remove it."},
        ),
    ],
)
def test_telephone_or_mobile_there_must_be(entered: dict[str, str], problems: dict[str, str]) -> None:
    assert sentences(TelephoneNumbers, **entered) == problems


def test_numbers_are_stored_for_machines_and_as_they_were_typed(
    house: House, portal: Portal, jutta: Customer
) -> None:
    access = house.access(jutta)
    seen = portal.customers.show(access).telephone
    assert seen == TelephoneNumbers(telephone="0221 12345678")
    entered = TelephoneNumbers(mobile="0171/23 45 678", fax="+43 1 5134567")
    view = portal.customers.change_telephone(access, entered, seen)
    stored = house.stored(jutta)
    assert (stored.telephone, stored.telephone_typed) == ("", "")
    assert (stored.mobile, stored.mobile_typed) == ("+491712345678", "0171/23 45 678")
    assert (stored.fax, stored.fax_typed) == ("+4315134567", "+43 1 5134567")
    assert (view.telephone.telephone, view.telephone.mobile) == ("", "0171 2345678")
    assert view.telephone.fax == "+43 1 5134567"
    again = view.telephone.model_copy(update={"fax": ""})
    portal.customers.change_telephone(access, again, view.telephone)
    stored = house.stored(jutta)
    assert (stored.mobile, stored.mobile_typed, stored.fax) == ("+491712345678", "0171/23 45 678", "")
    assert house.actions() == ["signed in", "telephone changed", "telephone changed"]


# Email addresses.

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
    assert all("Your contact email address is now anna@example.org." in message.body for message in told)


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


# Changed meanwhile.


def test_what_somebody_else_saved_is_shown_and_replaced_only_on_purpose(
    house: House, portal: Portal, jutta: Customer
) -> None:
    first, second = house.access(jutta), house.access(jutta)
    seen = portal.customers.show(first).address
    portal.customers.change_address(second, moved(portal, second, town="Bonn", postcode="53111"), seen)
    entered = moved(portal, first, town="Trier", postcode="54290")
    with pytest.raises(ChangedMeanwhile) as caught:
        portal.customers.change_address(first, entered, seen)
    assert caught.value.stored == {"town": "Bonn", "postcode": "53111"}
    assert "what stands there now is shown beneath each field" in caught.value.message
    assert house.stored(jutta).town == "Bonn"
    view = portal.customers.change_address(first, entered, portal.customers.show(first).address)
    assert view.address.town == "Trier"


def test_telephones_and_addresses_changed_meanwhile_are_noticed_too(
    house: House, portal: Portal, jutta: Customer
) -> None:
    access = house.access(jutta)
    shown = portal.customers.show(access)
    house.change(jutta, telephone="+49301234567", email="neu@example.org")
    with pytest.raises(ChangedMeanwhile) as telephone:
        portal.customers.change_telephone(access, TelephoneNumbers(telephone="0221 876543"), shown.telephone)
    assert telephone.value.stored == {"telephone": "030 1234567"}
    with pytest.raises(ChangedMeanwhile) as email:
        portal.customers.change_emails(access, EmailAddresses(email="anna@example.org"), shown.emails)
    assert email.value.stored == {"email": "neu@example.org"}


def test_two_who_edit_different_forms_do_not_collide(house: House, portal: Portal, jutta: Customer) -> None:
    first, second = house.access(jutta), house.access(jutta)
    one, two = portal.customers.show(first), portal.customers.show(second)
    portal.customers.change_address(first, moved(portal, first, town="Bonn"), one.address)
    portal.customers.change_telephone(second, TelephoneNumbers(mobile="0171 2345678"), two.telephone)
    portal.customers.change_emails(first, EmailAddresses(email="anna@example.org"), one.emails)
    change_bank_data(portal, second, iban=IBAN)
    view = portal.customers.show(first)
    assert (view.address.town, view.telephone.mobile) == ("Bonn", "0171 2345678")
    assert view.emails.email == "anna@example.org"
    assert view.payment_method is PaymentMethod.DEBIT


def at_once(*acts: Callable[[], object]) -> list[PortalError]:
    """Do all of it in threads that begin together; what they were refused."""
    refused: list[PortalError] = []
    start = threading.Barrier(len(acts), timeout=30)

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
        except PortalError as error:
            refused.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_of_many_who_save_the_same_form_at_once_exactly_one_succeeds(
    house: House, portal: Portal, jutta: Customer
) -> None:
    access = house.access(jutta)
    seen = portal.customers.show(access).address
    entered = [seen.model_copy(update={"town": f"Bonn {number}"}) for number in range(6)]
    refused = at_once(*(partial(portal.customers.change_address, access, new, seen) for new in entered))
    assert [type(error) for error in refused] == [ChangedMeanwhile] * 5
    assert house.actions().count("address changed") == len(house.messages(jutta)) == 1


# Bank data.

NO_IBAN = "This is not an IBAN: two letters, two digits, then the account."
WRONG_LENGTH = "This IBAN is too short or too long for its country."
WRONG_DIGITS = "The check digits do not fit. Please check what you typed."


@pytest.mark.parametrize(
    "typed",
    [
        IBAN,
        IBAN.lower(),
        "DE89 3704 0044 0532 0130 00",
        " de8937040044 0532013000 ",
        "DE89\u00a03704 0044 0532013000",
    ],
)
def test_an_iban_may_be_typed_in_any_spacing_and_case(typed: str) -> None:
    assert checked(BankData, {"account_holder": "Jutta", "iban": typed}).iban == IBAN


@pytest.mark.parametrize(
    ("entered", "problems"),
    [
        ({}, {"account_holder": FILL_IN, "iban": FILL_IN}),
        ({"account_holder": "Jutta", "iban": ""}, {"iban": FILL_IN}),
        ({"account_holder": " ", "iban": IBAN}, {"account_holder": FILL_IN}),
        ({"account_holder": "J", "iban": "DE98370400440532013000"}, {"iban": WRONG_DIGITS}),
        ({"account_holder": "J", "iban": "DE89370400440532031000"}, {"iban": WRONG_DIGITS}),
        ({"account_holder": "J", "iban": IBAN[:-1]}, {"iban": WRONG_LENGTH}),
        ({"account_holder": "J", "iban": IBAN + "0"}, {"iban": WRONG_LENGTH}),
        ({"account_holder": "J", "iban": "532013000"}, {"iban": NO_IBAN}),
        ({"account_holder": "J", "iban": "XX89370400440532013000"}, {"iban": NO_IBAN}),
        ({"account_holder": "J", "iban": "DE89-3704-0044-0532-0130-00"}, {"iban": NO_IBAN}),
        ({"account_holder": "J", "iban": "ß" * 22}, {"iban": NO_IBAN}),
        (
            {"account_holder": "J", "iban": "BR1800360305000010009795493C1"},
            {"iban": "Debits are possible from accounts in the SEPA countries only."},
        ),
        ({"account_holder": "J", "iban": "D" * 10_000}, {"iban": "This is too long: 60 characters at most."}),
        (
            {"account_holder": "J" * 71, "iban": IBAN},
            {"account_holder": "This is too long: 70 characters at most."},
        ),
        (
            {"account_holder": "J\x1b[2J", "iban": IBAN},
            {"account_holder": "Character U+001B cannot be used here. Please remove it."},
        ),
        (
            {"account_holder": "J", "iban": IBAN, "method": "cash"},
            {"method": "This must be one of 'debit' or 'transfer'."},
        ),
        ({"method": "transfer"}, {}),
        ({"account_holder": "J", "iban": "AT611904300234573201"}, {}),
        ({"account_holder": "J", "iban": "CH9300762011623852957"}, {}),
    ],
)
def test_bank_data_are_checked_field_by_field(entered: dict[str, str], problems: dict[str, str]) -> None:
    assert sentences(BankData, **entered) == problems


def test_the_bank_is_known_as_soon_as_the_iban_is_right() -> None:
    for length in range(len(IBAN)):
        assert bank_of(IBAN[:length]) is None
    bank = bank_of("DE89 3704 0044 0532 0130 00")
    assert bank is not None
    assert (bank.name, bank.bic) == ("Commerzbank", "COBADEFFXXX")


def test_a_bank_that_nobody_knows_is_no_error(house: House, portal: Portal, jutta: Customer) -> None:
    unknown = "DE36100000190000000001"
    bank = bank_of(unknown)
    assert bank is not None
    assert (bank.name, bank.bic) == ("", "")
    view = change_bank_data(portal, house.access(jutta), iban=unknown)
    assert (view.mandate.bank_name, view.mandate.bic) == ("", "")


def test_references_are_what_banks_accept_and_never_the_same() -> None:
    references = {new_reference("10012345") for _mandate in range(2000)}
    assert len(references) == 2000
    assert all(re.fullmatch("[A-Z0-9-]{1,35}", reference) for reference in references)
    assert len({reference.casefold() for reference in references}) == 2000


def change_bank_data(portal: Portal, access: CustomerAccess, password: str = PASSWORD, **entered: Any) -> Any:
    values = {"account_holder": "Jutta Müller"} | entered | {"password": password}
    return portal.customers.change_bank_data(access, checked(BankDataChange, values))


def test_a_new_iban_is_a_new_mandate_and_the_old_one_is_revoked(
    house: House, portal: Portal, jutta: Customer
) -> None:
    access = house.access(jutta)
    assert portal.customers.show(access).mandate is None
    first = change_bank_data(portal, access, iban=IBAN)
    assert first.payment_method is PaymentMethod.DEBIT
    assert first.mandate.masked_iban == "DE89 •••• •••• 3000"
    assert (first.mandate.bank_name, first.mandate.bic) == ("Commerzbank", "COBADEFFXXX")
    assert (first.mandate.account_holder, first.mandate.signed_at) == ("Jutta Müller", house.clock.now())
    house.clock.forward(minutes=5)
    second = change_bank_data(portal, access, iban=OTHER_IBAN)
    old, new = house.mandates(jutta)
    assert (old.revoked_at, new.revoked_at) == (house.clock.now(), None)
    assert (old.iban_last, new.iban_last) == ("3000", "2051")
    assert old.reference == first.mandate.reference
    assert new.reference == second.mandate.reference != old.reference
    assert portal.customers.show(access) == second
    with house.storage.reading() as work:
        active = work.customers.active_mandate(access)
        assert active is not None
        assert work.customers.iban_of(active) == OTHER_IBAN
    assert house.actions() == ["signed in", "bank data changed", "bank data changed"]
    told = house.messages(jutta)
    assert "DE02 •••• •••• 2051" in told[-1].body


def test_another_account_holder_needs_a_mandate_of_their_own(
    house: House, portal: Portal, jutta: Customer
) -> None:
    access = house.access(jutta)
    change_bank_data(portal, access, iban=IBAN)
    view = change_bank_data(portal, access, iban=IBAN, account_holder="Karl Müller")
    assert view.mandate.account_holder == "Karl Müller"
    assert [mandate.revoked_at is None for mandate in house.mandates(jutta)] == [False, True]


def test_giving_the_same_account_again_keeps_the_mandate(
    house: House, portal: Portal, jutta: Customer
) -> None:
    access = house.access(jutta)
    first = change_bank_data(portal, access, iban=IBAN)
    assert change_bank_data(portal, access, iban="de89 3704 0044 0532 0130 00") == first
    assert len(house.mandates(jutta)) == len(house.messages(jutta)) == 1


def test_who_pays_by_transfer_has_no_mandate_any_more(house: House, portal: Portal, jutta: Customer) -> None:
    access = house.access(jutta)
    change_bank_data(portal, access, iban=IBAN)
    view = change_bank_data(portal, access, method="transfer", account_holder="")
    assert (view.payment_method, view.mandate) == (PaymentMethod.TRANSFER, None)
    assert [mandate.revoked_at for mandate in house.mandates(jutta)] == [house.clock.now()]
    told = len(house.messages(jutta))
    assert change_bank_data(portal, access, method="transfer", account_holder="") == view
    assert len(house.messages(jutta)) == told == 2
    assert change_bank_data(portal, access, iban=IBAN).mandate is not None


def test_bank_data_need_the_customer_password_and_guessing_it_is_throttled(
    house: House, portal: Portal, jutta: Customer
) -> None:
    access = house.access(jutta)
    for _try in range(5):
        with pytest.raises(InvalidInput) as wrong:
            change_bank_data(portal, access, WRONG, iban=IBAN)
        assert wrong.value.problems == {"password": "This is not your customer password."}
    with pytest.raises(Throttled) as throttled:
        change_bank_data(portal, access, iban=IBAN)
    assert throttled.value.field == "password"
    assert (house.mandates(jutta), house.messages(jutta)) == ([], [])
    house.clock.forward(seconds=30)
    assert change_bank_data(portal, access, iban=IBAN).mandate is not None


def test_the_iban_stands_nowhere_in_clear(house: House, portal: Portal, jutta: Customer) -> None:
    access = house.access(jutta)
    change_bank_data(portal, access, iban=IBAN)
    kept = house.everything()
    for account in (IBAN, IBAN.lower(), "370400440532013000", "0532013000"):
        assert account not in kept
    digests = {mandate.iban_digest for mandate in house.mandates(jutta)}
    assert len(digests) == 1
    change_bank_data(portal, access, iban=OTHER_IBAN)
    change_bank_data(portal, access, iban=IBAN)
    assert len({mandate.iban_sealed for mandate in house.mandates(jutta)}) == 3
    assert len({mandate.iban_digest for mandate in house.mandates(jutta)}) == 2


def test_however_many_sessions_change_bank_data_at_once_one_mandate_is_active(
    house: House, portal: Portal, jutta: Customer
) -> None:
    ibans = [IBAN, OTHER_IBAN, "AT611904300234573201", "CH9300762011623852957"]
    accesses = [house.access(jutta, source=f"192.0.2.{number}") for number in range(len(ibans))]
    refused = at_once(
        *(
            partial(change_bank_data, portal, access, iban=iban)
            for access, iban in zip(accesses, ibans, strict=True)
        )
    )
    assert refused == []
    mandates = house.mandates(jutta)
    assert len(mandates) == 4
    assert [mandate.revoked_at for mandate in mandates].count(None) == 1
    assert len({mandate.reference for mandate in mandates}) == 4


# The customer password.


def new_password(new: str, old: str = PASSWORD, again: str | None = None) -> NewPassword:
    return NewPassword(old=old, new=new, again=new if again is None else again)


def test_a_new_password_signs_in_and_the_old_one_no_longer_does(
    house: House, portal: Portal, jutta: Customer
) -> None:
    own, other = house.access(jutta), house.access(jutta, source="198.51.100.1")
    package = house.package(jutta, "meine.example", password=PACKAGE_PASSWORD)
    inside, elsewhere = (portal.packages.open(access, package.id) for access in (own, other))
    webmaster = house.package_access("meine.example")
    portal.customers.change_password(own, new_password(NEW_PASSWORD))
    portal.customers.show(own)
    portal.packages.overview(inside)
    portal.packages.overview(webmaster)
    for ended in (lambda: portal.customers.show(other), lambda: portal.packages.overview(elsewhere)):
        with pytest.raises(NotAllowed):
            ended()
    with pytest.raises(NotAllowed):
        house.access(jutta, PASSWORD)
    house.access(jutta, NEW_PASSWORD)
    portal.customers.change_password(own, new_password(PASSWORD, old=NEW_PASSWORD))
    house.access(jutta, PASSWORD)
    assert house.actions().count("password changed") == 2
    told = house.messages(jutta)
    assert len(told) == 2
    assert "Your customer password was changed." in told[0].body


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("short", "7 characters more: at least 12 are needed."),
        ("elevenchars", "1 character more: at least 12 are needed."),
        ("x" * 129, "This is too long: 128 characters at most."),
        (PASSWORD, "This is the password you have. Please think of a new one."),
        (PACKAGE_PASSWORD, "This is a package or master password of yours. Please think of another one."),
        (MASTER_PASSWORD, "This is a package or master password of yours. Please think of another one."),
        ("Musterhost-2026!", "This is built on your own data or our name. Please think of something else."),
        ("Lüdenscheidt1!", "This is built on your own data or our name. Please think of something else."),
        ("müßig-söhne 99", "This is built on your own data or our name. Please think of something else."),
        ("Sommer2026!!!", "This is too easy to guess. Several unrelated words are a good start."),
        ("zwölf\x07zeichen", "This holds a character that not every keyboard can type. Please remove it."),
    ],
)
def test_a_new_password_that_may_not_be_is_refused_at_its_field(
    house: House, portal: Portal, jutta: Customer, new: str, sentence: str
) -> None:
    house.package(jutta, "müßig-söhne.de", password=PACKAGE_PASSWORD)
    house.package(jutta, master=MASTER_PASSWORD)
    access = house.access(jutta)
    with pytest.raises(InvalidInput) as caught:
        portal.customers.change_password(access, new_password(new))
    assert caught.value.problems == {"new": sentence}
    house.access(jutta)
    assert house.messages(jutta) == []


def test_the_number_itself_is_no_password(house: House, portal: Portal, jutta: Customer) -> None:
    access = house.access(jutta)
    with pytest.raises(InvalidInput, match="built on your own data"):
        portal.customers.change_password(access, new_password(f"{jutta.number} {jutta.number}"))


def test_others_may_have_the_same_package_password(house: House, portal: Portal, jutta: Customer) -> None:
    house.package(house.customer(), password=NEW_PASSWORD)
    portal.customers.change_password(house.access(jutta), new_password(NEW_PASSWORD))


def test_of_very_many_packages_the_newest_are_compared(house: House, portal: Portal, jutta: Customer) -> None:
    for number in range(25):
        house.package(jutta, password=f"{PACKAGE_PASSWORD} {number}")
    access = house.access(jutta)
    house.hasher.computations = 0
    portal.customers.change_password(access, new_password(NEW_PASSWORD))
    assert house.hasher.computations == 1 + 20 + 1
    with pytest.raises(InvalidInput, match="package or master password"):
        portal.customers.change_password(access, new_password(f"{PACKAGE_PASSWORD} 24", old=NEW_PASSWORD))


def test_the_old_password_must_be_right_and_guessing_it_is_throttled(
    house: House, portal: Portal, jutta: Customer
) -> None:
    access = house.access(jutta)
    for _try in range(5):
        with pytest.raises(InvalidInput) as wrong:
            portal.customers.change_password(access, new_password(NEW_PASSWORD, old=WRONG))
        assert wrong.value.problems == {"old": "This is not your customer password."}
    with pytest.raises(Throttled) as throttled:
        portal.customers.change_password(access, new_password(NEW_PASSWORD))
    assert throttled.value.field == "old"


def test_a_new_password_is_typed_twice() -> None:
    assert sentences(NewPassword, old="a", new="b", again="c") == {"again": "This is not the same as above."}
    assert sentences(NewPassword, old="", new="", again="") == dict.fromkeys(("old", "new", "again"), FILL_IN)
    assert sentences(NewPassword, old="a", new="x" * 10_000, again="b") == {
        "new": "This is too long: 512 characters at most."
    }


def test_of_two_who_change_the_password_at_once_one_wins_and_the_other_is_told(
    house: House, portal: Portal, jutta: Customer
) -> None:
    first, second = house.access(jutta), house.access(jutta, source="198.51.100.1")
    words = ["Hafen Kerze Wolle Tinte", "Distel Anker Nadel Moos"]
    refused = at_once(
        lambda: portal.customers.change_password(first, new_password(words[0])),
        lambda: portal.customers.change_password(second, new_password(words[1])),
    )
    assert len(refused) == 1
    assert isinstance(refused[0], (Conflict, NotAllowed, InvalidInput))
    assert house.stored(jutta).credential_version == 2
    works = []
    for word in words:
        try:
            works.append(house.access(jutta, word, source="203.0.113.5"))
        except NotAllowed:
            continue
    assert len(works) == 1


def test_the_strength_is_told_while_typing(house: House, portal: Portal, jutta: Customer) -> None:
    access = house.access(jutta)
    assert portal.customers.password_strength(access, "Lüdenscheidt1!").score == 1
    strength = portal.customers.password_strength(access, NEW_PASSWORD)
    assert (strength.score, strength.problem) == (4, "")
