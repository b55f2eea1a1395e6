"""Splits on a later day: they wait as they were agreed, are looked at again then, and can be retracted."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.errors import Conflict, InvalidInput
from storage.models.contracts import ActKind
from storage.models.domains import DomainKind, DomainState
from storage.models.packages import PackageState
from storage.models.products import Resource
from tests.portal.house import PASSWORD, WRONG
from tests.portal.invoices.steps import ANNA, TODAY, bill, invoices
from tests.portal.splitting.town import CLUB, HALL, OTHER, SHOP, Town, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.splitting import SplitOffer
    from tests.portal.house import House

DAY = dt.date(2026, 12, 10)


@pytest.fixture
def town(house: House) -> Town:
    return Town(house)


def offer(town: Town) -> SplitOffer:
    return town.house.portal.splitting.offer(town.access, town.package.id)


def due(town: Town, on: dt.date) -> dict[ActKind, int]:
    """Let it be that day, and do what is due."""
    town.go_to(on)
    return dict(town.house.portal.operator.due.run(ANNA, on).done)


def kinds(town: Town) -> list[ActKind]:
    return [act.kind for act in town.acts()]


def told(town: Town) -> str:
    return town.house.messages(town.customer)[-1].body


def test_a_later_split_waits_for_its_day_and_is_carried_out_then(town: Town) -> None:
    done = town.order(SHOP, on=DAY)
    assert (done.plan.on, done.plan.at_once, done.target_id) == (DAY, False, None)
    pending = offer(town).pending
    assert pending is not None
    assert (pending.on, pending.domains, pending.target, pending.product, pending.fee_cents) == (
        DAY,
        (SHOP,),
        OTHER,
        "",
        500,
    )
    assert SHOP in town.domains(town.package.id)
    assert (town.items(), kinds(town)) == ([], [ActKind.SPLIT_ORDERED])
    assert "Bis dahin können Sie den Auftrag zurücknehmen" in told(town)
    assert due(town, DAY - dt.timedelta(days=1)) == {}
    assert due(town, DAY) == {ActKind.SPLIT: 1}
    assert SHOP in town.domains(town.target.id)
    assert town.items() == [("Paketaufteilung", SHOP, 500, DAY)]
    assert "Am 10.12.2026 sind Domains aus Ihrem Paket rathaus.de" in told(town)
    assert due(town, DAY) == {}
    assert offer(town).pending is None
    assert (rows_of(town, "split_orders"), rows_of(town, "split_domains")) == (0, 0)
    town.require_sound()


def test_a_new_package_begins_on_that_day_at_the_price_that_was_agreed(town: Town) -> None:
    town.order(SHOP, CLUB, product="m", target_main=CLUB, on=DAY)
    pending = offer(town).pending
    assert pending is not None
    assert (pending.target, pending.product) == (CLUB, "Hosting M")
    received = town.house.clock.now()
    town.house.change(town.product, price_cents=9999, minimum_months=24, billing_months=1)
    fees = town.house.settings.splitting.model_copy(update={"fee_cents": 900})
    town.house.settings = town.house.settings.model_copy(update={"splitting": fees})
    town.house.portal = town.house.restarted()
    town.change_contract(town.package, billed_until=dt.date(2027, 12, 31))
    town.change_contract(town.target, billed_until=dt.date(2027, 12, 31))
    assert due(town, dt.date(2026, 12, 14)) == {ActKind.SPLIT: 1}  # a few days late
    package_id = town.domain(SHOP).package_id
    contract = town.contract(package_id)
    assert (contract.started_on, contract.price_cents) == (DAY, 5988)
    assert (contract.minimum_months, contract.billing_months) == (12, 12)
    ordered = town.acts()[-1]
    assert (ordered.kind, ordered.package_id, ordered.at, ordered.effective_on) == (
        ActKind.PACKAGE_ORDERED,
        package_id,
        received,
        DAY,
    )
    bill(town.house, dt.date(2026, 12, 14))
    [invoice] = invoices(town.house, town.access)
    assert (invoice.total_cents, invoice.period_from) == (5988 + 1000, DAY)
    town.require_sound()


@pytest.mark.parametrize(
    ("on", "sentence"),
    [(dt.date(2026, 11, 21), "This day is over"), (dt.date(2027, 2, 1), "ends on 31 Jan 2027")],
)
def test_the_day_is_neither_over_nor_after_the_end(house: House, on: dt.date, sentence: str) -> None:
    town = Town(house, ends_on=dt.date(2027, 1, 31))
    with pytest.raises(InvalidInput, match=sentence) as caught:
        town.plan(SHOP, on=on)
    assert caught.value.field == "on"
    assert town.plan(SHOP, on=dt.date(2027, 1, 31)).on == dt.date(2027, 1, 31)


def test_today_is_at_once(town: Town) -> None:
    assert town.order(SHOP, on=TODAY).target_id == town.target.id


def test_an_order_is_retracted_until_its_day(town: Town) -> None:
    town.order(SHOP, on=DAY)
    splitting = town.house.portal.splitting
    with pytest.raises(InvalidInput, match="not your customer password"):
        splitting.retract(town.access, town.package.id, WRONG)
    splitting.retract(town.access, town.package.id, PASSWORD)
    assert offer(town).pending is None
    assert "zurückgenommen" in told(town)
    assert kinds(town) == [ActKind.SPLIT_ORDERED, ActKind.SPLIT_RETRACTED]
    with pytest.raises(Conflict, match="no split to retract"):
        splitting.retract(town.access, town.package.id, PASSWORD)
    assert due(town, DAY) == {}
    assert SHOP in town.domains(town.package.id)
    assert town.items() == []
    assert (rows_of(town, "split_orders"), rows_of(town, "split_domains")) == (0, 0)


def test_a_package_has_one_order_at_a_time(town: Town) -> None:
    plan = town.plan(SHOP, on=DAY)
    town.confirm(plan)
    for more in ({}, {"on": DAY}):
        with pytest.raises(Conflict, match="is split on 10 Dec 2026 already"):
            town.plan(CLUB, **more)
    with pytest.raises(Conflict, match="is split on 10 Dec 2026 already"):
        town.confirm(plan)
    assert kinds(town) == [ActKind.SPLIT_ORDERED]


def _fill_the_target(town: Town) -> None:
    town.count(town.target, Resource.MAILBOXES, 8)


def _end_the_target(town: Town) -> None:
    town.house.change(town.target, state=PackageState.ENDED)


def _terminate_the_target(town: Town) -> None:
    town.change_contract(town.target, ends_on=dt.date(2027, 12, 31))


def _suspend_the_source(town: Town) -> None:
    town.house.change(town.package, state=PackageState.SUSPENDED)


def _end_the_domain(town: Town) -> None:
    town.change_domain(SHOP, state=DomainState.TERMINATED)


def _end_the_others(town: Town) -> None:
    town.change_domain(HALL, state=DomainState.TERMINATED)
    town.change_domain(CLUB, state=DomainState.TERMINATED)


def _make_it_main(town: Town) -> None:
    town.change_domain(HALL, kind=DomainKind.INCLUDED)
    town.change_domain(SHOP, kind=DomainKind.MAIN)


@pytest.mark.parametrize(
    ("meanwhile", "reason"),
    [
        (_fill_the_target, "Im Zielpaket ist nicht genug Platz."),
        (_end_the_target, "Das Zielpaket ist nicht in Betrieb."),
        (_terminate_the_target, "Das Zielpaket ist gekündigt."),
        (_suspend_the_source, "Das Paket ist gesperrt."),
        (_end_the_domain, "Nicht alle Domains sind noch aktiv im Paket."),
        (_end_the_others, "Im Paket bliebe keine aktive Domain."),
        (_make_it_main, "Nicht alle Domains sind noch aktiv im Paket."),
    ],
    ids=lambda each: each.__name__ if callable(each) else "",
)
def test_what_cannot_be_any_more_on_its_day_is_cancelled_and_told(
    town: Town, meanwhile: Callable[[Town], None], reason: str
) -> None:
    town.order(SHOP, on=DAY)
    meanwhile(town)
    assert due(town, DAY) == {ActKind.SPLIT_CANCELLED: 1}
    assert reason in told(town)
    assert SHOP in town.domains(town.package.id)
    assert town.items() == []
    assert kinds(town) == [ActKind.SPLIT_ORDERED, ActKind.SPLIT_CANCELLED]
    assert offer(town).pending is None
    assert due(town, DAY) == {}


def test_the_letter_says_how_much_is_too_much(town: Town) -> None:
    town.order(SHOP, on=DAY)
    _fill_the_target(town)
    due(town, DAY)
    assert "Postfächer: 11 belegt, 10 möglich" in told(town)


def test_english_customers_read_english(town: Town) -> None:
    town.house.change(town.customer, language="en")
    town.order(SHOP, on=DAY)
    assert "You ordered that on 10 Dec 2026 domains move from your package rathaus.de" in told(town)
    _fill_the_target(town)
    due(town, DAY)
    assert "is cancelled: There is not enough room in the target package." in told(town)


def test_the_last_month_counts_when_it_is_ordered_and_not_on_its_day(house: House) -> None:
    town = Town(house, ends_on=dt.date(2026, 12, 31))
    town.order(SHOP, on=dt.date(2026, 12, 31))
    assert due(town, dt.date(2026, 12, 31)) == {ActKind.SPLIT: 1}
    assert SHOP in town.domains(town.target.id)


def test_a_package_that_ends_first_cancels_the_order_the_day_after(town: Town) -> None:
    town.order(SHOP, on=dt.date(2027, 3, 1))
    town.change_contract(town.package, ends_on=dt.date(2026, 12, 31))
    assert due(town, dt.date(2026, 12, 31)) == {}
    assert due(town, dt.date(2027, 1, 1)) == {ActKind.SPLIT_CANCELLED: 1}
    assert "Das Paket ist beendet." in told(town)
    assert town.acts()[-1].effective_on == dt.date(2027, 1, 1)


def test_a_target_that_ends_first_cancels_it_likewise(town: Town) -> None:
    town.order(SHOP, on=dt.date(2027, 3, 1))
    town.change_contract(town.target, ends_on=dt.date(2026, 12, 31))
    assert due(town, dt.date(2027, 1, 1)) == {ActKind.SPLIT_CANCELLED: 1}
    assert "Das Zielpaket ist gekündigt." in told(town)


def test_two_packages_are_split_into_each_other_on_the_same_day(town: Town) -> None:
    town.house.domain(town.target, "hinüber.de")
    town.order(SHOP, on=DAY)
    town.order("hinüber.de", package_id=town.target.id, target_id=town.package.id, on=DAY)
    assert due(town, DAY) == {ActKind.SPLIT: 2}
    assert SHOP in town.domains(town.target.id)
    assert "hinüber.de" in town.domains(town.package.id)
    town.require_sound()
