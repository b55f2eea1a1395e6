"""F1: what the focused thing is for, in two sentences, and its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content

from tui.i18n import _
from tui.text import assemble, literal
from tui.widgets.dialogs import NoticeModal

if TYPE_CHECKING:
    from textual.binding import Binding
    from textual.screen import Screen

NAMED = 14
"""Cells for the names of keys."""


class HelpModal(NoticeModal):
    """Made from the HELP of the focused widget or what it stands in, and from the bindings themselves."""

    @classmethod
    def about(cls, screen: Screen[Any]) -> HelpModal:
        """Help for what has the focus on `screen`."""
        keys: dict[str, tuple[list[str], Binding]] = {}
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.tooltip and active.enabled:
                shown = screen.app.get_key_display(binding)
                keys.setdefault(binding.action, ([], binding))[0].append(shown)
        lines = [
            assemble((", ".join(names).ljust(NAMED), "bold $footer-key"), literal(binding.tooltip))
            for names, binding in sorted(keys.values(), key=lambda known: not known[1].show)
        ]
        return cls(_("Help"), Content("\n").join([literal(help_text(screen)), Content(""), *lines]))


def help_text(screen: Screen[Any]) -> str:
    """The nearest HELP, from the focused widget outwards."""
    nodes = screen.focused.ancestors_with_self if screen.focused else [screen]
    for node in nodes:
        text = getattr(node, "HELP", None)
        if text:
            return str(text)
    return ""
