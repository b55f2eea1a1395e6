"""The operator's care for invoices: look, save, take back, book transfers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.debits.adjusting import Adjusted
from portal.errors import Conflict, InvalidInput, NotFound
from portal.invoices import InvoiceKind, InvoiceState
from storage.models.debits import CollectionState
from storage.models.invoices import EntryKind
from tests.portal.debits.steps import MONDAY, export, owing, stand_on, told
from tests.portal.invoices.steps import ANNA, COLLECTED, TODAY, billed, payer, stored_invoices

if TYPE_CHECKING:
    from pathlib import Path

    from portal.operator.debits import DebitCare
    from portal.operator.invoices import InvoiceCare
    from tests.portal.house import House

FIRST = "R-2026-000001"


@pytest.fixture
def care(house: House) -> InvoiceCare:
    return house.portal.operator.invoices


@pytest.fixture
def debits(house: House) -> DebitCare:
    return house.portal.operator.debits


def ledger(house: House, number: str = FIRST) -> list[tuple[str, int]]:
    shown = house.portal.operator.invoices.show(ANNA, number)
    with house.storage.reading() as work:
        assert list(work.invoices.with_wrong_balance()) == []
        assert list(work.invoices.gaps()) == []
    return [(entry.kind.value, entry.amount_cents) for entry in shown.entries]


# Looking.


def test_invoices_are_listed_newest_first_however_many_there_are(
    house: House, care: InvoiceCare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.operator.lists.AT_ONCE", 2)
    customers = owing(house, 100, 200, 300, 400, 500)
    assert [each.total_cents for each in care.list(ANNA)] == [500, 400, 300, 200, 100]
    assert [each.total_cents for each in care.list(ANNA, customers[2].number)] == [300]
    assert list(care.list(ANNA, year=2025)) == []
    assert len(list(care.list(ANNA, year=2026, state=InvoiceState.ANNOUNCED))) == 5
    assert list(care.list(ANNA, state=InvoiceState.PAID)) == []
    with pytest.raises(NotFound, match="number 99999999") as caught:
        care.list(ANNA, "99999999")  # at once, and not when the first row is wanted
    assert caught.value.field == "customer"


def test_an_invoice_is_shown_with_all_that_became_of_it_and_that_is_noted(
    house: House, care: InvoiceCare, debits: DebitCare, tmp_path: Path
) -> None:
    [customer] = owing(house, 5988)
    export(house, tmp_path / "debits.xml")
    stand_on(house, MONDAY)
    debits.settled(ANNA, [FIRST])
    debits.returned(ANNA, FIRST, "AM04")
    shown = care.show(ANNA, FIRST)
    assert (shown.invoice.number, shown.invoice.state) == (FIRST, InvoiceState.RETURNED)
    assert (shown.document.gross_cents, shown.document.buyer.name) == (5988, "Jutta Müller-Lüdenscheidt")
    assert [(each.kind, each.amount_cents, each.booked_on) for each in shown.entries] == [
        (EntryKind.INVOICED, 5988, TODAY),
        (EntryKind.COLLECTED, -5988, COLLECTED),
        (EntryKind.RETURNED, 5988, MONDAY),
    ]
    [debit] = shown.debits
    assert (debit.end_to_end_id, debit.reason, debit.message_id) == (
        "R-2026-000001-1", "AM04", "P-20261122-001",
    )  # fmt: skip
    entry = house.audit()[-1]
    assert (entry.actor, entry.action, entry.record) == ("operator anna", "invoice shown", "invoices 1")
    assert entry.customer_id == customer.id


@pytest.mark.parametrize("act", ["show", "pdf", "credit", "paid"])
@pytest.mark.parametrize("number", ["R-2026-000009", "", "x" * 1000])
def test_what_is_not_there_is_not_found(house: House, care: InvoiceCare, act: str, number: str) -> None:
    with pytest.raises(NotFound):
        getattr(care, act)(ANNA, number)
    assert house.audit() == []


def test_the_document_is_what_its_customer_gets(house: House, care: InvoiceCare) -> None:
    _customer, access, invoice = billed(house)
    first = care.pdf(ANNA, FIRST)
    assert first.content.startswith(b"%PDF")
    assert (first.number, first.kind) == (FIRST, InvoiceKind.INVOICE)
    assert house.portal.invoices.pdf(access, invoice.id).content == first.content
    assert house.actions().count("invoice taken as PDF") == 1


def test_documents_are_made_ahead_once(house: House, care: InvoiceCare) -> None:
    owing(house, 100, 200)
    told_of: list[tuple[int, int]] = []
    assert care.make_pdfs(ANNA, lambda done, total: told_of.append((done, total))) == 2
    assert told_of == [(1, 2), (2, 2)]
    assert care.make_pdfs(ANNA) == 0
    owing(house, 300)
    stand_on(house, TODAY + dt.timedelta(days=8))
    assert care.make_pdfs(ANNA) == 0  # whoever asks for that one gets it made


# Taking back.


def test_an_unpaid_invoice_is_taken_back_and_nothing_is_collected(
    house: House, care: InvoiceCare, tmp_path: Path
) -> None:
    [customer] = owing(house, 5988)
    done = care.credit(ANNA, FIRST)
    assert (done.credit_note, done.amount_cents, done.balance_cents) == ("R-2026-000002", 5988, 0)
    assert done.called_off
    assert ledger(house) == [("invoiced", 5988), ("credited", -5988)]
    assert told(house, "state") == [CollectionState.CANCELLED]
    assert export(house, tmp_path / "debits.xml").count == 0
    assert care.show(ANNA, FIRST).credit_note == "R-2026-000002"
    assert [(each.kind, each.state) for each in care.list(ANNA)] == [
        (InvoiceKind.CREDIT_NOTE, InvoiceState.CREDIT),
        (InvoiceKind.INVOICE, InvoiceState.CANCELLED),
    ]
    message = house.messages(customer)[-1]
    assert message.subject == "Ihre Rechnung R-2026-000001 wird storniert"
    assert "Gutschrift R-2026-000002 storniert. Die Lastschrift, die wir dafür angekündigt" in message.body
    assert "zurück." not in message.body
    note = care.show(ANNA, "R-2026-000002").document
    assert note.corrects is not None
    assert (note.corrects.number, note.net_cents, note.tax_cents) == (FIRST, 5032, 956)
    audit = next(entry for entry in house.audit() if entry.action == "invoice credited")
    assert (audit.customer_id, audit.details) == (customer.id, "invoices 2")


def test_a_paid_invoice_that_is_taken_back_is_paid_out_to_the_cent(
    house: House, care: InvoiceCare, debits: DebitCare, tmp_path: Path
) -> None:
    [customer] = owing(house, 5988)
    export(house, tmp_path / "debits.xml")
    with pytest.raises(Conflict, match="is at the bank, for 2026-11-27"):
        care.credit(ANNA, FIRST)
    assert len(stored_invoices(house)) == 1
    stand_on(house, MONDAY)
    debits.settled(ANNA, [FIRST])
    done = care.credit(ANNA, FIRST)
    assert (done.balance_cents, done.called_off) == (-5988, False)
    assert "Sie erhalten 59,88\N{NO-BREAK SPACE}€ zurück." in house.messages(customer)[-1].body
    part = care.paid(ANNA, FIRST, 88)
    assert (part.kind, part.balance_cents) == (EntryKind.PAID_OUT, -5900)
    with pytest.raises(InvalidInput, match=r"gets back €59\.00 of R-2026-000001: €59\.01 cannot"):
        care.paid(ANNA, FIRST, 5901)
    assert care.paid(ANNA, FIRST).amount_cents == 5900
    assert ledger(house) == [
        ("invoiced", 5988),
        ("collected", -5988),
        ("credited", -5988),
        ("paid out", 88),
        ("paid out", 5900),
    ]


def test_what_a_return_cost_stays_open_when_the_invoice_is_taken_back(
    house: House, care: InvoiceCare, debits: DebitCare, tmp_path: Path
) -> None:
    [customer] = owing(house, 5988)
    export(house, tmp_path / "debits.xml")
    stand_on(house, MONDAY)
    debits.returned(ANNA, FIRST, "AC04", fee_cents=300)
    assert care.credit(ANNA, FIRST).balance_cents == 300
    assert "sind noch 3,00\N{NO-BREAK SPACE}€ offen" in house.messages(customer)[-1].body


def test_nothing_is_taken_back_twice_and_no_credit_note_at_all(house: House, care: InvoiceCare) -> None:
    owing(house, 5988)
    care.credit(ANNA, FIRST)
    before = house.everything()
    with pytest.raises(Conflict, match="taken back already, by R-2026-000002"):
        care.credit(ANNA, FIRST)
    with pytest.raises(Conflict, match="is a credit note itself"):
        care.credit(ANNA, "R-2026-000002")
    assert house.everything() == before


# Transfers.


def test_a_transfer_of_all_that_is_open_calls_the_debit_off(
    house: House, care: InvoiceCare, tmp_path: Path
) -> None:
    [customer] = owing(house, 5988)
    stand_on(house, TODAY + dt.timedelta(days=2))
    done = care.paid(ANNA, FIRST, on=TODAY + dt.timedelta(days=1))
    assert (done.kind, done.amount_cents, done.balance_cents) == (EntryKind.PAID, 5988, 0)
    assert (done.debit, done.booked_on) == (Adjusted.CALLED_OFF, dt.date(2026, 11, 23))
    assert told(house, "state") == [CollectionState.CANCELLED]
    assert "Es ist nichts mehr zu zahlen" in house.messages(customer)[-1].body
    assert export(house, tmp_path / "debits.xml").count == 0
    assert (house.audit()[-1].action, house.audit()[-1].details) == ("invoice paid", "5988 cents")


def test_after_a_part_the_debit_collects_the_rest(house: House, care: InvoiceCare, tmp_path: Path) -> None:
    [customer] = owing(house, 5988)
    assert care.paid(ANNA, FIRST, 1000).debit is Adjusted.LOWERED
    assert care.paid(ANNA, FIRST, 1).balance_cents == 4987
    assert told(house, "amount_cents") == [4987]
    message = house.messages(customer)[-1]
    assert message.subject == "Eine Lastschrift ist niedriger als angekündigt"
    nbsp = "\N{NO-BREAK SPACE}"
    assert f"Wir ziehen 49,87{nbsp}€ am 27.11.2026 vom Konto" in message.body
    assert export(house, tmp_path / "debits.xml").total_cents == 4987


def test_a_transfer_while_the_debit_is_at_the_bank_is_booked_and_said(
    house: House, care: InvoiceCare, debits: DebitCare, tmp_path: Path
) -> None:
    owing(house, 5988)
    export(house, tmp_path / "debits.xml")
    assert care.paid(ANNA, FIRST).debit is Adjusted.AT_THE_BANK
    stand_on(house, MONDAY)
    debits.settled(ANNA, [FIRST])
    assert care.paid(ANNA, FIRST).kind is EntryKind.PAID_OUT
    assert ledger(house) == [("invoiced", 5988), ("paid", -5988), ("collected", -5988), ("paid out", 5988)]


def test_who_pays_by_transfer_pays_without_any_debit(house: House, care: InvoiceCare) -> None:
    house.package(house.customer(), agreed={"started_on": TODAY})
    owing(house)
    assert care.paid(ANNA, FIRST, 5987).debit is Adjusted.NOTHING
    assert care.show(ANNA, FIRST).invoice.balance_cents == 1
    assert care.paid(ANNA, FIRST).balance_cents == 0


@pytest.mark.parametrize("cents", [5989, 0, -1])
def test_no_other_amount_than_up_to_what_is_open_is_booked(
    house: House, care: InvoiceCare, cents: int
) -> None:
    owing(house, 5988)
    before = house.everything()
    with pytest.raises(InvalidInput, match=r"€59\.88 is open") as caught:
        care.paid(ANNA, FIRST, cents)
    assert caught.value.field == "amount"
    assert house.everything() == before


def test_a_transfer_has_a_day_that_can_be(house: House, care: InvoiceCare) -> None:
    house.package(payer(house), agreed={"started_on": TODAY})
    owing(house)
    for day, sentence in ((TODAY + dt.timedelta(1), "yet to come"), (TODAY - dt.timedelta(1), "issued on")):
        with pytest.raises(InvalidInput, match=sentence) as caught:
            care.paid(ANNA, FIRST, on=day)
        assert caught.value.field == "on"
    care.paid(ANNA, FIRST)
    with pytest.raises(Conflict, match="Nothing is open"):
        care.paid(ANNA, FIRST)
