"""The file for the bank: what is in it, what is not and why, and what is left when something goes wrong."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import os
from typing import TYPE_CHECKING, Any

import pytest

from portal.debits.bank_file import read_back
from portal.errors import Conflict, InvalidInput, NotFound, Unavailable
from portal.settings import ProviderSettings
from storage.models.debits import CollectionState
from storage.models.invoices import EntryKind
from tests.factories import IBAN
from tests.portal.debits.steps import change_collection, export, found, owing, stand_on, told
from tests.portal.house import PROVIDER
from tests.portal.invoices.steps import ANNA, COLLECTED, TODAY, came_back, collections, payer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.portal.house import House

SUBMITTED, ANNOUNCED = CollectionState.SUBMITTED, CollectionState.ANNOUNCED


class Killed(BaseException):
    """The power goes: nothing catches it."""


def book(house: House, invoice_id: int, cents: int) -> None:
    """A payment that no debit was told of."""
    with house.storage.writing() as work:
        invoice = work.invoices.by_id(invoice_id, to_change=True)
        work.invoices.enter(invoice, EntryKind.PAID, -cents, TODAY, house.clock.now())
        work.commit()


def change_mandate(house: House, invoice_id: int, **values: Any) -> None:
    with house.storage.writing() as work:
        mandate = work.customers.mandate(collections(house)[invoice_id - 1].mandate_id)
        for name, value in values.items():
            setattr(mandate, name, value)
        work.commit()


def fails(*_: object, **_named: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def is_killed(*_: object, **_named: object) -> None:
    raise Killed


# What is in the file.


def test_the_file_asks_for_what_was_announced(house: House, tmp_path: Path) -> None:
    [customer, _other] = owing(house, 5988, 1)
    path = tmp_path / "debits.xml"
    report = export(house, path)
    assert (report.message_id, report.path, report.count, report.total_cents) == (
        "P-20261122-001", path, 2, 5989,
    )  # fmt: skip
    assert (report.until, report.first, report.last) == (dt.date(2026, 12, 6), COLLECTED, COLLECTED)
    assert found(path, "MsgId") == ["P-20261122-001"]
    assert found(path, "EndToEndId") == ["R-2026-000001-1", "R-2026-000002-1"]
    assert found(path, "InstdAmt") == ["59.88", "0.01"]
    assert found(path, "ReqdColltnDt") == ["2026-11-27"]
    assert found(path, "CtrlSum") == ["59.89", "59.89"]
    assert found(path, "DtOfSgntr") == ["2026-11-18"] * 2
    assert found(path, "Ustrd")[0] == f"Rechnung R-2026-000001, Kundennummer {customer.number}"
    assert found(path, "IBAN") == [PROVIDER.iban, IBAN, IBAN]
    [group] = read_back(path.read_bytes())  # valid by the schema, sums and all
    assert group.total_cents == 5989
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".part"] == []
    assert told(house, "state") == [SUBMITTED, SUBMITTED]
    assert len(set(told(house, "file_id"))) == 1
    assert (house.audit()[-1].action, house.audit()[-1].record) == ("debits exported", "P-20261122-001")


def test_a_second_run_finds_nothing_and_writes_nothing(house: House, tmp_path: Path) -> None:
    owing(house, 5988)
    export(house, tmp_path / "first.xml")
    before = house.everything()
    report = export(house, tmp_path / "second.xml")
    assert (report.message_id, report.path, report.count, report.left_out) == ("", None, 0, ())
    assert not (tmp_path / "second.xml").exists()
    assert house.everything() == before


def test_only_days_that_were_asked_for_are_in_it(house: House, tmp_path: Path) -> None:
    owing(house, 5988)
    assert export(house, tmp_path / "a.xml", COLLECTED - dt.timedelta(days=1)).count == 0
    assert export(house, tmp_path / "b.xml", COLLECTED).count == 1
    with pytest.raises(InvalidInput, match="until 2026-12-06"):
        export(house, tmp_path / "c.xml", dt.date(2026, 12, 7))


def test_files_of_a_day_are_counted(house: House, tmp_path: Path) -> None:
    owing(house, 100)
    assert export(house, tmp_path / "a.xml").message_id == "P-20261122-001"
    came_back(house, "MS03")
    stand_on(house, TODAY)
    change_collection(house, 0, state=ANNOUNCED, file_id=None)
    book(house, 1, -100)
    assert export(house, tmp_path / "b.xml").message_id == "P-20261122-002"


def test_a_repeated_debit_is_in_the_next_file_with_its_day(house: House, tmp_path: Path) -> None:
    """From the bill to the second try, to the cent."""
    [customer] = owing(house, 5988)
    care, path = house.portal.operator.debits, tmp_path / "first.xml"
    export(house, path)
    stand_on(house, COLLECTED)
    assert care.settled(ANNA, [str(path)]).collected_cents == 5988
    stand_on(house, dt.date(2026, 12, 1))
    care.returned(ANNA, "R-2026-000001", "AM04", fee_cents=300)
    access = house.access(customer)
    offer = house.portal.debits.offer(access, 1)
    assert (offer.amount_cents, offer.day) == (6288, dt.date(2026, 12, 7))
    house.portal.debits.repeat(access, offer)
    report = export(house, tmp_path / "second.xml")
    assert (report.message_id, report.total_cents) == ("P-20261201-001", 6288)
    assert found(tmp_path / "second.xml", "EndToEndId") == ["R-2026-000001-2"]
    assert found(tmp_path / "second.xml", "InstdAmt") == ["62.88"]
    assert found(tmp_path / "second.xml", "ReqdColltnDt") == ["2026-12-07"]
    stand_on(house, dt.date(2026, 12, 7))
    care.settled(ANNA, ["P-20261201-001"])
    entries = house.portal.operator.invoices.show(ANNA, "R-2026-000001").entries
    assert [(each.kind.value, each.amount_cents) for each in entries] == [
        ("invoiced", 5988),
        ("collected", -5988),
        ("returned", 5988),
        ("fee", 300),
        ("collected", -6288),
    ]


# What changed between the announcement and the file.


def test_what_was_paid_meanwhile_is_called_off_and_named(house: House, tmp_path: Path) -> None:
    customers = owing(house, 5988, 499)
    book(house, 1, 5988)
    report = export(house, tmp_path / "debits.xml")
    assert (report.count, report.total_cents, report.paid) == (1, 499, ("R-2026-000001",))
    assert told(house, "state") == [CollectionState.CANCELLED, SUBMITTED]
    assert "entfällt" in house.messages(customers[0])[-1].body


def test_of_what_was_paid_in_part_only_the_rest_is_collected(house: House, tmp_path: Path) -> None:
    [customer] = owing(house, 5988)
    book(house, 1, 1000)
    report = export(house, tmp_path / "debits.xml")
    assert (report.total_cents, report.lowered) == (4988, ("R-2026-000001",))
    assert found(tmp_path / "debits.xml", "InstdAmt") == ["49.88"]
    assert "49,88\N{NO-BREAK SPACE}€" in house.messages(customer)[-1].body


def test_no_more_is_collected_than_was_announced(house: House, tmp_path: Path) -> None:
    owing(house, 5988)
    book(house, 1, -500)
    assert export(house, tmp_path / "debits.xml").total_cents == 5988


def test_without_a_mandate_nothing_is_collected(house: House, tmp_path: Path) -> None:
    customers = owing(house, 5988, 499)
    change_mandate(house, 1, revoked_at=house.clock.now())
    report = export(house, tmp_path / "debits.xml")
    [left_out] = report.left_out
    assert (left_out.number, left_out.customer, left_out.amount_cents) == (
        "R-2026-000001", customers[0].number, 5988,
    )  # fmt: skip
    assert "mandate was revoked" in left_out.reason
    assert found(tmp_path / "debits.xml", "EndToEndId") == ["R-2026-000002-1"]
    assert told(house, "state") == [CollectionState.CANCELLED, SUBMITTED]
    assert "Bitte überweisen Sie" in house.messages(customers[0])[-1].body


def test_bank_data_that_do_not_open_are_named_and_wait(house: House, tmp_path: Path) -> None:
    owing(house, 5988, 499)
    change_mandate(house, 1, iban_sealed="k1.AAAA")
    report = export(house, tmp_path / "debits.xml")
    assert [each.number for each in report.left_out] == ["R-2026-000001"]
    assert "do not open" in report.left_out[0].reason
    assert told(house, "state") == [ANNOUNCED, SUBMITTED]


def test_an_iban_that_is_none_any_more_is_named_and_the_others_go(house: House, tmp_path: Path) -> None:
    gone = "DE89370400440532013001"
    payer_of_old = payer(house, iban=gone)
    house.package(payer_of_old, agreed={"started_on": TODAY, "price_cents": 700})
    owing(house, 499)
    report = export(house, tmp_path / "debits.xml")
    [left_out] = report.left_out
    assert "check digits" in left_out.reason
    assert gone not in repr(report)
    assert (report.count, report.total_cents) == (1, 499)
    assert told(house, "state") == [ANNOUNCED, SUBMITTED]


def test_an_account_outside_of_the_eea_goes_with_its_holder_s_address(house: House, tmp_path: Path) -> None:
    swiss = "CH9300762011623852957"
    house.package(payer(house, iban=swiss), agreed={"started_on": TODAY})
    owing(house)
    assert export(house, tmp_path / "debits.xml").count == 1
    assert found(tmp_path / "debits.xml", "TwnNm") == ["Koeln"]


def test_a_day_that_cannot_be_reached_is_put_off_and_announced_again(house: House, tmp_path: Path) -> None:
    [customer] = owing(house, 5988)
    stand_on(house, COLLECTED)  # banks want it a business day before
    report = export(house, tmp_path / "debits.xml")
    [late] = report.put_off
    # Five days from Friday, 27 November.
    assert (late.number, late.before, late.day) == ("R-2026-000001", COLLECTED, dt.date(2026, 12, 2))
    assert (report.count, report.first) == (1, dt.date(2026, 12, 2))
    assert found(tmp_path / "debits.xml", "ReqdColltnDt") == ["2026-12-02"]
    announced = house.messages(customer)[-1]
    assert announced.subject == "Eine Lastschrift ist angekündigt"
    assert "02.12.2026" in announced.body


def test_what_is_put_off_beyond_the_last_day_is_for_another_file(house: House, tmp_path: Path) -> None:
    owing(house, 5988)
    stand_on(house, COLLECTED)
    report = export(house, tmp_path / "a.xml", dt.date(2026, 12, 1))
    assert (report.count, len(report.put_off), report.path) == (0, 1, None)
    assert (told(house, "state"), told(house, "due_on")) == ([ANNOUNCED], [dt.date(2026, 12, 2)])
    assert export(house, tmp_path / "b.xml", dt.date(2026, 12, 2)).count == 1


def test_what_cannot_go_for_other_reasons_is_not_announced_again(house: House, tmp_path: Path) -> None:
    customer = payer(house, iban="DE89370400440532013001")
    house.package(customer, agreed={"started_on": TODAY})
    owing(house)
    told_before = len(house.messages(customer))
    stand_on(house, dt.date(2026, 12, 10))
    report = export(house, tmp_path / "debits.xml")
    assert (len(report.left_out), report.put_off) == (1, ())
    assert told(house, "due_on") == [COLLECTED]
    assert len(house.messages(customer)) == told_before


# What can go wrong.


def test_a_full_disk_changes_nothing_and_leaves_nothing(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owing(house, 5988)
    before = house.everything()
    folder = tmp_path / "out"
    folder.mkdir()
    with monkeypatch.context() as disk:
        disk.setattr("portal.disk.os.fsync", fails)
        with pytest.raises(Unavailable, match="No space left on device"):
            export(house, folder / "debits.xml")
    assert list(folder.iterdir()) == []
    assert house.everything() == before
    assert export(house, folder / "debits.xml").count == 1


def test_killed_before_the_file_has_its_name_nothing_is_lost(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owing(house, 5988, 499)
    with monkeypatch.context() as power, pytest.raises(Killed):
        power.setattr("portal.disk.os.link", is_killed)
        export(house, tmp_path / "debits.xml")
    assert not (tmp_path / "debits.xml").exists()
    assert told(house, "state") == [SUBMITTED, SUBMITTED]
    assert export(house, tmp_path / "other.xml").count == 0
    again = house.portal.operator.debits.export_again(ANNA, "P-20261122-001", tmp_path / "again.xml")
    assert (again.count, again.total_cents) == (2, 6487)
    content = (tmp_path / "again.xml").read_bytes()
    with house.storage.reading() as work:
        file = work.debits.file("P-20261122-001")
        assert file is not None
        assert hashlib.sha256(content).hexdigest() == file.digest
    assert [len(group.end_to_end_ids) for group in read_back(content)] == [2]


def test_killed_before_the_commit_nothing_happened(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owing(house, 5988)
    before = house.everything()
    with monkeypatch.context() as power, pytest.raises(Killed):
        power.setattr("storage.work.Work.commit", is_killed)
        export(house, tmp_path / "debits.xml")
    assert not (tmp_path / "debits.xml").exists()
    assert house.everything() == before


def test_a_name_that_is_taken_in_the_last_moment_is_told_with_the_way_on(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owing(house, 5988)
    path = tmp_path / "debits.xml"
    commit = type(house.storage.writing()).commit

    def somebody_writes(work: Any) -> None:
        commit(work)
        path.write_text("mine")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("storage.work.Work.commit", somebody_writes)
        with pytest.raises(Conflict, match="--again P-20261122-001"):
            export(house, path)
    assert path.read_text() == "mine"
    assert told(house, "state") == [SUBMITTED]


def test_what_is_written_again_is_the_same_byte_by_byte_whatever_changed_since(
    house: House, tmp_path: Path
) -> None:
    customers = owing(house, 5988, 499)
    swiss = payer(house, iban="CH9300762011623852957")
    house.package(swiss, agreed={"started_on": TODAY})
    owing(house)
    first, again = tmp_path / "first.xml", tmp_path / "again.xml"
    export(house, first)
    stand_on(house, COLLECTED)
    house.portal.operator.debits.settled(ANNA, [str(first)])
    stand_on(house, dt.date(2027, 2, 1))
    house.portal.operator.debits.returned(ANNA, "R-2026-000001", "MD06")
    change_mandate(house, 1, revoked_at=house.clock.now())
    house.change(customers[1], last_name="Neu", town="Bonn")
    house.change(swiss, street="Anderswo", town="Zürich")
    house.settings = house.settings.model_copy(
        update={"brand": "Anders", "provider": PROVIDER.model_copy(update={"name": "Anders GmbH"})}
    )
    care = house.restarted().operator.debits
    care.export_again(ANNA, "P-20261122-001", again)
    assert again.read_bytes() == first.read_bytes()
    assert house.actions()[-1] == "debits exported again"


def test_what_cannot_be_written_again_as_it_was_is_not_written(house: House, tmp_path: Path) -> None:
    owing(house, 5988)
    export(house, tmp_path / "first.xml")
    change_mandate(house, 1, account_holder="Jemand anders")
    care = house.portal.operator.debits
    with pytest.raises(Conflict, match="not the same any more"):
        care.export_again(ANNA, "P-20261122-001", tmp_path / "again.xml")
    change_mandate(house, 1, iban_sealed="k1.AAAA")
    with pytest.raises(Conflict, match="not the same any more"):
        care.export_again(ANNA, "P-20261122-001", tmp_path / "again.xml")
    with pytest.raises(NotFound, match="no file P-1"):
        care.export_again(ANNA, "P-1", tmp_path / "again.xml")
    assert not (tmp_path / "again.xml").exists()


def test_a_file_is_never_written_over(house: House, tmp_path: Path) -> None:
    owing(house, 5988)
    before = house.everything()
    path = tmp_path / "debits.xml"
    path.symlink_to(tmp_path / "nowhere")
    for taken in (path, tmp_path):
        with pytest.raises(Conflict, match="already"):
            export(house, taken)
    with pytest.raises(Unavailable, match="No such file or directory"):
        export(house, tmp_path / "missing" / "debits.xml")
    assert house.everything() == before


def test_nobody_collects_whom_the_settings_do_not_name(house: House, tmp_path: Path) -> None:
    owing(house, 5988)
    house.settings = house.settings.model_copy(update={"provider": ProviderSettings()})
    with pytest.raises(Conflict, match="creditor_id"):
        house.restarted().operator.debits.export(ANNA, tmp_path / "debits.xml")
    wrong = PROVIDER.model_copy(update={"creditor_id": "DE00ZZZ09999999999"})
    house.settings = house.settings.model_copy(update={"provider": wrong})
    with pytest.raises(InvalidInput, match="creditor identifier"):
        house.restarted().operator.debits.export(ANNA, tmp_path / "debits.xml")
    assert list(tmp_path.glob("*.xml")) == []
    assert told(house, "state") == [ANNOUNCED]
