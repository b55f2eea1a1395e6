"""Webspace and SFTP, PHP, SSL: by keyboard alone at 80 to 24, and as the database says afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hostile import HOSTILE
from tests.portal.webspace import public_keys as keys
from tests.portal.webspace.test_sftp import DOTS, NAME
from tests.tui.hostile_steps import check
from tests.tui.steps import (
    appears,
    beneath,
    choose,
    entered,
    field_error,
    field_errors,
    fill,
    go_to_field,
    notice,
    noticed,
    open_entry,
    reads,
    running,
    save,
    saved,
    sign_in_package,
    the_form,
)
from tui.screens.package import PackageScreen
from tui.screens.protection import VisitorsModal
from tui.widgets.dialogs import ConfirmModal, NoticeModal
from tui.widgets.form import FormModal
from tui.widgets.menu import Menu
from tui.widgets.tabs import SubjectTabs

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard, PortalApp

PACKAGE = 1
"""The id of musterfrau-design.de."""


async def open_subject(pilot: Keyboard, name: str, words: str) -> None:
    """Sign in to the package and open a subject."""
    await sign_in_package(pilot)
    await open_entry(pilot, name)
    await appears(pilot, words)
    await pilot.until(lambda: "Loading" not in pilot.shown())


async def form_after(pilot: Keyboard, key: str) -> None:
    """Press a key that opens a form."""
    await pilot.press(key)
    await pilot.until(lambda: isinstance(pilot.app.screen, FormModal), "The form never came.")
    await pilot.settle()


async def secret_shown(pilot: Keyboard) -> str:
    """The notice with a password that was made up; closes it."""
    await pilot.until(lambda: isinstance(pilot.app.screen, NoticeModal), "No password was shown.")
    await reads(pilot, "It is shown this once only")
    text = running(pilot.in_the_box())
    await pilot.press("escape")
    await pilot.until(lambda: not isinstance(pilot.app.screen, NoticeModal))
    return text


def sftp_users(portal_app: PortalApp) -> list[tuple[object, ...]]:
    return portal_app.stored(
        "SELECT name, directory, keys, uses_master, password_hash IS NOT NULL, expires_on FROM sftp_users"
        " WHERE package_id = ? ORDER BY name",
        PACKAGE,
    )


def leave_out(portal_app: PortalApp, resource: str) -> None:
    """No product includes that."""
    portal_app.store("DELETE FROM product_quotas WHERE resource = ?", resource)
    portal_app.store("DELETE FROM package_usage WHERE resource = ?", resource)


# Tabs.


async def test_the_arrow_keys_go_from_list_to_list_and_the_focus_with_them(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_subject(pilot, "webspace", "p1-agentur")
        assert pilot.app.screen.query_one(SubjectTabs).has_focus_within
        for words in ("Browser asks for", "37.415", "Signs in by"):
            await pilot.press("right")
            await appears(pilot, words)
            assert pilot.app.screen.query_one(SubjectTabs).shown.has_focus_within
        await pilot.press("left")
        await appears(pilot, "/html/bilder")
        await pilot.press("f1")
        await reads(pilot, "Show the list after this one.")
        await pilot.press("escape", "tab")
        assert isinstance(pilot.app.focused, Menu)
        await pilot.press("tab")
        assert pilot.app.screen.query_one(SubjectTabs).shown.has_focus_within


async def test_in_the_filter_the_arrow_keys_move_within_the_text(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_subject(pilot, "webspace", "p1-agentur")
        await pilot.press("slash", *"b", "left", "right", "right", "left", *"we")
        await appears(pilot, "1 of 2 match")
        assert "p1-agentur" not in pilot.shown()
        assert "SFTP users" in pilot.shown()


async def test_where_the_product_has_no_sftp_users_the_other_lists_are_there(portal_app: PortalApp) -> None:
    leave_out(portal_app, "sftp-users")
    async with portal_app() as pilot:
        await open_subject(pilot, "webspace", "Protected directories")
        assert "SFTP users" not in pilot.shown()


async def test_php_is_there_where_the_product_has_no_cron_jobs(portal_app: PortalApp) -> None:
    leave_out(portal_app, "cron-jobs")
    async with portal_app() as pilot:
        await open_subject(pilot, "cron", "PHP 8.4")
        assert "Cron jobs" not in pilot.shown()
        assert "Next tab" not in pilot.shown()
        await pilot.press("right", "left")
        assert "musterfrau.de" in pilot.shown()


async def test_what_the_owner_keeps_is_in_no_menu_of_the_webmaster(portal_app: PortalApp) -> None:
    portal_app.store("UPDATE packages SET webmaster_transfers = false WHERE id = ?", PACKAGE)
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        assert "Webspace and SFTP" not in pilot.shown()
        assert "PHP and cron" in pilot.shown()


async def test_what_the_owner_keeps_a_moment_later_is_refused_with_a_sentence(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_subject(pilot, "webspace", "p1-agentur")
        portal_app.store("UPDATE packages SET webmaster_transfers = false WHERE id = ?", PACKAGE)
        await pilot.press("right")
        await appears(pilot, "The owner of this package keeps upload")


# SFTP users.


async def test_an_sftp_user_with_a_key_is_added_changed_and_deleted(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_subject(pilot, "webspace", "p1-agentur")
        await form_after(pilot, "n")
        assert "p1-" in pilot.shown()
        await fill(pilot, "name", "build")
        await fill(pilot, "directory", "html/blog/")
        await choose(pilot, "signs-in-by", "public")
        await go_to_field(pilot, "public-keys")
        await pilot.paste(f"{keys.ED25519} erika@laptop\n")
        await fill(pilot, "expires-on", "2027-03-31")
        await saved(pilot)
        await appears(pilot, "p1-build")
        assert "1 key" in pilot.shown()
        pilot.app.clear_notifications()
        await pilot.settle()
        assert "3/6" in pilot.shown()
        assert sftp_users(portal_app)[1] == (
            "p1-build", "/html/blog", f'["{keys.ED25519} erika@laptop"]', 0, 0, "2027-03-31",
        )  # fmt: skip

        await form_after(pilot, "enter")
        assert "SHA256:94NBp95lF93hvL+t9wfTzBL1/fDkAuwxOPhMklhU5QE" in pilot.shown()
        assert entered(pilot, "directory") == "/html/blog"
        await fill(pilot, "directory", "/html")
        await saved(pilot)
        await pilot.press("d")
        await reads(pilot, "Delete p1-build?")
        await pilot.press("tab", "enter")
        await pilot.until(lambda: "p1-build" not in pilot.shown())
        await noticed(pilot, "The SFTP user was deleted.")


async def test_a_password_that_was_made_up_is_shown_once(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_subject(pilot, "webspace", "p1-agentur")
        await form_after(pilot, "n")
        await fill(pilot, "name", "build")
        await saved(pilot)
        told = await secret_shown(pilot)
        assert "The password of p1-build is" in told
        await form_after(pilot, "e")  # it is the one that is marked
        assert entered(pilot, "name") == "build"
        assert beneath(pilot, "password") == "empty: it stays as it is"
        await pilot.press("escape")


async def test_a_private_key_that_is_pasted_goes_at_once_and_is_refused(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_subject(pilot, "webspace", "p1-agentur")
        await form_after(pilot, "n")
        await fill(pilot, "name", "build")
        await go_to_field(pilot, "public-keys")
        await pilot.paste(keys.PRIVATE["OpenSSH"])
        await reads(pilot, "This is your private key. Never give it to anybody")
        assert keys.CANARY not in pilot.shown()
        await save(pilot)
        assert field_error(pilot, "public-keys").startswith("This is your private key.")
        await pilot.paste(keys.ED25519)
        assert field_errors(pilot) == {}
        await saved(pilot)
        await secret_shown(pilot)
    assert len(sftp_users(portal_app)) == 3
    assert keys.CANARY.encode() not in portal_app.path.read_bytes()


async def test_what_is_wrong_is_said_at_each_field(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_subject(pilot, "webspace", "p1-agentur")
        await form_after(pilot, "n")
        await fill(pilot, "name", "-x")
        await fill(pilot, "directory", "../../etc")
        await choose(pilot, "signs-in-by", "public")
        await fill(pilot, "expires-on", "tomorrow")
        await save(pilot)
        assert field_errors(pilot) == {
            "name": NAME,
            "directory": DOTS,
            "public-keys": "Without a password, at least one public key is needed.",
            "expires-on": "A day is written like this: 2026-03-31.",
        }


async def test_all_sftp_users_in_use_are_refused_with_the_figures(portal_app: PortalApp) -> None:
    portal_app.store("UPDATE product_quotas SET allowed = 2 WHERE resource = 'sftp-users'")
    async with portal_app() as pilot:
        await open_subject(pilot, "webspace", "2/2 SFTP users")
        await form_after(pilot, "n")
        await fill(pilot, "name", "third")
        await save(pilot)
        await reads(pilot, "All 2 SFTP users of this package are in use.")
        assert entered(pilot, "name") == "third"


async def test_who_has_expired_is_said_so_in_the_list(portal_app: PortalApp) -> None:
    portal_app.store("UPDATE sftp_users SET expires_on = '2026-11-21' WHERE name = 'p1-web'")
    async with portal_app() as pilot:
        await open_subject(pilot, "webspace", "p1-agentur")
        assert "expired 21 Nov 2026" in pilot.shown()


# Protected directories.


async def test_a_directory_is_protected_and_people_come_and_go(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_subject(pilot, "webspace", "p1-agentur")
        await pilot.press("right")
        await appears(pilot, "n protects the first one.")
        await form_after(pilot, "n")
        await fill(pilot, "directory", "intern")
        await fill(pilot, "realm", "Members only")
        await fill(pilot, "user", "clara")
        await saved(pilot)
        assert "The password of clara is" in await secret_shown(pilot)
        await appears(pilot, "1 user")

        await pilot.press("enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, VisitorsModal))
        await appears(pilot, "clara")
        await form_after(pilot, "n")
        await fill(pilot, "user", "anna")
        await saved(pilot)
        await secret_shown(pilot)
        await appears(pilot, "anna")
        await form_after(pilot, "e")  # anna, who is new, is marked
        await reads(pilot, "anna · the password before opens nothing more")
        await saved(pilot)
        assert "The password of anna is" in await secret_shown(pilot)
        await pilot.press("down", "d")
        await reads(pilot, "Delete clara?")
        await pilot.press("tab", "enter")
        await pilot.until(lambda: "clara" not in pilot.shown())
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackageScreen))

        await form_after(pilot, "e")
        await fill(pilot, "realm", "Staff only")
        await saved(pilot)
        await appears(pilot, "Staff only")
        await pilot.press("d")
        await reads(pilot, "Delete the protection of /intern with its users?")
        await pilot.press("tab", "enter")
        await appears(pilot, "n protects the first one.")
        await open_entry(pilot, "history")
        await appears(pilot, "protection got a user: /intern")


# Usage.


async def test_the_largest_directory_comes_first(portal_app: PortalApp) -> None:
    async with portal_app((120, 36)) as pilot:
        await open_subject(pilot, "webspace", "p1-agentur")
        await pilot.press("left")
        await appears(pilot, "/html/bilder")
        rows = [row for row in pilot.shown().split("\n") if "21 Nov 2026" in row]
        assert [row.split("/")[1].split()[0] for row in rows[:2]] == ["html", "html"]
        assert "14,6 GB" in rows[0]
        assert "36,5/100 GB of webspace" in pilot.shown()


# PHP.


async def test_another_php_version_is_chosen_and_undone(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_subject(pilot, "cron", "Cron jobs")
        await pilot.press("right")
        await appears(pilot, "our default")
        await form_after(pilot, "enter")
        name = running(pilot.in_the_box())
        await choose(pilot, "php-version", "PHP 8.2")
        await saved(pilot)
        await appears(pilot, "PHP 8.2")
        await open_entry(pilot, "history")
        await appears(pilot, "PHP version")
        await pilot.press("u")
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
        await pilot.press("tab", "enter")
        await pilot.until(lambda: notice(pilot) == "Undone.")
    assert portal_app.stored("SELECT count(*) FROM sites WHERE php_version != ''") == [(0,)]
    assert "musterfrau" in name


# SSL.


async def test_a_certificate_is_ordered_after_a_question(portal_app: PortalApp) -> None:
    portal_app.store("UPDATE sites SET certificate = 'none', certificate_until = NULL")
    async with portal_app() as pilot:
        await open_subject(pilot, "ssl", "none")
        await pilot.press("c")
        await reads(pilot, "Order a certificate for blog.musterfrau-design.de?")
        await pilot.press("escape")
        assert "ordered" not in pilot.shown()
        await pilot.press("c", "tab", "enter")
        await appears(pilot, "ordered")
        await pilot.press("c", "tab", "enter")
        await pilot.until(lambda: notice(pilot).endswith("is ordered already."))
        await open_entry(pilot, "history")
        await appears(pilot, "certificate ordered")


async def test_hsts_is_warned_of_and_saved_the_second_time(portal_app: PortalApp) -> None:
    portal_app.store("UPDATE sites SET certificate = 'valid', certificate_until = '2027-03-31'")
    portal_app.store("UPDATE sites SET force_https = false, hsts = false")
    async with portal_app() as pilot:
        await open_subject(pilot, "ssl", "valid to 31 Mar 2027")
        await form_after(pilot, "e")
        await choose(pilot, "hsts", "yes")
        await save(pilot)
        assert field_error(pilot, "hsts").startswith("HSTS needs “Force HTTPS”")
        await choose(pilot, "force-https", "yes")
        await save(pilot)
        assert field_error(pilot, "hsts").startswith("Browsers will remember for a year")
        assert the_form(pilot).sure
        await saved(pilot)
        await appears(pilot, "forced")
    assert portal_app.stored("SELECT count(*) FROM sites WHERE force_https AND hsts") == [(1,)]


@pytest.mark.parametrize(
    ("state", "until", "words"),
    [
        ("none", None, "none"),
        ("ordered", None, "ordered"),
        ("valid", "2027-01-31", "valid to 31 Jan 2027"),
        ("valid", "2026-12-01", "expires soon: 1 Dec"),
        ("valid", "2026-11-21", "expired 21 Nov 2026"),
        ("failed", None, "failed"),
    ],
)
async def test_a_certificate_s_state_is_told_in_words(
    portal_app: PortalApp, state: str, until: str | None, words: str
) -> None:
    portal_app.store("UPDATE sites SET certificate = ?, certificate_until = ?", state, until)
    async with portal_app() as pilot:
        await open_subject(pilot, "ssl", words)


# Hostile text.


async def test_hostile_text_in_the_database_is_shown_literally(portal_app: PortalApp) -> None:
    texts = [text.replace("\x00", "␀")[:32] for name, text in HOSTILE.items() if name != "lone surrogate"]
    for number, text in enumerate(texts):
        portal_app.store(
            "INSERT INTO protected_directories (package_id, revision, directory, realm, verifiers)"
            " VALUES (?, 0, ?, ?, '{}')",
            PACKAGE,
            f"{text}{number}",
            text,
        )
        portal_app.store(
            "INSERT INTO web_directories (package_id, path, used_mb, files, measured_at)"
            " VALUES (?, ?, 99999, 1, '2026-11-21 12:00:00.000000')",
            PACKAGE,
            f"{text}{number}",
        )
        portal_app.store(
            "INSERT INTO sftp_users (package_id, revision, name, directory, keys, uses_master)"
            " VALUES (?, 0, ?, ?, '[\"x\"]', false)",
            PACKAGE,
            f"{text[:28]}{number}",
            text,
        )
    async with portal_app() as pilot:
        await open_subject(pilot, "webspace", "SFTP users")
        for _tab in range(3):
            for _page in range(4):
                check(pilot)
                await pilot.press("pagedown")
            await pilot.press("right")
            await pilot.until(lambda: "Loading" not in pilot.shown())


@pytest.mark.parametrize("name", ["markup live action", "clipboard", "new line", "zalgo", "path"])
async def test_hostile_text_in_a_form_ends_in_a_sentence(portal_app: PortalApp, name: str) -> None:
    async with portal_app() as pilot:
        await open_subject(pilot, "webspace", "p1-agentur")
        await form_after(pilot, "n")
        for field in ("name", "directory", "public-keys", "expires-on"):
            await go_to_field(pilot, field)
            await pilot.paste(HOSTILE[name])
        await save(pilot)
        check(pilot)
        assert "public-keys" in field_errors(pilot)
