"""Messages by keyboard: what is new, reading one, its document, finding one among many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hostile import HOSTILE
from tests.tui.steps import appears, open_entry, reads, running, sign_in, sign_in_package
from tui.screens.messages import MessagesScreen
from tui.screens.messages.reading import MessageModal
from tui.screens.messages.screen import MessageList
from tui.widgets.menu import Menu

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.tui.keyboard import Keyboard
    from tests.tui.portal_app import PortalApp


async def open_messages(pilot: Keyboard) -> MessageList:
    """Sign in, and open the messages from the menu."""
    await sign_in(pilot)
    await open_entry(pilot, "messages")
    assert isinstance(pilot.app.screen, MessagesScreen)
    return pilot.app.screen.query_one(MessageList)


def is_a_document(folder: Path) -> bool:
    """Whether the one file in a folder is a PDF."""
    [path] = folder.glob("*.pdf")
    return path.read_bytes().startswith(b"%PDF")


async def opened(pilot: Keyboard) -> str:
    """Open the marked message; what it says."""
    await pilot.press("enter")
    await pilot.until(lambda: isinstance(pilot.app.screen, MessageModal), "Nothing was opened.")
    await pilot.settle()
    return running(pilot.in_the_box())


async def test_the_menu_says_how_many_are_new_and_the_list_which(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await appears(pilot, "2 new")
        await open_entry(pilot, "messages")
        listed = pilot.app.screen.query_one(MessageList)
        assert "2 new" in str(listed.border_title)
        assert pilot.shown().count("● new") == 2
        assert listed.highlighted is not None
        assert listed.highlighted.subject == "Der Zugang zu Ihrem Paket wurde geändert"
        await pilot.press("escape")
        await pilot.until(lambda: pilot.app.screen.query(Menu))


async def test_what_was_read_is_not_new_any_more(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        listed = await open_messages(pilot)
        await pilot.press("down")
        text = await opened(pilot)
        assert "Anmeldung von einem neuen Ort" in text
        assert "erika.musterfrau@post.example" in text
        assert "203.0.113.24" in text
        await pilot.press("escape")
        await pilot.until(lambda: "1 new" in str(listed.border_title))
        assert listed.cursor == 1
        await pilot.press("escape")
        await appears(pilot, "1 new")


async def test_all_are_taken_as_read(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        listed = await open_messages(pilot)
        await pilot.press("a")
        await appears(pilot, "2 messages count as read now.")
        await pilot.until(lambda: "new" not in str(listed.border_title))
        assert "All read" not in pilot.shown()
        await pilot.press("escape")
        await pilot.until(lambda: pilot.app.screen.query(Menu))
        await pilot.until(lambda: not pilot.app.screen.query_one(Menu)._badges.get("messages"))


async def test_a_message_is_found_and_its_document_saved(
    portal_app: PortalApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.exporting.folder", lambda: tmp_path)
    async with portal_app() as pilot:
        listed = await open_messages(pilot)
        assert "Save PDF" not in pilot.shown()
        await pilot.press("slash", *"rechnung", "enter")
        await pilot.until(lambda: listed.highlighted is not None and listed.highlighted.has_paper)
        await pilot.settle()
        text = await opened(pilot)
        assert "liegt im Kundenlogin bereit" in text
        await pilot.press("p")
        await pilot.until(lambda: list(tmp_path.glob("Rechnung-*.pdf")), "No file was written.")
        assert is_a_document(tmp_path)
        await pilot.press("escape")
        await pilot.press("p")
        await appears(pilot, "It is there already")
        await pilot.press("escape")
        await pilot.until(lambda: listed.filter_text == "")
        assert isinstance(pilot.app.screen, MessagesScreen)


async def test_a_long_message_is_scrolled(portal_app: PortalApp) -> None:
    body = "\n".join(f"Zeile {number}" for number in range(200))
    portal_app.store("UPDATE messages SET body = ? WHERE read_at IS NULL", body)
    async with portal_app() as pilot:
        await open_messages(pilot)
        await opened(pilot)
        assert "Zeile 199" not in pilot.shown()
        await pilot.press("pagedown", "end")
        await appears(pilot, "Zeile 199")


async def test_where_nothing_was_told_yet_that_is_said(portal_app: PortalApp) -> None:
    portal_app.store("DELETE FROM deliveries")
    portal_app.store("DELETE FROM messages")
    async with portal_app() as pilot:
        await open_messages(pilot)
        await reads(pilot, "Whatever we tell you by mail will stand here, too. There is nothing yet.")


async def test_a_package_login_sees_nothing_of_it(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        assert "Messages" not in pilot.shown()
        await pilot.press("ctrl+p", *"messages")
        await pilot.settle()
        assert "Read again what we told you" not in pilot.shown()


async def test_the_list_is_exported(
    portal_app: PortalApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.exporting.folder", lambda: tmp_path)
    async with portal_app() as pilot:
        await open_messages(pilot)
        await pilot.press("x", "enter")
        await pilot.until(lambda: list(tmp_path.glob("messages*.csv")), "No file was written.")
        rows = (tmp_path / "messages.csv").read_text().splitlines()
        assert rows[0] == "at,about,subject,new,document"
        assert len(rows) > 30


async def test_whatever_is_stored_is_shown_letter_by_letter(portal_app: PortalApp) -> None:
    everything = "\n".join(HOSTILE.values()).encode("utf-8", "replace").decode()
    portal_app.store(
        "UPDATE messages SET subject = ?, body = ? WHERE read_at IS NULL",
        HOSTILE["markup live action"],
        everything,
    )
    async with portal_app((120, 36)) as pilot:
        await open_messages(pilot)
        await opened(pilot)
        sent = pilot.sent()
        for forbidden in ("\x1b]52", "\x1b]0;", "\x1b]8;;http", "\x1b[2J", "\u202e"):
            assert forbidden not in sent
