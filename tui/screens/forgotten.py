"""What to do without the password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.i18n import _
from tui.screens.hours import week_lines
from tui.text import literal, sentence
from tui.widgets.dialogs import NoticeModal

if TYPE_CHECKING:
    from portal.portal import Portal


def forgotten_password(portal: Portal, *, package: bool) -> NoticeModal:
    """A notice with the way to a new password."""
    if package:
        text = literal(
            _(
                "The package password is set by the owner of the package, not by us. Please ask them for a"
                " new one."
            )
        )
        return NoticeModal(_("Forgotten password"), text)
    support = portal.settings.support
    telephone = support.telephone or _("(see your last invoice for the telephone number)")
    text = sentence(
        _(
            "For your safety a new customer password is given by our customer service only, after a few"
            " questions: {telephone} {hours}\n\n"
            "Please have your customer number and your last invoice at hand."
        ),
        telephone=telephone,
        hours=support.hours or "; ".join(week_lines(support.open, portal.settings.country)),
    )
    return NoticeModal(_("Forgotten password"), text)
