"""Several programs at the same time, and the power cut: every debit goes to the bank once, as it stands."""

from __future__ import annotations

import random
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from storage.models.debits import CollectionState
from tests.portal.debits import children
from tests.portal.debits.steps import found, owing, told
from tests.portal.invoices.steps import ANNA, collections, stored_invoices
from tests.storage.children import child

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import URL

    from storage.sealing import Keyring
    from tests.portal.house import House

DEBITS = 20
PROCESSES = 4

SUBMITTED = CollectionState.SUBMITTED


@pytest.fixture
def address(database_url: URL) -> str:
    return database_url.render_as_string(hide_password=False)


def test_exports_at_the_same_time_share_no_debit(
    house: House, address: str, keyring: Keyring, tmp_path: Path
) -> None:
    owing(house, *[500] * DEBITS)
    paths = [tmp_path / f"{number}.xml" for number in range(PROCESSES)]
    with ExitStack() as stack:
        pipes = [
            stack.enter_context(child(children.export, address, keyring, str(path)))[1] for path in paths
        ]
        assert [pipe.recv() for pipe in pipes] == ["ready"] * PROCESSES
        for pipe in pipes:
            pipe.send("go")
        counts = [pipe.recv() for pipe in pipes]
    in_files = [each for path in paths if path.exists() for each in found(path, "EndToEndId")]
    assert sum(counts) == len(in_files) == DEBITS
    assert set(in_files) == set(told(house, "end_to_end_id"))
    assert set(told(house, "state")) == {SUBMITTED}


def test_what_is_paid_while_a_file_is_made_is_in_it_as_it_stands_here(
    house: House, address: str, keyring: Keyring, tmp_path: Path
) -> None:
    """Every payment came before the file, which collects the rest, or after it, which is said."""
    owing(house, *[500] * DEBITS)
    numbers, path = [each.number for each in stored_invoices(house)], tmp_path / "debits.xml"
    with ExitStack() as stack:
        payer = stack.enter_context(child(children.pay_all, address, keyring, numbers))[1]
        exporter = stack.enter_context(child(children.export, address, keyring, str(path)))[1]
        assert (payer.recv(), exporter.recv()) == ("ready", "ready")
        payer.send("go")
        time.sleep(0.05)
        exporter.send("go")
        assert exporter.recv() == DEBITS
        meanings = payer.recv()
    assert set(meanings) <= {"lowered", "at the bank"}
    expected = ["2.50" if meaning == "lowered" else "5.00" for meaning in meanings]
    assert found(path, "InstdAmt") == expected
    assert [each.amount_cents for each in collections(house)] == [int(float(each) * 100) for each in expected]


def test_an_export_that_is_killed_is_whole_or_did_not_happen(
    house: House, address: str, keyring: Keyring, tmp_path: Path
) -> None:
    chance = random.Random(17)  # noqa: S311 - the moment of a kill is no secret
    owing(house, *[500] * DEBITS)
    submitted = 0
    for attempt in range(4):
        path = tmp_path / f"{attempt}.xml"
        with child(children.export, address, keyring, str(path)) as (process, pipe):
            assert pipe.recv() == "ready"
            pipe.send("go")
            time.sleep(chance.uniform(0.05, 0.4))  # any moment may be the last
            process.kill()
        before, submitted = submitted, told(house, "state").count(SUBMITTED)
        assert submitted in {0, DEBITS}
        if path.exists():
            assert len(found(path, "EndToEndId")) == DEBITS == submitted - before
    care = house.portal.operator.debits
    report = care.export(ANNA, tmp_path / "last.xml")
    assert report.count == DEBITS - submitted
    care.export_again(ANNA, "P-20261122-001", tmp_path / "again.xml")
    assert sorted(found(tmp_path / "again.xml", "EndToEndId")) == sorted(told(house, "end_to_end_id"))
