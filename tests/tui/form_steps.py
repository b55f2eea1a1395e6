"""How forms are come to by keyboard, and what the operator does with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import OptionList

from portal.access import OperatorAccess
from tests.programs import ran
from tests.tui.steps import all_is_read, open_entry, running
from tui.screens.written_forms import FormsScreen
from tui.screens.written_forms.filling import FillForm
from tui.screens.written_forms.listed import FormList

if TYPE_CHECKING:
    from pathlib import Path

    from portal.written_forms import FormView
    from tests.tui.portal_app import Keyboard, PortalApp

ANNA = OperatorAccess("anna")


async def open_forms(pilot: Keyboard, entry: str) -> FormList:
    """Open the forms from an entry of the contract menu."""
    await open_entry(pilot, entry)
    await pilot.until(lambda: isinstance(pilot.app.screen, FormsScreen), "The forms never came.")
    await all_is_read(pilot)
    return the_list(pilot)


async def begin_form(pilot: Keyboard, entry: str, *choices: str) -> FillForm:
    """Open the forms, and begin another one by what is chosen in one box after the other."""
    await open_forms(pilot, entry)
    await pilot.press("n")
    for words in choices:
        await pick(pilot, words)
    return await the_wizard(pilot)


def the_list(pilot: Keyboard) -> FormList:
    return pilot.app.screen.query_one(FormList)


async def pick(pilot: Keyboard, words: str) -> None:
    """Take the line of the box on top that holds these words."""
    await mark(pilot, words)
    await pilot.press("enter")


async def mark(pilot: Keyboard, words: str) -> None:
    """Put the cursor of the box on top on the line that holds these words."""
    await pilot.until(lambda: pilot.app.screen.query("#box OptionList"), "There was nothing to pick.")
    things = pilot.app.screen.query_one("#box OptionList", OptionList)
    await pilot.press("home")
    for _thing in range(things.option_count):
        option = things.highlighted_option
        if option is not None and words in str(option.prompt):
            return
        await pilot.press("down")
    raise AssertionError(f"There is no {words}.")


async def the_wizard(pilot: Keyboard) -> FillForm:
    """The form that is filled in, once it is there."""
    await pilot.until(lambda: isinstance(pilot.app.screen, FillForm), "There was nothing to fill in.")
    await pilot.settle()
    wizard = pilot.app.screen
    assert isinstance(wizard, FillForm)
    return wizard


async def go_on(pilot: Keyboard, step: int) -> str:
    """F2, until that step stands there; what the box says."""
    wizard = await the_wizard(pilot)
    await pilot.press("f2")
    await pilot.until(lambda: wizard._step == step and not wizard.busy, f"Step {step} never came.")
    await pilot.settle()
    return running(pilot.in_the_box())


async def print_it(pilot: Keyboard) -> FormView:
    """F2 in the last step; the form stands in the list afterwards."""
    wizard = await the_wizard(pilot)
    listed = next(each for each in pilot.app.screen_stack if isinstance(each, FormsScreen)).query_one(
        FormList
    )
    before = listed.matching or 0
    await pilot.press("f2")
    await pilot.until(lambda: wizard not in pilot.app.screen_stack, "It was never printed.")
    await pilot.until(lambda: listed.matching == before + 1, "It never stood in the list.")
    await all_is_read(pilot)
    return highlighted(pilot)


def highlighted(pilot: Keyboard) -> FormView:
    """The form under the cursor."""
    view = the_list(pilot).highlighted
    assert view is not None
    return view


async def go_to_form(pilot: Keyboard, number: str) -> None:
    """Put the list's cursor on a form."""
    listed = the_list(pilot)
    await pilot.press("home")
    for _form in range(listed.matching or 0):
        await pilot.until(lambda: listed.highlighted is not None)
        if highlighted(pilot).number == number:
            await pilot.settle()
            return
        await pilot.press("down")
    raise AssertionError(f"There is no {number}.")


def operator(portal_app: PortalApp, deed: str, *args: Any, **named: Any) -> Any:
    """What staff do meanwhile."""
    with portal_app.elsewhere() as portal:
        return getattr(portal.operator.forms, deed)(ANNA, *args, **named)


def pdf_text(path: Path) -> str:
    """What another viewer shows."""
    return " ".join(ran("pdftotext", "-layout", str(path), "-").split())
