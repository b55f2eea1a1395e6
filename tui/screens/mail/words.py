"""States of addresses in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.mail.views import MailKind
from tui import formats
from tui.i18n import _
from tui.text import literal

if TYPE_CHECKING:
    from textual.content import Content

    from portal.mail.views import MailView


def state_words(view: MailView, country: str) -> Content:
    """On, off, away, or not to be signed in to yet."""
    if not view.enabled:
        return literal(_("off"), "$quiet")
    if view.kind is MailKind.MAILBOX and not view.has_password:
        return literal(_("no password yet"), "$warning")
    if view.away_until is not None:
        return literal(
            _("away until {day}").format(day=formats.near_day(view.away_until, country)), "$accent"
        )
    return literal(_("away"), "$accent") if view.away else literal(_("on"))
