"""Making and removing subdomains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.domains import NewSubdomain, SiteSettings, SiteTarget
from portal.errors import Conflict, InvalidInput, NotFound
from portal.paging import PageRequest
from storage.models.domains import DomainState
from storage.models.packages import PackageState
from tests.hostile import HOSTILE
from tests.portal.domains.steps import change_domain, domain_id, listed, point, settings, subdomain

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from portal.portal import Portal
    from storage.models.customers import Customer
    from storage.models.packages import Package
    from tests.portal.house import House

LETTERS = "Please use letters, digits and hyphens, such as blog or blog.shop, or * for all other names."
LONG = "Between two dots stand 63 characters at most."
UNDERSCORE = "No website has an underscore in its name; DNS has records that do."


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("blog", "blog"),
        ("  BLOG ", "blog"),
        ("a.b.c", "a.b.c"),
        ("größe", "xn--gre-6ka8i"),
        ("xn--gre-6ka8i", "xn--gre-6ka8i"),
        ("a。b", "a.b"),
        ("*", "*"),
        ("3", "3"),
        ("x" * 63, "x" * 63),
    ],
)
def test_a_subdomain_is_kept_in_punycode_and_small_letters(
    portal: Portal, owner: PackageAccess, typed: str, label: str
) -> None:
    subdomain(portal, owner, typed)
    [added] = [view for view in listed(portal, owner).values() if view.label]
    assert (added.label, added.ascii_name) == (label, f"{label}.meine.example")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("_dmarc", UNDERSCORE),
        ("a_b", UNDERSCORE),
        ("x" * 64, LONG),
        ("ä" * 60, LETTERS),  # more than 63 in punycode
        ("-a", LETTERS),
        ("a-", LETTERS),
        ("a..b", LETTERS),
        (".", LETTERS),
        ("a b", LETTERS),
        ("a/b", LETTERS),
        ("**", LETTERS),
        ("a.*", LETTERS),
        ("*.shop", LETTERS),
        ("*a", LETTERS),
        ("💩", LETTERS),
        ("xn--", LETTERS),
        (".".join("x" * 38 for _part in range(5)), "This name is too long for a subdomain."),
        ("", "Please fill in this field."),
        ("www", "www belongs to meine.example itself: its default address says what happens there."),
        (
            "blog.meine.example",
            "Please leave out the domain: what stands before .meine.example is enough.",
        ),
        ("meine.example", "Please leave out the domain: what stands before .meine.example is enough."),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_a_sentence(
    portal: Portal, owner: PackageAccess, typed: str, sentence: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        subdomain(portal, owner, typed)
    assert caught.value.problems == {"label": sentence}


@pytest.mark.parametrize("what", HOSTILE)
def test_whatever_is_typed_becomes_a_name_of_dns_or_a_sentence(
    portal: Portal, owner: PackageAccess, what: str
) -> None:
    told: set[str] = set()
    try:
        subdomain(portal, owner, HOSTILE[what])
    except InvalidInput as error:
        told = set(error.problems)
    added = [view.label for view in listed(portal, owner).values() if view.label]
    assert (len(added), told) in ((1, set()), (0, {"label"}))
    assert all(label.isascii() and label.replace("-", "").replace(".", "").isalnum() for label in added)


def test_a_whole_name_has_253_characters_at_most(house: House, portal: Portal, jutta: Customer) -> None:
    long = f"{'y' * 63}.{'y' * 63}.example"
    one = house.package(jutta, long)
    access = portal.packages.open(house.access(jutta), one.id)
    just_right = f"{'x' * 63}.{'x' * (253 - 64 - 1 - len(long))}"
    subdomain(portal, access, just_right, long)
    with pytest.raises(InvalidInput) as caught:
        subdomain(portal, access, f"{just_right}x", long)
    assert caught.value.message == "With the domain this is 254 characters long; 253 is the most."


def test_a_name_can_be_there_only_once(portal: Portal, owner: PackageAccess) -> None:
    subdomain(portal, owner, "größe")
    with pytest.raises(InvalidInput) as caught:
        subdomain(portal, owner, "xn--GRE-6ka8i")
    assert caught.value.problems == {"label": "There is a subdomain größe.meine.example already."}
    subdomain(portal, owner, "größe", "zweite.example")


@pytest.mark.parametrize("typed", ["shop", "neu.shop", "ganz.neu.shop"])
def test_a_name_that_is_somebody_s_domain_is_taken_with_all_beneath_it(
    house: House, portal: Portal, owner: PackageAccess, typed: str
) -> None:
    house.package(house.customer(), "shop.meine.example")
    with pytest.raises(InvalidInput) as caught:
        subdomain(portal, owner, typed)
    assert caught.value.problems == {"label": "shop.meine.example is taken."}
    subdomain(portal, owner, "neu.shop2")


def test_a_domain_that_has_ended_takes_no_name(
    house: House, portal: Portal, package: Package, owner: PackageAccess
) -> None:
    house.ended_domain(package, "shop.meine.example")
    subdomain(portal, owner, "shop")


def test_there_is_no_subdomain_of_another_s_domain_nor_of_one_that_has_ended(
    house: House, portal: Portal, package: Package, owner: PackageAccess
) -> None:
    fremd = house.customer()
    one = house.package(fremd, "fremd.example")
    stranger = portal.packages.open(house.access(fremd), one.id)
    ended = domain_id(portal, owner, "zweite.example")
    change_domain(house, package, "zweite.example", state=DomainState.ENDED)
    for where in (domain_id(portal, stranger, "fremd.example"), ended, 4711):
        with pytest.raises(NotFound):
            portal.domains.add(owner, NewSubdomain(domain_id=where, label="blog"))


def test_a_webmaster_makes_none_under_a_domain_that_is_closed_to_them(
    house: House, portal: Portal, package: Package, owner: PackageAccess, webmaster: PackageAccess
) -> None:
    closed = domain_id(portal, owner)
    blog = subdomain(portal, webmaster, "blog")
    change_domain(house, package, "meine.example", open_to_webmaster=False)
    with pytest.raises(NotFound):
        portal.domains.add(webmaster, NewSubdomain(domain_id=closed, label="neu"))
    with pytest.raises(NotFound):
        portal.domains.remove(webmaster, blog)
    with pytest.raises(NotFound):
        portal.domains.change(webmaster, blog, SiteSettings(target=SiteTarget.PARKED), SiteSettings())
    portal.domains.remove(owner, blog)


def test_another_package_s_subdomain_is_not_there(house: House, portal: Portal, owner: PackageAccess) -> None:
    blog = subdomain(portal, owner, "blog")
    fremd = house.customer()
    stranger = portal.packages.open(house.access(fremd), house.package(fremd, "fremd.example").id)
    with pytest.raises(NotFound):
        portal.domains.remove(stranger, blog)
    with pytest.raises(NotFound):
        portal.domains.change(stranger, blog, SiteSettings(target=SiteTarget.PARKED), SiteSettings())
    assert "blog.meine.example" in listed(portal, owner)


def test_a_subdomain_is_removed_and_a_domain_is_not(portal: Portal, owner: PackageAccess) -> None:
    portal.domains.remove(owner, subdomain(portal, owner, "blog"))
    assert "blog.meine.example" not in listed(portal, owner)
    with pytest.raises(Conflict) as caught:
        portal.domains.remove(owner, listed(portal, owner)["meine.example"].id)
    assert caught.value.message == "meine.example is a domain: only subdomains are deleted here."


def test_what_another_one_shows_is_not_removed(portal: Portal, owner: PackageAccess) -> None:
    blog = subdomain(portal, owner, "blog")
    point(portal, owner, "zweite.example", target="domain", points_to="blog.meine.example")
    with pytest.raises(Conflict) as caught:
        portal.domains.remove(owner, blog)
    assert caught.value.message == (
        "zweite.example shows the content of blog.meine.example. Please change that first."
    )


def test_two_sessions_that_add_the_same_make_one(
    house: House, portal: Portal, owner: PackageAccess, webmaster: PackageAccess
) -> None:
    subdomain(portal, owner, "blog")
    with pytest.raises(InvalidInput):
        subdomain(house.restarted(), webmaster, "blog")


@pytest.mark.parametrize("state", [PackageState.SUSPENDED, PackageState.ENDED])
def test_a_package_out_of_service_is_only_looked_at(
    house: House, portal: Portal, package: Package, owner: PackageAccess, state: PackageState
) -> None:
    house.change(package, state=state)
    with pytest.raises(Conflict):
        subdomain(portal, owner, "blog")
    assert listed(portal, owner)["meine.example"].state is DomainState.ACTIVE


# What the history says, and undoing it.


def undo_newest(portal: Portal, access: PackageAccess) -> None:
    [newest, *_others] = portal.history.page(access, PageRequest(sort="when", descending=True)).page.rows
    portal.history.undo(access, newest.id)


def test_adding_changing_and_removing_stand_in_the_history(
    house: House, portal: Portal, owner: PackageAccess
) -> None:
    blog = subdomain(portal, owner, "blog")
    point(portal, owner, "blog.meine.example", target="redirect", redirect_to="https://example.org")
    point(portal, owner, "meine.example", default_address="www")
    portal.domains.remove(owner, blog)
    rows = portal.history.page(owner, PageRequest(sort="when", descending=True)).page.rows
    assert [(view.kind, view.action, view.name, view.fields) for view in rows if view.kind != "zone"] == [
        ("subdomain", "removed", "blog.meine.example", ()),
        ("domain", "changed", "meine.example", ("default_address",)),
        ("subdomain", "changed", "blog.meine.example", ("target", "redirect_to")),
        ("subdomain", "added", "blog.meine.example", ()),
    ]
    assert [action for action in house.actions() if "domain" in action][-4:] == [
        "subdomain added",
        "subdomain changed",
        "domain changed",
        "subdomain removed",
    ]


def test_each_of_them_can_be_undone(portal: Portal, owner: PackageAccess) -> None:
    blog = subdomain(portal, owner, "blog", target="redirect", redirect_to="https://example.org/")
    undo_newest(portal, owner)
    assert "blog.meine.example" not in listed(portal, owner)
    blog = subdomain(portal, owner, "blog", target="redirect", redirect_to="https://example.org/")
    point(portal, owner, "blog.meine.example", target="parked")
    undo_newest(portal, owner)
    assert settings(portal, owner, "blog.meine.example").redirect_to == "https://example.org/"
    blog = listed(portal, owner)["blog.meine.example"].id
    portal.domains.remove(owner, blog)
    undo_newest(portal, owner)
    assert settings(portal, owner, "blog.meine.example").redirect_to == "https://example.org/"


def test_a_removed_subdomain_does_not_come_back_where_its_name_was_taken_meanwhile(
    house: House, portal: Portal, owner: PackageAccess
) -> None:
    portal.domains.remove(owner, subdomain(portal, owner, "shop"))
    house.package(house.customer(), "shop.meine.example")
    with pytest.raises(Conflict) as caught:
        undo_newest(portal, owner)
    assert caught.value.message == "shop.meine.example is taken."


def test_an_undone_change_does_not_lead_to_what_is_gone(portal: Portal, owner: PackageAccess) -> None:
    blog = subdomain(portal, owner, "blog")
    point(portal, owner, "zweite.example", target="domain", points_to="blog.meine.example")
    point(portal, owner, "zweite.example", target="parked")
    [newest, *_others] = portal.history.page(owner, PageRequest(sort="when", descending=True)).page.rows
    portal.domains.remove(owner, blog)
    with pytest.raises(Conflict) as caught:
        portal.history.undo(owner, newest.id)
    assert caught.value.message == "There is no domain or subdomain blog.meine.example in this package."


def test_an_undone_addition_leaves_nobody_leading_to_it(portal: Portal, owner: PackageAccess) -> None:
    subdomain(portal, owner, "blog")
    [added, *_others] = portal.history.page(owner, PageRequest(sort="when", descending=True)).page.rows
    point(portal, owner, "zweite.example", target="domain", points_to="blog.meine.example")
    with pytest.raises(Conflict) as caught:
        portal.history.undo(owner, added.id)
    assert caught.value.message.startswith("zweite.example shows the content of blog.meine.example.")
