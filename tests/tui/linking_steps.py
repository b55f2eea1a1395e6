"""How linking customer numbers is come to by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.demo.credentials import ERIKA_SECOND
from tests.tui.steps import fill, open_form, reads, save, the_form
from tui.screens.linking.wizard import LinkWizard

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard


async def enter_number(
    pilot: Keyboard, number: str = ERIKA_SECOND.name, password: str = ERIKA_SECOND.password
) -> None:
    """Fill in the first step, and go on."""
    await fill(pilot, "number", number)
    await fill(pilot, "other-password", password)
    await save(pilot)


async def open_linking(pilot: Keyboard) -> LinkWizard:
    """Open it from the menu."""
    await open_form(pilot, "linking")
    form = the_form(pilot)
    assert isinstance(form, LinkWizard)
    return form


async def compare(pilot: Keyboard) -> LinkWizard:
    """Go on to what differs."""
    form = await open_linking(pilot)
    await enter_number(pilot)
    await reads(pilot, "step 2 of 3")
    return form


async def see_what_follows(pilot: Keyboard) -> LinkWizard:
    """Go on to the last step."""
    form = await compare(pilot)
    await save(pilot)
    await reads(pilot, "step 3 of 3")
    return form
