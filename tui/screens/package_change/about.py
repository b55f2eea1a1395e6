"""What is ordered or stands against a change, in words, and what the marked product would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from tui.widgets.about import About

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.content import Content

    from portal.package_change import ChangeOffer, ProductOption


def standing_words(offer: ChangeOffer, country: str) -> Content:
    """The change that is ordered, or why there can be none; empty where neither is."""
    if offer.pending_on is None:
        return literal(offer.refused)
    day = formats.short_date(offer.pending_on, country)
    return sentence(_("Becomes {product} on {day}"), product=offer.pending, day=day)


class ProductAbout(About):
    """What the marked product includes, beside what the package has now."""

    DEFAULT_CSS = """
    ProductAbout {
        height: 1fr;
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
