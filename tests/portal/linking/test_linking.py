"""Two numbers become one account: what moves, what stays, who signs in, who is told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import MetaData, func, select

from portal.access import WholeCustomer
from portal.contract_acts import ActKind
from portal.customers.email import EmailAddresses
from portal.errors import ChangedMeanwhile, Conflict, InvalidInput, NotAllowed
from portal.paging import PageRequest
from portal.passwords import NO_PASSWORD
from portal.terms import last_day_of_term, last_day_to_give_notice
from storage.models.base import Base
from storage.models.contracts import ContractAct
from storage.models.customers import CustomerState, Mandate
from storage.models.debits import CollectionState
from storage.models.invoices import BillingItem
from storage.models.messages import Delivery, Message
from storage.models.offers import OfferOrder
from storage.models.packages import Package
from storage.models.support import ServicePin, Ticket
from storage.models.written_forms import FormKind, WrittenForm
from storage.repositories.linking import STAYS, moved_columns
from tests.factories import OTHER_IBAN, offer
from tests.portal.house import HOME, NEW_PASSWORD, PACKAGE_PASSWORD, PASSWORD, REFUSED, WRONG
from tests.portal.invoices.steps import ANNA, TODAY, YEARLY, bill, collections, invoices, payer
from tests.portal.linking.steps import EMAIL, OTHER_EMAIL, compared, confirmed, linked, two_numbers, typed
from tests.portal.package_change.steps import go_to
from tests.portal.test_operator_customers import new
from tests.portal.written_forms.steps import HANDOVER, received

if TYPE_CHECKING:
    from pathlib import Path

    from storage.models.customers import Customer
    from tests.portal.house import House


def rows_of(house: House, customer: Customer) -> dict[str, int]:
    """How many rows of each table refer to a customer, as the database itself knows its tables."""
    tables, found = MetaData(), {}
    with house.storage.reading() as work:
        connection = work._session.connection()
        tables.reflect(connection)
        for table in tables.sorted_tables:
            columns = [key.parent for key in table.foreign_keys if key.column.table.name == "customers"]
            for column in columns:
                rows = connection.execute(select(column).where(column == customer.id)).all()
                found[f"{table.name}.{column.name}"] = len(rows)
    return found


def fill_all_tables(house: House, customer: Customer) -> None:
    """What billing has not left yet of the tables that refer to a customer."""
    now = house.clock.now()
    with house.storage.writing() as work:
        work.billing.add_item(
            BillingItem(customer_id=customer.id, due_on=TODAY, text="Gebühr", gross_cents=500)
        )
        act = ContractAct(customer_id=customer.id, kind=ActKind.FORM_PRINTED, at=now, effective_on=TODAY)
        work.contracts.record(act)
        work.flush()
        form = WrittenForm(
            customer_id=customer.id,
            year=2026,
            serial=1,
            number="F-2026-000001",
            kind=FormKind.TRANSFER,
            about=customer.number,
            present=customer.name,
            other={},
            act_id=act.id,
            printed_at=now,
            to_customer_id=customer.id,
        )
        work.written_forms.add(form, ())
        package_id = work._session.query(Package).filter_by(customer_id=customer.id).one().id
        archive = offer()
        work.offers.add(archive, ())
        work.offers.mark_seen(WholeCustomer(customer.id), archive.id)
        work.offers.add_order(
            OfferOrder(
                offer_id=archive.id,
                customer_id=customer.id,
                package_id=package_id,
                act_id=act.id,
                ordered_at=now,
            )
        )
        work._session.add(Ticket(customer_id=customer.id, subject="Frage", changed_at=now))
        work._session.add(ServicePin(customer_id=customer.id, verifier="x", valid_until=now))
        work.messages.queue(customer.id, "event", "a@example.org", "Subject", "Body", now)
        work.audit.record(now, "operator anna", "looked at", "customers", customer_id=customer.id)
        work.commit()
    house.signed_in(customer, NEW_PASSWORD)


# What moves, and what stays.


def test_everything_that_refers_to_the_other_customer_moves_but_what_is_named(house: House) -> None:
    own, other = two_numbers(house)
    fill_all_tables(house, other)
    before = rows_of(house, other)
    not_linked_yet = {"linked_numbers.customer_id", "linked_numbers.linked_to_id"}
    assert {name for name, count in before.items() if not count} == not_linked_yet
    linked(house, own, other)
    after = {name for name, count in rows_of(house, other).items() if count}
    assert after == {
        "audit_entries.customer_id",
        "linked_numbers.customer_id",
        "mandates.customer_id",
        "offers_seen.customer_id",
        "sessions.customer_id",
    }
    void = {"service_pins"}
    assert {name.partition(".")[0] for name in after} == STAYS - void


def test_whatever_table_comes_later_is_moved_as_well() -> None:
    moved = {column.table.name for column in moved_columns()}
    keyed = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "customers"
    }
    assert moved | STAYS == keyed
    assert not moved & STAYS


def test_packages_and_invoices_stand_under_the_number_that_linked(house: House) -> None:
    own, other = two_numbers(house)
    access = linked(house, own, other)
    domains = [each.main_domain for each in house.portal.packages.page(access, PageRequest()).rows]
    assert "zweites.example" in domains
    assert len(domains) == 2
    numbers = [each.customer_number for each in invoices(house, access)]
    assert sorted(numbers) == [own.number, other.number]


def test_an_invoice_is_printed_as_it_was_issued_and_found_by_the_bank(house: House) -> None:
    own, other = two_numbers(house)
    access = linked(house, own, other)
    [invoice] = [each for each in invoices(house, access) if each.customer_number == other.number]
    opened = house.portal.invoices.open(access, invoice.id)
    assert opened.document.customer_number == other.number
    paid = house.portal.operator.invoices.paid(ANNA, invoice.number, invoice.balance_cents)
    assert paid.balance_cents == 0


def test_the_next_invoice_is_one_for_all_packages(house: House) -> None:
    own, other = two_numbers(house)
    access = linked(house, own, other)
    house.package(own, "drittes.example", agreed=YEARLY)
    with house.storage.writing() as work:
        fee = BillingItem(customer_id=own.id, due_on=TODAY, text="Gebühr", gross_cents=500)
        work.billing.add_item(fee)
        work.commit()
    house.clock.forward(days=365)
    access = house.access(own)
    before = len(invoices(house, access))
    bill(house, house.clock.now().date())
    newest, *_others = invoices(house, access)
    assert len(invoices(house, access)) == before + 1
    assert (newest.customer_number, newest.packages) == (own.number, 3)


# Signing in.


def test_either_number_signs_in_to_the_same_account_with_the_surviving_password(house: House) -> None:
    own, other = two_numbers(house)
    linked(house, own, other)
    signed_in = [house.portal.sign_in.as_customer(each.number, PASSWORD, HOME) for each in (own, other)]
    assert {each.number for each in signed_in} == {own.number}
    assert {house.signed_in(each).customer_id for each in (own, other)} == {own.id}
    with pytest.raises(NotAllowed, match=REFUSED):
        house.portal.sign_in.as_customer(other.number, NEW_PASSWORD, HOME)
    assert house.stored(other).password_hash == NO_PASSWORD
    assert house.stored(other).state is CustomerState.CLOSED


def test_a_linked_number_costs_the_same_to_try_and_counts_for_the_account(house: House) -> None:
    own, other = two_numbers(house)
    linked(house, own, other)
    costs = set()
    for number in (own.number, other.number, "99999999"):
        house.hasher.computations = 0
        with pytest.raises(NotAllowed, match=REFUSED):
            house.portal.sign_in.as_customer(number, WRONG, "198.51.100.7")
        costs.add(house.hasher.computations)
    assert costs == {1}
    for number in (own.number, other.number, own.number):
        with pytest.raises(NotAllowed, match=REFUSED):
            house.portal.sign_in.as_customer(number, WRONG, "198.51.100.7")
    for number in (own.number, other.number):
        with pytest.raises(Exception, match="Too many tries"):
            house.portal.sign_in.as_customer(number, PASSWORD, "198.51.100.7")


def test_the_sessions_of_the_other_number_end_and_ones_own_goes_on(house: House) -> None:
    own, other = two_numbers(house)
    others = house.signed_in(other, NEW_PASSWORD)
    access = linked(house, own, other)
    with pytest.raises(NotAllowed, match="session has ended"):
        house.portal.customers.show(others)
    assert house.portal.customers.show(access).number == own.number
    assert house.portal.operator.customers.show(ANNA, other.number).sessions == 0


def test_places_known_to_the_other_number_are_known_to_the_account(house: House) -> None:
    own, other = two_numbers(house)
    house.signed_in(other, NEW_PASSWORD, source="203.0.113.9")
    linked(house, own, other)
    for place in range(20):  # strangers empty the account's bucket
        with pytest.raises(NotAllowed):
            house.portal.sign_in.as_customer(own.number, WRONG, f"198.51.100.{place}")
    house.signed_in(own, source="203.0.113.9")
    with pytest.raises(Exception, match="Too many tries"):
        house.signed_in(own, source="203.0.113.10")


def test_a_package_password_of_the_other_number_goes_on_opening_its_package(house: House) -> None:
    own, other = two_numbers(house)
    house.package(other, "geht-weiter.example", password=PACKAGE_PASSWORD)
    linked(house, own, other)
    house.portal.packages.overview(house.package_access("geht-weiter.example"))


# No chains.


def test_numbers_that_were_linked_before_come_along(house: House) -> None:
    own, other = two_numbers(house)
    third = payer(house)
    linked(house, own, other)
    house.clock.forward(minutes=1)
    access = house.access(third)
    plan = house.portal.linking.compare(access, typed(own, PASSWORD))
    assert plan.follow == (other.number,)
    house.portal.linking.link(access, plan, confirmed(own, its=PASSWORD))
    for number in (own.number, other.number, third.number):
        assert house.portal.sign_in.as_customer(number, PASSWORD, HOME).number == third.number
    assert [each.number for each in house.portal.linking.linked(access)] == [other.number, own.number]
    assert {each.since for each in house.portal.linking.linked(access)} == {TODAY}


# Mandates and debits.


def test_the_mandate_ends_and_what_was_announced_by_it_is_still_collected(
    house: House, tmp_path: Path
) -> None:
    own, other = two_numbers(house)
    [announced] = [each for each in collections(house) if each.state is CollectionState.ANNOUNCED][-1:]
    linked(house, own, other)
    [mandate] = house.mandates(other)
    assert mandate.revoked_at == house.clock.now()
    assert announced.mandate_id == mandate.id
    house.clock.forward(days=3)
    report = house.portal.operator.debits.export(ANNA, tmp_path / "debits.xml")
    assert not report.left_out
    assert mandate.reference in (tmp_path / "debits.xml").read_text()


def test_new_bank_data_take_along_what_was_announced_by_the_other_mandate(house: House) -> None:
    own, other = two_numbers(house)
    access = linked(house, own, other)
    from portal.customers.bank import BankDataChange

    entered = BankDataChange(account_holder="Jutta", iban=OTHER_IBAN, password=PASSWORD)
    house.portal.customers.change_bank_data(access, entered)
    with house.storage.reading() as work:
        mandate = work.customers.active_mandate(access)
        assert mandate is not None
        used = {work._session.get_one(Mandate, each.mandate_id).id for each in collections(house)}
    assert used == {mandate.id}


# What is told.


def test_both_addresses_are_told_then_and_from_then_on(house: House) -> None:
    own, other = two_numbers(house)
    access = linked(house, own, other)
    told = [each for each in house.messages(own) if "verknüpft" in each.subject]
    assert [each.address for each in told] == [EMAIL, OTHER_EMAIL]
    assert other.number in told[0].body
    seen = EmailAddresses(email=EMAIL)
    house.portal.customers.change_emails(access, EmailAddresses(email="neu@example.org"), seen)
    with house.storage.reading() as work:
        newest = select(func.max(Message.id)).scalar_subquery()
        query = select(Delivery.address).where(Delivery.message_id == newest)
        assert set(work._session.scalars(query)) == {"neu@example.org", EMAIL, OTHER_EMAIL}


def test_both_addresses_are_told_of_every_step_of_a_form(house: House) -> None:
    own, other = two_numbers(house)
    access = linked(house, own, other)
    number = received(house, access, HANDOVER)
    house.portal.operator.forms.reject(ANNA, number, "Die zweite Unterschrift fehlt")
    told = [(each.subject, each.address) for each in house.messages(own) if number in each.body]
    subjects = list(dict.fromkeys(subject for subject, _address in told))
    assert len(subjects) == 3  # printed, received, rejected
    assert told == [(subject, address) for subject in subjects for address in (EMAIL, OTHER_EMAIL)]


@pytest.mark.parametrize("second", [OTHER_EMAIL, EMAIL], ids=["two addresses", "the same address"])
def test_each_address_is_reminded_once(house: House, second: str) -> None:
    own, other = two_numbers(house)
    house.package(own, "erinnert.example", agreed=YEARLY | {"minimum_months": 12, "notice_months": 1})
    house.change(other, email=second)
    linked(house, own, other)
    day = last_day_to_give_notice(last_day_of_term(TODAY, 12), 1)
    go_to(house, day - dt.timedelta(days=house.settings.reminders.notice_days))
    assert house.portal.operator.due.run(ANNA).reminded > 0
    told = [
        each.address
        for each in house.messages(own)
        if each.event.startswith("reminder") and "erinnert.example" in each.body
    ]
    assert told == list(dict.fromkeys((EMAIL, second)))


def test_the_act_is_on_record_with_its_paper_and_in_the_audit_log_of_both(house: House) -> None:
    own, other = two_numbers(house)
    access = linked(house, own, other)
    [act] = [
        each
        for each in house.portal.contract_acts.page(access, PageRequest()).rows
        if each.kind is ActKind.NUMBERS_LINKED
    ]
    assert (act.domain, act.details) == ("", f"{other.number} → {own.number}")
    assert house.portal.contract_acts.paper(access, act.id).startswith(b"%PDF")
    entries = [each for each in house.audit() if each.action == "customer numbers linked"]
    assert [each.customer_id for each in entries] == [own.id, other.id]


# What is shown is what is done.


def test_the_plan_says_what_comes_over(house: House) -> None:
    own, other = two_numbers(house)
    plan = compared(house, house.access(own), other)
    [mandate] = house.mandates(other)
    assert (plan.number, plan.other, plan.apart) == (own.number, other.number, ())
    assert (plan.packages, plan.open_invoices, plan.open_cents) == (1, 1, 5988)
    assert (plan.mandate, plan.debits) == (mandate.reference, 1)
    assert plan.addresses == (EMAIL, OTHER_EMAIL)


def test_what_came_meanwhile_is_shown_before_it_is_linked(house: House) -> None:
    own, other = two_numbers(house)
    access = house.access(own)
    seen = compared(house, access, other)
    house.package(other)
    with pytest.raises(ChangedMeanwhile) as caught:
        house.portal.linking.link(access, seen, confirmed(other))
    assert house.portal.linking.linked(access) == ()
    now = caught.value.now
    assert now == compared(house, access, other)
    house.portal.linking.link(access, compared(house, access, other), confirmed(other))


def test_the_same_act_happens_once(house: House) -> None:
    own, other = two_numbers(house)
    access = house.access(own)
    seen = compared(house, access, other)
    house.portal.linking.link(access, seen, confirmed(other))
    with pytest.raises(InvalidInput, match="linked to yours already") as caught:
        house.portal.linking.link(access, seen, confirmed(other))
    assert caught.value.field == "number"
    assert house.actions().count("customer numbers linked") == 2


@pytest.mark.parametrize(
    ("password", "its", "field"), [(WRONG, NEW_PASSWORD, "password"), (PASSWORD, WRONG, "other_password")]
)
def test_both_passwords_are_needed(house: House, password: str, its: str, field: str) -> None:
    own, other = two_numbers(house)
    access = house.access(own)
    seen = compared(house, access, other)
    with pytest.raises(InvalidInput) as caught:
        house.portal.linking.link(access, seen, confirmed(other, password, its))
    assert set(caught.value.problems) == {field}
    assert house.portal.linking.linked(access) == ()


def test_many_packages_take_as_many_statements_as_one(house: House) -> None:
    counts = []
    for packages in (1, 12):
        own, other = house.customer(), house.customer(NEW_PASSWORD)
        for _package in range(packages):
            house.package(other)
        access = house.access(own)
        seen = compared(house, access, other)
        with house.statements() as statements:
            house.portal.linking.link(access, seen, confirmed(other))
        counts.append(len(statements))
        assert house.portal.packages.page(access, PageRequest(count=True)).total == packages
    assert counts[0] == counts[1]


class PowerCut(BaseException):
    """Nothing can be done about it."""


@pytest.mark.parametrize("place", ["link", "end_sessions", "take_over_sources"])
def test_cut_off_in_between_nothing_was_done(
    house: House, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    own, other = two_numbers(house)
    access = house.access(own)
    seen = compared(house, access, other)
    before = house.everything()

    def cut(*_: object) -> None:
        raise PowerCut

    with monkeypatch.context() as power, pytest.raises(PowerCut):
        power.setattr(f"storage.repositories.linking.Linking.{place}", cut)
        house.portal.linking.link(access, seen, confirmed(other))
    after = house.everything()
    for table in ("packages", "customers", "mandates", "linked_numbers", "contract_acts", "messages"):
        assert rows(after, table) == rows(before, table)
    house.portal.linking.link(access, seen, confirmed(other))


def rows(everything: str, table: str) -> list[str]:
    return [line for line in everything.split("\n") if line.startswith(f"{table}: ")]


# The operator.


def test_the_operator_sees_what_a_linked_number_is_and_is_sent_to_the_account(house: House) -> None:
    own, other = two_numbers(house)
    linked(house, own, other)
    care = house.portal.operator.customers
    shown = care.show(ANNA, other.number)
    assert (shown.linked_to, shown.linked_at) == (own.number, house.clock.now())
    assert care.show(ANNA, own.number).numbers == (other.number,)
    for act in (care.lock, care.unlock, care.reset_password):
        with pytest.raises(Conflict, match=f"{other.number} is linked to {own.number}"):
            act(ANNA, other.number)
    with pytest.raises(Conflict, match="is taken"):
        care.add(ANNA, new(), other.number)
    listed = house.portal.operator.invoices.list(ANNA, other.number)
    assert other.number in {each.customer_number for each in listed}


def test_a_locked_account_is_closed_to_all_its_numbers(house: House) -> None:
    own, other = two_numbers(house)
    linked(house, own, other)
    house.portal.operator.customers.lock(ANNA, own.number)
    for number in (own.number, other.number):
        with pytest.raises(NotAllowed, match=REFUSED):
            house.portal.sign_in.as_customer(number, PASSWORD, HOME)
