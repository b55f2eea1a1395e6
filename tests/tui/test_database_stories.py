"""Databases: made, opened by one password or the other, and deleted by typing their name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.steps import (
    appears,
    beneath,
    choose,
    field_error,
    fill,
    go_to_field,
    notice,
    noticed,
    open_entry,
    problem,
    reads,
    save,
    saved,
    sign_in,
    sign_in_package,
    type_in,
)
from tui.screens.databases import DatabaseForm, DatabaseList, DatabasePasswordForm, NewDatabaseForm
from tui.widgets.dialogs import NoticeModal
from tui.widgets.type_to_delete import TypeToDelete

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard, PortalApp

OWN = "Sieben Kraniche 41 Besen"


async def open_databases(pilot: Keyboard) -> DatabaseList:
    """Go to the databases; the demo's three stand there."""
    await open_entry(pilot, "databases")
    await appears(pilot, "3/10 databases")
    await appears(pilot, "p1_blog")
    return pilot.app.screen.query_one(DatabaseList)


async def open_new(pilot: Keyboard) -> None:
    await pilot.press("n")
    await pilot.until(lambda: isinstance(pilot.app.screen, NewDatabaseForm))
    await pilot.settle()


async def go_to_row(pilot: Keyboard, databases: DatabaseList, name: str) -> None:
    await pilot.press("home")
    for _row in range(20):
        if databases.highlighted is not None and databases.highlighted.name == name:
            return
        await pilot.press("down")
    raise AssertionError(f"There is no {name}.")


def stored(portal_app: PortalApp, name: str) -> list[tuple[object, ...]]:
    """Its remark, whether the master password opens it, and whether it has a password of its own."""
    query = "SELECT remark, uses_master, verifier IS NOT NULL FROM databases WHERE name = ?"
    return portal_app.stored(query, name)


async def test_a_database_is_made_and_its_password_is_shown_once(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        databases = await open_databases(pilot)
        await open_new(pilot)
        assert "p1_" in pilot.in_the_box()
        await fill(pilot, "name", "forum")
        await fill(pilot, "remark", "for the [b]forum[/b]")
        await saved(pilot)
        await pilot.until(lambda: isinstance(pilot.app.screen, NoticeModal))
        await reads(pilot, "The password of p1_forum is")
        await reads(pilot, "It is shown this once only: please keep it safe.")
        await pilot.press("escape")
        await appears(pilot, "2 unpublished · 4/10 databases")
        assert databases.highlighted is not None
        assert databases.highlighted.name == "p1_forum"
        assert stored(portal_app, "p1_forum") == [("for the [b]forum[/b]", 0, 1)]


async def test_a_typed_password_is_judged_while_it_is_typed_and_not_shown(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_databases(pilot)
        await open_new(pilot)
        await fill(pilot, "name", "forum")
        await fill(pilot, "password", "musterfrau-design")
        await pilot.until(lambda: "built on your own data" in beneath(pilot, "password"))
        await fill(pilot, "password", OWN)
        await pilot.until(lambda: "good" in beneath(pilot, "password"))
        assert OWN not in pilot.shown()
        await saved(pilot)
        await appears(pilot, "4/10 databases")
        assert not isinstance(pilot.app.screen, NoticeModal)


async def test_what_is_wrong_stands_beneath_its_field(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_databases(pilot)
        await open_new(pilot)
        await save(pilot)
        assert field_error(pilot, "name") == "Please fill in this field."
        await fill(pilot, "name", "shop")
        await save(pilot)
        assert field_error(pilot, "name") == "There is a database p1_shop already."
        await type_in(pilot, "name", "shöp-2 x")  # what cannot be right is not taken in
        await fill(pilot, "password", "short")
        await save(pilot)
        assert field_error(pilot, "password") == "7 characters more: at least 12 are needed."


async def test_a_database_is_opened_by_the_master_password_and_needs_none_of_its_own(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_databases(pilot)
        await open_new(pilot)
        await fill(pilot, "name", "forum")
        await choose(pilot, "opened-by", "the master")
        await pilot.settle()
        assert pilot.app.screen.query_one("#field-password .control").disabled
        await saved(pilot)
        await appears(pilot, "4/10 databases")
        assert stored(portal_app, "p1_forum") == [("", 1, 0)]


async def test_without_a_master_password_the_form_says_where_one_is_set(portal_app: PortalApp) -> None:
    portal_app.store("UPDATE packages SET master_password_hash = NULL, database_verifiers = NULL")
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_databases(pilot)
        assert "none" in pilot.shown()  # the three databases are opened by no password
        await open_new(pilot)
        await fill(pilot, "name", "forum")
        await choose(pilot, "opened-by", "the master")
        await save(pilot)
        assert field_error(pilot, "opened-by") == (
            "This package has no master password yet: set one under “Set passwords” first."
        )


async def test_p_gives_the_marked_database_another_password(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        databases = await open_databases(pilot)
        assert "p Password" in pilot.shown().split("\n")[-1]
        await go_to_row(pilot, databases, "p1_shop")
        await pilot.press("p")
        await pilot.until(lambda: isinstance(pilot.app.screen, DatabasePasswordForm))
        await reads(pilot, "p1_shop")
        await fill(pilot, "password", OWN)
        await saved(pilot)
        await pilot.until(lambda: bool(stored(portal_app, "p1_shop")[0][2]))
        await noticed(pilot, "The password was changed.")
        assert databases.highlighted is not None
        assert databases.highlighted.name == "p1_shop"


async def test_enter_changes_the_remark_and_a_change_meanwhile_is_shown(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        databases = await open_databases(pilot)
        await go_to_row(pilot, databases, "p1_blog")
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, DatabaseForm))
        await fill(pilot, "remark", "mine")
        portal_app.store("UPDATE databases SET remark = 'theirs' WHERE name = 'p1_blog'")
        await save(pilot)
        assert problem(pilot).startswith("Somebody changed these data")
        assert "theirs" in beneath(pilot, "remark")
        await saved(pilot)
        assert stored(portal_app, "p1_blog")[0][0] == "mine"


async def test_a_database_is_deleted_once_its_name_was_typed(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        databases = await open_databases(pilot)
        await go_to_row(pilot, databases, "p1_shop")
        await pilot.press("d")
        await pilot.until(lambda: isinstance(pilot.app.screen, TypeToDelete))
        await reads(pilot, "and its user are deleted for good. What uses it stops working.")
        for typed in ("", "p1_blog", "P1_SHOP"):
            await fill(pilot, "name", typed)
            await save(pilot)
            assert field_error(pilot, "name") in {"This is not its name.", "Please fill in this field."}
        await fill(pilot, "name", "p1_shop")
        await saved(pilot)
        await pilot.until(lambda: notice(pilot) == "The database was deleted.")
        await appears(pilot, "2/10 databases")
        assert stored(portal_app, "p1_shop") == []


async def test_esc_keeps_the_database_without_another_question(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        databases = await open_databases(pilot)
        await pilot.press("d")
        await pilot.until(lambda: isinstance(pilot.app.screen, TypeToDelete))
        await go_to_field(pilot, "name")
        await pilot.press(*"p1", "escape")
        await pilot.until(lambda: databases.has_focus_within)
        assert len(portal_app.stored("SELECT id FROM databases WHERE package_id = 1")) == 3


async def test_an_empty_list_says_which_key_makes_the_first_one(portal_app: PortalApp) -> None:
    portal_app.store("DELETE FROM databases WHERE package_id = 1")
    portal_app.store("UPDATE package_usage SET used = 0 WHERE resource = 'databases' AND package_id = 1")
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_entry(pilot, "databases")
        await appears(pilot, "none yet: n makes the first one.")
        await pilot.press("p", "d", "e")
        assert pilot.app.screen.query_one(DatabaseList).has_focus_within
        await open_new(pilot)


async def test_a_full_package_says_so_in_the_form(portal_app: PortalApp) -> None:
    portal_app.store("UPDATE package_usage SET used = 10 WHERE resource = 'databases' AND package_id = 1")
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_entry(pilot, "databases")
        await appears(pilot, "10/10 databases")
        await open_new(pilot)
        await fill(pilot, "name", "forum")
        await save(pilot)
        assert problem(pilot) == "All 10 databases of this package are in use."


async def test_the_owner_finds_the_same_databases_and_a_product_without_them_no_entry(
    portal_app: PortalApp,
) -> None:
    async with portal_app((120, 36)) as pilot:
        await sign_in(pilot)
        await pilot.press("down", "m")
        await appears(pilot, "› musterfrau-design.de")
        await open_databases(pilot)
        assert "PostgreSQL" in pilot.shown()
    portal_app.store("DELETE FROM product_quotas WHERE resource = 'databases'")
    portal_app.store("DELETE FROM package_usage WHERE resource = 'databases'")
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        assert "Databases" not in pilot.shown()
