"""Crontabs, as cron reads them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.publishing.cron import command, schedule
from portal.publishing.quoting import Unfit
from storage.models.packages import PackageState
from tests.portal.publishing.press import Press, cron_job, told
from tests.programs import tried

if TYPE_CHECKING:
    from pathlib import Path

    from storage.models.packages import Package


def require_readable(crontab: Path) -> None:
    """Let cron check a crontab, where it can: Debian's says -n, newer ones -T; it may not be installed."""
    if shutil.which("crontab"):
        answers = [tried("crontab", option, crontab) for option in ("-T", "-n")]
        known = [each for each in answers if "invalid option" not in each.stderr]
        assert all(each.returncode == 0 for each in known), known


def read_by_cron(line: str) -> str:
    """A command as Debian's cron hands it to the shell, having read its line (`do_command.c`)."""
    told, escaped = "", False
    for character in line:
        if escaped and character in "%\\":
            told = told[:-1] + character
            escaped = False
            continue
        if character == "%" and not escaped:
            return told
        told += character
        escaped = character == "\\" and not escaped
    return told


def test_a_crontab_holds_the_jobs_that_are_on_with_who_gets_their_output(
    press: Press, package: Package
) -> None:
    press.add(
        cron_job(package, "php /html/a.php", output_to="erika@bäckerei.de"),
        cron_job(
            package,
            "date +%Y-%m-%d | mail -s 'a\\b' x; echo \"$HOME\" # {x}",
            schedule="*/5 1-7/2 1,15 JAN MON-fri",
        ),
        cron_job(package, "off", enabled=False),
    )
    published = press.publish()
    assert published.counts.cron_jobs == 2
    assert press.names("cron") == [f"cron/p{package.id}"]
    assert press.lines(f"cron/p{package.id}") == [
        'MAILTO="erika@xn--bckerei-5wa.de"',
        "@daily php /html/a.php",
        'MAILTO=""',
        "*/5 1-7/2 1,15 1 1-5 date +\\%Y-\\%m-\\%d | mail -s 'a\\b' x; echo \"$HOME\" # {x}",
    ]
    require_readable(press.path(f"cron/p{package.id}"))


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E) | st.sampled_from("\\%"), min_size=1))
def test_the_shell_gets_every_command_as_it_was_typed(typed: str) -> None:
    if typed.strip() and not typed.strip().startswith("*"):
        assert read_by_cron(command(typed)) == typed.strip()


@pytest.mark.parametrize(
    "typed", ["", "  ", "*", "* x", "a\nb", "a\rb", "a\0b", "a\x1b[2J", "a\u2028b", "x" * 999, "%" * 500]
)
def test_a_command_of_more_than_one_line_or_too_long_is_unfit(typed: str) -> None:
    with pytest.raises(Unfit):
        command(typed)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("@daily", "@daily"),
        ("0 0 * * *", "0 0 * * *"),
        ("*/15 0-23/2 1,15,31 JAN,dec SUN", "*/15 0-23/2 1,15,31 1,12 7"),
        ("59 23 31 12 0-7", "59 23 31 12 0-7"),
        ("05 08 * * mon-fri", "5 8 * * 1-5"),
    ],
)
def test_schedules_are_written_in_numbers(typed: str, written: str) -> None:
    assert schedule(typed) == written


@pytest.mark.parametrize(
    "typed",
    ["@reboot", "@DAILY", "", "* * * *", "* * * * * *", "*  * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *",
     "* * 32 * *", "* * * 13 *", "* * * * 8", "5/15 * * * *", "*/0 * * * *", "*/99 * * * *", "7-3 * * * *",
     "* * L * *", "* * * * 5#2", "x * * * *",
     "1, * * * *", "-1 * * * *", "* * * jan-x *", "* * * *\n*", "٣ * * * *",
     "* * * * *\n* * * * * evil", "#* * * * *", "MAILTO=x * * * *"],
)  # fmt: skip
def test_a_schedule_that_some_cron_does_not_know_is_unfit(typed: str) -> None:
    with pytest.raises(Unfit):
        schedule(typed)


def test_what_cron_would_stumble_over_is_left_out_and_the_rest_runs(press: Press, package: Package) -> None:
    press.add(
        cron_job(package, "good"),
        cron_job(package, "bad", schedule="* * L * *"),
        cron_job(package, "a\n* * * * * evil"),
        cron_job(package, "worse", output_to='x"\nPATH=/evil'),
    )
    assert len(told(press.publish())) == 3
    assert press.lines(f"cron/p{package.id}") == ['MAILTO=""', "@daily good"]
    require_readable(press.path(f"cron/p{package.id}"))


def test_nothing_of_a_suspended_package_runs(press: Press, package: Package) -> None:
    press.add(cron_job(package, "php /html/a.php"))
    press.house.change(package, state=PackageState.SUSPENDED)
    assert press.publish().counts.cron_jobs == 0
    assert press.names("cron") == []
