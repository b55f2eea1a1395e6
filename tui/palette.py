"""The command palette: every place of the menu and every action with a key, by name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

from tui.i18n import _
from tui.keys import PALETTE, RELOAD
from tui.text import plain
from tui.theme import THEMES
from tui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Places(Provider):
    """Finds by name; made from the same menu entries and bindings that the screen shows."""

    async def discover(self) -> Hits:
        """Everything there is here."""
        for name, help_line, run in self._commands():
            yield DiscoveryHit(plain(name), run, help=plain(help_line))

    async def search(self, query: str) -> Hits:
        """What fits the query."""
        matcher = self.matcher(query)
        for name, help_line, run in self._commands():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, matcher.highlight(name), run, help=plain(help_line))

    def _commands(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        screen = self.screen
        if isinstance(screen, Page):
            for entry in screen.entries():
                if entry.name:
                    yield entry.label, entry.tooltip, partial(screen.open_entry, entry.name)
        offered: set[str] = set()
        for key, active in screen.active_bindings.items():
            binding = active.binding
            if not binding.show and binding.action != RELOAD.action:
                continue  # moving about is for keys
            if binding.tooltip and active.enabled and binding.action not in offered:
                offered.add(binding.action)
                if binding.action != PALETTE.action:
                    yield binding.description, binding.tooltip, partial(self.app.simulate_key, key)
        names = {"dark": _("dark"), "light": _("light"), "terminal": _("the terminal's own colours")}
        for theme in THEMES:
            title = _("Theme: {name}").format(name=names[theme.name])
            yield title, _("Change the colours."), partial(setattr, self.app, "theme", theme.name)
