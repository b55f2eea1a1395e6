"""Who may not link what: one sentence at one cost for unknown and wrong, and reasons to the owner alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from portal.errors import Conflict, InvalidInput, NotAllowed, Throttled
from portal.linking import Apart, OtherNumber, Part, Unlike
from portal.validation import checked
from storage.models.customers import CustomerKind, CustomerState
from tests.factories import IBAN, OTHER_IBAN
from tests.hostile import HOSTILE
from tests.portal.house import HOME, NEW_PASSWORD, PASSWORD, REFUSED, WRONG
from tests.portal.invoices.steps import payer
from tests.portal.linking.steps import compared, confirmed, linked, two_numbers, typed

if TYPE_CHECKING:
    from tests.portal.house import House


NOBODY = "99999999"


def entered(number: str, password: str) -> OtherNumber:
    return OtherNumber(number=number, other_password=password)


@pytest.mark.parametrize("case", ["unknown", "wrong", "locked", "closed", "linked", "without a password"])
def test_every_refusal_is_the_same_sentence_after_one_computation(house: House, case: str) -> None:
    own, other = two_numbers(house)
    access = house.access(own)
    match case:
        case "locked" | "closed":
            house.change(other, state=CustomerState(case))
        case "linked":
            linked(house, payer(house), other)
        case "without a password":
            house.change(other, password_hash="!")
    number = NOBODY if case == "unknown" else other.number
    house.hasher.computations = 0
    with pytest.raises(InvalidInput) as caught:
        house.portal.linking.compare(access, entered(number, WRONG))
    assert caught.value.problems == {"other_password": REFUSED}
    assert house.hasher.computations == 1


def test_failed_tries_count_against_the_other_number_as_a_sign_in_does(house: House) -> None:
    own, other = two_numbers(house)
    access = house.access(own)
    for _try in range(5):
        with pytest.raises(InvalidInput, match=REFUSED):
            house.portal.linking.compare(access, typed(other, WRONG))
    house.hasher.computations = 0
    with pytest.raises(Throttled) as caught:
        house.portal.linking.compare(access, typed(other))
    assert (caught.value.wait, caught.value.field) == (30, "other_password")
    assert house.hasher.computations == 0
    with pytest.raises(Throttled):
        house.portal.sign_in.as_customer(other.number, NEW_PASSWORD, HOME)
    house.portal.sign_in.confirm(access, PASSWORD, "password")  # one's own is not touched


def test_tries_at_many_numbers_count_against_the_place_they_come_from(house: House) -> None:
    own, _other = two_numbers(house)
    access = house.access(own)
    for number in range(20):
        with pytest.raises(InvalidInput):
            house.portal.linking.compare(access, entered(f"990000{number:02}", WRONG))
    with pytest.raises(Throttled):
        house.portal.linking.compare(access, entered(NOBODY, WRONG))
    with pytest.raises(Throttled):
        house.portal.sign_in.as_customer(NOBODY, WRONG, HOME)


def test_a_right_password_gives_the_tries_back(house: House) -> None:
    own, other = two_numbers(house)
    access = house.access(own)
    for _round in range(3):
        for _try in range(4):
            with pytest.raises(InvalidInput):
                house.portal.linking.compare(access, typed(other, WRONG))
        compared(house, access, other)


def test_ones_own_number_is_refused_at_once(house: House) -> None:
    own, _other = two_numbers(house)
    access = house.access(own)
    house.hasher.computations = 0
    with pytest.raises(InvalidInput, match="You are signed in with this number") as caught:
        house.portal.linking.compare(access, entered(own.number, WRONG))
    assert caught.value.field == "number"
    assert house.hasher.computations == 0


@pytest.mark.parametrize(
    ("state", "sentence"),
    [(CustomerState.LOCKED, "This number is locked."), (CustomerState.CLOSED, "has ended")],
)
def test_its_owner_is_told_that_a_number_is_locked_or_closed(
    house: House, state: CustomerState, sentence: str
) -> None:
    own, other = two_numbers(house)
    house.change(other, state=state)
    with pytest.raises(Conflict, match=sentence) as caught:
        compared(house, house.access(own), other)
    assert caught.value.field == "number"


def test_a_number_that_is_linked_elsewhere_names_the_one_to_enter(house: House) -> None:
    own, other = two_numbers(house)
    third = payer(house)
    linked(house, third, other)
    with pytest.raises(Conflict, match=f"is linked to {third.number} already"):
        house.portal.linking.compare(house.access(own), entered(other.number, PASSWORD))


def test_nothing_happens_to_a_number_that_is_locked_while_its_owner_reads(house: House) -> None:
    own, other = two_numbers(house)
    access = house.access(own)
    seen = compared(house, access, other)
    house.change(other, state=CustomerState.LOCKED)
    with pytest.raises(Conflict, match="locked"):
        house.portal.linking.link(access, seen, confirmed(other))
    assert house.portal.linking.linked(access) == ()


@pytest.mark.parametrize(
    ("changes", "apart"),
    [
        ({"first_name": "Karl"}, (Apart.NAME,)),
        ({"last_name": "Söhnlein"}, (Apart.NAME,)),
        ({"first_name": "JUTTA ", "last_name": "müller-lüdenscheidt"}, ()),
        ({"company": "Müller GmbH"}, (Apart.COMPANY,)),
        ({"kind": CustomerKind.BUSINESS}, (Apart.KIND,)),
        ({"iban": OTHER_IBAN}, (Apart.BANK,)),
        ({"iban": OTHER_IBAN, "first_name": "Karl"}, (Apart.NAME, Apart.BANK)),
    ],
)
def test_what_differs_is_named_and_nothing_is_linked(
    house: House, changes: dict[str, Any], apart: tuple[Apart, ...]
) -> None:
    own, other = payer(house), payer(house, password=NEW_PASSWORD, **changes)
    access = house.access(own)
    plan = compared(house, access, other)
    assert plan.apart == apart
    if apart:
        with pytest.raises(Conflict, match="cannot be linked"):
            house.portal.linking.link(access, plan, confirmed(other))
    assert house.portal.linking.linked(access) == ()


@pytest.mark.parametrize(
    ("ours", "theirs", "apart"),
    [(None, None, ()), (IBAN, None, (Apart.BANK,)), (None, IBAN, (Apart.BANK,)), (IBAN, IBAN, ())],
)
def test_a_transfer_and_a_debit_are_not_the_same(
    house: House, ours: str | None, theirs: str | None, apart: tuple[Apart, ...]
) -> None:
    own = payer(house, ours) if ours else house.customer()
    other = payer(house, theirs, password=NEW_PASSWORD) if theirs else house.customer(NEW_PASSWORD)
    assert compared(house, house.access(own), other).apart == apart


def test_address_telephone_and_email_may_differ_and_stand_side_by_side(house: House) -> None:
    own = payer(house, addition="2. OG")
    other = payer(
        house,
        password=NEW_PASSWORD,
        street="Dünenweg",
        house_number="3",
        postcode="25980",
        town="Sylt",
        mobile="+491713920045",
        email="sylt@example.org",
        invoice_email="rechnung@example.org",
    )
    assert compared(house, house.access(own), other).unlike == (
        Unlike(Part.ADDRESS, "Aachener Straße 135a, 2. OG, 50667 Köln", "Dünenweg 3, 25980 Sylt"),
        Unlike(Part.MOBILE, "", "0171 3920045"),
        Unlike(Part.EMAIL, "jutta@müller-beispiel.de", "sylt@example.org"),
        Unlike(Part.INVOICE_EMAIL, "", "rechnung@example.org"),
    )


def test_the_data_of_the_signed_in_number_stay(house: House) -> None:
    own, other = two_numbers(house)
    house.change(other, street="Dünenweg", town="Sylt")
    before = house.portal.customers.show(house.access(own))
    after = house.portal.customers.show(linked(house, own, other))
    assert (after.number, after.address, after.emails) == (before.number, before.address, before.emails)
    assert after.packages == before.packages + 1


@pytest.mark.parametrize("kind", ["markup live action", "zalgo", "right to left", "wide", "sql"])
def test_hostile_names_are_compared_as_they_are(house: House, kind: str) -> None:
    name = HOSTILE[kind]
    own, other = (payer(house, password=each, company=name) for each in (PASSWORD, NEW_PASSWORD))
    assert compared(house, house.access(own), other).apart == ()
    linked(house, own, other)


def test_the_number_is_understood_with_blanks_and_must_have_eight_digits() -> None:
    assert checked(OtherNumber, {"number": " 1001 2399 ", "other_password": "x"}).number == "10012399"
    for number in ("", "1234567", "١٢٣٤٥٦٧٨", "1001239x"):
        with pytest.raises(InvalidInput) as caught:
            checked(OtherNumber, {"number": number, "other_password": "x"})
        assert caught.value.problems == {"number": "A customer number has 8 digits."}


def test_a_password_that_was_changed_while_its_owner_read_is_asked_for_again(house: House) -> None:
    own, other = two_numbers(house)
    access = house.access(own)
    seen = compared(house, access, other)
    house.change(other, password_hash=house.hasher.hash(WRONG), credential_version=2)
    with pytest.raises(InvalidInput, match=REFUSED):
        house.portal.linking.link(access, seen, confirmed(other))
    with pytest.raises(NotAllowed):
        house.portal.sign_in.as_customer(other.number, NEW_PASSWORD, HOME)
