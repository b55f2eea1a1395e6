"""The repeat debit: who may, which date, which amount, one at a time, told before it happens."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from portal.customers.bank import BankDataChange
from portal.debits.service import RepeatOffer
from portal.errors import ChangedMeanwhile, Conflict, InvalidInput, NotFound
from storage.models.customers import PaymentMethod
from storage.models.debits import CollectionState
from storage.models.invoices import EntryKind, InvoiceState
from tests.factories import IBAN, OTHER_IBAN
from tests.portal.house import PASSWORD
from tests.portal.invoices.steps import bill, billed, came_back, collected, collections, invoices

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from storage.models.customers import Customer
    from tests.portal.house import House


def returned(house: House, reason: str = "MS03") -> tuple[Customer, CustomerAccess]:
    """A customer whose only debit came back: it is Monday, 30 November."""
    customer, _access, _invoice = billed(house)
    came_back(house, reason)
    return customer, house.access(customer)


def new_bank_data(house: House, access: CustomerAccess, iban: str) -> None:
    entered = BankDataChange(account_holder="Jutta Müller-Lüdenscheidt", iban=iban, password=PASSWORD)
    house.portal.customers.change_bank_data(access, entered)


def book(house: House, kind: EntryKind, cents: int) -> None:
    with house.storage.writing() as work:
        invoice = work.invoices.by_id(1, to_change=True)
        work.invoices.enter(invoice, kind, cents, dt.date(2026, 11, 30), house.clock.now())
        work.commit()


def test_what_came_back_is_collected_once_more_after_five_days_notice(house: House) -> None:
    customer, access = returned(house)
    [invoice] = invoices(house, access)
    assert (invoice.state, invoice.came_back) == (InvoiceState.RETURNED, "account could not be charged")
    offer = house.portal.debits.offer(access, invoice.id)
    # Saturday, 5 December, is no day of TARGET.
    assert (offer.amount_cents, offer.day) == (5988, dt.date(2026, 12, 7))
    assert (offer.account, offer.needs_bank_data) == ("DE89 •••• •••• 3000", "")
    house.portal.debits.repeat(access, offer)
    [_first, second] = collections(house)
    assert (second.attempt, second.state, second.due_on) == (2, CollectionState.ANNOUNCED, offer.day)
    assert second.end_to_end_id == "R-2026-000001-2"
    [invoice] = invoices(house, access)
    assert (invoice.state, invoice.collected_on) == (InvoiceState.ANNOUNCED, offer.day)
    message = house.messages(customer)[-1]
    assert message.subject == "Eine Lastschrift ist angekündigt"
    for told in ("59,88\N{NO-BREAK SPACE}€", "07.12.2026", "DE89 •••• •••• 3000"):
        assert told in message.body
    assert house.actions()[-1] == "debit repeated"


def test_the_amount_is_what_is_open(house: House) -> None:
    _customer, access = returned(house)
    book(house, EntryKind.PAID, -1000)
    book(house, EntryKind.FEE, 300)
    assert house.portal.debits.offer(access, 1).amount_cents == 5288


@pytest.mark.parametrize("reason", ["MS03", "AM04"])
def test_two_repeats_are_enough(house: House, reason: str) -> None:
    customer, access = returned(house, reason)
    for _repeat in range(2):
        house.portal.debits.repeat(access, house.portal.debits.offer(access, 1))
        came_back(house, reason)
        access = house.access(customer)
    with pytest.raises(Conflict, match="as often as it can be"):
        house.portal.debits.offer(access, 1)
    assert len(collections(house)) == 3


def test_nothing_is_repeated_while_a_debit_is_under_way(house: House) -> None:
    _customer, access = returned(house)
    offer = house.portal.debits.offer(access, 1)
    house.portal.debits.repeat(access, offer)
    with pytest.raises(Conflict, match="under way"):
        house.portal.debits.repeat(access, offer)
    assert len(collections(house)) == 2


def test_what_was_paid_meanwhile_is_not_collected(house: House) -> None:
    _customer, access = returned(house)
    offer = house.portal.debits.offer(access, 1)
    book(house, EntryKind.PAID, -5988)
    with pytest.raises(Conflict, match="is paid"):
        house.portal.debits.repeat(access, offer)
    assert invoices(house, access)[0].state is InvoiceState.PAID


def test_an_amount_that_changed_since_it_was_shown_is_shown_again(house: House) -> None:
    _customer, access = returned(house)
    offer = house.portal.debits.offer(access, 1)
    book(house, EntryKind.PAID, -1000)
    with pytest.raises(ChangedMeanwhile) as caught:
        house.portal.debits.repeat(access, offer)
    assert isinstance(caught.value.now, RepeatOffer)
    assert caught.value.now == replace(offer, amount_cents=4988)
    house.portal.debits.repeat(access, caught.value.now)


def test_a_mandate_that_was_revoked_meanwhile_is_not_used(house: House) -> None:
    _customer, access = returned(house)
    offer = house.portal.debits.offer(access, 1)
    transfer = BankDataChange(method=PaymentMethod.TRANSFER, password=PASSWORD)
    house.portal.customers.change_bank_data(access, transfer)
    with pytest.raises(Conflict, match="no mandate at present"):
        house.portal.debits.repeat(access, offer)
    assert "no mandate" in house.portal.debits.offer(access, 1).needs_bank_data


def test_what_is_not_due_or_collected_already_is_not_repeated(house: House) -> None:
    customer, access, _invoice = billed(house)
    with pytest.raises(Conflict, match="under way"):
        house.portal.debits.offer(access, 1)
    collected(house)
    with pytest.raises(Conflict, match="is paid"):
        house.portal.debits.offer(house.access(customer), 1)


def test_somebody_else_s_invoice_and_a_missing_one_are_the_same(house: House) -> None:
    returned(house)
    stranger = house.access(house.customer())
    sentences = set()
    for invoice_id in (1, 999):
        with pytest.raises(NotFound) as caught:
            house.portal.debits.offer(stranger, invoice_id)
        sentences.add(caught.value.message)
    assert len(sentences) == 1


@pytest.mark.parametrize("reason", ["AC04", "AC01", "RC01", "MD07"])
def test_an_account_that_is_gone_needs_another_one(house: House, reason: str) -> None:
    _customer, access = returned(house, reason)
    offer = house.portal.debits.offer(access, 1)
    assert "bank data" in offer.needs_bank_data
    with pytest.raises(Conflict):
        house.portal.debits.repeat(access, offer)
    with pytest.raises(InvalidInput, match="this very account") as caught:
        new_bank_data(house, access, IBAN)
    assert caught.value.field == "iban"
    new_bank_data(house, access, OTHER_IBAN)
    offer = house.portal.debits.offer(access, 1)
    assert (offer.account, offer.needs_bank_data) == ("DE02 •••• •••• 2051", "")
    house.portal.debits.repeat(access, offer)


@pytest.mark.parametrize("reason", ["MD01", "MD02", "MD06", "MS02", "AC06", "AG01"])
def test_a_debit_that_was_not_accepted_needs_a_new_mandate_be_it_of_the_same_account(
    house: House, reason: str
) -> None:
    customer, access = returned(house, reason)
    assert house.portal.debits.offer(access, 1).needs_bank_data
    new_bank_data(house, access, IBAN)
    first, second = house.mandates(customer)
    assert first.revoked_at is not None
    offer = house.portal.debits.offer(access, 1)
    assert (offer.mandate, offer.needs_bank_data) == (second.reference, "")
    house.portal.debits.repeat(access, offer)
    new_bank_data(house, access, IBAN)  # now it stands already: nothing is revoked
    assert len(house.mandates(customer)) == 2


@pytest.mark.parametrize("reason", ["AM05", "XXXX"])
def test_some_debits_are_never_repeated(house: House, reason: str) -> None:
    _customer, access = returned(house, reason)
    with pytest.raises(Conflict, match="cannot be repeated"):
        house.portal.debits.offer(access, 1)


def test_new_bank_data_move_an_announced_debit_to_the_new_account_and_announce_it_anew(house: House) -> None:
    customer, access, _invoice = billed(house)
    house.clock.forward(days=3)
    access = house.access(customer)
    new_bank_data(house, access, OTHER_IBAN)
    [collection] = collections(house)
    _old, new = house.mandates(customer)
    assert (collection.mandate_id, collection.state) == (new.id, CollectionState.ANNOUNCED)
    assert collection.due_on == dt.date(2026, 11, 30)
    assert "DE02 •••• •••• 2051" in house.messages(customer)[-1].body
    new_bank_data(house, access, IBAN)  # and back again, on the same day
    assert "DE89 •••• •••• 3000" in house.messages(customer)[-1].body


def test_paying_by_transfer_calls_an_announced_debit_off(house: House) -> None:
    customer, access, _invoice = billed(house)
    transfer = BankDataChange(method=PaymentMethod.TRANSFER, password=PASSWORD)
    house.portal.customers.change_bank_data(access, transfer)
    [collection] = collections(house)
    assert collection.state is CollectionState.CANCELLED
    assert invoices(house, access)[0].state is InvoiceState.OPEN
    assert "Bitte überweisen Sie stattdessen 59,88" in house.messages(customer)[-1].body
    house.clock.forward(days=10)
    access = house.access(customer)
    assert invoices(house, access)[0].state is InvoiceState.OVERDUE
    new_bank_data(house, access, IBAN)
    house.portal.debits.repeat(access, house.portal.debits.offer(access, 1))
    assert bill(house).invoices == 0


def test_what_was_collected_may_be_sent_back_for_eight_weeks(house: House) -> None:
    customer, _access, _invoice = billed(house)
    collected(house)
    [invoice] = invoices(house, house.access(customer))
    assert (invoice.state, invoice.refundable_until) == (InvoiceState.COLLECTED, dt.date(2027, 1, 22))
    house.clock.forward(days=57)
    [invoice] = invoices(house, house.access(customer))
    assert (invoice.state, invoice.refundable_until) == (InvoiceState.PAID, None)
