"""How forms look, as SVG, at 80x24 and at 120x36; see `test_looks.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.form_steps import go_on, go_to_form, open_forms, pick, the_list, the_wizard
from tests.tui.pictures import BOTH
from tests.tui.steps import fill, save, sign_in
from tui.widgets.dialogs import ConfirmModal
from tui.widgets.pick import PickModal
from tui.widgets.tick import TickModal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tests.tui.portal_app import Keyboard, PortalApp


@pytest.fixture(autouse=True)
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where files go."""
    monkeypatch.setattr("platformdirs.user_downloads_path", lambda: tmp_path / "downloads")


@BOTH
async def test_the_list_and_what_becomes_of_each(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await open_forms(pilot, "domain-transfer")
        await looks(pilot, "received")
        for number, name in (("F-2026-000002", "rejected"), ("F-2026-000001", "done")):
            await go_to_form(pilot, number)
            await looks(pilot, name)
        portal_app.store("UPDATE written_forms SET state = 'printed', received_at = NULL WHERE id = 3")
        await pilot.press("f5")
        await go_to_form(pilot, "F-2026-000003")
        await pilot.until(lambda: "● printed" in pilot.shown())
        await looks(pilot, "printed")
        await pilot.press("d")
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
        await looks(pilot, "withdraw")


@BOTH
async def test_nothing_printed_yet(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    portal_app.store("DELETE FROM form_domains")
    portal_app.store("DELETE FROM written_forms")
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await open_forms(pilot, "name-forms")
        assert the_list(pilot).matching == 0
        await looks(pilot, "empty")
        await pilot.press("n")
        await pilot.until(lambda: isinstance(pilot.app.screen, PickModal))
        await looks(pilot, "which-form")


@BOTH
async def test_filling_one_in(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await open_forms(pilot, "domain-transfer")
        await pilot.press("n")
        await pick(pilot, "musterfrau-design.de")
        await pick(pilot, "Single domains")
        await pilot.until(lambda: isinstance(pilot.app.screen, TickModal))
        await pilot.press("space")
        await looks(pilot, "which-domains")
        await pilot.press("enter")
        await the_wizard(pilot)
        await fill(pilot, "first-name", "Karol")
        await fill(pilot, "last-name", "Łęcki")
        await fill(pilot, "email", "karol@")
        await save(pilot)
        await looks(pilot, "wrong")
        await fill(pilot, "email", "karol@lecki.example")
        await go_on(pilot, 2)
        await fill(pilot, "street", "Lindenweg")
        await looks(pilot, "address")
        await go_on(pilot, 3)
        await looks(pilot, "summary")


@BOTH
async def test_whose_domain_it_is(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    hostile = "[@click=app.quit]x[/] \x1b]52;c;SGFs\x07 \u202eabc"
    portal_app.store("UPDATE domain_contacts SET company = ?", hostile)
    portal_app.store("UPDATE written_forms SET about = ?, present = ?, reason = ?", hostile, hostile, hostile)
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await open_forms(pilot, "domain-holder")
        await go_to_form(pilot, "F-2026-000002")
        await looks(pilot, "hostile")
        await pilot.press("n")
        await pick(pilot, "verein-sonnenhof.de")
        await pilot.until(lambda: isinstance(pilot.app.screen, PickModal))
        await pilot.until(lambda: "holder:" in pilot.in_the_box())
        await looks(pilot, "which-domain")
