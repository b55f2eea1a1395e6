"""Two sessions at the same time, other acts meanwhile, and the power cut: one wins, nothing is half."""

from __future__ import annotations

import random
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from portal.errors import ChangedMeanwhile, PortalError
from portal.paging import PageRequest
from storage.errors import Stale
from storage.models.customers import CustomerState
from tests.factories import Scope
from tests.portal.house import NEW_PASSWORD, PASSWORD
from tests.portal.linking import children
from tests.portal.linking.steps import compared, confirmed, linked, two_numbers, typed
from tests.storage.children import child

if TYPE_CHECKING:
    from sqlalchemy import URL

    from portal.access import CustomerAccess
    from storage.models.customers import Customer
    from storage.sealing import Keyring
    from tests.portal.house import House


@pytest.fixture
def address(database_url: URL) -> str:
    return database_url.render_as_string(hide_password=False)


def counted(house: House, access: CustomerAccess) -> int | None:
    return house.portal.packages.page(access, PageRequest(count=True)).total


def state_of(house: House, customer: Customer) -> CustomerState:
    return house.stored(customer).state


def test_of_two_that_link_each_other_one_wins(house: House, address: str, keyring: Keyring) -> None:
    for attempt in range(3):
        own, other = two_numbers(house, f"versuch-{attempt}.example")
        ways = (
            (house.access(own), own, other, PASSWORD, NEW_PASSWORD),
            (house.signed_in(other, NEW_PASSWORD), other, own, NEW_PASSWORD, PASSWORD),
        )
        with ExitStack() as stack:
            pipes = []
            for access, _own, second, password, its in ways:
                seen = house.portal.linking.compare(access, typed(second, its))
                entered = confirmed(second, password, its)
                pipes.append(
                    stack.enter_context(child(children.link, address, keyring, access, seen, entered))[1]
                )
            assert [pipe.recv() for pipe in pipes] == ["ready"] * 2
            for pipe in pipes:
                pipe.send("go")
            answers = [pipe.recv() for pipe in pipes]
        assert answers.count("") == 1, answers
        [refusal] = [answer for answer in answers if answer]
        assert "busy" not in refusal  # no deadlock was broken up
        survivor, gone = (own, other) if not answers[0] else (other, own)
        password = PASSWORD if survivor is own else NEW_PASSWORD
        assert (state_of(house, survivor), state_of(house, gone)) == (
            CustomerState.ACTIVE,
            CustomerState.CLOSED,
        )
        assert counted(house, house.signed_in(gone, password)) == 2


def test_the_same_confirmed_twice_at_once_happens_once(house: House, address: str, keyring: Keyring) -> None:
    own, other = two_numbers(house)
    access = house.access(own)
    seen = compared(house, access, other)
    with ExitStack() as stack:
        pipes = [
            stack.enter_context(child(children.link, address, keyring, access, seen, confirmed(other)))[1]
            for _ in range(2)
        ]
        assert [pipe.recv() for pipe in pipes] == ["ready"] * 2
        for pipe in pipes:
            pipe.send("go")
        assert sorted(bool(pipe.recv()) for pipe in pipes) == [False, True]
    assert house.actions().count("customer numbers linked") == 2
    assert counted(house, access) == 2


def test_killed_at_any_moment_everything_moved_or_nothing(
    house: House, address: str, keyring: Keyring
) -> None:
    chance = random.Random(31)  # noqa: S311 - the moment of a kill is no secret
    own, other = two_numbers(house)
    access = house.access(own)
    for _attempt in range(6):
        if state_of(house, other) is CustomerState.CLOSED:
            break
        seen = compared(house, access, other)
        with child(children.link, address, keyring, access, seen, confirmed(other)) as (process, pipe):
            assert pipe.recv() == "ready"
            pipe.send("go")
            time.sleep(chance.uniform(0.2, 0.7))  # any moment may be the last
            process.kill()
        moved = state_of(house, other) is CustomerState.CLOSED
        assert counted(house, access) == (2 if moved else 1)
        assert len(house.portal.linking.linked(access)) == moved
        assert [mandate.revoked_at is not None for mandate in house.mandates(other)] == [moved]
        assert len([each for each in house.messages(own) if "verknüpft" in each.subject]) == 2 * moved
        house.clock.forward(minutes=1)


def test_whoever_waited_for_a_customer_that_was_linked_changes_nothing(house: House) -> None:
    own, other = two_numbers(house)
    linked(house, own, other)
    with house.storage.writing() as work, pytest.raises(Stale):
        work.customers.owned_by(Scope(other.id), to_change=True)


def test_a_second_window_of_the_other_number_is_told_that_its_session_has_ended(house: House) -> None:
    own, other = two_numbers(house)
    second = house.signed_in(other, NEW_PASSWORD)
    seen = house.portal.linking.compare(second, typed(own, PASSWORD))
    linked(house, own, other)
    with pytest.raises(PortalError, match="session has ended") as caught:
        house.portal.linking.link(second, seen, confirmed(own, NEW_PASSWORD, PASSWORD))
    assert not isinstance(caught.value, ChangedMeanwhile)
