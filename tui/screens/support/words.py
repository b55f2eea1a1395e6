"""Questions in words."""

from __future__ import annotations

from portal.support import TicketState
from tui.i18n import _

STATES = {
    TicketState.OPEN: (_("open"), "$accent"),
    TicketState.ANSWERED: (_("answered"), "$success"),
    TicketState.CLOSED: (_("closed"), "$quiet"),
}
"""What each state is called, and its colour."""
