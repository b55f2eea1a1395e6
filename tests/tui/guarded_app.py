"""A small app of `GuardedApp` for the tests in a real terminal."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.widgets import Input, Label, OptionList, TextArea

from tui.terminal import GuardedApp, run_guarded
from tui.text import literal, sentence
from tui.widgets.password_input import PasswordInput

if TYPE_CHECKING:
    from textual.app import ComposeResult

SECRET = "canary-7Qx"
"""Stands in local variables and in the message of the error where `GuardedDesk` crashes."""

HANGS = b"\x1b[Hhangs"
"""What the terminal is told by a program that will not answer any more."""

COMMAND = (
    sys.executable,
    "-c",
    """
import sys
from tui.environment import prepare_environment
prepare_environment()
from tests.tui.guarded_app import main
main(sys.argv[1])
""",
)
"""Runs the app; the path of its crash log follows."""


class ManyCommands(Provider):
    """Enough commands to page through."""

    async def discover(self) -> Hits:
        for number in range(30):
            yield DiscoveryHit(f"Command {number}", lambda: None)

    async def search(self, query: str) -> Hits:
        for number in range(30):
            yield Hit(1.0, f"Command {number} {query}", lambda: None)


class GuardedDesk(GuardedApp[None]):
    """Some of everything that a terminal can upset."""

    CSS = "OptionList { height: 1fr; } TextArea { height: 1fr; }"
    COMMANDS = {ManyCommands}
    BINDINGS = [
        Binding("f1", "fail"),
        Binding("f2", "fail_in_a_thread"),
        Binding("f5", "hang"),
    ]

    def compose(self) -> ComposeResult:
        yield Label("starting", id="state")
        yield Input(id="line", max_length=200)
        yield PasswordInput(id="password")
        yield OptionList(*(literal(f"Option {number}") for number in range(40)))
        yield TextArea(id="area")

    def on_descendant_focus(self) -> None:
        if str(self.query_one("#state", Label).content) == "starting":
            self.query_one("#state", Label).update("ready")

    @on(Input.Changed, "#line")
    def show_line(self, event: Input.Changed) -> None:
        self.query_one("#state", Label).update(sentence("typed {value}!", value=event.value))

    @on(Input.Changed, "#password")
    def show_length(self, event: Input.Changed) -> None:
        self.query_one("#state", Label).update(sentence("{count} secret letters", count=len(event.value)))

    def action_fail(self) -> None:
        password = SECRET + self.query_one("#password", PasswordInput).value
        raise ValueError(password)

    @work(thread=True)
    def action_fail_in_a_thread(self) -> None:
        password = SECRET
        raise ValueError(password)

    def action_hang(self) -> None:
        os.write(2, HANGS)  # at once: what is painted is sent when the loop turns
        threading.Event().wait()


def main(log: str) -> None:
    raise SystemExit(run_guarded(GuardedDesk(crash_log=Path(log))))
