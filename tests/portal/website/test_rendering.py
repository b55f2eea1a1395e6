"""A website as files: valid, accessible, complete, and always the same."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import html5lib
import pytest
from lxml import etree, html

from portal.static_site.themes import THEMES, stylesheet
from portal.static_site.writing import Fault
from portal.website.rendering import page_html, rendered
from storage.models.website import PageKind, ThemeName
from tests.portal.website.samples import page, site

if TYPE_CHECKING:
    from portal.static_site.themes import Theme
    from portal.website.rendering import Site

HOSTILE = "<script>alert(1)</script> & \" ' }} {% raw %}"

BLOG = site(
    page(
        1, title="Willkommen", slug="start", text="Gleich zu [den Touren](page:2).\n\n![Brocken](image:b.jpg)"
    ),
    page(2, position=1, title="Touren", slug="touren", text="| a | b |\n|---|---|\n| 1 | 2 |"),
    page(3, 2, title="Brocken", slug="brocken", text="# Auf\n\n1. hoch\n2. runter\n\n> schön\n\n```\nx\n```"),
    page(4, 2, 1, title="Geheim", slug="geheim", hidden=True),
    page(5, position=2, title="Neu im Mai", slug="mai", kind=PageKind.NEWS, text="Es geht *los*."),
    images=frozenset({"b.jpg", "unused.jpg"}),
)


def test_every_page_has_its_file_and_the_website_its_own() -> None:
    made = rendered(BLOG)
    assert sorted(made.files) == [
        "404.html",
        "feed.xml",
        "imprint/index.html",
        "index.html",
        "mai/index.html",
        "privacy/index.html",
        "robots.txt",
        "sitemap.xml",
        "theme.css",
        "touren/brocken/index.html",
        "touren/geheim/index.html",
        "touren/index.html",
    ]
    assert made.images == {"b.jpg"}
    assert made.broken == {}


@pytest.mark.parametrize("theme", ThemeName)
@pytest.mark.parametrize("language", ["de", "en"])
def test_all_pages_are_valid_html(theme: ThemeName, language: str) -> None:
    hostile = page(6, position=3, title=HOSTILE, slug="hostile", text=HOSTILE)
    made = rendered(
        site(*BLOG.pages, hostile, name=HOSTILE, description=HOSTILE, theme=theme, language=language)
    )
    for path, content in made.files.items():
        if path.endswith(".html"):
            tree = html5lib.HTMLParser(strict=True, tree=html5lib.getTreeBuilder("lxml")).parse(content)
            assert tree.xpath("count(//*[local-name()='script'])") == 0, path
            assert tree.xpath("count(//*[local-name()='h1'])") == 1, path


def test_what_people_typed_is_shown_as_it_is() -> None:
    [shown] = [
        html.fromstring(page_html(one, one.pages[0]))
        for one in [site(page(1, title=HOSTILE, text="x"), name=HOSTILE)]
    ]
    assert shown.findtext(".//h1") == HOSTILE
    assert shown.findtext(".//a[@class='name']") == HOSTILE


def test_the_navigation_shows_where_one_is_and_leaves_out_what_is_hidden() -> None:
    shown = html.fromstring(page_html(BLOG, BLOG.pages[2]))
    rows = [[link.text for link in row.iterfind(".//a")] for row in shown.iterfind(".//nav/ul")]
    assert rows == [["Willkommen", "Touren", "Neu im Mai"], ["Brocken"]]
    here = {link.text: link.get("aria-current") for link in shown.iterfind(".//nav//a")}
    assert here == {"Willkommen": None, "Touren": "true", "Neu im Mai": None, "Brocken": "page"}
    assert [link.get("href") for link in shown.iterfind(".//nav//a")][1] == "/touren/"


def test_links_follow_a_page_that_was_moved() -> None:
    moved = site(*BLOG.pages[:1], page(2, 5, title="Touren", slug="touren"), BLOG.pages[4])
    assert '<a href="/mai/touren/">den Touren</a>' in page_html(moved, moved.pages[0])


def test_a_broken_link_is_told_by_page() -> None:
    broken = rendered(site(page(1, text="[x](page:77)"), imprint="![y](image:no.png)")).broken
    assert {number: [each.fault for each in found] for number, found in broken.items()} == {
        1: [Fault.NO_PAGE],
        None: [Fault.NO_IMAGE],
    }


def test_the_same_pages_give_the_same_bytes() -> None:
    turned = site(*reversed(BLOG.pages), home_id=1, images=BLOG.images)
    assert rendered(BLOG).files == rendered(BLOG).files == rendered(turned).files


def test_search_engines_and_feed_readers_find_the_pages() -> None:
    made = rendered(BLOG).files
    sitemap = etree.fromstring(made["sitemap.xml"])
    assert [loc.text for loc in sitemap.iterfind(".//{*}loc")] == [
        "https://wanderblog.org/",
        "https://wanderblog.org/touren/",
        "https://wanderblog.org/touren/brocken/",
        "https://wanderblog.org/touren/geheim/",
        "https://wanderblog.org/mai/",
    ]
    feed = etree.fromstring(made["feed.xml"])
    assert [entry.findtext("{*}title") for entry in feed.iterfind("{*}entry")] == ["Neu im Mai"]
    assert feed.findtext("{*}entry/{*}summary") == "Es geht los."
    assert "feed.xml" not in rendered(site(page(1))).files
    assert b'name="robots" content="noindex"' in made["404.html"]
    assert b"noindex" not in made["index.html"]


def test_the_feed_has_the_newest_twenty() -> None:
    news = [
        page(
            number, position=number, kind=PageKind.NEWS, changed_on=dt.date(2026, 1, 1) + dt.timedelta(number)
        )
        for number in range(1, 31)
    ]
    feed = etree.fromstring(rendered(site(*news)).files["feed.xml"])
    assert [entry.findtext("{*}title") for entry in feed.iterfind("{*}entry")] == [
        f"Page {number}" for number in range(30, 10, -1)
    ]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_everybody_can_read_it(theme: Theme) -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    for text, behind in (
        (theme.ink, theme.paper),
        (theme.quiet, theme.paper),
        (theme.accent, theme.paper),
        (theme.on_band, theme.band),
    ):
        assert contrast(text, behind) >= 4.5, (text, behind)


@pytest.mark.parametrize("theme", ThemeName)
def test_nothing_comes_from_elsewhere(theme: ThemeName) -> None:
    css = stylesheet(theme)
    assert not re.search(r"url\(|@import|expression|https?:", css.replace('a[href^="http"]', ""))
    assert "@media print" in css
    used = set(re.findall(r"var\(--([a-z-]+)\)", css))
    assert used == set(re.findall(r"^  --([a-z-]+):", css, re.MULTILINE))


@pytest.mark.parametrize("one", [BLOG, site(), site(page(1), home_id=None)], ids=["blog", "empty", "no home"])
def test_no_link_of_the_website_leads_nowhere(one: Site) -> None:
    made = rendered(one)
    there = {f"/{path.removesuffix('index.html')}" for path in made.files}
    there |= {f"/images/{name}" for name in made.images}
    for path, content in made.files.items():
        if path.endswith(".html"):
            tree = html.fromstring(content)
            for link in (*tree.xpath("//@href"), *tree.xpath("//@src")):
                local = str(link).removeprefix("https://wanderblog.org")
                if local.startswith("/") and (local != "/" or (one.pages and one.home_id)):
                    assert local in there, (path, link)


def test_headings_follow_each_other_without_a_gap() -> None:
    shown = html.fromstring(page_html(BLOG, BLOG.pages[2]))
    levels = [int(each.tag[1]) for each in shown.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
