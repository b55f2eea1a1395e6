"""Customer service by keyboard: asked, answered, read, closed, reopened; and the PIN for the telephone."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest

from portal.demo.credentials import AGENCY, ERIKA
from portal.opening_hours import OpeningHours, Standing, standing
from portal.support.models import LONGEST
from portal.validation import checked
from tests.hostile import HOSTILE
from tests.tui.help_steps import ATTACK, BEN, answer, open_help, open_questions, open_thread
from tests.tui.steps import (
    a_field,
    all_is_read,
    appears,
    choose,
    field_error,
    fill,
    noticed,
    problem,
    reads,
    running,
    save,
    saved,
    sign_in,
    sign_in_as,
)
from tui.screens.help import HelpScreen
from tui.screens.hours import open_words, week_lines
from tui.screens.packages import PackagesScreen
from tui.screens.support.forms import AskForm, WriteForm
from tui.screens.support.tickets import TicketsScreen
from tui.widgets.dialogs import NoticeModal
from tui.widgets.menu import Menu

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard, PortalApp


WEEK = checked(
    OpeningHours,
    {day: ["8:00-20:00"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}
    | {"holidays": "DE"},
)


async def open_form(pilot: Keyboard, key: str) -> None:
    """A form to write in."""
    await pilot.press(key)
    await pilot.until(lambda: isinstance(pilot.app.screen, AskForm | WriteForm), "The form never came.")
    await pilot.settle()


def badge(pilot: Keyboard) -> str:
    """What stands beside "Help and contact"."""
    menu = pilot.app.screen_stack[1].query_one(Menu)
    return running(str(menu.get_option("help").prompt)).removeprefix("Help and contact").strip()


async def back_to_packages(pilot: Keyboard) -> None:
    for _screen in range(6):
        if isinstance(pilot.app.screen, PackagesScreen):
            return
        await pilot.press("escape")
        await pilot.settle()
    raise AssertionError("Esc never led back.")


async def test_a_question_its_answer_the_end_and_a_new_beginning(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await pilot.until(lambda: badge(pilot) == "1 new")
        await open_help(pilot)
        await open_form(pilot, "f6")
        await fill(pilot, "subject", "A second catch-all")
        await choose(pilot, "package-id", "musterfrau")
        await fill(pilot, "text", "Can there be two?")
        await saved(pilot)
        await noticed(pilot, "Sent. The answer will stand here, and come by mail.")
        await appears(pilot, "A second catch-all")
        assert portal_app.stored("SELECT subject, state, package_id FROM tickets WHERE id = 3") == [
            ("A second catch-all", "open", 1)
        ]

        answer(portal_app, "T-000003", "No: a second one takes its place.")
        await back_to_packages(pilot)
        await pilot.until(lambda: badge(pilot) == "2 new")
        await open_help(pilot)
        await open_questions(pilot)
        assert "A second catch-all" in running(pilot.shown().split("\n")[3])
        assert "new answer" in pilot.shown().split("\n")[3]
        thread = await open_thread(pilot)
        told = running(pilot.in_the_box())
        assert "You 22 Nov 2026, 14:05 Can there be two?" in told
        assert "Customer service 22 Nov 2026, 14:05 No: a second one takes its place." in told
        await pilot.press("c")
        await pilot.until(lambda: pilot.app.screen is not thread)
        await noticed(pilot, "The question is closed. You can reopen it at any time.")
        await all_is_read(pilot)
        assert "closed" in pilot.shown().split("\n")[3]

        await open_thread(pilot)
        await open_form(pilot, "o")
        await fill(pilot, "text", "One more thing.")
        await saved(pilot)
        await reads(pilot, "One more thing.")
        await pilot.press("escape")
        await all_is_read(pilot)
        assert "open" in pilot.shown().split("\n")[3]
        await back_to_packages(pilot)
        await pilot.until(lambda: badge(pilot) == "1 new")


async def test_an_answer_that_comes_while_the_question_is_closed_is_shown_first(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_help(pilot)
        await open_questions(pilot)
        thread = await open_thread(pilot)
        answer(portal_app, "T-2", "And do not forget the spam filter.")
        await pilot.press("c")
        await reads(pilot, "And do not forget the spam filter.")
        await noticed(pilot, "Something was added since you opened this. Please read it first.")
        assert pilot.app.screen is thread
        await pilot.press("c")
        await pilot.until(lambda: pilot.app.screen is not thread)
        assert portal_app.stored("SELECT state, unread FROM tickets WHERE id = 2") == [("closed", 0)]


async def test_an_answer_that_comes_while_one_writes_back_is_shown_and_what_was_typed_stays(
    portal_app: PortalApp,
) -> None:
    async with portal_app((120, 36)) as pilot:
        await sign_in(pilot)
        await open_help(pilot)
        await open_questions(pilot)
        await open_thread(pilot)
        await open_form(pilot, "w")
        await fill(pilot, "text", "Thank you.")
        answer(portal_app, "T-2", "And do not forget the spam filter.")
        await save(pilot)
        assert problem(pilot) == "Something was added since you opened this. Please read it first."
        assert "Customer service wrote meanwhile: And do not forget the spam filter." in running(
            pilot.in_the_box()
        )
        assert a_field(pilot, "text").value == "Thank you."
        await saved(pilot)
        await reads(pilot, "Thank you.")
        assert portal_app.stored("SELECT count(*) FROM ticket_messages WHERE ticket_id = 2") == [(4,)]


async def test_too_many_questions_are_limited_and_the_form_says_so(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_help(pilot)
        for n in range(10):
            await open_form(pilot, "f6")
            await fill(pilot, "subject", str(n))
            await fill(pilot, "text", "?")
            await saved(pilot)
        await open_form(pilot, "f6")
        await fill(pilot, "subject", "ten")
        await fill(pilot, "text", "?")
        await save(pilot)
        assert problem(pilot).startswith("You wrote to us 10 times within an hour. Please wait 60 minutes")
        assert a_field(pilot, "subject").value == "ten"


async def test_what_is_missing_is_said_at_its_field(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_help(pilot)
        await open_form(pilot, "f6")
        await save(pilot)
        assert field_error(pilot, "subject") == "Please fill in this field."
        assert field_error(pilot, "text") == "Please fill in this field."
        await fill(pilot, "text", "")
        await pilot.paste("x" * 1_000_000)
        assert len(a_field(pilot, "text").value) == LONGEST


async def test_hostile_text_is_shown_literally_everywhere(portal_app: PortalApp) -> None:
    for text in HOSTILE.values():
        stored = text.encode("utf-8", "replace").decode()
        portal_app.store(
            "INSERT INTO tickets (customer_id, subject, state, newest, changed_at, unread)"
            " SELECT customer_id, ?, state, newest, changed_at, 0 FROM tickets WHERE id = 2",
            stored[:150],
        )
        portal_app.store(
            "INSERT INTO ticket_messages (ticket_id, by_customer, at, text)"
            " SELECT ticket_id, 0, at, ? FROM ticket_messages WHERE id = 3",
            stored,
        )
    portal_app.store("UPDATE tickets SET newest = id + 100, subject = ? WHERE id = 2", HOSTILE["clipboard"])
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_help(pilot)
        await open_questions(pilot)
        for key in ("home", *["pagedown"] * 4, "end"):
            await pilot.press(key)
            assert not ATTACK.search(pilot.sent())
        portal_app.store("UPDATE tickets SET newest = 1000 WHERE id = 2")
        await pilot.press("f5")
        await all_is_read(pilot)
        await pilot.press("home")
        await open_thread(pilot)
        for _page in range(20):
            assert not ATTACK.search(pilot.sent())
            await pilot.press("pagedown")
        await open_form(pilot, "w")
        assert "␛]52;c;SGFsbG8=␇" in pilot.shown()


async def test_a_pin_for_the_telephone_is_shown_once_and_known_by_customer_service(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_help(pilot)
        await pilot.press("f8")
        await pilot.until(lambda: isinstance(pilot.app.screen, NoticeModal), "The PIN never came.")
        await pilot.settle()
        told = running(pilot.in_the_box())
        assert "it is good for one call, until 16:05." in told
        found = re.search(r"Your service PIN is (\d{3} \d{3}) Say", told)
        assert found is not None
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, HelpScreen)
        assert found[1] not in pilot.shown()
    with portal_app.elsewhere() as other:
        assert other.operator.support.check_pin(BEN, ERIKA.name, found[1]) == "Erika Musterfrau"


async def test_whoever_never_asked_is_told_how(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_as(pilot, AGENCY)
        menu = pilot.app.screen.query_one(Menu)
        await pilot.until(lambda: menu._badges)
        assert badge(pilot) == ""
        menu.focus()
        await pilot.press("end", "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, HelpScreen))
        await pilot.settle()
        assert "Your last questions" not in pilot.shown()
        await open_questions(pilot)
        assert "You have not asked us anything yet" in running(pilot.shown())
        await open_form(pilot, "n")
        await fill(pilot, "subject", "First")
        await fill(pilot, "text", "?")
        await saved(pilot)
        await appears(pilot, "T-000003")
        assert isinstance(pilot.app.screen, TicketsScreen)


async def test_whether_somebody_is_there_is_told_in_words(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_help(pilot)
        assert "closed now, opens tomorrow at 08:00" in running(pilot.shown())


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2026-11-23T08:00", "● open now until 20:00"),
        ("2026-11-23T05:00", "● closed now, opens at 08:00"),
        ("2026-11-23T20:00", "● closed now, opens tomorrow at 08:00"),
        ("2026-11-27T20:00", "● closed now, opens on Monday at 08:00"),
        ("2026-12-24T20:00", "● closed now, opens on Monday at 08:00"),
    ],
)
def test_opening_hours_in_words(now: str, told: str) -> None:
    moment = dt.datetime.fromisoformat(now)
    assert open_words(standing(WEEK, moment), moment, "DE").plain == told


def test_what_is_told_at_the_edges() -> None:
    now = dt.datetime.fromisoformat("2026-11-23T12:00")
    midnight, late = now.replace(day=24, hour=0), now.replace(day=24, hour=2)
    far = now.replace(month=12, day=15)
    for found, told in (
        (Standing(is_open=True, changes_at=None), "● open now"),
        (Standing(is_open=True, changes_at=midnight), "● open now until midnight"),
        (Standing(is_open=True, changes_at=late), "● open now until 02:00 tomorrow"),
        (Standing(is_open=False, changes_at=far), "● closed now, opens on 15 Dec 2026 at 12:00"),
        (Standing(is_open=False, changes_at=None), "● closed at the moment"),
    ):
        assert open_words(found, now, "DE").plain == told


def test_the_week_in_words() -> None:
    assert list(week_lines(WEEK, "DE")) == ["Mon–Fri 08:00–20:00", "closed on public holidays"]
    odd = {"monday": ["8:00-12:00", "13:00-18:00"], "wednesday": ["20:00-24:00"]}
    assert list(week_lines(checked(OpeningHours, odd), "DE")) == [
        "Mon 08:00–12:00, 13:00–18:00",
        "Wed 20:00–24:00",
    ]
    assert list(week_lines(OpeningHours(), "DE")) == []
