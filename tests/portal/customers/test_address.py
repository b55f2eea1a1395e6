"""Address."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest

from portal.customers.address import Address
from portal.validation import checked
from tests.hostile import HOSTILE
from tests.portal.customers.steps import FILL_IN, moved, sentences

if TYPE_CHECKING:
    from portal.portal import Portal
    from storage.models.customers import Customer
    from tests.portal.house import House

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


def test_a_customer_moves(house: House, portal: Portal, jutta: Customer) -> None:
    house.package(jutta)
    house.package(jutta)
    access = house.signed_in(jutta)
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
    assert (message.address, message.subject) == (jutta.email, "Ihre Kundendaten wurden geändert")
    assert "Ihre Anschrift wurde geändert." in message.body
    assert f"Kundennummer {jutta.number}" in message.body


def test_saving_what_stands_there_already_changes_nothing_and_tells_nobody(
    house: House, portal: Portal, jutta: Customer
) -> None:
    access = house.signed_in(jutta)
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
