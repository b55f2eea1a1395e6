"""Looking at offers: this month's, for this customer, new until they were opened."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from portal.errors import NotFound
from portal.offers import Standing
from portal.paging import PageRequest
from storage.models.domains import DomainState
from tests.hostile import HOSTILE
from tests.portal.offers.market import ARCHIVE, SECOND_SITE, SITE, Market

if TYPE_CHECKING:
    from tests.portal.house import House


def names(market: Market) -> list[str]:
    return [view.name for view in market.shown()]


def test_offers_of_this_month_are_shown_those_that_end_first_before_others(market: Market) -> None:
    market.offer(ARCHIVE)
    market.offer(SECOND_SITE, ends_on=dt.date(2026, 11, 25))
    market.offer(ARCHIVE, code="next", starts_on=dt.date(2026, 12, 1), ends_on=dt.date(2026, 12, 31))
    market.offer(ARCHIVE, code="last", starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 10, 31))
    site, archive = market.shown()
    assert (site.name, site.makes, site.is_package) == ("A second website", "Homepage Builder", True)
    assert (archive.name, archive.makes, archive.is_package) == (ARCHIVE["name"], "Mail Archive", False)
    assert [view.name for view in market.shown(filter_="SECOND")] == ["A second website"]


def test_last_months_are_gone_at_midnight_where_the_provider_is(market: Market) -> None:
    offer_id = market.offer(ARCHIVE)
    market.house.clock.moment = dt.datetime(2026, 11, 30, 22, 59, 59, tzinfo=dt.UTC)
    market.access = market.house.access(market.customer)
    assert names(market) == [ARCHIVE["name"]]
    market.house.clock.forward(seconds=1)  # midnight in Berlin
    assert names(market) == []
    assert market.portal.offers.open(market.access, offer_id).refused == "This offer is over."


def test_an_offer_is_new_until_it_is_opened(market: Market) -> None:
    market.offer(SECOND_SITE)
    offer_id = market.offer(ARCHIVE)
    assert [view.standing for view in market.shown()] == [Standing.NEW, Standing.NEW]
    assert market.portal.offers.count_new(market.access) == 2
    details = market.portal.offers.open(market.access, offer_id)
    assert (details.view.standing, details.refused) == (Standing.NEW, "")
    assert details.view.text == "Keeps every mail for ten years."
    assert [view.standing for view in market.shown()] == [Standing.NEW, Standing.OPEN]
    market.portal.offers.open(market.access, offer_id)
    assert market.portal.offers.count_new(market.access) == 1
    other, _package = market.another("anderes.de")
    assert market.portal.offers.count_new(market.house.access(other)) == 2  # each for themselves


CONDITIONS: dict[str, tuple[dict[str, Any], str]] = {
    "all": ({}, ""),
    "who has the product": ({"owned": ["hosting"]}, ""),
    "who has one of them": ({"owned": ["builder", "hosting"]}, ""),
    "who has another one": (
        {"owned": ["builder"]},
        "This offer is for customers with Homepage Builder.",
    ),
    "who came before": ({"customer_since": dt.date(2026, 1, 1)}, ""),
    "who came long before": (
        {"customer_since": dt.date(2010, 12, 31)},
        "This offer is for those who have been customers since 31.12.2010 or before.",
    ),
    "who came long before and has another one": (
        {"customer_since": dt.date(2010, 12, 31), "owned": ["builder"]},
        "This offer is for those who have been customers since 31.12.2010 or before, with Homepage Builder.",
    ),
}


@pytest.mark.parametrize("new", [ARCHIVE, SECOND_SITE], ids=["service", "package"])
@pytest.mark.parametrize(("conditions", "refused"), CONDITIONS.values(), ids=CONDITIONS)
def test_an_offer_is_shown_to_whom_it_is_for(
    house: House, conditions: dict[str, Any], refused: str, new: dict[str, Any]
) -> None:
    market = Market(house, since=dt.date(2020, 3, 1))
    offer_id = market.offer(new, **conditions)
    assert names(market) == ([] if refused else [new["name"]])
    assert market.portal.offers.count_new(market.access) == (0 if refused else 1)
    assert market.portal.offers.open(market.access, offer_id).refused == refused


@pytest.mark.parametrize(
    "agreed",
    [{"terminated_at": dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC), "ends_on": dt.date(2026, 12, 31)}],
)
def test_a_service_needs_a_package_that_goes_on(house: House, agreed: dict[str, Any]) -> None:
    market = Market(house)
    lonely = house.customer()
    house.package(lonely, "endet.de", of=market.hosting, agreed=agreed)
    offer_id, site_id = market.offer(ARCHIVE), market.offer(SECOND_SITE, owned=["hosting"])
    access = house.access(lonely)
    assert [view.id for view in market.shown(access)] == [site_id]  # the package is theirs still
    assert market.portal.offers.open(access, offer_id).refused == (
        "This is an addition to a package: it needs one that is in service and not terminated."
    )


def test_each_offer_has_conditions_of_its_own(market: Market) -> None:
    for code, owned in (("hosting", ["hosting"]), ("builder", ["builder"]), ("all", [])):
        market.offer(ARCHIVE, code=f"{code}-service", name=f"{code} service", owned=owned)
        market.offer(SECOND_SITE, code=f"{code}-package", name=f"{code} package", owned=owned)
    assert sorted(names(market)) == ["all package", "all service", "hosting package", "hosting service"]
    assert market.portal.offers.count_new(market.access) == 4


def test_only_packages_that_it_is_for_can_have_a_service(market: Market) -> None:
    other = market.house.package(market.customer, "bau.de", of=market.builder)
    everywhere, hosting_only = market.offer(ARCHIVE), market.offer(ARCHIVE, code="h", owned=["hosting"])
    market.another("fremd.de")

    def bookable(offer_id: int, filter_: str = "") -> list[str]:
        page = market.portal.offers.packages(market.access, offer_id, PageRequest(filter=filter_))
        return [package.domain for package in page.rows]

    assert bookable(everywhere) == ["bau.de", "beispiel.de"]
    assert bookable(everywhere, "homepage") == [other.main_domain]
    assert bookable(hosting_only) == ["beispiel.de"]


def test_what_is_sold_out_says_so_and_what_was_ordered_too(market: Market) -> None:
    few = market.offer(SECOND_SITE, available=2)
    assert market.shown()[0].left == 2
    market.change(few, ordered=2)
    [view] = market.shown()
    assert (view.standing, view.left) == (Standing.SOLD_OUT, 0)
    assert market.portal.offers.count_new(market.access) == 0  # there is nothing to be had
    assert market.portal.offers.open(market.access, few).refused == "This offer is sold out."
    archive = market.offer(ARCHIVE, ends_on=dt.date(2026, 11, 24))
    market.order(archive, market.for_package())
    assert market.shown()[0].standing is Standing.ORDERED
    assert market.portal.offers.open(market.access, archive).refused == (
        "You ordered this on 22.11.2026. A customer number can order it once."
    )


def test_an_offer_that_is_none_is_not_there(market: Market) -> None:
    with pytest.raises(NotFound, match="There is no such offer"):
        market.portal.offers.open(market.access, 4711)


def test_the_words_of_an_offer_are_kept_as_they_were_typed(market: Market) -> None:
    text = HOSTILE["markup closing tag"]
    offer_id = market.offer(ARCHIVE, name=text, text=text, service=text)
    assert market.portal.offers.open(market.access, offer_id).view.text == text
    ordered = market.order(offer_id, market.for_package())
    assert ordered.plan.makes == text
    assert market.portal.contract_acts.paper(market.access, ordered.act_id).startswith(b"%PDF")


def test_a_list_of_offers_takes_two_statements_however_many_there_are(market: Market) -> None:
    market.offer(ARCHIVE)
    with market.house.statements() as few:
        market.shown()
    for number in range(30):
        market.offer(SECOND_SITE, code=f"site-{number}", owned=["hosting"])
    with market.house.statements() as many:
        assert len(market.shown()) == 31
    assert len(few) == len(many) == 2


def test_a_new_package_can_be_administered_at_once(market: Market) -> None:
    ordered = market.order(market.offer(SECOND_SITE))
    inside = market.portal.packages.open(market.access, ordered.package_id)
    [domain] = market.portal.domains.page(inside, PageRequest()).page.rows
    assert (domain.name, domain.state) == (SITE, DomainState.ORDERED)
