"""The throttle: how many tries there are, for whom, and how they come back."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from portal.errors import InvalidInput, NotAllowed, Throttled
from portal.sign_in import throttle
from portal.sign_in.throttle import told_wait
from storage.errors import Duplicate
from tests.portal.house import HOME, PACKAGE_PASSWORD, PASSWORD, REFUSED, WRONG

if TYPE_CHECKING:
    from portal.portal import Portal
    from storage.models.customers import Customer
    from storage.work import Work
    from tests.portal.house import House

WAIT_30 = "Too many tries. Please wait 30 seconds and try again."


def wrong_tries(portal: Portal, number: str, count: int, source: str = HOME) -> None:
    for _try in range(count):
        with pytest.raises(NotAllowed, match=REFUSED):
            portal.sign_in.as_customer(number, WRONG, source)


def test_after_five_wrong_tries_the_wait_is_told(house: House, portal: Portal, jutta: Customer) -> None:
    wrong_tries(portal, jutta.number, 5)
    house.hasher.computations = 0
    with pytest.raises(Throttled) as caught:
        portal.sign_in.as_customer(jutta.number, PASSWORD, HOME)
    assert (caught.value.message, caught.value.wait, caught.value.field) == (WAIT_30, 30, None)
    assert house.hasher.computations == 0


def test_a_number_that_nobody_has_is_throttled_all_the_same(portal: Portal) -> None:
    wrong_tries(portal, "99999999", 5)
    with pytest.raises(Throttled) as caught:
        portal.sign_in.as_customer("99999999", WRONG, HOME)
    assert caught.value.message == WAIT_30


def test_the_wait_outlives_the_program(house: House, portal: Portal, jutta: Customer) -> None:
    wrong_tries(portal, jutta.number, 5)
    with pytest.raises(Throttled):
        house.restarted().sign_in.as_customer(jutta.number, PASSWORD, HOME)


def test_one_try_comes_back_every_thirty_seconds(house: House, portal: Portal, jutta: Customer) -> None:
    wrong_tries(portal, jutta.number, 5)
    house.clock.forward(seconds=29)
    with pytest.raises(Throttled) as caught:
        portal.sign_in.as_customer(jutta.number, PASSWORD, HOME)
    assert caught.value.message == "Too many tries. Please wait 1 second and try again."
    house.clock.forward(seconds=1)
    wrong_tries(portal, jutta.number, 1)
    with pytest.raises(Throttled):
        portal.sign_in.as_customer(jutta.number, PASSWORD, HOME)
    house.clock.forward(seconds=60)
    wrong_tries(portal, jutta.number, 2)
    with pytest.raises(Throttled):
        portal.sign_in.as_customer(jutta.number, PASSWORD, HOME)


def test_asking_while_throttled_does_not_make_the_wait_longer(
    house: House, portal: Portal, jutta: Customer
) -> None:
    wrong_tries(portal, jutta.number, 5)
    for _second in range(29):
        house.clock.forward(seconds=1)
        with pytest.raises(Throttled):
            portal.sign_in.as_customer(jutta.number, PASSWORD, HOME)
    house.clock.forward(seconds=1)
    house.signed_in(jutta)


def test_however_long_nobody_tries_there_are_never_more_than_five(
    house: House, portal: Portal, jutta: Customer
) -> None:
    wrong_tries(portal, jutta.number, 1)
    house.clock.forward(days=30)
    wrong_tries(portal, jutta.number, 5)
    with pytest.raises(Throttled):
        portal.sign_in.as_customer(jutta.number, PASSWORD, HOME)


def test_a_clock_that_is_set_back_gives_no_tries_and_locks_nobody_out(
    house: House, portal: Portal, jutta: Customer
) -> None:
    wrong_tries(portal, jutta.number, 5)
    house.clock.forward(days=-365)
    with pytest.raises(Throttled) as caught:
        portal.sign_in.as_customer(jutta.number, PASSWORD, HOME)
    assert caught.value.message == WAIT_30
    house.clock.forward(seconds=30)
    house.signed_in(jutta)


def test_signing_in_gives_all_tries_back(house: House, portal: Portal, jutta: Customer) -> None:
    for _round in range(3):
        wrong_tries(portal, jutta.number, 4)
        house.signed_in(jutta)
    wrong_tries(portal, jutta.number, 5)
    with pytest.raises(Throttled):
        house.signed_in(jutta)


def test_any_domain_of_a_package_counts_for_the_same_password(house: House, jutta: Customer) -> None:
    house.package(jutta, "erste.example", password=PACKAGE_PASSWORD, domains=["zweite.example"])
    for _try in range(5):
        with pytest.raises(NotAllowed):
            house.package_access("erste.example", WRONG)
    with pytest.raises(Throttled):
        house.package_access("zweite.example")


def test_both_logins_of_one_customer_are_counted_apart(house: House, portal: Portal, jutta: Customer) -> None:
    house.package(jutta, "meine.example", password=PACKAGE_PASSWORD)
    wrong_tries(portal, jutta.number, 5)
    house.package_access("meine.example")


# Many places, many accounts.


def test_a_stranger_elsewhere_does_not_use_up_my_tries(house: House, portal: Portal, jutta: Customer) -> None:
    wrong_tries(portal, jutta.number, 5, "203.0.113.9")
    house.signed_in(jutta)


def test_strangers_at_many_places_use_up_the_account_but_never_lock_its_owner_out(
    house: House, portal: Portal, jutta: Customer
) -> None:
    house.signed_in(jutta)
    for stranger in range(4):
        wrong_tries(portal, jutta.number, 5, f"203.0.113.{stranger}")
    with pytest.raises(Throttled) as caught:
        portal.sign_in.as_customer(jutta.number, PASSWORD, "203.0.113.77")
    assert caught.value.message == WAIT_30
    house.signed_in(jutta)
    wrong_tries(portal, jutta.number, 5)
    with pytest.raises(Throttled):
        house.signed_in(jutta)


def test_a_place_is_known_to_the_account_that_signed_in_there_and_to_no_other(
    house: House, portal: Portal, jutta: Customer
) -> None:
    karl = house.customer()
    house.signed_in(karl)
    for stranger in range(4):
        wrong_tries(portal, jutta.number, 5, f"203.0.113.{stranger}")
    with pytest.raises(Throttled):
        house.signed_in(jutta)


def test_one_place_has_twenty_tries_over_all_accounts(portal: Portal, jutta: Customer) -> None:
    for number in range(20):
        wrong_tries(portal, f"9999{number:04}", 1)
    with pytest.raises(Throttled) as caught:
        portal.sign_in.as_customer(jutta.number, PASSWORD, HOME)
    assert caught.value.message == WAIT_30
    portal.sign_in.as_customer(jutta.number, PASSWORD, "198.51.100.1")


def test_a_place_that_guesses_domains_has_no_tries_left_for_numbers(portal: Portal, jutta: Customer) -> None:
    for number in range(20):
        with pytest.raises(NotAllowed):
            portal.sign_in.as_package(f"domain-{number}.example", WRONG, HOME)
    with pytest.raises(Throttled):
        portal.sign_in.as_customer(jutta.number, PASSWORD, HOME)


def test_a_guesser_gets_no_more_tries_by_signing_in_to_an_account_of_their_own(
    house: House, portal: Portal, jutta: Customer
) -> None:
    own = house.customer()
    for _round in range(4):
        wrong_tries(portal, jutta.number, 1, "203.0.113.9")
        house.signed_in(own, source="203.0.113.9")
    wrong_tries(portal, jutta.number, 1, "203.0.113.9")
    with pytest.raises(Throttled):
        portal.sign_in.as_customer(jutta.number, PASSWORD, "203.0.113.9")


# All at once.


@pytest.mark.parametrize("threads", [20])
def test_twenty_at_once_have_five_tries_between_them(
    house: House, portal: Portal, jutta: Customer, threads: int
) -> None:
    refused: list[type[Exception]] = []
    start = threading.Barrier(threads, timeout=30)

    def try_one() -> None:
        start.wait()
        try:
            portal.sign_in.as_customer(jutta.number, WRONG, HOME)
        except (NotAllowed, Throttled) as error:
            refused.append(type(error))

    house.hasher.computations = 0
    running = [threading.Thread(target=try_one) for _thread in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert (refused.count(NotAllowed), refused.count(Throttled)) == (5, threads - 5)
    assert house.hasher.computations == 5


def test_each_of_three_buckets_may_be_made_by_somebody_else_at_the_same_time(
    portal: Portal, jutta: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = 0
    original = throttle.Throttle._take

    def overtaken(self: throttle.Throttle, work: Work, attempt: throttle.Try) -> int:
        nonlocal taken
        taken += 1
        wait = original(self, work, attempt)
        if taken <= 3:
            raise Duplicate("throttle_buckets")
        return wait

    monkeypatch.setattr(throttle.Throttle, "_take", overtaken)
    assert portal.sign_in.as_customer(jutta.number, PASSWORD, HOME).number == jutta.number
    assert taken == 4


# Asking again for the password of somebody who is signed in.


def test_a_wrong_password_for_confirming_counts_too(house: House, portal: Portal, jutta: Customer) -> None:
    access = house.signed_in(jutta)
    for _try in range(5):
        with pytest.raises(InvalidInput) as wrong:
            portal.sign_in.confirm(access, WRONG, "password")
        assert wrong.value.problems == {"password": "This is not your customer password."}
    with pytest.raises(Throttled) as caught:
        portal.sign_in.confirm(access, PASSWORD, "password")
    assert (caught.value.message, caught.value.field) == (WAIT_30, "password")
    with pytest.raises(Throttled):
        house.signed_in(jutta)
    house.clock.forward(seconds=30)
    portal.sign_in.confirm(access, PASSWORD, "password")
    wrong_tries(portal, jutta.number, 5)


# What is kept of it.


def test_neither_numbers_nor_places_can_be_read_from_the_buckets(
    house: House, portal: Portal, jutta: Customer
) -> None:
    wrong_tries(portal, jutta.number, 1, "203.0.113.9")
    house.signed_in(jutta)
    kept = [line for line in house.everything().splitlines() if line.startswith(("throttle", "known"))]
    assert len(kept) == 6
    assert not any(jutta.number in line or "203.0.113.9" in line or HOME in line for line in kept)


def test_buckets_and_sessions_of_long_ago_are_forgotten(
    house: House, portal: Portal, jutta: Customer
) -> None:
    wrong_tries(portal, "99999999", 1, "203.0.113.9")
    house.signed_in(jutta)
    house.clock.forward(days=90)
    house.signed_in(jutta)
    assert house.everything().count("sessions: ") == 2
    house.clock.forward(days=1)
    house.signed_in(jutta)
    kept = house.everything()
    assert kept.count("sessions: ") == 2
    assert kept.count("throttle_buckets: ") == 1


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (1, "1 second"),
        (2, "2 seconds"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (61, "2 minutes"),
        (120, "2 minutes"),
        (3601, "61 minutes"),
    ],
)
def test_the_wait_is_told_in_seconds_then_in_minutes_never_too_short(seconds: int, told: str) -> None:
    assert told_wait(seconds) == f"Too many tries. Please wait {told} and try again."
