"""A website is written: by the owner and the webmaster, in turns and at the same time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from portal.errors import ChangedMeanwhile, Conflict, InvalidInput, NotFound
from portal.website.models import LONGEST_TEXT, LegalTexts, NewPage, PageContents, SiteSettings
from portal.website.pages import Move, Place
from portal.website.service import KEPT_VERSIONS
from storage.models.packages import PackageState
from storage.models.products import Family, Resource
from storage.models.website import PageKind, ThemeName
from tests.portal.house import PACKAGE_PASSWORD
from tests.portal.website.conftest import contents

if TYPE_CHECKING:
    from tests.portal.house import House
    from tests.portal.website.conftest import Blog


def test_a_website_begins_with_its_home_page(blog: Blog) -> None:
    assert blog.show().pages == ()
    assert blog.show().settings.name == "wanderblog.org"
    home = blog.add("Willkommen")
    tours = blog.add("Unsere Touren")
    blog.add("Brocken", tours)
    assert blog.drawn() == ["Willkommen", "Unsere Touren", "  Brocken"]
    assert [row.address for row in blog.show().pages] == ["/", "/unsere-touren/", "/unsere-touren/brocken/"]
    assert [row.id for row in blog.show().pages if row.is_home] == [home]
    assert (blog.show().allowed, blog.used()[Resource.PAGES]) == (10, 3)
    assert blog.show().changes == blog.used()[Resource.UNPUBLISHED_CHANGES] == 3


def test_pages_of_the_same_title_get_addresses_of_their_own(blog: Blog) -> None:
    for _time in range(3):
        blog.add("Über uns")
    assert [blog.open(row.id).settings.slug for row in blog.show().pages] == [
        "ueber-uns",
        "ueber-uns-2",
        "ueber-uns-3",
    ]


def test_the_product_says_how_many_pages_there_are(blog: Blog) -> None:
    for number in range(10):
        blog.add(f"Seite {number}")
    with pytest.raises(Conflict, match="10"):
        blog.add("Eine zu viel")
    assert blog.used()[Resource.PAGES] == 10


def test_a_product_that_names_no_number_of_pages_limits_none(house: House) -> None:
    product = house.product({Resource.DOMAINS: 1}, family=Family.WEBSITE_BUILDER, rank=901)
    package = house.package(house.customer(), "wanderblog.org", of=product, password=PACKAGE_PASSWORD)
    access = house.inside(package, by_owner=True)
    house.portal.website.add(access, NewPage(title="Start"))
    shown = house.portal.website.show(access)
    assert (len(shown.pages), shown.allowed) == (1, None)


def test_another_title_is_a_version_and_lets_a_draft_go_on(blog: Blog) -> None:
    page_id = blog.add("Touren", text="Alle Pfade.")
    blog.website.keep_draft(blog.owner, blog.open(page_id), "Alle Pfade, und mehr.")
    seen = blog.open(page_id)
    entered = seen.settings.model_copy(update={"title": "Pfade", "hidden": True})
    blog.website.change(blog.webmaster, page_id, entered, seen.settings)
    now = blog.open(page_id)
    assert (now.contents.title, now.contents.text, now.number) == ("Pfade", "Alle Pfade.", seen.number + 1)
    assert now.draft is not None
    assert (now.draft.text, now.draft.is_outdated) == ("Alle Pfade, und mehr.", False)
    assert now.address == "/"
    with pytest.raises(ChangedMeanwhile):
        blog.website.change(blog.owner, page_id, entered, seen.settings)


def test_a_draft_that_is_what_was_saved_is_none(blog: Blog) -> None:
    page_id = blog.add("Touren", text="Alle Pfade.")
    for text, is_draft in (("Alle", True), ("Alle Pfade.", False)):
        blog.website.keep_draft(blog.owner, blog.open(page_id), text)
        assert (blog.open(page_id).draft is not None) is is_draft


@pytest.mark.parametrize("text", ["a\x1b]0;x\x07", "x" * (LONGEST_TEXT + 1)])
def test_a_draft_that_cannot_be_kept_is_refused_with_a_sentence(blog: Blog, text: str) -> None:
    page_id = blog.add("Touren", text="Alle Pfade.")
    with pytest.raises(InvalidInput):
        blog.website.keep_draft(blog.owner, blog.open(page_id), text)
    assert blog.open(page_id).draft is None


def test_another_package_has_no_website_builder(house: House) -> None:
    package = house.package(house.customer(), "andere.example")
    access = house.inside(package, by_owner=True)
    for use in (
        lambda: house.portal.website.show(access),
        lambda: house.portal.website.add(access, NewPage(title="x")),
    ):
        with pytest.raises(Conflict, match="no website builder"):
            use()


def test_nothing_is_changed_in_a_package_that_has_ended(blog: Blog) -> None:
    page = blog.add("Seite")
    blog.house.change(blog.package, state=PackageState.ENDED)
    with pytest.raises(Conflict, match="ended"):
        blog.save(page, text="x")


def test_a_save_is_a_version_that_can_be_brought_back(blog: Blog) -> None:
    page = blog.add("Tour", text="Erste Fassung")
    assert blog.save(page, text="Zweite Fassung", title="Die Tour") == 2
    assert blog.save(page, text="Zweite Fassung", title="Die Tour") == 2  # nothing was changed
    newest, first = blog.website.versions(blog.webmaster, page)
    assert (newest.title, newest.text, newest.by_owner) == ("Die Tour", "Zweite Fassung", True)
    assert (first.number, first.text) == (1, "Erste Fassung")
    assert blog.website.restore(blog.webmaster, page, 1) == 3
    assert blog.open(page).contents == contents("Tour", "Erste Fassung")
    assert [version.by_owner for version in blog.website.versions(blog.owner, page)] == [False, True, True]
    with pytest.raises(NotFound):
        blog.website.restore(blog.owner, page, 99)


def test_only_the_newest_versions_are_kept(blog: Blog) -> None:
    page = blog.add("Tour")
    for number in range(KEPT_VERSIONS + 3):
        blog.save(page, text=f"Fassung {number}")
    kept = [version.number for version in blog.website.versions(blog.owner, page)]
    assert kept == list(range(KEPT_VERSIONS + 3, 3, -1))


def test_who_saves_later_sees_both_texts_and_saves_then(blog: Blog) -> None:
    page = blog.add("Tour", text="Anfang")
    mine, theirs = blog.open(page), blog.website.open(blog.webmaster, page)
    blog.website.save(blog.webmaster, theirs, contents("Tour", "Vom Webmaster"))
    with pytest.raises(ChangedMeanwhile) as caught:
        blog.website.save(blog.owner, mine, contents("Tour", "Vom Eigentümer"))
    now: Any = caught.value.now
    assert now.contents.text == "Vom Webmaster"
    assert blog.open(page).contents.text == "Vom Webmaster"
    blog.website.save(blog.owner, now, contents("Tour", "Beides"))
    assert blog.open(page).contents.text == "Beides"


def test_what_is_typed_is_kept_until_it_is_saved(blog: Blog) -> None:
    page = blog.add("Tour", text="Anfang")
    seen = blog.open(page)
    blog.website.keep_draft(blog.owner, seen, "Anfang und mehr")
    opened = blog.open(page)
    assert opened.draft is not None
    assert (opened.draft.text, opened.draft.is_outdated) == ("Anfang und mehr", False)
    assert opened.contents.text == "Anfang"
    assert [row.has_draft for row in blog.show().pages] == [True]
    blog.website.save(blog.owner, opened, contents("Tour", opened.draft.text))
    assert blog.open(page).draft is None
    blog.website.keep_draft(blog.owner, blog.open(page), "verworfen")
    blog.website.drop_draft(blog.owner, blog.open(page))
    assert blog.open(page).draft is None


def test_what_two_type_at_the_same_time_is_never_lost(blog: Blog) -> None:
    page = blog.add("Tour", text="Anfang")
    mine, theirs = blog.open(page), blog.website.open(blog.webmaster, page)
    kept = blog.website.keep_draft(blog.owner, mine, "Meins")
    with pytest.raises(Conflict, match="writing on this page, too"):
        blog.website.keep_draft(blog.webmaster, theirs, "Deins")
    blog.website.drop_draft(blog.webmaster, theirs)  # nothing of mine
    mine = replace(mine, draft=kept)
    kept = blog.website.keep_draft(blog.owner, mine, "Meins, und mehr")
    blog.website.save(blog.webmaster, theirs, contents("Tour", "Deins"))
    now = blog.open(page)
    assert now.contents.text == "Deins"
    assert now.draft is not None
    assert (now.draft.text, now.draft.is_outdated) == ("Meins, und mehr", True)
    with pytest.raises(ChangedMeanwhile):
        blog.website.save(blog.owner, replace(mine, draft=kept), contents("Tour", "Meins, und mehr"))
    blog.website.save(blog.owner, now, contents("Tour", "Meins, und mehr"))
    assert blog.open(page).draft is None
    assert [version.text for version in blog.website.versions(blog.owner, page)][:2] == [
        "Meins, und mehr",
        "Deins",
    ]


def test_a_draft_knows_that_the_page_was_saved_since(blog: Blog) -> None:
    page = blog.add("Tour", text="Anfang")
    seen = blog.open(page)
    blog.website.keep_draft(blog.owner, seen, "Mein Entwurf")
    with blog.house.storage.writing() as work:
        stored = work.websites.page(blog.owner, page)
        assert stored is not None
        stored.number += 1
        work.commit()
    draft = blog.open(page).draft
    assert draft is not None
    assert draft.is_outdated


def test_pages_move_with_what_stands_beneath_them(blog: Blog) -> None:
    blog.add("Start")
    tours = blog.add("Touren")
    blog.add("Brocken", tours)
    other = blog.add("Anderes")
    assert blog.website.move(blog.webmaster, other, Move.UP)
    assert blog.drawn() == ["Start", "Anderes", "Touren", "  Brocken"]
    assert blog.website.move(blog.owner, tours, Move.IN)
    assert blog.drawn() == ["Start", "Anderes", "  Touren", "    Brocken"]
    assert not blog.website.move(blog.owner, tours, Move.UP)
    with pytest.raises(Conflict, match="beneath itself"):
        blog.website.put(blog.owner, other, Place(tours, 0))
    with pytest.raises(NotFound):
        blog.website.put(blog.owner, other, Place(999, 0))
    blog.website.put(blog.owner, tours, Place(None, 0))
    assert blog.drawn() == ["Touren", "  Brocken", "Start", "Anderes"]


def test_a_page_that_is_moved_beside_its_namesake_gets_an_address_of_its_own(blog: Blog) -> None:
    blog.add("Start")
    first = blog.add("Touren")
    second = blog.add("Touren", first)
    blog.website.move(blog.owner, second, Move.OUT)
    assert [row.address for row in blog.show().pages] == ["/", "/touren/", "/touren-2/"]


def test_a_page_is_found_under_the_name_it_is_given(blog: Blog) -> None:
    blog.add("Start")
    page = blog.add("Touren")
    seen = blog.open(page).settings
    wanted = seen.model_copy(update={"slug": "wandern", "hidden": True, "kind": PageKind.NEWS})
    blog.website.change(blog.owner, page, wanted, seen)
    assert [(row.address, row.hidden, row.kind) for row in blog.show().pages][1] == (
        "/wandern/",
        True,
        PageKind.NEWS,
    )
    with pytest.raises(ChangedMeanwhile):
        blog.website.change(blog.owner, page, seen, seen)
    for slug in ("images", "../oben", "start"):
        with pytest.raises(InvalidInput):
            blog.website.change(blog.owner, page, wanted.model_copy(update={"slug": slug}), wanted)


def test_a_page_goes_with_all_beneath_it_but_never_the_home_page_alone(blog: Blog) -> None:
    home = blog.add("Start")
    tours = blog.add("Touren", text="Text")
    blog.add("Brocken", blog.add("Harz", tours), text="Text")
    with pytest.raises(Conflict, match="home page"):
        blog.website.remove(blog.owner, home)
    assert blog.website.remove(blog.webmaster, tours) == 3
    assert blog.drawn() == ["Start"]
    assert blog.used()[Resource.PAGES] == 1
    with pytest.raises(NotFound):
        blog.open(tours)
    assert blog.website.remove(blog.owner, home) == 1
    assert blog.show().pages == ()


def test_another_page_becomes_the_home_page(blog: Blog) -> None:
    home = blog.add("Start")
    other = blog.add("Neu", blog.add("Touren", home))
    blog.website.make_home(blog.owner, other)
    assert blog.drawn() == ["Neu", "Start", "  Touren"]
    assert [row.address for row in blog.show().pages] == ["/", "/start/", "/start/touren/"]


def test_the_website_has_its_name_and_what_law_wants(blog: Blog) -> None:
    seen = blog.show()
    entered = SiteSettings(name="Wanderblog", description="Zu Fuß", language="en", theme=ThemeName.NIGHT)
    blog.website.change_settings(blog.webmaster, entered, seen.settings)
    texts = LegalTexts(imprint="Erika\nMusterstadt", privacy="Nichts.")
    blog.website.change_legal(blog.webmaster, texts, seen.legal)
    assert (blog.show().settings, blog.show().legal) == (entered, texts)
    assert blog.show().changes == 1
    with pytest.raises(ChangedMeanwhile):
        blog.website.change_settings(blog.owner, entered, seen.settings)
    with pytest.raises(ChangedMeanwhile):
        blog.website.change_legal(blog.owner, texts, seen.legal)


def test_another_packages_pages_are_not_there(blog: Blog) -> None:
    page = blog.add("Start")
    stranger = blog.house.package(blog.house.customer(), "fremd.example")
    with blog.house.storage.reading() as work:
        product_id = work.packages.current(blog.owner)[0].product_id
    blog.house.change(stranger, product_id=product_id)
    access = blog.house.inside(stranger, by_owner=True)
    for use in (
        lambda: blog.website.open(access, page),
        lambda: blog.website.versions(access, page),
        lambda: blog.website.remove(access, page),
        lambda: blog.website.restore(access, page, 1),
        lambda: blog.website.move(access, page, Move.UP),
    ):
        with pytest.raises(NotFound):
            use()


def test_everything_stands_in_the_history_without_waiting_for_servers(blog: Blog) -> None:
    page = blog.add("Start", text="x")
    blog.website.remove(blog.webmaster, page)
    with blog.house.storage.reading() as work:
        package, _product = work.packages.current(blog.owner)
        assert package.revision == 0
    assert blog.house.actions()[-3:] == ["page added", "page changed", "page removed"]


@pytest.mark.parametrize("text", ["x\x00", "x\u202e", "\ud800", "x" * (LONGEST_TEXT + 1)])
def test_what_cannot_be_a_text_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        PageContents(title="x", text=text)
