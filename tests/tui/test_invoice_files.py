"""Invoices as files: saved once and whole, many with a bar, opened, exported; none on another's machine."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import threading
from typing import TYPE_CHECKING

import pytest

from portal.invoices import InvoiceState
from portal.invoices import service as portal_invoices
from tests.tui.invoice_steps import DEMO, go_to, marked, open_invoices, pick, read_marked
from tests.tui.portal_app import LIMIT
from tests.tui.steps import appears, field_error, fill, notice, save
from tests.tui.test_package_stories import palette
from tui import exporting, viewing
from tui.screens.invoices import InvoicesScreen
from tui.screens.invoices.reading import InvoiceModal
from tui.screens.invoices.saving import SaveRangeForm
from tui.widgets.pick import PickModal
from tui.widgets.progress import ProgressModal

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from tests.tui.portal_app import Keyboard, PortalApp


@pytest.fixture(autouse=True)
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files go."""
    folder = tmp_path / "downloads"
    monkeypatch.setattr("platformdirs.user_downloads_path", lambda: folder)
    return folder


@pytest.fixture
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """PDF files that cost nothing."""
    monkeypatch.setattr(portal_invoices, "stored_pdf", lambda _m, _w, invoice: invoice.number.encode())


def names(folder: Path) -> list[str]:
    """What the files there are called; none where there is no folder."""
    return sorted(file.name for file in folder.iterdir()) if folder.exists() else []


async def told(pilot: Keyboard, words: str) -> None:
    """Wait for a notice."""
    await pilot.until(lambda: notice(pilot) == words, f"It never said {words!r}.")


@pytest.mark.usefixtures("quick_pdf")
async def test_an_invoice_is_saved_once_and_never_over_another_file(
    portal_app: PortalApp, downloads: Path
) -> None:
    async with portal_app() as pilot:
        listed = await open_invoices(pilot)
        number = marked(listed).number
        file = downloads / f"invoice-{number}.pdf"
        await pilot.press("p")
        await told(pilot, f"Written to {file}")
        assert file.read_bytes() == number.encode()
        assert file.stat().st_mode & 0o777 == 0o600
        await pilot.press("p")
        await told(pilot, f"It is there already: {file}")
        file.write_bytes(b"something else")
        await pilot.press("p")
        await told(pilot, f"Written to {downloads / f'invoice-{number}-2.pdf'}")
        assert file.read_bytes() == b"something else"
        credit = await go_to(pilot, listed, InvoiceState.CREDIT)
        await read_marked(pilot)
        await pilot.press("p")
        await told(pilot, f"Written to {downloads / f'credit-note-{credit.number}.pdf'}")
        assert isinstance(pilot.app.screen, InvoiceModal)
        assert len(names(downloads)) == 3


@pytest.mark.usefixtures("quick_pdf")
async def test_a_full_disk_is_told_and_leaves_no_torn_file(
    portal_app: PortalApp, downloads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with portal_app() as pilot:
        await open_invoices(pilot)
        monkeypatch.setattr("portal.disk.os.fsync", full)
        await pilot.press("p")
        await told(pilot, f"The file cannot be written to {downloads}: No space left on device.")
        assert names(downloads) == []


def test_where_there_are_no_hard_links_no_file_is_replaced_either(
    downloads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr("portal.disk.os.link", refuse)
    assert exporting.save_document("a.pdf", b"one") == (downloads / "a.pdf", True)
    assert exporting.save_document("a.pdf", b"two") == (downloads / "a-2.pdf", True)
    assert exporting.save_document("a.pdf", b"two") == (downloads / "a-2.pdf", False)
    assert {file.name: file.read_bytes() for file in downloads.iterdir()} == {
        "a.pdf": b"one",
        "a-2.pdf": b"two",
    }


def test_what_is_no_ordinary_file_is_neither_read_nor_replaced(downloads: Path) -> None:
    downloads.mkdir()
    os.mkfifo(downloads / "a.pdf")
    (downloads / "a-2.pdf").symlink_to(downloads / "nowhere")
    assert exporting.save_document("a.pdf", b"") == (downloads / "a-3.pdf", True)
    assert not (downloads / "nowhere").exists()


class Viewer:
    """Stands for the system's: notes what it was to open."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
        self.opened = folder / "opened"
        program = folder / "opener"
        program.write_text(f"#!/bin/sh\n{script.format(opened=self.opened)}\n")
        program.chmod(0o700)
        monkeypatch.setattr(viewing, "opener", lambda: str(program))


@pytest.mark.usefixtures("quick_pdf")
async def test_an_invoice_is_opened_in_the_viewer(
    portal_app: PortalApp, downloads: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = Viewer(monkeypatch, tmp_path, 'echo "$1" > {opened}')
    async with portal_app() as pilot:
        file = downloads / f"invoice-{marked(await open_invoices(pilot)).number}.pdf"
        await pilot.press("o")
        await told(pilot, f"Opened {file}")
        assert viewer.opened.read_text().strip() == str(file)
        await read_marked(pilot)
        pilot.app.clear_notifications()
        await pilot.press("o")
        await told(pilot, f"Opened {file}")
        assert names(downloads) == [file.name]


@pytest.mark.usefixtures("quick_pdf")
@pytest.mark.parametrize("script", ["exit 3", None])
async def test_without_a_viewer_it_says_where_the_file_is(
    portal_app: PortalApp,
    downloads: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    script: str | None,
) -> None:
    if script:
        Viewer(monkeypatch, tmp_path, script)
    else:
        monkeypatch.setattr(viewing, "opener", lambda: None)
    async with portal_app() as pilot:
        file = downloads / f"invoice-{marked(await open_invoices(pilot)).number}.pdf"
        await pilot.press("o")
        await told(pilot, f"There is no program here that shows PDF files. It is in {file}")


def test_without_windows_there_is_no_viewer(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in viewing.WHERE_WINDOWS_ARE:
        monkeypatch.delenv(name, raising=False)
    assert viewing.opener() is None


async def open_range(pilot: Keyboard) -> None:
    """Ask for several, all of the year that is proposed."""
    await pilot.press("P")
    await pilot.until(lambda: isinstance(pilot.app.screen, SaveRangeForm))
    await pilot.settle()


@pytest.mark.usefixtures("quick_pdf")
async def test_all_of_a_year_are_saved(portal_app: PortalApp, downloads: Path) -> None:
    async with portal_app() as pilot:
        await open_invoices(pilot)
        await pick(pilot, "y", "2025")
        await appears(pilot, f"(12 of {DEMO}) · 2025")
        await open_range(pilot)
        assert "2025-01-01" in pilot.shown()
        assert "2025-12-31" in pilot.shown()
        await pilot.press("f2")
        await told(pilot, f"12 invoices are in {downloads}")
        assert isinstance(pilot.app.screen, InvoicesScreen)
    assert len([name for name in names(downloads) if name.startswith("invoice-R-2025-")]) == 12


async def test_several_are_left_in_the_middle_and_what_is_done_stays(
    portal_app: PortalApp, downloads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go = threading.Semaphore(3)

    def slow(_means: Any, _work: Any, invoice: Any) -> bytes:
        assert may_go.acquire(timeout=LIMIT)
        return bytes(str(invoice.number), "ascii")

    monkeypatch.setattr(portal_invoices, "stored_pdf", slow)
    async with portal_app() as pilot:
        await open_invoices(pilot)
        await open_range(pilot)
        assert "2026-01-01" in pilot.shown()
        await fill(pilot, "last", "2026-06-30")
        await pilot.press("f2")
        await pilot.until(lambda: isinstance(pilot.app.screen, ProgressModal))
        await appears(pilot, "3 of 7")
        await pilot.press("escape")
        await appears(pilot, "3 of 7, leaving …")
        may_go.release()
        await told(pilot, f"4 of 7 invoices are in {downloads}")
        assert len(names(downloads)) == 4
        may_go.release(9)
        await open_range(pilot)
        await fill(pilot, "last", "2026-06-30")
        await pilot.press("f2")
        await told(pilot, f"7 invoices are in {downloads}")
    assert len(names(downloads)) == 7, "those that were there were not written again"


async def test_days_are_checked_before_anything_is_saved(portal_app: PortalApp, downloads: Path) -> None:
    async with portal_app() as pilot:
        await open_invoices(pilot)
        await open_range(pilot)
        await fill(pilot, "last", "2025-01-01")
        await save(pilot)
        assert field_error(pilot, "last") == "This day is before the first one."
        await fill(pilot, "first", "31.12.2026")
        await save(pilot)
        assert field_error(pilot, "first") == "A day is written like this: 2026-03-31."
        await fill(pilot, "first", "2019-01-01")
        await fill(pilot, "last", "2019-12-31")
        await save(pilot)
        assert field_error(pilot, "last") == "There is no invoice of these days."
    assert names(downloads) == []


async def export(pilot: Keyboard, *keys: str) -> None:
    await pilot.press("x")
    await pilot.until(lambda: isinstance(pilot.app.screen, PickModal))
    await pilot.press(*keys, "enter")
    await pilot.until(lambda: notice(pilot).startswith("Written to "))
    pilot.app.clear_notifications()


async def test_what_is_listed_is_exported_for_spreadsheets_and_programs(
    portal_app: PortalApp, downloads: Path
) -> None:
    async with portal_app() as pilot:
        listed = await open_invoices(pilot)
        credit = await go_to(pilot, listed, InvoiceState.CREDIT)
        await export(pilot)
        await pick(pilot, "t", InvoiceState.RETURNED.value)
        await appears(pilot, f"(1 of {DEMO})")
        returned = marked(listed)
        await export(pilot, "down")
    rows = list(csv.DictReader(io.StringIO((downloads / "invoices.csv").read_text("utf-8"))))
    assert len(rows) == DEMO
    [row] = [row for row in rows if row["number"] == credit.number]
    assert (row["kind"], row["state"], row["total"], row["for"]) == (
        "credit-note",
        "credit",
        "-80.86",
        "3 packages",
    )
    [row] = json.loads((downloads / "invoices.json").read_text("utf-8"))
    assert row["number"] == returned.number
    assert (row["total"], row["open"], row["came_back"]) == ("20.98", "20.98", "account could not be charged")


async def test_on_somebody_else_s_machine_an_invoice_is_read_and_nothing_is_written(
    portal_app: PortalApp, downloads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewing, "view", lambda _path: pytest.fail("a program was started"))
    async with portal_app() as pilot:
        listed = await open_invoices(pilot)
        pilot.app.own_machine = False
        pilot.app.screen.refresh_bindings()
        assert not {"Open PDF", "Save several"} & set(palette(pilot.app.screen))
        await pilot.press("P", "o")
        assert isinstance(pilot.app.screen, InvoicesScreen)
        await pilot.press("p")
        await pilot.until(lambda: isinstance(pilot.app.screen, InvoiceModal))
        await appears(pilot, marked(listed).number)
        assert notice(pilot).startswith("Files are saved only where the portal runs on your own computer.")
        await pilot.press("p", "o")
        await pilot.settle()
        assert "Save PDF" not in pilot.in_the_box()
    assert names(downloads) == []
