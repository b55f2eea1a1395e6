"""The provider makes offers of the month, ends them, and tells customers of them."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from portal.access import OperatorAccess
from portal.errors import Conflict, InvalidInput, NotFound
from portal.offers import NewOffer, PackageWish, Phase
from portal.operator.offers import Announced
from portal.paging import PageRequest
from portal.settings import SmtpSettings
from portal.validation import checked
from storage.models.customers import CustomerState
from storage.models.messages import DeliveryState, MessageKind
from storage.models.packages import PackageState
from storage.repositories.outbox import Claim
from tests.portal.house import PASSWORD

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.portal import Portal
    from storage.models.customers import Customer
    from storage.models.products import Product
    from tests.portal.house import House

ANNA = OperatorAccess("anna")

NOVEMBER = {"starts_on": "2026-11-01", "ends_on": "2026-11-30"}

BUILDER: dict[str, Any] = {
    "code": "2026-11-builder",
    "name": "A website for your club",
    "text": "With a domain.\n\nFor clubs, and for everybody else.",
    **NOVEMBER,
    "product": "builder",
    "price_cents": 599,
    "billing_months": 1,
    "minimum_months": 12,
    "first_price_cents": 0,
    "first_months": 3,
}

ARCHIVE: dict[str, Any] = {
    "code": "2026-11-archive",
    "name": "Mail Archive",
    "text": "Keeps every mail.",
    **NOVEMBER,
    "service": "Mail Archive",
    "price_cents": 398,
    "billing_months": 1,
    "minimum_months": 1,
}


@pytest.fixture
def builder(house: House) -> Product:
    return house.product({}, code="builder", name="Homepage Builder")


def added(portal: Portal, offer: dict[str, Any], **changes: Any) -> str:
    """The code of an offer that is made."""
    return portal.operator.offers.add(ANNA, checked(NewOffer, offer | changes)).code


def shown(portal: Portal, access: CustomerAccess) -> list[str]:
    return [row.name for row in portal.offers.page(access, PageRequest()).rows]


def told(house: House, *customers: Customer) -> list[int]:
    """How many messages each got."""
    return [len(house.messages(customer)) for customer in customers]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"code": "two words"}, "code", "one word of plain letters"),
        ({"code": "-f"}, "code", "one word of plain letters"),
        ({"code": "a[b]"}, "code", "one word of plain letters"),
        ({"name": "\x1b[2J"}, "name", "cannot be used"),
        ({"name": "x" * 121}, "name", "too long"),
        ({"text": " "}, "text", "fill in"),
        ({"starts_on": "1.11.2026"}, "starts_on", "written like this"),
        ({"ends_on": "2026-10-31"}, "ends_on", "before the first"),
        ({"ends_on": "2026-12-01"}, "ends_on", "one calendar month"),
        ({"product": ""}, "service", "a package or a service"),
        ({"service": "Both"}, "service", "a package or a service"),
        ({"price_cents": -1}, "price_cents", "at least 0"),
        ({"billing_months": 3}, "billing_months", "one of 1 or 12"),
        ({"first_months": 0}, "first_months", "belong together"),
        ({"first_price_cents": None}, "first_months", "belong together"),
        ({"billing_months": 12}, "first_months", "whole billing periods"),
        ({"available": 0}, "available", "at least 1"),
        ({"available": 2**31}, "available", "at most"),
        ({"customer_since": "2026-02-30"}, "customer_since", "written like this"),
    ],
)
def test_what_is_no_offer_is_refused_at_its_field(changes: dict[str, Any], field: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        checked(NewOffer, BUILDER | changes)
    assert list(caught.value.problems) == [field]
    assert sentence in caught.value.problems[field]


@pytest.mark.usefixtures("builder")
def test_customers_find_what_was_added_from_its_first_day_until_it_is_ended(
    house: House, portal: Portal, jutta: Customer
) -> None:
    access = house.access(jutta)
    made = portal.operator.offers.add(ANNA, checked(NewOffer, BUILDER | {"available": 5}))
    assert (made.makes, made.is_package, made.phase) == ("Homepage Builder", True, Phase.RUNNING)
    assert (made.ordered, made.available, made.ended_at, made.announced_at) == (0, 5, None, None)
    added(portal, BUILDER, code="december", starts_on="2026-12-01", ends_on="2026-12-31")
    assert shown(portal, access) == ["A website for your club"]

    ended = portal.operator.offers.end(ANNA, made.code)
    assert (ended.phase, ended.ended_at) == (Phase.ENDED, house.clock.now())
    assert shown(portal, access) == []
    with pytest.raises(Conflict, match=r"was ended on 2026-11-22\."):
        portal.operator.offers.end(ANNA, made.code)
    actions = [(entry.action, entry.record, entry.actor) for entry in house.audit()]
    assert ("offer added", "offers 2026-11-builder", "operator anna") in actions
    assert actions[-1] == ("offer ended", "offers 2026-11-builder", "operator anna")


def test_a_product_that_is_not_there_is_named_where_it_was_typed(portal: Portal, builder: Product) -> None:
    assert builder.code == "builder"
    with pytest.raises(InvalidInput) as caught:
        added(portal, BUILDER, product="none", owned=["builder", "server"])
    assert caught.value.problems == {
        "product": "There is no product none.",
        "owned.1": "There is no product server.",
    }
    assert list(portal.operator.offers.list(ANNA)) == []


def test_a_code_is_given_once(house: House, portal: Portal) -> None:
    added(portal, ARCHIVE)
    with pytest.raises(Conflict, match="an offer 2026-11-archive already"):
        added(portal, ARCHIVE, name="Another")
    assert house.actions().count("offer added") == 1


@pytest.mark.usefixtures("builder")
def test_the_list_has_all_there_ever_were_those_that_end_last_first(portal: Portal) -> None:
    added(portal, ARCHIVE, code="past", starts_on="2026-10-01", ends_on="2026-10-31")
    added(portal, BUILDER, owned=["builder", "builder"])
    added(portal, ARCHIVE, code="next", starts_on="2026-12-01", ends_on="2026-12-24")
    added(portal, ARCHIVE)
    portal.operator.offers.end(ANNA, "2026-11-archive")
    rows = [(row.code, row.phase, row.makes) for row in portal.operator.offers.list(ANNA)]
    assert rows == [
        ("next", Phase.COMING, "Mail Archive"),
        ("2026-11-archive", Phase.ENDED, "Mail Archive"),
        ("2026-11-builder", Phase.RUNNING, "Homepage Builder"),
        ("past", Phase.OVER, "Mail Archive"),
    ]


def test_what_is_over_or_unknown_cannot_be_ended(portal: Portal) -> None:
    added(portal, ARCHIVE, code="past", starts_on="2026-10-01", ends_on="2026-10-31")
    with pytest.raises(Conflict, match="its last day was 2026-10-31"):
        portal.operator.offers.end(ANNA, "past")
    for act in (portal.operator.offers.end, portal.operator.offers.announce):
        with pytest.raises(NotFound, match=r"There is no offer none\."):
            act(ANNA, "none")


@pytest.mark.usefixtures("builder")
def test_those_an_offer_is_for_are_told_in_their_language_and_once(
    house: House, portal: Portal, jutta: Customer
) -> None:
    john = house.customer(language="en", first_name="John", last_name="Smith")
    code = added(portal, BUILDER)
    assert portal.operator.offers.announce(ANNA, code) == Announced(code, 2, 0)

    [german], [english] = house.messages(jutta), house.messages(john)
    assert (german.kind, german.language, german.address) == (MessageKind.OFFER, "de", jutta.email)
    assert german.subject == "Angebot bis 30.11.2026: A website for your club"
    assert "Preis in den ersten 3 Monaten: 0,00\xa0€ im Monat, inkl. 19\xa0% USt.\n" in german.body
    assert "widersprechen, ohne dass dafür andere als die Übermittlungskosten nach den" in german.body
    assert english.body.startswith("Dear John Smith,\n\nuntil 30 Nov 2026 we have an offer for you:\n")
    assert (
        "With a domain.\n\nFor clubs, and for everybody else.\n\nPackage: Homepage Builder\n" in english.body
    )
    assert "Minimum term: 12 months\nAfterwards: without a term, notice of 1 month(s)\n" in english.body
    assert "you can object at any time, at no other cost" in english.body
    assert f"Customer number {john.number}." in english.body

    page = portal.messages.page(house.access(jutta), PageRequest(descending=True))
    assert [row.subject for row in page.rows] == [german.subject]
    [row] = portal.operator.offers.list(ANNA)
    assert row.announced_at == house.clock.now()
    with pytest.raises(Conflict, match=r"were told of the offer 2026-11-builder on 2026-11-22 already\."):
        portal.operator.offers.announce(ANNA, code)
    assert told(house, jutta, john) == [1, 1]
    entries = [(entry.action, entry.details) for entry in house.audit() if "announce" in entry.action]
    assert entries == [("offer announcement begun", ""), ("offer announced", "2 of 2 customers told")]


def test_others_are_not_told(house: House, portal: Portal, jutta: Customer, builder: Product) -> None:
    house.package(jutta, "eins.example", of=builder)
    house.package(jutta, "zwei.example", of=builder)
    nothing, locked, newcomer, other, ended = (house.customer() for _each in range(5))
    for number, customer in enumerate((locked, newcomer)):
        house.package(customer, f"kunde{number}.example", of=builder)
    house.package(other, "anderes.example")
    house.package(ended, "vorbei.example", of=builder, state=PackageState.ENDED)
    house.change(locked, state=CustomerState.LOCKED)
    house.change(newcomer, since=dt.date(2026, 3, 2))
    house.change(jutta, since=dt.date(2026, 3, 1))
    code = added(portal, BUILDER, owned=["builder"], customer_since="2026-03-01")
    assert portal.operator.offers.announce(ANNA, code).told == 1
    assert told(house, jutta, nothing, locked, newcomer, other, ended) == [1, 0, 0, 0, 0, 0]


@pytest.mark.usefixtures("builder")
def test_who_has_ordered_is_not_told(house: House, portal: Portal, jutta: Customer) -> None:
    code = added(portal, BUILDER)
    access, before = house.access(jutta), len(house.messages(jutta))
    [offer] = portal.offers.page(access, PageRequest()).rows
    plan = portal.offers.plan(access, offer.id, PackageWish(domain="verein-neu.de"))
    portal.offers.order(access, plan, PASSWORD)
    ordered = len(house.messages(jutta))
    assert ordered == before + 1
    assert portal.operator.offers.announce(ANNA, code).told == 0
    assert told(house, jutta) == [ordered]


@pytest.mark.usefixtures("builder")
def test_two_numbers_with_one_address_are_both_told(house: House, portal: Portal) -> None:
    both = [house.customer(email="familie@example.org") for _each in range(2)]
    assert portal.operator.offers.announce(ANNA, added(portal, BUILDER)).told == 2
    assert told(house, *both) == [1, 1]


class Killed(Exception):
    """As by a signal."""


@pytest.mark.usefixtures("builder")
def test_an_interrupted_announcement_goes_on_and_tells_nobody_twice(
    house: House, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.operator.offers.AT_ONCE", 2)
    customers = [house.customer() for _each in range(5)]
    code, steps = added(portal, BUILDER), list[tuple[int, int]]()

    def killed_after(done: int, total: int) -> None:
        steps.append((done, total))
        raise Killed

    with pytest.raises(Killed):
        portal.operator.offers.announce(ANNA, code, killed_after)
    assert (steps, told(house, *customers)) == ([(2, 5)], [1, 1, 0, 0, 0])
    assert next(portal.operator.offers.list(ANNA)).announced_at is None

    steps.clear()
    again = portal.operator.offers.announce(ANNA, code, lambda done, total: steps.append((done, total)))
    assert (again, steps) == (Announced(code, 3, 2), [(2, 5), (4, 5), (5, 5)])
    assert told(house, *customers) == [1, 1, 1, 1, 1]


@pytest.mark.usefixtures("builder")
def test_what_is_ended_meanwhile_is_not_told_to_the_rest(
    house: House, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.operator.offers.AT_ONCE", 1)
    customers = [house.customer() for _each in range(2)]
    code = added(portal, BUILDER)

    def meanwhile(_done: int, _total: int) -> None:
        portal.operator.offers.end(ANNA, code)

    with pytest.raises(Conflict, match="was ended on"):
        portal.operator.offers.announce(ANNA, code, meanwhile)
    assert told(house, *customers) == [1, 0]


@pytest.mark.usefixtures("builder")
def test_two_who_announce_at_once_tell_each_customer_once(
    house: House, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.operator.offers.AT_ONCE", 2)
    customers = [house.customer() for _each in range(7)]
    code = added(portal, BUILDER)

    def announce(of: Portal) -> int:
        try:
            return of.operator.offers.announce(ANNA, code).told
        except Conflict:
            return 0

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(announce, (portal, house.restarted())))
    assert told(house, *customers) == [1] * 7


@pytest.mark.usefixtures("builder")
def test_nobody_is_told_of_what_cannot_be_ordered(house: House, portal: Portal, jutta: Customer) -> None:
    december = {"starts_on": "2026-12-01", "ends_on": "2026-12-31"}
    coming = added(portal, BUILDER, code="coming", **december)
    with pytest.raises(Conflict, match="begins on 2026-12-01: customers can be told of it from then on"):
        portal.operator.offers.announce(ANNA, coming)
    over = added(portal, BUILDER, code="over", starts_on="2026-10-01", ends_on="2026-10-31")
    with pytest.raises(Conflict, match="is over"):
        portal.operator.offers.announce(ANNA, over)
    sold = added(portal, BUILDER, code="sold", available=1)
    with house.storage.writing() as work:
        offer = work.offers.by_code(sold)
        assert offer is not None
        offer.ordered = 1
        work.commit()
    with pytest.raises(Conflict, match="is sold out"):
        portal.operator.offers.announce(ANNA, sold)
    assert told(house, jutta) == [0]
    assert "offer announcement begun" not in house.actions()


@pytest.mark.parametrize(
    ("address", "way"),
    [
        ("weg@hosting.example", "A mail to weg@hosting.example with the subject {code} will do."),
        ("", "Send us the code {code} in the customer login under “Help and contact”."),
    ],
)
@pytest.mark.usefixtures("builder")
def test_the_code_in_an_offer_unsubscribes_from_the_next_which_then_stands_in_the_portal_alone(
    house: House, address: str, way: str
) -> None:
    john = house.customer(language="en")
    smtp = SmtpSettings(sender="mail@hosting.example", unsubscribe=address)
    house.settings = house.settings.model_copy(update={"smtp": smtp})
    portal = house.restarted()
    portal.operator.offers.announce(ANNA, added(portal, BUILDER))
    [first] = house.messages(john)
    before, after = way.split("{code}")
    code = first.body.partition(before)[2].partition(after)[0]
    assert len(code) == 32
    assert portal.operator.outbox.unsubscribe(ANNA, code) == john.email

    portal.operator.offers.announce(ANNA, added(portal, BUILDER, code="second"))
    page = portal.messages.page(house.access(john), PageRequest())
    assert len(page.rows) == 2
    now = house.clock.now()
    with house.storage.writing() as work:
        claimed = work.outbox.claim(
            Claim("a", now, now + dt.timedelta(minutes=1), 9, 9, dt.timedelta(hours=1))
        )
        work.commit()
    assert (len(claimed.mails), claimed.suppressed) == (0, 2)
    assert {mail.state for mail in house.messages(john)} == {DeliveryState.SUPPRESSED}
