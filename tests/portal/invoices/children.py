"""Billing as another program does it on the same database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.errors import PortalError
from portal.portal import Portal
from portal.settings import Settings, SignInSettings
from tests.portal.house import PROVIDER, SettableClock
from tests.portal.invoices.steps import ANNA

if TYPE_CHECKING:
    import datetime as dt
    from multiprocessing.connection import Connection

    from portal.access import CustomerAccess
    from storage.work import Storage


def portal_on(storage: Storage, clock: SettableClock | None = None) -> Portal:
    """As the other programs know the provider."""
    settings = Settings(
        brand="Musterhost", sign_in=SignInSettings(failure_seconds=0, tries=50), provider=PROVIDER
    )
    return Portal(storage, settings, clock or SettableClock())


def bill(pipe: Connection, storage: Storage, until: dt.date) -> None:
    """Bill when told to, and tell how many invoices that were."""
    portal = portal_on(storage)
    pipe.send("ready")
    pipe.recv()
    pipe.send(portal.operator.billing.bill(ANNA, until).invoices)


def repeat(pipe: Connection, storage: Storage, access: CustomerAccess, times: int) -> None:
    """Press the key so many times; tell how often that made a debit."""
    portal, made = portal_on(storage), 0
    pipe.send("ready")
    pipe.recv()
    for _time in range(times):
        try:
            portal.debits.repeat(access, portal.debits.offer(access, 1))
        except PortalError:
            continue
        made += 1
    pipe.send(made)
