"""Sending as another program does it on the same database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.portal import Portal
from portal.settings import Settings, SmtpSettings
from tests.portal.house import SettableClock
from tests.portal.outbox.steps import ANNA, SENDER

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from storage.work import Storage


def send(pipe: Connection, storage: Storage, port: int) -> None:
    """Send when told to, and tell how many mails that were."""
    smtp = SmtpSettings.model_validate(
        {"host": "127.0.0.1", "port": port, "security": "none", "sender": SENDER}
    )
    portal = Portal(storage, Settings(smtp=smtp), SettableClock())
    pipe.send("ready")
    pipe.recv()
    pipe.send(portal.operator.outbox.send(ANNA).sent)
