"""What a customer finds in the list of invoices, and what is kept of the documents."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

import pytest

from portal.errors import InvalidInput, NotFound
from portal.invoices import InvoiceFilter
from portal.invoices.crediting import credit
from portal.paging import PageRequest
from storage.models.invoices import BillingItem, EntryKind, Invoice, InvoiceState
from tests.portal.invoices.steps import TODAY, bill, billed, came_back, collected, invoices

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from storage.models.customers import Customer
    from tests.portal.house import House

FIRST_PAGE = PageRequest(descending=True, limit=100, count=True)


def numbers(
    house: House, access: CustomerAccess, chosen: InvoiceFilter | None = None, text: str = ""
) -> list[str]:
    request = PageRequest(descending=True, limit=100, filter=text)
    listing = house.portal.invoices.listing(access, request, chosen or InvoiceFilter())
    return [each.number for each in listing.page.rows]


def three_years(house: House) -> CustomerAccess:
    """An invoice on 22 November of three years, the first two collected."""
    customer, _access, _invoice = billed(house)
    collected(house)
    for year in (2027, 2028):
        house.clock.moment = dt.datetime(year, 11, 22, 12, tzinfo=dt.UTC)
        bill(house, dt.date(year, 11, 22))
    return house.access(customer)


def another(house: House, customer: Customer, text: str, cents: int = 500) -> None:
    """An invoice over something else, on the next day."""
    house.clock.forward(days=1)
    with house.storage.writing() as work:
        item = BillingItem(customer_id=customer.id, due_on=TODAY, text=text, gross_cents=cents)
        work.billing.add_item(item)
        work.commit()
    bill(house)


def test_the_newest_stands_first_and_filters_narrow_the_list(house: House) -> None:
    access = three_years(house)
    assert numbers(house, access) == ["R-2028-000001", "R-2027-000001", "R-2026-000001"]
    assert numbers(house, access, InvoiceFilter(year=2027)) == ["R-2027-000001"]
    assert numbers(house, access, InvoiceFilter(state=InvoiceState.PAID)) == ["R-2026-000001"]
    assert numbers(house, access, InvoiceFilter(2026, InvoiceState.ANNOUNCED)) == []
    assert numbers(house, access, text="2027-0") == ["R-2027-000001"]
    assert numbers(house, access, text="webhosting m beispiel") == numbers(house, access)
    assert numbers(house, access, text="%") == []


@pytest.mark.parametrize("order", ["date", "total"])
@pytest.mark.parametrize("descending", [True, False])
def test_pages_follow_one_another_in_every_order(house: House, order: str, *, descending: bool) -> None:
    customer, _access, _invoice = billed(house)
    for cents in (700, 300, 300, 900):
        another(house, customer, f"Gebühr {cents}", cents)
    access, seen, anchor = house.access(customer), [], None
    while True:
        request = PageRequest(sort=order, descending=descending, anchor=anchor, limit=2)
        page = house.portal.invoices.listing(access, request, InvoiceFilter()).page
        seen += [each.number for each in page.rows]
        if len(page.rows) < 2:
            break
        anchor = page.anchors[-1]
    assert sorted(seen) == [f"R-2026-00000{serial}" for serial in range(1, 6)]
    by_total = ["R-2026-000003", "R-2026-000004", "R-2026-000002", "R-2026-000005", "R-2026-000001"]
    expected = by_total if order == "total" else sorted(seen)
    assert seen == (expected[::-1] if descending else expected)


def test_every_state_has_its_word(house: House) -> None:
    customer, access, _invoice = billed(house)
    seen = {invoices(house, access)[0].state}
    came_back(house, "MS03")
    seen.add(invoices(house, house.access(customer))[0].state)
    with house.storage.writing() as work:
        invoice = work.invoices.by_id(1, to_change=True)
        note = credit(work, house.settings, house.clock.now(), invoice)
        work.commit()
    access = house.access(customer)
    listed = {each.number: each for each in invoices(house, access)}
    seen |= {each.state for each in listed.values()}
    assert (listed[note.number].total_cents, listed[note.number].balance_cents) == (-5988, 0)
    smallest = house.portal.invoices.listing(access, PageRequest(sort="total"), InvoiceFilter()).page.rows[0]
    assert smallest.number == note.number
    assert house.portal.invoices.open(access, 1).credit_note == note.number
    document = house.portal.invoices.open(access, note.id).document
    assert document.corrects is not None
    assert document.corrects.number == "R-2026-000001"
    assert document.gross_cents == 5988
    assert seen == {
        InvoiceState.ANNOUNCED,
        InvoiceState.RETURNED,
        InvoiceState.CANCELLED,
        InvoiceState.CREDIT,
    }


def test_what_is_owed_stands_above_the_list_the_most_urgent_first(house: House) -> None:
    customer, _access, _invoice = billed(house)
    another(house, customer, "Gebühr")
    listing = house.portal.invoices.listing(house.access(customer), FIRST_PAGE, InvoiceFilter())
    assert listing.open is not None
    assert (listing.open.count, listing.open.cents) == (2, 6488)
    assert listing.open.first.number == "R-2026-000001"
    came_back(house, "AC04")
    access = house.access(customer)
    listing = house.portal.invoices.listing(access, FIRST_PAGE, InvoiceFilter(state=InvoiceState.PAID))
    assert listing.open is not None
    assert listing.open.first.came_back == "no such account at this bank"
    assert house.portal.invoices.count_open(access) == 2
    with house.storage.writing() as work:
        for invoice_id in (1, 2):
            invoice = work.invoices.by_id(invoice_id, to_change=True)
            work.invoices.enter(invoice, EntryKind.PAID, -invoice.balance_cents, TODAY, house.clock.now())
        work.commit()
    assert house.portal.invoices.listing(access, FIRST_PAGE, InvoiceFilter()).open is None


def test_opening_the_list_takes_three_statements_however_many_there_are(house: House) -> None:
    customer, access, _invoice = billed(house)
    for count in (0, 3):
        for number in range(count):
            another(house, customer, f"Gebühr {number}")
        access = house.access(customer)
        with house.statements() as seen:
            house.portal.invoices.listing(access, FIRST_PAGE, InvoiceFilter())
        assert len(seen) == 3


def test_the_totals_of_years_and_months_take_credit_notes_off(house: House) -> None:
    access = three_years(house)
    with house.storage.writing() as work:
        credit(work, house.settings, house.clock.now(), work.invoices.by_id(3, to_change=True))
        work.commit()
    figures = house.portal.invoices.figures(access)
    assert (figures.year, figures.year_cents, figures.years) == (2028, 0, (2028, 2027, 2026))
    assert house.portal.invoices.figures(access, 2026).year_cents == 5988
    assert [each.month for each in figures.months][:2] == [dt.date(2027, 12, 1), dt.date(2028, 1, 1)]
    house.clock.moment = dt.datetime(2027, 12, 1, 12, tzinfo=dt.UTC)
    months = house.portal.invoices.figures(house.access(house.stored(customer_of(house)))).months
    assert [(each.month.month, each.cents) for each in months if each.cents] == [(11, 5988)]


def customer_of(house: House) -> Customer:
    with house.storage.reading() as work:
        [(customer, _mandate)] = work.billing.customers([1])
    return customer


def test_nobody_reads_the_invoices_of_somebody_else(house: House) -> None:
    billed(house)
    stranger = house.access(house.customer())
    assert numbers(house, stranger) == []
    for call in (house.portal.invoices.open, house.portal.invoices.pdf):
        with pytest.raises(NotFound, match="no such invoice"):
            call(stranger, 1)
    with pytest.raises(InvalidInput, match="no invoice of these days"):
        house.portal.invoices.between(stranger, TODAY, TODAY)


def test_a_range_of_days_has_its_invoices_oldest_first(house: House) -> None:
    access = three_years(house)
    assert list(house.portal.invoices.between(access, dt.date(2026, 11, 22), dt.date(2027, 12, 31))) == [1, 2]


def test_the_document_is_made_once_and_is_the_same_ever_after(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, access, invoice = billed(house)
    before = house.portal.invoices.pdf(access, invoice.id)
    assert before.content.startswith(b"%PDF-1.")
    monkeypatch.setattr("portal.documents.pdf.invoice_pdf", None)  # nobody makes it again
    house.change(customer, company="Neue GmbH")
    assert house.portal.invoices.pdf(access, invoice.id) == before
    assert house.restarted().invoices.pdf(access, invoice.id) == before


def test_two_who_ask_for_a_document_at_the_same_time_get_the_same(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _customer, access, invoice = billed(house)
    made, both = iter([b"%PDF one", b"%PDF two"]), threading.Barrier(2)

    def made_at_once(_document: object) -> bytes:
        both.wait(10)
        return next(made)

    monkeypatch.setattr("portal.documents.pdf.invoice_pdf", made_at_once)
    got: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: got.append(house.portal.invoices.pdf(access, invoice.id).content))
        for _thread in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(got) == 2
    assert got[0] == got[1]


def test_the_check_of_the_database_sees_a_wrong_balance_and_a_missing_number(house: House) -> None:
    billed(house)
    with house.storage.writing() as work:
        stored = work._session.get_one(Invoice, 1)
        stored.balance_cents, stored.serial = 1, 7
        work.commit()
    with house.storage.reading() as work:
        assert list(work.invoices.with_wrong_balance()) == [1]
        assert list(work.invoices.gaps()) == [2026]
