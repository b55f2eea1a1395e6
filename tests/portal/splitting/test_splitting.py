"""Splitting a package: everything under the domains goes over, nothing else does, and it is paid for once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from portal.errors import ChangedMeanwhile, Conflict, InvalidInput, NotFound
from portal.paging import PageRequest
from portal.splitting.views import Moving, Staying
from storage.models.base import Base
from storage.models.contracts import ActKind
from storage.models.domains import CertificateState, DomainKind, DomainState, SiteTarget
from storage.models.mail import MailKind
from storage.models.packages import PackageState
from storage.models.products import Resource
from tests.portal.house import PASSWORD, WRONG
from tests.portal.invoices.steps import TODAY, bill, invoices
from tests.portal.splitting.town import CLUB, HALL, OTHER, QUOTAS, SHOP, Town

if TYPE_CHECKING:
    from tests.portal.house import House

STAYS_ON_RECORD = {"package_changes", "split_domains"}
"""Tables that name package and domain, and do not move: the history of a package, and orders that go."""


@pytest.fixture
def town(house: House) -> Town:
    return Town(house)


def test_a_domain_becomes_an_additional_domain_of_another_package_with_all_that_hangs_on_it(
    town: Town,
) -> None:
    plan = town.plan(SHOP)
    assert plan.domains == (SHOP,)
    assert (plan.domain, plan.new_main) == (HALL, HALL)
    assert (plan.on, plan.at_once) == (TODAY, True)
    assert (plan.fee_cents, plan.vat_percent) == (500, 19)
    assert plan.moving == Moving(
        mailboxes=3, mail_mb=300, aliases=1, forwards=1, catch_alls=1, records=1, subdomains=1
    )
    assert plan.staying == Staying((f"/{SHOP}", f"/{SHOP}/blog"), 1, 1, 1, 1, 0)
    assert (plan.target.domain, plan.target.product, plan.target.new) == (OTHER, "Hosting M", None)
    assert plan.target.term_until == dt.date(2026, 12, 31)
    assert (plan.turned, plan.kept, plan.forwards, plan.misfits) == ((), (), (), ())
    done = town.confirm(plan)
    assert (done.plan, done.target_id) == (plan, town.target.id)
    assert town.domains(town.package.id) == {HALL: DomainKind.MAIN, CLUB: DomainKind.ADDITIONAL}
    assert town.domains(town.target.id) == {OTHER: DomainKind.MAIN, SHOP: DomainKind.INCLUDED}
    assert town.items() == [("Paketaufteilung", SHOP, 500, TODAY)]
    assert [(act.kind, act.package_id, act.effective_on) for act in town.acts()] == [
        (ActKind.SPLIT, town.package.id, TODAY)
    ]
    town.require_sound()


def test_everything_under_the_domains_lies_in_the_target_and_all_else_where_it_was(town: Town) -> None:
    """By reflection: a table that is made later cannot be forgotten."""
    going = [town.domain(name).id for name in (SHOP, CLUB)]
    before = {name: ids for name, ids in _rows_under(town, going).items() if name not in STAYS_ON_RECORD}
    assert all(before.values()), f"the town has nothing under the domains in one of {before}"
    others = _others(town, going)
    town.order(SHOP, CLUB)
    assert {
        name: {package for _id, package in rows}
        for name, rows in _rows_under(town, going).items()
        if name not in STAYS_ON_RECORD
    } == {name: {town.target.id} for name in before}
    after = _rows_under(town, going)
    assert all(len(after[name]) == len(rows) for name, rows in before.items())
    assert _others(town, going) == others
    assert not after["split_domains"]
    town.require_sound()


def _rows_under(town: Town, domain_ids: list[int]) -> dict[str, list[tuple[object, int]]]:
    """Key and package of every row under domains, by table."""
    found: dict[str, list[tuple[object, int]]] = {}
    with town.house.storage.reading() as work:
        for table in Base.metadata.sorted_tables:
            if {"package_id", "domain_id"} <= set(table.c.keys()):
                [key, *_more] = table.primary_key.columns
                query = select(key, table.c.package_id).where(table.c.domain_id.in_(domain_ids))
                found[table.name] = [(row[0], row[1]) for row in work._session.execute(query)]
    return found


def _others(town: Town, domain_ids: list[int]) -> dict[str, list[tuple[object, ...]]]:
    """Key and package of every row that is not under the domains: directories, databases, backups …"""
    found: dict[str, list[tuple[object, ...]]] = {}
    moving = {"package_usage", "package_changes", "contract_acts", "billing_items", "audit_entries"}
    with town.house.storage.reading() as work:
        for table in Base.metadata.sorted_tables:
            if "package_id" not in table.c or table.name in moving | {"domains"}:
                continue
            query = select(*table.primary_key.columns, table.c.package_id)
            if "domain_id" in table.c:
                query = query.where(table.c.domain_id.not_in(domain_ids))
            found[table.name] = sorted(map(tuple, work._session.execute(query)), key=repr)
    return found


def test_counters_of_both_packages_are_right_to_the_megabyte(town: Town) -> None:
    town.order(SHOP, CLUB)
    with town.house.storage.reading() as work:
        usage = work.packages.usage([town.package.id, town.target.id])
    source, target = usage[town.package.id], usage[town.target.id]
    assert [source[each].used for each in (Resource.DOMAINS, Resource.ADDITIONAL_DOMAINS)] == [1, 0]
    assert [target[each].used for each in (Resource.DOMAINS, Resource.ADDITIONAL_DOMAINS)] == [3, 0]
    assert (source[Resource.MAILBOXES].used, source[Resource.MAIL_STORAGE].used) == (2, 200)
    assert (target[Resource.MAILBOXES].used, target[Resource.MAIL_STORAGE].used) == (4, 400)
    assert (source[Resource.DATABASES].used, target[Resource.DATABASES].used) == (1, 0)
    town.require_sound()


def test_what_is_too_much_for_the_included_ones_becomes_additional(town: Town) -> None:
    for name in ("drittes.de", "viertes.de"):
        town.house.domain(town.target, name)
    plan = town.order(SHOP, CLUB).plan
    assert (plan.target.included, plan.target.additional) == (0, 2)
    assert town.domains(town.target.id)[SHOP] is DomainKind.ADDITIONAL
    town.require_sound()


def test_domains_get_a_package_of_their_own(town: Town) -> None:
    plan = town.plan(SHOP, CLUB, product="m", target_main=SHOP)
    new = plan.target.new
    assert new is not None
    assert (new.name, new.price_cents, new.billing_months, new.minimum_months) == ("Hosting M", 5988, 12, 12)
    assert (plan.target.domain, plan.target.term_until) == (SHOP, dt.date(2027, 11, 21))
    assert plan.fee_cents == 1000
    target_id = town.confirm(plan).target_id
    assert target_id is not None
    assert town.domains(target_id) == {SHOP: DomainKind.MAIN, CLUB: DomainKind.INCLUDED}
    package, contract = town.stored(target_id), town.contract(target_id)
    assert (package.main_domain, package.customer_id, package.state) == (
        SHOP,
        town.customer.id,
        PackageState.ACTIVE,
    )
    assert package.password_hash is None
    assert (contract.started_on, contract.price_cents, contract.minimum_months) == (TODAY, 5988, 12)
    assert [(act.kind, act.package_id) for act in town.acts()] == [
        (ActKind.SPLIT, town.package.id),
        (ActKind.PACKAGE_ORDERED, target_id),
    ]
    bill(town.house)
    [invoice] = invoices(town.house, town.access)
    assert invoice.total_cents == 5988 + 1000
    town.require_sound()


def test_the_fee_is_bounded_and_can_be_none(town: Town) -> None:
    for name in ("a.de", "b.de"):
        town.house.domain(town.package, name)
    wide = town.house.product({**QUOTAS, Resource.DOMAINS: 10}, code="w", name="Wide", rank=1002)
    town.house.change(town.target, product_id=wide.id)
    assert town.plan("a.de", "b.de", SHOP, CLUB).fee_cents == 1500
    settings = town.house.settings
    free = settings.splitting.model_copy(update={"fee_cents": 0})
    town.house.settings = settings.model_copy(update={"splitting": free})
    town.house.portal = town.house.restarted()
    assert town.order(SHOP).plan.fee_cents == 0
    assert town.items() == []


def test_if_the_main_domain_goes_another_one_becomes_main(town: Town) -> None:
    with pytest.raises(InvalidInput, match="main domain goes") as caught:
        town.plan(HALL)
    assert caught.value.field == "new_main_id"
    plan = town.order(HALL, new_main=CLUB).plan
    assert (plan.domain, plan.new_main) == (HALL, CLUB)
    assert town.domains(town.package.id) == {CLUB: DomainKind.MAIN, SHOP: DomainKind.INCLUDED}
    assert town.domains(town.target.id)[HALL] is DomainKind.INCLUDED
    assert town.stored(town.package.id).main_domain == CLUB
    assert town.stored(town.target.id).main_domain == OTHER
    town.require_sound()


def test_the_main_domain_can_be_that_of_the_new_package(town: Town) -> None:
    target_id = town.order(HALL, product="m", new_main=SHOP).target_id
    assert target_id is not None
    assert town.domains(target_id) == {HALL: DomainKind.MAIN}
    assert town.stored(town.package.id).main_domain == SHOP
    town.require_sound()


def test_a_package_keeps_a_domain(town: Town) -> None:
    with pytest.raises(Conflict, match="keeps at least one domain"):
        town.plan(HALL, SHOP, CLUB, new_main=HALL)
    town.change_domain(CLUB, state=DomainState.TERMINATED)
    with pytest.raises(Conflict, match="one that is active must stay"):
        town.plan(HALL, SHOP)


@pytest.mark.parametrize("state", [DomainState.TERMINATED, DomainState.ORDERED, DomainState.ENDED])
def test_only_active_domains_go(town: Town, state: DomainState) -> None:
    town.change_domain(SHOP, state=state)
    with pytest.raises(Conflict, match="Not all of these domains are active"):
        town.plan(SHOP)


def test_what_has_no_room_is_listed_with_the_place_to_make_it_less(town: Town) -> None:
    town.count(town.target, Resource.MAILBOXES, 8)
    town.count(town.target, Resource.MAIL_STORAGE, 1_900)
    for name in ("3.de", "4.de"):
        town.house.domain(town.target, name)
    for name in ("5.de", "6.de"):
        town.house.domain(town.target, name, kind=DomainKind.ADDITIONAL)
    plan = town.plan(SHOP)
    assert [
        (each.figure.resource, each.figure.used, each.figure.allowed, each.subject, each.package_id)
        for each in plan.misfits
    ] == [
        (Resource.DOMAINS, 6, 5, "domains", town.target.id),
        (Resource.MAILBOXES, 11, 10, "email", town.target.id),
        (Resource.MAIL_STORAGE, 2_200, 2_000, "email", town.target.id),
    ]
    with pytest.raises(Conflict, match=r"not enough room for these domains in the package zweites\.de"):
        town.confirm(plan)
    assert town.domains(town.target.id).keys() == {OTHER, "3.de", "4.de", "5.de", "6.de"}
    assert town.acts() == []


def test_what_is_too_much_for_a_new_package_is_made_less_where_it_is_now(town: Town) -> None:
    plan = town.plan(SHOP, CLUB, product="s", target_main=CLUB)
    assert [(each.figure.resource, each.subject, each.package_id) for each in plan.misfits] == [
        (Resource.DOMAINS, "domains", None),
        (Resource.MAILBOXES, "email", town.package.id),
    ]
    assert not town.plan(CLUB, product="s").misfits


def test_forwards_need_no_room(town: Town) -> None:
    mail_less = town.house.product({Resource.DOMAINS: 1}, code="bare", name="Bare", rank=999)
    for number in range(3):
        town.count(town.package, Resource.MAILBOXES, -1)
        town.count(town.package, Resource.MAIL_STORAGE, -100)
        _remove_mail(town, f"box{number}@{SHOP}")
    assert not town.plan(SHOP, product=mail_less.code).misfits
    town.order(SHOP, product=mail_less.code)
    town.require_sound()


def _remove_mail(town: Town, address: str) -> None:
    with town.house.storage.writing() as work:
        work._session.delete(town.address(address))
        work.commit()


# Sites and aliases that are torn apart


def test_sites_show_the_start_directory_of_the_target_and_keep_the_rest(town: Town) -> None:
    town.change_site(
        f"blog.{SHOP}",
        certificate=CertificateState.VALID,
        certificate_until=dt.date(2027, 2, 1),
        force_https=True,
    )
    town.change_site(SHOP, target=SiteTarget.REDIRECT, redirect_to="https://example.org/", redirect_code=302)
    town.order(SHOP)
    blog, shop = town.site(f"blog.{SHOP}"), town.site(SHOP)
    assert (blog.target, blog.directory, blog.php_version) == (SiteTarget.DIRECTORY, "/", "8.3")
    assert (blog.certificate, blog.certificate_until, blog.force_https) == (
        CertificateState.VALID,
        dt.date(2027, 2, 1),
        True,
    )
    assert (shop.target, shop.redirect_to, shop.redirect_code) == (
        SiteTarget.REDIRECT,
        "https://example.org/",
        302,
    )
    assert town.site(HALL).directory == f"/{HALL}"


def test_a_site_that_goes_and_showed_one_that_stays_shows_the_start_directory(town: Town) -> None:
    town.show(SHOP, HALL)
    town.show(f"blog.{SHOP}", SHOP)
    plan = town.plan(SHOP)
    assert plan.turned == (SHOP,)
    town.confirm(plan)
    assert (town.site(SHOP).target, town.site(SHOP).directory) == (SiteTarget.DIRECTORY, "/")
    assert town.site(SHOP).points_to == ""
    assert (town.site(f"blog.{SHOP}").target, town.site(f"blog.{SHOP}").points_to) == (
        SiteTarget.DOMAIN,
        SHOP,
    )


def test_a_site_that_stays_and_showed_one_that_goes_shows_the_same_files_by_itself(town: Town) -> None:
    town.show(HALL, SHOP)
    town.show(CLUB, f"blog.{SHOP}")
    town.show(f"blog.{SHOP}", SHOP)
    plan = town.plan(SHOP)
    assert plan.kept == (HALL, CLUB)
    town.confirm(plan)
    for name in (HALL, CLUB):
        site = town.site(name)
        assert (site.target, site.directory, site.points_to) == (SiteTarget.DIRECTORY, f"/{SHOP}", "")
        assert site.revision == town.stored(town.package.id).revision


def test_sites_that_lead_back_and_forth_across_the_split_end_somewhere(town: Town) -> None:
    town.show(HALL, SHOP)
    town.show(SHOP, CLUB)
    town.show(CLUB, f"blog.{SHOP}")
    plan = town.order(SHOP).plan
    assert (plan.turned, plan.kept) == ((SHOP,), (HALL, CLUB))
    assert town.site(HALL).directory == town.site(CLUB).directory == f"/{SHOP}/blog"


def test_aliases_to_mailboxes_of_the_other_package_become_forwards_and_deliver_on(town: Town) -> None:
    town.add_mail(HALL, "team", MailKind.ALIAS, targets=[f"box0@{HALL}", f"Box1@{SHOP}"])
    town.add_mail(SHOP, "leitung", MailKind.ALIAS, targets=[f"box1@{HALL}"])
    plan = town.plan(SHOP)
    assert plan.forwards == (f"leitung@{SHOP}", f"team@{HALL}")
    town.confirm(plan)
    for address in plan.forwards:
        assert town.address(address).kind is MailKind.FORWARD
    assert town.address(f"team@{HALL}").targets == [f"box0@{HALL}", f"Box1@{SHOP}"]
    assert town.address(f"chef@{SHOP}").kind is MailKind.ALIAS
    assert town.address(f"leitung@{SHOP}").package_id == town.target.id
    town.require_sound()


# Refusals


def test_in_the_last_month_before_its_end_a_package_is_not_split(house: House) -> None:
    town = Town(house, ends_on=dt.date(2026, 12, 31), terminated_at=house.clock.now())
    assert town.plan(SHOP).domains == (SHOP,)
    town.go_to(dt.date(2026, 11, 30))
    plan = town.plan(SHOP)
    town.go_to(dt.date(2026, 12, 1))
    with pytest.raises(Conflict, match=r"ends on 31 Dec 2026\. In its last month"):
        town.plan(SHOP)
    with pytest.raises(Conflict, match="In its last month"):
        town.confirm(plan)
    assert "In its last month" in house.portal.splitting.offer(town.access, town.package.id).refused


@pytest.mark.parametrize(
    ("ends_on", "last"),
    [("2027-02-28", "2027-01-31"), ("2027-03-31", "2027-02-28"), ("2026-12-22", "2026-11-22")],
)
def test_the_last_day_on_which_an_order_comes_in_time(house: House, ends_on: str, last: str) -> None:
    day = dt.date.fromisoformat(last)
    town = Town(house, ends_on=dt.date.fromisoformat(ends_on))
    town.go_to(day)
    assert house.portal.splitting.offer(town.access, town.package.id).refused == ""
    town.go_to(day + dt.timedelta(days=1))
    assert house.portal.splitting.offer(town.access, town.package.id).refused


@pytest.mark.parametrize(
    ("state", "sentence"), [(PackageState.ENDED, "has ended"), (PackageState.SUSPENDED, "is suspended")]
)
def test_packages_out_of_service_give_and_take_nothing(
    town: Town, state: PackageState, sentence: str
) -> None:
    town.house.change(town.target, state=state)
    with pytest.raises(Conflict, match=r"zweites\.de is not in service"):
        town.plan(SHOP)
    town.house.change(town.target, state=PackageState.ACTIVE)
    town.house.change(town.package, state=state)
    with pytest.raises(Conflict, match=sentence):
        town.plan(SHOP)


def test_a_terminated_package_and_the_package_itself_are_no_targets(town: Town) -> None:
    with pytest.raises(Conflict, match="in this package already"):
        town.plan(SHOP, target_id=town.package.id)
    town.change_contract(town.target, ends_on=dt.date(2027, 12, 31))
    with pytest.raises(Conflict, match="domains in it would end with it"):
        town.plan(SHOP)
    assert not _targets(town)


def test_nothing_goes_to_or_comes_from_somebody_else(town: Town) -> None:
    stranger = town.house.customer()
    theirs = town.house.package(stranger, "fremd.example")
    with pytest.raises(NotFound, match="not among yours"):
        town.plan(SHOP, target_id=theirs.id)
    plan, access = town.plan(SHOP), town.house.access(stranger)
    splitting = town.house.portal.splitting
    for call in (
        lambda: splitting.offer(access, town.package.id),
        lambda: splitting.domains(access, town.package.id, PageRequest()),
        lambda: splitting.plan(access, plan.wish),
        lambda: splitting.order(access, plan, PASSWORD),
        lambda: splitting.retract(access, town.package.id, PASSWORD),
    ):
        with pytest.raises(NotFound, match="not among yours"):
            call()
    assert not splitting.targets(access, theirs.id, PageRequest()).rows
    with pytest.raises(Conflict, match="Not all of these domains"):
        town.plan("fremd.example")


def test_there_is_no_such_product_and_no_such_main_domain(town: Town) -> None:
    with pytest.raises(NotFound, match="no such product"):
        town.plan(SHOP, product="none")
    with pytest.raises(InvalidInput, match="main domain of the new package"):
        town.plan(SHOP, CLUB, product="m")
    with pytest.raises(Conflict, match="cannot become the main domain"):
        town.plan(HALL, SHOP, new_main=SHOP)


def test_a_wrong_password_does_nothing(town: Town) -> None:
    plan = town.plan(SHOP)
    with pytest.raises(InvalidInput, match="not your customer password"):
        town.house.portal.splitting.order(town.access, plan, WRONG)
    assert town.acts() == []


# Choosing


def _targets(town: Town, text: str = "") -> list[tuple[str, str]]:
    request = PageRequest(filter=text, count=True)
    page = town.house.portal.splitting.targets(town.access, town.package.id, request)
    assert page.total == len(page.rows)
    return [(row.domain, row.product) for row in page.rows]


def test_targets_are_found_by_any_of_their_domains(town: Town) -> None:
    town.owned("drittes.de", domains=["anderswo.de"])
    assert _targets(town) == [("drittes.de", "Hosting M"), (OTHER, "Hosting M")]
    assert _targets(town, "ANDERS") == [("drittes.de", "Hosting M")]
    assert _targets(town, HALL) == []


def test_the_domains_of_the_package_stand_with_their_addresses(town: Town) -> None:
    town.house.ended_domain(town.package, "weg.de")
    page = town.house.portal.splitting.domains(town.access, town.package.id, PageRequest(count=True))
    assert [(row.name, row.kind, row.addresses) for row in page.rows] == [
        (SHOP, DomainKind.INCLUDED, 6),
        (HALL, DomainKind.MAIN, 5),
        (CLUB, DomainKind.ADDITIONAL, 4),
    ]


def test_reading_takes_few_statements_whatever_there_is(town: Town) -> None:
    for number in range(5):
        town.owned(f"weiteres-{number}.de")
    splitting = town.house.portal.splitting
    for most, call in (  # the session's among them
        (3, lambda: splitting.offer(town.access, town.package.id)),
        (3, lambda: splitting.domains(town.access, town.package.id, PageRequest(count=True))),
        (3, lambda: splitting.targets(town.access, town.package.id, PageRequest(count=True))),
        (4, lambda: splitting.products(town.access)),
    ):
        with town.house.statements() as seen:
            call()
        assert len(seen) <= most


# Between showing and doing


def test_what_changed_since_it_was_shown_is_shown_again(town: Town) -> None:
    plan = town.plan(SHOP)
    town.add_mail(SHOP, "neu", MailKind.FORWARD, targets=["anna@example.org"])
    with pytest.raises(ChangedMeanwhile) as caught:
        town.confirm(plan)
    assert caught.value.now == town.plan(SHOP)
    assert town.acts() == []


def test_confirming_twice_is_splitting_once(town: Town) -> None:
    plan = town.plan(SHOP, product="m")
    town.confirm(plan)
    with pytest.raises(Conflict, match="Not all of these domains are active in this package any more"):
        town.confirm(plan)
    assert len(town.items()) == 1
    assert len(town.acts()) == 2


def test_a_smaller_product_that_the_target_becomes_is_told(town: Town) -> None:
    town.change_contract(town.target, becomes_product_id=town.small.id, becomes_on=dt.date(2027, 1, 1))
    target = town.plan(SHOP).target
    assert (target.becomes, target.becomes_on) == ("Hosting S", dt.date(2027, 1, 1))
    assert not town.plan(SHOP).misfits  # today's quotas count


def test_the_customer_has_it_in_hand(town: Town) -> None:
    target_id = town.order(SHOP, product="m").target_id
    body = town.house.messages(town.customer)[-1].body
    for words in (
        "aus Ihrem Paket rathaus.de in ein neues Paket Hosting M mit der Hauptdomain laden.de umgezogen",
        "Postfächer: 3",
        "Die Domains zeigen auf das Startverzeichnis des Zielpakets.",
        "Gebühr, einmalig: 5,00\N{NO-BREAK SPACE}€ inkl. 19\N{NO-BREAK SPACE}% USt.",
        "Preis: 59,88\N{NO-BREAK SPACE}€ im Jahr",
        "Mindestlaufzeit: 12 Monate, bis 21.11.2027",
    ):
        assert words in body
    page = town.house.portal.contract_acts.page(town.access, PageRequest(descending=True))
    assert [(act.kind, act.has_paper) for act in page.rows] == [
        (ActKind.PACKAGE_ORDERED, False),
        (ActKind.SPLIT, True),
    ]
    assert target_id is not None
    assert "split" in town.house.actions()
