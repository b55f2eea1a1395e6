"""The help articles, and finding them."""

from __future__ import annotations

import gc
import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.help import Library, Part
from portal.help.searching import Index
from portal.settings import BackupSettings, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.help import Hit, Piece, Shelf


@pytest.fixture(scope="module")
def library() -> Iterator[Library]:
    library = Library(Settings())
    yield library
    library.close()


@pytest.fixture(scope="module")
def shelf(library: Library) -> Shelf:
    return library.for_customers


def found(shelf: Shelf, typed: str) -> list[str]:
    return [hit.article.name for hit in shelf.search(typed)]


def marked(pieces: tuple[Piece, ...]) -> str:
    return "".join(f"<{piece.text}>" if piece.found else piece.text for piece in pieces)


def test_every_article_is_whole_and_leads_only_to_articles_its_readers_have(library: Library) -> None:
    assert len(library.for_customers.articles) > 50
    for article in library.for_customers.articles:
        assert article.title
        assert article.keywords
        assert 100 < len(article.text) < 3000, article.name
        assert "{" not in article.text, article.name
        for other in article.see:
            shelf = library.for_customers if article.part is Part.CONTRACT else library.for_everybody
            assert shelf.article(other) is not None, f"{article.name} leads to {other}"
            assert other != article.name


def test_no_two_articles_are_called_the_same(shelf: Shelf) -> None:
    assert len({article.title.casefold() for article in shelf.articles}) == len(shelf.articles)


def test_contents_are_ordered_by_part_and_title(shelf: Shelf) -> None:
    parts = [article.part for article in shelf.articles]
    assert parts == sorted(parts, key=list(Part).index)
    own = [article.title for article in shelf.articles if article.part is Part.CONTRACT]
    assert own == sorted(own, key=str.casefold)


def test_a_package_login_finds_nothing_contractual(library: Library) -> None:
    shelf = library.for_everybody
    for typed in ("terminate", "invoice", "service pin", "bank data", "customer service", "a", "e"):
        assert all(hit.article.part is not Part.CONTRACT for hit in shelf.search(typed))
    assert shelf.article("termination") is None
    assert shelf.article("catch-all") is not None


def test_figures_are_those_of_the_provider() -> None:
    library = Library(Settings(backups=BackupSettings(kept_days=77)))
    article = library.for_everybody.article("backups")
    library.close()
    assert article is not None
    assert "kept for 77 days" in article.text


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("catch-all", "catch-all"),
        ("catch", "catch-all"),
        ("CATCHALL", "catch-all"),
        ("dns", "dns"),
        ("email", "email"),
        ("cancel", "termination"),
        ("iban", "bank-data"),
        ("how do I change my bank account", "bank-data"),
        ("vacation", "auto-reply"),
        ("lost passw", "forgotten-passwords"),
        ("certif", "ssl"),
        ("phone pin", "service-pin"),
        ("cáncel", "termination"),
        ("SPÀM", "spam"),
        ("php", "php"),
        ("undo", "undo"),
        ("ssh key", "sftp"),
    ],
)
def test_what_fits_best_stands_on_top(shelf: Shelf, typed: str, first: str) -> None:
    assert found(shelf, typed)[0] == first


def test_what_was_found_is_marked_in_title_and_text(shelf: Shelf) -> None:
    hit = shelf.search("catch")[0]
    assert marked(hit.title) == "<Catch>-all"
    assert marked(hit.snippet).startswith("A <catch>-all takes mail to every address")
    [hit] = [hit for hit in shelf.search("domain") if hit.article.name == "domains"]
    assert "<Domains>" in marked(hit.title)


def test_only_the_last_word_may_be_unfinished(shelf: Shelf) -> None:
    assert found(shelf, "forwards adr") == found(shelf, "forwards")  # no word begins so: one of them will do
    assert "forwards" in found(shelf, "forwards addr")


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", '"', "'", "*", "a*", "^a", "NEAR(a b)", "AND", "OR", "NOT", "a AND", "title:x", "a-b", "(",
        ")", "\x00", "\ud800", "\x02\x03", "_", "__ _", "{a b}", ";DROP TABLE help", "x" * 10_000,
        "a " * 5_000,
        "ⅷ", "²", "🙂", "नमस्ते", "\u0301", "ß",
    ],
)  # fmt: skip
def test_anything_can_be_typed(shelf: Shelf, typed: str) -> None:
    assert all(hit.article in shelf.articles for hit in shelf.search(typed))


@given(st.text(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_is_typed_fails(shelf: Shelf, typed: str) -> None:
    assert all(whole(hit) for hit in shelf.search(typed))


def whole(hit: Hit) -> bool:
    return "".join(piece.text for piece in hit.title) == hit.article.title


def test_an_index_that_nobody_closed_leaves_no_connection_open(library: Library) -> None:
    index = Index(library.for_customers.articles)
    connection = index._connection
    assert index.search("catch-all")
    del index
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


def test_it_can_be_closed_twice(library: Library) -> None:
    index = Index(library.for_customers.articles)
    index.close()
    index.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        index.search("catch-all")
