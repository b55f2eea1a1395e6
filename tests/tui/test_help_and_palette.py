"""Help, palette, footer: all made of the same bindings, and all of them our own."""

from __future__ import annotations

import importlib
import pkgutil
import re
from typing import TYPE_CHECKING

import pytest
from textual.binding import Binding
from textual.command import CommandPalette
from textual.dom import DOMNode
from textual.widgets import OptionList

import tui
from portal.demo.credentials import ERIKA
from tests.tui.steps import (
    appears,
    fill,
    focused_field,
    go_to_menu,
    open_form,
    reads,
    running,
    sign_in,
    sign_in_package,
)
from tests.tui.test_package_stories import palette
from tui.app import CustomerLogin
from tui.screens.login import LoginScreen
from tui.screens.packages import PackagesScreen
from tui.widgets.dialogs import ConfirmModal
from tui.widgets.form import FormModal
from tui.widgets.frame import MOST_KEYS, shown_bindings
from tui.widgets.help import HelpModal, help_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.tui.portal_app import Keyboard, PortalApp

NOT_SENT_BY_ALL = {"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+space", "ctrl+enter", "shift+enter"}


def our_classes() -> Iterator[type[DOMNode]]:
    """All screens and widgets of the portal."""
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        if module.name != "tui.__main__":
            importlib.import_module(module.name)
    waiting: list[type[DOMNode]] = [DOMNode]
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        if kind.__module__.startswith("tui."):
            yield kind


def bindings_of_ours() -> list[tuple[str, Binding]]:
    return [
        (kind.__name__, binding)
        for kind in our_classes()
        for binding in Binding.make_bindings(kind.__dict__.get("BINDINGS", ()))
    ]


def test_every_binding_has_an_id_a_description_and_a_tooltip() -> None:
    found = bindings_of_ours()
    assert len(found) > 50
    for kind, binding in found:
        assert binding.id, f"{kind}: {binding.key} has no id"
        assert binding.description, f"{kind}: {binding.key} has no description"
        assert len(binding.description) <= 20, f"{kind}: {binding.description!r} is too long for the footer"
        assert re.fullmatch(r"[A-Z].*[.]", binding.tooltip), f"{kind}: {binding.key}: {binding.tooltip!r}"


def test_different_actions_of_a_screen_have_different_ids() -> None:
    for kind in our_classes():
        actions: dict[str, str] = {}
        for binding in Binding.make_bindings(kind.__dict__.get("BINDINGS", ())):
            assert actions.setdefault(str(binding.id), binding.action) == binding.action, kind.__name__


def test_no_key_is_one_that_only_some_terminals_send() -> None:
    assert not {binding.key for _kind, binding in bindings_of_ours()} & NOT_SENT_BY_ALL


async def help_about(pilot: Keyboard) -> str:
    await pilot.press("f1")
    await pilot.until(lambda: isinstance(pilot.app.screen, HelpModal), "Help never came.")
    await pilot.settle()
    return running(pilot.in_the_box())


async def test_f1_shows_on_every_screen_what_it_is_for_and_its_keys(portal_app: PortalApp) -> None:
    async with portal_app((120, 36)) as pilot:
        told = await help_about(pilot)
        assert "Sign in with your customer number" in told
        assert "f4 Change between customer and package login." in told
        await pilot.press("escape")
        await sign_in(pilot)
        told = await help_about(pilot)
        assert "All packages under your customer number." in told
        assert "m Open the package's technical administration." in told
        await pilot.press("escape")
        await go_to_menu(pilot, "address")
        assert "choose with the arrow keys, open with Enter" in await help_about(pilot)
        await pilot.press("escape", "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, FormModal))
        told = await help_about(pilot)
        assert "Your name changes by contract handover only" in told
        assert "f2, ^s Save what you entered." in told
        await pilot.press("escape")
        await fill(pilot, "street", "x")
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
        assert "the marked button is the safe answer" in await help_about(pilot)


async def test_help_over_a_form_leaves_the_form_as_it_was(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        for name in ("address", "telephone", "emails", "bank-data", "password"):
            await open_form(pilot, name)
            before = pilot.shown()
            assert len(await help_about(pilot)) > 100
            await pilot.press("f1", "f1")  # no second box
            assert len([screen for screen in pilot.app.screen_stack if isinstance(screen, HelpModal)]) == 1
            await pilot.press("escape")
            assert pilot.shown() == before
            await pilot.press("escape")
            assert isinstance(pilot.app.screen, PackagesScreen)


async def test_all_help_has_at_least_a_sentence_for_everything_that_can_have_the_focus(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        for _pane in range(4):
            assert help_text(pilot.app.screen).endswith(".")
            await pilot.press("tab")
        for name in ("address", "telephone", "emails", "bank-data", "password"):
            await open_form(pilot, name)
            for _field in range(9):
                assert help_text(pilot.app.screen).endswith(".")
                await pilot.press("tab")
            await pilot.press("escape")
            assert isinstance(pilot.app.screen, PackagesScreen)


async def test_long_help_can_be_read_to_its_end_in_a_small_window(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await help_about(pilot)
        seen = pilot.in_the_box()
        for _page in range(4):
            await pilot.press("pagedown")
            seen += pilot.in_the_box()
        assert "Go to the next pane or field." in running(seen)
        assert "Close" in pilot.in_the_box()


async def test_the_footer_shows_at_most_six_keys_and_all_of_them_fit(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:

        def check() -> None:
            shown = pilot.shown().split("\n")[-1]
            wanted = [binding.description for _key, binding in shown_bindings(pilot.app.screen)][:MOST_KEYS]
            assert all(words in shown for words in wanted), f"{wanted} in {shown!r}"

        await pilot.settle()
        check()
        await sign_in(pilot)
        check()
        await pilot.press("shift+tab")
        check()
        for name in ("address", "password"):
            await open_form(pilot, name)
            check()
            await pilot.press("escape")
        await pilot.press("ctrl+q")
        await sign_in_package(pilot)
        check()
        await pilot.press("tab")
        check()


async def test_the_palette_lists_our_own_commands_only(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await pilot.settle()
        themes = {"Theme: dark", "Theme: light", "Theme: the terminal's own colours"}
        at_login = set(palette(pilot.app.screen))
        assert at_login >= {"Quit", "Other login", "Forgotten password", "Help"} | themes
        await sign_in(pilot)
        signed_in = set(palette(pilot.app.screen))
        assert signed_in >= themes | {
            "All packages", "Address", "Telephone and fax", "Contact email", "Bank data", "Customer password",
            "Log out", "Help", "Reload", "Filter", "Sort", "More",
        }  # fmt: skip
        for foreign in ("Screenshot", "Keys", "Maximize", "Minimize", "Quit the application", "Palette"):
            assert foreign not in signed_in
        assert all(words.endswith(".") for words in palette(pilot.app.screen).values())


async def test_opening_and_closing_the_palette_again_and_again_ends_nothing(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        for _time in range(5):
            pilot.app.action_command_palette()
            pilot.app.action_command_palette()
            await pilot.until(lambda: isinstance(pilot.app.screen, CommandPalette))
            await pilot.at_once("escape", "ctrl+p", "escape")
            await pilot.until(lambda: not isinstance(pilot.app.screen, CommandPalette))
        assert pilot.app.is_running


async def test_the_palette_opens_every_form_by_its_name(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        for title, explained in (
            ("Address", "Change your address."),
            ("Telephone and fax", "Change your telephone numbers."),
            ("Contact email", "Change where notices and invoices are sent."),
            ("Bank data", "Change how you pay."),
            ("Customer password", "Change your customer password."),
        ):
            await run_by_palette(pilot, title, explained)
            await pilot.until(lambda: isinstance(pilot.app.screen, FormModal), f"{title} never came.")
            await appears(pilot, f"─ {title} ─")
            await pilot.press("escape")
            assert isinstance(pilot.app.screen, PackagesScreen)


async def run_by_palette(pilot: Keyboard, name: str, explained: str) -> None:
    """Find a command by its name, and run it once it is the only one."""
    await pilot.press("ctrl+p")
    await pilot.until(lambda: isinstance(pilot.app.screen, CommandPalette))
    await pilot.press(*name)
    await pilot.until(lambda: found_only(pilot, explained), f"The palette never found {name}.")
    await pilot.press("enter")


def found_only(pilot: Keyboard, explained: str) -> bool:
    lists = pilot.app.screen.query(OptionList)
    return bool(lists) and lists.first().option_count == 1 and explained in pilot.shown()


async def test_the_palette_runs_a_key_of_the_screen_it_was_opened_on(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await run_by_palette(pilot, "Other", "Change between customer and package login.")
        await appears(pilot, "Domain name")
        assert isinstance(pilot.app.screen, LoginScreen)


async def test_the_palette_saves_the_form_it_was_opened_on(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "address")
        await fill(pilot, "street", "Neue Straße")
        await run_by_palette(pilot, "Save", "Save what you entered.")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        assert portal_app.stored("SELECT street FROM customers WHERE number = '10012345'") == [
            ("Neue Straße",)
        ]


async def test_leaving_the_palette_comes_back_to_the_field(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_form(pilot, "address")
        await pilot.press("tab", "ctrl+p")
        await pilot.until(lambda: isinstance(pilot.app.screen, CommandPalette))
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, FormModal))
        assert focused_field(pilot) == "house-number"


async def test_the_palette_changes_the_colours(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        for name, theme in (("light", "light"), ("the terminal's own colours", "terminal"), ("dark", "dark")):
            await run_by_palette(pilot, f"Theme: {name}", "Change the colours.")
            await pilot.until(lambda: pilot.app.theme == theme)  # noqa: B023 - called at once
            await appears(pilot, "musterfrau-design.de")


@pytest.mark.parametrize("theme", ["dark", "light", "terminal"])
async def test_a_locked_screen_hides_what_is_behind_in_every_theme(portal_app: PortalApp, theme: str) -> None:
    async with portal_app() as pilot:
        pilot.app.theme = theme
        await sign_in(pilot)
        pilot.app._active_at -= 660
        pilot.app._lock_when_idle()
        await appears(pilot, "Locked")
        assert "musterfrau-design.de" not in pilot.shown()
        assert ERIKA.name not in pilot.shown()


async def test_without_colour_the_focused_pane_is_told_by_its_border(
    portal_app: PortalApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with portal_app() as pilot:
        await sign_in(pilot)
        sent = pilot.sent()
        colours = {  # anything but black, grey and white
            found
            for found in re.findall(r"\x1b\[([0-9;]*)m", sent)
            if re.search(r"(^|;)(3[1-6]|4[1-6]|9[1-6]|10[1-6]|38;5|48;5)(;|$)", found)
        }
        assert not colours
        for red, green, blue in re.findall(r"[34]8;2;(\d+);(\d+);(\d+)", sent):
            assert red == green == blue
        first = pilot.shown().split("\n")[1]
        assert first.startswith("╭")
        assert "┏" in first
        await pilot.press("shift+tab")
        await pilot.until(lambda: pilot.shown().split("\n")[1].startswith("┏"))
        assert "╭" in pilot.shown().split("\n")[1]


async def test_the_title_of_a_help_box_stands_in_its_border(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await help_about(pilot)
        await reads(pilot, "─ Help ─")
        assert isinstance(pilot.app, CustomerLogin)
