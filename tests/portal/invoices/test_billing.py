"""Issuing: one invoice a customer and day, gapless, once, whatever happens meanwhile."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.errors import Conflict, InvalidInput
from portal.settings import ProviderSettings
from storage.models.customers import PaymentMethod
from storage.models.debits import CollectionState
from storage.models.invoices import BillingItem, InvoiceKind, InvoiceState
from storage.models.packages import Contract
from tests.portal.invoices.steps import (
    ANNA,
    COLLECTED,
    MONTHLY,
    TODAY,
    YEARLY,
    bill,
    billed,
    collections,
    invoices,
    payer,
    stored_invoices,
)

if TYPE_CHECKING:
    from storage.models.packages import Package
    from tests.portal.house import House


def billed_until(house: House, package: Package) -> dt.date | None:
    with house.storage.reading() as work:
        return work._session.get_one(Contract, package.id).billed_until


def wait(house: House, customer_id: int, cents: int, text: str = "Fee") -> None:
    with house.storage.writing() as work:
        item = BillingItem(customer_id=customer_id, due_on=TODAY, text=text, gross_cents=cents)
        work.billing.add_item(item)
        work.commit()


def test_all_packages_of_a_customer_stand_on_one_invoice(house: House) -> None:
    customer = payer(house)
    first = house.package(customer, "a-beispiel.de", agreed=YEARLY)
    second = house.package(customer, "b-beispiel.de", agreed=MONTHLY)
    wait(house, customer.id, 500, "Umzug einer Domain")
    report = bill(house)
    assert (report.invoices, report.gross_cents, report.debits) == (1, 5988 + 499 + 500, 1)
    assert (report.first, report.last) == ("R-2026-000001", "R-2026-000001")
    access = house.access(customer)
    [invoice] = invoices(house, access)
    assert (invoice.number, invoice.packages, invoice.total_cents) == ("R-2026-000001", 2, 6987)
    assert (invoice.issued_on, invoice.due_on) == (TODAY, COLLECTED)
    assert (invoice.period_from, invoice.period_until) == (TODAY, dt.date(2027, 11, 21))
    document = house.portal.invoices.open(access, invoice.id).document
    assert [(line.text, line.details, line.gross_cents) for line in document.lines] == [
        ("Webhosting M", "a-beispiel.de", 5988),
        ("Webhosting M", "b-beispiel.de", 499),
        ("Umzug einer Domain", "", 500),
    ]
    assert sum(line.net_cents for line in document.lines) == document.net_cents == 5871
    assert document.tax_cents == 1116
    assert document.debit is not None
    assert (document.debit.on, document.debit.masked_iban) == (COLLECTED, "DE89 •••• •••• 3000")
    assert billed_until(house, first) == dt.date(2027, 11, 21)
    assert billed_until(house, second) == dt.date(2026, 12, 21)


def test_billing_twice_changes_nothing(house: House) -> None:
    billed(house)
    before = house.everything()
    assert bill(house).invoices == 0
    assert house.everything() == before


def test_the_next_month_is_billed_when_it_begins(house: House) -> None:
    _customer, access, _invoice = billed(house, **MONTHLY)
    house.clock.forward(days=29)
    assert bill(house, dt.date(2026, 12, 21)).invoices == 0
    access = house.access(_customer)
    assert bill(house, dt.date(2026, 12, 22)).invoices == 1
    newest, _first = invoices(house, access)
    assert (newest.number, newest.period_from) == ("R-2026-000002", dt.date(2026, 12, 22))


def test_numbers_begin_anew_each_year_and_have_no_gap(house: House) -> None:
    customer = payer(house)
    for place in range(3):
        house.package(payer(house), f"kunde-{place}.de", agreed=MONTHLY)
    house.package(customer, "beispiel.de", agreed=MONTHLY)
    bill(house)
    house.clock.moment = dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC)  # it is 2027 in Berlin
    bill(house, dt.date(2027, 1, 1))
    assert [(each.year, each.serial, each.number) for each in stored_invoices(house)] == [
        *((2026, serial, f"R-2026-00000{serial}") for serial in range(1, 5)),
        *((2027, serial, f"R-2027-00000{serial}") for serial in range(1, 5)),
    ]
    with house.storage.reading() as work:
        assert list(work.invoices.gaps()) == []
        assert list(work.invoices.with_wrong_balance()) == []


def test_what_comes_up_after_the_day_s_invoice_waits_for_tomorrow_s(house: House) -> None:
    customer, _access, _invoice = billed(house)
    wait(house, customer.id, 500)
    report = bill(house)
    assert (report.invoices, report.waiting) == (0, 1)
    house.clock.forward(days=1)
    assert bill(house, TODAY).invoices == 1


def test_more_credits_than_charges_are_a_credit_note(house: House) -> None:
    customer = payer(house)
    wait(house, customer.id, -3019, "Gutschrift Webhosting M")
    wait(house, customer.id, 500)
    report = bill(house)
    assert (report.invoices, report.credit_notes, report.credited_cents) == (0, 1, 2519)
    [note] = invoices(house, house.access(customer))
    assert (note.kind, note.state) == (InvoiceKind.CREDIT_NOTE, InvoiceState.CREDIT)
    assert (note.total_cents, note.balance_cents, note.due_on) == (-2519, -2519, None)
    assert collections(house) == []
    document = house.portal.invoices.open(house.access(customer), note.id).document
    assert [(line.quantity, line.gross_cents) for line in document.lines] == [(1, 3019), (-1, -500)]


def test_charges_that_are_made_up_for_are_an_invoice_over_nothing(house: House) -> None:
    customer = payer(house)
    wait(house, customer.id, 500)
    wait(house, customer.id, -500)
    assert bill(house).invoices == 1
    [invoice] = invoices(house, house.access(customer))
    assert (invoice.total_cents, invoice.state, invoice.due_on) == (0, InvoiceState.PAID, None)
    assert collections(house) == []


def test_what_is_free_is_billed_without_an_invoice(house: House) -> None:
    package = house.package(payer(house), agreed={**MONTHLY, "price_cents": 0})
    assert bill(house).invoices == 0
    assert billed_until(house, package) == dt.date(2026, 12, 21)


def test_who_pays_by_transfer_is_told_until_when(house: House) -> None:
    customer = house.customer(payment_method=PaymentMethod.TRANSFER)
    house.package(customer, agreed=YEARLY)
    assert bill(house).debits == 0
    [invoice] = invoices(house, house.access(customer))
    assert (invoice.state, invoice.due_on) == (InvoiceState.OPEN, dt.date(2026, 12, 6))
    [message] = house.messages(customer)
    assert message.subject == "Ihre Rechnung R-2026-000001"
    assert "bis zum 06.12.2026 auf das Konto" in message.body
    house.clock.forward(days=15)
    [invoice] = invoices(house, house.access(customer))
    assert invoice.state is InvoiceState.OVERDUE


def test_a_debit_is_announced_with_amount_day_account_mandate_and_creditor(house: House) -> None:
    customer, _access, invoice = billed(house)
    [collection] = collections(house)
    assert collection.state is CollectionState.ANNOUNCED
    assert (collection.amount_cents, collection.due_on) == (5988, COLLECTED)
    assert collection.end_to_end_id == "R-2026-000001-1"
    [mandate] = house.mandates(customer)
    [message] = house.messages(customer)
    for told in (
        "59,88\N{NO-BREAK SPACE}€",
        "27.11.2026",
        "DE89 •••• •••• 3000",
        mandate.reference,
        "DE98ZZZ09999999999",
    ):
        assert told in message.body
    assert invoice.state is InvoiceState.ANNOUNCED


def test_invoices_keep_what_stood_on_them(house: House) -> None:
    customer, access, invoice = billed(house)
    before = house.portal.invoices.open(access, invoice.id).document
    house.change(customer, street="Neue Straße", company="Neue GmbH")
    provider = house.settings.provider.model_copy(update={"name": "Nachfolger AG"})
    house.settings = house.settings.model_copy(update={"provider": provider})
    house.portal = house.restarted()
    assert house.portal.invoices.open(access, invoice.id).document == before
    house.clock.forward(days=365)
    bill(house, dt.date(2027, 11, 22))
    access = house.access(customer)
    after = house.portal.invoices.open(access, invoices(house, access)[0].id).document
    assert (after.buyer.name, after.seller.name) == ("Neue GmbH", "Nachfolger AG")


def test_a_name_that_cannot_be_printed_leaves_its_customer_out_and_says_which_sign(house: House) -> None:
    house.package(payer(house, first_name="Łukasz", last_name="Žižka"), "lukasz.pl", agreed=YEARLY)
    left_out = payer(house, company="日本")
    package = house.package(left_out, "nihon.de", agreed=YEARLY)
    report = bill(house)
    assert report.invoices == 1
    [unbilled] = report.left_out
    assert unbilled.customer == left_out.number
    assert "U+65E5 (日)" in unbilled.reason
    assert billed_until(house, package) is None
    house.change(left_out, company="Nihon GmbH")
    assert bill(house).invoices == 1


def test_periods_are_not_billed_far_ahead(house: House) -> None:
    house.package(payer(house), agreed=MONTHLY)
    with pytest.raises(InvalidInput, match="at most until 2027-01-23"):
        bill(house, dt.date(2036, 11, 30))
    assert bill(house, dt.date(2027, 1, 23)).gross_cents == 3 * 499


def test_nothing_is_billed_before_the_settings_say_by_whom(house: House) -> None:
    house.package(payer(house), agreed=MONTHLY)
    house.settings = house.settings.model_copy(update={"provider": ProviderSettings(name="Musterhost")})
    with pytest.raises(Conflict, match="street, postcode, town, vat_id, iban, creditor_id"):
        house.restarted().operator.billing.bill(ANNA, TODAY)


def test_a_run_that_breaks_off_is_finished_by_the_next(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.operator.billing.AT_ONCE", 2)
    for place in range(5):
        house.package(payer(house), f"kunde-{place}.de", agreed=YEARLY)

    def stop(done: int, _total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        house.portal.operator.billing.bill(ANNA, TODAY, stop)
    assert len(stored_invoices(house)) == 4
    assert bill(house).invoices == 1
    assert [each.serial for each in stored_invoices(house)] == [1, 2, 3, 4, 5]
    assert len({each.customer_id for each in stored_invoices(house)}) == 5
