"""Whoever signs in from a new place, the customer is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.errors import NotAllowed
from storage.models.messages import MessageKind
from tests.portal.house import HOME, PACKAGE_PASSWORD, WRONG

if TYPE_CHECKING:
    from storage.models.customers import Customer
    from tests.portal.house import House


def told(house: House, customer: Customer) -> list[str]:
    return [message.body for message in house.messages(customer) if message.kind is MessageKind.SIGN_IN]


def test_the_first_sign_in_of_all_is_no_news(house: House, jutta: Customer) -> None:
    house.signed_in(jutta)
    house.signed_in(jutta)
    assert told(house, jutta) == []


def test_a_sign_in_from_elsewhere_is_told_once_with_time_and_place(house: House, jutta: Customer) -> None:
    house.signed_in(jutta)
    house.signed_in(jutta, source="ssh 203.0.113.7")
    house.signed_in(jutta, source="ssh 203.0.113.7")
    [body] = told(house, jutta)
    assert "203.0.113.7 (22.11.2026, 14:05 Uhr)" in body
    assert "ssh" not in body
    [message] = house.messages(jutta)
    assert message.subject == "Anmeldung von einem neuen Ort"
    assert "ändern Sie bitte sofort Ihr Kundenpasswort" in message.body


def test_it_is_told_in_the_customers_language(house: House) -> None:
    customer = house.customer(language="en")
    house.signed_in(customer)
    house.signed_in(customer, source="local 1000")
    [body] = told(house, customer)
    assert "a place that we did not know yet: this computer, user 1000 (22" in body


def test_a_wrong_password_from_elsewhere_is_told_to_nobody(house: House, jutta: Customer) -> None:
    house.signed_in(jutta)
    with pytest.raises(NotAllowed):
        house.signed_in(jutta, WRONG, source="ssh 203.0.113.7")
    assert told(house, jutta) == []


def test_somebody_under_way_is_told_three_times_a_day(house: House, jutta: Customer) -> None:
    house.signed_in(jutta)
    for place in range(6):
        house.signed_in(jutta, source=f"ssh 203.0.113.{place}")
    assert len(told(house, jutta)) == 3
    house.clock.forward(days=1, seconds=1)
    house.signed_in(jutta, source="ssh 203.0.113.99")
    assert len(told(house, jutta)) == 4


def test_the_owner_is_told_of_the_package_login(house: House, jutta: Customer) -> None:
    house.package(jutta, "laden.example", password=PACKAGE_PASSWORD)
    house.package_access("laden.example", source=HOME)
    assert told(house, jutta) == []
    house.package_access("laden.example", source="ssh 2001:db8::17")
    [body] = told(house, jutta)
    assert "2001:db8::17" in body
    assert "Paket laden.example" in body


def test_what_a_program_says_of_its_place_is_only_text(house: House, jutta: Customer) -> None:
    house.signed_in(jutta)
    house.signed_in(jutta, source="ssh \x1b[2J\r\nBcc: {x} [b]")
    [body] = told(house, jutta)
    assert r"\x1b[2J\r\nBcc: {x} [b]" in body
