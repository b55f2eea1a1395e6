"""What stories of mail begin with: somebody who is told something, and a server that it goes to."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from portal.access import OperatorAccess
from portal.settings import SmtpSettings
from storage.repositories.messages import PLAIN

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.operator.outbox import DeliveryState, MailView, SendReport
    from portal.portal import Portal
    from storage.models.customers import Customer
    from storage.repositories.messages import About
    from tests.mail_server import LocalMailServer
    from tests.portal.house import House

ANNA = OperatorAccess("anna")

SENDER = "kundenservice@müller-hosting.example"

_events = itertools.count(1)


class Post:
    """A house whose mail goes to a server.

    Attributes:
        house: It.
        server: Likewise.
        customer: Who is told something.
    """

    def __init__(self, house: House, server: LocalMailServer) -> None:
        self.house, self.server = house, server
        self.customer: Customer = house.customer()
        self.set_up()

    def set_up(self, **changes: Any) -> Portal:
        """Another portal with other settings of the mail server."""
        values: dict[str, Any] = {
            "host": "127.0.0.1",
            "port": self.server.port,
            "security": "none",
            "sender": SENDER,
            "sender_name": "Musterhost Kundenservice",
            "timeout_seconds": 5,
        }
        smtp = SmtpSettings(**values | changes)
        self.house.settings = self.house.settings.model_copy(update={"smtp": smtp})
        self.house.portal = self.house.restarted()
        return self.house.portal

    def tell(
        self,
        address: str = "jutta@post.example",
        subject: str = "Ihre Anschrift",
        body: str = "Guten Tag,\n\nIhre Anschrift wurde geändert.\n",
        about: About = PLAIN,
    ) -> None:
        """Queue something for the customer."""
        with self.house.storage.writing() as work:
            now, event = self.house.clock.now(), f"event {next(_events)}"
            work.messages.queue(self.customer.id, event, address, subject, body, now, about)
            work.commit()

    def send(self, stopped: Callable[[], bool] = lambda: False) -> SendReport:
        """A run."""
        return self.house.portal.operator.outbox.send(ANNA, stopped)

    def mails(self, state: DeliveryState | None = None) -> list[MailView]:
        """All of the outbox, the oldest first."""
        return list(self.house.portal.operator.outbox.list(ANNA, state))[::-1]

    def states(self) -> list[str]:
        """Where they are."""
        return [mail.state.value for mail in self.mails()]
