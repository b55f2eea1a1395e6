"""The history by keyboard: what was done, its details, and undoing it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from portal.demo.credentials import DESIGN
from portal.paging import PageRequest
from portal.webspace.cron import CronJobSettings
from tests.hostile import HOSTILE
from tests.tui.steps import (
    appears,
    fill,
    notice,
    noticed,
    open_entry,
    reads,
    running,
    saved,
    sign_in,
    sign_in_package,
)
from tui.screens.cron import CronJobForm
from tui.screens.history import HistoryList
from tui.widgets.dialogs import ConfirmModal, NoticeModal

if TYPE_CHECKING:
    from pathlib import Path

    from portal.access import PackageAccess
    from portal.portal import Portal
    from tests.tui.portal_app import Keyboard, PortalApp

JOBS = "SELECT command FROM cron_jobs WHERE package_id = 1 ORDER BY id"
"""The first package of the demo is the one that is signed in to."""

CLEANING = CronJobSettings(schedule="@daily", command="php /neu.php")


async def open_history(pilot: Keyboard) -> HistoryList:
    """Open the history of the package that is signed in to; the newest change is marked."""
    await open_entry(pilot, "history")
    await pilot.until(lambda: pilot.app.screen.query(HistoryList), "The list never came.")
    listed = pilot.app.screen.query_one(HistoryList)
    await pilot.until(lambda: listed.highlighted is not None, "There is no change.")
    await pilot.settle()
    return listed


async def marked(pilot: Keyboard, listed: HistoryList, name: str) -> None:
    """Wait until the cursor is on a change of something that is called so."""
    await pilot.until(lambda: listed.highlighted is not None and listed.highlighted.name == name)


async def add_job(pilot: Keyboard, command: str) -> None:
    """Add a cron job by its form."""
    await open_entry(pilot, "cron")
    await appears(pilot, "Next run")
    await pilot.press("n")
    await pilot.until(lambda: isinstance(pilot.app.screen, CronJobForm))
    await fill(pilot, "schedule", "@daily")
    await fill(pilot, "command", command)
    await saved(pilot)


async def undo(pilot: Keyboard) -> None:
    """Undo the marked change, and say yes."""
    await pilot.press("u")
    await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal), "Undo was not offered.")
    await pilot.press("tab", "enter")
    await pilot.until(lambda: not isinstance(pilot.app.screen, ConfirmModal))
    await pilot.settle()


def another_window(portal: Portal) -> PackageAccess:
    """The same package, signed in to elsewhere."""
    access: PackageAccess = portal.sign_in.as_package(DESIGN.name, DESIGN.password, "192.0.2.7").access  # type: ignore[assignment]
    return access


async def test_a_change_is_seen_undone_and_put_back(portal_app: PortalApp) -> None:
    async with portal_app((120, 36)) as pilot:
        await sign_in_package(pilot)
        await add_job(pilot, "php /neu.php")
        listed = await open_history(pilot)
        await appears(pilot, "cron job added: php /neu.php")
        assert "webmaster" in pilot.shown()
        assert "not yet published" in pilot.shown()
        await pilot.press("u")
        await reads(pilot, "Undo “cron job added: php /neu.php”? The undo will stand here, too.")
        await pilot.press("enter")  # the safe button has the focus
        assert ("php /neu.php",) in portal_app.stored(JOBS)
        await undo(pilot)
        await noticed(pilot, "Undone.")
        assert ("php /neu.php",) not in portal_app.stored(JOBS)
        await appears(pilot, "cron job taken away again: php /neu.php")
        await appears(pilot, "cron job added: php /neu.php (undone)")
        await pilot.until(lambda: listed.highlighted and listed.highlighted.action == "undone")
        await undo(pilot)  # of the undo
        await appears(pilot, "cron job put back: php /neu.php")
        assert ("php /neu.php",) in portal_app.stored(JOBS)


async def test_details_show_each_field_before_and_after(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        with portal_app.elsewhere() as other:
            access = another_window(other)
            job = other.cron_jobs.add(access, CLEANING)
            changed = CLEANING.model_copy(update={"enabled": False, "output_to": "anna@example.org"})
            other.cron_jobs.change(access, job, changed, CLEANING)
        listed = await open_history(pilot)
        await pilot.press("enter")
        await reads(pilot, "on or off:")
        assert isinstance(pilot.app.screen, NoticeModal)
        shown = pilot.in_the_box()
        assert "cron job changed: php /neu.php" in running(shown)
        assert "on or off: yes → no" in shown
        assert "output: nothing → anna@example.org" in shown
        assert "22 Nov 2026, 14:05 · webmaster · not yet published" in shown
        await pilot.press("escape")
        await pilot.until(lambda: not isinstance(pilot.app.screen, NoticeModal))
        await pilot.press("down")
        await pilot.until(lambda: listed.highlighted is not None and listed.highlighted.action == "added")
        await pilot.press("enter")
        await reads(pilot, "schedule: @daily")
        assert "cron job added: php /neu.php" in running(pilot.in_the_box())
        assert "→" not in pilot.in_the_box()


async def test_what_cannot_be_undone_does_not_offer_it(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        with portal_app.elsewhere() as other:
            access = another_window(other)
            other.cron_jobs.add(access, CLEANING)
            [newest] = other.history.page(access, PageRequest(descending=True, limit=1)).page.rows
            other.history.undo(access, newest.id)
        listed = await open_history(pilot)
        assert "u Undo" in pilot.shown().split("\n")[-1]
        await pilot.press("down")
        await pilot.until(lambda: listed.highlighted and listed.highlighted.undone)
        await pilot.settle()
        assert "u Undo" not in pilot.shown().split("\n")[-1]
        await pilot.press("u")
        assert not isinstance(pilot.app.screen, ConfirmModal)


async def test_what_somebody_undid_a_moment_ago_is_said(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        with portal_app.elsewhere() as other:
            access = another_window(other)
            other.cron_jobs.add(access, CLEANING)
            listed = await open_history(pilot)
            assert listed.highlighted is not None
            other.history.undo(access, listed.highlighted.id)
        await undo(pilot)
        await noticed(pilot, "This was undone already.")
        assert ("php /neu.php",) not in portal_app.stored(JOBS)


async def test_the_filter_finds_changes(portal_app: PortalApp) -> None:
    async with portal_app((120, 36)) as pilot:
        await sign_in_package(pilot)
        await add_job(pilot, "php /neu.php")
        listed = await open_history(pilot)
        await pilot.press("slash", *"neu.php", "enter")
        await appears(pilot, "1 of ")
        assert listed.highlighted is not None
        assert listed.highlighted.name == "php /neu.php"


async def test_the_owner_sees_the_same_with_who_did_it(portal_app: PortalApp) -> None:
    async with portal_app((120, 36)) as pilot:
        with portal_app.elsewhere() as other:
            other.cron_jobs.add(another_window(other), CLEANING)
        await sign_in(pilot)
        await pilot.press("down", "m")
        await appears(pilot, "In use")
        await open_history(pilot)
        await appears(pilot, "cron job added: php /neu.php")
        row = next(line for line in pilot.shown().split("\n") if "php /neu.php" in line)
        assert "webmaster" in row


async def test_the_history_is_exported_in_words(
    portal_app: PortalApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_downloads_path", lambda: tmp_path / "downloads")
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await add_job(pilot, "php /neu.php")
        await open_history(pilot)
        await pilot.press("x", "down", "enter")
        await pilot.until(lambda: notice(pilot).startswith("Written to "))
    [file] = (tmp_path / "downloads").iterdir()
    newest = json.loads(file.read_text())[0]
    assert newest == {
        "at": "2026-11-22T13:05:00+00:00", "who": "webmaster", "what": "cron job added: php /neu.php",
        "fields": [], "published": False, "undone": False,
    }  # fmt: skip


async def test_a_package_without_changes_says_what_this_is(portal_app: PortalApp) -> None:
    portal_app.store("DELETE FROM package_changes")
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_entry(pilot, "history")
        await appears(pilot, "Every change of this package will stand")
        await pilot.press("enter", "u", "x")
        assert pilot.app.screen.query(HistoryList)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_hostile_names_and_values_are_shown_as_they_are(
    portal_app: PortalApp, size: tuple[int, int]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in_package(pilot)
        with portal_app.elsewhere() as other:
            other.cron_jobs.add(another_window(other), CLEANING)
        listed = await open_history(pilot)
        for name in ("markup closing tag", "markup live action", "clipboard", "bidi override", "wide"):
            text = HOSTILE[name]
            portal_app.store(
                "UPDATE package_changes SET name = ?, after = ?"
                " WHERE id = (SELECT max(id) FROM package_changes WHERE package_id = 1)",
                text,
                json.dumps({"command": text}),
            )
            await pilot.press("f5")
            await marked(pilot, listed, text)
            await pilot.press("enter")
            await reads(pilot, "command: ")
            assert isinstance(pilot.app.screen, NoticeModal)
            assert "\x1b]" not in pilot.shown()
            assert "\u202e" not in pilot.shown()
            await pilot.press("escape", "u")
            await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
            await pilot.press("escape")


async def test_what_was_done_since_stands_there_when_one_comes_back(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        listed = await open_history(pilot)
        await add_job(pilot, "php /spaeter.php")
        await open_entry(pilot, "history")
        await appears(pilot, "php /spaeter.php")
        await pilot.press("home")
        await marked(pilot, listed, "php /spaeter.php")
        await undo(pilot)
        await noticed(pilot, "Undone.")
        await open_entry(pilot, "cron")
        await pilot.until(lambda: "Next run" in pilot.shown() and "spaeter" not in pilot.shown())
