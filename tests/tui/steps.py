"""What a customer does in every story, by keyboard alone, and what they see then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.events import Paste
from textual.widgets import Input, Select, Static

from portal.demo.credentials import DESIGN, ERIKA
from tui.screens.login import LoginScreen
from tui.screens.package import PackageScreen
from tui.screens.packages import PackagesScreen
from tui.widgets.field import Field
from tui.widgets.form import FormModal
from tui.widgets.menu import Menu
from tui.widgets.password_input import PasswordInput
from tui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from portal.demo.credentials import DemoLogin
    from tests.tui.portal_app import Keyboard

MOST_TABS = 20

ROUNDS = 3
"""How often one sets out for a field: on the way there, others may be switched on and off."""


async def sign_in(pilot: Keyboard, number: str = ERIKA.name, password: str = ERIKA.password) -> None:
    """Sign in as a customer; the packages stand there afterwards."""
    await enter_login(pilot, number, password)
    await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen), "Nobody was signed in.")
    await all_is_read(pilot)
    await pilot.until(lambda: "Your packages (" in pilot.shown(), "The packages never came.")


async def enter_login(pilot: Keyboard, account: str, password: str) -> None:
    """Fill in the login screen as a password manager does, and send it."""
    await pilot.at_once(Paste(account), "enter")
    await pilot.until(lambda: isinstance(pilot.app.focused, PasswordInput), "Enter did not go on.")
    await pilot.at_once(Paste(password), "enter")


async def sign_in_package(
    pilot: Keyboard, domain: str = DESIGN.name, password: str = DESIGN.password
) -> None:
    """Sign in by domain; the package's overview stands there afterwards."""
    await pilot.press("f4")
    await enter_login(pilot, domain, password)
    await pilot.until(lambda: isinstance(pilot.app.screen, PackageScreen), "Nobody was signed in.")
    await appears(pilot, "In use")


async def sign_in_as(pilot: Keyboard, login: DemoLogin) -> None:
    """Sign in as one of the demo's customers."""
    await sign_in(pilot, login.name, login.password)


async def go_to_menu(pilot: Keyboard, name: str) -> None:
    """Put the menu's cursor on an entry."""
    for _tab in range(MOST_TABS):
        if isinstance(pilot.app.focused, Menu):
            break
        await pilot.press("shift+tab")
    menu = pilot.app.focused
    assert isinstance(menu, Menu)
    entries = [option.id for option in menu.options if not option.disabled]
    assert name in entries, f"The menu has no entry {name}."
    await pilot.press("home", *["down"] * entries.index(name))
    assert menu.highlighted_option is not None
    assert menu.highlighted_option.id == name


async def open_entry(pilot: Keyboard, name: str) -> None:
    """Open an entry of the menu; what it lists has been read."""
    await go_to_menu(pilot, name)
    await pilot.press("enter")
    await pilot.until(lambda: not isinstance(pilot.app.focused, Menu), f"{name} never had the focus.")
    await all_is_read(pilot)


async def all_is_read(pilot: Keyboard) -> None:
    """Wait until every list of the screen has its rows: keys that come earlier move no cursor."""
    await pilot.until(lambda: not any(map(is_reading, pilot.app.screen.query(RecordList))), "It reads on.")
    await pilot.settle()


def is_reading(listed: RecordList[Any]) -> bool:
    """Whether rows are still to come."""
    return listed._reading or (listed.matching is None and not listed._failed)


async def open_form(pilot: Keyboard, name: str) -> None:
    """Open a form from the contract menu."""
    await open_entry(pilot, name)
    await pilot.until(lambda: isinstance(pilot.app.screen, FormModal), f"The form {name} never came.")
    await pilot.settle()


async def go_to_field(pilot: Keyboard, name: str) -> None:
    """Tab to a field of the form, as soon as that stands."""
    await pilot.until(lambda: pilot.app.screen.query(f"#field-{name}"), f"There is no field {name}.")
    control = a_field(pilot, name).control
    screen = pilot.app.screen
    for _round in range(ROUNDS):
        if (focused := pilot.app.focused) is control:
            return
        await pilot.until(lambda: control in screen.focus_chain, f"Tab never comes to {name}.")
        chain = screen.focus_chain
        tabs = (chain.index(control) - chain.index(focused)) % len(chain) if focused in chain else 1
        await pilot.press(*["tab"] * tabs)
    assert pilot.app.focused is control, f"Tab never comes to {name}."


async def fill(pilot: Keyboard, name: str, text: str) -> None:
    """Replace what stands in a field by pasting."""
    await go_to_field(pilot, name)
    await pilot.at_once("end", "ctrl+u", *[Paste(text)] * bool(text))


async def type_in(pilot: Keyboard, name: str, text: str) -> None:
    """Replace what stands in a field letter by letter."""
    await go_to_field(pilot, name)
    await pilot.press("end", "ctrl+u", *text)


async def change_street(pilot: Keyboard) -> FormModal[Any, Any]:
    """Sign in, open the address, and type another street into it; nothing is saved yet."""
    await sign_in(pilot)
    await open_form(pilot, "address")
    await fill(pilot, "street", "Neue Straße")
    return the_form(pilot)


async def choose(pilot: Keyboard, name: str, words: str) -> None:
    """Choose one of a field's values by its words."""
    await go_to_field(pilot, name)
    await pilot.press("enter")  # the list scrolls to what is found once it is there
    await pilot.press(*words, "enter")


async def save(pilot: Keyboard) -> None:
    """Press F2 and wait until the form is done with it, one way or the other."""
    form = the_form(pilot)
    await pilot.press("f2")
    await pilot.until(lambda: not form.busy or pilot.app.screen is not form, "Saving never ended.")
    await pilot.settle()


async def saved(pilot: Keyboard) -> None:
    """Press F2; the form is gone afterwards."""
    form = the_form(pilot)
    await pilot.press("f2")
    await pilot.until(lambda: form not in pilot.app.screen_stack, "The form did not go.")
    await pilot.settle()


async def log_out(pilot: Keyboard) -> None:
    """Press Ctrl+Q; the login screen is there afterwards."""
    await pilot.press("ctrl+q")
    await pilot.until(lambda: isinstance(pilot.app.screen, LoginScreen), "Still signed in.")
    await pilot.settle()


async def appears(pilot: Keyboard, words: str) -> None:
    """Wait until words stand on the screen; no notice has to go first."""
    await pilot.until(lambda: pilot.stands(words), f"{words!r} never appeared.")
    await pilot.settle()


async def reads(pilot: Keyboard, words: str) -> None:
    """Wait until words stand in the box, or on a screen without one, wherever lines are broken."""
    await pilot.until(lambda: words in running(pilot.in_the_box()), f"{words!r} never appeared.")
    await pilot.settle()


def running(text: str) -> str:
    """Text without borders and line breaks."""
    return " ".join("".join(" " if letter in "│┃" else letter for letter in text).split())


def the_form(pilot: Keyboard) -> FormModal[Any, Any]:
    """The form on top."""
    form = pilot.app.screen
    assert isinstance(form, FormModal)
    return form


def a_field(pilot: Keyboard, name: str) -> Field[Any]:
    """A field of the form on top."""
    return pilot.app.screen.query_one(f"#field-{name}", Field)


def entered(pilot: Keyboard, name: str) -> str:
    """What stands in a field."""
    return str(a_field(pilot, name).value)


def beneath(pilot: Keyboard, name: str) -> str:
    """What stands beneath a field: a hint, or what is wrong."""
    return str(a_field(pilot, name).query_one(".beneath", Static).content)


def field_error(pilot: Keyboard, name: str) -> str:
    """What is said to be wrong with a field; empty if nothing is."""
    return beneath(pilot, name).removeprefix("✗ ") if a_field(pilot, name).has_class("-wrong") else ""


def field_errors(pilot: Keyboard) -> dict[str, str]:
    """What is wrong, by field."""
    fields = [field.field.replace("_", "-") for field in pilot.app.screen.query(Field)]
    return {name: words for name in fields if (words := field_error(pilot, name))}


def problem(pilot: Keyboard) -> str:
    """What is said to be wrong with the whole form."""
    return str(the_form(pilot).query_one("#problem", Static).content)


def notice(pilot: Keyboard) -> str:
    """The newest notice; empty if there is none."""
    shown = list(pilot.app._notifications)
    return shown[-1].message if shown else ""


async def noticed(pilot: Keyboard, words: str) -> None:
    """Wait for a notice."""
    await pilot.until(lambda: notice(pilot) == words, f"{words!r} was never told.")
    await pilot.settle()


def focused_field(pilot: Keyboard) -> str:
    """The name of the field that has the focus."""
    focused = pilot.app.focused
    assert isinstance(focused, Input | Select)
    fields = [node for node in focused.ancestors if isinstance(node, Field)]
    return fields[0].field.replace("_", "-")


def refusal(pilot: Keyboard) -> str:
    """What the login screen says."""
    return str(pilot.app.screen_stack[0].query_one("#refusal", Static).content)
