"""Deadlines by keyboard: what is coming, as a list and as a calendar, and what was done."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from icalendar import Calendar

from portal.demo.credentials import AGENCY, BY_TRANSFER, ERIKA
from tests.tui.package_change_steps import CLUB, OLD, agreed
from tests.tui.steps import (
    all_is_read,
    appears,
    fill,
    go_to_menu,
    noticed,
    open_entry,
    reads,
    running,
    saved,
    sign_in,
    sign_in_as,
    sign_in_package,
)
from tui.screens.deadlines import DeadlinesScreen
from tui.screens.deadlines.coming import DeadlineList
from tui.screens.deadlines.confirmations import ConfirmationList
from tui.screens.package_change import PackageChangeScreen
from tui.screens.package_change.ordering import TakeBackForm
from tui.screens.packages import PackagesScreen
from tui.screens.termination import TerminationScreen
from tui.widgets.dialogs import NoticeModal
from tui.widgets.menu import Menu
from tui.widgets.pick import PickModal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.portal_app import Keyboard, PortalApp


async def open_deadlines(pilot: Keyboard) -> DeadlineList:
    """Open the deadlines of whoever is signed in from the menu."""
    await open_entry(pilot, "deadlines")
    await pilot.until(lambda: isinstance(pilot.app.screen, DeadlinesScreen), "The screen never came.")
    await all_is_read(pilot)
    return pilot.app.screen.query_one(DeadlineList)


async def open_confirmations(pilot: Keyboard) -> ConfirmationList:
    """Go to the list of what was done."""
    await open_deadlines(pilot)
    await pilot.press("right")
    await pilot.until(lambda: pilot.app.screen.query(ConfirmationList))
    await all_is_read(pilot)
    listed = pilot.app.screen.query_one(ConfirmationList)
    await pilot.until(lambda: listed.has_focus_within)
    await pilot.settle()
    return listed


def files(folder: Path) -> list[str]:
    """What stands in a folder; nothing where there is none."""
    return sorted(file.name for file in folder.glob("*"))


async def export(pilot: Keyboard, kind: str) -> None:
    """Take what is listed along."""
    await pilot.press("x")
    await pilot.until(lambda: isinstance(pilot.app.screen, PickModal), "It never asked as what.")
    await pilot.settle()
    await pilot.press("home", *["down"] * ("ics", "csv", "json").index(kind), "enter")


async def test_what_is_coming_stands_soonest_first_with_what_it_means(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_deadlines(pilot)
        shown = running(pilot.shown())
        assert "Deadlines (5)" in shown
        rows = [
            "30.11.2026 in 8 days last day to withdraw SiteGuard of musterfrau-d",
            "31.12.2026 in 39 days last day to give notice verein-sonnenhof.de",
            "31.12.2026 in 39 days package ends altes-projekt.com",
            "31.01.2027 in 70 days minimum term ends verein-sonnenhof.de",
            "01.02.2027 in 71 days package changes verein-sonnenhof.de",
        ]
        assert [shown.index(row) for row in rows] == sorted(shown.index(row) for row in rows)
        assert "Until 30 November 2026 you can withdraw from your order of SiteGuard." in shown
        await pilot.press("down")
        shown = running(pilot.shown())
        assert "your notice must reach us by 31 December 2026. Otherwise it runs on" in shown
        await pilot.press("down")
        await appears(pilot, "altes-projekt.com ends on 31 December 2026. Until 31 December 2026")
        await pilot.press("end")
        assert "verein-sonnenhof.de changes from PowerWeb Starter to Mini on 1 February 2027." in running(
            pilot.shown()
        )
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))


async def test_enter_leads_to_where_a_change_is_retracted_and_back(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        listed = await open_deadlines(pilot)
        await pilot.press("end")
        await appears(pilot, "Go there")
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackageChangeScreen), "It led nowhere.")
        await all_is_read(pilot)
        await pilot.press("t")
        await pilot.until(lambda: isinstance(pilot.app.screen, TakeBackForm))
        await pilot.settle()
        await fill(pilot, "password", ERIKA.password)
        await saved(pilot)
        await all_is_read(pilot)
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, DeadlinesScreen))
        await pilot.until(lambda: listed.matching == 4, "The list was not read again.")
        assert "package changes" not in pilot.shown()
        assert agreed(portal_app, CLUB) == ("PowerWeb Starter", None, None)


async def test_enter_leads_to_where_an_end_is_retracted_and_back(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_deadlines(pilot)
        await pilot.press("down", "down")
        await appears(pilot, "altes-projekt.com ends on")
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, TerminationScreen), "It led nowhere.")
        await all_is_read(pilot)
        assert "altes-projekt.com" in pilot.shown()
        assert CLUB not in pilot.shown()
        await pilot.press("escape")  # shows all
        await appears(pilot, CLUB)
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, DeadlinesScreen))


async def test_the_filter_finds_packages(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        listed = await open_deadlines(pilot)
        await pilot.press("/")
        await pilot.press(*"ALTES", "enter")
        await pilot.until(lambda: listed.matching == 1)
        await appears(pilot, "altes-projekt.com ends on")
        await pilot.press("/")
        await pilot.press(*"nothing-like-it")
        await pilot.until(lambda: listed.matching == 0)
        await pilot.until(lambda: "ends on" not in pilot.shown())
        await pilot.press("escape")
        await pilot.until(lambda: listed.matching == 5)


async def test_deadlines_are_taken_along_as_a_calendar(portal_app: PortalApp, downloads: Path) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_deadlines(pilot)
        await export(pilot, "ics")
        await noticed(pilot, f"Written to {downloads / 'deadlines.ics'}")
        parsed = Calendar.from_ical((downloads / "deadlines.ics").read_bytes())
        assert [(str(each["SUMMARY"]), each.decoded("DTSTART")) for each in parsed.walk("VEVENT")] == [
            ("Letzter Tag zum Widerrufen: SiteGuard", dt.date(2026, 11, 30)),
            (f"Letzter Tag zum Kündigen: {CLUB}", dt.date(2026, 12, 31)),
            (f"Paket endet: {OLD}", dt.date(2026, 12, 31)),
            (f"Mindestlaufzeit endet: {CLUB}", dt.date(2027, 1, 31)),
            (f"Paketwechsel: {CLUB}", dt.date(2027, 2, 1)),
        ]
        await export(pilot, "json")
        await noticed(pilot, f"Written to {downloads / 'deadlines.json'}")
        rows = json.loads((downloads / "deadlines.json").read_text())
        assert rows[-1] == {
            "day": "2027-02-01",
            "kind": "change",
            "name": CLUB,
            "domain": CLUB,
            "product": "PowerWeb Starter",
            "becomes": "Mini",
            "retractable_until": "2027-01-31",
            "ends_on": "",
        }


async def test_where_no_file_can_be_written_the_calendar_is_shown(
    portal_app: PortalApp, downloads: Path
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        pilot.app.own_machine = False
        await open_deadlines(pilot)
        await export(pilot, "ics")
        await pilot.until(lambda: isinstance(pilot.app.screen, NoticeModal))
        await reads(pilot, "BEGIN:VCALENDAR VERSION:2.0")
    assert files(downloads) == []


async def test_the_menu_says_how_many_are_near(portal_app: PortalApp) -> None:
    portal_app.clock.forward(days=12)
    async with portal_app() as pilot:
        await sign_in(pilot)
        await appears(pilot, "2 soon")
        portal_app.store("UPDATE contracts SET ends_on = NULL, terminated_at = NULL")
        await go_to_menu(pilot, "deadlines")
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, DeadlinesScreen))
        await all_is_read(pilot)
        await pilot.press("escape")
        await appears(pilot, "1 soon")


async def test_who_has_no_deadline_reads_why(portal_app: PortalApp) -> None:
    portal_app.store(
        "UPDATE contracts SET started_on = '2016-01-01', ends_on = NULL, terminated_at = NULL,"
        " becomes_on = NULL, becomes_product_id = NULL"
    )
    async with portal_app() as pilot:
        await sign_in_as(pilot, BY_TRANSFER)
        await open_deadlines(pilot)
        assert "Nothing is coming: no package is in its minimum term, ends or changes." in running(
            pilot.shown()
        )
        assert "x Export" not in pilot.shown()
        await pilot.press("x", "s", "enter")
        assert isinstance(pilot.app.screen, DeadlinesScreen)
        assert "soon" not in pilot.shown()


async def test_hundreds_of_packages_are_one_list(portal_app: PortalApp) -> None:
    async with portal_app((120, 36)) as pilot:
        await sign_in_as(pilot, AGENCY)
        listed = await open_deadlines(pilot)
        assert (listed.matching or 0) > 50
        first = listed.highlighted
        await pilot.press("end")
        await pilot.until(lambda: listed.highlighted is not None)
        last = listed.highlighted
        assert first is not None
        assert last is not None
        assert first.day < last.day


async def test_what_was_done_is_read_and_its_confirmation_is_saved(
    portal_app: PortalApp, downloads: Path
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        listed = await open_confirmations(pilot)
        shown = running(pilot.shown())
        assert "20 Nov 2026, 13:00 downgrade ordered verein-sonnenhof.de PDF" in shown
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, NoticeModal))
        await reads(pilot, "dass Ihr Paket verein-sonnenhof.de von PowerWeb Starter zu Mini wechselt.")
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, DeadlinesScreen))
        assert listed.highlighted is not None
        await pilot.press("p")
        path = downloads / f"confirmation-V-{listed.highlighted.id:08}.pdf"
        await noticed(pilot, f"Written to {path}")
        assert path.read_bytes().startswith(b"%PDF-")
        await pilot.press("p")
        await noticed(pilot, f"It is there already: {path}")
        await pilot.press("left")
        await appears(pilot, "Deadlines (5)")


async def test_a_form_that_was_only_printed_is_saved(portal_app: PortalApp, downloads: Path) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        listed = await open_confirmations(pilot)
        assert "form printed" in pilot.shown()
        await pilot.press("end")
        await pilot.until(lambda: listed.highlighted is not None)
        assert listed.highlighted is not None
        path = downloads / f"confirmation-V-{listed.highlighted.id:08}.pdf"
        await pilot.press("enter")
        await noticed(pilot, f"Written to {path}")


async def test_what_happened_on_its_day_has_no_paper_but_can_be_read(portal_app: PortalApp) -> None:
    portal_app.clock.moment = dt.datetime(2027, 2, 1, 12, tzinfo=dt.UTC)
    with portal_app.elsewhere() as operator:
        from tests.portal.invoices.steps import ANNA

        operator.operator.due.run(ANNA)
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_confirmations(pilot)
        assert "1 Feb 2027, 13:00 downgrade verein-sonnenhof.de –" in running(pilot.shown())
        assert "Save PDF" not in pilot.shown()
        await pilot.press("p")
        assert not pilot.app._notifications
        await pilot.press("enter")
        await reads(pilot, "ist seit dem 01.02.2027 Mini, wie Sie es bestellt haben.")


async def test_hostile_names_are_shown_literally(portal_app: PortalApp, downloads: Path) -> None:
    hostile = "[@click=app.quit]x[/]\x1b]0;mine\x07"
    portal_app.store("UPDATE packages SET main_domain = ?", hostile)
    portal_app.store("UPDATE products SET name = ? || id", hostile)
    async with portal_app((120, 36)) as pilot:
        await sign_in(pilot)
        await open_deadlines(pilot)
        assert pilot.shown().count("[@click=app.quit]x[/]") >= 8
        assert "\x1b]0" not in pilot.sent()
        await export(pilot, "ics")
        await noticed(pilot, f"Written to {downloads / 'deadlines.ics'}")
        assert b"\x1b" not in (downloads / "deadlines.ics").read_bytes()
        await pilot.press("right")
        await appears(pilot, "downgrade ordered")
        assert "[@click=app.quit]x[/]" in pilot.shown()
        assert "\x1b]0" not in pilot.sent()


async def test_a_package_login_sees_none_of_it(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        menu = pilot.app.screen.query_one(Menu)
        assert "deadlines" not in {option.id for option in menu.options}
        assert "Deadlines" not in pilot.shown()
