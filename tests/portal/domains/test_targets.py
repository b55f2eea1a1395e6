"""Where domains and subdomains lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from portal.domains import SiteChoice, SiteSettings, SiteTarget
from portal.domains.redirects import redirect_url
from portal.errors import ChangedMeanwhile, Conflict, InvalidInput
from portal.validation import checked
from portal.webspace.paths import directory
from storage.models.domains import DefaultAddress, DomainState
from tests.hostile import HOSTILE
from tests.portal.domains.steps import change_domain, listed, point, settings, subdomain

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from portal.portal import Portal
    from storage.models.packages import Package
    from tests.portal.house import House


def problems(**entered: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        checked(SiteSettings, entered)
    return caught.value.problems


def refused(portal: Portal, access: PackageAccess, name: str, **entered: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        point(portal, access, name, **entered)
    return caught.value.problems


# A directory.


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("/", "/"),
        ("", "/"),
        ("/html", "/html"),
        ("html/blog/", "/html/blog"),
        ("//html///./blog/.", "/html/blog"),
        ("/mit leerzeichen/ä", "/mit leerzeichen/ä"),
        ("/...", "/..."),
        ("/$HOME/%s/`id`", "/$HOME/%s/`id`"),
    ],
)
def test_a_directory_is_kept_in_its_normal_form(typed: str, kept: str) -> None:
    assert directory(typed) == kept
    assert checked(SiteSettings, {"directory": typed}).directory == kept


DOWN = "A path leads down from the package's own directory: “..” has no place in it."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("../../etc", DOWN),
        ("/html/../..", DOWN),
        ("..", DOWN),
        ("/html\\..", "A path is written with “/” between its directories, such as /html/blog."),
        ("/a\x00b", "Character U+0000 cannot be used here. Please remove it."),
        ("/a\nb", "Character U+000A cannot be used here. Please remove it."),
        ("/" + "ä" * 150, "The name of a directory is too long."),
        ("/" + "x/" * 100, "This is too long: 199 characters at most."),
    ],
)
def test_a_directory_outside_the_package_is_refused(typed: str, sentence: str) -> None:
    assert problems(directory=typed) == {"directory": sentence}


# A redirect.


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.org", "https://example.org"),
        ("HTTP://Example.ORG/Pfad", "http://example.org/Pfad"),
        (
            "https://müßig.example/größe?q=ä b#ü",
            "https://xn--mig-5ka8l.example/gr%C3%B6%C3%9Fe?q=%C3%A4%20b#%C3%BC",
        ),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org:443/", "https://example.org:443/"),
        ("https://192.0.2.7/", "https://192.0.2.7/"),
        ("https://[2001:DB8::1]/x", "https://[2001:db8::1]/x"),
        ('https://example.org/"<>{}|^`;$', "https://example.org/%22%3C%3E%7B%7D%7C%5E%60;$"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/%C3%A4", "https://example.org/%C3%A4"),
    ],
)
def test_a_redirect_is_kept_as_servers_read_it(typed: str, kept: str) -> None:
    found = checked(SiteSettings, {"target": "redirect", "redirect_to": typed, "redirect_code": "302"})
    assert (found.redirect_to, found.redirect_code) == (kept, 302)
    assert redirect_url(kept) == kept


NO_USER = "An address that everybody is sent to has no user name in it."

NO_ADDRESS = "This is not an address, such as https://example.de/shop."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Please fill in this field."),
        ("example.org", "An address begins with https:// or http://."),
        ("ftp://example.org", "An address begins with https:// or http://."),
        ("javascript:alert(1)", "An address begins with https:// or http://."),
        ("//example.org", "An address begins with https:// or http://."),
        ("https://", NO_ADDRESS),
        ("https:///pfad", NO_ADDRESS),
        ("https://example.org:0/", NO_ADDRESS),
        ("https://example.org:99999/", NO_ADDRESS),
        ("https://example.org:a/", NO_ADDRESS),
        ("https://[::1/", NO_ADDRESS),
        (
            "https://example.org\\@evil.example/",
            NO_USER,
        ),
        ("https://example.org/a\\b", NO_ADDRESS),
        ("https://anna:geheim@example.org/", NO_USER),
        ("https://localhost/", "This is not a domain name, such as example.de."),
        ("https://ex_ample.org/", "This is not a domain name, such as example.de."),
        ("https://example.org/\r\nSet-Cookie: a", "Character U+000A cannot be used here. Please remove it."),
        ("https://example.org/" + "x" * 1990, "This is too long: 2000 characters at most."),
        ("https://example.org/" + "ä" * 500, "This is too long: 2000 characters at most."),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(typed: str, sentence: str) -> None:
    assert problems(target="redirect", redirect_to=typed) == {"redirect_to": sentence}


@pytest.mark.parametrize("code", ["200", "303", "0", "-301"])
def test_a_redirect_is_301_or_302(code: str) -> None:
    assert problems(target="redirect", redirect_to="https://example.org", redirect_code=code) == {
        "redirect_code": "A redirect is 301 (for good) or 302 (for now)."
    }


@pytest.mark.parametrize("what", HOSTILE)
def test_whatever_is_typed_into_an_address_stays_one_line_of_ascii_or_is_refused(what: str) -> None:
    for typed in (HOSTILE[what], f"https://example.org/{HOSTILE[what]}", f"https://{HOSTILE[what]}/"):
        try:
            kept = checked(SiteSettings, {"target": "redirect", "redirect_to": typed}).redirect_to
        except InvalidInput:
            continue
        assert kept.isascii()
        assert kept.isprintable()
        assert not set(kept) & set(' "<>\\^`{|}')


@pytest.mark.parametrize("what", HOSTILE)
def test_whatever_is_typed_into_the_other_fields_is_accepted_or_refused_in_a_sentence(what: str) -> None:
    for target, name in (("directory", "directory"), ("domain", "points_to")):
        told: set[str] = set()
        try:
            checked(SiteSettings, {"target": target, name: HOSTILE[what]})
        except InvalidInput as error:
            told = set(error.problems)
        assert told <= {name}


@pytest.mark.parametrize(
    ("site", "to"),
    [
        ("meine.example", "https://meine.example/neu"),
        ("meine.example", "http://WWW.meine.example"),
        ("müßig.example", "https://müßig.example"),
        ("*.meine.example", "https://irgendwas.meine.example"),
        ("blog.meine.example", "https://blog.meine.example:8443/"),
    ],
)
def test_a_redirect_never_leads_to_itself(portal: Portal, owner: PackageAccess, site: str, to: str) -> None:
    subdomain(portal, owner, "*")
    subdomain(portal, owner, "blog")
    assert refused(portal, owner, site, target="redirect", redirect_to=to) == {
        "redirect_to": "A redirect cannot lead to where it comes from."
    }


def test_a_wildcard_may_lead_to_what_has_a_site_of_its_own(portal: Portal, owner: PackageAccess) -> None:
    subdomain(portal, owner, "blog")
    subdomain(portal, owner, "*", target="redirect", redirect_to="https://blog.meine.example/")


def test_two_redirects_do_not_lead_to_each_other(portal: Portal, owner: PackageAccess) -> None:
    point(portal, owner, "meine.example", target="redirect", redirect_to="https://www.zweite.example/")
    assert refused(
        portal, owner, "zweite.example", target="redirect", redirect_to="https://meine.example/"
    ) == {"redirect_to": "This leads round in a circle: meine.example leads back here."}


# Another domain.


def test_a_domain_shows_the_content_of_another_one(portal: Portal, owner: PackageAccess) -> None:
    point(portal, owner, "zweite.example", target="domain", points_to="MÜßIG.example")
    view = listed(portal, owner)["zweite.example"]
    assert view.settings is not None
    assert view.settings.points_to == "xn--mig-5ka8l.example"
    assert view.points_to == "müßig.example"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Please fill in this field."),
        ("blog", "This is not a domain name, such as example.de."),
        ("fehlt.example", "There is no domain or subdomain fehlt.example in this package."),
        ("fremd.example", "There is no domain or subdomain fremd.example in this package."),
        ("www.meine.example", "There is no domain or subdomain www.meine.example in this package."),
        ("zweite.example", "This is the domain itself. Please choose another one."),
    ],
)
def test_the_other_domain_must_be_there(
    house: House, portal: Portal, owner: PackageAccess, name: str, sentence: str
) -> None:
    house.package(house.customer(), "fremd.example")
    assert refused(portal, owner, "zweite.example", target="domain", points_to=name) == {
        "points_to": sentence
    }


def test_domains_do_not_show_one_another_in_a_circle(portal: Portal, owner: PackageAccess) -> None:
    point(portal, owner, "zweite.example", target="domain", points_to="müßig.example")
    subdomain(portal, owner, "blog", target="domain", points_to="zweite.example")
    assert refused(portal, owner, "müßig.example", target="domain", points_to="blog.meine.example") == {
        "points_to": "This leads round in a circle: zweite.example leads back here."
    }
    point(portal, owner, "müßig.example", target="redirect", redirect_to="https://example.org/")


def test_nor_do_a_redirect_and_a_domain(portal: Portal, owner: PackageAccess) -> None:
    point(portal, owner, "zweite.example", target="redirect", redirect_to="https://meine.example/")
    assert refused(portal, owner, "meine.example", target="domain", points_to="zweite.example") == {
        "points_to": "This leads round in a circle: zweite.example leads back here."
    }


def test_a_chain_of_domains_has_an_end(portal: Portal, owner: PackageAccess) -> None:
    before = "meine.example"
    for number in range(10):
        subdomain(portal, owner, f"s{number}", target="domain", points_to=before)
        before = f"s{number}.meine.example"
    with pytest.raises(InvalidInput) as caught:
        subdomain(portal, owner, "s10", target="domain", points_to=before)
    assert caught.value.message == "This leads on from one domain to the next too often."


def test_what_can_be_led_to_is_offered_by_name(portal: Portal, owner: PackageAccess) -> None:
    subdomain(portal, owner, "blog")
    subdomain(portal, owner, "*")
    assert portal.domains.targets(owner) == (
        SiteChoice("blog.meine.example", "blog.meine.example"),
        SiteChoice("meine.example", "meine.example"),
        SiteChoice("müßig.example", "xn--mig-5ka8l.example"),
        SiteChoice("zweite.example", "zweite.example"),
    )


def test_nothing_is_offered_where_there_is_too_much_to_choose_from(
    portal: Portal, owner: PackageAccess
) -> None:
    for number in range(98):
        subdomain(portal, owner, f"s{number}")
    assert portal.domains.targets(owner) == ()
    subdomain(portal, owner, "neu", target="domain", points_to="s7.meine.example")


# All of them.


def test_only_what_belongs_to_the_target_is_looked_at_and_kept() -> None:
    typed = {"directory": "../..", "points_to": "?", "redirect_to": "?", "redirect_code": "?"}
    assert checked(SiteSettings, {"target": "parked"} | typed) == SiteSettings(target=SiteTarget.PARKED)
    kept = checked(SiteSettings, {"target": "directory"} | typed | {"directory": "/html"})
    assert kept == SiteSettings(directory="/html")


def test_an_unknown_target_is_refused() -> None:
    assert set(problems(target="moon", directory="../..")) == {"target"}


def test_the_default_address_of_a_domain_is_set(portal: Portal, owner: PackageAccess) -> None:
    assert settings(portal, owner, "meine.example").default_address is DefaultAddress.BOTH
    point(portal, owner, "meine.example", default_address="www")
    assert settings(portal, owner, "meine.example").default_address is DefaultAddress.WWW


def test_what_two_sessions_change_is_changed_by_the_first(
    portal: Portal, owner: PackageAccess, webmaster: PackageAccess
) -> None:
    view = listed(portal, webmaster)["meine.example"]
    assert view.settings is not None
    point(portal, owner, "meine.example", target="directory", directory="/html")
    entered = SiteSettings(target=SiteTarget.PARKED)
    with pytest.raises(ChangedMeanwhile) as caught:
        portal.domains.change(webmaster, view.id, entered, view.settings)
    assert caught.value.stored == {"directory": "/html"}
    assert settings(portal, owner, "meine.example").directory == "/html"
    assert isinstance(caught.value.now, SiteSettings)
    portal.domains.change(webmaster, view.id, entered, caught.value.now)
    assert settings(portal, owner, "meine.example") == entered


def test_saving_what_stands_there_changes_nothing(house: House, portal: Portal, owner: PackageAccess) -> None:
    before = house.audit()
    point(portal, owner, "meine.example", target="directory")
    assert len(house.audit()) == len(before)


def test_a_domain_that_has_ended_is_not_changed(
    house: House, portal: Portal, package: Package, owner: PackageAccess
) -> None:
    view = listed(portal, owner)["zweite.example"]
    assert view.settings is not None
    change_domain(house, package, "zweite.example", state=DomainState.ENDED)
    with pytest.raises(Conflict) as caught:
        portal.domains.change(owner, view.id, SiteSettings(target=SiteTarget.PARKED), view.settings)
    assert caught.value.message == "This domain has ended: it can be looked at, but not changed."
