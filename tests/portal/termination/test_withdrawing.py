"""Withdrawing: consumers, within 14 days, at once, everything back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.errors import ChangedMeanwhile, Conflict, InvalidInput
from portal.termination import EndingKind
from portal.termination.views import WithdrawalPlan
from storage.models.contracts import ActKind
from storage.models.customers import CustomerKind
from storage.models.domains import DomainState
from storage.models.invoices import BillingItem
from storage.models.packages import Contract, PackageState
from storage.models.services import ServiceState
from tests.portal.documents.test_pdf import printed
from tests.portal.house import PASSWORD, WRONG
from tests.portal.invoices.steps import ANNA, invoices, stored_invoices
from tests.portal.termination.steps import DOMAIN, PACKAGE, SERVICE, Tenant, bill, due, go_to, tomorrow

if TYPE_CHECKING:
    from pathlib import Path

    from tests.portal.house import House

ORDERED = dt.date(2026, 11, 10)
"""The last day to withdraw is 24 November."""


@pytest.fixture
def newcomer(house: House) -> Tenant:
    """Ordered twelve days ago, and has been billed."""
    tenant = Tenant(house, started_on=ORDERED, billed_until=None)
    tenant.book(ordered_at=dt.datetime(2026, 11, 15, 8, tzinfo=dt.UTC), started_on=dt.date(2026, 11, 15))
    bill(house)
    house.clock.forward(days=1)
    tenant.access = house.access(tenant.customer)
    return tenant


def total(newcomer: Tenant) -> int:
    """All that was ever charged and credited."""
    return sum(invoice.total_cents for invoice in invoices(newcomer.house, newcomer.access))


def test_a_withdrawal_ends_the_package_at_once_and_gives_everything_back(
    newcomer: Tenant, tmp_path: Path
) -> None:
    house = newcomer.house
    assert total(newcomer) == 5988 + 299
    plan = house.portal.termination.withdrawal(newcomer.access, PACKAGE, newcomer.package.id)
    assert (plan.ordered_on, plan.until, plan.credit_cents) == (ORDERED, dt.date(2026, 11, 24), 6287)
    done = newcomer.withdraw()
    assert newcomer.stored.state is PackageState.ENDED
    assert set(newcomer.states().values()) == {DomainState.ENDED}
    assert newcomer.acts() == [(ActKind.WITHDRAWN, "2026-11-23")]
    paper = printed(house.portal.contract_acts.paper(newcomer.access, done.act_id), tmp_path)
    for words in ("Bestätigung Ihres Widerrufs", "am 23.11.2026, 14:05 Uhr bei uns", "62,87"):
        assert words in paper
    assert bill(house).credit_notes == 1
    assert total(newcomer) == 0
    house.clock.forward(days=40)
    newcomer.access = house.access(newcomer.customer)
    assert bill(house).invoices == 0
    assert due(house).done == {}
    assert total(newcomer) == 0
    with pytest.raises(Conflict, match=r"has ended"):
        newcomer.withdraw()
    with pytest.raises(Conflict, match=r"ended on 23.11.2026"):
        newcomer.retract()


def test_what_is_credited_is_what_was_charged_whatever_came_between(house: House) -> None:
    tenant = Tenant(house, started_on=ORDERED, minimum_months=1, billed_until=None)
    bill(house)
    for act in (tenant.terminate, tenant.retract):
        act()
        tomorrow(tenant)
        bill(house, dt.date(2026, 12, 31))
    with house.storage.writing() as work:
        assert work._session.query(BillingItem).count() == 0
        for cents in (1234, -617):
            work.billing.add_item(
                BillingItem(
                    customer_id=tenant.customer.id,
                    package_id=tenant.package.id,
                    due_on=dt.date(2026, 11, 1),
                    text="Wechsel",
                    gross_cents=cents,
                )
            )
        work.commit()
    assert len(stored_invoices(house)) == 3
    tenant.withdraw()
    tomorrow(tenant)
    bill(house)
    assert total(tenant) == 0
    assert bill(house, dt.date(2027, 1, 20)).invoices == 0


def test_an_invoice_that_was_taken_back_is_not_credited_again(newcomer: Tenant) -> None:
    house = newcomer.house
    house.portal.operator.invoices.credit(ANNA, "R-2026-000001")
    newcomer.withdraw()
    tomorrow(newcomer)
    bill(house)
    assert total(newcomer) == 0


def test_a_service_is_withdrawn_from_alone(newcomer: Tenant) -> None:
    [row] = [row for row in newcomer.rows() if row.kind is SERVICE]
    assert row.withdraw_until == dt.date(2026, 11, 29)
    newcomer.withdraw(SERVICE, row.id)
    bill(newcomer.house)
    assert total(newcomer) == 5988
    assert newcomer.stored.state is PackageState.ACTIVE
    assert newcomer.acts() == [(ActKind.SERVICE_WITHDRAWN, "2026-11-23")]
    with newcomer.house.storage.reading() as work:
        assert work.terminations.service(row.id).state is ServiceState.ENDED


@pytest.mark.parametrize(
    ("moment", "is_possible"),
    [("2026-11-24T22:59:59", True), ("2026-11-24T23:00:00", False)],
)
def test_fourteen_days_end_with_the_last_second_of_the_last_one(
    house: House, moment: str, is_possible: bool
) -> None:
    tenant = Tenant(house, started_on=ORDERED, billed_until=None)
    house.clock.moment = dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)
    tenant.access = house.access(tenant.customer)
    assert (tenant.row("beispiel.example").withdraw_until is not None) == is_possible
    if is_possible:
        tenant.withdraw()
        assert tenant.stored.state is PackageState.ENDED
    else:
        sentence = "was ordered on 10.11.2026: you could withdraw from that until 24.11.2026"
        with pytest.raises(Conflict, match=sentence):
            tenant.withdraw()


def test_the_days_run_from_the_order_where_that_is_known(house: House) -> None:
    ordered = dt.datetime(2026, 11, 1, 23, 30, tzinfo=dt.UTC)  # the second, in Berlin
    tenant = Tenant(house, started_on=dt.date(2026, 12, 1), ordered_at=ordered, billed_until=None)
    with pytest.raises(Conflict, match=r"ordered on 02.11.2026: .* until 16.11.2026"):
        tenant.withdraw()
    with house.storage.writing() as work:
        work._session.get_one(Contract, tenant.package.id).ordered_at = house.clock.now()
        work.commit()
    tenant.withdraw()  # before its first day
    assert tenant.stored.state is PackageState.ENDED
    go_to(house, dt.date(2026, 12, 20))
    assert bill(house).invoices == 0


def test_businesses_and_single_domains_have_no_withdrawal(house: House) -> None:
    tenant = Tenant(house, {"kind": CustomerKind.BUSINESS}, started_on=ORDERED)
    with pytest.raises(Conflict, match=r"Only consumers can withdraw"):
        tenant.withdraw()
    assert tenant.row("beispiel.example").withdraw_until is None
    with pytest.raises(Conflict, match=r"zweite.example can be terminated, but not withdrawn from"):
        tenant.withdraw(DOMAIN, tenant.domain("zweite.example").id)


def test_a_withdrawal_is_done_as_it_was_shown_with_the_right_password(newcomer: Tenant) -> None:
    house = newcomer.house
    termination = house.portal.termination
    seen = termination.withdrawal(newcomer.access, PACKAGE, newcomer.package.id)
    with pytest.raises(InvalidInput, match=r"not your customer password"):
        termination.withdraw(newcomer.access, seen, WRONG)
    house.clock.forward(days=1)
    bill(house, dt.date(2026, 12, 20))  # the service's next month
    newcomer.access = house.access(newcomer.customer)
    with pytest.raises(ChangedMeanwhile) as caught:
        termination.withdraw(newcomer.access, seen, PASSWORD)
    assert isinstance(caught.value.now, WithdrawalPlan)
    assert caught.value.now.credit_cents == 6287 + 299
    assert newcomer.stored.state is PackageState.ACTIVE


def test_a_terminated_package_can_still_be_withdrawn_from(newcomer: Tenant) -> None:
    newcomer.terminate()
    newcomer.withdraw()
    bill(newcomer.house)
    assert total(newcomer) == 0
    assert {row.kind: row.has_ended for row in newcomer.rows()}[EndingKind.PACKAGE]
