"""Pages are moved about, and stay a tree."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import InvalidInput
from portal.static_site.slugs import LONGEST, SLUG, derived, free, require_slug
from portal.website.pages import Move, Place, Tree, moved, places_after
from tests.portal.website.samples import page

if TYPE_CHECKING:
    from collections.abc import Iterable

TREE = Tree(
    [page(1), page(2, position=1), page(3, 2), page(4, 2, 1), page(5, 4), page(6, position=2)], home_id=1
)


def drawn(tree: Tree) -> list[str]:
    """The tree as people see it."""
    return [f"{'  ' * depth}{each.id}" for each, depth in tree.walk()]


def after(tree: Tree, moves: Iterable[tuple[int, Move]]) -> Tree:
    for page_id, move in moves:
        found = tree.page(page_id)
        assert found is not None
        place = moved(tree, found, move)
        if place is not None:
            changed = places_after(tree, page_id, place)
            pages = [
                replace(each, parent_id=changed[each.id].parent_id, position=changed[each.id].position)
                if each.id in changed
                else each
                for each in tree.pages
            ]
            tree = Tree(pages, tree.home_id)
    return tree


def test_pages_stand_in_their_order_beneath_each_other() -> None:
    assert drawn(TREE) == ["1", "2", "  3", "  4", "    5", "6"]
    assert [TREE.address(each) for each, _depth in TREE.walk()] == [
        "/",
        "/page-2/",
        "/page-2/page-3/",
        "/page-2/page-4/",
        "/page-2/page-4/page-5/",
        "/page-6/",
    ]


@pytest.mark.parametrize(
    ("number", "move", "expected"),
    [
        (4, Move.UP, ["1", "2", "  4", "    5", "  3", "6"]),
        (2, Move.DOWN, ["1", "6", "2", "  3", "  4", "    5"]),
        (6, Move.IN, ["1", "2", "  3", "  4", "    5", "  6"]),
        (4, Move.OUT, ["1", "2", "  3", "4", "  5", "6"]),
        (5, Move.OUT, ["1", "2", "  3", "  4", "  5", "6"]),
        (1, Move.UP, drawn(TREE)),
        (6, Move.DOWN, drawn(TREE)),
        (3, Move.IN, drawn(TREE)),
        (1, Move.OUT, drawn(TREE)),
    ],
)
def test_a_page_moves_by_one_step(number: int, move: Move, expected: list[str]) -> None:
    assert drawn(after(TREE, [(number, move)])) == expected


@given(st.lists(st.tuples(st.integers(1, 6), st.sampled_from(Move))))
def test_no_moves_lose_a_page_or_make_a_circle(moves: list[tuple[int, Move]]) -> None:
    tree = after(TREE, moves)
    assert sorted(each.id for each, _depth in tree.walk()) == [1, 2, 3, 4, 5, 6]
    for parent in (None, *range(1, 7)):
        beneath = tree.beneath(parent)
        assert [each.position for each in beneath] == list(range(len(beneath)))


def test_a_page_is_not_moved_beneath_itself() -> None:
    assert TREE.is_beneath(5, 2)
    assert TREE.is_beneath(2, 2)
    assert not TREE.is_beneath(2, 5)
    assert not TREE.is_beneath(2, None)


def test_what_stands_beneath_a_page_that_is_gone_stands_at_the_top() -> None:
    tree = Tree([page(1), page(2, 99)], None)
    assert drawn(tree) == ["1", "2"]
    found = tree.page(2)
    assert found is not None
    assert moved(tree, found, Move.OUT) is None
    assert places_after(tree, 2, Place(1, 0)) == {2: Place(1, 0)}


def test_what_stands_beneath_the_home_page_shares_its_addresses_with_the_top() -> None:
    tree = Tree([page(1), page(2, 1), page(3)], 1)
    assert [tree.address(each) for each, _depth in tree.walk()] == ["/", "/page-2/", "/page-3/"]
    assert tree.slugs_beside(None) == tree.slugs_beside(1) == {"page-1", "page-2", "page-3"}
    assert tree.slugs_beside(None, 3) == {"page-1", "page-2"}
    assert tree.slugs_beside(3) == set()


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Über uns", "ueber-uns"),
        ("Straße & Weg", "strasse-weg"),
        ("Łódź", "lodz"),
        ("  ...  ", "page"),
        ("../../etc", "etc"),
        ("<script>", "script"),
        ("日本", "ri-ben"),
    ],
)
def test_slugs_come_from_titles(title: str, slug: str) -> None:
    assert derived(title) == slug


@given(st.text(max_size=300))
def test_whatever_a_title_is_its_slug_is_one(title: str) -> None:
    slug = free(derived(title), {"page", "a"})
    assert SLUG.fullmatch(slug)
    assert len(slug) <= LONGEST
    require_slug(slug, {"page", "a"})


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("About", "small letters"),
        ("a--b", "small letters"),
        ("-a", "small letters"),
        ("../a", "small letters"),
        ("a/b", "small letters"),
        ("", "small letters"),
        ("ä", "small letters"),
        ("a" * 61, "60 at most"),
        ("images", "website's own"),
        ("taken", "Another page"),
    ],
)
def test_what_is_no_slug_is_refused(slug: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        require_slug(slug, {"taken"})
    assert caught.value.field == "slug"
    assert sentence in caught.value.message
