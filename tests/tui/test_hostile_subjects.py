"""Hostile strings in every text of the technical administration: stored past all rules, shown everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.screen import ModalScreen

from portal.demo.credentials import DESIGN
from tests.tui.hostile_steps import STORABLE, check, store_rows
from tests.tui.steps import appears, open_entry, sign_in_package
from tui.screens.package import PackageScreen
from tui.widgets.form import FormModal

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard, PortalApp

TEXTS = [text[:90] for text in STORABLE.values()]

MOMENT = "'2026-11-20 12:00:00.000000'"

ROWS: dict[str, dict[str, str]] = {
    "cron_jobs": {
        "revision": "99", "schedule": "'@daily'", "command": "?1", "output_to": "?1", "enabled": "1",
    },
    "databases": {
        "revision": "99", "name": "substr(?1, 1, 50) || ?2", "dialect": "'postgresql'", "remark": "?1",
        "uses_master": "1", "used_mb": "0",
    },
    "mail_addresses": {
        "revision": "99", "domain_id": "1", "local_part": "'x' || ?2", "address": "?1", "kind": "'forward'",
        "enabled": "1", "targets": "json_array(?1)", "size_mb": "0", "used_mb": "0", "reply_enabled": "1",
        "reply_subject": "?1", "reply_text": "?1", "reply_days": "1", "spam": "'move'",
        "spam_allowed": "json_array(?1)", "spam_blocked": "'[]'",
    },
    "dns_records": {
        "revision": "99", "domain_id": "1", "name": "?1", "type": "'TXT'", "ttl": "3600", "value": "?1",
    },
    "sftp_users": {
        "revision": "99", "name": "substr(?1, 1, 28) || ?2", "directory": "?1", "keys": "json_array(?1)",
        "uses_master": "0",
    },
    "protected_directories": {
        "revision": "99", "directory": "?1 || ?2", "realm": "?1", "verifiers": "json_object(?1, 'x')",
    },
    "sites": {
        "revision": "99", "domain_id": "1", "label": "'x' || ?2", "name": "?1", "ascii_name": "?1",
        "target": "'redirect'", "directory": "?1", "points_to": "?1", "redirect_to": "?1",
        "redirect_code": "301", "default_address": "'both'", "php_version": "substr(?1, 1, 10)",
        "certificate": "'none'", "force_https": "0", "hsts": "0",
    },
    "backups": {"made_at": MOMENT, "kind": "'own'", "remark": "?1", "size_mb": "1", "contents": "'{}'"},
    "package_changes": {
        "revision": "1", "at": MOMENT, "by_owner": "1", "kind": "substr(?1, 1, 30)",
        "action": "substr(?1, 1, 30)", "name": "?1", "fields": "json_array(?1)",
        "before": "json_object(?1, ?1)", "after": "json_object(?1, ?1)", "undoable": "1", "undone": "0",
    },
    "web_directories": {"path": "?1 || ?2", "used_mb": "1", "files": "1", "measured_at": MOMENT},
}  # fmt: skip
"""What stands in a row of each table; ?1 is the text, ?2 keeps names apart."""

SUBJECTS = (
    "domains", "dns", "email", "databases", "webspace", "ssl", "cron", "backups", "statistics",
    "set-passwords", "history",
)  # fmt: skip

WITH_TABS = {"webspace", "cron"}

PARTS = 2

FORMS = 3
"""Of how many rows the form is opened: that is slow."""


async def go_through(pilot: Keyboard) -> None:
    """Look at all rows of a list, page by page."""
    await pilot.press("home")
    for _page in range(3):
        check(pilot)
        await pilot.press("pagedown")
        await pilot.settle()
    check(pilot)


async def open_forms(pilot: Keyboard) -> None:
    """Open what Enter opens for some of the rows."""
    for _row in range(FORMS):
        await pilot.press("enter")
        await pilot.settle()
        await pilot.pause(0.05)
        check(pilot)
        while isinstance(pilot.app.screen, ModalScreen):
            busy = isinstance(pilot.app.screen, FormModal) and pilot.app.screen.busy
            await pilot.until(lambda: not busy)  # noqa: B023 - called before the next round
            await pilot.press("escape")
            await pilot.settle()
        await pilot.press("up")


@pytest.mark.parametrize("part", range(PARTS))
async def test_every_subject_shows_what_stands_in_it_literally(portal_app: PortalApp, part: int) -> None:
    store_rows(portal_app, 1, ROWS, TEXTS)
    async with portal_app((120, 36)) as pilot:
        await sign_in_package(pilot, DESIGN.name, DESIGN.password)
        for subject in SUBJECTS[part::PARTS]:
            await open_entry(pilot, subject)
            await pilot.settle()
            for _tab in range(3 if subject in WITH_TABS else 1):
                await pilot.until(lambda: "Loading" not in pilot.shown())
                await go_through(pilot)
                await open_forms(pilot)
                await pilot.press("right")
            assert isinstance(pilot.app.screen, PackageScreen)
            await pilot.press("shift+tab")
        await open_entry(pilot, "overview")
        await appears(pilot, "In use")
