"""What is ordered or stands against a change, and what the marked product would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Button, Static

from tui import formats
from tui.i18n import _
from tui.screens.package_change.words import (
    QUOTAS,
    amount_words,
    became,
    labelled,
    price_words,
    quota_line,
)
from tui.text import literal, sentence
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.content import Content

    from portal.package_change import ChangeOffer, ProductOption


class Standing(Horizontal):
    """The change that is ordered, or why there can be none; nothing where neither is."""

    DEFAULT_CSS = """
    Standing {
        display: none;
        height: auto;
        border: round $warning;
        padding: 0 1;
    }
    Standing Static {
        width: 1fr;
        height: auto;
        color: $warning;
        text-style: bold;
    }
    Standing PlainButton {
        margin-left: 2;
    }
    Standing PlainButton:nocolor {
        background: $background;
        color: $foreground;
        text-style: bold reverse;
    }
    """

    @dataclass
    class Pressed(Message):
        """The button was clicked."""

    def __init__(self, offer: ChangeOffer, country: str) -> None:
        """Show what stands in `offer`, dates as in `country`."""
        super().__init__()
        self._offer, self._country = offer, country

    def compose(self) -> ComposeResult:
        """The sentence, and the button, whose key is the screen's."""
        button = PlainButton(_("t Retract"), variant="primary")
        button.can_focus = False
        button.display = self._offer.pending_on is not None
        words = self._words()
        self.display = bool(words.plain)
        yield Static(words)
        yield button

    def show(self, offer: ChangeOffer) -> None:
        """Show what stands by now."""
        self._offer = offer
        words = self._words()
        self.query_one(Static).update(words)
        self.query_one(PlainButton).display = offer.pending_on is not None
        self.display = bool(words.plain)

    def _words(self) -> Content:
        offer = self._offer
        if offer.pending_on is None:
            return literal(offer.refused)
        day = formats.short_date(offer.pending_on, self._country)
        return sentence(_("Becomes {product} on {day}"), product=offer.pending, day=day)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.Pressed())


class ProductAbout(Static):
    """What the marked product includes, beside what the package has now."""

    DEFAULT_CSS = """
    ProductAbout {
        height: 1fr;
        border: round $edge;
        border-title-color: $quiet;
        border-subtitle-color: $quiet;
        padding: 0 1;
    }
    """

    def __init__(self, country: str) -> None:
        """Write figures as in `country`."""
        super().__init__()
        self._country = country

    def show(self, offer: ChangeOffer, marked: ProductOption | None) -> None:
        """Show another product."""
        own = next((option for option in offer.options if option.kind is None), None)
        if own is None or marked is None:
            return
        self.update(literal("\n", lines=True).join(self._lines(own, marked)))
        if marked.kind is None:
            self.border_title = sentence(_("{product}: what you have"), product=own.name)
            self.border_subtitle = ""
            return
        self.border_title = sentence(_("{own} → {product}"), own=own.name, product=marked.name)
        hint = "" if offer.refused else _("Enter shows from when, and what it costs")
        self.border_subtitle = literal(hint)

    def _lines(self, own: ProductOption, marked: ProductOption) -> Iterable[Content]:
        """Price and quotas: those that change, or all of the package's own product."""
        country, has, would = self._country, dict(own.quotas), dict(marked.quotas)
        prices = [price_words(each.price_cents, each.billing_months, country) for each in (own, marked)]
        if own is marked:
            yield labelled(_("Price"), literal(prices[0]))
            for resource in (each for each in QUOTAS if each in has):
                yield labelled(QUOTAS[resource], literal(amount_words(resource, has[resource], country)))
            return
        yield labelled(_("Price"), became(*prices))
        for resource in QUOTAS:
            before, after = has.get(resource), would.get(resource)
            if before != after:
                yield quota_line(resource, before, after, country)
