"""Customers are reminded of deadlines: in time, once, and never of what is over."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.deadlines.rules import notice_for_minimum_term, starts_with_notice_between
from portal.package_change import ChangeKind
from portal.terms import last_day_of_term, last_day_to_give_notice, months_later
from storage.models.domains import Domain, DomainState
from storage.models.packages import Contract, PackageState
from storage.models.termination import DomainEnd, FollowUp
from tests.portal.house import PASSWORD
from tests.portal.invoices.steps import ANNA
from tests.portal.package_change.steps import Hosting, go_to

if TYPE_CHECKING:
    from storage.models.customers import Customer
    from storage.repositories.messages import Mail
    from tests.portal.house import House

TERMINATED: dict[str, Any] = {
    "terminated_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
    "ends_on": dt.date(2026, 12, 31),
}

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))


def owner(house: House, domain: str = "beispiel.de", **agreed: Any) -> Customer:
    """A customer with a package that began on New Year for a year, 1 month's notice."""
    customer = house.customer(language="en")
    terms = {"started_on": dt.date(2026, 1, 1), "minimum_months": 12, "notice_months": 1}
    house.package(customer, domain, agreed=terms | agreed)
    return customer


def reminded(house: House, day: str) -> int:
    go_to(house, dt.date.fromisoformat(day))
    return house.portal.operator.due.run(ANNA).reminded


def reminders(house: House, customer: Customer) -> list[Mail]:
    return [each for each in house.messages(customer) if each.event.startswith("reminder")]


def test_of_the_last_day_to_give_notice_30_days_ahead(house: House) -> None:
    customer = owner(house)
    assert reminded(house, "2026-10-30") == 0
    assert reminded(house, "2026-10-31") == 1
    assert reminded(house, "2026-10-31") == 0
    assert reminded(house, "2026-11-30") == 0
    [message] = reminders(house, customer)
    assert message.subject == "Reminder: last day to give notice"
    assert "The minimum term of your package beispiel.de" in message.body
    assert "ends on 31 Dec 2026" in message.body
    assert "your notice must reach us by 30 Nov 2026" in message.body


def test_a_reminder_that_was_missed_comes_as_long_as_the_day_has_not_passed(house: House) -> None:
    owner(house)
    late = owner(house, "zu-spaet.de", started_on=dt.date(2025, 12, 20))
    assert reminded(house, "2026-11-25") == 1
    assert reminders(house, late) == []  # its day was the 19th


@pytest.mark.parametrize(
    "agreed",
    [
        {"started_on": dt.date(2026, 11, 15), "minimum_months": 1},
        {"started_on": dt.date(2020, 1, 1)},
        {"terminated_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC), "ends_on": dt.date(2027, 6, 30)},
    ],
    ids=["a term as short as the notice", "a term that is over", "terminated"],
)
def test_nobody_is_reminded_of_what_is_no_deadline(house: House, agreed: dict[str, Any]) -> None:
    customer = owner(house, **agreed)
    assert reminded(house, "2026-11-22") == 0
    assert reminders(house, customer) == []


def test_of_the_end_of_a_package_a_week_ahead(house: House) -> None:
    customer = owner(house, **TERMINATED)
    assert reminded(house, "2026-12-23") == 0
    assert reminded(house, "2026-12-24") == 1
    assert reminded(house, "2026-12-25") == 0
    [message] = reminders(house, customer)
    assert "ends on 31 Dec 2026. Until 31 Dec 2026 you can retract the termination." in message.body
    assert "AuthInfo" not in message.body


def test_who_leaves_with_domains_is_told_what_those_need(house: House) -> None:
    customer = owner(house, **TERMINATED)
    with house.storage.writing() as work:
        [domain] = work._session.query(Domain).all()
        domain.state = DomainState.TERMINATED
        at: dt.datetime = TERMINATED["terminated_at"]
        work._session.add(DomainEnd(domain_id=domain.id, terminated_at=at, follow_up=FollowUp.TRANSFER))
        work.commit()
    assert reminded(house, "2026-12-28") == 1
    [message] = reminders(house, customer)
    assert "These move to another provider: beispiel.de. For that they need the AuthInfo" in message.body


def test_an_ended_package_is_over(house: House) -> None:
    customer = owner(house, **TERMINATED)
    with house.storage.writing() as work:
        [package] = work._session.query(Contract).all()
        work.contracts.locked(package.package_id).package.state = PackageState.ENDED
        work.commit()
    assert reminded(house, "2026-12-28") == 0
    assert reminders(house, customer) == []


def test_of_a_change_a_week_before_it_can_be_retracted_no_more(hosting: Hosting) -> None:
    house = hosting.house
    house.change(hosting.customer, language="en")
    plan = hosting.order("s")
    assert (plan.kind, plan.effective_on) == (ChangeKind.DOWNGRADE, dt.date(2027, 1, 1))
    assert reminded(house, "2026-12-23") == 0
    assert reminded(house, "2026-12-24") == 1
    [message] = [each for each in reminders(house, hosting.customer) if "change" in each.event]
    assert "changes from Hosting M to Hosting S on 1 Jan 2027. Until 31 Dec 2026" in message.body
    assert reminded(house, "2026-12-31") == 0


def test_a_change_that_was_retracted_and_ordered_again_is_told_once(hosting: Hosting) -> None:
    house = hosting.house
    hosting.order("s")
    assert reminded(house, "2026-12-28") == 1
    hosting.access = house.access(hosting.customer)
    house.portal.package_change.retract(hosting.access, hosting.package.id, PASSWORD)
    assert reminded(house, "2026-12-28") == 0
    hosting.order("s")
    assert reminded(house, "2026-12-29") == 0


def test_the_settings_say_how_far_ahead(house: House) -> None:
    reminder_settings = house.settings.reminders.model_copy(update={"notice_days": 3})
    house.settings = house.settings.model_copy(update={"reminders": reminder_settings})
    house.portal = house.restarted()
    owner(house)
    assert reminded(house, "2026-11-26") == 0
    assert reminded(house, "2026-11-27") == 1


def test_many_are_found_in_a_few_statements(house: House) -> None:
    for place in range(5):
        owner(house, f"beispiel-{place}.de")
    go_to(house, dt.date(2026, 11, 20))
    assert house.portal.operator.due.run(ANNA).reminded == 5
    with house.statements() as seen:
        assert house.portal.operator.due.run(ANNA).reminded == 0
    assert len(seen) <= 12


@given(DAYS, st.sampled_from([(12, 1), (24, 1), (1, 1), (24, 3), (6, 2)]), st.integers(0, 60))
def test_every_package_whose_last_day_is_between_two_days_began_in_between(
    first: dt.date, terms: tuple[int, int], days: int
) -> None:
    last = first + dt.timedelta(days=days)
    low, high = starts_with_notice_between(*terms, first, last)
    start = months_later(first, terms[1] - terms[0]) - dt.timedelta(days=20)
    for _day in range(days + 40):
        day = notice_for_minimum_term(start, *terms)
        assert day is None or not first <= day <= last or low <= start <= high
        start += dt.timedelta(days=1)


@given(DAYS, st.sampled_from([1, 12, 24]), st.integers(1, 3))
def test_a_notice_a_day_later_is_a_later_end(start: dt.date, minimum: int, notice: int) -> None:
    end = last_day_of_term(start, minimum)
    day = last_day_to_give_notice(end, notice)
    assert months_later(day, notice) <= end < months_later(day + dt.timedelta(days=1), notice)
