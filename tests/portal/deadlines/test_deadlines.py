"""What is coming for a customer: every day that matters, soonest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

from portal.deadlines import DeadlineKind
from portal.deadlines.calendar import calendar_of
from portal.paging import PageRequest
from portal.text import harmless
from storage.models.customers import CustomerKind
from storage.models.domains import Domain, DomainState
from storage.models.packages import PackageState
from storage.models.services import AdditionalService
from storage.models.splits import SplitOrder
from storage.models.termination import DomainEnd, FollowUp
from tests.hostile import HOSTILE
from tests.portal.invoices.steps import ANNA
from tests.portal.package_change.steps import Hosting, go_to
from tests.portal.written_forms.steps import received, transfer

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.deadlines import DeadlineView
    from storage.models.customers import Customer
    from storage.models.packages import Package
    from tests.portal.house import House

NEW_YEAR = dt.date(2026, 1, 1)

TERMINATED = {"terminated_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC), "ends_on": dt.date(2026, 12, 31)}


def packaged(house: House, owner: Customer, domain: str, **agreed: Any) -> Package:
    return house.package(owner, domain, agreed={"started_on": NEW_YEAR, "minimum_months": 12} | agreed)


def listed(house: House, access: CustomerAccess, **request: Any) -> list[DeadlineView]:
    return list(house.portal.deadlines.page(access, PageRequest(**request)).rows)


def days(found: list[DeadlineView]) -> list[tuple[str, str, str]]:
    return [(each.kind.value, each.domain, each.day.isoformat()) for each in found]


def test_a_minimum_term_leads_to_two_days(house: House) -> None:
    owner = house.customer()
    package = packaged(house, owner, "beispiel.de")
    notice, term = listed(house, house.access(owner))
    assert days([notice, term]) == [
        ("notice", "beispiel.de", "2026-11-30"),
        ("term", "beispiel.de", "2026-12-31"),
    ]
    assert (notice.ends_on, notice.until, notice.package_id) == (term.day, None, package.id)
    go_to(house, dt.date(2026, 11, 30))
    assert len(listed(house, house.access(owner))) == 2
    go_to(house, dt.date(2026, 12, 1))
    assert [each.kind for each in listed(house, house.access(owner))] == [DeadlineKind.TERM]
    go_to(house, dt.date(2027, 1, 1))
    assert listed(house, house.access(owner)) == []


def test_a_term_as_short_as_the_notice_is_never_urgent(house: House) -> None:
    owner = house.customer()
    packaged(house, owner, "beispiel.de", started_on=dt.date(2026, 11, 1), minimum_months=1)
    assert listed(house, house.access(owner)) == []


def test_consumers_can_withdraw_from_an_order_for_two_weeks(house: House) -> None:
    """The day of the order does not count; where it is not known, the contract began with it."""
    consumer, business = house.customer(), house.customer(kind=CustomerKind.BUSINESS)
    month = {"minimum_months": 1}
    packaged(house, consumer, "neu.de", started_on=dt.date(2026, 11, 8), **month)
    packaged(house, consumer, "alt.de", started_on=dt.date(2026, 11, 7), **month)
    ordered_at = dt.datetime(2026, 11, 19, 23, 30, tzinfo=dt.UTC)  # that is the 20th in Berlin
    packaged(house, consumer, "bestellt.de", started_on=dt.date(2026, 12, 1), ordered_at=ordered_at, **month)
    packaged(house, business, "firma.de", started_on=dt.date(2026, 11, 20), **month)
    assert days(listed(house, house.access(consumer))) == [
        ("withdrawal", "neu.de", "2026-11-22"),
        ("withdrawal", "bestellt.de", "2026-12-04"),
    ]
    assert listed(house, house.access(business)) == []


def test_single_domains_and_services_end_by_themselves(house: House) -> None:
    owner = house.customer()
    package = packaged(house, owner, "beispiel.de", started_on=dt.date(2020, 1, 1))
    house.domain(package, "zweite.de", state=DomainState.TERMINATED)
    at, ends_on = dt.datetime(2026, 11, 1, tzinfo=dt.UTC), dt.date(2026, 12, 31)
    terms: dict[str, Any] = {"minimum_months": 1, "notice_months": 1, "billing_months": 1, "price_cents": 299}
    with house.storage.writing() as work:
        second = work._session.query(Domain).filter_by(name="zweite.de").one()
        work._session.add_all(
            (
                DomainEnd(domain_id=second.id, terminated_at=at, ends_on=ends_on, follow_up=FollowUp.DELETE),
                AdditionalService(
                    package_id=package.id,
                    name="SiteGuard",
                    ordered_at=dt.datetime(2026, 11, 20, tzinfo=dt.UTC),
                    started_on=dt.date(2026, 11, 20),
                    terminated_at=at,
                    ends_on=dt.date(2026, 12, 20),
                    **terms,
                ),
            )
        )
        work.commit()
    found = listed(house, house.access(owner))
    assert [(each.kind.value, each.name, each.day.isoformat()) for each in found] == [
        ("withdrawal", "SiteGuard", "2026-12-04"),
        ("service end", "SiteGuard", "2026-12-20"),
        ("domain end", "zweite.de", "2026-12-31"),
    ]
    assert {each.domain for each in found} == {"beispiel.de"}
    assert len({each.id for each in found}) == 3
    assert len(listed(house, house.access(owner), filter="ZWEITE")) == 1
    _text, parsed = calendar(house, house.access(owner))
    assert [str(each["SUMMARY"]) for each in parsed.walk("VEVENT")] == [
        "Letzter Tag zum Widerrufen: SiteGuard",
        "Leistung endet: SiteGuard",
        "Domain endet: zweite.de",
    ]


def test_a_terminated_package_can_be_retracted_until_its_end_and_has_no_term_any_more(house: House) -> None:
    owner = house.customer()
    packaged(house, owner, "beispiel.de", **TERMINATED)
    [end] = listed(house, house.access(owner))
    assert (end.kind, end.day, end.until) == (
        DeadlineKind.END,
        dt.date(2026, 12, 31),
        dt.date(2026, 12, 31),
    )


def test_a_pending_change_can_be_retracted_until_the_day_before(hosting: Hosting) -> None:
    hosting.order("s")
    [*_others, change] = [
        each
        for each in listed(hosting.house, hosting.access)
        if each.kind in {DeadlineKind.CHANGE, DeadlineKind.END}
    ]
    assert (change.day, change.until, change.product, change.becomes) == (
        dt.date(2027, 1, 1),
        dt.date(2026, 12, 31),
        "Hosting M",
        "Hosting S",
    )


@pytest.mark.parametrize("into", ["another.de", "Hosting N"])
def test_a_split_that_waits_can_be_retracted_until_the_day_before(house: House, into: str) -> None:
    owner = house.customer()
    package = packaged(house, owner, "beispiel.de", started_on=dt.date(2020, 1, 1))
    target: dict[str, Any] = {"target_id": packaged(house, owner, "another.de", started_on=NEW_YEAR).id}
    if into != "another.de":
        new = house.product({}, code="new", name=into, rank=9008)
        terms = dict.fromkeys(("price_cents", "billing_months", "minimum_months", "notice_months"), 1)
        target = {"product_id": new.id} | terms
    with house.storage.writing() as work:
        ordered_at = house.clock.now()
        day = dt.date(2026, 12, 24)
        work._session.add(
            SplitOrder(
                package_id=package.id, effective_on=day, ordered_at=ordered_at, fee_cents=500, **target
            )
        )
        work.commit()
    [split] = [each for each in listed(house, house.access(owner)) if each.kind is DeadlineKind.SPLIT]
    assert (split.name, split.day, split.until, split.becomes) == (
        "beispiel.de",
        day,
        dt.date(2026, 12, 23),
        into,
    )


def test_a_form_that_was_accepted_takes_effect_on_its_day(house: House) -> None:
    owner = house.customer()
    package = packaged(house, owner, "beispiel.de", started_on=dt.date(2020, 1, 1))
    access = house.access(owner)
    number = received(house, access, transfer(package))
    assert listed(house, access) == []
    house.portal.operator.forms.accept(ANNA, number, dt.date(2026, 12, 24), to=house.customer().number)
    [form] = listed(house, access)
    assert (form.kind, form.day, form.package_id, form.product, form.until) == (
        DeadlineKind.FORM,
        dt.date(2026, 12, 24),
        None,
        number,
        None,
    )
    assert "beispiel.de" in form.name
    text, _parsed = calendar(house, access)
    assert f"Das Formular {number}" in text.replace("\r\n ", "")
    go_to(house, dt.date(2026, 12, 24))
    house.portal.operator.due.run(ANNA)
    assert listed(house, house.access(owner)) == []


def test_what_has_ended_and_what_is_anothers_is_not_there(house: House) -> None:
    owner, other = house.customer(), house.customer()
    packaged(house, other, "fremd.de")
    house.change(packaged(house, owner, "vorbei.de", **TERMINATED), state=PackageState.ENDED)
    assert listed(house, house.access(owner)) == []


def test_the_soonest_comes_first_and_the_filter_finds_domains_and_products(hosting: Hosting) -> None:
    house, access = hosting.house, hosting.access
    packaged(house, hosting.customer, "äpfel.de", started_on=dt.date(2025, 12, 25))
    packaged(house, hosting.customer, "endet.de", **TERMINATED)
    hosting.order("s")
    assert [each.day.isoformat() for each in listed(house, access)] == [
        "2026-11-24",
        "2026-11-30",
        "2026-12-24",
        "2026-12-31",
        "2026-12-31",
        "2027-01-01",
    ]
    assert {each.domain for each in listed(house, access, filter="ÄPFEL")} == {"äpfel.de"}
    assert {each.domain for each in listed(house, access, filter="hosting s")} == {"beispiel.de"}
    assert [each.domain for each in listed(house, access, sort="domain")][-2:] == ["äpfel.de"] * 2
    page = house.portal.deadlines.page(access, PageRequest(limit=2, count=True))
    assert (len(page.rows), page.total) == (2, 6)
    following = house.portal.deadlines.page(access, PageRequest(limit=2, anchor=page.anchors[-1]))
    assert days(list(following.rows))[0] == ("term", "äpfel.de", "2026-12-24")
    assert house.portal.deadlines.count_soon(access) == 2


def test_ten_thousand_packages_take_as_many_statements_as_one(house: House) -> None:
    owner = house.customer()
    packaged(house, owner, "a.de")
    access = house.access(owner)
    with house.statements() as one:
        listed(house, access)
    for place in range(20):
        packaged(house, owner, f"b-{place}.de")
    with house.statements() as many:
        listed(house, access)
    assert len(one) == len(many) <= 5


# As a calendar


def calendar(house: House, access: CustomerAccess) -> tuple[str, Calendar]:
    text = house.portal.deadlines.calendar(access)
    parsed = Calendar.from_ical(text)
    assert isinstance(parsed, Calendar)
    return text, parsed


def test_the_calendar_has_a_whole_day_for_each_and_rings_a_week_before_a_notice(house: House) -> None:
    owner = house.customer(language="en")
    packaged(house, owner, "beispiel.de")
    access = house.access(owner)
    text, parsed = calendar(house, access)
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert parsed["VERSION"] == "2.0"
    assert parsed["PRODID"] == "-//Musterhost//Customer Login//EN"
    notice, term = parsed.walk("VEVENT")
    assert notice.decoded("DTSTART") == dt.date(2026, 11, 30)
    assert notice.decoded("DTEND") == dt.date(2026, 12, 1)
    assert notice["DTSTART"].params["VALUE"] == "DATE"
    assert notice.decoded("DTSTAMP") == house.clock.now()
    assert notice["SUMMARY"] == "Last day to give notice: beispiel.de"
    assert "your notice must reach us by 30 Nov 2026" in str(notice["DESCRIPTION"])
    [alarm] = notice.walk("VALARM")
    assert (alarm["ACTION"], alarm.decoded("TRIGGER")) == ("DISPLAY", dt.timedelta(days=-7))
    assert not term.walk("VALARM")
    assert notice["UID"] != term["UID"]


def test_the_same_deadlines_are_the_same_calendar_and_a_moved_day_keeps_its_uid(hosting: Hosting) -> None:
    house = hosting.house
    hosting.order("s")
    before, parsed = calendar(house, hosting.access)
    assert calendar(house, hosting.access)[0] == before
    uids = {str(each["SUMMARY"]): str(each["UID"]) for each in parsed.walk("VEVENT")}
    with house.storage.writing() as work:
        work.contracts.locked(hosting.package.id).contract.becomes_on = dt.date(2028, 1, 1)
        work.commit()
    after, parsed = calendar(house, hosting.access)
    assert after != before
    assert {str(each["SUMMARY"]): str(each["UID"]) for each in parsed.walk("VEVENT")} == uids


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_names_stay_text(text: str) -> None:
    """Past the database: some of these no database takes."""
    view, customer = _a_deadline()
    hostile = replace(view, domain=text * 3, product=text)
    written = calendar_of([hostile, replace(hostile, id="2")], customer, text, dt.datetime.now(dt.UTC))
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    assert not {"\n", "\r", "\x1b", "\x00"} & set(written.replace("\r\n", ""))
    parsed = Calendar.from_ical(written)
    assert isinstance(parsed, Calendar)
    events = parsed.walk("VEVENT")
    assert len(events) == 2
    assert {tuple(sorted(event.keys())) for event in events} == {
        ("DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART", "SUMMARY", "TRANSP", "UID")
    }
    if text.isprintable():
        assert harmless(text) in str(events[0]["SUMMARY"])


def _a_deadline() -> tuple[DeadlineView, Customer]:
    from portal.deadlines.views import DeadlineView
    from tests.factories import customer

    day = dt.date(2026, 12, 31)
    return DeadlineView(
        "1", DeadlineKind.END, day, "beispiel.de", 1, "beispiel.de", "Hosting", until=day
    ), customer()
