"""The PIN by which customer service knows a caller."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from portal.errors import InvalidInput, NotFound, Throttled
from tests.portal.support.steps import BEN

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.portal import Portal
    from storage.models.customers import Customer
    from tests.portal.house import House


@pytest.fixture
def access(house: House, jutta: Customer) -> CustomerAccess:
    return house.access(jutta)


def is_right(portal: Portal, customer: Customer, pin: str) -> bool:
    try:
        return portal.operator.support.check_pin(BEN, customer.number, pin) == customer.name
    except InvalidInput:
        return False


def other_than(pin: str) -> str:
    return f"{(int(pin) + 1) % 10**6:06}"


def test_a_pin_is_good_for_one_call(portal: Portal, jutta: Customer, access: CustomerAccess) -> None:
    made = portal.support.make_pin(access)
    assert len(made.pin) == 6
    assert made.pin.isdecimal()
    assert not is_right(portal, jutta, other_than(made.pin))
    assert is_right(portal, jutta, f"{made.pin[:3]} {made.pin[3:]}")
    assert not is_right(portal, jutta, made.pin)


def test_it_holds_two_hours(house: House, portal: Portal, jutta: Customer, access: CustomerAccess) -> None:
    made = portal.support.make_pin(access)
    assert (made.valid_until - house.clock.now()).total_seconds() == 2 * 60 * 60
    house.clock.forward(hours=2)
    assert not is_right(portal, jutta, made.pin)
    made = portal.support.make_pin(house.access(jutta))
    house.clock.forward(hours=1, minutes=59, seconds=59)
    assert is_right(portal, jutta, made.pin)


def test_a_new_one_makes_the_one_before_void(portal: Portal, jutta: Customer, access: CustomerAccess) -> None:
    first, second = portal.support.make_pin(access), portal.support.make_pin(access)
    if first.pin != second.pin:
        assert not is_right(portal, jutta, first.pin)
    assert is_right(portal, jutta, second.pin)


def test_it_is_another_customers_in_no_case(house: House, portal: Portal, access: CustomerAccess) -> None:
    made, karl = portal.support.make_pin(access), house.customer()
    assert not is_right(portal, karl, made.pin)
    with pytest.raises(NotFound):
        portal.operator.support.check_pin(BEN, "10000000", made.pin)


def test_guessing_is_throttled_also_when_it_would_be_right(
    house: House, portal: Portal, jutta: Customer, access: CustomerAccess
) -> None:
    made = portal.support.make_pin(access)
    for _try in range(5):
        assert not is_right(portal, jutta, other_than(made.pin))
    with pytest.raises(Throttled, match="Too many tries"):
        is_right(portal, jutta, made.pin)
    house.clock.forward(seconds=30)
    assert is_right(portal, jutta, made.pin)


def test_it_stands_nowhere_as_it_was_shown(
    house: House, portal: Portal, jutta: Customer, access: CustomerAccess
) -> None:
    made = portal.support.make_pin(access)
    with house.storage.reading() as work:
        kept = work.support.pin_of(access)
    assert kept is not None
    assert kept.verifier.startswith("$argon2id$")
    assert made.pin not in repr(made)
    assert is_right(portal, jutta, made.pin)
    assert house.actions()[-2:] == ["service PIN made", "service PIN checked"]
    assert not is_right(portal, jutta, made.pin)
    assert house.actions()[-1] == "service PIN refused"


def test_of_two_calls_at_the_same_time_one_is_right(
    portal: Portal, jutta: Customer, access: CustomerAccess
) -> None:
    made = portal.support.make_pin(access)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _n: is_right(portal, jutta, made.pin), range(4)))
    assert sum(answers) == 1
