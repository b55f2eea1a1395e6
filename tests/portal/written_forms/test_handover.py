"""Contract handover: what the new partner gets, what stays with the one before, and who pays what."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from portal.errors import Conflict, InvalidInput, NotAllowed, PortalError
from portal.written_forms import ContactRole, FormState
from storage.models.contracts import ActKind
from storage.models.customers import CustomerKind, PaymentMethod
from storage.models.debits import CollectionState
from storage.models.packages import PackageState
from tests.portal.house import PACKAGE_PASSWORD, PASSWORD, REFUSED
from tests.portal.invoices.steps import ANNA, TODAY, bill, collections, invoices, payer
from tests.portal.written_forms.steps import (
    HANDOVER,
    KAROL,
    accepted,
    acts,
    change,
    contacts,
    domain_called,
    forms,
    nobody,
    numbered,
    printed,
    received,
    row,
    subjects,
    transfer,
    waiting,
)

if TYPE_CHECKING:
    from pathlib import Path

    from storage.models.customers import Customer
    from tests.portal.house import House


def before_of(house: House, number: str) -> Customer:
    """The contract partner before, under their new number."""
    return numbered(house, number)


def test_the_number_goes_on_with_the_new_partner(house: House) -> None:
    jutta = payer(house, fax="+49301234567", fax_typed="030 1234567")
    house.package(jutta, "juttas.example", password=PACKAGE_PASSWORD)
    access = house.signed_in(jutta)
    webmaster = house.package_access("juttas.example")
    done = accepted(house, access, HANDOVER)
    assert done.needs_password == jutta.number
    now = house.stored(jutta)
    assert (now.id, now.name, now.kind) == (jutta.id, "Karol Łęcki", CustomerKind.CONSUMER)
    assert (now.street, now.town, now.email, now.telephone) == (
        "Lindenweg", "Berlin", "karol@lecki.example", "+493023125100",
    )  # fmt: skip
    assert (now.fax, now.invoice_email, now.payment_method) == ("", "", PaymentMethod.TRANSFER)
    assert now.since == TODAY
    assert now.credential_version == jutta.credential_version + 1
    with pytest.raises(NotAllowed):
        house.portal.customers.show(access)
    with pytest.raises(NotAllowed):
        house.portal.packages.overview(webmaster)
    with pytest.raises(PortalError, match=REFUSED):
        house.signed_in(jutta)
    given = house.portal.operator.customers.reset_password(ANNA, jutta.number)
    karol = house.signed_in(jutta, given.password)
    shown = house.portal.customers.show(karol)
    assert (shown.name, shown.mandate, shown.packages) == ("Karol Łęcki", None, 1)
    assert forms(house, karol) == []
    assert acts(house, jutta.id) == [ActKind.HANDED_OVER]
    assert house.messages(jutta)[0].address == "karol@lecki.example"
    assert {each.address for each in house.messages(jutta)} == {"karol@lecki.example"}


def test_a_company_becomes_a_business(house: House) -> None:
    jutta = house.customer()
    accepted(house, house.access(jutta), HANDOVER, company="Łęcki GmbH")
    now = house.stored(jutta)
    assert (now.name, now.kind) == ("Łęcki GmbH", CustomerKind.BUSINESS)


def test_what_is_open_stays_with_the_partner_before_under_a_number_of_their_own(house: House) -> None:
    jutta = payer(house)
    house.package(jutta, agreed={"started_on": TODAY})
    bill(house)
    access = house.access(jutta)
    [invoice] = invoices(house, access)
    done = accepted(house, access, HANDOVER)
    before = before_of(house, done.partner_number)
    assert (before.name, before.email) == (jutta.name, jutta.email)
    again = house.signed_in(before, PASSWORD)
    assert [each.number for each in invoices(house, again)] == [invoice.number]
    assert house.portal.customers.show(again).mandate is not None
    assert house.portal.invoices.open(again, invoice.id).document.buyer.name == jutta.name
    assert house.portal.invoices.open(again, invoice.id).document.customer_number == jutta.number
    given = house.portal.operator.customers.reset_password(ANNA, jutta.number)
    karol = house.signed_in(jutta, given.password)
    assert invoices(house, karol) == []
    assert house.portal.invoices.count_open(karol) == 0
    assert [each.number for each in forms(house, again)] == ["F-2026-000001"]
    assert acts(house, before.id) == ["form printed", "form received", "form accepted", "handed over"]
    told = house.messages(before)[-1]
    assert told.address == jutta.email
    assert before.number in told.body


def test_an_announced_debit_runs_on_by_the_old_mandate_and_what_comes_back_is_told_to_its_owner(
    house: House, tmp_path: Path
) -> None:
    jutta = payer(house)
    house.package(jutta, agreed={"started_on": TODAY})
    bill(house)
    done = accepted(house, house.access(jutta), HANDOVER)
    [collection] = collections(house)
    assert collection.state is CollectionState.ANNOUNCED
    [mandate] = house.mandates(before_of(house, done.partner_number))
    assert mandate.id == collection.mandate_id
    assert mandate.revoked_at is None
    assert house.mandates(jutta) == []
    with house.storage.reading() as work:
        assert work.customers.iban_of(mandate).startswith("DE")
    house.clock.forward(days=2)
    care = house.portal.operator.debits
    care.export(ANNA, tmp_path / "debits.xml", until=collection.due_on)
    house.clock.forward(days=4)
    care.returned(ANNA, "R-2026-000001", "MS03")
    before = before_of(house, done.partner_number)
    assert house.messages(before)[-1].address == jutta.email
    assert all("R-2026-000001" not in message.body for message in house.messages(jutta))


def test_periods_that_began_before_are_billed_to_the_partner_before_and_later_ones_to_the_new(
    house: House,
) -> None:
    jutta = house.customer()
    monthly = {"started_on": dt.date(2026, 9, 22), "billing_months": 1, "price_cents": 499}
    house.package(jutta, "monthly.example", agreed=monthly | {"billed_until": dt.date(2026, 10, 21)})
    house.package(jutta, "yearly.example", agreed={"billed_until": dt.date(2026, 12, 31)})
    house.clock.forward(days=1)
    done = accepted(house, house.access(jutta), HANDOVER)
    before = before_of(house, done.partner_number)
    assert waiting(house, before.id) == [("Webhosting M", 499), ("Webhosting M", 499)]
    assert waiting(house, jutta.id) == []
    bill(house, dt.date(2027, 1, 1))
    given = house.portal.operator.customers.reset_password(ANNA, jutta.number)
    karol = house.signed_in(jutta, given.password)
    assert [each.total_cents for each in invoices(house, house.access(before))] == [998]
    assert [each.total_cents for each in invoices(house, karol)] == [499 + 5988]


def test_charges_that_wait_stay_with_who_ordered_them(house: House) -> None:
    from storage.models.invoices import BillingItem

    jutta = house.customer()
    with house.storage.writing() as work:
        for text, day in (("fee", TODAY - dt.timedelta(days=1)), ("later", TODAY)):
            work.billing.add_item(BillingItem(customer_id=jutta.id, due_on=day, text=text, gross_cents=500))
        work.commit()
    done = accepted(house, house.access(jutta), HANDOVER)
    assert waiting(house, before_of(house, done.partner_number).id) == [("fee", 500)]
    assert waiting(house, jutta.id) == [("later", 500)]


def test_holders_stay(house: House) -> None:
    jutta = house.customer()
    package = house.package(jutta, "juttas.example", domains=["vereins.example"])
    access = house.access(jutta)
    accepted(house, access, change(package, domain_called(house, "vereins.example")), last_name="Verein")
    house.ended_domain(package, "lange-her.example")
    accepted(house, access, HANDOVER)
    assert contacts(house, "vereins.example")[ContactRole.HOLDER].name == "Karol Verein"
    stayed = contacts(house, "juttas.example")[ContactRole.HOLDER]
    assert (stayed.name, stayed.street, stayed.since) == (jutta.name, jutta.street, TODAY)
    assert contacts(house, "lange-her.example") == {}


def test_an_open_invoice_of_the_partner_before_does_not_hinder_the_new_ones_upgrade(house: House) -> None:
    jutta = house.customer()
    small = house.product({}, name="S", rank=9001)
    large = house.product({}, name="L", rank=9002)
    package = house.package(jutta, "juttas.example", of=small, agreed={"started_on": TODAY})
    bill(house)
    house.clock.forward(days=30)
    access = house.access(jutta)
    with pytest.raises(Conflict, match="is open and due"):
        house.portal.package_change.plan(access, package.id, large.code)
    accepted(house, access, HANDOVER)
    given = house.portal.operator.customers.reset_password(ANNA, jutta.number)
    karol = house.signed_in(jutta, given.password)
    assert house.portal.package_change.plan(karol, package.id, large.code).after == "L"


def test_pending_things_stay_but_forms_that_the_partner_before_did_not_finish_are_given_up(
    house: House,
) -> None:
    jutta = house.customer()
    package = house.package(jutta, "juttas.example")
    access = house.access(jutta)
    later = accepted(
        house,
        access,
        change(package, domain_called(house, "juttas.example")),
        TODAY + dt.timedelta(days=9),
    ).form
    open_one = printed(house, access, transfer(package), nobody())
    accepted(house, access, HANDOVER)
    assert row(house, open_one.number).state is FormState.WITHDRAWN
    assert "F-2026-000003" in row(house, open_one.number).reason
    assert row(house, later.number).state is FormState.ACCEPTED
    house.clock.forward(days=9)
    report = house.portal.operator.due.run(ANNA)
    assert report.done == {ActKind.HOLDER_CHANGED: 1}
    assert "holder changed" in acts(house, jutta.id)


def test_accepted_for_a_later_day_it_happens_on_that_day_once(house: House) -> None:
    jutta = house.customer()
    access = house.access(jutta)
    day = TODAY + dt.timedelta(days=5)
    done = accepted(house, access, HANDOVER, day)
    assert (done.partner_number, done.needs_password, done.form.carried_out_at) == ("", "", None)
    assert house.stored(jutta).name == jutta.name
    assert subjects(house, jutta)[-1] == "Formular F-2026-000001 ist angenommen"
    house.clock.forward(days=4)
    assert not house.portal.operator.due.run(ANNA).done
    house.clock.forward(days=3)
    assert house.portal.operator.due.run(ANNA).done == {ActKind.HANDED_OVER: 1}
    assert not house.portal.operator.due.run(ANNA).done
    assert house.stored(jutta).name == "Karol Łęcki"
    assert house.stored(jutta).since == day
    assert row(house, "F-2026-000001").carried_out_at == house.clock.now()


def test_what_is_missing_is_asked_for_and_can_be_completed(house: House) -> None:
    jutta = house.customer()
    care = house.portal.operator.forms
    form = printed(house, house.access(jutta), HANDOVER, nobody())
    care.received(ANNA, form.number)
    with pytest.raises(InvalidInput) as caught:
        care.accept(ANNA, form.number)
    assert {"first_name", "street", "town", "email", "telephone"} <= set(caught.value.problems)
    with pytest.raises(InvalidInput) as caught:
        care.accept(ANNA, form.number, completed=KAROL | {"postcode": "123"})
    assert list(caught.value.problems) == ["postcode"]
    assert row(house, form.number).state is FormState.RECEIVED
    done = care.accept(ANNA, form.number, completed=KAROL)
    assert done.form.other["town"] == "Berlin"
    assert house.stored(jutta).name == "Karol Łęcki"


def test_a_day_that_has_been_is_refused(house: House) -> None:
    number = received(house, house.access(house.customer()), HANDOVER)
    with pytest.raises(InvalidInput, match="2026-11-21 has been"):
        house.portal.operator.forms.accept(ANNA, number, TODAY - dt.timedelta(days=1))


def test_two_operators_at_once_hand_over_once(house: House) -> None:
    jutta = house.customer()
    number = received(house, house.access(jutta), HANDOVER)

    def attempt(_operator: int) -> str:
        try:
            return house.restarted().operator.forms.accept(ANNA, number).partner_number
        except PortalError as refusal:
            return refusal.message

    with ThreadPoolExecutor(2) as threads:
        done = sorted(threads.map(attempt, range(2)))
    assert done[1] == "F-2026-000001 is accepted already."
    assert acts(house, jutta.id) == [ActKind.HANDED_OVER]
    assert house.stored(jutta).credential_version == jutta.credential_version + 1


def test_a_locked_number_stays_locked(house: House) -> None:
    from storage.models.customers import CustomerState

    jutta = house.customer()
    number = received(house, house.access(jutta), HANDOVER)
    house.change(house.stored(jutta), state=CustomerState.LOCKED)
    house.portal.operator.forms.accept(ANNA, number)
    assert house.stored(jutta).state is CustomerState.LOCKED


def test_an_ended_package_does_not_hinder(house: House) -> None:
    jutta = house.customer()
    house.package(jutta, "ended.example", state=PackageState.ENDED)
    assert accepted(house, house.access(jutta), HANDOVER).partner_number
