"""Importing and exporting addresses, by keyboard alone."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from portal.mail import MailImport
from portal.mail import importing as portal_importing
from tests.tui.portal_app import LIMIT
from tests.tui.steps import (
    appears,
    field_error,
    fill,
    notice,
    noticed,
    open_entry,
    reads,
    running,
    save,
    sign_in_package,
)
from tui.widgets.dialogs import ConfirmModal, NoticeModal
from tui.widgets.import_form import ImportForm
from tui.widgets.pick import PickModal
from tui.widgets.progress import ProgressModal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.portal_app import Keyboard, PortalApp

DOMAIN = "musterfrau-design.de"
HEADER = "address,kind,password,size_mb,targets,enabled"


def table(path: Path, *lines: str) -> Path:
    file = path / "addresses.csv"
    file.write_text("\n".join([HEADER, *lines, ""]), "utf-8")
    return file


def mailboxes(n: int, password: str = "Ziegel Kanne {n} Marder") -> list[str]:
    return [f"m{k}@{DOMAIN},mailbox,{password.format(n=k * 7919)},5,," for k in range(n)]


async def choose_file(pilot: Keyboard, file: Path | str) -> None:
    await sign_in_package(pilot)
    await open_entry(pilot, "email")
    await appears(pilot, "14/50 mailboxes")
    await pilot.press("i")
    await pilot.until(lambda: isinstance(pilot.app.screen, ImportForm))
    await fill(pilot, "path", str(file))
    await save(pilot)


async def confirm(pilot: Keyboard) -> None:
    await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
    await pilot.press("tab", "enter")


def imported(portal_app: PortalApp) -> list[tuple[object, ...]]:
    """How many of the imported mailboxes there are, and how many have a password."""
    return portal_app.stored(
        "SELECT count(*), count(password_hash) FROM mail_addresses WHERE address LIKE 'm%@musterfrau%'"
        " AND local_part != 'mitarbeit1'"
    )


async def test_a_file_is_shown_before_it_is_imported(portal_app: PortalApp, tmp_path: Path) -> None:
    file = table(tmp_path, *mailboxes(3), f"x@{DOMAIN},forward,,,m1@{DOMAIN} a@example.org,")
    async with portal_app() as pilot:
        await choose_file(pilot, file)
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
        for words in (
            "3 mailboxes, 15 MB in all",
            "1 alias, forward or catch-all",
            "There is room for 36 mailboxes and 139 GB in the package.",
            f"m0@{DOMAIN}, m1@{DOMAIN}",
        ):
            await reads(pilot, words)
        await pilot.press("enter")  # the safe answer has the focus
        assert imported(portal_app) == [(0, 0)]


async def test_an_import_makes_the_addresses_and_then_their_passwords(
    portal_app: PortalApp, tmp_path: Path
) -> None:
    async with portal_app() as pilot:
        await choose_file(pilot, table(tmp_path, *mailboxes(10)))
        await confirm(pilot)
        await pilot.until(lambda: notice(pilot) == "10 addresses were imported.")
        assert imported(portal_app) == [(10, 10)]
        await appears(pilot, "24/50 mailboxes")
        await open_entry(pilot, "history")
        await appears(pilot, "email imported: 10 mailboxes")


async def test_the_passwords_can_be_left_and_the_notice_says_how_many_are_missing(
    portal_app: PortalApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, may_go_on, verifier = {f"m0@{DOMAIN}", f"m1@{DOMAIN}"}, threading.Event(), MailImport._verifier

    def held(subject: MailImport, one: tuple[int, str, str], *known: Any) -> str | None:
        if one[1] not in first:
            may_go_on.wait(LIMIT)
        return verifier(subject, one, *known)

    monkeypatch.setattr(portal_importing, "STEP", 2)
    monkeypatch.setattr(MailImport, "_verifier", held)
    async with portal_app() as pilot:
        await choose_file(pilot, table(tmp_path, *mailboxes(30)))
        await confirm(pilot)
        await pilot.until(lambda: isinstance(pilot.app.screen, ProgressModal))
        await appears(pilot, "2 of 30")
        await pilot.press("escape")
        await appears(pilot, "2 of 30, leaving …")
        may_go_on.set()
        await pilot.until(lambda: notice(pilot).startswith("30 addresses were imported. "))
        assert imported(portal_app) == [(30, 4)]
        assert notice(pilot).endswith("26 mailboxes have no password yet; “p” gives them one.")
        await appears(pilot, "no password yet")


async def test_weak_passwords_are_named(portal_app: PortalApp, tmp_path: Path) -> None:
    file = table(tmp_path, *mailboxes(1, "passwort1234"))
    async with portal_app() as pilot:
        await choose_file(pilot, file)
        await confirm(pilot)
        await pilot.until(lambda: isinstance(pilot.app.screen, NoticeModal))
        await reads(pilot, "1 mailbox has no password yet; “p” gives it one.")
        await reads(pilot, f"These passwords were too weak: m0@{DOMAIN}")
        assert "passwort1234" not in pilot.shown()


async def test_what_is_wrong_is_told_by_line_and_field_and_nothing_is_imported(
    portal_app: PortalApp, tmp_path: Path
) -> None:
    lines = [
        *mailboxes(1),
        f"info@{DOMAIN},mailbox,,5,,",
        f"neu@{DOMAIN},mailbox,,viel,,",
        "[b]x[/],mailbox,,5,,",
    ]
    async with portal_app() as pilot:
        await choose_file(pilot, table(tmp_path, *lines))
        await pilot.until(lambda: isinstance(pilot.app.screen, NoticeModal))
        for words in (
            f"Line 3, address: info@{DOMAIN} is there already.",
            "Line 4, size_mb: This is not a size, such as 500 MB or 2 GB.",
            "Line 5, address: This is not a complete email address, such as name@example.de.",
        ):
            await reads(pilot, words)
        await pilot.press("escape")
        assert imported(portal_app) == [(0, 0)]


async def test_more_than_fits_is_told_with_the_figures(portal_app: PortalApp, tmp_path: Path) -> None:
    async with portal_app() as pilot:
        await choose_file(pilot, table(tmp_path, *mailboxes(37)))
        await pilot.until(lambda: isinstance(pilot.app.screen, NoticeModal))
        await reads(pilot, "This file has 37 mailboxes, and of the 50 of this package 36 are left.")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nowhere.csv", "This file cannot be read: No such file or directory."),
        ("", "This is a folder, not a file."),
    ],
)
async def test_a_path_that_leads_to_no_file(
    portal_app: PortalApp, tmp_path: Path, name: str, sentence: str
) -> None:
    async with portal_app() as pilot:
        await choose_file(pilot, tmp_path / name)
        assert field_error(pilot, "path") == sentence


@pytest.mark.parametrize("content", [b"\x89PNG\x00\xff" * 100, b"", b"hello\n"])
async def test_a_file_that_is_no_table_is_refused_in_a_sentence(
    portal_app: PortalApp, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "rubbish.csv"
    file.write_bytes(content)
    async with portal_app() as pilot:
        await choose_file(pilot, file)
        said = running(pilot.in_the_box())
        assert ("This is no text in UTF-8." in said) or ("The first line must name the columns" in said)


async def test_nothing_is_read_on_somebody_else_s_machine(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        pilot.app.own_machine = False
        await open_entry(pilot, "email")
        await appears(pilot, "14/50 mailboxes")
        await pilot.press("i")
        await pilot.until(lambda: notice(pilot))
        await noticed(pilot, "Files can be imported only where the portal runs on your own computer.")


async def test_what_is_exported_is_a_file_that_can_be_imported(
    portal_app: PortalApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_downloads_path", lambda: tmp_path)
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_entry(pilot, "email")
        await appears(pilot, "14/50 mailboxes")
        await pilot.press("x")
        await pilot.until(lambda: isinstance(pilot.app.screen, PickModal))
        await pilot.press("enter")
        await pilot.until((tmp_path / "email.csv").exists)
        await pilot.until(lambda: notice(pilot).startswith("Written to"))
    text = (tmp_path / "email.csv").read_text("utf-8")
    assert text.startswith("address,kind,size_mb,targets,enabled\n")
    assert f"info@{DOMAIN},mailbox,10240,,yes" in text
    assert "argon2" not in text
    portal_app.store("DELETE FROM mail_addresses WHERE package_id = 1")
    portal_app.store("UPDATE package_usage SET used = 0 WHERE package_id = 1")
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_entry(pilot, "email")
        await appears(pilot, "0/50 mailboxes")
        await pilot.press("i")
        await pilot.until(lambda: isinstance(pilot.app.screen, ImportForm))
        await fill(pilot, "path", str(tmp_path / "email.csv"))
        await save(pilot)
        await confirm(pilot)
        await appears(pilot, "14/50 mailboxes")
        assert "no password yet" in pilot.shown()
