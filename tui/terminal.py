"""What stands between the app and the customer's terminal.

`GuardedApp` is the base of the app. It is the one place, with `tui.driver`, that stands on private members of
Textual (8.2); each of them is named where it is used, and held by a test.

* Last words: nothing unprintable leaves a cell (`Strip.render`).
* Crash: one sentence, exit code 1, and a log without values (`tui.crash`).
* Order: a key is settled before the next is looked at, so nothing typed ahead lands in the wrong field, and
  work ends before the screen it belongs to does.
* Size: lists and wrapped text survive panes without room.
* Silence: no blink, no animation; an idle screen sends no byte.
* Reach: no screenshots, files, browser or suspension by Textual's own actions.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import sys
import threading
from collections import deque
from typing import TYPE_CHECKING, Any, ClassVar

from rich.segment import Segment
from textual import content as textual_content
from textual import events
from textual.app import App, ReturnType
from textual.message import Message
from textual.strip import Strip
from textual.widgets import OptionList, Static

from tui.crash import CrashLog, crash_sentence
from tui.environment import in_development
from tui.text import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from types import TracebackType

    from rich.console import Console, RenderableType
    from textual.app import SystemCommand
    from textual.await_complete import AwaitComplete
    from textual.await_remove import AwaitRemove
    from textual.dom import DOMNode
    from textual.driver import Driver
    from textual.notifications import SeverityLevel
    from textual.screen import Screen
    from textual.widget import Widget

CURSOR_BLINKS = False
"""A blinking cursor costs 2.5 kB a second for ever."""

ROUNDS = 2
"""How often a key that is no letter is followed once more from the widget up to the app."""

PATIENCE, TICKS = 0.05, 5
"""Seconds, and how often they pass before the next key is looked at even if a widget is still busy with the
last one, or gone. Several short ones: a machine that stood still for a moment is no busy widget."""

LONGEST_COPY = 100_000
"""Characters that go to the terminal's clipboard at most."""


def _last_words(stock: Callable[[Strip, Console], str]) -> Callable[[Strip, Console], str]:
    """Guard `Strip.render`, through which every painted cell passes.

    Stands on `Strip._segments` and `Strip._render_cache`. Segments of control codes are Textual's own and
    stay; a link that is not printable is cut.
    """

    @functools.wraps(stock)
    def render(self: Strip, console: Console) -> str:
        if self._render_cache is None:
            for text, style, control in self._segments:
                if not control and not (text.isprintable() and (style is None or not style.link)):
                    clean = Strip([_printable(segment) for segment in self._segments])
                    self._render_cache = stock(clean, console)
                    break
        return stock(self, console)

    return render


def _printable(segment: Segment) -> Segment:
    text, style, control = segment
    if control:
        return segment
    if style is not None and style.link is not None and not style.link.isprintable():
        style = style.update_link(None)
    # A space of another width, or one that does not break, is a space; its cells are counted already.
    words = "".join(letter if letter.isprintable() else " " * letter.isspace() for letter in text)
    return Segment(words, style)


def _page_moves(stock: Callable[[OptionList, Any], None]) -> Callable[[OptionList, Any], None]:
    """Guard `OptionList._move_page`, for all lists made of it: Select, the palette.

    In a pane without room it has no lines (`OptionList._index_to_line`), and stock Textual looks for one.
    """

    @functools.wraps(stock)
    def move_page(self: OptionList, direction: Any) -> None:
        if (self.highlighted or 0) in self._index_to_line:
            stock(self, direction)
        elif direction > 0:
            self.action_cursor_down()
        else:
            self.action_cursor_up()

    return move_page


def _folded_lines(stock: Callable[..., list[int]]) -> Callable[..., list[int]]:
    """Guard `textual.content.divide_line`: folding a word into no cells at all is an error in Rich."""

    @functools.wraps(stock)
    def divide_line(text: str, width: int, *rest: Any, **named: Any) -> list[int]:
        return stock(text, max(width, 1), *rest, **named)

    return divide_line


@functools.cache
def stand_guard() -> None:
    """Put the guards into Textual's classes, once in a process."""
    guards: tuple[tuple[Any, str, Callable[[Any], Any]], ...] = (
        (Strip, "render", _last_words),
        (OptionList, "_move_page", _page_moves),
        (textual_content, "divide_line", _folded_lines),
    )
    for owner, name, guard in guards:
        setattr(owner, name, guard(getattr(owner, name)))


PALETTE_ID = "--command-palette"
"""What Textual (8.2) calls every command palette."""


class GuardedApp(App[ReturnType]):
    """An app that no hostile string, tiny window, lost line or bug of ours turns against its user.

    Args:
        own_machine: Whether the portal runs on the customer's own machine. Only there may it open a browser
            or be suspended.
        crash_log: Where crashes are written; `None` is the user's log folder.
        **settings: What `App` takes.
    """

    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[Any] = set()

    def __init__(self, *, own_machine: bool = False, crash_log: Path | None = None, **settings: Any) -> None:
        stand_guard()
        super().__init__(**settings)
        self.animation_level = "none"
        self.own_machine = own_machine
        self._crash_log = CrashLog(crash_log)
        self._crash_reference: str | None = None
        self._unsettled: asyncio.TimerHandle | None = None
        self._held_back: deque[events.Key | events.Paste] = deque()

    # Crash

    def crash_sentence(self, reference: str) -> str:
        """Return what the customer reads after a crash."""
        return crash_sentence(reference)

    def crash(self, error: Exception) -> None:
        """End because of `error`: log where it happened, say one sentence, exit with code 1.

        Stands on `App._return_code`, `._exception` and `._exception_event` (from which tests learn of the
        error), `._exit_renderables` and `._close_messages_no_wait`.
        """
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        reference = self._crash_log.record(error)
        if self._crash_reference is None:
            self._crash_reference = reference
            self._exit_renderables[:] = [self.crash_sentence(reference)]
        self._close_messages_no_wait()

    def _handle_exception(self, error: Exception) -> None:
        """Stand in for `App._handle_exception`, which prints local variables."""
        if in_development():
            super()._handle_exception(error)
        else:
            self.crash(error)

    def panic(self, *_: RenderableType) -> None:
        """Crash without showing what Textual would print."""
        error = sys.exception()
        self.crash(error if isinstance(error, Exception) else RuntimeError())

    def _print_error_renderables(self) -> None:
        """Print the sentence after a crash, or what `exit` was given, as plain text."""
        with contextlib.suppress(OSError):
            for words in self._exit_renderables:
                self.error_console.print(words if in_development() else plain(words, lines=True))
        self._exit_renderables.clear()

    def exit(self, *args: Any, **settings: Any) -> None:
        """Leave, unless a crash ends the app already: its exit code stays."""
        if self._crash_reference is None:
            super().exit(*args, **settings)

    async def _ready(self) -> None:
        """Keep asyncio from printing errors of tasks that nobody awaited; stands on `App._ready`."""
        asyncio.get_running_loop().set_exception_handler(
            lambda _loop, context: self.forgotten_error(context.get("exception"))
        )
        await super()._ready()

    def forgotten_error(self, error: BaseException | None) -> None:
        """Log an error that nobody awaits: of a task, or of a thread."""
        if error is not None:
            self._crash_log.record(error)

    def last_resort(
        self, _kind: type[BaseException], error: BaseException, _frames: TracebackType | None
    ) -> None:
        """Stand in for `sys.excepthook`, for what happens outside of the app's loop."""
        reference = self._crash_log.record(error)
        with contextlib.suppress(OSError, AttributeError):
            sys.stderr.write(f"{self.crash_sentence(reference)}\n")

    # Order

    class KeySettled(Message):
        """Follows a key from widget to widget: when it is back, the key and all it led to is settled.

        Attributes:
            rounds: How often it still goes round: a key may be an action, that a message, that another focus.
        """

        def __init__(self, rounds: int = 0) -> None:
            super().__init__()
            self.rounds = rounds

    async def on_event(self, event: events.Event) -> None:
        """Hold keys back until the one before is settled.

        Stock Textual lets bindings and letters overtake each other: of "number, Tab, password" arriving in
        one burst, the password lands, readable, in the field for the number.
        """
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._unsettled is not None:
            self._held_back.append(event)
        else:
            await self._take(event)

    async def _take(self, event: events.Key | events.Paste) -> None:
        target = self.focused or self.screen
        await super().on_event(event)
        rounds = ROUNDS if isinstance(event, events.Key) and not event.is_printable else 0
        if event.is_forwarded and target.post_message(self.KeySettled(rounds)):
            self._be_patient(TICKS)

    def _be_patient(self, ticks: int) -> None:
        if ticks:
            self._unsettled = asyncio.get_running_loop().call_later(PATIENCE, self._be_patient, ticks - 1)
        else:
            self.post_message(self.KeySettled())

    async def _on_guarded_app_key_settled(self, message: KeySettled) -> None:
        if not self.screen_stack:  # leaving
            return
        if message.rounds and (self.focused or self.screen).post_message(self.KeySettled(message.rounds - 1)):
            return
        if self._unsettled is not None:
            self._unsettled.cancel()
            self._unsettled = None
        while self._held_back and self._unsettled is None:
            await self._take(self._held_back.popleft())

    def pop_screen(self) -> AwaitComplete:
        """Leave the screen on top; its work ends at once, so that nothing of it appears afterwards."""
        self._end_work(self.screen)
        return super().pop_screen()

    def _prune(self, *nodes: Widget, parent: DOMNode | None = None) -> AwaitRemove:
        """End the work of what is taken away before its parts are gone; stands on `App._prune`.

        Stock Textual ends it last: a worker that goes on in between finds a screen without its widgets.
        """
        self._end_work(*nodes)
        return super()._prune(*nodes, parent=parent)

    def _end_work(self, *nodes: DOMNode) -> None:
        ended = set(nodes)
        for worker in list(self.workers):
            if not ended.isdisjoint(worker.node.ancestors_with_self):
                worker.cancel()

    # Terminal

    def get_driver_class(self) -> type[Driver]:
        """Return the driver that gives the terminal back."""
        if sys.platform == "win32":
            return super().get_driver_class()
        from tui.driver import GuardedDriver

        return GuardedDriver

    def _register_child(self, parent: DOMNode, child: Widget, before: int | None, after: int | None) -> None:
        """Still the cursor of every input before it is mounted; stands on `App._register_child`."""
        blink = getattr(type(child), "cursor_blink", None)
        if blink is not None:
            child.set_reactive(blink, CURSOR_BLINKS)
        super()._register_child(parent, child, before, after)

    def action_command_palette(self) -> None:
        """Open the palette, unless one is still closing: the second of one id would end the app."""
        if not any(node.id == PALETTE_ID for node in self._nodes):
            super().action_command_palette()

    def get_loading_widget(self) -> Widget:
        """Return a still sign; Textual's sends 100 kB a second."""
        return Static("…")

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        **_: Any,
    ) -> None:
        """Show a notice, literally: neither it nor its title is ever parsed as markup."""
        super().notify(
            plain(message, lines=True), title=plain(title), severity=severity, timeout=timeout, markup=False
        )

    def copy_to_clipboard(self, text: str) -> None:
        """Copy `text`, as far as it can be encoded and a terminal takes it."""
        super().copy_to_clipboard(text[:LONGEST_COPY].encode("utf-8", "replace").decode())

    def forget_clipboard(self) -> None:
        """Forget what was copied inside the app, as at log-out; stands on `App._clipboard`."""
        self._clipboard = ""

    # Reach

    def get_system_commands(self, *_: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer none of Textual's own commands."""
        return ()

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open a browser where it is the customer's own."""
        if self.own_machine:
            super().open_url(url, new_tab=new_tab)

    def action_suspend_process(self) -> None:
        """Suspend the portal where there is a shell of the customer's own to come back from."""
        if self.own_machine:
            super().action_suspend_process()

    def action_screenshot(self, *_: Any, **__: Any) -> None:
        """Take none: a file would hold what the screen shows."""

    def action_show_help_panel(self) -> None:
        """Show no list of Textual's internal keys; the portal has a help of its own."""

    def action_help_quit(self) -> None:
        """Keep quiet about Ctrl+C; the footer tells how to leave."""

    def save_screenshot(self, *_: Any, **__: Any) -> str:
        """Save none."""
        return ""

    def deliver_screenshot(self, *_: Any, **__: Any) -> str | None:
        """Deliver none."""
        return None

    def deliver_text(self, *_: Any, **__: Any) -> str | None:
        """Deliver nothing: the portal writes its documents itself."""
        return None

    def deliver_binary(self, *_: Any, **__: Any) -> str | None:
        """Deliver nothing: the portal writes its documents itself."""
        return None


def run_guarded(app: GuardedApp[Any]) -> int:
    """Run `app` and return its exit code.

    That is 0, 1 after a crash, 128 + n after signal n; a hang-up counts as SIGHUP.
    """
    sys.excepthook = app.last_resort
    threading.excepthook = lambda failed: app.forgotten_error(failed.exc_value)
    app.run()
    return app.return_code or 0
