"""A website is written, looked at, published and turned back, by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.demo.credentials import BLOG
from tests.tui.steps import appears, field_error, fill, noticed, reads, saved, sign_in_package, the_form
from tests.tui.website_steps import (
    drawn,
    editor,
    mark,
    marked,
    on_screen,
    previewed,
    seen_by_visitors,
    start,
    start_as_webmaster,
    the_builder,
    webspace,
    write,
)
from tui.screens.package import PackageScreen
from tui.screens.packages import PackagesScreen
from tui.screens.publishing import PublishModal
from tui.screens.website.both_texts import BothTextsModal
from tui.widgets.dialogs import ConfirmModal
from tui.widgets.form import FormModal
from tui.widgets.frame import MOST_KEYS, shown_bindings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.tui.portal_app import Keyboard, PortalApp

SAVED = "The page was saved. Publish it when you like."


async def publish(pilot: Keyboard) -> None:
    """Publish from the pages; the box is closed again."""
    await pilot.press("p")
    await pilot.until(lambda: isinstance(pilot.app.screen, PublishModal))
    await pilot.until(lambda: pilot.app.focused and pilot.app.focused.id == "publish", "It cannot be.")
    await pilot.press("enter")
    await reads(pilot, "Published. Visitors see your website at")
    await pilot.press("enter")
    await pilot.until(lambda: pilot.app.screen is the_builder(pilot))


@pytest.mark.parametrize("begin", [start, start_as_webmaster], ids=["owner", "webmaster"])
async def test_a_page_is_added_written_linked_previewed_published_and_turned_back(
    portal_app: PortalApp, begin: Callable[[Keyboard], Awaitable[None]]
) -> None:
    webspace(portal_app)
    async with portal_app() as pilot:
        await begin(pilot)
        assert drawn(pilot)[:3] == ["Wanderblog", "Tours", "  Brocken"]
        await publish(pilot)
        assert "Zugspitze" not in seen_by_visitors(portal_app, "/")
        await pilot.press("n")
        await pilot.until(lambda: isinstance(pilot.app.screen, FormModal))
        await fill(pilot, "title", "Zugspitze")
        await saved(pilot)
        await pilot.until(lambda: on_screen(pilot) == "Zugspitze" and pilot.app.focused is editor(pilot))
        await pilot.press(*"# Up high", "enter", *"Before, see ", "f8")
        await reads(pilot, "Which page?")
        await pilot.press("down", "down", "enter")
        await pilot.until(lambda: "[Brocken](page:3)" in editor(pilot).text)
        await pilot.press("f4")
        await pilot.until(lambda: "Before, see Brocken→" in previewed(pilot))
        await pilot.press("f4", "f2")
        await noticed(pilot, SAVED)
        await pilot.press("escape")
        await publish(pilot)
        page = seen_by_visitors(portal_app, "/zugspitze")
        assert '<a href="/tours/brocken/">Brocken</a>' in page
        await pilot.press("t")
        await noticed(pilot, "Visitors see what was published before. The same key turns forward again.")
        assert not seen_by_visitors(portal_app, "/zugspitze")
        await pilot.press("t")
        await pilot.until(lambda: seen_by_visitors(portal_app, "/zugspitze") == page)
        await pilot.press("escape")
        opened = PackagesScreen if begin is start else PackageScreen
        await pilot.until(lambda: isinstance(pilot.app.screen, opened))


async def test_what_is_typed_is_a_draft_that_is_there_the_next_time(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await start(pilot)
        await write(pilot, "Huts")
        await pilot.press("end", *" Or not.")
        await appears(pilot, "not saved")
        await pilot.press("escape", "end")
        await pilot.until(lambda: on_screen(pilot) == "About me")
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        [(text, draft)] = portal_app.stored("SELECT text, draft FROM website_pages WHERE title = 'Huts'")
        assert draft == f"{text} Or not."
        await pilot.press("s")
        await appears(pilot, "draft")
        await mark(pilot, "Huts")
        assert editor(pilot).text == draft
        await appears(pilot, "kept as a draft")


async def test_what_is_typed_is_kept_after_a_pause(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await start(pilot)
        await write(pilot, "Huts")
        await pilot.press(*"Oh. ")
        await appears(pilot, "kept as a draft")
        await pilot.press("ctrl+z")
        await appears(pilot, "saved")


async def test_pages_go_up_down_in_and_out_with_the_arrow_keys(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await start(pilot)
        await mark(pilot, "What to pack")
        before = drawn(pilot)
        await pilot.press("m", "right")
        await pilot.until(lambda: "  What to pack" in drawn(pilot))
        await pilot.press("up")
        await pilot.until(lambda: drawn(pilot).index("  What to pack") == before.index("  An autumn walk"))
        await pilot.press("down", "left")
        await pilot.until(lambda: drawn(pilot) == before)
        await pilot.press("enter", "up")
        await pilot.until(lambda: on_screen(pilot) == "An autumn walk", "The arrow keys still move the page.")
        assert drawn(pilot) == before


async def test_a_page_gets_another_title_and_address_and_hides(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await start(pilot)
        await mark(pilot, "Huts")
        await pilot.press("e")
        await pilot.until(lambda: isinstance(pilot.app.screen, FormModal))
        await fill(pilot, "slug", "imprint")
        await fill(pilot, "title", "Where to sleep")
        await pilot.press("f2")
        await pilot.until(lambda: field_error(pilot, "slug"))
        assert field_error(pilot, "slug") == "“imprint” is the website's own. Please choose another."
        await fill(pilot, "slug", "sleep")
        await saved(pilot)
        await appears(pilot, "/sleep/ · saved")
        assert "Where to sleep" in drawn(pilot)


async def test_a_page_goes_with_those_beneath_it_once_its_name_is_typed(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await start(pilot)
        await mark(pilot, "Tours")
        await pilot.press("d")
        await reads(pilot, "So do 3 pages beneath it.")
        await fill(pilot, "name", "Tours")
        await saved(pilot)
        await pilot.until(lambda: "Tours" not in drawn(pilot))
        assert "  Brocken" not in drawn(pilot)
        await pilot.until(lambda: on_screen(pilot) == marked(pilot))


async def test_the_home_page_cannot_go_before_there_is_another(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await start(pilot)
        await pilot.press("d")
        await reads(pilot, "Type its name")
        await fill(pilot, "name", "Wanderblog")
        await pilot.press("f2")
        words = "The home page is among them. Please make another page the home page first."
        await noticed(pilot, words)
        await mark(pilot, "About me")
        await pilot.press("h")
        await pilot.until(lambda: drawn(pilot)[0] == "About me")


def somebody_saves(portal_app: PortalApp, title: str, text: str) -> None:
    """The other one saves a page meanwhile."""
    portal_app.store("UPDATE website_pages SET number = number + 1, text = ? WHERE title = ?", text, title)


@pytest.mark.parametrize(("choice", "stands"), [("mine", "Mine."), ("theirs", "Theirs.")])
async def test_two_who_write_on_one_page_see_both_texts(
    portal_app: PortalApp, choice: str, stands: str
) -> None:
    async with portal_app() as pilot:
        await start(pilot)
        await write(pilot, "Huts")
        await pilot.press("f7", "delete", *"Mine.")
        somebody_saves(portal_app, "Huts", "Theirs.")
        await pilot.press("f2")
        await reads(pilot, "− Theirs. + Mine.")
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "go-on"
        await pilot.press("escape")
        await pilot.until(lambda: pilot.app.focused is editor(pilot))
        assert editor(pilot).text == "Mine."
        await pilot.press("f2")
        await pilot.until(lambda: isinstance(pilot.app.screen, BothTextsModal))
        await pilot.press(*["right"] * {"theirs": 1, "mine": 2}[choice], "enter")
        await appears(pilot, "/huts/ · saved")
        await pilot.until(lambda: editor(pilot).text == stands)
        row = portal_app.stored("SELECT text, draft FROM website_pages WHERE title = 'Huts'")
        assert row == [(stands, None)]


async def test_an_old_draft_never_replaces_what_somebody_saved_since(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await start(pilot)
        await write(pilot, "Huts")
        await pilot.press("f7", "delete", *"Mine.", "escape", "home")
        await pilot.until(lambda: on_screen(pilot) == "Wanderblog")
        somebody_saves(portal_app, "Huts", "Theirs.")
        await write(pilot, "Huts")
        assert editor(pilot).text == "Mine."
        await pilot.press("f2")
        await pilot.until(lambda: isinstance(pilot.app.screen, BothTextsModal))


async def test_a_page_becomes_what_it_was(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await start(pilot)
        await mark(pilot, "What to pack")
        await pilot.press("v")
        await reads(pilot, "Versions · What to pack")
        await pilot.press("down")
        await reads(pilot, "+ - a lamp, from October on")
        await pilot.press("enter")
        await noticed(pilot, "The page is what it was then. Publish it when you like.")
        await pilot.until(lambda: "a lamp" not in editor(pilot).text)


async def test_nothing_is_published_without_an_imprint(portal_app: PortalApp) -> None:
    webspace(portal_app)
    portal_app.store("UPDATE websites SET imprint = ''")
    async with portal_app() as pilot:
        await start(pilot)
        await pilot.press("p")
        await reads(pilot, "The imprint is empty: law wants one on every website.")
        assert pilot.app.screen.query_one("#publish").disabled
        await pilot.press("escape", "w")
        await reads(pilot, "Legal texts")
        await pilot.press("down", "enter")
        await fill(pilot, "imprint", "Erika Musterfrau")
        await saved(pilot)
        await publish(pilot)
        assert seen_by_visitors(portal_app, "/imprint")


async def test_where_the_webspace_cannot_be_written_that_is_said(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await start(pilot)
        await pilot.press("p")
        await pilot.until(lambda: pilot.app.focused and pilot.app.focused.id == "publish")
        await pilot.press("enter")
        await reads(pilot, "The webspace cannot be written at the moment.")


async def test_a_published_website_is_taken_away_after_a_question(portal_app: PortalApp) -> None:
    webspace(portal_app)
    async with portal_app() as pilot:
        await start(pilot)
        await publish(pilot)
        await pilot.press("u")
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "no"
        await pilot.press("tab", "enter")
        await appears(pilot, "not published")
        assert not seen_by_visitors(portal_app, "/")


async def test_the_theme_shows_its_colours(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await start(pilot)
        await pilot.press("w", "enter")
        await reads(pilot, "Description")
        await fill(pilot, "name", "Wanderwege")
        await reads(pilot, "a link")
        await saved(pilot)
        assert portal_app.stored("SELECT name FROM websites") == [("Wanderwege",)]


async def test_what_does_not_work_is_listed_and_leads_to_its_line(portal_app: PortalApp) -> None:
    portal_app.store("UPDATE website_pages SET text = 'One.' || char(10, 10) || '[x](page:99)' WHERE id = 6")
    async with portal_app() as pilot:
        await start(pilot)
        await pilot.press("b")
        await reads(pilot, "page:99 leads to a page that is not there")
        await pilot.press("down", "enter")
        await pilot.until(lambda: on_screen(pilot) == "Huts" and editor(pilot).cursor_location == (2, 0))
        assert pilot.app.focused is editor(pilot)


async def test_an_image_comes_with_its_alternative_text(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await start(pilot)
        await write(pilot, "Huts")
        await pilot.press("f9")
        await reads(pilot, "There is no image yet.")
        await pilot.press("escape")
        folder = webspace(portal_app) / "images"
        folder.mkdir()
        (folder / "hut.png").write_bytes(b"x" * 3000)
        await pilot.press("f9")
        await reads(pilot, "hut.png (2 KB)")
        await pilot.press("f2")
        await pilot.until(lambda: field_error(pilot, "alt") == "Please fill in this field.")
        await fill(pilot, "alt", "A [hut]")
        form = the_form(pilot)
        await pilot.press("f2")
        await pilot.until(lambda: form not in pilot.app.screen_stack)
        assert editor(pilot).text.startswith(r"![A \[hut\]](image:hut.png)")


async def test_a_website_begins_with_its_first_page(portal_app: PortalApp) -> None:
    for statement in ("website_page_versions", "website_pages", "websites"):
        portal_app.store(f"DELETE FROM {statement}")  # noqa: S608 - names of ours
    async with portal_app((120, 36)) as pilot:
        await sign_in_package(pilot, BLOG.name, BLOG.password)
        await pilot.press("s")
        await appears(pilot, "n adds it")
        assert editor(pilot).disabled
        await pilot.press("n")
        await pilot.until(lambda: isinstance(pilot.app.screen, FormModal))
        await fill(pilot, "title", "Start")
        await saved(pilot)
        await pilot.until(lambda: on_screen(pilot) == "Start")
        await appears(pilot, "/ · saved")


async def test_the_preview_stands_beside_the_text_where_there_is_room(portal_app: PortalApp) -> None:
    async with portal_app((120, 36)) as pilot:
        await start(pilot)
        await pilot.until(lambda: "Walks in the German uplands" in previewed(pilot))
        await write(pilot, "Wanderblog")
        await pilot.press(*"Come along. ")
        await pilot.until(lambda: "Come along. Walks" in previewed(pilot))
        keys = [key for key, _binding in shown_bindings(pilot.app.screen)[:MOST_KEYS]]
        assert "f4" not in keys


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
async def test_a_draft_is_dropped_once_that_was_asked(portal_app: PortalApp, size: tuple[int, int]) -> None:
    async with portal_app(size) as pilot:
        await start(pilot)
        await write(pilot, "Huts")
        saved_text = editor(pilot).text
        await pilot.press("f3")  # nothing to drop yet
        assert pilot.app.screen is the_builder(pilot)
        await pilot.press(*"No. ")
        assert "Drop draft" in [binding.description for _key, binding in shown_bindings(pilot.app.screen)]
        await pilot.press("f3")
        await reads(pilot, "What was typed on “Huts” since it was saved is gone afterwards.")
        await pilot.press("enter")  # the safe answer has the focus
        await pilot.until(lambda: pilot.app.screen is the_builder(pilot))
        assert editor(pilot).text == f"No. {saved_text}"
        await appears(pilot, "kept as a draft")
        await pilot.press("f3")
        await reads(pilot, "Drop the draft?")
        await pilot.press("tab", "enter")
        await noticed(pilot, "The page is as it was saved.")
        await pilot.until(lambda: editor(pilot).text == saved_text)
        await appears(pilot, "/huts/ · saved")
        assert portal_app.stored("SELECT count(*) FROM website_pages WHERE draft IS NOT NULL") == [(0,)]
        await pilot.press("f3")
        assert pilot.app.screen is the_builder(pilot)
