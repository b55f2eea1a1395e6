"""Email: addresses of every kind, by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.tui.portal_app import widest
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
    problem,
    reads,
    save,
    saved,
    sign_in_package,
)
from tui.screens.mail import MailList
from tui.screens.mail.forms import DeliveryForm, MailboxForm, NewMailboxForm
from tui.screens.mail.settings_forms import AutoReplyForm, MailboxPasswordForm, SpamForm
from tui.widgets.dialogs import ConfirmModal, NoticeModal
from tui.widgets.form import FormModal
from tui.widgets.frame import shown_bindings
from tui.widgets.pick import PickModal

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard, PortalApp

DOMAIN = "musterfrau-design.de"
OWN = "Sieben Kraniche 41 Besen"
KINDS = ["mailbox", "alias", "forward", "catch-all"]


async def open_email(pilot: Keyboard) -> MailList:
    """Sign in with the package password and go to the addresses."""
    await sign_in_package(pilot)
    await open_entry(pilot, "email")
    await appears(pilot, f"*@{DOMAIN}")
    return pilot.app.screen.query_one(MailList)


async def open_new(pilot: Keyboard, kind: str) -> None:
    await pilot.press("n")
    await pilot.until(lambda: isinstance(pilot.app.screen, PickModal))
    await pilot.press(*["down"] * KINDS.index(kind), "enter")
    await pilot.until(lambda: isinstance(pilot.app.screen, FormModal))
    await pilot.settle()


async def open_on_row(pilot: Keyboard, key: str, form: type[Any]) -> None:
    await pilot.press(key)
    await pilot.until(lambda: isinstance(pilot.app.screen, form))
    await pilot.settle()


async def go_to_row(pilot: Keyboard, listed: MailList, name: str) -> None:
    await pilot.press("home")
    for _row in range(30):
        if listed.highlighted is not None and listed.highlighted.address == f"{name}@{DOMAIN}":
            return
        await pilot.press("down")
    raise AssertionError(f"There is no {name}.")


async def type_lines(pilot: Keyboard, name: str, *lines: str) -> None:
    """Put lines into an empty field."""
    await go_to_field(pilot, name)
    for line in lines:
        await pilot.press(*line, "enter")


def stored(portal_app: PortalApp, columns: str, name: str, domain: str = DOMAIN) -> list[tuple[object, ...]]:
    query = f"SELECT {columns} FROM mail_addresses WHERE address = ?"  # noqa: S608 - words of ours
    return portal_app.stored(query, f"{name}@{domain}")


async def test_a_mailbox_is_made_and_its_password_is_shown_once(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        listed = await open_email(pilot)
        await open_new(pilot, "mailbox")
        await fill(pilot, "local-part", "Kasse")
        await fill(pilot, "size-mb", "500 MB")
        await saved(pilot)
        await pilot.until(lambda: isinstance(pilot.app.screen, NoticeModal))
        await reads(pilot, f"The password of kasse@{DOMAIN} is")
        await reads(pilot, "It is shown this once only: please keep it safe.")
        await pilot.press("escape")
        await appears(pilot, "15/50 mailboxes")
        assert listed.highlighted is not None
        assert listed.highlighted.address == f"kasse@{DOMAIN}"
        assert stored(portal_app, "size_mb, enabled, password_hash IS NOT NULL", "kasse") == [(500, 1, 1)]


async def test_a_password_of_one_s_own_is_judged_and_typed_twice(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_email(pilot)
        await open_new(pilot, "mailbox")
        await fill(pilot, "local-part", "kasse")
        await fill(pilot, "password", "kasse-kasse-1")
        await pilot.until(lambda: "■" in beneath(pilot, "password") or "□" in beneath(pilot, "password"))
        await fill(pilot, "again", "kasse-kasse-2")
        await save(pilot)
        assert field_error(pilot, "again") == "This is not the same as above."
        assert entered(pilot, "password") == ""
        for word in (OWN, OWN):
            await fill(pilot, "password", word)
            await fill(pilot, "again", word)
        await saved(pilot)
        assert not isinstance(pilot.app.screen, NoticeModal)  # it is known already
        await noticed(pilot, "The address was added.")


async def test_what_does_not_fit_is_told_with_the_figures(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_email(pilot)
        await open_new(pilot, "mailbox")
        await fill(pilot, "local-part", "info")
        await fill(pilot, "size-mb", "lots")
        await save(pilot)
        assert field_errors(pilot) == {"size-mb": "This is not a size, such as 500 MB or 2 GB."}
        await fill(pilot, "size-mb", "10 GB")
        await save(pilot)
        assert field_error(pilot, "local-part") == f"info@{DOMAIN} is there already."
        await fill(pilot, "local-part", "kasse")
        await fill(pilot, "size-mb", "199 GB")
        await save(pilot)
        assert problem(pilot) == "Of the 204800 MB of mail storage only 142336 MB are left."
        portal_app.store("UPDATE package_usage SET used = 50 WHERE package_id = 1 AND resource = 'mailboxes'")
        await save(pilot)
        assert problem(pilot) == "All 50 mailboxes of this package are in use."


async def test_a_forward_goes_to_several_and_never_in_circles(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        listed = await open_email(pilot)
        await open_new(pilot, "forward")
        assert beneath(pilot, "targets") == "up to 20 addresses, one on a line"
        await fill(pilot, "local-part", "chef")
        await type_lines(pilot, "targets", "anna@example.org", f"rechnung@{DOMAIN}")
        await saved(pilot)
        assert stored(portal_app, "targets", "chef") == [(f'["anna@example.org", "rechnung@{DOMAIN}"]',)]
        await go_to_row(pilot, listed, "rechnung")
        await open_on_row(pilot, "e", DeliveryForm)
        await type_lines(pilot, "targets", f"chef@{DOMAIN}")
        await save(pilot)
        await pilot.until(lambda: field_error(pilot, "targets"))
        assert field_error(pilot, "targets") == (
            f"Mail would go round in circles: rechnung@{DOMAIN} → chef@{DOMAIN} → rechnung@{DOMAIN}."
        )


async def test_an_alias_leads_to_mailboxes(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_email(pilot)
        await open_new(pilot, "alias")
        await fill(pilot, "local-part", "leute")
        await type_lines(pilot, "targets", "anna@example.org")
        await save(pilot)
        assert field_error(pilot, "targets") == (
            "anna@example.org is no mailbox of this package; a forward can deliver there."
        )
        await go_to_field(pilot, "targets")
        await pilot.press("up", *["delete"] * 20, *f"info@{DOMAIN}")
        await saved(pilot)
        assert stored(portal_app, "kind, targets", "leute") == [("alias", f'["info@{DOMAIN}"]')]


async def test_a_second_catch_all_takes_the_place_of_the_first_on_the_second_save(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        listed = await open_email(pilot)
        await open_new(pilot, "catch-all")
        await type_lines(pilot, "targets", "anna@example.org")
        await save(pilot)
        assert field_error(pilot, "targets") == (
            f"This replaces the catch-all to info@{DOMAIN}. Save again if you want that."
        )
        await saved(pilot)
        assert stored(portal_app, "targets", "*") == [('["anna@example.org"]',)]
        assert listed.highlighted is not None
        assert listed.highlighted.address == f"*@{DOMAIN}"


async def test_an_auto_reply_says_until_when_somebody_is_away(portal_app: PortalApp) -> None:
    async with portal_app((120, 36)) as pilot:
        listed = await open_email(pilot)
        await go_to_row(pilot, listed, "info")
        await open_on_row(pilot, "a", AutoReplyForm)
        await choose(pilot, "reply-enabled", "yes")
        await fill(pilot, "reply-until", "2026-11-21")
        await save(pilot)
        assert set(field_errors(pilot)) == {"reply-subject", "reply-text"}
        await fill(pilot, "reply-subject", "Auf See")
        await type_lines(pilot, "reply-text", "Bin auf See.", "Bis bald")
        await save(pilot)
        assert field_errors(pilot) == {"reply-until": "This day is over."}
        await fill(pilot, "reply-from", "2026-11-20")
        await fill(pilot, "reply-until", "2027-01-03")
        await fill(pilot, "reply-days", "7")
        await saved(pilot)
        await appears(pilot, "away until 3 Jan")
        assert stored(portal_app, "reply_text, reply_from, reply_until, reply_days", "info") == [
            ("Bin auf See.\nBis bald", "2026-11-20", "2027-01-03", 7)
        ]


async def test_the_spam_filter_is_set_by_mailbox(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        listed = await open_email(pilot)
        await go_to_row(pilot, listed, "info")
        await open_on_row(pilot, "s", SpamForm)
        await choose(pilot, "spam", "reject")
        await type_lines(pilot, "spam-allowed", "anna@example.org", "@gut.example")
        await type_lines(pilot, "spam-blocked", "@gut.example")
        await save(pilot)
        assert field_errors(pilot) == {"spam-blocked": "@gut.example stands in both lists."}
        await go_to_field(pilot, "spam-blocked")
        await pilot.press("up", *["delete"] * 20)
        await saved(pilot)
        assert stored(portal_app, "spam, spam_allowed, spam_blocked", "info") == [
            ("reject", '["anna@example.org", "@gut.example"]', "[]")
        ]


async def test_a_mailbox_gets_another_password_and_another_size(portal_app: PortalApp) -> None:
    before = stored(portal_app, "password_hash", "info")
    async with portal_app() as pilot:
        listed = await open_email(pilot)
        await go_to_row(pilot, listed, "info")
        await open_on_row(pilot, "p", MailboxPasswordForm)
        await saved(pilot)
        await reads(pilot, f"The password of info@{DOMAIN} is")
        await pilot.press("escape")
        assert stored(portal_app, "password_hash", "info") != before
        await open_on_row(pilot, "enter", MailboxForm)
        assert entered(pilot, "size-mb") == "10 GB"
        await fill(pilot, "size-mb", "1 GB")
        await save(pilot)
        assert field_error(pilot, "size-mb") == "There are 4198 MB of mail in it already."
        await fill(pilot, "size-mb", "5 GB")
        await choose(pilot, "enabled", "no")
        await saved(pilot)
        assert stored(portal_app, "size_mb, enabled", "info") == [(5120, 0)]
        await pilot.until(lambda: listed.highlighted is not None and not listed.highlighted.enabled)


async def test_only_mailboxes_are_offered_what_mailboxes_have(portal_app: PortalApp) -> None:
    async with portal_app((120, 36)) as pilot:
        listed = await open_email(pilot)
        offered = {"a", "p", "s"}

        def keys() -> set[str]:
            return {key for key, _binding in shown_bindings(pilot.app.screen)} & offered

        await go_to_row(pilot, listed, "info")
        await pilot.until(lambda: keys() == offered)
        await go_to_row(pilot, listed, "team")
        await pilot.until(lambda: keys() == set())
        await pilot.press("a", "p", "s")
        assert not isinstance(pilot.app.screen, FormModal)


async def test_what_two_sessions_change_is_shown_to_the_second(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        listed = await open_email(pilot)
        await go_to_row(pilot, listed, "info")
        await open_on_row(pilot, "e", MailboxForm)
        portal_app.store("UPDATE mail_addresses SET size_mb = 9000 WHERE address = ?", f"info@{DOMAIN}")
        await fill(pilot, "size-mb", "8 GB")
        await save(pilot)
        assert "Somebody changed these data" in problem(pilot)
        assert field_error(pilot, "size-mb") == "Stands there now: 9000"
        await saved(pilot)
        assert stored(portal_app, "size_mb", "info") == [(8192,)]


async def test_deleting_says_what_goes_and_what_loses_it(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        listed = await open_email(pilot)
        await go_to_row(pilot, listed, "info")
        await pilot.press("d")
        await pilot.until(lambda: notice(pilot))
        assert notice(pilot) == (
            f"*@{DOMAIN} delivers to info@{DOMAIN} only. Please change or delete that first."
        )
        await go_to_row(pilot, listed, "kontakt")
        await pilot.press("d")
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
        await reads(pilot, f"Delete kontakt@{DOMAIN}?")
        await reads(pilot, "GB) goes, and nothing but a backup brings it back.")
        await reads(pilot, f"These deliver to it, and then only to others: team@{DOMAIN}.")
        await pilot.press("enter")  # the safe answer has the focus
        assert stored(portal_app, "1", "kontakt") == [(1,)]
        await pilot.press("d")
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
        await pilot.press("tab", "enter")
        await pilot.until(lambda: not stored(portal_app, "1", "kontakt"))
        await appears(pilot, "13/50 mailboxes")
        assert stored(portal_app, "targets", "team") == [(f'["info@{DOMAIN}", "erika@{DOMAIN}"]',)]


async def test_a_deleted_forward_comes_back_by_an_undo(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        listed = await open_email(pilot)
        await go_to_row(pilot, listed, "rechnung")
        await pilot.press("d")
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
        await pilot.press("tab", "enter")
        await pilot.until(lambda: not stored(portal_app, "1", "rechnung"))
        await open_entry(pilot, "history")
        await appears(pilot, "forward removed: rechnung")
        await pilot.press("u")
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
        await pilot.press("tab", "enter")
        await pilot.until(lambda: stored(portal_app, "1", "rechnung"))


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 36)])
async def test_the_list_fits_and_drops_what_matters_less(
    portal_app: PortalApp, size: tuple[int, int]
) -> None:
    async with portal_app(size) as pilot:
        await open_email(pilot)
        await appears(pilot, "away until")
        shown = pilot.shown()
        assert widest(shown) == size[0]
        assert "Kind" in shown
        assert ("Delivers to" in shown) == (size[0] == 120)
        assert "14/50 mailboxes · 61/200 GB" in shown
        if size[0] == 120:
            assert "info@… (+2)" in shown
            assert "8.9/10 GB" in shown or "8,9/10 GB" in shown


async def test_the_filter_finds_targets_too(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_email(pilot)
        await pilot.press("slash", *"kontakt@")
        await appears(pilot, "2 of 17 match")
        assert "team@" in pilot.shown()


async def test_an_empty_list_says_what_makes_the_first_address(portal_app: PortalApp) -> None:
    portal_app.store("DELETE FROM mail_addresses")
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_entry(pilot, "email")
        await appears(pilot, "No address yet")
        await appears(pilot, "imports many.")
        await open_new(pilot, "mailbox")
        assert isinstance(pilot.app.screen, NewMailboxForm)
