"""Set passwords and third-party access: by whom, what is said before, and who is out afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.demo.credentials import DESIGN, ERIKA
from portal.third_party import Permission
from tests.tui.steps import (
    a_field,
    appears,
    beneath,
    enter_login,
    field_error,
    field_errors,
    fill,
    log_out,
    notice,
    noticed,
    open_entry,
    reads,
    refusal,
    save,
    saved,
    sign_in,
    sign_in_package,
)
from tui.screens.lock import LockScreen
from tui.screens.set_passwords import MasterPasswordForm, PackagePasswordForm, SetPasswords
from tui.screens.third_party import ThirdPartyList
from tui.widgets.dialogs import ConfirmModal
from tui.widgets.field import Field

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard, PortalApp

NEW = "korallenriff eimer posaune"


async def open_as_owner(pilot: Keyboard, entry: str) -> None:
    """From the overview into the package, and to one of its subjects."""
    await sign_in(pilot)
    await pilot.press("down", "m")
    await appears(pilot, "› musterfrau-design.de")
    await open_entry(pilot, entry)


async def passwords_as_owner(pilot: Keyboard) -> SetPasswords:
    await open_as_owner(pilot, "set-passwords")
    return await the_passwords(pilot)


async def passwords_as_webmaster(pilot: Keyboard) -> SetPasswords:
    await sign_in_package(pilot)
    await open_entry(pilot, "set-passwords")
    return await the_passwords(pilot)


async def the_passwords(pilot: Keyboard) -> SetPasswords:
    await appears(pilot, "Opens now: 3 databases")
    return pilot.app.screen.query_one(SetPasswords)


async def open_form(pilot: Keyboard, kind: type) -> None:
    await pilot.press("enter")
    await pilot.until(lambda: isinstance(pilot.app.screen, kind))
    await pilot.settle()


async def type_twice(pilot: Keyboard, password: str) -> None:
    await fill(pilot, "new", password)
    await fill(pilot, "again", password)


def package(portal_app: PortalApp, column: str) -> object:
    query = f"SELECT {column} FROM packages WHERE main_domain = ?"  # noqa: S608 - a word of these tests
    return portal_app.stored(query, DESIGN.name)[0][0]


# Set passwords


async def test_both_passwords_are_shown_with_their_state_and_what_they_open(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await passwords_as_webmaster(pilot)
        for words in (
            "Package password   ● set",
            "Signs in here, with any domain of this package.",
            "Master password   ● set",
            "Opens SFTP users and databases, never this portal.",
        ):
            assert words in pilot.shown()
        assert "x Export" not in pilot.shown()


async def test_a_webmaster_changes_the_package_password_and_goes_on(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await passwords_as_webmaster(pilot)
        await open_form(pilot, PackagePasswordForm)
        await reads(pilot, "Whoever else is signed in with the present one is logged out.")
        await fill(pilot, "present", DESIGN.password)
        await fill(pilot, "new", NEW)
        await pilot.until(lambda: "good" in beneath(pilot, "new"))
        await fill(pilot, "again", NEW)
        assert NEW not in pilot.shown()
        await saved(pilot)
        await noticed(pilot, "The password was saved.")
        await pilot.press("f5")
        await the_passwords(pilot)  # still signed in
        await log_out(pilot)
        await enter_login(pilot, DESIGN.name, DESIGN.password)
        await pilot.until(lambda: "not correct" in refusal(pilot))
        await pilot.press("home")
        await log_in_again(pilot)


async def log_in_again(pilot: Keyboard) -> None:
    await pilot.press("shift+tab", "end", "ctrl+u", *DESIGN.name, "enter", *NEW, "enter")
    await appears(pilot, "In use")


async def test_a_wrong_present_password_and_a_mistyped_one_are_said_at_their_fields(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await passwords_as_webmaster(pilot)
        await open_form(pilot, PackagePasswordForm)
        await fill(pilot, "present", "not this one")
        await fill(pilot, "new", NEW)
        await fill(pilot, "again", f"{NEW}x")
        await save(pilot)
        assert field_errors(pilot) == {"again": "This is not the same as above."}
        assert not any(field.value for field in pilot.app.screen.query(Field))  # passwords are cleared
        await fill(pilot, "present", "not this one")
        await type_twice(pilot, NEW)
        await save(pilot)
        assert field_errors(pilot) == {"present": "This is not the present package password."}
        await fill(pilot, "present", DESIGN.password)
        await type_twice(pilot, DESIGN.password)
        await save(pilot)
        in_use = "This password is in use already. Please think of another one."
        assert field_error(pilot, "new") == in_use


async def test_the_owner_changes_it_without_the_present_one_and_the_webmaster_is_out(
    portal_app: PortalApp,
) -> None:
    with portal_app.elsewhere() as portal:
        session = portal.sign_in.as_package(DESIGN.name, DESIGN.password, "192.0.2.7").access
        async with portal_app() as pilot:
            await passwords_as_owner(pilot)
            await open_form(pilot, PackagePasswordForm)
            assert not pilot.app.screen.query("#field-present")
            await type_twice(pilot, NEW)
            await saved(pilot)
        query = "SELECT ended_at IS NULL, credential_version FROM sessions WHERE id = ?"
        [(is_open, version)] = portal_app.stored(query, session.session_id)
        assert is_open
        assert version != package(portal_app, "credential_version")


async def test_the_owner_deletes_the_package_password_after_reading_what_ends(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await passwords_as_owner(pilot)
        await pilot.press("d")
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
        await reads(pilot, "Nobody can sign in by domain until another one is set.")
        await pilot.press("enter")  # the safe button has the focus
        assert package(portal_app, "password_hash IS NOT NULL")
        await pilot.press("d")
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
        await pilot.press("tab", "enter")
        await appears(pilot, "Package password   ○ not set")
        assert "Without one nobody can sign in by domain." in pilot.shown()
        assert not package(portal_app, "password_hash IS NOT NULL")
        await open_form(pilot, PackagePasswordForm)
        await type_twice(pilot, NEW)
        await saved(pilot)
        await appears(pilot, "Package password   ● set")


async def test_a_webmaster_is_not_offered_to_delete_the_password_they_signed_in_with(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        passwords = await passwords_as_webmaster(pilot)
        assert "d Delete" not in pilot.shown().split("\n")[-1]
        await pilot.press("d")
        assert passwords.has_focus_within
        await pilot.press("down")
        await pilot.until(lambda: "d Delete" in pilot.shown().split("\n")[-1])


async def test_the_master_password_is_set_anew_and_waits_to_be_published(portal_app: PortalApp) -> None:
    before = package(portal_app, "database_verifiers")
    async with portal_app() as pilot:
        await passwords_as_webmaster(pilot)
        await pilot.press("down")
        await open_form(pilot, MasterPasswordForm)
        await reads(pilot, "It opens 3 databases. It never signs in here.")
        await type_twice(pilot, NEW)
        await saved(pilot)
        await appears(pilot, "2 unpublished")
    assert package(portal_app, "database_verifiers") != before


async def test_deleting_the_master_password_says_how_much_it_opens(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await passwords_as_webmaster(pilot)
        await pilot.press("down", "d")
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
        await reads(pilot, "Nobody can open 3 databases any more, until they get a password of their own")
        await pilot.press("tab", "enter")
        await appears(pilot, "Master password   ○ not set")
        await appears(pilot, "Cannot be opened without: 3 databases.")
        await open_entry(pilot, "history")
        await appears(pilot, "master password removed")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_no_line_of_the_passwords_is_cut(portal_app: PortalApp, size: tuple[int, int]) -> None:
    async with portal_app(size) as pilot:
        await passwords_as_webmaster(pilot)
        assert "…" not in pilot.shown()


# Third-party access


async def permissions(pilot: Keyboard) -> ThirdPartyList:
    await open_as_owner(pilot, "third-party")
    await appears(pilot, "sign in with the package password")
    return pilot.app.screen.query_one(ThirdPartyList)


async def go_to_line(pilot: Keyboard, lines: ThirdPartyList, permission: Permission, name: str = "") -> None:
    await pilot.press("home")
    for _line in range(10):
        view = lines.highlighted
        if view is not None and (view.permission, view.name) == (permission, name):
            return
        await pilot.press("down")
    raise AssertionError("There is no such line.")


async def test_the_owner_takes_the_sign_in_away_and_gives_it_back(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await permissions(pilot)
        await reads(pilot, "Upgrade, downgrade, ordering domains and the contract stay yours in any case.")
        await pilot.press("space")
        await pilot.until(lambda: not package(portal_app, "webmaster_signs_in"))
        logged_out = "Whoever was signed in with the package password is logged out."
        await pilot.until(lambda: notice(pilot) == logged_out)
        await appears(pilot, "sign in with the package password          ○ no")
        await pilot.press("enter")
        await pilot.until(lambda: package(portal_app, "webmaster_signs_in"))
        await appears(pilot, "sign in with the package password          ● yes")


async def test_upload_and_download_and_a_domain_are_taken_away(portal_app: PortalApp) -> None:
    async with portal_app((120, 36)) as pilot:
        lines = await permissions(pilot)
        await go_to_line(pilot, lines, Permission.TRANSFERS)
        await pilot.press("space")
        await pilot.until(lambda: not package(portal_app, "webmaster_transfers"))
        await go_to_line(pilot, lines, Permission.DOMAIN, "musterfrau.de")
        await pilot.press("space")
        query = "SELECT open_to_webmaster FROM domains WHERE ascii_name = 'musterfrau.de'"
        await pilot.until(lambda: portal_app.stored(query) == [(0,)])
        assert lines.highlighted is not None
        assert lines.highlighted.name == "musterfrau.de"  # the cursor stays
        await open_entry(pilot, "history")
        await appears(pilot, "third-party access denied: musterfrau.de")
        await log_out(pilot)
        await pilot.press("f4")
        await enter_login(pilot, "musterfrau.de", DESIGN.password)
        await pilot.until(lambda: "not correct" in refusal(pilot))


async def test_a_webmaster_who_is_working_is_out_at_once(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await passwords_as_webmaster(pilot)
        with portal_app.elsewhere() as portal:
            access = portal.sign_in.as_customer(ERIKA.name, ERIKA.password, "192.0.2.7").access
            number = package(portal_app, "id")
            portal.third_party.give(access, number, Permission.SIGN_IN, given=False)  # type: ignore[arg-type]
        await pilot.press("f5")
        await pilot.until(lambda: isinstance(pilot.app.screen, LockScreen))


async def test_a_package_login_sees_nothing_of_third_party_access(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        assert "Third-party" not in pilot.shown()
        with pytest.raises(AssertionError, match="no entry third-party"):
            await open_entry(pilot, "third-party")


async def test_the_strength_of_a_package_password_is_judged_by_the_domains(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await passwords_as_owner(pilot)
        await open_form(pilot, PackagePasswordForm)
        await fill(pilot, "new", "musterfrau-design")
        await pilot.until(lambda: "built on your own data" in beneath(pilot, "new"))
        assert a_field(pilot, "new").value == "musterfrau-design"
