"""Cron jobs: by keyboard alone at 80 to 24."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.steps import (
    appears,
    beneath,
    choose,
    field_error,
    fill,
    notice,
    open_entry,
    problem,
    reads,
    save,
    saved,
)
from tests.tui.test_webspace_stories import PACKAGE, form_after, open_subject
from tui.widgets.dialogs import ConfirmModal

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard, PortalApp

JOB = "php /html/cron/aufraeumen.php"


def jobs(portal_app: PortalApp) -> list[tuple[object, ...]]:
    return portal_app.stored(
        "SELECT schedule, command, output_to, enabled FROM cron_jobs WHERE package_id = ? ORDER BY id",
        PACKAGE,
    )


async def add(pilot: Keyboard, schedule: str, command: str) -> None:
    await form_after(pilot, "n")
    await fill(pilot, "schedule", schedule)
    await fill(pilot, "command", command)


async def test_a_job_is_added_and_says_when_it_runs(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_subject(pilot, "cron", "php /html/cron")
        await add(pilot, "30 4 * * *", "sh nightly.sh")
        await pilot.until(lambda: beneath(pilot, "schedule").startswith("next runs: 23 Nov, 04:30"))
        assert beneath(pilot, "schedule") == "next runs: 23 Nov, 04:30 · 24 Nov, 04:30 · 25 Nov, 04:30"
        await fill(pilot, "output-to", "labor@musterfrau-design.de")
        await saved(pilot)
        await appears(pilot, "sh nightly.sh")
        pilot.app.clear_notifications()
        await pilot.settle()
        assert "2/10 cron jobs" in pilot.shown()
    assert jobs(portal_app)[1] == ("30 4 * * *", "sh nightly.sh", "labor@musterfrau-design.de", 1)


async def test_a_schedule_that_cannot_be_is_refused_at_its_field(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_subject(pilot, "cron", "php /html/cron")
        await add(pilot, "61 * * * *", "x")
        assert field_error(pilot, "schedule").startswith("The first field is the minute:")
        await fill(pilot, "schedule", "* * * * *")
        await save(pilot)
        assert field_error(pilot, "schedule") == "A cron job runs every 5 minutes at most."
        await fill(pilot, "schedule", "@reboot")
        await save(pilot)
        assert field_error(pilot, "schedule").startswith("Known words are @hourly")
    assert len(jobs(portal_app)) == 1


async def test_a_job_is_switched_off_and_says_so(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_subject(pilot, "cron", "php /html/cron")
        await form_after(pilot, "enter")
        await choose(pilot, "enabled", "no")
        await saved(pilot)
        await appears(pilot, "switched off")


async def test_a_deleted_job_comes_back_by_an_undo(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_subject(pilot, "cron", "php /html/cron")
        await pilot.press("d")
        await reads(pilot, f"Delete {JOB}?")
        await pilot.press("tab", "enter")
        await appears(pilot, "n makes the first one.")
        await open_entry(pilot, "history")
        await appears(pilot, "removed")
        await pilot.press("u")
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
        await pilot.press("tab", "enter")
        await pilot.until(lambda: notice(pilot) == "Undone.")
        await open_entry(pilot, "cron")
        await pilot.press("f5")
        await appears(pilot, "php /html/cron")
    assert jobs(portal_app) == [("0 3 * * *", JOB, "", 1)]


async def test_what_somebody_else_changed_meanwhile_is_shown_before_it_is_replaced(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await open_subject(pilot, "cron", "php /html/cron")
        await form_after(pilot, "e")
        portal_app.store("UPDATE cron_jobs SET schedule = '@hourly'")
        await fill(pilot, "command", "php other.php")
        await save(pilot)
        assert problem(pilot).startswith("Somebody changed these data since you opened the form")
        assert field_error(pilot, "schedule") == "Stands there now: @hourly"
        await saved(pilot)
        await appears(pilot, "php other.php")


async def test_all_cron_jobs_in_use_are_refused_with_the_figures(portal_app: PortalApp) -> None:
    portal_app.store("UPDATE product_quotas SET allowed = 1 WHERE resource = 'cron-jobs'")
    async with portal_app() as pilot:
        await open_subject(pilot, "cron", "1/1 cron job")
        await add(pilot, "@daily", "x")
        await save(pilot)
        await reads(pilot, "The only cron job of this package is in use.")
