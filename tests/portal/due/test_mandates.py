"""Mandates that nothing was collected by for 36 months have ended (SEPA core rulebook, 4.1)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from portal.paging import PageRequest
from storage.models.contracts import ActKind
from storage.models.customers import Customer, CustomerState, PaymentMethod
from storage.models.debits import Collection, CollectionState
from tests.factories import IBAN, mandate
from tests.portal.invoices.steps import ANNA, TODAY, bill, collections
from tests.portal.package_change.steps import go_to

if TYPE_CHECKING:
    from storage.models.customers import Mandate
    from tests.portal.house import House

YEARLY = {"started_on": dt.date(2022, 11, 10), "billing_months": 12, "price_cents": 5988}


def payer(house: House, signed: str, **changes: Any) -> Customer:
    """A customer who gave a mandate at a moment."""
    customer = house.customer(payment_method=PaymentMethod.DEBIT, **changes)
    with house.storage.writing() as work:
        given = mandate(
            customer.id,
            iban_digest=work.customers.iban_digest(IBAN),
            signed_at=dt.datetime.fromisoformat(signed).replace(tzinfo=dt.UTC),
        )
        work.customers.add_mandate(given, IBAN)
        work.commit()
    return customer


def used(house: House, state: CollectionState, due_on: dt.date) -> None:
    """The only collection there is, as it was on that day."""
    with house.storage.writing() as work:
        found = work._session.query(Collection).one()
        found.state, found.due_on = state, due_on
        work.commit()


def due(house: House) -> dict[ActKind, int]:
    return dict(house.portal.operator.due.run(ANNA).done)


def in_force(house: House, customer: Customer) -> list[Mandate]:
    return [each for each in house.mandates(customer) if each.revoked_at is None]


@pytest.mark.parametrize(
    ("signed", "last_day"),
    [
        ("2023-11-22T10:00", "2026-11-22"),
        ("2023-11-21T23:30", "2026-11-22"),  # that is the 22nd in Berlin
        ("2024-02-29T10:00", "2027-02-28"),
        ("2023-12-31T22:59", "2026-12-31"),
    ],
)
def test_a_mandate_that_was_never_used_ends_after_36_months(house: House, signed: str, last_day: str) -> None:
    customer = payer(house, signed)
    go_to(house, dt.date.fromisoformat(last_day))
    assert due(house) == {}
    go_to(house, dt.date.fromisoformat(last_day) + dt.timedelta(days=1))
    assert due(house) == {ActKind.MANDATE_ENDED: 1}
    assert due(house) == {}
    assert in_force(house, customer) == []
    assert house.stored(customer).payment_method is PaymentMethod.TRANSFER


@pytest.mark.parametrize("state", [CustomerState.LOCKED, CustomerState.CLOSED])
def test_that_of_somebody_who_cannot_sign_in_ends_as_well(house: House, state: CustomerState) -> None:
    customer = payer(house, "2023-11-21T10:00", state=state)
    assert due(house) == {ActKind.MANDATE_ENDED: 1}
    assert in_force(house, customer) == []


def test_it_is_told_with_the_way_out_and_stands_on_record(house: House) -> None:
    customer = payer(house, "2023-11-21T10:00", language="en")
    due(house)
    [message] = house.messages(customer)
    assert message.subject == "Your debit mandate has ended"
    assert "ended on 22 Nov 2026, as nothing was collected by it for 36 months" in message.body
    assert "give a new mandate in the customer login under “Bank data”" in message.body
    assert IBAN not in message.body
    [act] = house.portal.contract_acts.page(house.access(customer), PageRequest()).rows
    assert (act.kind, act.effective_on, act.domain, act.has_paper) == (
        ActKind.MANDATE_ENDED,
        TODAY,
        "",
        False,
    )
    assert "mandate ended" in house.actions()


@pytest.mark.parametrize(
    ("state", "ended"),
    [
        (CollectionState.SETTLED, False),
        (CollectionState.SUBMITTED, False),
        (CollectionState.RETURNED, False),
        (CollectionState.REFUNDED, False),
        (CollectionState.REJECTED, False),
        (CollectionState.CANCELLED, True),
    ],
)
def test_what_went_to_the_bank_is_a_use_whatever_came_of_it(
    house: House, state: CollectionState, *, ended: bool
) -> None:
    customer = payer(house, "2022-11-10T10:00")
    house.package(customer, agreed=YEARLY | {"billed_until": dt.date(2026, 11, 9)})
    bill(house)
    used(house, state, dt.date(2023, 11, 22))
    assert due(house) == ({ActKind.MANDATE_ENDED: 1} if ended else {})
    go_to(house, TODAY + dt.timedelta(days=1))
    assert due(house) == ({} if ended else {ActKind.MANDATE_ENDED: 1})


def test_a_debit_that_has_not_gone_to_the_bank_is_called_off_with_it(house: House) -> None:
    customer = payer(house, "2023-11-21T10:00")
    house.package(customer, agreed=YEARLY | {"billed_until": dt.date(2026, 11, 9)})
    bill(house)
    assert due(house) == {ActKind.MANDATE_ENDED: 1}
    [collection] = collections(house)
    assert collection.state is CollectionState.CANCELLED
    assert "Bitte überweisen Sie stattdessen 59,88" in house.messages(customer)[-1].body


def test_others_stay_and_what_was_missed_is_made_up_for(house: House) -> None:
    old = [payer(house, f"2023-11-{day}T10:00") for day in ("01", "20")]
    young = payer(house, "2025-01-01T10:00")
    revoked = payer(house, "2020-01-01T10:00")
    with house.storage.writing() as work:
        found = work.customers.active_mandate(_Scope(revoked.id))
        assert found is not None
        work.customers.revoke(found, house.clock.now())
        work.commit()
    assert due(house) == {ActKind.MANDATE_ENDED: 2}
    assert [in_force(house, each) for each in old] == [[], []]
    assert len(in_force(house, young)) == 1


class _Scope:
    def __init__(self, customer_id: int) -> None:
        self.customer_id = customer_id
