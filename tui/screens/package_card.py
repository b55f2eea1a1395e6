"""A package as the overview shows it: name, state, figures, buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from portal.packages import PackageState
from tui import formats
from tui.figures import figure_words
from tui.i18n import _, ngettext
from tui.text import assemble, literal
from tui.widgets.record_list import CHOSEN, button

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portal.packages import PackageView

WIDE = 60
"""From so many cells on, a card has room for its figures."""


def package_card(package: PackageView, width: int, country: str, *, highlighted: bool) -> Sequence[Content]:
    """The three lines of a card, dates and numbers as in `country`."""
    name = literal(package.main_domain, CHOSEN if highlighted else "bold")
    product = literal(package.product, "$quiet")
    dot, words = _state(package, country)
    buttons = [button("more", _("m More"))]
    if package.has_start:
        buttons.insert(0, button("start", _("s Start"), primary=True))
    last = Content(" ").join(buttons)
    if width < WIDE:
        return name, assemble(dot, literal(package.product), "  ", words), last
    figures = literal(" · ".join(_figures(package, country)), "$quiet")
    return assemble(name, "  ", product), assemble(dot, words, "    ", figures), last


def _state(package: PackageView, country: str) -> tuple[Content, Content]:
    """The state's dot and its words."""
    if package.state is PackageState.ENDED:
        colour, words = "$quiet", _("ended")
    elif package.state is PackageState.SUSPENDED:
        colour, words = "$error", _("suspended")
    elif package.ends_on is not None:
        day = formats.short_date(package.ends_on, country)
        colour, words = "$error", _("ends on {day}").format(day=day)
    elif package.becomes_on is not None:
        day = formats.short_date(package.becomes_on, country)
        template = _("becomes {product} on {day}")
        colour, words = "$warning", template.format(product=package.becomes, day=day)
    else:
        colour, words = "$success", _("active")
    return literal("● ", colour), literal(words)


def _figures(package: PackageView, country: str) -> Iterable[str]:
    for figure in package.figures:
        yield figure_words(figure, country)
    if package.days_to_retract is not None and package.state is PackageState.ACTIVE:
        days = package.days_to_retract
        yield ngettext("{n} day left to retract", "{n} days left to retract", days).format(n=days)
