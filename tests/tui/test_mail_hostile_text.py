"""Hostile strings in email: stored past all rules and shown, and pasted into every field."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from textual import events

from tests.hostile import HOSTILE
from tests.tui.steps import appears, open_entry, save, sign_in_package, the_form
from tests.tui.test_hostile_text import STORABLE, check, first_cells
from tui.screens.mail import MailList
from tui.screens.mail.forms import DeliveryForm, NewDeliveryForm, NewMailboxForm
from tui.screens.mail.importing import ImportForm
from tui.screens.mail.settings_forms import AutoReplyForm, MailboxPasswordForm, SpamForm
from tui.widgets.box import Box
from tui.widgets.field import Field
from tui.widgets.form import FormModal
from tui.widgets.pick import PickModal
from tui.widgets.plain import PlainInput

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard, PortalApp

SAVED = 6
"""One in so many strings is also saved."""


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
        for text in list(STORABLE.values())[::SAVED]:  # the list shows all of them in test_hostile_subjects
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
        await open_form(pilot, *keys, form=form)
        for number, text in enumerate(HOSTILE.values()):
            fields = list(the_form(pilot).query(Field))
            keys_in: list[str | events.Paste] = ["end", "ctrl+u", events.Paste(text), "tab"]
            with pilot.app.batch_update():  # painted once, afterwards
                fields[0].control.focus()
                await pilot.at_once(*keys_in * len(fields))
                for control in the_form(pilot).query(PlainInput):
                    assert control.max_length is not None
                    assert len(control.value) <= control.max_length
                if number % SAVED == 0:
                    await save(pilot)
            check(pilot)
            if not isinstance(pilot.app.screen, form):
                await pilot.press(*["escape"] * isinstance(pilot.app.screen, Box))
                await pilot.until(lambda: not isinstance(pilot.app.screen, Box))
                await open_form(pilot, *keys, form=form)
