"""Booking what the bank did: by names, by its statement, and debits that came back one by one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.errors import Conflict, InvalidInput, NotFound
from storage.models.debits import CollectionState
from tests.portal.debits.steps import (
    MONDAY,
    change_collection,
    export,
    owing,
    stand_on,
    statement,
    told,
    was_collected,
    was_returned,
    was_transferred,
    were_collected,
)
from tests.portal.invoices.steps import ANNA, COLLECTED, stored_invoices

if TYPE_CHECKING:
    from pathlib import Path

    from portal.debits.settling import Settled
    from storage.models.customers import Customer
    from tests.portal.house import House

ANNOUNCED, SUBMITTED, SETTLED = (
    CollectionState.ANNOUNCED,
    CollectionState.SUBMITTED,
    CollectionState.SETTLED,
)
RETURNED, REFUNDED, REJECTED = (
    CollectionState.RETURNED,
    CollectionState.REFUNDED,
    CollectionState.REJECTED,
)


@pytest.fixture
def customers(house: House, tmp_path: Path) -> list[Customer]:
    """Three whose debits of 59.88, 4.99 and 0.01 are at the bank; it is Monday, 30 November."""
    found = owing(house, 5988, 499, 1)
    export(house, tmp_path / "debits.xml")
    stand_on(house, MONDAY)
    return found


def settled(house: House, *what: object, on: dt.date | None = None, fee_cents: int = 0) -> Settled:
    return house.portal.operator.debits.settled(ANNA, [str(each) for each in what], on, fee_cents)


def read(house: House, path: Path, *entries: str, fee_cents: int = 0) -> Settled:
    path.write_bytes(statement(*entries))
    return settled(house, path, fee_cents=fee_cents)


def balances(house: House) -> list[int]:
    with house.storage.reading() as work:
        assert list(work.invoices.with_wrong_balance()) == []
    return [each.balance_cents for each in stored_invoices(house)]


def reasons(report: Settled) -> list[str]:
    return [each.reason for each in report.not_booked]


# By names.


@pytest.mark.usefixtures("customers")
@pytest.mark.parametrize("what", ["debits.xml", "P-20261122-001"])
def test_a_whole_file_is_collected_on_its_days(house: House, tmp_path: Path, what: str) -> None:
    report = settled(house, tmp_path / what if what.endswith("xml") else what)
    assert (report.collected, report.collected_cents, report.not_booked) == (3, 6488, [])
    assert told(house, "state") == [SETTLED] * 3
    assert told(house, "settled_on") == [COLLECTED] * 3
    assert balances(house) == [0, 0, 0]
    assert (house.audit()[-1].action, house.audit()[-1].details) == (
        "debits settled",
        "3 collected, 0 came back, 0 paid",
    )


@pytest.mark.usefixtures("customers")
def test_one_debit_is_collected_by_its_id_or_its_invoice(house: House) -> None:
    assert settled(house, "R-2026-000001-1", "R-2026-000002", on=MONDAY).collected_cents == 6487
    assert told(house, "state") == [SETTLED, SETTLED, SUBMITTED]
    assert told(house, "settled_on") == [MONDAY, MONDAY, None]


@pytest.mark.usefixtures("customers")
def test_what_is_told_twice_is_booked_once(house: House) -> None:
    settled(house, "P-20261122-001", "P-20261122-001", "R-2026-000001")
    before = house.everything()
    report = settled(house, "P-20261122-001")
    assert (report.collected, report.already, report.changed) == (0, 3, False)
    assert house.everything() == before


@pytest.mark.usefixtures("customers")
def test_nothing_is_collected_before_its_day_or_before_it_went_to_the_bank(house: House) -> None:
    stand_on(house, COLLECTED - dt.timedelta(days=1))
    assert reasons(settled(house, "P-20261122-001")) == ["It is collected on 2026-11-27 only."] * 3
    with pytest.raises(InvalidInput, match="2026-11-27 is yet to come") as caught:
        settled(house, "P-20261122-001", on=COLLECTED)
    assert caught.value.field == "on"
    stand_on(house, MONDAY)
    change_collection(house, 0, state=ANNOUNCED, file_id=None)
    change_collection(house, 1, state=CollectionState.CANCELLED, file_id=None)
    first, second = reasons(settled(house, "R-2026-000001", "R-2026-000002"))
    assert "has not gone to the bank" in first
    assert "was called off" in second
    assert balances(house) == [5988, 499, 1]


@pytest.mark.usefixtures("customers")
@pytest.mark.parametrize("name", ["R-2026-000999", "", "P-20261122-002", "x" * 5000, "R-2026-000001-9"])
def test_a_name_that_nothing_has_books_nothing(house: House, name: str) -> None:
    before = house.everything()
    with pytest.raises(NotFound, match="no file, debit or invoice"):
        settled(house, "R-2026-000001", name)
    assert house.everything() == before


@pytest.mark.usefixtures("customers")
def test_a_file_that_was_changed_is_not_taken(house: House, tmp_path: Path) -> None:
    path = tmp_path / "debits.xml"
    path.write_bytes(path.read_bytes().replace(b"4.99", b"9.99"))
    with pytest.raises(InvalidInput, match=r"debits\.xml: This is not the file as it was written"):
        settled(house, path)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    with pytest.raises(InvalidInput, match=r"picture\.png: This is not an XML file"):
        settled(house, tmp_path / "picture.png")
    assert told(house, "state") == [SUBMITTED] * 3


# By a statement.


@pytest.mark.usefixtures("customers")
def test_a_statement_books_what_was_collected_and_what_was_transferred(house: House, tmp_path: Path) -> None:
    report = read(
        house,
        tmp_path / "s.xml",
        was_collected("R-2026-000001-1", "59.88"),
        was_transferred("4.99", "Rechnung r-2026-000002, danke"),
    )
    assert (report.collected_cents, report.received_cents, report.not_booked) == (5988, 499, [])
    assert report.at_the_bank == ["R-2026-000002"]
    assert balances(house) == [0, 0, 1]
    assert told(house, "settled_on") == [MONDAY, None, None]


@pytest.mark.usefixtures("customers")
def test_a_group_that_the_bank_tells_as_one_amount_is_booked_debit_by_debit(
    house: House, tmp_path: Path
) -> None:
    report = read(house, tmp_path / "s.xml", were_collected("P-20261122-001-1", 3, "64.88"))
    assert (report.collected, report.collected_cents) == (3, 6488)
    again = read(house, tmp_path / "s.xml", were_collected("P-20261122-001-1", 3, "64.88"))
    assert (again.collected, again.already, again.not_booked) == (0, 3, [])


@pytest.mark.usefixtures("customers")
def test_a_group_of_another_amount_is_not_booked(house: House, tmp_path: Path) -> None:
    report = read(
        house,
        tmp_path / "s.xml",
        were_collected("P-20261122-001-1", 3, "64.89"),
        were_collected("P-20261122-001-2", 3, "64.88"),
    )
    assert reasons(report) == [
        "The debits of P-20261122-001-1 are of €64.88 in all.",
        "It does not say which debit of ours it is about.",
    ]
    settled(house, "R-2026-000003")
    assert read(house, tmp_path / "s.xml", were_collected("P-20261122-001-1", 2, "64.87")).collected == 2


def test_what_came_back_is_booked_without_the_bank_s_charges(
    house: House, tmp_path: Path, customers: list[Customer]
) -> None:
    report = read(
        house,
        tmp_path / "s.xml",
        was_returned("R-2026-000001-1", "62.88", "AC04", charges="59.88"),
        was_collected("R-2026-000001-1", "59.88"),
        was_returned("R-2026-000002-1", "4.99", "AM04"),
    )
    assert (report.collected, report.charges_cents) == (1, 300)
    assert [(each.number, each.code, each.fee_cents, each.balance_cents) for each in report.came_back] == [
        ("R-2026-000001", "AC04", 0, 5988),
        ("R-2026-000002", "AM04", 0, 499),
    ]
    # The second one was never collected.
    assert told(house, "state") == [RETURNED, REJECTED, SUBMITTED]
    assert balances(house) == [5988, 499, 1]
    body = house.messages(customers[0])[-1].body
    assert "Konto bei dieser Bank nicht bekannt" in body
    assert "geben Sie Ihre Bankdaten neu ein" in body
    assert not any(word in body for word in ("AC04", "Deckung"))


@pytest.mark.usefixtures("customers")
def test_the_customer_is_charged_only_where_that_is_asked_for(house: House, tmp_path: Path) -> None:
    read(house, tmp_path / "s.xml", was_returned("R-2026-000001-1", "59.88", "AM04"), fee_cents=450)
    assert balances(house) == [5988 + 450, 499, 1]
    with pytest.raises(InvalidInput, match="above zero"):
        settled(house, "P-20261122-001", fee_cents=-1)


@pytest.mark.usefixtures("customers")
def test_reading_a_statement_twice_books_nothing_twice(house: House, tmp_path: Path) -> None:
    entries = (
        was_collected("R-2026-000001-1", "59.88"),
        was_returned("R-2026-000001-1", "59.88", "MS03"),
        was_transferred("4.99", "R-2026-000002"),
    )
    first = read(house, tmp_path / "s.xml", *entries)
    assert (first.collected, len(first.came_back), first.received, first.already) == (1, 1, 1, 0)
    before = house.everything()
    again = read(house, tmp_path / "s.xml", *entries)
    assert (again.changed, again.already, again.not_booked) == (False, 3, [])
    assert house.everything() == before


@pytest.mark.usefixtures("customers")
def test_a_transfer_that_was_booked_is_not_booked_again_when_the_invoice_is_open_once_more(
    house: House, tmp_path: Path
) -> None:
    transfer = was_transferred("59.88", "R-2026-000001")
    read(house, tmp_path / "s.xml", transfer)
    assert settled(house, "R-2026-000001").collected == 1
    assert balances(house)[0] == -5988
    house.portal.operator.invoices.paid(ANNA, "R-2026-000001")  # given back: it came twice
    house.portal.operator.debits.returned(ANNA, "R-2026-000001", "MD06")
    assert balances(house)[0] == 5988
    assert read(house, tmp_path / "s.xml", transfer).already == 1
    assert balances(house)[0] == 5988


@pytest.mark.usefixtures("customers")
@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (was_collected("R-2026-000009-1", "5.00"), "It does not say which debit of ours it is about."),
        (was_collected("R-2026-000001-1", "5.00"), "The debit R-2026-000001-1 is of €59.88."),
        (was_returned("R-2026-000001-1", "5.00", "MS03"), "The debit R-2026-000001-1 is of €59.88."),
        (was_transferred("59.88", "Danke!"), "It names no invoice of ours."),
        (was_transferred("59.88", "R-2026-0000011"), "It names no invoice of ours."),
        (was_transferred("59.88", "XR-2026-000001"), "It names no invoice of ours."),
        (was_transferred("64.87", "R-2026-000001 R-2026-000002"), "It names several invoices."),
        (was_transferred("59.89", "R-2026-000001"), "Of the invoice R-2026-000001, €59.88 is open."),
        (was_transferred("1.00", "R-2026-000001"), "Of the invoice R-2026-000001, €59.88 is open."),
    ],
)
def test_what_is_not_clear_is_told_and_not_booked(
    house: House, tmp_path: Path, entry: str, reason: str
) -> None:
    report = read(house, tmp_path / "s.xml", entry)
    assert reasons(report) == [reason]
    assert report.not_booked[0].on == MONDAY
    assert balances(house) == [5988, 499, 1]
    assert told(house, "state") == [SUBMITTED] * 3


@pytest.mark.usefixtures("customers")
def test_a_statement_of_another_account_is_refused(house: House, tmp_path: Path) -> None:
    (tmp_path / "s.xml").write_bytes(
        statement(was_collected("R-2026-000001-1", "59.88"), iban="DE02120300000000202051")
    )
    with pytest.raises(InvalidInput, match=r"s\.xml: This statement is about another account"):
        settled(house, tmp_path / "s.xml")
    assert told(house, "state") == [SUBMITTED] * 3


# One by one.


def test_a_debit_that_came_back_is_told_in_words_with_what_can_be_done(
    house: House, customers: list[Customer]
) -> None:
    care = house.portal.operator.debits
    settled(house, "P-20261122-001")
    done = care.returned(ANNA, "R-2026-000001", "am04", fee_cents=300)
    assert (done.code, done.reason, done.state) == ("AM04", "account could not be charged", RETURNED)
    assert (done.amount_cents, done.fee_cents, done.balance_cents) == (5988, 300, 6288)
    message = house.messages(customers[0])[-1]
    assert message.subject == "Eine Lastschrift kam zurück"
    nbsp = "\N{NO-BREAK SPACE}"
    assert (
        "Die Bank hat die Lastschrift vom 27.11.2026 zurückgegeben (Konto konnte nicht belastet werden). Von"
        f" der Rechnung R-2026-000001 sind 62,88{nbsp}€ offen, davon 3,00{nbsp}€ für die Rückgabe. Sie können"
        " die Lastschrift wiederholen lassen oder den Betrag überweisen."
    ) in message.body
    entry = house.audit()[-1]
    assert (entry.actor, entry.action, entry.record, entry.details) == (
        "operator anna", "debit came back", "collections 1", "AM04",
    )  # fmt: skip
    assert entry.customer_id == customers[0].id


@pytest.mark.usefixtures("customers")
def test_a_debit_is_refunded_returned_or_rejected_by_its_reason_and_by_where_it_was(house: House) -> None:
    care = house.portal.operator.debits
    settled(house, "R-2026-000001", "R-2026-000002")
    assert care.returned(ANNA, "R-2026-000001", "MD06").state is REFUNDED
    assert care.returned(ANNA, "R-2026-000002", "AC04").state is RETURNED
    assert care.returned(ANNA, "R-2026-000003", "AC04").state is REJECTED
    assert balances(house) == [5988, 499, 1]


def test_who_cannot_repeat_is_not_told_to(house: House, customers: list[Customer]) -> None:
    house.settings = house.settings.model_copy(
        update={"debits": house.settings.debits.model_copy(update={"most_repeats": 0})}
    )
    house.restarted().operator.debits.returned(ANNA, "R-2026-000001", "AM04")
    body = house.messages(customers[0])[-1].body
    assert "so oft wiederholt wie möglich" in body
    assert "wiederholen lassen" not in body


@pytest.mark.usefixtures("customers")
def test_what_cannot_come_back_is_refused_in_a_sentence(house: House) -> None:
    care = house.portal.operator.debits
    with pytest.raises(InvalidInput, match=r"AC01, AC04.*MS03") as caught:
        care.returned(ANNA, "R-2026-000001", "XX99")
    assert caught.value.field == "code"
    with pytest.raises(NotFound, match="no invoice R-2026-000009"):
        care.returned(ANNA, "R-2026-000009", "MS03")
    with pytest.raises(InvalidInput, match="yet to come"):
        care.returned(ANNA, "R-2026-000001", "MS03", on=MONDAY + dt.timedelta(days=1))
    with pytest.raises(InvalidInput, match="above zero"):
        care.returned(ANNA, "R-2026-000001", "MS03", fee_cents=-5)
    settled(house, "R-2026-000001")
    with pytest.raises(InvalidInput, match="collected on 2026-11-27 only"):
        care.returned(ANNA, "R-2026-000001", "MS03", on=dt.date(2026, 11, 26))
    care.returned(ANNA, "R-2026-000001", "MS03")
    with pytest.raises(Conflict, match="came back already, on 2026-11-30"):
        care.returned(ANNA, "R-2026-000001", "MS03")
    change_collection(house, 1, state=ANNOUNCED, file_id=None)
    with pytest.raises(Conflict, match="has not gone to the bank"):
        care.returned(ANNA, "R-2026-000002", "MS03")
    assert balances(house) == [5988, 499, 1]


def test_an_invoice_without_a_debit_has_none_that_could_come_back(house: House) -> None:
    house.package(house.customer(), agreed={"started_on": house.clock.now().date()})
    owing(house)
    care = house.portal.operator.debits
    with pytest.raises(Conflict, match="no debit of the invoice"):
        care.returned(ANNA, "R-2026-000001", "MS03")
    with pytest.raises(Conflict, match="no debit of the invoice"):
        care.settled(ANNA, ["R-2026-000001"])


# The list.


@pytest.mark.usefixtures("customers")
def test_debits_are_listed_in_the_order_they_were_made(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.operator.lists.AT_ONCE", 2)
    settled(house, "R-2026-000002")
    care = house.portal.operator.debits
    rows = list(care.list(ANNA))
    assert [(each.end_to_end_id, each.state.value) for each in rows] == [
        ("R-2026-000001-1", "submitted"),
        ("R-2026-000002-1", "settled"),
        ("R-2026-000003-1", "submitted"),
    ]
    assert {each.message_id for each in rows} == {"P-20261122-001"}
    assert [each.number for each in care.list(ANNA, SETTLED)] == ["R-2026-000002"]
    assert list(care.list(ANNA, ANNOUNCED)) == []
