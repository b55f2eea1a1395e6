"""Changing a package: at once upwards, in time downwards, exact to the day and the cent."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.access import OperatorAccess
from portal.errors import ChangedMeanwhile, Conflict, InvalidInput, NotFound
from portal.package_change import ChangeKind
from storage.models.contracts import ActKind
from storage.models.invoices import InvoiceState
from storage.models.packages import Contract
from storage.models.products import Resource
from tests.portal.house import PASSWORD, WRONG
from tests.portal.invoices.steps import ANNA, bill, came_back, invoices
from tests.portal.package_change.steps import NEW_YEAR, Hosting, go_to

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from tests.portal.house import House


def test_an_upgrade_holds_at_once_and_costs_the_difference_of_the_days_that_are_left(house: House) -> None:
    go_to(house, dt.date(2026, 7, 1))
    hosting = Hosting(house)
    plan = hosting.plan("l")
    assert (plan.kind, plan.effective_on) == (ChangeKind.UPGRADE, dt.date(2026, 7, 1))
    assert [(line.text, line.gross_cents) for line in plan.lines] == [
        ("Wechsel zu Hosting L", 6043),
        ("Gutschrift Hosting M", -3019),
    ]
    assert {(each.resource, each.before, each.after) for each in plan.quotas} == {
        (Resource.MAILBOXES, 25, 50),
        (Resource.DATABASES, 5, 10),
    }
    hosting.order("l")
    assert hosting.product_id == hosting.large.id
    assert (hosting.contract.price_cents, hosting.contract.billed_until) == (11988, dt.date(2026, 12, 31))
    assert hosting.contract.started_on == NEW_YEAR  # the term runs on
    assert hosting.acts() == [(ActKind.UPGRADED, "2026-07-01")]
    assert "Zusammen: 30,24" in house.messages(hosting.customer)[-1].body
    bill(house, dt.date(2026, 7, 1))
    access = house.access(hosting.customer)
    [invoice] = invoices(house, access)
    assert (invoice.total_cents, invoice.packages) == (3024, 1)
    assert bill(house, dt.date(2026, 8, 30)).invoices == 0


def test_what_is_not_billed_yet_is_billed_as_the_new_product(house: House) -> None:
    hosting = Hosting(house, started_on=dt.date(2026, 11, 22), billed_until=None)
    assert hosting.order("l").lines == ()
    bill(house)
    [invoice] = invoices(house, house.access(hosting.customer))
    assert invoice.total_cents == 11988


def test_another_billing_period_begins_with_the_upgrade(house: House) -> None:
    hosting = Hosting(house, billing_months=1, price_cents=499, billed_until=dt.date(2026, 11, 30))
    plan = hosting.order("l")
    # 9 of 30 days of November are left, 40 of 365 days of the year.
    assert [line.gross_cents for line in plan.lines] == [1314, -150]
    assert hosting.contract.billed_until == dt.date(2026, 12, 31)
    assert hosting.contract.billing_months == 12


def test_a_downgrade_waits_for_the_end_of_the_period_and_is_carried_out_then(hosting: Hosting) -> None:
    house = hosting.house
    plan = hosting.order("s")
    assert (plan.kind, plan.effective_on, plan.lines) == (ChangeKind.DOWNGRADE, dt.date(2027, 1, 1), ())
    assert hosting.product_id == hosting.medium.id
    offer = house.portal.package_change.offer(hosting.access, hosting.package.id)
    assert (offer.pending, offer.pending_on) == ("Hosting S", dt.date(2027, 1, 1))
    assert not house.portal.operator.due.run(ANNA, dt.date(2026, 11, 22)).done
    go_to(house, dt.date(2026, 12, 20))
    assert bill(house, dt.date(2027, 1, 10)).invoices == 0  # it is billed once it has changed
    go_to(house, dt.date(2027, 1, 4))  # a few days late
    report = house.portal.operator.due.run(ANNA, dt.date(2027, 1, 4))
    assert (report.done, report.postponed) == ({ActKind.DOWNGRADED: 1}, [])
    assert hosting.product_id == hosting.small.id
    assert (hosting.contract.price_cents, hosting.contract.becomes_on) == (2388, None)
    assert not house.portal.operator.due.run(ANNA, dt.date(2027, 1, 4)).done
    bill(house, dt.date(2027, 1, 4))
    [invoice] = invoices(house, house.access(hosting.customer))
    assert (invoice.total_cents, invoice.period_from) == (2388, dt.date(2027, 1, 1))
    assert hosting.acts() == [
        (ActKind.DOWNGRADE_ORDERED, "2027-01-01"),
        (ActKind.DOWNGRADED, "2027-01-01"),
    ]


@pytest.mark.parametrize(
    ("months", "minimum", "started", "effective"),
    [
        (12, 12, "2026-01-01", "2027-01-01"),
        (1, 12, "2026-01-01", "2027-01-01"),
        (1, 1, "2026-01-01", "2026-12-01"),
        (12, 24, "2026-01-01", "2028-01-01"),
        (1, 12, "2026-01-31", "2027-01-31"),
        (12, 12, "2024-02-29", "2027-03-01"),
    ],
)
def test_the_first_day_of_a_downgrade(
    house: House, months: int, minimum: int, started: str, effective: str
) -> None:
    start = dt.date.fromisoformat(started)
    hosting = Hosting(house, started_on=start, billing_months=months, minimum_months=minimum)
    assert hosting.plan("s").effective_on.isoformat() == effective


def test_a_downgrade_that_does_not_fit_says_what_is_too_much_and_where(hosting: Hosting) -> None:
    hosting.use(Resource.MAILBOXES, 14)
    hosting.use(Resource.DATABASES, 3)
    hosting.house.domain(hosting.package, "zweite.de")
    plan = hosting.plan("s")
    assert [
        (each.figure.resource, each.figure.used, each.figure.allowed, each.subject) for each in plan.misfits
    ] == [
        (Resource.DOMAINS, 2, 1, "domains"),
        (Resource.MAILBOXES, 14, 5, "email"),
        (Resource.DATABASES, 3, 0, "databases"),
    ]
    with pytest.raises(Conflict, match="More is in use than Hosting S includes"):
        hosting.order("s")
    assert hosting.contract.becomes_on is None


def test_what_does_not_fit_on_the_day_is_put_off_by_a_period_and_told(hosting: Hosting) -> None:
    house = hosting.house
    hosting.order("s")
    hosting.use(Resource.MAILBOXES, 14)
    go_to(house, dt.date(2027, 1, 1))
    report = house.portal.operator.due.run(ANNA, dt.date(2027, 1, 1))
    assert (report.done, report.postponed) == ({ActKind.DOWNGRADE_POSTPONED: 1}, ["beispiel.de"])
    assert (hosting.product_id, hosting.contract.becomes_on) == (hosting.medium.id, dt.date(2028, 1, 1))
    message = house.messages(hosting.customer)[-1]
    assert message.subject == "Ihr Paketwechsel wurde verschoben"
    assert "konnte noch nicht zu Hosting S wechseln" in message.body
    assert "Postfächer: 14 in Gebrauch, 5 enthalten" in message.body
    assert "01.01.2028" in message.body
    bill(house, dt.date(2027, 1, 1))
    [invoice] = invoices(house, house.access(hosting.customer))
    assert invoice.total_cents == 5988
    hosting.use(Resource.MAILBOXES, 5)
    go_to(house, dt.date(2028, 1, 1))
    assert house.portal.operator.due.run(ANNA, dt.date(2028, 1, 1)).done == {ActKind.DOWNGRADED: 1}


def test_a_downgrade_is_taken_back(hosting: Hosting) -> None:
    house = hosting.house
    hosting.order("s")
    with pytest.raises(InvalidInput, match="not your customer password"):
        house.portal.package_change.retract(hosting.access, hosting.package.id, WRONG)
    house.portal.package_change.retract(hosting.access, hosting.package.id, PASSWORD)
    assert hosting.contract.becomes_product_id is None
    with pytest.raises(Conflict, match="no change to retract"):
        house.portal.package_change.retract(hosting.access, hosting.package.id, PASSWORD)
    assert hosting.acts()[-1] == (ActKind.DOWNGRADE_RETRACTED, "2026-11-22")


def test_an_upgrade_calls_a_downgrade_off(hosting: Hosting) -> None:
    hosting.order("s")
    assert hosting.order("l").cancels == "Hosting S"
    assert (hosting.contract.becomes_product_id, hosting.contract.becomes_on) == (None, None)
    assert [kind for kind, _day in hosting.acts()] == [
        ActKind.DOWNGRADE_ORDERED,
        ActKind.DOWNGRADE_CANCELLED,
        ActKind.UPGRADED,
    ]


def test_a_package_does_not_grow_while_an_invoice_of_it_came_back(house: House) -> None:
    hosting = Hosting(house, started_on=dt.date(2026, 11, 22), billed_until=None)
    bill(house)
    came_back(house, "MS03")
    hosting.access = house.access(hosting.customer)
    assert invoices(house, hosting.access)[0].state is InvoiceState.RETURNED
    with pytest.raises(Conflict, match="R-2026-000001 is open and due"):
        hosting.plan("l")
    assert hosting.plan("s").kind is ChangeKind.DOWNGRADE


def test_a_terminated_package_and_an_unchangeable_product_stay_as_they_are(house: House) -> None:
    hosting = Hosting(house)
    house.change(hosting.small, changeable=False)
    with pytest.raises(NotFound, match="cannot be changed to this product"):
        hosting.plan("s")
    with pytest.raises(Conflict, match="is Hosting M already"):
        hosting.plan("m")
    with house.storage.writing() as work:
        contract = work._session.get_one(Contract, hosting.package.id)
        contract.terminated_at, contract.ends_on = house.clock.now(), dt.date(2026, 12, 31)
        work.commit()
    offer = house.portal.package_change.offer(hosting.access, hosting.package.id)
    assert "retract the termination first" in offer.refused
    with pytest.raises(Conflict, match="retract the termination first"):
        hosting.plan("l")


def test_what_changed_since_it_was_shown_is_shown_again(hosting: Hosting) -> None:
    house = hosting.house
    plan = hosting.plan("l")
    house.clock.forward(days=1)
    hosting.access = house.access(hosting.customer)
    with pytest.raises(ChangedMeanwhile) as caught:
        house.portal.package_change.order(hosting.access, plan, PASSWORD)
    assert caught.value.now == hosting.plan("l")
    assert hosting.acts() == []


def test_ordering_twice_is_ordering_once(hosting: Hosting) -> None:
    plan = hosting.plan("l")
    hosting.house.portal.package_change.order(hosting.access, plan, PASSWORD)
    with pytest.raises(Conflict, match="is Hosting L already"):
        hosting.house.portal.package_change.order(hosting.access, plan, PASSWORD)
    assert len(hosting.acts()) == 1


def test_nobody_changes_the_package_of_somebody_else(hosting: Hosting) -> None:
    house = hosting.house
    stranger: CustomerAccess = house.access(house.customer())
    change = house.portal.package_change
    for call in (
        lambda: change.offer(stranger, hosting.package.id),
        lambda: change.plan(stranger, hosting.package.id, "l"),
        lambda: change.order(stranger, hosting.plan("l"), PASSWORD),
        lambda: change.retract(stranger, hosting.package.id, PASSWORD),
    ):
        with pytest.raises(NotFound, match="not among yours"):
            call()


def test_nothing_falls_due_ahead_of_its_day(house: House) -> None:
    with pytest.raises(InvalidInput, match="yet to come"):
        house.portal.operator.due.run(OperatorAccess("anna"), dt.date(2026, 11, 23))
