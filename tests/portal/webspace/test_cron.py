"""When cron jobs run, and what they may be."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import ChangedMeanwhile, Conflict, InvalidInput, NotFound
from portal.paging import PageRequest
from portal.publishing.cron import command, schedule
from portal.validation import checked
from portal.webspace import schedules
from portal.webspace.cron import CronJobSettings
from storage.models.webspace import CronJob
from tests.hostile import HOSTILE

if TYPE_CHECKING:
    from tests.portal.house import House
    from tests.portal.inside import Inside

BERLIN = ZoneInfo("Europe/Berlin")

NIGHTLY = CronJobSettings(schedule="@daily", command="php /cron/nightly.php")

MINUTE = "The first field is the minute: numbers from 0 to 59, such as 30, 0,30, 10-20 or */15."
HOUR = "The second field is the hour: numbers from 0 to 23, such as 4, 6,18, 8-18 or */2."
DAY = "The third field is the day of the month: numbers from 1 to 31, such as 1, 1,15 or *."
MONTH = "The fourth field is the month: numbers from 1 to 12, names such as jan, or *."
WEEKDAY = "The fifth field is the weekday: 0 to 7 (both are Sunday), names such as mon, or *."
FIVE = "Five fields are needed: minute, hour, day, month, weekday; or @daily."
NEVER = "This never comes: there is no such day."
KNOWN = "Known words are @hourly, @daily, @weekly, @monthly, @yearly."
OFTEN = "A cron job runs every 5 minutes at most."

REFUSED = {
    "": "Please fill in this field.",
    "every day": FIVE,
    "* * * *": FIVE,
    "* * * * * *": FIVE,
    "@reboot": KNOWN,
    "@dail": KNOWN,
    "60 * * * *": MINUTE,
    "*/0 * * * *": MINUTE,
    "*/60 * * * *": MINUTE,
    "5/15 * * * *": MINUTE,
    "30-10 * * * *": MINUTE,
    "1,,2 * * * *": MINUTE,
    "? * * * *": MINUTE,
    "-1 * * * *": MINUTE,
    "٣ * * * *": MINUTE,
    "mon * * * *": MINUTE,
    "0 24 * * *": HOUR,
    "0 0 0 * *": DAY,
    "0 0 32 * *": DAY,
    "0 0 L * *": DAY,
    "0 0 15W * *": DAY,
    "0 0 * 13 *": MONTH,
    "0 0 * january *": MONTH,
    "0 0 * * 8": WEEKDAY,
    "0 0 * * 5L": WEEKDAY,
    "0 0 * * 2#1": WEEKDAY,
    "0 0 * * sun-tue": WEEKDAY,
    "0 0 30 2 *": NEVER,
    "0 0 31 4,6 *": NEVER,
    "* * * * *\n0 0 * * * rm -rf /": "Character U+000A cannot be used here. Please remove it.",
    "0 0 * * *\x00": "Character U+0000 cannot be used here. Please remove it.",
    "0 " * 60: "This is too long: 100 characters at most.",
}

ACCEPTED = {
    "@daily": "@daily",
    "@Weekly": "@weekly",
    " 30  4 * * * ": "30 4 * * *",
    "0 0 29 2 *": "0 0 29 2 *",
    "*/15 8-18 * * MON-FRI": "*/15 8-18 * * mon-fri",
    "0,30 0 1,15 jan,jul *": "0,30 0 1,15 jan,jul *",
    "0 0 * * 7": "0 0 * * 7",
    "10-50/10 * * * *": "10-50/10 * * * *",
}

TOO_OFTEN = (
    "* * * * *",
    "*/4 * * * *",
    "0-5 * * * *",
    "0,2 12 * * *",
    "58,0 * * * *",
    "0,58 0,23 31,1 * *",
    "0,1 0 29 2 *",
)

OFTEN_ENOUGH = ("*/5 * * * *", "2-57/5 * * * *", "0,5 12 * * *", "55,0 * * * *", "@hourly")


def entered(schedule: str, command: str = "php x.php") -> CronJobSettings:
    return checked(CronJobSettings, {"schedule": schedule, "command": command})


# Schedules.


@pytest.mark.parametrize("typed", REFUSED)
def test_what_cron_does_not_understand_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        entered(typed)
    assert caught.value.problems == {"schedule": REFUSED[typed]}


@pytest.mark.parametrize("typed", ACCEPTED)
def test_what_cron_understands_is_kept_in_its_normal_form(typed: str) -> None:
    assert entered(typed).schedule == ACCEPTED[typed]


FIELD = st.from_regex(r"\A(\*|[0-9]{1,2}|[a-z]{3})(-[0-9]{1,2})?(/[0-9]{1,2})?(,[0-9]{1,2})?\Z")


@given(st.lists(FIELD, min_size=5, max_size=5).map(" ".join))
def test_what_is_accepted_can_be_published_and_comes_one_day(typed: str) -> None:
    try:
        accepted = entered(typed).schedule
    except InvalidInput:
        return
    assert schedule(accepted)
    assert next(schedules.runs(accepted, schedules.ANY_DAY)) > schedules.ANY_DAY


@pytest.mark.parametrize("typed", TOO_OFTEN)
def test_more_often_than_every_five_minutes_is_refused(inside: Inside, typed: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        inside.portal.cron_jobs.add(inside.webmaster, entered(typed))
    assert caught.value.problems == {"schedule": OFTEN}
    assert inside.used("cron-jobs") == 0


@pytest.mark.parametrize("typed", OFTEN_ENOUGH)
def test_every_five_minutes_is_accepted(inside: Inside, typed: str) -> None:
    assert inside.portal.cron_jobs.add(inside.webmaster, entered(typed))


RUNS = {
    "an hour ahead": ("0 * * * *", (2026, 11, 22, 14, 5), ["22 15:00 +01", "22 16:00 +01", "22 17:00 +01"]),
    "leap day": ("0 0 29 2 *", (2026, 11, 22, 14, 5), ["29 00:00 +01", "29 00:00 +01", "29 00:00 +01"]),
    "clocks go forward, fixed time": (
        "30 2 * * *",
        (2027, 3, 27, 12, 0),
        ["28 03:00 +02", "29 02:30 +02", "30 02:30 +02"],
    ),
    "clocks go forward, every half hour": (
        "*/30 * * * *",
        (2027, 3, 28, 1, 15),
        ["28 01:30 +01", "28 03:00 +02", "28 03:30 +02"],
    ),
    "clocks go back, fixed time": (
        "30 2 * * *",
        (2026, 10, 24, 12, 0),
        ["25 02:30 +02", "26 02:30 +01", "27 02:30 +01"],
    ),
    "clocks go back, every half hour": (
        "*/30 * * * *",
        (2026, 10, 25, 2, 15),
        ["25 02:30 +02", "25 02:00 +01", "25 02:30 +01"],
    ),
}


@pytest.mark.parametrize("case", RUNS)
def test_the_next_three_runs_are_told_by_the_provider_s_clock(inside: Inside, case: str) -> None:
    typed, now, expected = RUNS[case]
    inside.house.clock.moment = dt.datetime(*now, tzinfo=BERLIN).astimezone(dt.UTC)
    webmaster = inside.house.package_access("juttas.example")
    runs = inside.portal.cron_jobs.next_runs(webmaster, typed)
    assert [f"{run:%d %H:%M %z}"[:12] for run in runs] == expected


def test_the_next_runs_of_what_is_being_typed_are_refused_with_the_same_sentence(inside: Inside) -> None:
    with pytest.raises(InvalidInput, match="first field is the minute"):
        inside.portal.cron_jobs.next_runs(inside.webmaster, "61 * * * *")


def test_a_job_that_is_off_has_no_next_run(inside: Inside) -> None:
    jobs = inside.portal.cron_jobs
    jobs.add(inside.webmaster, NIGHTLY)
    jobs.add(inside.webmaster, NIGHTLY.model_copy(update={"enabled": False, "command": "zzz"}))
    on, off = jobs.page(inside.webmaster, PageRequest()).page.rows
    assert [run.astimezone(BERLIN).day for run in on.next_runs] == [23, 24, 25]
    assert off.next_runs == ()


def test_what_an_older_rule_let_through_is_shown_as_it_stands(inside: Inside) -> None:
    with inside.house.storage.writing() as work:
        work.administration.add(
            CronJob(package_id=inside.package.id, schedule="every day", command="x", revision=0)
        )
        work.commit()
    [view] = inside.portal.cron_jobs.page(inside.webmaster, PageRequest()).page.rows
    assert (view.settings.schedule, view.next_runs) == ("every day", ())


# Commands.


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Please fill in this field."),
        ("   ", "Please fill in this field."),
        ("a\nb", "Character U+000A cannot be used here. Please remove it."),
        ("x" * 999, "This is too long for cron. Please put it into a script, and run that."),
        ("ü" * 500, "This is too long for cron. Please put it into a script, and run that."),
        ("%" * 500, "This is too long for cron. Please put it into a script, and run that."),
    ],
)
def test_a_command_that_cron_cannot_take_is_refused(typed: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        entered("@daily", typed)
    assert caught.value.problems == {"command": sentence}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_hostile_command_keeps_a_line_break_and_what_is_kept_can_be_published(name: str) -> None:
    kept = HOSTILE[name]
    try:
        kept = entered("@daily", kept).command
    except InvalidInput as refused:
        assert_refused(refused)
        return
    assert kept.isprintable()
    assert "\n" not in command(kept)


def assert_refused(refused: InvalidInput) -> None:
    assert set(refused.problems) == {"command"}


def test_output_goes_to_one_address_or_to_nobody() -> None:
    with pytest.raises(InvalidInput) as caught:
        checked(CronJobSettings, {"schedule": "@daily", "command": "x", "output_to": "a@b.de, c@d.de"})
    assert caught.value.problems == {
        "output_to": "This is not a complete email address, such as name@example.de."
    }


# In the package.


def test_all_cron_jobs_in_use_are_refused_with_the_figures(inside: Inside) -> None:
    for number in range(5):
        inside.portal.cron_jobs.add(inside.webmaster, entered("@daily", f"job {number}"))
    with pytest.raises(Conflict) as caught:
        inside.portal.cron_jobs.add(inside.webmaster, entered("@daily", "one more"))
    assert caught.value.message == "All 5 cron jobs of this package are in use."
    assert inside.used("cron-jobs") == 5
    listing = inside.portal.cron_jobs.page(inside.webmaster, PageRequest(count=True))
    assert listing.standing is not None
    assert [(figure.used, figure.allowed) for figure in listing.standing.figures] == [(5, 5)]


def test_two_who_edit_the_same_job_do_not_overwrite_each_other_unseen(inside: Inside) -> None:
    jobs = inside.portal.cron_jobs
    job = jobs.add(inside.webmaster, NIGHTLY)
    hourly = NIGHTLY.model_copy(update={"schedule": "@hourly"})
    jobs.change(inside.owner, job, hourly, NIGHTLY)
    with pytest.raises(ChangedMeanwhile) as caught:
        jobs.change(inside.webmaster, job, NIGHTLY.model_copy(update={"enabled": False}), NIGHTLY)
    assert caught.value.stored == {"schedule": "@hourly"}
    assert jobs.change(inside.webmaster, job, NIGHTLY, hourly) == job


def test_another_package_s_job_is_not_there(inside: Inside) -> None:
    job = inside.portal.cron_jobs.add(inside.webmaster, NIGHTLY)
    stranger = inside.of_another()
    assert inside.portal.cron_jobs.page(stranger, PageRequest()).page.rows == ()
    for act in (
        lambda: inside.portal.cron_jobs.change(stranger, job, NIGHTLY, NIGHTLY),
        lambda: inside.portal.cron_jobs.remove(stranger, job),
    ):
        with pytest.raises(NotFound):
            act()


def test_adding_changing_and_removing_can_each_be_undone(inside: Inside) -> None:
    jobs = inside.portal.cron_jobs

    def listed() -> list[CronJobSettings]:
        return [view.settings for view in jobs.page(inside.webmaster, PageRequest()).page.rows]

    job = jobs.add(inside.webmaster, NIGHTLY)
    inside.undo()
    assert (listed(), inside.used("cron-jobs")) == ([], 0)
    inside.undo()
    assert (listed(), inside.used("cron-jobs")) == ([NIGHTLY], 1)

    [view] = jobs.page(inside.webmaster, PageRequest()).page.rows
    jobs.change(inside.webmaster, view.id, NIGHTLY.model_copy(update={"enabled": False}), NIGHTLY)
    assert inside.history()[0] == ("cron job", NIGHTLY.command, "changed", ["enabled"], True)
    inside.undo()
    assert listed() == [NIGHTLY]

    jobs.remove(inside.webmaster, view.id)
    assert (listed(), inside.used("cron-jobs")) == ([], 0)
    inside.undo()
    assert (listed(), inside.used("cron-jobs")) == ([NIGHTLY], 1)
    assert job > 0


def test_a_change_waits_to_be_published_and_one_that_changes_nothing_does_not(
    inside: Inside, house: House
) -> None:
    jobs = inside.portal.cron_jobs
    job = jobs.add(inside.webmaster, NIGHTLY)
    [view] = jobs.page(inside.webmaster, PageRequest()).page.rows
    assert not view.published
    house.change(inside.package, published_revision=1)
    jobs.change(inside.webmaster, job, NIGHTLY, NIGHTLY)
    [view] = jobs.page(inside.webmaster, PageRequest()).page.rows
    assert view.published
    assert len(inside.history()) == 1
