"""The day after the last one: what `due` does, and what is left of a package then."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.access import PackageAccess
from portal.errors import Conflict, NotAllowed, PortalError
from portal.operator.due.ends import PackageEnds
from portal.operator.due.report import DueReport
from portal.packages import Resource
from portal.paging import PageRequest
from portal.termination import Termination
from storage.models.contracts import ActKind
from storage.models.domains import DomainState
from storage.models.mail import MailAddress, MailKind
from storage.models.packages import Contract, PackageState
from storage.models.services import ServiceState
from tests.portal.house import PACKAGE_PASSWORD, PASSWORD, REFUSED
from tests.portal.invoices.steps import ANNA, invoices
from tests.portal.termination.steps import (
    DOMAIN,
    LAST_DAY,
    PACKAGE,
    SERVICE,
    Tenant,
    additional,
    bill,
    due,
    go_to,
)
from tests.portal.uses import all_uses

if TYPE_CHECKING:
    from tests.portal.house import House

NEXT_DAY = dt.date(2027, 1, 1)


def ended(house: House) -> Tenant:
    """A package whose last day has passed."""
    tenant = Tenant(house)
    tenant.book("SiteGuard", minimum_months=12)
    tenant.terminate()
    go_to(house, NEXT_DAY, tenant)
    due(house)
    tenant.access = house.access(tenant.customer)
    return tenant


def test_a_package_ends_the_day_after_its_last_one_with_all_that_belongs_to_it(tenant: Tenant) -> None:
    house = tenant.house
    service = tenant.book("SiteGuard", minimum_months=12)
    tenant.terminate()
    go_to(house, LAST_DAY, tenant)
    assert due(house).done == {}
    assert not tenant.row("beispiel.example").has_ended
    go_to(house, NEXT_DAY, tenant)
    assert due(house).done == {ActKind.ENDED: 1}
    assert tenant.stored.state is PackageState.ENDED
    assert set(tenant.states().values()) == {DomainState.ENDED}
    assert tenant.service(service).state is ServiceState.ENDED
    assert tenant.acts()[-1] == (ActKind.ENDED, "2027-01-01")
    assert "mit Ablauf des 31.12.2026 beendet" in tenant.told()
    acts = house.portal.contract_acts.page(house.access(tenant.customer), PageRequest()).rows
    assert [(act.kind, act.has_paper) for act in acts] == [(ActKind.TERMINATED, True), (ActKind.ENDED, False)]
    assert due(house).done == {}
    assert len(tenant.acts()) == 2


def test_a_missed_week_is_made_up_for(tenant: Tenant) -> None:
    tenant.terminate()
    go_to(tenant.house, dt.date(2027, 1, 8))
    assert due(tenant.house, dt.date(2027, 1, 8)).done == {ActKind.ENDED: 1}
    assert tenant.acts()[-1] == (ActKind.ENDED, "2027-01-01")


def test_its_names_are_free_for_others(house: House) -> None:
    ended(house)
    house.package(house.customer(), "beispiel.example", domains=("zweite.example",))


def test_nobody_signs_in_to_it_and_who_was_in_is_out(house: House) -> None:
    owner = house.customer()
    package = house.package(owner, "vorbei.example", password=PACKAGE_PASSWORD)
    access = house.access(owner)
    plan = house.portal.termination.plan(access, PACKAGE, package.id, Termination())
    house.portal.termination.terminate(access, plan, Termination(), PASSWORD)
    go_to(house, NEXT_DAY)
    inside = house.package_access("vorbei.example")
    due(house)
    with pytest.raises(NotAllowed):
        house.portal.packages.overview(inside)
    with pytest.raises(PortalError, match=REFUSED):
        house.package_access("vorbei.example")


def test_it_is_published_no_more(house: House) -> None:
    ended(house)
    with house.storage.reading() as work:
        assert work.publishing.count() == 0
        assert list(work.publishing.contents()) == []
        assert work.publishing.package_with("beispiel.example") is None


def test_it_stays_visible_and_says_when_it_ended(house: House) -> None:
    tenant = ended(house)
    [view] = house.portal.packages.page(tenant.access, PageRequest()).rows
    assert (view.state, view.ends_on, view.days_to_retract) == (PackageState.ENDED, LAST_DAY, None)
    with pytest.raises(Conflict, match=r"beispiel.example ended on 31.12.2026: its administration is closed"):
        house.portal.packages.open(tenant.access, tenant.package.id)
    assert [(row.name, row.has_ended) for row in tenant.rows()] == [
        ("beispiel.example", True),
        ("zweite.example", True),
        ("SiteGuard", True),
    ]
    for call in (tenant.plan, tenant.terminate, tenant.retract):
        with pytest.raises(Conflict, match=r"beispiel.example ended on 31.12.2026"):
            call()


def test_nothing_in_it_can_be_changed_by_whoever_is_still_inside(tenant: Tenant) -> None:
    house = tenant.house
    inside = house.portal.packages.open(tenant.access, tenant.package.id)
    house.change(tenant.package, state=PackageState.ENDED)
    signing_in = ("sign_in_sessions", "throttle_buckets", "known_sources")

    def contents() -> list[str]:
        return [row for row in house.everything().split("\n") if not row.startswith(signing_in)]

    before = contents()
    for name, use in all_uses().items():
        with contextlib.suppress(PortalError):
            use(house.portal, inside)
        assert (name, contents()) == (name, before)


def test_the_days_after_the_end_are_credited_and_no_more_is_billed(house: House) -> None:
    tenant = Tenant(house, started_on=dt.date(2026, 11, 1), minimum_months=1, billed_until=None)
    tenant.book(billing_months=12, price_cents=3650)
    bill(house)
    tenant.terminate()
    go_to(house, dt.date(2026, 12, 23), tenant)
    due(house)
    bill(house)
    # 313 of 365 days are left of each.
    assert [each.total_cents for each in invoices(house, tenant.access)] == [-5135 - 3130, 5988 + 3650]
    go_to(house, dt.date(2027, 11, 1), tenant)
    assert bill(house).invoices == 0


def test_a_service_is_billed_in_advance_beside_its_package(tenant: Tenant) -> None:
    tenant.book()
    bill(tenant.house)
    [invoice] = invoices(tenant.house, tenant.access)
    assert (invoice.total_cents, invoice.summary) == (299, "Daily backup plus beispiel.example")
    assert bill(tenant.house).invoices == 0


def test_a_service_ends_and_is_billed_no_more(tenant: Tenant) -> None:
    house, service = tenant.house, tenant.book()
    bill(house)  # November
    tenant.terminate(kind=SERVICE, id_=service.id)
    go_to(house, dt.date(2026, 12, 1), tenant)
    bill(house)
    assert invoices(house, tenant.access)[0].total_cents == 212  # 22 of 31 days
    go_to(house, dt.date(2026, 12, 23), tenant)
    assert due(house).done == {ActKind.SERVICE_ENDED: 1}
    assert tenant.service(service).state is ServiceState.ENDED
    assert tenant.stored.state is PackageState.ACTIVE
    assert "der Zusatzleistung Daily backup plus" in tenant.told()
    assert bill(house, dt.date(2026, 12, 31)).invoices == 0


def test_a_single_domain_ends_with_its_email(tenant: Tenant) -> None:
    house = tenant.house
    additional(tenant, "dritte.example")
    third = tenant.domain("dritte.example").id
    with house.storage.writing() as work:
        for kind, size in ((MailKind.MAILBOX, 500), (MailKind.FORWARD, 0)):
            address = f"{kind.value}@dritte.example"
            work.administration.add(
                MailAddress(
                    package_id=tenant.package.id,
                    domain_id=third,
                    local_part=kind.value,
                    address=address,
                    kind=kind,
                    size_mb=size,
                    used_mb=size // 2,
                )
            )
        work.commit()
    contents = tenant.plan(kind=DOMAIN, id_=third).contents
    assert (contents.mailboxes, contents.mail_mb) == (1, 250)
    tenant.terminate(kind=DOMAIN, id_=third)
    go_to(house, NEXT_DAY, tenant)
    assert due(house).done == {ActKind.DOMAIN_ENDED: 1}
    assert tenant.states()["dritte.example"] is DomainState.ENDED
    assert tenant.acts()[-1] == (ActKind.DOMAIN_ENDED, "2027-01-01")
    with house.storage.reading() as work:
        assert work.terminations.mail_of(third) == []
        used = {
            kind: use.used
            for kind, use in work.packages.usage([tenant.package.id])[tenant.package.id].items()
        }
    assert (used[Resource.MAILBOXES], used[Resource.MAIL_STORAGE]) == (3, 729)
    assert used[Resource.ADDITIONAL_DOMAINS] == 0
    end = tenant.end_of("dritte.example")
    assert end is not None
    assert end.auth_digest == ""
    changes = house.portal.history.page(
        PackageAccess(tenant.access.session_id, tenant.package.id, by_owner=True), PageRequest()
    )
    assert "dritte.example" in repr(changes)
    assert tenant.stored.revision == 1
    house.package(house.customer(), "dritte.example")


def test_what_ends_on_the_same_day_as_its_package_ends_with_it(tenant: Tenant) -> None:
    tenant.terminate(kind=DOMAIN, id_=tenant.domain("zweite.example").id)
    tenant.terminate()
    go_to(tenant.house, NEXT_DAY)
    assert due(tenant.house).done == {ActKind.ENDED: 1}


def test_a_package_ends_before_it_would_become_a_smaller_product(tenant: Tenant) -> None:
    house = tenant.house
    smaller = house.product({}, code="s", name="Hosting S", price_cents=2388)
    tenant.terminate()
    with house.storage.writing() as work:
        contract = work._session.get_one(Contract, tenant.package.id)
        contract.becomes_product_id, contract.becomes_on = smaller.id, NEXT_DAY
        work.commit()
    go_to(house, NEXT_DAY, tenant)
    assert due(house).done == {ActKind.ENDED: 1}
    assert [kind for kind, _day in tenant.acts()][-2:] == [ActKind.DOWNGRADE_CANCELLED, ActKind.ENDED]
    assert tenant.stored.product_id != smaller.id


def test_what_was_retracted_meanwhile_does_not_end(tenant: Tenant) -> None:
    house = tenant.house
    tenant.terminate()
    tenant.retract()
    report = DueReport(NEXT_DAY)
    PackageEnds(house.portal._means).carry_out(ANNA, tenant.package.id, NEXT_DAY, report)
    assert not report.done
    assert tenant.stored.state is PackageState.ACTIVE
