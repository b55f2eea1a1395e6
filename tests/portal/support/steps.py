"""What customers and customer service do in every story about tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.access import OperatorAccess
from portal.support import NewMessage, NewTicket

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.portal import Portal
    from portal.support import TicketView

BEN = OperatorAccess("ben")

QUESTION = NewTicket(subject="Umzug meiner Domain", text="Guten Tag,\n\nwie lange dauert das?")
ANSWER = NewMessage(text="Guten Tag,\n\neinen Tag.")
MORE = NewMessage(text="Und das Postfach?")


def asked(portal: Portal, access: CustomerAccess, new: NewTicket = QUESTION) -> TicketView:
    return portal.support.ask(access, new)


def newest(portal: Portal, access: CustomerAccess, ticket: TicketView) -> int:
    return portal.support.read(access, ticket.id).newest
