"""The themes of websites and shops, to be chosen from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.static_site.themes import THEMES
from tui.i18n import _
from tui.text import assemble
from tui.widgets.box import Answer
from tui.widgets.field import ChoiceField
from tui.widgets.form import Entered, FormModal

if TYPE_CHECKING:
    from textual.content import Content


def theme_choices() -> list[tuple[str, str]]:
    """What the themes are called, and what they are known by."""
    return [(_("Paper"), "paper"), (_("Harbour"), "harbour"), (_("Meadow"), "meadow"), (_("Night"), "night")]


def theme_colours(value: object) -> Content:
    """A theme in a line: its head, its text, a link. The colours are the site's and not the portal's."""
    theme = next(theme for name, theme in THEMES.items() if name.value == value)
    return assemble(
        (_("  Name  "), f"bold {theme.on_band} on {theme.band}"),
        (_("  Text "), f"{theme.ink} on {theme.paper}"),
        (_(" less "), f"{theme.quiet} on {theme.paper}"),
        (_(" a link  "), f"underline {theme.accent} on {theme.paper}"),
    )


class ThemeForm(FormModal[Entered, Answer]):
    """A form with a field `theme`, which shows the colours of what is chosen."""

    def theme_field(self, theme: str) -> ChoiceField:
        """The field; `theme` is chosen at first."""
        return ChoiceField("theme", _("Theme"), theme_choices(), theme)

    def on_mount(self) -> None:
        """Show the colours of the theme."""
        super().on_mount()
        self._show_theme()

    def on_field_edited(self, event: Any) -> None:
        """Show those of another one."""
        if event.field == "theme":
            self._show_theme()

    def _show_theme(self) -> None:
        self._field("theme").show(theme_colours(self._field("theme").value))
