"""A website is published at once as a whole, and turned back with one step."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from portal.errors import ChangedMeanwhile, Conflict, Unavailable
from portal.publishing.folder import PublicFolder
from portal.static_site.images import LARGEST
from portal.static_site.writing import Fault
from portal.website.models import LegalTexts
from storage.models.products import Resource

if TYPE_CHECKING:
    from pathlib import Path

    from tests.portal.website.conftest import Press


def home(press: Press) -> int:
    return press.blog.show().pages[0].id


def test_a_website_is_published_and_visitors_see_all_of_it(press: Press) -> None:
    plan = press.plan()
    assert "index.html" in plan.added
    assert (plan.changed, plan.removed, plan.missing, plan.can_turn_back) == ((), (), (), False)
    assert press.publish()
    assert "Erste Fassung" in press.read("index.html")
    assert "https://wanderblog.org/" in press.read("sitemap.xml")
    assert press.blog.show().changes == press.blog.used()[Resource.UNPUBLISHED_CHANGES] == 0
    assert press.blog.show().published_at == press.blog.house.clock.now()
    assert not press.publish()  # it is what stands there
    modes = {
        path.is_dir(): stat.S_IMODE(path.stat().st_mode) for path in (press.webspace / "website").rglob("*")
    }
    assert modes == {True: 0o755, False: 0o644}
    assert stat.S_IMODE((press.webspace / "website").stat().st_mode) == 0o755


def test_what_would_change_is_told_before(press: Press) -> None:
    press.publish()
    press.blog.save(home(press), text="Zweite Fassung")
    press.blog.add("Neu")
    assert press.blog.show().changes == 2
    plan = press.plan()
    assert "neu/index.html" in plan.added
    assert {"index.html", "sitemap.xml"} <= set(plan.changed)
    press.publish()
    gone = press.blog.show().pages[1].id
    press.blog.website.remove(press.blog.owner, gone)
    assert press.blog.show().changes == 1
    assert press.plan().removed == ("neu/index.html",)


def test_one_step_turns_back_and_another_forward(press: Press) -> None:
    press.publish()
    with pytest.raises(Conflict, match="nothing that was published before"):
        press.releases.turn_back(press.blog.owner)
    press.blog.save(home(press), text="Zweite Fassung")
    press.publish()
    assert press.plan().can_turn_back
    press.releases.turn_back(press.blog.webmaster)
    assert "Erste Fassung" in press.read("index.html")
    assert press.blog.show().changes == 1
    assert press.plan().changed
    press.releases.turn_back(press.blog.owner)
    assert "Zweite Fassung" in press.read("index.html")


def test_nothing_is_published_without_imprint_privacy_and_home_page(press: Press) -> None:
    blog = press.blog
    blog.website.change_legal(blog.owner, LegalTexts(imprint=" \n "), blog.show().legal)
    blog.website.remove(blog.owner, home(press))
    plan = press.plan()
    assert [sentence.split()[1] for sentence in plan.missing] == ["website", "imprint", "privacy"]
    with pytest.raises(Conflict, match="The imprint is empty"):
        press.releases.publish(blog.owner, plan)
    assert not (press.webspace / "website").exists()


def test_what_changed_since_it_was_shown_is_shown_again(press: Press) -> None:
    plan = press.plan()
    press.blog.save(home(press), text="Zweite Fassung")
    with pytest.raises(ChangedMeanwhile) as caught:
        press.releases.publish(press.blog.owner, plan)
    assert not (press.webspace / "website").exists()
    assert isinstance(caught.value.now, type(plan))
    press.releases.publish(press.blog.owner, caught.value.now)
    assert "Zweite Fassung" in press.read("index.html")


def test_a_website_is_taken_away(press: Press) -> None:
    with pytest.raises(Conflict, match="not published"):
        press.releases.take_away(press.blog.owner)
    press.publish()
    press.releases.take_away(press.blog.owner)
    assert not (press.webspace / "website").exists()
    assert press.blog.show().published_at is None
    assert press.blog.show().changes == 2  # the page, and the legal texts
    press.publish()
    assert "Erste Fassung" in press.read("index.html")


def test_images_come_along_and_links_of_the_webspace_lead_nowhere(press: Press, tmp_path: Path) -> None:
    folder = press.webspace / "images"
    folder.mkdir()
    (folder / "rose.jpg").write_bytes(b"\xff\xd8rose")
    (folder / "unused.png").write_bytes(b"png")
    (folder / "script.svg").write_text("<svg/>")
    (folder / "mit leer.jpg").write_bytes(b"x")
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    (folder / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    os.mkfifo(folder / "pipe.jpg")
    with (folder / "huge.jpg").open("wb") as file:
        file.truncate(LARGEST + 1)
    assert [image.name for image in press.releases.images(press.blog.owner)] == ["rose.jpg", "unused.png"]
    press.blog.save(home(press), text="![Rose](image:rose.jpg) ![Link](image:link.jpg) [x](page:99)")
    plan = press.plan()
    assert [(each.page, each.broken.fault) for each in plan.broken] == [
        ("Start", Fault.NO_IMAGE),
        ("Start", Fault.NO_PAGE),
    ]
    press.publish()
    assert (press.webspace / "website" / "images" / "rose.jpg").read_bytes() == b"\xff\xd8rose"
    assert [path.name for path in (press.webspace / "website" / "images").iterdir()] == ["rose.jpg"]


def test_a_folder_of_images_that_leads_elsewhere_is_none(press: Press, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "rose.jpg").write_bytes(b"x")
    (press.webspace / "images").symlink_to(tmp_path / "elsewhere")
    assert press.releases.images(press.blog.owner) == ()


def test_a_webspace_that_is_out_of_reach_changes_nothing(press: Press) -> None:
    plan = press.plan()
    press.webspace.rmdir()
    with pytest.raises(Unavailable, match="try again later") as caught:
        press.releases.publish(press.blog.owner, plan)
    assert "srv" not in caught.value.message
    assert press.blog.show().published_at is None


def test_whatever_is_in_the_way_stays(press: Press) -> None:
    (press.webspace / "website").mkdir()
    (press.webspace / "website" / "mine.html").write_text("mine")
    with pytest.raises(Unavailable):
        press.publish()
    assert press.read("mine.html") == "mine"


def test_two_who_publish_at_once_take_turns(press: Press) -> None:
    plan = press.plan()
    with PublicFolder(press.webspace / "website", "sitemap.xml").locked(), pytest.raises(Unavailable):
        press.releases.publish(press.blog.owner, plan)
    press.releases.publish(press.blog.webmaster, plan)
    assert not press.releases.publish(press.blog.owner, replace(plan, added=()))


def test_power_that_goes_leaves_one_state_or_the_other(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever step is the last: visitors see the first version or the second, and the next try works."""
    press.publish()
    press.blog.save(home(press), text="Zweite Fassung")
    steps = 0
    real = PublicFolder._point_to

    class PowerCut(BaseException):
        pass

    def cut(self: PublicFolder, folder: Path) -> None:
        nonlocal steps
        steps += 1
        if steps == 2:
            real(self, folder)
        raise PowerCut

    monkeypatch.setattr(PublicFolder, "_point_to", cut)
    for expected in ("Erste Fassung", "Zweite Fassung"):
        with pytest.raises(PowerCut):
            press.publish()
        assert expected in press.read("index.html")
        assert press.blog.show().changes == 1
    monkeypatch.undo()
    press.publish()
    assert "Zweite Fassung" in press.read("index.html")
    assert press.blog.show().changes == 0
