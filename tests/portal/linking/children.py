"""Linking as another program does it on the same database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.errors import PortalError
from tests.portal.invoices.children import portal_on

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from portal.access import CustomerAccess
    from portal.linking import LinkNumbers, LinkPlan
    from storage.work import Storage


def link(
    pipe: Connection, storage: Storage, access: CustomerAccess, seen: LinkPlan, entered: LinkNumbers
) -> None:
    """Link what was shown when told to, and tell what stands against it; empty: nothing."""
    portal = portal_on(storage)
    pipe.send("ready")
    pipe.recv()
    try:
        portal.linking.link(access, seen, entered)
    except PortalError as refusal:
        pipe.send(refusal.message)
    else:
        pipe.send("")
