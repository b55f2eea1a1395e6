"""Asking customer service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.paging import PageRequest
from portal.support import NewMessage, NewTicket

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.portal import Portal


def a_ticket(portal: Portal, access: CustomerAccess) -> int:
    """The one that was asked last; there is one afterwards."""
    rows = portal.support.page(access, PageRequest(descending=True)).rows
    return rows[0].id if rows else portal.support.ask(access, NewTicket(subject="Frage", text="Wie?")).id


def write(portal: Portal, access: CustomerAccess) -> object:
    """Also to one that was closed."""
    ticket_id = a_ticket(portal, access)
    seen = portal.support.read(access, ticket_id).newest
    return portal.support.write(access, ticket_id, seen, NewMessage(text="Und noch etwas."))


def close(portal: Portal, access: CustomerAccess) -> None:
    """One that is open."""
    ticket_id = portal.support.ask(access, NewTicket(subject="Erledigt", text="Danke")).id
    portal.support.close(access, ticket_id, portal.support.read(access, ticket_id).newest)


USES = {
    "support.page": lambda portal, access: portal.support.page(access, PageRequest(filter="x")),
    "support.count_answers": lambda portal, access: portal.support.count_answers(access),
    "support.read": lambda portal, access: portal.support.read(access, a_ticket(portal, access)),
    "support.ask": lambda portal, access: portal.support.ask(access, NewTicket(subject="x", text="y")),
    "support.write": write,
    "support.close": close,
    "support.make_pin": lambda portal, access: portal.support.make_pin(access),
}
