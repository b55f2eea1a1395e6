"""Telephone and fax."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.customers.telephone import TelephoneNumbers, e164, national
from tests.portal.customers.steps import sentences

if TYPE_CHECKING:
    from portal.portal import Portal
    from storage.models.customers import Customer
    from tests.portal.house import House

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
    access = house.signed_in(jutta)
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
