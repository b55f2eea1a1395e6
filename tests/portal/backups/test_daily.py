"""The daily backups of all packages, as the operator has them made each night."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.access import OperatorAccess
from portal.kinds import CRON_JOB
from portal.operator import backups as operator_backups
from portal.operator.backups import DailyReport
from portal.settings import BackupSettings
from storage.models.backups import Backup, BackupKind
from storage.models.packages import PackageState
from storage.models.products import Resource
from tests.factories import QUOTAS
from tests.portal.backups.steps import listed, make, restore
from tests.portal.technical import Place, place

if TYPE_CHECKING:
    from storage.models.customers import Customer
    from tests.portal.house import House

NIGHTLY = OperatorAccess("nightly")


def run(house: House) -> DailyReport:
    return house.portal.operator.daily_backups.run(NIGHTLY)


def kept(house: House) -> dict[int, list[str]]:
    """The days of each package's daily backups."""
    from sqlalchemy import select

    with house.storage.reading() as work:
        found: dict[int, list[str]] = {}
        query = select(Backup).where(Backup.kind == BackupKind.DAILY).order_by(Backup.made_at)
        for backup in work._session.scalars(query):
            found.setdefault(backup.package_id, []).append(f"{backup.made_at:%m-%d}")
        return found


@pytest.fixture
def here(house: House, jutta: Customer) -> Place:
    """A package with 14 backups."""
    return place(house, jutta)


def test_every_active_package_that_includes_backups_gets_one(
    house: House, jutta: Customer, here: Place
) -> None:
    without = house.product({Resource.DOMAINS: 1})
    none = house.product({Resource.BACKUPS: 0})
    others = [
        house.package(jutta, "zwei.example"),
        house.package(jutta, "ohne.example", of=without),
        house.package(jutta, "null.example", of=none),
        house.package(jutta, "aus.example", state=PackageState.SUSPENDED),
        house.package(jutta, "weg.example", state=PackageState.ENDED),
    ]
    assert run(house) == DailyReport(made=2)
    assert set(kept(house)) == {here.package.id, others[0].id}


def test_a_daily_backup_brings_back_what_it_was_made_of(here: Place) -> None:
    job = here.add(CRON_JOB)
    before = here.everything()
    run(here.house)
    here.remove(CRON_JOB, job)
    restore(here, listed(here)[0].id)
    assert here.everything() == before


def test_a_second_run_on_the_same_day_changes_nothing(house: House, here: Place) -> None:
    assert here.used(Resource.BACKUPS) == 0
    run(house)
    assert here.used(Resource.BACKUPS) == 1
    house.clock.forward(hours=9, minutes=54)  # 23:59 in Berlin
    before = house.everything()
    assert run(house) == DailyReport(there=1)
    assert house.everything() == before
    house.clock.forward(minutes=1)
    assert run(house) == DailyReport(made=1)


def test_daily_ones_are_kept_for_fourteen_days(house: House, jutta: Customer) -> None:
    here = place(house, jutta, {**QUOTAS, Resource.BACKUPS: 100})
    reports = []
    for _day in range(16):
        reports.append(run(house))
        house.clock.forward(days=1)
    assert [report.removed for report in reports] == [0] * 14 + [1, 1]
    [days] = kept(house).values()
    assert (len(days), days[0], days[-1]) == (14, "11-24", "12-07")
    assert here.used(Resource.BACKUPS) == 14


def test_the_day_it_goes_is_the_one_that_was_told(house: House, here: Place) -> None:
    run(house)
    [backup] = listed(here)
    house.clock.forward(days=13)
    run(house)
    assert len(kept(house)[here.package.id]) == 2
    house.clock.forward(days=1)
    assert str(house.portal._means.today()) == str(backup.kept_until)
    run(house)
    assert "11-22" not in kept(house)[here.package.id]


def test_how_long_they_are_kept_is_a_setting(house: House, here: Place) -> None:
    house.settings = house.settings.model_copy(update={"backups": BackupSettings(kept_days=2)})
    house.portal = house.restarted()
    for _day in range(4):
        run(house)
        house.clock.forward(days=1)
    assert kept(house) == {here.package.id: ["11-24", "11-25"]}


def test_own_backups_never_go_by_themselves(house: House, here: Place) -> None:
    make(here, "bleibt")
    house.clock.forward(days=400)
    run(house)
    here.sign_in()
    assert [backup.remark for backup in listed(here)] == ["", "bleibt"]


def test_the_oldest_daily_one_makes_way_when_the_quota_is_reached(house: House, jutta: Customer) -> None:
    here = place(house, jutta, {**QUOTAS, Resource.BACKUPS: 3})
    make(here, "bleibt")
    for _day in range(4):
        run(house)
        house.clock.forward(days=1)
    assert kept(house) == {here.package.id: ["11-24", "11-25"]}
    assert here.used(Resource.BACKUPS) == 3


def test_where_all_are_the_customer_s_own_none_is_made(house: House, jutta: Customer) -> None:
    here = place(house, jutta, {**QUOTAS, Resource.BACKUPS: 1})
    make(here)
    before = house.everything()
    assert run(house) == DailyReport(without_room=1)
    assert house.everything() == before


def test_old_ones_of_packages_out_of_service_go_too(house: House, here: Place) -> None:
    run(house)
    house.change(here.package, state=PackageState.ENDED)
    house.clock.forward(days=13)
    assert run(house) == DailyReport()
    house.clock.forward(days=1)
    assert run(house) == DailyReport(removed=1)
    assert here.used(Resource.BACKUPS) == 0


def test_the_audit_log_names_who_had_it_done_but_no_package_s_history_does(house: House, here: Place) -> None:
    run(house)
    [entry] = [entry for entry in house.audit() if entry.action == "daily backups"]
    assert (entry.actor, entry.details) == ("operator nightly", "1 made, 0 removed")
    assert here.history() == []
    assert house.stored_package(here.package).revision == 0


def test_many_packages_are_done_some_at_a_time(
    house: House, jutta: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operator_backups, "AT_ONCE", 3)
    product = house.product(QUOTAS)
    for number in range(7):
        house.package(jutta, f"viele-{number}.example", of=product)
    told: list[tuple[int, int]] = []
    report = house.portal.operator.daily_backups.run(NIGHTLY, lambda done, total: told.append((done, total)))
    assert report == DailyReport(made=7)
    assert told == [(3, 7), (6, 7), (7, 7)]
    assert [entry.details for entry in house.audit() if entry.action == "daily backups"] == [
        "3 made, 0 removed",
        "3 made, 0 removed",
        "1 made, 0 removed",
    ]


def test_what_was_interrupted_is_finished_by_the_next_run(
    house: House, jutta: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operator_backups, "AT_ONCE", 2)
    for number in range(5):
        house.package(jutta, f"viele-{number}.example")

    def interrupt(done: int, _total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        house.portal.operator.daily_backups.run(NIGHTLY, interrupt)
    assert run(house) == DailyReport(made=1, there=4)
