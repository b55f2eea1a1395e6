"""Splitting as another program does it on the same database."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from portal.errors import PortalError
from portal.portal import Portal
from portal.settings import Settings, SignInSettings
from storage.models.contracts import ActKind
from tests.portal.house import PASSWORD, PROVIDER, SettableClock
from tests.portal.invoices.steps import ANNA

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from portal.access import CustomerAccess
    from portal.splitting import SplitPlan
    from storage.work import Storage


def portal_on(storage: Storage, clock: SettableClock | None = None) -> Portal:
    """As the other programs know the provider."""
    settings = Settings(
        brand="Musterhost", sign_in=SignInSettings(failure_seconds=0, tries=50), provider=PROVIDER
    )
    return Portal(storage, settings, clock or SettableClock())


def order(pipe: Connection, storage: Storage, access: CustomerAccess, plan: SplitPlan) -> None:
    """Confirm when told to, and tell what came of it."""
    portal = portal_on(storage)
    assert portal.splitting is not None
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
    clock.moment = dt.datetime.combine(on, dt.time(12), dt.UTC)
    portal = portal_on(storage, clock)
    pipe.send("ready")
    pipe.recv()
    pipe.send(portal.operator.due.run(ANNA, on).done[ActKind.SPLIT])
