"""Bank data and mandates."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import pytest

from portal.customers.bank import BankData, bank_of, new_reference
from portal.errors import InvalidInput, Throttled
from portal.validation import checked
from storage.models.customers import PaymentMethod
from tests.factories import IBAN, OTHER_IBAN
from tests.portal.customers.steps import FILL_IN, at_once, change_bank_data, sentences
from tests.portal.house import WRONG

if TYPE_CHECKING:
    from portal.portal import Portal
    from storage.models.customers import Customer
    from tests.portal.house import House

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


def test_a_new_iban_is_a_new_mandate_and_the_old_one_is_revoked(
    house: House, portal: Portal, jutta: Customer
) -> None:
    access = house.signed_in(jutta)
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
    accesses = [house.signed_in(jutta, source=f"192.0.2.{number}") for number in range(len(ibans))]
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
