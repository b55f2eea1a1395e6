"""Splitting as another program does it on the same database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.errors import PortalError
from storage.models.contracts import ActKind
from tests.portal.house import PASSWORD, SettableClock
from tests.portal.invoices.children import portal_on
from tests.portal.invoices.steps import ANNA

if TYPE_CHECKING:
    import datetime as dt
    from multiprocessing.connection import Connection

    from portal.access import CustomerAccess
    from portal.splitting import SplitPlan
    from storage.work import Storage


def order(pipe: Connection, storage: Storage, access: CustomerAccess, plan: SplitPlan) -> None:
    """Confirm when told to, and tell what came of it."""
    portal = portal_on(storage)
    pipe.send("ready")
    pipe.recv()
    try:
        portal.splitting.order(access, plan, PASSWORD)
    except PortalError as error:
        pipe.send(error.message)
    else:
        pipe.send("done")


def due(pipe: Connection, storage: Storage, on: dt.date) -> None:
    """Do what is due when told to, and tell how many splits that were."""
    clock = SettableClock()
    clock.noon_of(on)
    portal = portal_on(storage, clock)
    pipe.send("ready")
    pipe.recv()
    pipe.send(portal.operator.due.run(ANNA, on).done[ActKind.SPLIT])
