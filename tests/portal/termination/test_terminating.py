"""Terminating: when it ends, what ends with it, what the customer has in hand."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import TYPE_CHECKING

import pytest

from portal.errors import ChangedMeanwhile, Conflict, InvalidInput, NotFound
from portal.paging import PageRequest
from portal.termination import FollowUp, LeavingDomain, Termination, TerminationPlan
from portal.termination.auth_info import ALPHABET
from portal.validation import checked
from storage.models.contracts import ActKind
from storage.models.databases import Database
from storage.models.domains import DomainState
from storage.models.packages import Contract, PackageState
from storage.models.products import Dialect
from tests.portal.documents.test_pdf import printed
from tests.portal.house import PACKAGE_PASSWORD, PASSWORD, WRONG
from tests.portal.termination.steps import (
    DOMAIN,
    LAST_DAY,
    NEW_YEAR,
    PACKAGE,
    SERVICE,
    Tenant,
    additional,
    due,
    go_to,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.portal.house import House


def test_a_termination_is_confirmed_at_once_with_the_moment_of_receipt(
    tenant: Tenant, tmp_path: Path
) -> None:
    entered = tenant.deleting("zweite.example").model_copy(update={"reason": "Zu teuer [/b]"})
    done = tenant.terminate(entered)
    assert (done.ends_on, done.reference, done.name) == (LAST_DAY, "V-00000001", "beispiel.example")
    assert (tenant.contract.terminated_at, tenant.contract.ends_on) == (tenant.house.clock.now(), LAST_DAY)
    assert tenant.acts() == [(ActKind.TERMINATED, "2026-12-31")]
    paper = printed(tenant.house.portal.contract_acts.paper(tenant.access, done.act_id), tmp_path)
    for words in (
        "Bestätigung Ihrer Kündigung",
        "Ihre Kündigung des Pakets beispiel.example (Webhosting M) ist am 22.11.2026, 14:05 Uhr bei uns",
        "mit Ablauf des 31.12.2026",
        "beispiel.example: zieht zu einem anderen Anbieter um",
        "zweite.example: wird bei der Registrierungsstelle gelöscht",
        "4 mit 1,2 GB E-Mails",
        "Zu teuer [/b]",
    ):
        assert words in paper
    assert "mit Ablauf des 31.12.2026" in tenant.told()
    assert tenant.states() == dict.fromkeys(("beispiel.example", "zweite.example"), DomainState.TERMINATED)


@pytest.mark.parametrize(
    ("received", "end"),
    [
        ("2026-11-30T22:59:59", "2026-12-31"),  # 23:59:59 in Berlin
        ("2026-11-30T23:00:00", "2027-01-01"),  # 00:00:00, the first of December
        ("2026-11-30T23:30:00", "2027-01-01"),
        ("2027-01-31T12:00:00", "2027-02-28"),
        ("2028-01-31T12:00:00", "2028-02-29"),
        ("2028-02-29T12:00:00", "2028-03-29"),
        ("2027-03-28T00:59:59", "2027-04-28"),  # the hour that summer time leaves out
        ("2027-03-28T01:00:00", "2027-04-28"),
        ("2027-03-28T22:00:00", "2027-04-29"),  # midnight is two hours off in summer
        ("2027-10-30T21:59:59", "2027-11-30"),
        ("2027-10-31T00:30:00", "2027-11-30"),  # half past two for the first time
        ("2027-10-31T01:30:00", "2027-11-30"),  # and for the second
        ("2027-10-31T22:59:59", "2027-11-30"),
        ("2027-10-31T23:00:00", "2027-12-01"),
    ],
)
def test_the_day_of_receipt_is_that_of_the_provider(house: House, received: str, end: str) -> None:
    house.clock.moment = dt.datetime.fromisoformat(received).replace(tzinfo=dt.UTC)
    assert Tenant(house).terminate().ends_on == dt.date.fromisoformat(end)


def test_a_later_day_can_be_chosen_but_none_too_early_or_too_far_ahead(tenant: Tenant) -> None:
    for day, refusal in (
        (dt.date(2026, 12, 30), "The earliest day is 31.12.2026."),
        (dt.date(2028, 11, 23), "The latest day is 22.11.2028."),
    ):
        with pytest.raises(InvalidInput, match=refusal) as caught:
            tenant.plan(Termination(ends_on=day))
        assert caught.value.field == "ends_on"
    plan = tenant.plan(Termination(ends_on=dt.date(2027, 3, 31)))
    assert (plan.ends_on, plan.ends_minimum_term) == (dt.date(2027, 3, 31), False)
    assert tenant.plan(Termination(ends_on=LAST_DAY)).ends_minimum_term
    assert tenant.terminate(Termination(ends_on=dt.date(2028, 11, 22))).ends_on == dt.date(2028, 11, 22)


def test_what_ends_with_a_package_is_told_before(tenant: Tenant) -> None:
    tenant.book("SiteGuard")
    tenant.house.domain(tenant.package, "bestellt.example", state=DomainState.ORDERED)
    with tenant.house.storage.writing() as work:
        for name in ("shop", "blog"):
            new = Database(package_id=tenant.package.id, name=f"p1_{name}", dialect=Dialect.POSTGRESQL)
            work.administration.add(new)
        work.commit()
    contents = tenant.plan(tenant.deleting("beispiel.example")).contents
    assert contents.domains == (
        LeavingDomain(tenant.domain("beispiel.example").id, "beispiel.example", FollowUp.DELETE),
        LeavingDomain(tenant.domain("bestellt.example").id, "bestellt.example", None),
        LeavingDomain(tenant.domain("zweite.example").id, "zweite.example", FollowUp.TRANSFER),
    )
    assert (contents.mailboxes, contents.mail_mb) == (4, 1229)
    assert (contents.databases, contents.services) == (("p1_blog", "p1_shop"), ("SiteGuard",))


def test_an_auth_info_is_shown_once_and_kept_only_as_its_digest(tenant: Tenant) -> None:
    done = tenant.terminate(tenant.deleting("zweite.example"))
    [info] = done.auth_infos
    assert (info.domain, info.until) == ("beispiel.example", dt.date(2026, 12, 22))
    assert re.fullmatch(f"[{ALPHABET}]{{8,16}}", info.code)
    end = tenant.end_of("beispiel.example")
    assert end is not None
    assert end.auth_digest == hashlib.sha256(info.code.encode()).hexdigest()
    assert info.code not in repr(done) + repr(info) + tenant.house.everything()
    paper = tenant.house.portal.contract_acts.paper(tenant.access, done.act_id)
    assert info.code.encode() not in paper
    other = tenant.end_of("zweite.example")
    assert other is not None
    assert (other.auth_digest, other.auth_until) == ("", None)


def test_another_auth_info_makes_the_one_before_void(tenant: Tenant) -> None:
    [info] = tenant.terminate(tenant.deleting("zweite.example")).auth_infos
    go_to(tenant.house, dt.date(2026, 12, 1), tenant)
    main = tenant.domain("beispiel.example").id
    renew = tenant.house.portal.termination.renew_auth_info
    with pytest.raises(InvalidInput, match=r"not your customer password"):
        renew(tenant.access, main, WRONG)
    again = renew(tenant.access, main, PASSWORD)
    assert (again.until, again.code != info.code) == (dt.date(2026, 12, 31), True)
    end = tenant.end_of("beispiel.example")
    assert end is not None
    assert end.auth_digest == hashlib.sha256(again.code.encode()).hexdigest()
    assert again.code not in tenant.house.everything()
    assert "new AuthInfo of beispiel.example. It is valid until 31.12.2026" in tenant.told()
    with pytest.raises(Conflict, match=r"zweite.example does not leave to another provider"):
        renew(tenant.access, tenant.domain("zweite.example").id, PASSWORD)
    tenant.retract()
    with pytest.raises(Conflict, match=r"does not leave"):
        renew(tenant.access, main, PASSWORD)


def test_what_was_terminated_already_says_since_when(tenant: Tenant) -> None:
    plan = tenant.plan()
    tenant.terminate()
    sentence = (
        "beispiel.example was terminated already: notice was received on 22.11.2026, 14:05 Uhr. It ends on"
        " 31.12.2026; until then you can retract that."
    )
    with pytest.raises(Conflict) as caught:
        tenant.plan()
    assert caught.value.message == sentence
    with pytest.raises(Conflict) as caught:  # the same act confirmed twice
        tenant.house.portal.termination.terminate(tenant.access, plan, Termination(), PASSWORD)
    assert caught.value.message == sentence
    assert tenant.acts() == [(ActKind.TERMINATED, "2026-12-31")]


def test_a_wrong_password_ends_nothing(tenant: Tenant) -> None:
    plan = tenant.plan()
    with pytest.raises(InvalidInput, match=r"not your customer password"):
        tenant.house.portal.termination.terminate(tenant.access, plan, Termination(), WRONG)
    assert tenant.contract.ends_on is None
    assert tenant.acts() == []


def test_what_changed_since_it_was_shown_is_shown_again(tenant: Tenant) -> None:
    plan = tenant.plan()
    tenant.book("SiteGuard")
    with pytest.raises(ChangedMeanwhile) as caught:
        tenant.house.portal.termination.terminate(tenant.access, plan, Termination(), PASSWORD)
    assert caught.value.now == tenant.plan()
    assert tenant.contract.ends_on is None


def test_the_earliest_day_of_yesterday_is_shown_anew(tenant: Tenant) -> None:
    plan = tenant.plan()
    go_to(tenant.house, dt.date(2026, 12, 1), tenant)
    with pytest.raises(ChangedMeanwhile) as caught:
        tenant.house.portal.termination.terminate(tenant.access, plan, Termination(), PASSWORD)
    assert isinstance(caught.value.now, TerminationPlan)
    assert caught.value.now.ends_on == dt.date(2027, 1, 1)
    assert tenant.contract.ends_on is None


def test_a_day_that_is_too_early_by_now_is_refused_with_the_one_that_is_not(tenant: Tenant) -> None:
    entered = Termination(ends_on=LAST_DAY)
    plan = tenant.plan(entered)
    go_to(tenant.house, dt.date(2026, 12, 1), tenant)
    with pytest.raises(InvalidInput, match=r"The earliest day is 01.01.2027."):
        tenant.house.portal.termination.terminate(tenant.access, plan, entered, PASSWORD)


def test_a_pending_downgrade_is_called_off_and_does_not_come_back(tenant: Tenant) -> None:
    smaller = tenant.house.product({}, code="s", name="Hosting S", price_cents=2388)
    with tenant.house.storage.writing() as work:
        contract = work._session.get_one(Contract, tenant.package.id)
        contract.becomes_product_id, contract.becomes_on = smaller.id, dt.date(2027, 1, 1)
        work.commit()
    assert tenant.plan().contents.change == "Hosting S"
    tenant.terminate()
    assert (tenant.contract.becomes_product_id, tenant.contract.becomes_on) == (None, None)
    tenant.retract()
    assert tenant.contract.becomes_on is None
    assert [kind for kind, _day in tenant.acts()] == [
        ActKind.DOWNGRADE_CANCELLED,
        ActKind.TERMINATED,
        ActKind.TERMINATION_RETRACTED,
    ]


def test_a_terminated_package_serves_and_can_be_looked_after_until_it_ends(house: House) -> None:
    owner = house.customer()
    package = house.package(owner, "laeuft.example", password=PACKAGE_PASSWORD)
    access = house.access(owner)
    termination = house.portal.termination
    plan = termination.plan(access, PACKAGE, package.id, Termination())
    termination.terminate(access, plan, Termination(), PASSWORD)
    assert house.package_access("laeuft.example").package_id == package.id


# Single domains


def test_a_domain_ends_with_its_year_of_registration(tenant: Tenant) -> None:
    tenant.change_domain("zweite.example", registered_on=dt.date(2024, 2, 29))
    second = tenant.domain("zweite.example").id
    row = tenant.row("zweite.example")
    assert (row.earliest, row.notice_by) == (dt.date(2027, 2, 28), dt.date(2027, 1, 31))
    done = tenant.terminate(tenant.deleting("zweite.example"), DOMAIN, second)
    assert (done.ends_on, done.auth_infos) == (dt.date(2027, 2, 28), ())
    assert tenant.states()["beispiel.example"] is DomainState.ACTIVE
    assert tenant.states()["zweite.example"] is DomainState.TERMINATED
    assert tenant.acts() == [(ActKind.DOMAIN_TERMINATED, "2027-02-28")]
    assert "der Domain zweite.example (Paket beispiel.example)" in tenant.told()
    with pytest.raises(Conflict, match=r"zweite.example was terminated already"):
        tenant.plan(kind=DOMAIN, id_=second)


def test_notice_a_day_too_late_costs_another_year(tenant: Tenant) -> None:
    second = tenant.domain("zweite.example").id  # registered on New Year's Day
    go_to(tenant.house, dt.date(2026, 11, 30), tenant)
    assert tenant.plan(kind=DOMAIN, id_=second).ends_on == dt.date(2026, 12, 31)
    go_to(tenant.house, dt.date(2026, 12, 1), tenant)
    assert tenant.plan(kind=DOMAIN, id_=second).ends_on == dt.date(2027, 12, 31)


def test_a_main_domain_ends_with_its_package_and_an_ordered_one_not_yet(tenant: Tenant) -> None:
    with pytest.raises(Conflict, match=r"beispiel.example is the main domain: it ends with its package"):
        tenant.plan(kind=DOMAIN, id_=tenant.domain("beispiel.example").id)
    tenant.change_domain("zweite.example", state=DomainState.ORDERED)
    with pytest.raises(Conflict, match=r"zweite.example is being registered"):
        tenant.plan(kind=DOMAIN, id_=tenant.domain("zweite.example").id)
    tenant.change_domain("zweite.example", state=DomainState.ACTIVE)
    tenant.terminate()
    with pytest.raises(Conflict, match=r"zweite.example ends with its package"):
        tenant.plan(kind=DOMAIN, id_=tenant.domain("zweite.example").id)


def test_a_domain_that_leaves_by_itself_goes_on_leaving_when_its_package_does(tenant: Tenant) -> None:
    second = tenant.domain("zweite.example").id
    tenant.terminate(tenant.deleting("zweite.example"), DOMAIN, second)
    leaving = tenant.plan(Termination(ends_on=dt.date(2027, 6, 30))).contents.domains[1]
    assert leaving == LeavingDomain(second, "zweite.example", FollowUp.DELETE, LAST_DAY)
    tenant.terminate(Termination(ends_on=dt.date(2027, 6, 30)))
    tenant.retract()
    assert tenant.states() == {
        "beispiel.example": DomainState.ACTIVE,
        "zweite.example": DomainState.TERMINATED,
    }
    tenant.retract(DOMAIN, second)
    assert tenant.states()["zweite.example"] is DomainState.ACTIVE


def test_a_domain_that_stays_after_all_still_ends_with_its_package(tenant: Tenant) -> None:
    additional(tenant, "dritte.example")
    third = tenant.domain("dritte.example").id
    tenant.terminate(kind=DOMAIN, id_=third)
    tenant.terminate(Termination(ends_on=dt.date(2027, 6, 30)))
    done = tenant.retract(DOMAIN, third)
    assert done.ends_on == dt.date(2027, 6, 30)
    assert tenant.states()["dritte.example"] is DomainState.TERMINATED
    end = tenant.end_of("dritte.example")
    assert end is not None
    assert (end.ends_on, end.auth_digest) == (None, "")


# Additional services


def test_a_service_ends_by_itself(tenant: Tenant) -> None:
    service = tenant.book()
    row = tenant.row("Daily backup plus")
    assert (row.earliest, row.notice_by) == (dt.date(2026, 12, 22), dt.date(2026, 11, 22))
    done = tenant.terminate(kind=SERVICE, id_=service.id)
    assert done.ends_on == dt.date(2026, 12, 22)
    assert tenant.acts() == [(ActKind.SERVICE_TERMINATED, "2026-12-22")]
    assert "der Zusatzleistung Daily backup plus (Paket beispiel.example)" in tenant.told()
    tenant.retract(SERVICE, service.id)
    assert tenant.service(service).ends_on is None
    assert tenant.acts()[-1] == (ActKind.SERVICE_RETRACTED, "2026-11-22")


def test_a_service_lasts_no_longer_than_its_package(tenant: Tenant) -> None:
    short, long = tenant.book("Kurz"), tenant.book("Lang", minimum_months=12)
    tenant.terminate()
    with pytest.raises(
        Conflict, match=r"ends with its package on 31.12.2026; by itself .* before 31.10.2027"
    ):
        tenant.plan(kind=SERVICE, id_=long.id)
    with pytest.raises(InvalidInput, match=r"The latest day is 31.12.2026"):
        tenant.plan(Termination(ends_on=dt.date(2027, 1, 1)), SERVICE, short.id)
    assert tenant.terminate(kind=SERVICE, id_=short.id).ends_on == dt.date(2026, 12, 22)
    assert [(row.name, row.ends_on, row.with_package) for row in tenant.rows("")[2:]] == [
        ("zweite.example", LAST_DAY, True),
        ("Kurz", dt.date(2026, 12, 22), False),
        ("Lang", LAST_DAY, True),
    ]


# Who, and what they are shown


def test_nobody_ends_what_is_somebody_elses(tenant: Tenant) -> None:
    service, second = tenant.book(), tenant.domain("zweite.example").id
    stranger = tenant.house.access(tenant.house.customer())
    termination = tenant.house.portal.termination
    for kind, id_ in ((PACKAGE, tenant.package.id), (DOMAIN, second), (SERVICE, service.id)):
        plan = tenant.plan(kind=kind, id_=id_)
        for call in (
            lambda kind=kind, id_=id_: termination.plan(stranger, kind, id_, Termination()),
            lambda plan=plan: termination.terminate(stranger, plan, Termination(), PASSWORD),
            lambda kind=kind, id_=id_: termination.retract(stranger, kind, id_, PASSWORD),
            lambda kind=kind, id_=id_: termination.withdrawal(stranger, kind, id_),
            lambda id_=id_: termination.renew_auth_info(stranger, id_ + 1000, PASSWORD),
        ):
            with pytest.raises(NotFound, match=r"not among yours"):
                call()
    with pytest.raises(NotFound):
        termination.renew_auth_info(stranger, second, PASSWORD)
    assert not tenant.acts()


def test_the_list_tells_deadlines_package_by_package_and_at_last_what_has_ended(tenant: Tenant) -> None:
    tenant.book("SiteGuard")
    house = tenant.house
    over = house.package(
        tenant.customer,
        "alt.example",
        state=PackageState.ENDED,
        agreed={"terminated_at": house.clock.now(), "ends_on": dt.date(2026, 10, 31)},
    )
    house.ended_domain(tenant.package, "weg.example")
    house.package(tenant.customer, "zz.example", agreed={"started_on": dt.date(2020, 5, 1)})
    rows = tenant.rows()
    assert [(row.kind, row.name, row.has_ended) for row in rows] == [
        (PACKAGE, "beispiel.example", False),
        (DOMAIN, "zweite.example", False),
        (SERVICE, "SiteGuard", False),
        (PACKAGE, "zz.example", False),
        (PACKAGE, "alt.example", True),
        (DOMAIN, "weg.example", True),
    ]
    first, _domain, _service, free, gone, _weg = rows
    assert (first.earliest, first.notice_by, first.product) == (
        LAST_DAY,
        dt.date(2026, 11, 30),
        "Webhosting M",
    )
    assert (free.earliest, free.notice_by) == (dt.date(2026, 12, 22), dt.date(2026, 11, 22))
    assert (gone.id, gone.earliest, gone.ends_on) == (over.id, None, dt.date(2026, 10, 31))
    tenant.terminate(tenant.deleting("zweite.example"))
    main, noticed, second, *_others = tenant.rows()
    assert (main.ends_on, main.earliest, main.terminated_at) == (LAST_DAY, None, house.clock.now())
    assert (noticed.name, noticed.is_transferred, noticed.auth_until) == (
        "beispiel.example",
        True,
        dt.date(2026, 12, 22),
    )
    assert (second.with_package, second.is_transferred) == (True, False)
    assert [row.name for row in tenant.rows("SITE")] == ["SiteGuard"]
    assert [row.name for row in tenant.rows("zweite")] == ["zweite.example"]


def test_the_list_is_read_in_pages_with_as_many_statements_whatever_there_is(tenant: Tenant) -> None:
    house = tenant.house
    for number in range(6):
        house.package(tenant.customer, f"p{number}.example", domains=(f"q{number}.example",))
    seen: list[str] = []
    request = PageRequest(limit=5, count=True)
    with house.statements() as statements:
        page = house.portal.termination.page(tenant.access, request)
    assert (page.total, len(statements)) == (14, 3)
    while page.rows:
        seen.extend(row.name for row in page.rows)
        request = PageRequest(limit=5, anchor=page.anchors[-1])
        page = house.portal.termination.page(tenant.access, request)
    assert seen == [row.name for row in tenant.rows()]
    back = PageRequest(limit=100, backwards=True)
    assert [row.name for row in house.portal.termination.page(tenant.access, back).rows] == seen


def test_what_is_entered_is_checked_by_one_model() -> None:
    assert checked(Termination, {"ends_on": "", "reason": ""}) == Termination()
    with pytest.raises(InvalidInput) as caught:
        checked(Termination, {"ends_on": "31.12.2026", "reason": "a\x1b[2J"})
    assert caught.value.problems.keys() == {"ends_on", "reason"}


def test_it_ends_even_where_a_contract_has_not_begun(house: House) -> None:
    tenant = Tenant(house, started_on=dt.date(2027, 1, 15), minimum_months=1, billed_until=None)
    assert tenant.terminate().ends_on == dt.date(2027, 2, 14)
    assert due(house).done == {}
    assert tenant.contract.started_on > NEW_YEAR
