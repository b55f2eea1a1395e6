"""What staff see of the outbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.models.messages import DeliveryState

if TYPE_CHECKING:
    import datetime as dt

    from storage.models.messages import Delivery, MessageKind

__all__ = ["DeliveryState", "MailFile", "MailView", "SendReport"]


@dataclass(frozen=True, slots=True)
class MailView:
    """A mail in the outbox.

    Attributes:
        number: By which staff name it.
        customer: The customer number.
        address: Where it goes.
        kind: What it is about.
        subject: Its heading.
        state: Where it is on its way.
        queued_at: When the customer was told.
        due_at: When it is tried (again); None: it is not.
        tries: How often it was tried.
        sent_at: When the mail server took it.
        reason: Why it was not sent.
    """

    number: int
    customer: str
    address: str
    kind: MessageKind
    subject: str
    state: DeliveryState
    queued_at: dt.datetime
    due_at: dt.datetime | None
    tries: int
    sent_at: dt.datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class MailFile:
    """A mail with its text.

    Attributes:
        mail: As the list has it.
        message_id: What its Message-ID begins with.
        language: It is written in.
        body: Its text.
        read_at: When the customer read it in the portal.
        paper: What document goes with it, in words of ours; empty: none.
    """

    mail: MailView
    message_id: str
    language: str
    body: str
    read_at: dt.datetime | None
    paper: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A mail that is never sent.

    Attributes:
        number: Of the mail.
        address: Where it should have gone.
        reason: Why not.
    """

    number: int
    address: str
    reason: str


@dataclass(slots=True)
class SendReport:
    """What became of a run.

    Attributes:
        sent: Mails that the server took.
        deferred: Mails that are tried again.
        put_off: Mails that wait, as their address had enough for the time being.
        suppressed: Offers to addresses that want none.
        failed: Mails that are never sent.
        trouble: Why the run ended early, in a sentence; empty: it did not.
    """

    sent: int = 0
    deferred: int = 0
    put_off: int = 0
    suppressed: int = 0
    failed: list[Failure] = field(default_factory=list)
    trouble: str = ""

    @property
    def tried(self) -> int:
        """Mails that came to an end, or to their next try."""
        return self.sent + self.deferred + len(self.failed)


def mail_view(
    delivery: Delivery, subject: str, kind: MessageKind, queued_at: dt.datetime, customer: str
) -> MailView:
    """A mail as staff see it."""
    return MailView(
        delivery.id,
        customer,
        delivery.address,
        kind,
        subject,
        delivery.state,
        queued_at,
        delivery.due_at,
        delivery.attempts,
        delivery.sent_at,
        delivery.reason,
    )
