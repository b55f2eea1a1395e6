"""Keys that arrive faster than they are worked off: each one waits for what the one before it does.

Textual forwards keys to the widget that has the focus when they arrive. Over a slow line several arrive at
once, and what was typed behind Enter or Tab would land in the field before. So behind such a key the others
are held until it was worked off.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from textual import events
from textual.app import App, ReturnType

if TYPE_CHECKING:
    from textual.message_pump import MessagePump

LONGEST_WAIT = 0.5
"""Seconds after which the next key is let through whatever the one before it is still doing."""

ROUNDS = 2
"""A key makes a message, and that one another focus: each goes once from the widget up to the app."""


class TypeAhead(App[ReturnType]):
    """An app in which keys have their effects in the order they were typed."""

    _held: deque[events.Key]
    _feeding: asyncio.Task[None] | None = None
    _loose = False
    """Whether a printable key was forwarded that may not be worked off yet."""

    async def on_event(self, event: events.Event) -> None:
        """Let a key through, or hold it as long as another one is being worked off."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
        elif self._feeding is not None:
            self._held.append(event)
        elif event.is_printable:
            self._loose = True
            await super().on_event(event)
        else:
            self._held = deque([event])
            self._feeding = asyncio.create_task(self._feed())

    async def _feed(self) -> None:
        try:
            while self._held:
                event = self._held.popleft()
                if not event.is_printable and self._loose:
                    await self._worked_off()
                    self._loose = False
                await super().on_event(event)
                if event.is_printable:
                    self._loose = True
                else:
                    await self._worked_off()
        finally:
            self._feeding = None

    async def _worked_off(self) -> None:
        """Wait until the focused widget, all around it, and the app have handled what they have now."""
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                for _round in range(ROUNDS):
                    target: MessagePump = self.screen.focused or self.screen
                    nodes = target.ancestors_with_self if target.is_attached else []  # type: ignore[attr-defined]
                    for node in nodes:
                        reached = asyncio.Event()
                        if node.call_later(reached.set):
                            await reached.wait()
        except TimeoutError:
            return
