"""The keyboard that stories are told with, and what they see."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual._compositor import LayoutUpdate
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets._toast import Toast

from tests.tui.quick import paint_now

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.app import CustomerLogin

LIMIT = 20.0
"""Seconds that anything may take before a test gives up waiting."""


SHORTEST, LONGEST = 0.001, 0.03
"""Seconds between two looks at what a test waits for: the longer it takes, the rarer they are."""


SURELY = 2
"""In so many turns of the loop nothing must have been left to do."""

TURNS = 20
"""Of the loop, before one looks at the clock instead: something waits for a thread."""


class Keyboard(Pilot[None]):
    """Presses keys as fast as a terminal sends them, and waits until the screen has settled."""

    @property
    def app(self) -> CustomerLogin:
        """The app, as what it is."""
        return cast("CustomerLogin", self._app)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other without a pause between them."""
        await self.at_once(*keys)

    async def at_once(self, *keys: str | events.Paste) -> None:
        """Press and paste in one burst, as a slow line delivers it."""
        for key in keys:
            self.app.post_message(self.key(key) if isinstance(key, str) else key)
        await self.settle()

    async def until_it_ends(self) -> None:
        """Wait until the app has left; afterwards nothing can be pressed or seen."""
        end = time.monotonic() + LIMIT
        while self.app.is_running:
            assert time.monotonic() < end, "The app never left."
            await asyncio.sleep(0.005)

    async def paste(self, text: str) -> None:
        """Paste as a terminal with bracketed paste does."""
        await self.at_once(events.Paste(text))

    async def settle(self) -> None:
        """Wait until everything pressed was worked off; what runs in threads may still be under way."""
        await self._rest()
        if self._paint():
            await self._rest()

    async def until(self, condition: Callable[[], object], what: str = "It never came to that.") -> None:
        """Wait for a condition, within a generous limit."""
        end = time.monotonic() + LIMIT
        pause = SHORTEST
        while not condition():
            assert self.app._exception is None, self.app._exception
            assert time.monotonic() < end, f"{what}\n{self.shown()}"
            await asyncio.sleep(pause)
            pause = min(pause * 1.5, LONGEST)

    @staticmethod
    def key(name: str) -> events.Key:
        """The event of a key; letters are named by themselves."""
        if len(name) > 1:
            return events.Key(name, None)
        return events.Key(name if name.isalnum() else _character_to_key(name), name)

    def shown(self) -> str:
        """What stands on the screen, row by row."""
        return _text(self.strips())

    def stands(self, words: str) -> bool:
        """Whether words stand on the screen, or behind a notice that covers them for some seconds more."""
        if words in self.shown():
            return True
        compositor = self.app.screen._compositor
        everything = compositor.visible_widgets
        behind = {widget: place for widget, place in everything.items() if not isinstance(widget, Toast)}
        if len(behind) == len(everything):
            return False
        compositor._visible_widgets = behind
        try:
            return words in _text(self._rendered())
        finally:
            compositor._visible_widgets = everything

    def in_the_box(self) -> str:
        """What stands in the modal box, without what is left and right of it; without a box: everything."""
        boxes = self.app.screen.query("#box")
        if not boxes:
            return self.shown()
        region = boxes.first().region
        rows = [Strip.join(row) for row in self.strips()[region.y : region.bottom]]
        return "\n".join(row.crop(region.x, region.right).text for row in rows)

    def sent(self) -> str:
        """What the terminal gets for the whole screen, with its escape sequences."""
        console = self.app.console
        return "\n".join("".join(strip.render(console) for strip in row) for row in self.strips())

    def strips(self) -> list[list[Strip]]:
        """What stands on the screen, in pieces; made as `App.export_screenshot` makes it."""
        self.app.screen._on_timer_update()
        return self._rendered()

    def _rendered(self) -> list[list[Strip]]:
        compositor, behind = self.app.screen._compositor, self.app._background_screens
        update = compositor.render_update(full=True, screen_stack=behind)
        assert isinstance(update, LayoutUpdate)
        return [list(row) for row in update.strips]

    async def _rest(self) -> None:
        """Wait until no key and no message is left, and nothing is at work on one."""
        end = time.monotonic() + LIMIT
        rested = turns = 0
        while rested < SURELY and self.app._exception is None:
            assert time.monotonic() < end, f"Something never came to rest.\n{self.shown()}"
            await asyncio.sleep(0 if turns < TURNS else SHORTEST)
            turns += 1
            rested = 0 if self._is_busy() else rested + 1

    def _paint(self) -> bool:
        """Lay out and paint what has changed, as the screen would a moment later; whether it had to."""
        if not self.app.screen_stack:
            return False
        screen = self.app.screen
        screen._on_timer_update()
        return paint_now(screen)

    def expects_more(self) -> bool:
        """Whether something will change without a key: a thread is at work, or a timer runs on the screen."""
        threads: Any = asyncio.get_running_loop()._default_executor  # type: ignore[attr-defined]
        if threads is not None and threads._idle_semaphore._value < len(threads._threads):
            return True
        nodes = self.app.screen.walk_children(with_self=True)
        timers = (timer for node in nodes for timer in node._timers if timer._repeat == 0)
        return any(timer._task is not None and not timer._task.done() for timer in timers)

    def _is_busy(self) -> bool:
        """Whether keys or a new size are held back, or some widget has messages; others wait for the next."""
        app = self.app
        if app._unsettled is not None or app._held_back or app._resize_timer is not None:
            return True
        widgets = app.screen.walk_children(with_self=True) if app.screen_stack else []
        queues: list[Any] = [node._message_queue for node in (app, *widgets)]
        return any(queue.values or not queue.ready_event._waiters for queue in queues)


def _text(strips: list[list[Strip]]) -> str:
    return "\n".join("".join(strip.text for strip in row) for row in strips)
