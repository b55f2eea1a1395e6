"""What visitors of a shop find: products, categories, an index, legal pages."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import html5lib
import pytest
from lxml import etree

from portal.static_site.writing import Fault
from storage.models.website import ThemeName
from tests.hostile import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.portal.webshop.front import Front

EVIL = "<script>alert(1)</script> & \" ' }} {% raw %} {0} %s </pre>"

LEGAL = ("imprint", "terms", "withdrawal", "privacy", "shipping")


def pages(front: Front) -> Iterator[tuple[str, str]]:
    return ((path, front.read(path)) for path in front.paths() if path.endswith(".html"))


def links(front: Front, address: str, within: str = "main") -> list[tuple[str, str]]:
    """What is linked on a page: words and address."""
    found = front.page(address).iterfind(f".//{within}//a")
    return [(" ".join(link.text_content().split()), link.get("href")) for link in found]


def test_a_shop_has_its_pages_and_nothing_else(front: Front) -> None:
    front.publish()
    assert front.paths() == [
        "404.html",
        "a-z/index.html",
        "categories/alle-artikel/index.html",
        "categories/index.html",
        "imprint/index.html",
        "index.html",
        "order/index.html",
        "privacy/index.html",
        "products/T-1.html",
        "robots.txt",
        "shipping/index.html",
        "sitemap.xml",
        "terms/index.html",
        "theme.css",
        "withdrawal/index.html",
    ]


def test_a_product_says_what_law_wants_and_leads_to_its_order(front: Front) -> None:
    front.product("B-1", "Tea book", price_cents=1680, tax_rate=19, stock=1, text="One.\nTwo.\n\nThree.")
    front.product("F-1", "Postage stamp", price_cents=95, tax_rate=0, stock=1)
    front.publish()
    assert front.says("/products/T-1.html").startswith(
        "Alle Artikel › Green tea Green tea 10,00 € inkl. 7 % USt., zzgl. Versand Lieferbar Per E-Mail"
    )
    assert ("Versand", "/shipping/") in links(front, "/products/T-1.html")
    assert "inkl. 19 % USt." in front.says("/products/B-1.html")
    assert "umsatzsteuerfrei, zzgl. Versand" in front.says("/products/F-1.html")
    texts = [each.text_content() for each in front.page("/products/B-1.html").iterfind(".//p")]
    assert texts[-3:] == ["One.\nTwo.", "Three.", "Artikelnummer B-1"]
    shipping = front.says("/shipping/")
    assert "Within two days." in shipping
    assert "Parcel 4,90 €" in shipping
    assert "Transfer kostenlos" in shipping


def test_what_is_sold_out_says_so_and_cannot_be_ordered(front: Front) -> None:
    product = front.product("B-1", "Tea book", stock=1)
    front.publish()
    assert "mailto:" in front.read("products/B-1.html")
    front.change_product(product, stock=0)
    front.publish()
    assert "Ausverkauft" in front.says("/products/B-1.html")
    assert "mailto:" not in front.read("products/B-1.html")
    assert "Tea book 10,00 € Ausverkauft" in front.says("/")


def test_products_stand_in_their_categories_in_order_and_pages_lead_on(front: Front) -> None:
    second, first = front.category("Zubehör", 2), front.category("Tee", 1)
    front.category("Leer", 3)
    for number in range(100, 0, -1):
        front.product(f"K-{number}", f"Kanne {number:03}", category_id=second)
    front.product("O-1", "Älterer Oolong", category_id=first)
    front.product("O-2", "Zen", category_id=first)
    front.product("O-3", "assam", category_id=first)
    front.publish()
    assert [words for words, _address in links(front, "/", "header//nav")] == [
        "Tee", "Zubehör", "Weitere Artikel", "Artikel von A bis Z", "Bestellen", "Versand und Zahlung",
    ]  # fmt: skip
    assert [words for words, _address in links(front, "/categories/tee/")] == [
        "Älterer Oolong",
        "assam",
        "Zen",
    ]
    assert ("Alle 100 Artikel in Zubehör", "/categories/zubehoer/") in links(front, "/")
    one = links(front, "/categories/zubehoer/")
    two = links(front, "/categories/zubehoer/2/")
    three = links(front, "/categories/zubehoer/3/")
    assert (len(one), one[-1]) == (49, ("weiter →", "/categories/zubehoer/2/"))
    assert (two[-2], two[-1]) == (
        ("← zurück", "/categories/zubehoer/"),
        ("weiter →", "/categories/zubehoer/3/"),
    )
    assert [words for words, _address in (*one[:-1], *two[:-2], *three[:-1])] == [
        f"Kanne {number:03}" for number in range(1, 101)
    ]
    assert not (front.published / "categories" / "leer").exists()
    marked = front.page("/products/K-7.html").xpath("//nav//a[@aria-current]")
    assert [(link.text, link.get("aria-current")) for link in marked] == [("Zubehör", "true")]


def test_every_word_of_a_name_and_every_number_leads_to_the_product(front: Front) -> None:
    front.product("Q-1", "Öl für die Teekanne, 250 ml")
    front.publish()
    found = front.page("/a-z/")
    words = {
        term.text: [link.get("href") for link in after.iterfind("a")]
        for term, after in pairwise(found.iterfind(".//dl/*"))
        if term.tag == "dt"
    }
    oil, tea = ["/products/Q-1.html"], ["/products/T-1.html"]
    assert words == {"250": oil, "Green": tea, "Öl": oil, "Q-1": oil, "T-1": tea, "tea": tea, "Teekanne": oil}


def test_a_long_index_has_pages_for_each_letter(front: Front) -> None:
    for number in range(300):
        front.product(f"N-{number:03}", f"Tasse {number:03}")
    front.publish()
    letters = links(front, "/a-z/")
    assert letters == [(letter, f"/a-z/{letter.lower()}/") for letter in ("0-9", "G", "N", "T")]
    first, second = front.page("/a-z/n/"), front.page("/a-z/n/2/")
    numbers = [term.text for page in (first, second) for term in page.iterfind(".//dt")]
    assert numbers == [f"N-{number:03}" for number in range(300)]
    assert "… und 252 weitere: Bitte suchen Sie nach einem anderen Wort des Namens." in front.says("/a-z/t/")


def test_pictures_come_along_once_and_what_is_not_there_is_told(front: Front) -> None:
    front.image("tea & cup.jpg")
    front.image("tea.jpg", b"\xff\xd8tea")
    for number in ("B-1", "B-2"):
        front.product(number, f"Book {number}", picture="tea.jpg")
    front.product("B-3", "No picture", picture="gone.jpg")
    plan = front.plan()
    assert [(each.page, each.broken.fault, each.broken.target) for each in plan.broken] == [
        ("B-3 No picture", Fault.NO_IMAGE, "gone.jpg")
    ]
    front.publish()
    assert front.paths("images") == ["images/tea.jpg"]
    [picture] = front.page("/products/B-1.html").iterfind(".//main//img")
    assert (picture.get("src"), picture.get("alt")) == ("/images/tea.jpg", "Book B-1")
    assert front.page("/products/B-3.html").find(".//main//img") is None


def test_a_closed_shop_says_so_and_shows_what_law_wants(front: Front) -> None:
    front.change_opening(is_open=False, opening_text="Back in May.\nSee you.")
    front.change_legal(terms="", shipping="")
    front.publish()
    assert front.says("/") == "Teehaus Jutta Back in May. See you."
    assert [path for path in front.paths() if path.endswith(".html")] == [
        "404.html",
        "imprint/index.html",
        "index.html",
        "privacy/index.html",
        "withdrawal/index.html",
    ]
    assert "Green tea" not in "".join(text for _path, text in pages(front))
    front.change_opening(opening_text="")
    front.publish()
    assert front.says("/") == "Teehaus Jutta Dieser Shop ist zurzeit geschlossen."


def test_legal_texts_are_markdown_with_their_lines_kept(front: Front) -> None:
    front.change_legal(imprint="# Anbieter\nJutta\nAm Markt 1\n\n[x](page:1) <b>y</b>")
    assert [(each.page, each.broken.fault) for each in front.plan().broken] == [("Impressum", Fault.NO_PAGE)]
    front.publish()
    imprint = front.page("/imprint/")
    assert [each.text for each in imprint.iterfind(".//h2")] == ["Anbieter"]
    assert len(imprint.findall(".//main//br")) == 1
    assert "<b>y</b>" in front.says("/imprint/")


@pytest.mark.parametrize("theme", ThemeName)
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("is_open", [True, False], ids=["open", "closed"])
def test_all_pages_are_valid_html_and_nothing_comes_from_elsewhere(
    front: Front, theme: ThemeName, language: str, *, is_open: bool
) -> None:
    """Whatever was typed in all fields of shop, category, product and kinds is shown as it was typed."""
    category = front.category(EVIL)
    front.product("E-1", EVIL, text=EVIL, category_id=category, stock=1)
    front.product("E-2", EVIL, text=EVIL)
    front.change_settings(name=EVIL, language=language)
    front.change_legal(**dict.fromkeys(LEGAL, EVIL))
    front.change_opening(is_open=is_open, opening_text=EVIL)
    front.looks(description=EVIL, theme=theme)
    front.publish()
    for path, text in pages(front):
        tree = html5lib.HTMLParser(strict=True, tree=html5lib.getTreeBuilder("lxml")).parse(text)
        assert tree.xpath("count(//*[local-name()='script'])") == 0, path
        assert tree.xpath("count(//*[local-name()='h1'])") == 1, path
        sources = tree.xpath("//*[local-name()!='a']/@href | //@src | //@action | //@style")
        assert all(re.match(r"/(?!/)|https://tee\.example/", source) for source in sources), path
    assert front.page("/").findtext(".//a[@class='name']") == EVIL
    assert EVIL in front.page("/imprint/").find(".//main").text_content().replace("\n", "")
    if is_open:
        product = front.page("/products/E-1.html")
        assert product.findtext(".//h1") == EVIL
        assert [each.text for each in product.iterfind(".//main//p") if each.text == EVIL] == [EVIL]
        assert product.findtext(".//p[@class='path']/a") == EVIL


def test_no_link_leads_nowhere(front: Front) -> None:
    front.image("tea.jpg")
    for place in range(9):
        category = front.category(f"Group {place}")
        for number in range(60 if place == 3 else 2):
            front.product(f"P-{place}/{number}", f"Thing {number}", category_id=category, picture="tea.jpg")
    front.publish()
    there = {f"/{path.removesuffix('index.html')}" for path in front.paths()}
    for path, _text in pages(front):
        page = front.page(f"/{path}".removesuffix("index.html"))
        for link in (*page.xpath("//@href"), *page.xpath("//@src")):
            local = str(link).removeprefix("https://tee.example")
            if not local.startswith("mailto:"):
                assert local.partition("#")[0] in {*there, ""}, (path, link)
    assert ("Alle Kategorien", "/categories/") in links(front, "/", "header//nav")


def test_a_number_that_is_no_name_of_a_file_has_one_of_its_own(front: Front) -> None:
    for number in ("A/1", "A-1", "A.1", "A_1", "a-1"):
        front.product(number, f"Thing {number}")
    front.publish()
    assert [path for path in front.paths("products") if "T-1" not in path] == [
        "products/A-1.html", "products/A.1.html", "products/A_1.html", "products/A~2F1.html",
        "products/a-1.html",
    ]  # fmt: skip


def test_search_engines_find_what_there_is(front: Front) -> None:
    front.publish()
    sitemap = etree.fromstring(front.read("sitemap.xml").encode())
    found = [loc.text.removeprefix("https://tee.example") for loc in sitemap.iterfind(".//{*}loc")]
    assert {"/", "/products/T-1.html", "/a-z/", "/order/", "/imprint/"} <= set(found)
    assert (
        len(found) == len(set(found)) == len([path for path in front.paths() if path.endswith(".html")]) - 1
    )
    assert "Sitemap: https://tee.example/sitemap.xml" in front.read("robots.txt")
    assert 'name="robots" content="noindex"' in front.read("404.html")


def test_hostile_text_that_the_portal_takes_is_shown(front: Front) -> None:
    """Each string that may be typed becomes a product, and is found on its page as it was stored."""
    stored = {}
    for place, text in enumerate(HOSTILE.values()):
        try:
            front.product(f"H-{place}", text)
        except ValueError:
            continue
        stored[f"H-{place}"] = True
    assert len(stored) > 10
    front.publish()
    with front.house.storage.reading() as work:
        names = {each.number: each.name for each in work.webshop.on_sale(front.access)}
    for number in stored:
        assert front.page(f"/products/{number}.html").findtext(".//h1") == names[number]
