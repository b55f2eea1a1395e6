"""What shall go, and what that costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.splitting.rules import fee_of
from tui import formats
from tui.i18n import _
from tui.screens.splitting.words import names_words
from tui.text import assemble, literal, sentence
from tui.widgets.about import About

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from portal.settings import SplittingSettings


class Going(About):
    """The names of the domains that are marked, and the fee."""

    DEFAULT_CSS = """
    Going {
        height: auto;
        max-height: 6;
    }
    """

    def __init__(self, settings: SplittingSettings, country: str) -> None:
        """Begin with nothing; figures as in `country`."""
        self._settings, self._country = settings, country
        super().__init__(self._told(()))
        self.border_title = _("What goes")

    def show(self, names: Sequence[str]) -> None:
        """Say what goes by now."""
        self.update(self._told(names))

    def _told(self, names: Sequence[str]) -> Content:
        settings, country = self._settings, self._country
        if not names:
            each, most = (
                formats.money(cents, country) for cents in (settings.fee_cents, settings.most_fee_cents)
            )
            words = _("Nothing yet. It costs {each} a domain, {most} an order at most, VAT included.")
            return sentence(words, each=each, most=most).stylize("$quiet")
        fee = literal(formats.money(fee_of(len(names), settings), country), "bold")
        costs = sentence(_("{fee} once, VAT included. Enter goes on."), fee=fee)
        return assemble(names_words(names), "\n", costs)
