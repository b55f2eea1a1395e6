"""The base of all wizards: steps with a draft, one call at the end, and nothing left behind before."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Button, Static

from portal.errors import Conflict, InvalidInput
from portal.validation import Input, Line, Secret
from tests.tui.steps import (
    appears,
    entered,
    field_errors,
    fill,
    focused_field,
    notice,
    problem,
    sign_in,
)
from tui.screens.packages import PackagesScreen
from tui.text import sentence
from tui.widgets.dialogs import ConfirmModal
from tui.widgets.field import PasswordField, TextField
from tui.widgets.frame import shown_bindings
from tui.widgets.plain import PlainButton
from tui.widgets.wizard import WizardModal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.widget import Widget

    from tests.tui.portal_app import Keyboard, PortalApp


class Order(Input):
    """What the wizard orders."""

    domain: Line
    remark: Line
    password: Secret


class OrderWizard(WizardModal[Order, str]):
    """Three steps: what, a remark, and the password under the consequences."""

    TITLE = "Order"
    MODEL = Order
    STEPS = 3
    CONFIRM = "Order now"
    SAVED = "It was ordered."

    def __init__(self) -> None:
        super().__init__()
        self.ordered: list[Order] = []
        self.asked: list[str] = []
        self.refuses: list[Exception] = []
        self.may_end = asyncio.Event()
        self.may_end.set()

    def step(self, number: int, draft: Mapping[str, str]) -> Iterable[Widget]:
        if number == 1:
            yield TextField("domain", "Domain", draft.get("domain", ""))
        elif number == 2:
            yield TextField("remark", "Remark", draft.get("remark", ""))
        else:
            yield Static(sentence("You order {domain}.", domain=draft["domain"]), id="consequences")
            yield PasswordField("password", "Password")

    async def leave_step(self, number: int, draft: Mapping[str, str]) -> None:
        self.asked.append(f"{number} {draft.get('domain')}")
        if draft.get("domain") == "taken.de":
            raise InvalidInput("This domain is taken.", "domain")

    async def save(self, entered: Order) -> str:
        await self.may_end.wait()
        if self.refuses:
            raise self.refuses.pop()
        self.ordered.append(entered)
        return entered.domain


async def open_wizard(pilot: Keyboard, answers: list[Any]) -> OrderWizard:
    await sign_in(pilot)
    wizard = OrderWizard()
    pilot.app.push_screen(wizard, answers.append)
    await at_step(pilot, 1)
    return wizard


async def at_step(pilot: Keyboard, number: int) -> None:
    await appears(pilot, f"Order · step {number} of 3")
    await pilot.settle()


async def to_the_last_step(pilot: Keyboard) -> None:
    await fill(pilot, "domain", "neu.de")
    await pilot.press("f2")
    await at_step(pilot, 2)
    await fill(pilot, "remark", "bitte")
    await pilot.press("f2")
    await at_step(pilot, 3)


def words_of_keys(pilot: Keyboard) -> list[str]:
    return [binding.description for _key, binding in shown_bindings(pilot.app.screen)]


async def test_step_by_step_and_one_call_at_the_end(portal_app: PortalApp) -> None:
    answers: list[str] = []
    async with portal_app() as pilot:
        wizard = await open_wizard(pilot, answers)
        assert focused_field(pilot) == "domain"
        await to_the_last_step(pilot)
        assert focused_field(pilot) == "password"
        await appears(pilot, "You order neu.de.")
        assert str(wizard.query_one("#save", Button).label) == "Order now"
        assert wizard.ordered == []
        await pilot.press(*"a secret", "f2")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        assert answers == ["neu.de"]
        assert [order.remark for order in wizard.ordered] == ["bitte"]
        assert wizard.asked == ["1 neu.de", "2 neu.de"]
        await appears(pilot, "It was ordered.")


async def test_a_step_is_left_only_when_its_own_fields_are_right(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_wizard(pilot, [])
        await pilot.press("f2")
        await pilot.until(lambda: field_errors(pilot))
        assert field_errors(pilot) == {"domain": "Please fill in this field."}
        assert problem(pilot) == ""
        await fill(pilot, "domain", "taken.de")
        await pilot.press("f2")
        await pilot.until(lambda: field_errors(pilot) == {"domain": "This domain is taken."})
        assert entered(pilot, "domain") == "taken.de"
        await fill(pilot, "domain", "free.de")
        await pilot.press("f2")
        await at_step(pilot, 2)


async def test_going_back_keeps_what_was_entered_except_passwords(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        wizard = await open_wizard(pilot, [])
        await to_the_last_step(pilot)
        await pilot.press(*"a secret", "escape")
        await at_step(pilot, 2)
        assert entered(pilot, "remark") == "bitte"
        assert str(wizard.query_one("#save", Button).label) == "Next"
        await pilot.press("escape")
        await at_step(pilot, 1)
        assert entered(pilot, "domain") == "neu.de"
        await fill(pilot, "domain", "anders.de")
        await pilot.press("f2")
        await at_step(pilot, 2)
        await pilot.press("f2")
        await at_step(pilot, 3)
        await appears(pilot, "You order anders.de.")
        assert entered(pilot, "password") == ""


async def test_leaving_before_the_end_asks_and_leaves_nothing_behind(portal_app: PortalApp) -> None:
    answers: list[Any] = []
    async with portal_app() as pilot:
        wizard = await open_wizard(pilot, answers)
        await fill(pilot, "domain", "neu.de")
        await pilot.press("f2")
        await at_step(pilot, 2)
        await pilot.press("escape")
        await at_step(pilot, 1)
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
        await pilot.press("tab", "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        assert answers == [None]
        assert wizard.ordered == []


async def test_a_wizard_that_was_not_touched_is_left_without_a_question(portal_app: PortalApp) -> None:
    answers: list[Any] = []
    async with portal_app() as pilot:
        await open_wizard(pilot, answers)
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        assert answers == [None]


async def test_ctrl_q_asks_in_every_step_in_which_something_was_entered(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_wizard(pilot, [])
        await fill(pilot, "domain", "neu.de")
        await pilot.press("f2")
        await at_step(pilot, 2)
        await pilot.press("ctrl+q")
        await appears(pilot, "What you entered is not saved.")
        await pilot.press("escape")
        await at_step(pilot, 2)


async def test_while_the_last_step_saves_nothing_can_be_pressed_twice(portal_app: PortalApp) -> None:
    answers: list[str] = []
    async with portal_app() as pilot:
        wizard = await open_wizard(pilot, answers)
        await to_the_last_step(pilot)
        wizard.may_end.clear()
        await pilot.press(*"a secret", "f2")
        await pilot.until(lambda: wizard.busy)
        assert all(button.is_disabled for button in wizard.query(PlainButton))
        await pilot.press("f2", "escape", "ctrl+s")
        assert pilot.app.screen is wizard
        wizard.may_end.set()
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        assert len(wizard.ordered) == 1
        assert answers == ["neu.de"]


@pytest.mark.parametrize(
    ("error", "whole", "at_field"),
    [
        (Conflict("Somebody ordered it a moment ago."), "Somebody ordered it a moment ago.", {}),
        (InvalidInput("Not your password.", "password"), "", {"password": "Not your password."}),
    ],
    ids=["of the whole", "of a field"],
)  # fmt: skip
async def test_a_refusal_in_the_last_step_stays_there_and_can_be_tried_again(
    portal_app: PortalApp, error: Exception, whole: str, at_field: dict[str, str]
) -> None:
    async with portal_app() as pilot:
        wizard = await open_wizard(pilot, [])
        await to_the_last_step(pilot)
        wizard.refuses.append(error)
        await pilot.press(*"a secret", "f2")
        await pilot.until(lambda: problem(pilot) or field_errors(pilot))
        assert problem(pilot) == whole
        assert field_errors(pilot) == at_field
        assert entered(pilot, "password") == ""
        assert notice(pilot) == ""
        await fill(pilot, "password", "a secret")
        await pilot.press("f2")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        assert len(wizard.ordered) == 1


async def test_a_refusal_of_an_earlier_field_is_told_in_words(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        wizard = await open_wizard(pilot, [])
        await to_the_last_step(pilot)
        wizard.refuses.append(InvalidInput("This domain was taken meanwhile.", "domain"))
        await pilot.press(*"a secret", "f2")
        await pilot.until(lambda: problem(pilot))
        assert problem(pilot) == "This domain was taken meanwhile."


async def test_the_keys_are_named_for_what_they_do(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_wizard(pilot, [])
        assert words_of_keys(pilot)[:2] == ["Next", "Back"]
