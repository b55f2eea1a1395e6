"""Two at the same time, and the power cut: nothing is billed or collected twice, no number is missing."""

from __future__ import annotations

import random
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from storage.models.debits import CollectionState
from tests.portal.invoices import children
from tests.portal.invoices.steps import TODAY, YEARLY, billed, came_back, collections, payer, stored_invoices
from tests.storage.children import child

if TYPE_CHECKING:
    from sqlalchemy import URL

    from storage.sealing import Keyring
    from tests.portal.house import House

CUSTOMERS = 30
PROCESSES = 4
PRESSES = 5


@pytest.fixture
def address(database_url: URL) -> str:
    return database_url.render_as_string(hide_password=False)


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that there are many transactions to be at odds with one another."""
    monkeypatch.setattr("portal.operator.billing.AT_ONCE", 3)


def all_is_right(house: House) -> bool:
    with house.storage.reading() as work:
        assert list(work.invoices.gaps()) == []
        assert list(work.invoices.with_wrong_balance()) == []
        assert work.audit.first_break() is None
    issued = stored_invoices(house)
    assert len({each.customer_id for each in issued}) == len(issued)
    assert [each.invoice_id for each in collections(house)] == [each.id for each in issued]
    return True


def test_parallel_runs_bill_everybody_once_and_leave_no_gap(
    house: House, address: str, keyring: Keyring
) -> None:
    for place in range(CUSTOMERS):
        house.package(payer(house), f"kunde-{place}.de", agreed=YEARLY)
    with ExitStack() as stack:
        pipes = [
            stack.enter_context(child(children.bill, address, keyring, TODAY))[1] for _ in range(PROCESSES)
        ]
        assert [pipe.recv() for pipe in pipes] == ["ready"] * PROCESSES
        for pipe in pipes:
            pipe.send("go")
        assert sum(pipe.recv() for pipe in pipes) == CUSTOMERS
    assert len(stored_invoices(house)) == CUSTOMERS
    assert all_is_right(house)


def test_a_run_that_is_killed_leaves_no_half_and_is_finished_by_the_next(
    house: House, address: str, keyring: Keyring
) -> None:
    chance = random.Random(29)  # noqa: S311 - the moment of a kill is no secret
    for place in range(CUSTOMERS):
        house.package(payer(house), f"kunde-{place}.de", agreed=YEARLY)
    for _attempt in range(3):
        with child(children.bill, address, keyring, TODAY) as (process, pipe):
            assert pipe.recv() == "ready"
            pipe.send("go")
            time.sleep(chance.uniform(0.01, 0.1))  # any moment of a transaction may be the last
            process.kill()
        assert all_is_right(house)
    before = len(stored_invoices(house))
    with child(children.bill, address, keyring, TODAY) as (_process, pipe):
        assert pipe.recv() == "ready"
        pipe.send("go")
        assert pipe.recv() == CUSTOMERS - before
    assert len(stored_invoices(house)) == CUSTOMERS
    assert all_is_right(house)


def test_twenty_presses_at_the_same_time_repeat_a_debit_once(
    house: House, address: str, keyring: Keyring
) -> None:
    customer, _access, _invoice = billed(house)
    came_back(house, "MS03")
    # The other programs stand on the clock's first day; there the debit may have come back already.
    house.clock.moment = house.restarted().clock.now().replace(month=11, day=22)
    access = house.access(customer)
    with ExitStack() as stack:
        pipes = [
            stack.enter_context(child(children.repeat, address, keyring, access, PRESSES))[1]
            for _ in range(PROCESSES)
        ]
        assert [pipe.recv() for pipe in pipes] == ["ready"] * PROCESSES
        for pipe in pipes:
            pipe.send("go")
        assert sum(pipe.recv() for pipe in pipes) == 1
    assert [each.state for each in collections(house)] == [
        CollectionState.RETURNED,
        CollectionState.ANNOUNCED,
    ]
    announced = [
        each for each in house.messages(customer) if each.subject == "Eine Lastschrift ist angekündigt"
    ]
    assert len(announced) == 1
