"""Two at the same time, and the power cut: a domain goes one way, once, with everything or not at all."""

from __future__ import annotations

import datetime as dt
import random
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from storage.models.contracts import ActKind
from tests.portal.invoices.steps import ANNA
from tests.portal.splitting import children
from tests.portal.splitting.town import CLUB, SHOP, Town
from tests.storage.children import child

if TYPE_CHECKING:
    from sqlalchemy import URL

    from portal.splitting import SplitPlan
    from storage.sealing import Keyring
    from tests.portal.house import House

DAY = dt.date(2026, 12, 10)


@pytest.fixture
def address(database_url: URL) -> str:
    return database_url.render_as_string(hide_password=False)


@pytest.fixture
def town(house: House) -> Town:
    return Town(house)


def at_once(town: Town, address: str, keyring: Keyring, *plans: SplitPlan) -> list[str]:
    """Confirm plans at the same moment, each in a program of its own; what each was told."""
    with ExitStack() as stack:
        pipes = [
            stack.enter_context(child(children.order, address, keyring, town.access, plan))[1]
            for plan in plans
        ]
        assert [pipe.recv() for pipe in pipes] == ["ready"] * len(pipes)
        for pipe in pipes:
            pipe.send("go")
        return sorted(pipe.recv() for pipe in pipes)


def test_of_two_who_split_the_same_domain_one_wins_and_the_other_is_told(
    town: Town, address: str, keyring: Keyring
) -> None:
    plans = [town.plan(SHOP), town.plan(SHOP, product="m"), town.plan(SHOP, on=DAY)]
    told = at_once(town, address, keyring, *plans)
    assert told[-1] == "done"
    assert "done" not in told[:-1]
    assert all(
        "Not all of these domains" in words or "is split on 10 Dec 2026 already" in words
        for words in told[:-1]
    )
    assert len([act for act in town.acts() if act.kind is not ActKind.PACKAGE_ORDERED]) == 1
    town.require_sound()


def test_packages_split_into_each_other_at_the_same_time_wait_for_one_another(
    town: Town, address: str, keyring: Keyring
) -> None:
    town.house.domain(town.target, "hinüber.de")
    there = town.plan(SHOP)
    back = town.plan("hinüber.de", package_id=town.target.id, target_id=town.package.id)
    told = at_once(town, address, keyring, there, back)
    # Whoever comes second finds other figures than those shown, at worst: never a deadlock.
    assert "done" in told
    assert all(words == "done" or "not as it was shown" in words for words in told)
    town.require_sound()


def test_a_split_that_is_killed_is_done_or_not_begun(town: Town, address: str, keyring: Keyring) -> None:
    chance = random.Random(7)  # noqa: S311 - the moment of a kill is no secret
    names = [f"teil-{number}.de" for number in range(4)]
    for name in names:
        town.house.domain(town.package, name)
    for name in names:
        plan = town.plan(name, product="m")
        with child(children.order, address, keyring, town.access, plan) as (process, pipe):
            assert pipe.recv() == "ready"
            pipe.send("go")
            time.sleep(chance.uniform(0.02, 0.2))  # any moment of the transaction may be the last
            process.kill()
            process.join()
        gone = town.domain(name).package_id != town.package.id
        assert [name in act.details for act in town.acts()].count(True) == (2 if gone else 0)
        assert [details for _text, details, *_rest in town.items()].count(name) == int(gone)
        town.require_sound()


def test_due_at_the_same_time_as_itself_splits_once(town: Town, address: str, keyring: Keyring) -> None:
    town.order(CLUB, on=DAY)
    town.go_to(DAY)
    with ExitStack() as stack:
        pipes = [stack.enter_context(child(children.due, address, keyring, DAY))[1] for _run in range(3)]
        assert [pipe.recv() for pipe in pipes] == ["ready"] * 3
        for pipe in pipes:
            pipe.send("go")
        assert sorted(pipe.recv() for pipe in pipes) == [0, 0, 1]
    assert not town.house.portal.operator.due.run(ANNA, DAY).done
    assert len(town.items()) == 1
    town.require_sound()
