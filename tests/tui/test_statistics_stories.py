"""Statistics: charts and a table, and the file they can be taken along in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.tui.steps import appears, notice, open_entry, sign_in_package
from tui.screens.statistics import StatisticsPane
from tui.widgets.sparkline import sparkline

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.tui.portal_app import Keyboard, PortalApp


def measure(portal_app: PortalApp, month: str, traffic: int, storage: int, mails: int) -> None:
    portal_app.store(
        "INSERT INTO monthly_figures (package_id, month, traffic_mb, storage_mb, mails)"
        " SELECT id, ?, ?, ?, ? FROM packages WHERE main_domain = 'musterfrau-design.de'",
        month,
        traffic,
        storage,
        mails,
    )


def forget(portal_app: PortalApp) -> None:
    portal_app.store("DELETE FROM monthly_figures")


async def open_statistics(pilot: Keyboard, words: str) -> None:
    await sign_in_package(pilot)
    await open_entry(pilot, "statistics")
    await appears(pilot, words)


def row(pilot: Keyboard, month: str) -> list[str]:
    """The figures of a month, as the table shows them."""
    [line] = [line for line in pilot.shown().split("\n") if f" {month}" in line]
    return line.partition(month)[2].replace("│", "").split()


async def test_the_months_stand_in_charts_and_in_a_table_newest_first(portal_app: PortalApp) -> None:
    forget(portal_app)
    measure(portal_app, "2026-11-01", 512, 2048, 10)
    measure(portal_app, "2026-10-01", 1024, 4096, 1234)
    measure(portal_app, "2026-08-01", 256, 1024, 0)
    async with portal_app() as pilot:
        await open_statistics(pilot, "Traffic  at most 1 GB")
        await appears(pilot, "Mails  at most 1.234")
        assert row(pilot, "Nov 2026 so far") == ["512", "MB", "2", "GB", "10"]
        assert row(pilot, "Oct 2026") == ["1", "GB", "4", "GB", "1.234"]
        assert row(pilot, "Sept 2026") == ["–", "–", "–"]
        assert row(pilot, "Aug 2026") == ["256", "MB", "1", "GB", "0"]
        assert "██" in pilot.shown()
        pane = pilot.app.screen.query_one(StatisticsPane)
        assert pilot.app.focused is pane
        await pilot.press("end")
        await appears(pilot, "Nov 2025")


async def test_the_charts_grow_with_the_screen(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_statistics(pilot, "Traffic  at most")
        assert "████ ████" not in pilot.shown()
        await pilot.resize_terminal(120, 36)
        await appears(pilot, "████ ████")
        await pilot.resize_terminal(80, 24)
        await pilot.until(lambda: "████ ████" not in pilot.shown())


async def test_a_package_that_was_never_measured_says_what_will_stand_here(portal_app: PortalApp) -> None:
    forget(portal_app)
    async with portal_app() as pilot:
        await open_statistics(pilot, "once they are measured.")
        assert "x Export" not in pilot.shown().split("\n")[-1]
        measure(portal_app, "2026-10-01", 1024, 4096, 1234)
        await pilot.press("f5")
        await appears(pilot, "Oct 2026")
        await pilot.until(lambda: "x Export" in pilot.shown().split("\n")[-1])


async def test_the_table_is_exported_oldest_first(
    portal_app: PortalApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_downloads_path", lambda: tmp_path)
    forget(portal_app)
    measure(portal_app, "2026-10-01", 1024, 4096, 1234)
    async with portal_app() as pilot:
        await open_statistics(pilot, "Oct 2026")
        await pilot.press("x", "enter")
        await pilot.until(lambda: notice(pilot).startswith("Written to "))
        await pilot.press("x", "down", "enter")
        await pilot.until((tmp_path / "statistics.json").exists)
    lines = (tmp_path / "statistics.csv").read_text("utf-8").splitlines()
    assert lines[0] == "month,traffic_mb,storage_mb,mails"
    assert lines[1] == "2025-11,,,"
    assert lines[-2:] == ["2026-10,1024,4096,1234", "2026-11,,,"]
    months = json.loads((tmp_path / "statistics.json").read_text("utf-8"))
    assert months[-2] == {"month": "2026-10", "traffic_mb": 1024, "storage_mb": 4096, "mails": 1234}


# The bars.


def lines(*values: int | None, height: int = 1, cells: int = 1) -> list[str]:
    return [line.plain for line in sparkline(values, cells=cells, height=height)]


def test_bars_are_eighths_of_the_largest_value() -> None:
    assert lines(0, 1, 2, 3, 4, 5, 6, 7, 8) == ["▁▁▂▃▄▅▆▇█"]
    assert lines(800, 400) == ["█▄"]


def test_a_gap_is_empty_and_nothing_is_the_lowest_bar() -> None:
    assert lines(None, 0, 5) == [" ▁█"]
    assert lines(0, 0, None) == ["▁▁ "]
    assert lines(None, None) == ["  "]


def test_bars_are_as_wide_and_high_as_they_are_told() -> None:
    assert lines(1, 2, cells=3) == ["▄▄ ██ "]
    assert lines(1, 2, 3, height=3) == ["  █", " ██", "███"]
    assert lines(2**60, 1, height=2) == ["█ ", "█▁"]
