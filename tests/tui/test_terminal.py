"""The guards of `tui.terminal`, each at the member of Textual on which it stands."""

from __future__ import annotations

import asyncio
import io
import os
from typing import TYPE_CHECKING

import pytest
from rich.console import Console
from rich.segment import ControlType, Segment
from rich.style import Style
from textual import content as textual_content
from textual import events, work
from textual.containers import Vertical
from textual.css.query import NoMatches
from textual.selection import Selection
from textual.strip import Strip
from textual.widgets import Input, Label, OptionList, TextArea

from tests.hostile import HOSTILE
from tests.tui.guarded_app import SECRET, GuardedDesk
from tui.terminal import stand_guard
from tui.widgets.password_input import PasswordInput

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.message import Message
    from textual.pilot import Pilot

CONSOLE = Console(color_system="truecolor", file=io.StringIO())


@pytest.fixture(autouse=True)
def guards() -> None:
    stand_guard()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "logs" / "crashes.log"


@pytest.fixture
def desk(log: Path) -> GuardedDesk:
    return GuardedDesk(crash_log=log)


def is_empty(folder: Path) -> bool:
    return not any(folder.iterdir())


# Last words


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_cell_leaves_with_anything_unprintable(typed: str) -> None:
    strip = Strip([Segment("before "), Segment(typed), Segment(" after")])
    painted = strip.render(CONSOLE)
    assert painted.isprintable()
    assert painted.startswith("before ")
    assert painted.endswith(" after")
    assert strip.render(CONSOLE) == painted


def test_stock_textual_lets_escape_sequences_out() -> None:
    stock = Strip.render.__wrapped__  # type: ignore[attr-defined]
    assert "\x1b]52" in stock(Strip([Segment("\x1b]52;c;AA\x07")]), CONSOLE)


def test_styles_and_control_codes_of_textual_itself_get_out() -> None:
    control = Segment("\x1b[H", None, [(ControlType.HOME,)])
    strip = Strip([control, Segment("a\x1b", Style(bold=True)), Segment("b\u00a0c")])
    assert strip.render(CONSOLE) == "\x1b[H\x1b[1ma\x1b[0mb c"


def test_a_link_cannot_carry_a_sequence() -> None:
    hostile = Strip([Segment("x", Style(link="https://example.org\x1b\\\x1b[2J"))])
    honest = Strip([Segment("x", Style(link="https://example.org"))])
    assert hostile.render(CONSOLE) == "x"
    assert "https://example.org" in honest.render(CONSOLE)


# Sizes


async def use_everything(pilot: Pilot[None]) -> None:
    def press(*keys: str) -> None:
        for key in keys:
            pilot.app.simulate_key(key)

    for widget in pilot.app.query("Input, OptionList, TextArea"):
        widget.focus()
        press("pageup", "pagedown", "pageup", "home", "end", "up", "down", "enter", "a")
        await pilot.pause()
    press("ctrl+p")
    await pilot.pause()
    press("pagedown", "pageup", "down", "end", "home", "pageup", "x")
    await pilot.pause()
    press("pageup", "pagedown", "down", "pageup", "escape")
    await pilot.pause()


@pytest.mark.parametrize(
    "size", [(1, 1), (2, 1), (1, 2), (4, 10), (6, 20), (20, 4), (80, 1), (80, 4), (500, 200)]
)
async def test_any_size_is_usable_without_a_crash(desk: GuardedDesk, size: tuple[int, int]) -> None:
    async with desk.run_test(size=size) as pilot:
        await use_everything(pilot)
        assert desk.return_code is None


async def test_a_storm_of_sizes_is_survived(desk: GuardedDesk) -> None:
    async with desk.run_test() as pilot:
        for width in (1, 80, 3, 200, 2, 1, 120):
            await pilot.resize_terminal(width, max(1, width // 4))
            await pilot.press("pageup", "tab")
        assert desk.size == (120, 30)


async def test_stock_lists_crash_where_they_have_no_room(desk: GuardedDesk) -> None:
    stock = OptionList._move_page.__wrapped__  # type: ignore[attr-defined]
    async with desk.run_test(size=(80, 1)):
        options = desk.query_one(OptionList)
        options.highlighted = 3
        with pytest.raises(KeyError):
            stock(options, -1)
        await options.run_action("page_up")
        assert options.highlighted == 2
        await options.run_action("page_down")
        assert options.highlighted == 3


def test_stock_text_cannot_be_folded_into_nothing() -> None:
    guarded = vars(textual_content)["divide_line"]
    assert guarded("word", 0, fold=True) == [1, 2, 3]
    with pytest.raises(ValueError, match="must not be zero"):
        guarded.__wrapped__("word", 0, fold=True)


# Order


async def test_what_is_typed_ahead_lands_in_its_field(desk: GuardedDesk) -> None:
    async with desk.run_test() as pilot:
        for key in (*"10012345", "tab", *"hunter2", "ctrl+shift+a", "x", "tab"):
            desk.post_message(events.Key(key, key if len(key) == 1 else None))
        desk.post_message(events.Paste("pasted"))
        desk.post_message(events.Key("tab", None))
        desk.post_message(events.Paste("words"))
        await pilot.pause()
        assert desk.query_one("#line", Input).value == "10012345"
        assert desk.query_one(PasswordInput).value == "x"
        assert desk.query_one(TextArea).text == "words"


async def test_a_widget_that_is_busy_or_gone_holds_no_key_back_for_long(desk: GuardedDesk) -> None:
    busy = asyncio.Event()
    gone = asyncio.Event()

    class Slow(Input):
        async def _on_key(self, _: events.Key) -> None:
            busy.set()
            await gone.wait()

    async with desk.run_test() as pilot:
        slow = Slow()
        await desk.mount(slow)
        slow.focus()
        await pilot.pause()
        desk.post_message(events.Key("x", "x"))
        await busy.wait()
        line = desk.query_one("#line", Input).focus()
        desk.post_message(events.Key("y", "y"))
        typed = asyncio.Event()
        desk.watch(line, "value", typed.set, init=False)
        await asyncio.wait_for(typed.wait(), 10)
        assert line.value == "y"
        gone.set()
        await pilot.pause()


async def test_work_ends_before_the_parts_of_its_screen_are_gone(desk: GuardedDesk) -> None:
    missed: list[Label | None] = []

    class Slow(Vertical):
        def compose(self) -> ComposeResult:
            yield Going()

        @work
        async def read(self) -> None:
            try:
                await going.wait()
                missed.append(self.query_one(Going))
            except NoMatches:
                missed.append(None)

    class Going(Label):
        async def on_unmount(self) -> None:
            going.set()  # what the work waits for arrives just now
            await asyncio.sleep(0.01)

    going = asyncio.Event()
    async with desk.run_test() as pilot:
        slow = Slow()
        await desk.mount(slow)
        reading = slow.read()
        await pilot.pause()
        await slow.remove()
        assert reading.is_cancelled
        assert missed == []


# Silence


async def test_nothing_blinks_or_moves(desk: GuardedDesk) -> None:
    async with desk.run_test() as pilot:
        for widget in (desk.query_one("#line", Input), desk.query_one("#area", TextArea)):
            assert not widget.cursor_blink
        late = Input()
        await desk.mount(late)
        late.focus()
        await pilot.pause()
        assert late._blink_timer is not None
        assert not late._blink_timer._active.is_set()
        assert desk.animation_level == "none"
        await desk.mount(loading := desk.get_loading_widget())
        assert not loading.auto_refresh


# Reach


async def test_the_palette_holds_only_our_own_commands(desk: GuardedDesk) -> None:
    async with desk.run_test():
        assert list(desk.get_system_commands(desk.screen)) == []
        assert not any("system" in getattr(provider, "__name__", "").lower() for provider in desk.COMMANDS)


@pytest.mark.parametrize("own_machine", [True, False])
async def test_the_browser_and_suspension_belong_to_the_customers_own_machine(
    log: Path, monkeypatch: pytest.MonkeyPatch, *, own_machine: bool
) -> None:
    opened: list[str] = []
    killed: list[int] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr(os, "kill", lambda _process, number: killed.append(number))
    monkeypatch.setattr("textual.drivers.headless_driver.HeadlessDriver.can_suspend", True)
    desk = GuardedDesk(crash_log=log, own_machine=own_machine)
    async with desk.run_test():
        desk.open_url("https://example.org")
        desk.action_suspend_process()
    assert len(opened) == len(killed) == own_machine


async def test_textual_writes_no_file(
    desk: GuardedDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    async with desk.run_test() as pilot:
        desk.action_screenshot()
        assert desk.save_screenshot() == ""
        assert desk.deliver_screenshot() is None
        assert desk.deliver_text(io.StringIO("x")) is None
        assert desk.deliver_binary(io.BytesIO(b"x")) is None
        desk.action_show_help_panel()
        await pilot.pause()
        assert not desk.query("HelpPanel")
    assert is_empty(tmp_path)


async def test_notices_are_literal_wherever_they_come_from(desk: GuardedDesk) -> None:
    async with desk.run_test(notifications=True) as pilot:
        for typed in HOSTILE.values():
            desk.query_one(Input).notify(typed, title=typed)
        desk.notify("[b]x[/]\x1b", title="[/]")
        await pilot.pause()
        notices = list(desk._notifications)
        assert notices[-1].message == "[b]x[/]␛"
        assert not any(notice.markup for notice in notices)


async def test_the_clipboard_is_forgotten_and_takes_anything(desk: GuardedDesk) -> None:
    async with desk.run_test():
        desk.copy_to_clipboard("a\ud800" + "b" * 200_000)
        assert desk.clipboard.startswith("a?b")
        assert len(desk.clipboard) == 100_000
        desk.forget_clipboard()
        assert desk.clipboard == ""


# Passwords


async def test_a_password_is_neither_copied_nor_cut_nor_selected(desk: GuardedDesk) -> None:
    async with desk.run_test() as pilot:
        password = desk.query_one(PasswordInput)
        password.focus()
        await pilot.press(*"hunter2", "ctrl+shift+a", "ctrl+c", "ctrl+x", "super+c")
        assert desk.clipboard == ""
        assert password.value == "hunter2"
        password.action_copy()  # and leaves no key to anybody else, as stock does by SkipAction
        assert password.selected_text == ""
        assert password.get_selection(Selection(None, None)) is None
        await pilot.double_click(password, offset=(4, 1))
        await pilot.triple_click(password, offset=(4, 1))
        assert not desk.screen.get_selected_text()
        desk.screen.text_select_all()
        assert "hunter2" not in (desk.screen.get_selected_text() or "")
        password.password = False
        await pilot.pause()
        assert password.password
        assert "hunter2" not in desk.export_screenshot()
        await pilot.press("home", "ctrl+right")
        assert password.cursor_position == len("hunter2")


async def test_a_password_is_in_no_description(log: Path) -> None:
    heard: list[Message] = []

    class Listening(GuardedDesk):
        def on_input_changed(self, event: Input.Changed) -> None:
            heard.append(event)

        def on_input_submitted(self, event: Input.Submitted) -> None:
            heard.append(event)

        def on_input_blurred(self, event: Input.Blurred) -> None:
            heard.append(event)

    desk = Listening(crash_log=log)
    async with desk.run_test() as pilot:
        password = desk.query_one(PasswordInput)
        password.focus()
        password.value = SECRET
        await pilot.press("enter", "tab")
        kinds: set[object] = {type(event) for event in heard if event.control is password}
        assert kinds == {PasswordInput.Changed, PasswordInput.Submitted, PasswordInput.Blurred}
        assert any(getattr(event, "value", "") == SECRET for event in heard)
        console = Console(file=io.StringIO(), width=500)
        console.print(*heard, desk.tree, desk.css_tree, password)
        assert isinstance(console.file, io.StringIO)
        described = console.file.getvalue() + repr(heard) + repr(password) + str(password)
        assert "PasswordInput" in described
        assert SECRET not in described
