"""Backups by keyboard: making, restoring whole or in part, deleting."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from portal.demo.credentials import DESIGN
from portal.webspace.cron import CronJobSettings
from tests.hostile import HOSTILE
from tests.tui.steps import (
    a_field,
    appears,
    choose,
    fill,
    go_to_menu,
    notice,
    noticed,
    open_entry,
    problem,
    reads,
    running,
    save,
    saved,
    sign_in_package,
)
from tui.screens.backups import BackupList, NewBackupForm
from tui.screens.restore import RestoreWizard
from tui.widgets.menu import Menu
from tui.widgets.plain import PlainButton
from tui.widgets.type_to_delete import TypeToDelete

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.portal_app import Keyboard, PortalApp

JOBS = "SELECT command FROM cron_jobs WHERE package_id = 1 ORDER BY id"
OWN = "SELECT remark FROM backups WHERE package_id = 1 AND kind = 'own' ORDER BY id"
"""The first package of the demo is the one that is signed in to."""


async def open_backups(pilot: Keyboard) -> BackupList:
    """Sign in by domain, and open the backups."""
    await sign_in_package(pilot)
    await open_entry(pilot, "backups")
    await pilot.until(lambda: pilot.app.screen.query(BackupList), "The list never came.")
    listed = pilot.app.screen.query_one(BackupList)
    await pilot.until(lambda: listed.highlighted is not None, "There is no backup.")
    await pilot.settle()
    return listed


async def marked(pilot: Keyboard, listed: BackupList, remark: str) -> None:
    """Wait until the cursor is on a backup with that remark."""
    await pilot.until(lambda: listed.highlighted is not None and listed.highlighted.remark == remark)


async def make(pilot: Keyboard, remark: str) -> None:
    """Make a backup."""
    await pilot.press("n")
    await pilot.until(lambda: isinstance(pilot.app.screen, NewBackupForm))
    await fill(pilot, "remark", remark)
    await saved(pilot)
    await noticed(pilot, "The backup was made.")
    listed = pilot.app.screen.query_one(BackupList)
    await pilot.until(lambda: listed.highlighted is not None and listed.highlighted.kind == "own")
    await marked(pilot, listed, remark)


async def open_wizard(pilot: Keyboard) -> None:
    """Press Enter on a backup; the parts are there afterwards."""
    await pilot.press("enter")
    await pilot.until(lambda: isinstance(pilot.app.screen, RestoreWizard), "Enter opened nothing.")
    await pilot.settle()


def remove_jobs(portal_app: PortalApp) -> None:
    portal_app.store("DELETE FROM cron_jobs WHERE package_id = 1")
    portal_app.store("UPDATE package_usage SET used = 0 WHERE package_id = 1 AND resource = 'cron-jobs'")


async def test_a_backup_is_made_and_stands_on_top(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        listed = await open_backups(pilot)
        await appears(pilot, "14/20 backups")
        await make(pilot, "Umbau")
        await appears(pilot, "15/20 backups")
        assert listed.highlighted is not None
        assert (listed.highlighted.remark, listed.highlighted.kind) == ("Umbau", "own")
        assert "22 Nov 2026, 14:05" in pilot.shown()


async def test_a_backup_is_restored_after_a_look_at_what_that_does(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        listed = await open_backups(pilot)
        jobs = portal_app.stored(JOBS)
        assert jobs
        await make(pilot, "mit Cronjob")
        remove_jobs(portal_app)
        await open_wizard(pilot)
        await save(pilot)
        await reads(pilot, "The present state is kept first, in a backup of its own.")
        assert "Files follow when the package is next published." in running(pilot.in_the_box())
        assert f"comes back: cron job {jobs[0][0]}" in running(pilot.in_the_box())
        assert isinstance(pilot.app.focused, PlainButton)
        assert pilot.app.focused.id == "cancel"  # the safe button has the focus
        assert portal_app.stored(JOBS) == []
        await pilot.press("tab", "enter")
        await pilot.until(lambda: notice(pilot).startswith("Restored."))
        await noticed(pilot, "Restored. Files follow when the package is next published.")
        assert portal_app.stored(JOBS) == jobs
        await pilot.until(lambda: listed.highlighted and listed.highlighted.remark.startswith("before the"))
        assert portal_app.stored(OWN)[-1] == ("before the restore of 2026-11-22 14:05",)


async def test_one_part_alone_is_restored(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_backups(pilot)
        await make(pilot, "")
        remove_jobs(portal_app)
        await open_wizard(pilot)
        for part in ("mail", "databases", "webspace"):
            await choose(pilot, part, "no")
        await save(pilot)
        await reads(pilot, "comes back: cron job")
        shown = running(pilot.in_the_box())
        assert "Settings" in shown
        assert "Email" not in shown
        assert "Files follow" not in shown
        await save(pilot)
        await pilot.until(lambda: notice(pilot) == "Restored.")
        assert len(portal_app.stored(JOBS)) == 1


async def test_nothing_chosen_is_said_and_leaving_leaves_everything(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_backups(pilot)
        await open_wizard(pilot)
        for part in ("mail", "databases", "webspace", "settings"):
            await choose(pilot, part, "no")
        await save(pilot)
        assert problem(pilot) == "Choose what shall come back."
        await choose(pilot, "settings", "yes")
        await save(pilot)
        await reads(pilot, "Settings")
        await pilot.press("escape")
        await pilot.until(lambda: pilot.app.screen.query("#field-mail"))
        assert a_field(pilot, "mail").value == "no"  # the draft is kept
        await pilot.press("escape")
        await reads(pilot, "What you entered will be lost.")
        await pilot.press("tab", "enter")
        await pilot.until(lambda: not isinstance(pilot.app.screen, RestoreWizard))
        assert portal_app.stored(OWN) == []


async def test_what_changed_since_the_preview_is_shown_before_anything_happens(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_backups(pilot)
        await open_wizard(pilot)
        await save(pilot)
        await reads(pilot, "Settings · no difference")
        with portal_app.elsewhere() as other:
            access = other.sign_in.as_package(DESIGN.name, DESIGN.password, "192.0.2.7").access
            other.cron_jobs.add(access, CronJobSettings(schedule="@daily", command="php /neu.php"))  # type: ignore[arg-type]
        await save(pilot)
        await reads(pilot, "goes away: cron job php /neu.php")
        assert problem(pilot).startswith("The package or its backups changed since this was shown")
        assert len(portal_app.stored(JOBS)) == 2
        await save(pilot)
        await pilot.until(lambda: notice(pilot).startswith("Restored."))
        assert ("php /neu.php",) not in portal_app.stored(JOBS)


async def test_a_backup_is_deleted_by_its_name_only(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_backups(pilot)
        await make(pilot, "weg damit")
        await pilot.press("d")
        await pilot.until(lambda: isinstance(pilot.app.screen, TypeToDelete))
        assert "nothing brings it back" in running(pilot.in_the_box())
        await fill(pilot, "name", "2026-11-21 14:05")
        await save(pilot)
        assert portal_app.stored(OWN) == [("weg damit",)]
        await fill(pilot, "name", "2026-11-22 14:05")
        await pilot.press("f2")
        await pilot.until(lambda: notice(pilot) == "Deleted.")
        assert portal_app.stored(OWN) == []
        await appears(pilot, "14/20 backups")


async def test_a_full_package_warns_before_a_daily_backup_makes_way(portal_app: PortalApp) -> None:
    portal_app.store("UPDATE product_quotas SET allowed = 14 WHERE resource = 'backups'")
    async with portal_app() as pilot:
        await open_backups(pilot)
        await appears(pilot, "14/14 backups")
        await pilot.press("n")
        await pilot.until(lambda: isinstance(pilot.app.screen, NewBackupForm))
        await save(pilot)
        assert problem(pilot).startswith("14 of 14 backups are kept already. If you save again, the oldest")
        await saved(pilot)
        await appears(pilot, "14/14 backups")
        assert portal_app.stored(OWN) == [("",)]


async def test_without_a_backup_the_list_says_what_to_press(portal_app: PortalApp) -> None:
    portal_app.store("DELETE FROM backups")
    portal_app.store("UPDATE package_usage SET used = 0 WHERE resource = 'backups'")
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_entry(pilot, "backups")
        await appears(pilot, "makes the first one.")
        await pilot.press("enter", "d", "x")
        assert isinstance(pilot.app.screen.query_one(BackupList), BackupList)
        await make(pilot, "der erste")
        await appears(pilot, "1/20 backups")


async def test_a_webmaster_without_transfers_has_no_backups_in_the_menu(portal_app: PortalApp) -> None:
    portal_app.store("UPDATE packages SET webmaster_transfers = 0 WHERE main_domain = 'musterfrau-design.de'")
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        menu = pilot.app.screen.query_one(Menu)
        assert "backups" not in [option.id for option in menu.options]
        await go_to_menu(pilot, "history")


async def test_the_list_is_exported_without_what_backups_hold(
    portal_app: PortalApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_downloads_path", lambda: tmp_path / "downloads")
    async with portal_app() as pilot:
        await open_backups(pilot)
        await pilot.press("x", "down", "enter")
        await pilot.until(lambda: notice(pilot).startswith("Written to "))
    [file] = (tmp_path / "downloads").iterdir()
    rows = json.loads(file.read_text())
    assert len(rows) == 14
    assert set(rows[0]) == {"made_at", "kind", "size_mb", "remark", "kept_until"}
    assert (rows[0]["kind"], rows[0]["kept_until"]) == ("daily", "2026-12-05")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_hostile_remarks_and_names_are_shown_as_they_are(
    portal_app: PortalApp, size: tuple[int, int]
) -> None:
    async with portal_app(size) as pilot:
        listed = await open_backups(pilot)
        await make(pilot, "x")
        for name in (
            "markup closing tag",
            "markup live action",
            "clipboard",
            "bidi override",
            "zalgo",
            "wide",
        ):
            text = HOSTILE[name]
            portal_app.store("UPDATE backups SET remark = ? WHERE kind = 'own'", text)
            portal_app.store("UPDATE cron_jobs SET command = ? WHERE package_id = 1", text)
            await pilot.press("f5")
            await marked(pilot, listed, text)
            await open_wizard(pilot)
            await save(pilot)
            await reads(pilot, "goes away: cron job")
            assert "\x1b]" not in pilot.shown()
            assert "\u202e" not in pilot.shown()
            await pilot.press("escape")
            await pilot.until(lambda: pilot.app.screen.query("#field-mail"))
            await pilot.settle()
            await pilot.press("escape")
            await pilot.until(lambda: not isinstance(pilot.app.screen, RestoreWizard))
