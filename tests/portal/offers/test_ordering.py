"""Ordering with obligation to pay: what is made, billed, confirmed, and withdrawn from."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest

from portal.errors import ChangedMeanwhile, Conflict, InvalidInput, NotFound, PortalError
from portal.offers import PackageWish, ServiceWish
from portal.package_change import ChangeKind
from portal.paging import PageRequest
from portal.termination import EndingKind
from storage.models.contracts import ActKind
from storage.models.customers import CustomerKind
from storage.models.domains import Domain, DomainKind, DomainState
from storage.models.invoices import InvoiceLine
from storage.models.packages import Contract, Package
from storage.models.services import AdditionalService
from tests.portal.house import PASSWORD, WRONG
from tests.portal.invoices.steps import bill
from tests.portal.offers.market import ARCHIVE, SECOND_SITE, SITE, TODAY, Market

if TYPE_CHECKING:
    from portal.portal import Portal
    from tests.portal.house import House


def later(market: Market, day: dt.date) -> None:
    """Noon of that day; whoever was signed in signs in anew."""
    market.house.clock.moment = dt.datetime.combine(day, dt.time(12), dt.UTC)
    market.access = market.house.access(market.customer)


def lines(market: Market) -> list[tuple[str, int]]:
    """All that was ever billed, line by line."""
    with market.house.storage.reading() as work:
        found = work._session.query(InvoiceLine).order_by(InvoiceLine.id)
        return [(line.text, line.gross_cents) for line in found]


def test_a_package_is_made_with_its_contract_and_domain(market: Market) -> None:
    offer_id = market.offer(SECOND_SITE, minimum_months=12)
    plan = market.plan(offer_id)
    assert (plan.makes, plan.domain, plan.package_id) == ("Homepage Builder", SITE, None)
    assert (plan.starts_on, plan.first_until, plan.term_until) == (
        TODAY,
        dt.date(2027, 2, 21),
        dt.date(2027, 11, 21),
    )
    assert (plan.total_cents, plan.vat_percent) == (9 * 299, 19)
    assert plan.withdraw_until == dt.date(2026, 12, 6)
    ordered = market.portal.offers.order(market.access, plan, PASSWORD)
    with market.house.storage.reading() as work:
        package = work._session.get_one(Package, ordered.package_id)
        contract = work._session.get_one(Contract, ordered.package_id)
        domain = work._session.query(Domain).filter_by(package_id=package.id).one()
        [act] = work.contracts.acts_of(package.id)
    assert (package.customer_id, package.main_domain, package.product_id) == (
        market.customer.id,
        SITE,
        market.builder.id,
    )
    assert (contract.started_on, contract.price_cents, contract.first_price_cents) == (TODAY, 299, 0)
    assert (contract.first_price_until, contract.billed_until) == (plan.first_until, None)
    assert (domain.name, domain.kind, domain.state) == (SITE, DomainKind.MAIN, DomainState.ORDERED)
    assert (act.kind, act.at, act.effective_on) == (ActKind.PACKAGE_ORDERED, ordered.at, TODAY)
    assert act.details == f"A second website: Homepage Builder ({SITE})"
    assert market.stored(offer_id).ordered == 1
    assert SITE in [
        each.main_domain for each in market.portal.packages.page(market.access, PageRequest()).rows
    ]
    assert market.house.actions()[-1] == "package ordered"


def test_a_service_is_booked_for_a_package(market: Market) -> None:
    ordered = market.order(market.offer(ARCHIVE), market.for_package())
    assert (ordered.package_id, ordered.plan.domain) == (market.package.id, "beispiel.de")
    with market.house.storage.reading() as work:
        [service] = work._session.query(AdditionalService).all()
        [act] = work.contracts.acts_of(market.package.id)
    assert (service.package_id, service.name, service.price_cents) == (market.package.id, "Mail Archive", 398)
    assert (service.first_price_cents, service.first_price_until) == (199, dt.date(2027, 5, 21))
    assert (service.ordered_at, service.started_on, service.minimum_months) == (ordered.at, TODAY, 12)
    assert act.kind is ActKind.SERVICE_ORDERED


def test_the_confirmation_says_the_whole_obligation(market: Market) -> None:
    ordered = market.order(market.offer(ARCHIVE), market.for_package())
    [message] = [each for each in market.house.messages(market.customer) if "Bestellung" in each.subject]
    assert message.subject == "Bestätigung Ihrer Bestellung"
    for words in (
        "„Mail Archive for half the price“ zahlungspflichtig bestellt",
        "Zusatzleistung: Mail Archive",
        "Für das Paket: beispiel.de",
        "Preis bis zum 21.05.2027: 1,99 € im Monat",
        "Preis ab dem 22.05.2027: 3,98 € im Monat",
        "Mindestlaufzeit: 12 Monate, bis 21.11.2027",
        "Gesamtpreis der Mindestlaufzeit: 35,82 € inkl. 19 % USt.",
        "Bis zum 06.12.2026 können Sie diesen Vertrag ohne Angabe von Gründen widerrufen",
        ordered.reference,
    ):
        assert words in message.body.replace("\N{NO-BREAK SPACE}", " ")
    assert market.portal.contract_acts.paper(market.access, ordered.act_id).startswith(b"%PDF")


def test_businesses_are_told_nothing_of_withdrawing(house: House) -> None:
    market = Market(house, kind=CustomerKind.BUSINESS, company="Muster GmbH")
    ordered = market.order(market.offer(ARCHIVE), market.for_package())
    assert ordered.plan.withdraw_until is None
    assert "widerrufen" not in house.messages(market.customer)[-1].body


def test_the_first_months_are_billed_at_their_price_and_the_others_at_theirs(market: Market) -> None:
    market.order(market.offer(ARCHIVE, first_months=2), market.for_package())
    for day in (TODAY, dt.date(2026, 12, 22), dt.date(2027, 1, 22)):
        later(market, day)
        bill(market.house, day)
    assert lines(market) == [("Mail Archive", 199), ("Mail Archive", 199), ("Mail Archive", 398)]


def test_months_for_nothing_stand_on_no_invoice(market: Market) -> None:
    market.order(market.offer(SECOND_SITE))
    days = (TODAY, dt.date(2026, 12, 22), dt.date(2027, 1, 22), dt.date(2027, 2, 22))
    billed = []
    for day in days:
        later(market, day)
        billed.append(bill(market.house, day).gross_cents)
    assert billed == [0, 0, 0, 299]


def test_an_upgrade_in_the_first_months_credits_what_was_paid(market: Market) -> None:
    larger = market.house.product(
        market.quotas, code="plus", name="Builder Plus", rank=1002, price_cents=1199, billing_months=1
    )
    ordered = market.order(market.offer(SECOND_SITE, first_price_cents=149))
    bill(market.house)
    plan = market.portal.package_change.plan(market.access, ordered.package_id, larger.code)
    assert (plan.kind, plan.price_before, plan.price_after) == (ChangeKind.UPGRADE, 149, 1199)
    assert [line.gross_cents for line in plan.lines] == [1199, -149]
    market.portal.package_change.order(market.access, plan, PASSWORD)
    with market.house.storage.reading() as work:
        contract = work._session.get_one(Contract, ordered.package_id)
    assert (contract.price_cents, contract.first_price_cents, contract.first_price_until) == (
        1199,
        None,
        None,
    )


def test_a_downgrade_compares_with_what_is_paid_then(market: Market) -> None:
    smaller = market.house.product(
        {}, code="mini", name="Builder Mini", rank=999, price_cents=99, billing_months=1
    )
    ordered = market.order(market.offer(SECOND_SITE, first_price_cents=149))
    plan = market.portal.package_change.plan(market.access, ordered.package_id, smaller.code)
    assert (plan.effective_on, plan.price_before) == (dt.date(2027, 11, 22), 299)


@pytest.mark.parametrize(("new", "kind"), [(ARCHIVE, EndingKind.SERVICE), (SECOND_SITE, EndingKind.PACKAGE)])
def test_an_order_can_be_withdrawn_from_with_all_that_was_charged(
    market: Market, new: dict[str, Any], kind: EndingKind
) -> None:
    offer_id = market.offer(new, first_price_cents=199, first_months=1)
    ordered = market.order(offer_id, market.for_package() if new is ARCHIVE else None)
    bill(market.house)
    later(market, dt.date(2026, 12, 6))  # the last day
    id_ = 1 if new is ARCHIVE else ordered.package_id
    plan = market.portal.termination.withdrawal(market.access, kind, id_)
    assert plan.credit_cents == 199
    market.portal.termination.withdraw(market.access, plan, PASSWORD)
    assert bill(market.house, dt.date(2026, 12, 6)).credited_cents == 199
    with pytest.raises(Conflict, match="A customer number can order it once"):
        market.plan(offer_id, market.for_package() if new is ARCHIVE else None)


# Refused


def test_a_domain_that_somebody_has_is_taken(market: Market) -> None:
    offer_id = market.offer(SECOND_SITE)
    market.another("vergeben.de")
    with pytest.raises(InvalidInput) as refused:
        market.plan(offer_id, PackageWish(domain="vergeben.de"))
    assert refused.value.problems == {"domain": "vergeben.de is taken."}
    plan = market.plan(offer_id)
    market.another(SITE)  # between showing and confirming
    with pytest.raises(InvalidInput, match="is taken"):
        market.portal.offers.order(market.access, plan, PASSWORD)
    assert market.stored(offer_id).ordered == 0


def test_a_wrong_password_orders_nothing(market: Market) -> None:
    plan = market.plan(market.offer(SECOND_SITE))
    with pytest.raises(InvalidInput) as refused:
        market.portal.offers.order(market.access, plan, WRONG)
    assert list(refused.value.problems) == ["password"]
    assert market.stored(plan.offer_id).ordered == 0


def test_a_service_is_not_booked_for_a_package_of_somebody_else_or_one_that_ends(market: Market) -> None:
    offer_id = market.offer(ARCHIVE)
    _other, theirs = market.another("fremd.de")
    with pytest.raises(NotFound, match="This package is not among yours"):
        market.plan(offer_id, ServiceWish(package_id=theirs.id))
    ending = market.house.package(
        market.customer,
        "endet.de",
        of=market.hosting,
        agreed={
            "terminated_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
            "ends_on": dt.date(2027, 12, 31),
        },
    )
    with pytest.raises(Conflict, match=r"It cannot be booked for endet\.de"):
        market.plan(offer_id, ServiceWish(package_id=ending.id))


def test_a_package_is_not_ordered_as_a_service_or_the_other_way_round(market: Market) -> None:
    with pytest.raises(Conflict, match="not what the offer makes"):
        market.plan(market.offer(SECOND_SITE), market.for_package())
    with pytest.raises(Conflict, match="not what the offer makes"):
        market.plan(market.offer(ARCHIVE))


MEANWHILE: dict[str, tuple[dict[str, Any], type[PortalError], str]] = {
    "ended": ({"ended_at": dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)}, Conflict, "This offer is over."),
    "sold out": ({"ordered": 5}, Conflict, "This offer is sold out."),
    "dearer": ({"price_cents": 498}, ChangedMeanwhile, "not as it was shown"),
    "put off": ({"starts_on": dt.date(2026, 11, 23)}, Conflict, "This offer begins on 23.11.2026."),
}


@pytest.mark.parametrize(("changes", "error", "words"), MEANWHILE.values(), ids=MEANWHILE)
def test_what_changes_between_showing_and_confirming_is_told(
    market: Market, changes: dict[str, Any], error: type[PortalError], words: str
) -> None:
    plan = market.plan(market.offer(SECOND_SITE, available=5))
    market.change(plan.offer_id, **changes)
    with pytest.raises(error, match=words):
        market.portal.offers.order(market.access, plan, PASSWORD)


def test_an_offer_that_ends_at_midnight_is_not_ordered_a_second_later(market: Market) -> None:
    offer_id = market.offer(SECOND_SITE)
    market.house.clock.moment = dt.datetime(2026, 11, 30, 22, 59, 59, tzinfo=dt.UTC)
    market.access = market.house.access(market.customer)
    plan = market.plan(offer_id)
    market.house.clock.forward(seconds=1)
    with pytest.raises(Conflict, match="This offer is over"):
        market.portal.offers.order(market.access, plan, PASSWORD)


def test_the_same_order_confirmed_twice_is_one(market: Market) -> None:
    plan = market.plan(market.offer(ARCHIVE), market.for_package())
    market.portal.offers.order(market.access, plan, PASSWORD)
    with pytest.raises(Conflict, match="You ordered this on"):
        market.portal.offers.order(market.access, plan, PASSWORD)
    assert market.stored(plan.offer_id).ordered == 1


# At the same time


def told_at_once(portals: list[Portal], orders: list[tuple[Any, Any]]) -> list[str]:
    """Confirm at the same moment; what each was told."""
    ready = Barrier(len(orders))

    def confirm(number: int) -> str:
        access, plan = orders[number]
        ready.wait()
        try:
            portals[number].offers.order(access, plan, PASSWORD)
        except PortalError as refused:
            return refused.message
        return "ordered"

    with ThreadPoolExecutor(len(orders)) as pool:
        return sorted(pool.map(confirm, range(len(orders))))


def test_the_last_one_goes_to_one_customer(market: Market) -> None:
    offer_id = market.offer(ARCHIVE, available=1)
    other, package = market.another("anderes.de")
    access = market.house.access(other)
    theirs = market.portal.offers.plan(access, offer_id, ServiceWish(package_id=package.id))
    orders = [(market.access, market.plan(offer_id, market.for_package())), (access, theirs)]
    told = told_at_once([market.house.restarted() for _each in orders], orders)
    assert told == ["This offer is sold out.", "ordered"]
    assert market.stored(offer_id).ordered == 1


def test_two_windows_order_once(market: Market) -> None:
    plan = market.plan(market.offer(SECOND_SITE))
    orders = [(market.access, plan), (market.house.access(market.customer), plan)]
    told = told_at_once([market.house.restarted() for _each in orders], orders)
    assert told == ["You ordered this on 22.11.2026. A customer number can order it once.", "ordered"]
    assert market.stored(plan.offer_id).ordered == 1


def test_nothing_is_left_of_an_order_that_breaks_off(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_more: object) -> None:
        raise RuntimeError("power cut")

    plan = market.plan(market.offer(SECOND_SITE))
    monkeypatch.setattr("storage.repositories.offers.Offers.add_order", broken)
    with pytest.raises(RuntimeError):
        market.portal.offers.order(market.access, plan, PASSWORD)
    assert market.stored(plan.offer_id).ordered == 0
    assert [view.main_domain for view in market.portal.packages.page(market.access, PageRequest()).rows] == [
        "beispiel.de"
    ]
    assert not [each for each in market.house.messages(market.customer) if "Bestellung" in each.subject]
