"""Hostile strings in email: stored past all rules and shown, and pasted into every field."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tests.tui.hostile_steps import STORABLE, check, first_cells, paste_all
from tests.tui.steps import appears, open_entry, sign_in_package
from tui.screens.mail import MailList
from tui.screens.mail.forms import DeliveryForm, NewDeliveryForm, NewMailboxForm
from tui.screens.mail.settings_forms import AutoReplyForm, MailboxPasswordForm, SpamForm
from tui.widgets.form import FormModal
from tui.widgets.import_form import ImportForm
from tui.widgets.pick import PickModal

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard, PortalApp

SHOWN = 6
"""One in so many strings is looked at in forms; the list shows all of them in test_hostile_subjects."""


async def open_email(pilot: Keyboard) -> MailList:
    await sign_in_package(pilot)
    await open_entry(pilot, "email")
    await appears(pilot, "14/50 mailboxes")
    return pilot.app.screen.query_one(MailList)


async def open_form(pilot: Keyboard, *keys: str, form: type[Any]) -> None:
    await pilot.press(keys[0])
    if keys[0] == "n":
        await pilot.until(lambda: isinstance(pilot.app.screen, PickModal))
        await pilot.press(*keys[1:])
    await pilot.until(lambda: isinstance(pilot.app.screen, form))
    await pilot.settle()


ROWS = (("home", "a", AutoReplyForm), ("home", "s", SpamForm), ("end", "e", DeliveryForm))
"""The mailbox stands first, the alias last: their numbers follow the same text."""


async def test_what_stands_in_the_database_is_shown_literally_in_forms(portal_app: PortalApp) -> None:
    portal_app.store("DELETE FROM mail_addresses WHERE package_id = 1 AND local_part NOT IN ('info', 'team')")
    async with portal_app((120, 36)) as pilot:
        await open_email(pilot)
        for text in list(STORABLE.values())[::SHOWN]:
            portal_app.store(
                "UPDATE mail_addresses SET address = substr(?1, 1, 200) || id,"
                " reply_subject = substr(?1, 1, 200), reply_text = substr(?1, 1, 4000), targets = ?2,"
                " spam_allowed = ?2 WHERE package_id = 1",
                text, json.dumps([text[:200]]),
            )  # fmt: skip
            shown = first_cells(text)
            await pilot.press("f5")
            await pilot.until(lambda: shown in pilot.shown())  # noqa: B023 - called before the next round
            check(pilot)
            for row, key, form in ROWS:
                await pilot.press(row)
                await open_form(pilot, key, form=form)
                check(pilot)
                await pilot.press("escape")
                await pilot.until(lambda: not isinstance(pilot.app.screen, FormModal))


FORMS: dict[str, tuple[tuple[str, ...], type[Any]]] = {
    "mailbox": (("n", "enter"), NewMailboxForm),
    "forward": (("n", "down", "down", "enter"), NewDeliveryForm),
    "delivery": (("e",), DeliveryForm),
    "auto-reply": (("a",), AutoReplyForm),
    "spam": (("s",), SpamForm),
    "password": (("p",), MailboxPasswordForm),
    "import": (("i",), ImportForm),
}
"""Keys that open a form, and what it is; the first row is the catch-all, the second a mailbox."""


@pytest.mark.parametrize("name", FORMS)
async def test_whatever_is_pasted_into_a_field_ends_in_a_sentence_or_is_accepted(
    portal_app: PortalApp, name: str
) -> None:
    keys, form = FORMS[name]
    async with portal_app() as pilot:
        await open_email(pilot)
        await pilot.press(
            "home", *(["down"] if form in {AutoReplyForm, SpamForm, MailboxPasswordForm} else [])
        )
        await paste_all(pilot, partial(open_form, pilot, *keys, form=form), saved=6)
