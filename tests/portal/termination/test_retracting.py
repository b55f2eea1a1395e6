"""Retracting a termination: until the end of the last day, as long as everything is still there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.errors import Conflict, InvalidInput
from portal.termination import Termination
from storage.models.contracts import ActKind
from storage.models.domains import DomainState
from storage.models.packages import PackageState
from tests.portal.documents.test_pdf import printed
from tests.portal.house import WRONG
from tests.portal.invoices.steps import invoices
from tests.portal.termination.steps import DOMAIN, LAST_DAY, PACKAGE, Tenant, bill, due, go_to, tomorrow

if TYPE_CHECKING:
    from pathlib import Path

    from tests.portal.house import House


def test_a_retracted_termination_leaves_everything_as_it_was_and_both_on_record(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.terminate(tenant.deleting("zweite.example"))
    tenant.house.clock.forward(minutes=3)
    done = tenant.retract()
    assert (done.ends_on, done.auth_infos) == (None, ())
    assert (tenant.contract.terminated_at, tenant.contract.ends_on) == (None, None)
    assert set(tenant.states().values()) == {DomainState.ACTIVE}
    assert tenant.end_of("beispiel.example") is None
    assert tenant.acts() == [
        (ActKind.TERMINATED, "2026-12-31"),
        (ActKind.TERMINATION_RETRACTED, "2026-11-22"),
    ]
    paper = printed(tenant.house.portal.contract_acts.paper(tenant.access, done.act_id), tmp_path)
    assert "zurückgenommen" in paper
    assert "22.11.2026, 14:08 Uhr" in paper
    with pytest.raises(Conflict, match=r"beispiel.example is not terminated"):
        tenant.retract()
    assert tenant.terminate().ends_on == LAST_DAY


@pytest.mark.parametrize(
    ("moment", "is_possible"),
    [("2026-12-31T22:59:59", True), ("2026-12-31T23:00:00", False)],
)
def test_it_is_possible_until_the_last_second_of_the_last_day(
    tenant: Tenant, moment: str, is_possible: bool
) -> None:
    tenant.terminate()
    tenant.house.clock.moment = dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)
    tenant.access = tenant.house.access(tenant.customer)
    if is_possible:
        tenant.retract()
        assert tenant.contract.ends_on is None
    else:
        with pytest.raises(Conflict, match=r"beispiel.example ended on 31.12.2026."):
            tenant.retract()
        with pytest.raises(Conflict, match=r"beispiel.example ended on 31.12.2026."):
            tenant.plan()
        assert tenant.contract.ends_on == LAST_DAY


def test_it_is_too_late_once_a_domain_is_gone(tenant: Tenant) -> None:
    tenant.terminate()
    tenant.change_domain("zweite.example", state=DomainState.ENDED)
    with pytest.raises(Conflict, match=r"zweite.example was deleted or moved already"):
        tenant.retract()
    assert tenant.contract.ends_on == LAST_DAY
    assert tenant.states()["beispiel.example"] is DomainState.TERMINATED


def test_a_domain_that_had_ended_by_itself_is_no_hindrance(tenant: Tenant) -> None:
    tenant.terminate(kind=DOMAIN, id_=tenant.domain("zweite.example").id)
    tenant.terminate(Termination(ends_on=dt.date(2027, 6, 30)))
    go_to(tenant.house, dt.date(2027, 1, 1), tenant)
    assert due(tenant.house).done == {ActKind.DOMAIN_ENDED: 1}
    tenant.retract()
    assert tenant.states()["beispiel.example"] is DomainState.ACTIVE


def test_a_wrong_password_retracts_nothing(tenant: Tenant) -> None:
    tenant.terminate()
    with pytest.raises(InvalidInput, match=r"not your customer password"):
        tenant.house.portal.termination.retract(tenant.access, PACKAGE, tenant.package.id, WRONG)
    assert tenant.contract.ends_on == LAST_DAY


def test_billing_follows_both_ways_to_the_cent(house: House) -> None:
    tenant = Tenant(house, started_on=dt.date(2026, 11, 1), minimum_months=1, billed_until=None)
    bill(house)
    tenant.terminate()  # ends on 22 December: 52 of 365 days
    tomorrow(tenant)
    assert bill(house).credit_notes == 1
    tenant.retract()
    tomorrow(tenant)
    bill(house, dt.date(2026, 12, 23))  # the rest of the year, from there on
    assert [invoice.total_cents for invoice in invoices(house, tenant.access)] == [5135, -5135, 5988]


def test_a_package_that_ended_stays_ended(tenant: Tenant) -> None:
    tenant.terminate()
    go_to(tenant.house, dt.date(2027, 1, 1), tenant)
    due(tenant.house)
    with pytest.raises(Conflict, match=r"beispiel.example ended on 31.12.2026."):
        tenant.retract()
    assert tenant.stored.state is PackageState.ENDED
