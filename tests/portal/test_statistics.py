"""Monthly figures: what customers see of them, and how they come in."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest

from portal.access import OperatorAccess, WholePackage
from portal.errors import InvalidInput
from portal.operator.importing import ImportRefused
from portal.statistics import MonthView
from storage.models.domains import DomainState
from storage.models.packages import PackageState
from tests.hostile import HOSTILE
from tests.portal.house import PACKAGE_PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from portal.access import PackageAccess
    from portal.operator.statistics import StatisticsReport
    from portal.portal import Portal
    from storage.models.customers import Customer
    from tests.portal.house import House

    Bring = Callable[..., StatisticsReport]

ANNA = OperatorAccess("anna")


@pytest.fixture
def inside(house: House, jutta: Customer) -> PackageAccess:
    house.package(jutta, "größe.example", password=PACKAGE_PASSWORD, domains=["zweite.example"])
    return house.package_access("größe.example")


@pytest.fixture
def bring(portal: Portal, tmp_path: Path) -> Bring:
    """Import these lines: objects, or whatever bytes a line consists of."""
    file = tmp_path / "figures.jsonl"

    def run(*lines: dict[str, Any] | bytes, dry_run: bool = False) -> StatisticsReport:
        file.write_bytes(
            b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
        )
        return portal.operator.statistics.run(ANNA, file, dry_run=dry_run)

    return run


def line(month: Any = "2026-10", **changes: Any) -> dict[str, Any]:
    figures = {"traffic_mb": 1000, "storage_mb": 2000, "mails": 30}
    return {"package": "größe.example", "month": month} | figures | changes


def refused(bring: Bring, *lines: dict[str, Any] | bytes) -> list[tuple[int, str, str]]:
    with pytest.raises(ImportRefused) as caught:
        bring(*lines)
    return [(error.line, error.field, error.reason) for error in caught.value.errors]


# What customers see.


def test_a_package_that_was_never_measured_has_no_months(portal: Portal, inside: PackageAccess) -> None:
    assert portal.statistics.months(inside) == ()


def test_the_last_twelve_months_and_the_running_one_are_shown_gaps_included(
    portal: Portal, inside: PackageAccess, bring: Bring
) -> None:
    bring(line("2025-10"), line("2025-11"), line("2026-10", mails=0), line("2026-11", traffic_mb=7))
    months = portal.statistics.months(inside)
    assert [view.month.isoformat()[:7] for view in months] == [
        *("2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"),
        *("2026-07", "2026-08", "2026-09", "2026-10", "2026-11"),
    ]
    assert months[0] == MonthView(dt.date(2025, 11, 1), False, 1000, 2000, 30)
    assert months[1] == MonthView(dt.date(2025, 12, 1), False, None, None, None)
    assert months[11].mails == 0
    assert months[12] == MonthView(dt.date(2026, 11, 1), True, 7, 2000, 30)


def test_figures_of_long_ago_alone_are_none(portal: Portal, inside: PackageAccess, bring: Bring) -> None:
    bring(line("2025-10"))
    assert portal.statistics.months(inside) == ()


def test_the_month_is_that_of_the_provider(
    house: House, portal: Portal, inside: PackageAccess, bring: Bring
) -> None:
    bring(line("2026-11"))
    house.clock.moment = dt.datetime(2026, 11, 30, 22, 59, tzinfo=dt.UTC)
    inside = house.package_access("größe.example")
    assert portal.statistics.months(inside)[-1].month == dt.date(2026, 11, 1)
    house.clock.forward(minutes=2)
    months = portal.statistics.months(inside)
    assert months[-1] == MonthView(dt.date(2026, 12, 1), True)
    assert months[-2].traffic_mb == 1000


def test_each_package_has_its_own_figures(
    house: House, portal: Portal, jutta: Customer, inside: PackageAccess, bring: Bring
) -> None:
    other = house.package(jutta, "andere.example")
    bring(line(package="andere.example"))
    assert portal.statistics.months(inside) == ()
    owner = portal.packages.open(house.access(jutta), other.id)
    assert portal.statistics.months(owner)[11].mails == 30


def test_opening_them_takes_two_statements(house: House, inside: PackageAccess, bring: Bring) -> None:
    bring(line("2026-09"), line())
    with house.statements() as seen:
        house.portal.statistics.months(inside)
    assert len(seen) == 2


# How they come in.


@pytest.mark.usefixtures("inside")
def test_a_file_is_imported_and_doing_it_again_changes_nothing(house: House, bring: Bring) -> None:
    first = bring(line("2026-09"), b"", line("2026-10"))
    assert (first.added, first.changed, first.unchanged, first.dry_run) == (2, 0, 0, False)
    before = house.everything()
    again = bring(line("2026-09"), b"", line("2026-10"))
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    assert house.everything() == before
    assert house.audit()[-1].action == "statistics imported"
    assert house.audit()[-1].details.startswith("2 added, 0 changed, 0 unchanged; sha256 ")


def test_new_figures_take_the_place_of_those_before(
    portal: Portal, inside: PackageAccess, bring: Bring
) -> None:
    bring(line("2026-11"))
    report = bring(line("2026-11", traffic_mb=1500, mails=2**40))
    assert (report.added, report.changed, report.unchanged) == (0, 1, 0)
    assert portal.statistics.months(inside)[-1] == MonthView(dt.date(2026, 11, 1), True, 1500, 2000, 2**40)


@pytest.mark.usefixtures("inside")
def test_a_package_goes_by_its_main_domain_in_either_spelling(bring: Bring) -> None:
    bring(line(package="XN--GRE-6KA8I.example"))
    nobody = "No package has this main domain."
    assert refused(bring, line(package="zweite.example"), line(package="fehlt.example")) == [
        (1, "package", nobody),
        (2, "package", nobody),
    ]


def test_a_name_that_ended_with_its_domain_names_no_package(
    house: House, jutta: Customer, bring: Bring
) -> None:
    ended = house.package(jutta, "vorbei.example", state=PackageState.ENDED)
    with house.storage.writing() as work:
        for domain in work.domains.living_of(WholePackage(ended.id)):
            domain.state = DomainState.ENDED
        work.commit()
    assert [error[1] for error in refused(bring, line(package="vorbei.example"))] == ["package"]


def test_a_dry_run_keeps_nothing(house: House, portal: Portal, inside: PackageAccess, bring: Bring) -> None:
    before = house.actions()
    report = bring(line(), dry_run=True)
    assert (report.added, report.dry_run) == (1, True)
    assert portal.statistics.months(inside) == ()
    assert house.actions() == before


def test_one_wrong_line_keeps_everything_out(portal: Portal, inside: PackageAccess, bring: Bring) -> None:
    assert refused(bring, line("2026-09"), line("2026-13"), line("2026-12"), b"{") == [
        (2, "month", "A month is written like this: 2026-10."),
        (3, "month", "This month is in the future."),
        (4, "", "This is not JSON, from character 2 on."),
    ]
    assert portal.statistics.months(inside) == ()


@pytest.mark.usefixtures("inside")
def test_a_month_stands_in_a_file_once_however_far_apart(bring: Bring) -> None:
    years = [f"{year}-{month:02}" for year in range(1970, 2020) for month in range(1, 13)]
    assert refused(bring, *map(line, years), line("1970-01")) == [
        (601, "month", "An earlier line of this file has the same.")
    ]


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"month": "2026-1"}, "month", "A month is written like this: 2026-10."),
        ({"month": "2026-10-01"}, "month", "A month is written like this: 2026-10."),
        ({"month": 202610}, "month", "A month is written like this: 2026-10."),
        ({"month": "0001-01"}, "month", "A month is written like this: 2026-10."),
        ({"traffic_mb": -1}, "traffic_mb", "This must be at least 0."),
        ({"traffic_mb": 1.5}, "traffic_mb", "This must be a whole number."),
        ({"mails": "7"}, "mails", "This must be a whole number."),
        ({"mails": 2**53}, "mails", f"This must be at most {2**53 - 1}."),
        ({"storage_mb": None}, "storage_mb", "This must be a whole number."),
        ({"package": "größe"}, "package", "This is not a domain name, such as example.de."),
        ({"colour": "red"}, "colour", "This field is not known."),
    ],
)
@pytest.mark.usefixtures("inside")
def test_a_wrong_field_is_named_with_a_sentence(
    bring: Bring, changes: dict[str, Any], field: str, reason: str
) -> None:
    assert refused(bring, line(**changes)) == [(1, field, reason)]


@pytest.mark.usefixtures("inside")
def test_a_missing_field_is_named(bring: Bring) -> None:
    assert refused(bring, {"package": "größe.example", "month": "2026-10", "mails": 1}) == [
        (1, "traffic_mb", "Please fill in this field."),
        (1, "storage_mb", "Please fill in this field."),
    ]


@pytest.mark.usefixtures("inside")
def test_hostile_names_are_refused_by_line(bring: Bring) -> None:
    texts = list(HOSTILE.values())
    found = refused(bring, *(line(package=text) for text in texts))
    assert {error[0] for error in found} == set(range(1, len(texts) + 1))
    found = refused(bring, *(line(month=text) for text in texts))
    assert {error[2] for error in found} == {"A month is written like this: 2026-10."}


@pytest.mark.usefixtures("inside")
def test_after_a_hundred_errors_the_rest_is_not_looked_at(bring: Bring) -> None:
    with pytest.raises(ImportRefused) as caught:
        bring(*[line("x")] * 150)
    assert (len(caught.value.errors), caught.value.complete) == (100, False)


def test_an_empty_file_and_a_missing_one_are_told(portal: Portal, bring: Bring, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="There is nothing in this file"):
        bring(b"", b"\n")
    with pytest.raises(InvalidInput, match="cannot be read: No such file"):
        portal.operator.statistics.run(ANNA, tmp_path / "missing")
