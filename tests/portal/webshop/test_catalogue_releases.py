"""A catalogue is published at once as a whole, by owner and webmaster, and turned back with one step."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from portal.errors import ChangedMeanwhile, Conflict, Unavailable
from portal.publishing.folder import PublicFolder
from portal.static_site.places import MARKER
from storage.models.packages import PackageState

if TYPE_CHECKING:
    from pathlib import Path

    from tests.portal.house import House
    from tests.portal.webshop.front import Front


def tea(front: Front) -> int:
    """The product that is there from the beginning."""
    with front.house.storage.reading() as work:
        return next(each.id for each in work.webshop.on_sale(front.access) if each.number == "T-1")


def test_a_catalogue_is_published_and_visitors_see_all_of_it(front: Front) -> None:
    view = front.releases.show(front.access)
    assert (view.products, view.missing, view.published_at) == (1, (), None)
    plan = front.plan()
    assert plan.added[0] == "products/T-1.html"
    assert (plan.changed, plan.removed, plan.missing, plan.can_turn_back) == ((), (), (), False)
    told: list[tuple[int, int]] = []
    assert front.releases.publish(front.access, plan, lambda done, total: told.append((done, total)))
    assert told[-1] == (len(plan.added), len(plan.added))
    assert front.releases.show(front.access).published_at == front.house.clock.now()
    assert not front.publish()  # it is what stands there
    modes = {path.is_dir(): stat.S_IMODE(path.stat().st_mode) for path in front.published.rglob("*")}
    assert modes == {True: 0o755, False: 0o644}


def test_what_would_change_is_told_before(front: Front) -> None:
    front.publish()
    new = front.product("B-1", "Tea book", stock=1)
    front.change_product(tea(front), price_cents=1100)
    plan = front.plan()
    assert plan.added == ("products/B-1.html",)
    assert set(plan.changed) >= {"products/T-1.html", "index.html", "a-z/index.html", "sitemap.xml"}
    front.publish()
    front.portal.shop_products.remove(front.access, new)
    assert front.plan().removed == ("products/B-1.html",)
    front.publish()
    assert "Tea book" not in front.says("/a-z/")
    front.change_product(tea(front), on_sale=False)
    front.publish()
    assert front.paths("products") == []
    assert "Zurzeit wird nichts angeboten." in front.says("/")


def test_the_same_shop_gives_the_same_bytes(front: Front) -> None:
    for number in ("b-2", "B-10", "B-2", "a"):
        front.product(number, f"Book {number}", category_id=front.category(f"Shelf {number}"))
    first = front.plan()
    assert front.plan().digest == first.digest
    front.publish()
    folder = front.published.resolve().name
    front.releases.take_away(front.access)
    front.publish()
    assert front.published.resolve().name == folder


def test_one_step_turns_back_and_another_forward(front: Front) -> None:
    front.publish()
    with pytest.raises(Conflict, match="nothing that was published before"):
        front.releases.turn_back(front.access)
    front.change_product(tea(front), name="Blue tea")
    front.publish()
    owner = front.house.inside(front.package, by_owner=True)
    front.releases.turn_back(owner)
    assert "Green tea" in front.says("/")
    assert "products/T-1.html" in front.plan().changed
    front.releases.turn_back(front.access)
    assert "Blue tea" in front.says("/")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"terms": " \n "}, "The terms are empty."),
        ({"email": ""}, "The shop’s email address is missing."),
        ({"is_open": False, "privacy": ""}, "The privacy policy is empty."),
        ({"is_open": False, "name": ""}, "The shop has no name yet."),
    ],
)
def test_nothing_is_published_while_something_is_missing(
    front: Front, values: dict[str, object], sentence: str
) -> None:
    with front.house.storage.writing() as work:
        shop = work.webshop.shop_to_change(front.access)
        for name, value in values.items():
            setattr(shop, name, value)
        work.commit()
    plan = front.plan()
    assert plan.missing == (sentence,)
    with pytest.raises(Conflict) as caught:
        front.releases.publish(front.access, plan)
    assert caught.value.message == sentence
    assert not front.published.exists()


def test_what_changed_since_it_was_shown_is_shown_again(front: Front) -> None:
    plan = front.plan()
    front.change_product(tea(front), name="Blue tea")
    with pytest.raises(ChangedMeanwhile) as caught:
        front.releases.publish(front.access, plan)
    assert not front.published.exists()
    assert isinstance(caught.value.now, type(plan))
    front.releases.publish(front.access, caught.value.now)
    assert "Blue tea" in front.says("/")


def test_an_order_that_takes_the_last_one_is_seen_at_the_next_publishing(front: Front) -> None:
    front.publish()
    front.order(lines={"T-1": 9})
    assert front.plan().changed == ()  # how many are left is nobody's to see
    front.order("web-2", lines={"T-1": 1})
    assert "products/T-1.html" in front.plan().changed


def test_a_catalogue_is_taken_away(front: Front) -> None:
    with pytest.raises(Conflict, match="not published"):
        front.releases.take_away(front.access)
    front.publish()
    front.releases.take_away(front.access)
    assert not front.published.exists()
    assert front.releases.show(front.access).published_at is None


def test_a_webspace_that_is_out_of_reach_changes_nothing(front: Front) -> None:
    plan = front.plan()
    front.webspace.rmdir()
    with pytest.raises(Unavailable, match="try again later") as caught:
        front.releases.publish(front.access, plan)
    assert "srv" not in caught.value.message
    assert front.releases.show(front.access).published_at is None


def test_a_package_that_is_out_of_service_publishes_nothing(front: Front) -> None:
    plan = front.plan()
    front.house.change(front.package, state=PackageState.SUSPENDED)
    with pytest.raises(Conflict, match="suspended") as caught:
        front.releases.publish(front.access, plan)
    assert not isinstance(caught.value, Unavailable)
    assert not front.published.exists()
    assert [each.name for each in front.webspace.iterdir()] == [".website.lock"]


def test_two_who_publish_at_once_take_turns(front: Front) -> None:
    plan = front.plan()
    with PublicFolder(front.published, MARKER).locked(), pytest.raises(Unavailable):
        front.releases.publish(front.access, plan)
    assert front.releases.publish(front.access, plan)


def test_whoever_is_killed_while_files_are_written_leaves_what_was_there(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    front.publish()
    front.change_product(tea(front), name="Blue tea")
    plan = front.plan()

    class Killed(BaseException):
        pass

    for last in (1, 5, len(front.paths()) - 1):

        def killed(done: int, _total: int, last: int = last) -> None:
            if done == last:
                raise Killed

        with pytest.raises(Killed):
            front.releases.publish(front.access, plan, killed)
        assert "Green tea" in front.says("/")
    real = PublicFolder._point_to

    def cut(self: PublicFolder, folder: Path) -> None:
        real(self, folder)
        raise Killed

    monkeypatch.setattr(PublicFolder, "_point_to", cut)
    with pytest.raises(Killed):
        front.publish()
    assert "Blue tea" in front.says("/")
    monkeypatch.undo()
    front.publish()
    assert "Blue tea" in front.says("/products/T-1.html")
    assert len(list(front.webspace.iterdir())) == 4  # the lock, the link, the two states


def test_description_and_theme_are_changed_once_by_whoever_saw_them(front: Front) -> None:
    seen = front.releases.show(front.access).settings
    front.looks(description="Tea from Cologne", theme="night")
    with pytest.raises(ChangedMeanwhile):
        front.releases.change(front.access, seen, seen.model_copy(update={"description": "x"}))
    front.publish()
    assert front.page("/").findtext(".//p[@class='claim']") == "Tea from Cologne"
    assert "color-scheme: dark" in front.read("theme.css")


def test_only_a_webshop_has_a_catalogue(house: House) -> None:
    package = house.package(house.customer(), "kein-shop.example")
    inside = house.inside(package, by_owner=True)
    for ask in (house.portal.shop_releases.show, house.portal.shop_releases.plan):
        with pytest.raises(Conflict, match="no webshop"):
            ask(inside)


def test_products_are_read_a_few_at_a_time_with_few_statements(front: Front) -> None:
    for number in range(60):
        front.product(f"N-{number:03}", f"Cup {number:03}")
    with front.house.statements() as seen:
        front.plan()
    assert len(seen) <= 9, seen
