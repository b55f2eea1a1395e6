"""How long mail takes: opening very many messages, sending to a server on this computer."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from portal.access import OperatorAccess
from portal.demo.build import open_demo, settings
from portal.opening import open_portal
from portal.portal import Portal
from portal.settings import Security, SmtpSettings
from scripts import billing
from storage.repositories.messages import NewMessage
from tests.mail_server import LocalMailServer

if TYPE_CHECKING:
    from portal.demo.credentials import DemoLogin

ANNA = OperatorAccess("bench")

MANY, MAILS = 100_000, 1000

BODY = "Guten Tag,\n\n" + "Ihre Rechnung liegt im Kundenlogin bereit. " * 10


def many_and_few(many: DemoLogin, rounds: int) -> float:
    """How much longer the messages of a customer take who was told very much than those of one with few."""
    with closing(open_portal()) as portal:
        _tell(portal, many.name, MANY, are_known=True)
    return billing.many_and_few(many, rounds, "messages")


def seconds_of_sending() -> float:
    """Seconds until a server on this computer has got a thousand mails."""
    with (
        tempfile.TemporaryDirectory(prefix="customer-login-bench-") as folder,
        closing(open_demo(Path(folder), dt.datetime.now(dt.UTC).date())) as demo,
        LocalMailServer() as server,
    ):
        smtp = SmtpSettings(
            host="127.0.0.1", port=server.port, security=Security.NONE, sender="service@hosting.example"
        )
        sending = settings().model_copy(update={"smtp": smtp})
        portal = Portal(demo._means.storage, sending)  # noqa: SLF001 - the same database
        _tell(portal, "10012345", MAILS)
        begun = time.perf_counter()
        portal.operator.outbox.send(ANNA)
        return time.perf_counter() - begun


def _tell(portal: Portal, number: str, count: int, *, are_known: bool = False) -> None:
    """Queue so many messages for a customer, each for another address."""
    now = portal.clock.now()
    with portal._means.storage.writing() as work:  # noqa: SLF001 - past all use cases
        customer = work.customers.by_number(number)
        assert customer is not None  # noqa: S101 - the demo has it
        work.messages.queue_all(
            [
                NewMessage(customer.id, f"bench {n}", f"p{n}@post.example", f"Nachricht {n}", BODY, now)
                for n in range(count)
            ]
        )
        if are_known:
            work.messages.take_as_known(customer.id, now)
        work.commit()
