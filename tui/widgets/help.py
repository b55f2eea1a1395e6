"""F1: what the focused thing is for, in two sentences, and its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.content import Content
from textual.widgets import Button

from tui import keys
from tui.i18n import _
from tui.text import assemble, literal
from tui.widgets.dialogs import NoticeModal
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import Binding, BindingType
    from textual.screen import Screen
    from textual.widget import Widget

NAMED = 14
"""Cells for the names of keys."""


class HelpModal(NoticeModal):
    """Made from the HELP of the focused widget or what it stands in, and from the bindings themselves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("r", "read_more", _("Read more"), _("Read the article about it.")),
    ]

    def __init__(self, title: str, text: Content, article: str) -> None:
        """Show `text` under `title`; there is more to read in the article of that name."""
        super().__init__(title, text)
        self._article = article

    def buttons(self) -> Iterable[Widget]:
        """Close, or go on reading."""
        yield PlainButton(_("Close"), id="close", variant="primary")
        yield PlainButton(_("r Read more"), id="more")

    @on(Button.Pressed, "#more")
    def action_read_more(self) -> None:
        """Go on reading."""
        self.dismiss(None)
        self.login.read_article(self._article)

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
        text = Content("\n").join([literal(help_text(screen)), Content(""), *lines])
        return cls(_("Help"), text, article_about(screen.app.screen_stack))


def help_text(screen: Screen[Any]) -> str:
    """The nearest HELP, from the focused widget outwards."""
    nodes = screen.focused.ancestors_with_self if screen.focused else [screen]
    for node in nodes:
        text = getattr(node, "HELP", None)
        if text:
            return str(text)
    return ""


def article_about(screens: Sequence[Screen[Any]]) -> str:
    """The name of the article about what is shown.

    It is the nearest `article`, from the focused widget outwards; what has none is about the screen beneath.

    Args:
        screens: From the lowest to the one on top.
    """
    for screen in reversed(screens):
        for node in screen.focused.ancestors_with_self if screen.focused else [screen]:
            name = getattr(node, "article", "")
            if name:
                return str(name)
    return ""
