"""Customer service: questions with their answers, and the service PIN."""

from portal.support.models import NewMessage, NewTicket
from portal.support.service import Support
from portal.support.views import MadePin, Thread, ThreadMessage, TicketView
from storage.models.support import TicketState

__all__ = [
    "MadePin",
    "NewMessage",
    "NewTicket",
    "Support",
    "Thread",
    "ThreadMessage",
    "TicketState",
    "TicketView",
]
