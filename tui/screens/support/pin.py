"""The service PIN, shown once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tui import formats
from tui.i18n import _
from tui.text import literal, sentence
from tui.widgets.dialogs import NoticeModal

if TYPE_CHECKING:
    from portal.support import MadePin


def pin_notice(made: MadePin, zone: str, country: str) -> NoticeModal:
    """What to say on the telephone, and until when it helps."""
    half = len(made.pin) // 2
    text = sentence(
        _(
            "Your service PIN is\n\n{pin}\n\nSay it with your customer number when you call us: it is good"
            " for one call, until {time}. It is shown this once only; one you made before is void."
        ),
        pin=literal(f"{made.pin[:half]} {made.pin[half:]}", "bold $accent"),
        time=formats.time(made.valid_until.astimezone(ZoneInfo(zone)).time(), country),
    )
    return NoticeModal(_("Service PIN"), text)
