"""How the website builder is come to by keyboard, and what stands in the webspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.demo.credentials import BLOG
from portal.static_site.places import FOLDER
from tests.tui.steps import all_is_read, sign_in, sign_in_package
from tui.screens.website import WebsiteScreen
from tui.screens.website.editor import PageEditor
from tui.screens.website.preview import PreviewPane
from tui.screens.website.tree import PageTree
from tui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.portal_app import Keyboard, PortalApp


def webspace(portal_app: PortalApp) -> Path:
    """The folder of Erika's blog; it is made."""
    [(number,)] = portal_app.stored("SELECT id FROM packages WHERE main_domain = ?", BLOG.name)
    folder = portal_app.path.parent / "webspaces" / str(number)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def seen_by_visitors(portal_app: PortalApp, address: str) -> str:
    """A page as the web server finds it; empty: there is none."""
    path = webspace(portal_app) / FOLDER / address.strip("/") / "index.html"
    return path.read_text("utf-8") if path.is_file() else ""


async def start(pilot: Keyboard) -> None:
    """Sign in as Erika, and press Start on her blog."""
    await sign_in(pilot)
    packages = pilot.app.screen.query_one(RecordList)
    await pilot.press("end")
    await pilot.until(lambda: packages.highlighted and packages.highlighted.main_domain == BLOG.name)
    await pilot.press("s")
    await builder(pilot)


async def start_as_webmaster(pilot: Keyboard) -> None:
    """Sign in by domain, and press Start."""
    await sign_in_package(pilot, BLOG.name, BLOG.password)
    await pilot.press("s")
    await builder(pilot)


async def builder(pilot: Keyboard) -> None:
    """Wait until the pages stand there, and the first is shown."""
    await pilot.until(lambda: isinstance(pilot.app.screen, WebsiteScreen), "Start opened nothing.")
    await pilot.until(lambda: the_builder(pilot).page is not None, "No page was ever shown.")
    await all_is_read(pilot)


def the_builder(pilot: Keyboard) -> WebsiteScreen:
    """The website builder, on top or beneath a box."""
    return next(each for each in reversed(pilot.app.screen_stack) if isinstance(each, WebsiteScreen))


def editor(pilot: Keyboard) -> PageEditor:
    """The text of a page."""
    return the_builder(pilot).query_one(PageEditor)


def tree(pilot: Keyboard) -> PageTree:
    """The pages."""
    return the_builder(pilot).query_one(PageTree)


def marked(pilot: Keyboard) -> str:
    """The title of the page that the cursor is on."""
    row = tree(pilot).marked
    return row.title if row else ""


def drawn(pilot: Keyboard) -> list[str]:
    """The pages as people see them, without what is said of them."""
    site = the_builder(pilot).site
    return [f"{'  ' * row.depth}{row.title}" for row in site.pages] if site else []


def previewed(pilot: Keyboard) -> str:
    """What stands in the preview, row by row."""
    region = the_builder(pilot).query_one(PreviewPane).region
    rows = pilot.shown().split("\n")[region.y : region.bottom]
    return "\n".join(row[region.x : region.right] for row in rows)


async def mark(pilot: Keyboard, title: str) -> None:
    """Go to a page with the arrow keys; its text is shown."""
    titles = [row.strip() for row in drawn(pilot)]
    await pilot.press("home", *["down"] * titles.index(title))
    await pilot.until(lambda: on_screen(pilot) == title, f"{title} was never shown.")
    await pilot.settle()


def on_screen(pilot: Keyboard) -> str:
    """The title of the page that is written on."""
    page = the_builder(pilot).page
    return page.contents.title if page else ""


async def write(pilot: Keyboard, title: str) -> None:
    """Open a page to write on it."""
    await mark(pilot, title)
    await pilot.press("enter")
    await pilot.until(lambda: pilot.app.focused is editor(pilot), "The text never had the focus.")
