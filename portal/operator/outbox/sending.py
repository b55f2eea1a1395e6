"""One run: mails are claimed, handed to the server one by one, and what became of each is noted at once."""

from __future__ import annotations

import datetime as dt
import random
import secrets
from typing import TYPE_CHECKING

from portal.errors import InvalidInput, PortalError
from portal.i18n import _
from portal.messages.papers import paper_of
from portal.operator.outbox.composing import composed, mail_address
from portal.operator.outbox.rules import pause
from portal.operator.outbox.server import BrokenOff, MailServer, NoService, Refused
from portal.operator.outbox.views import Failure, SendReport
from portal.problems import told
from storage.repositories.outbox import Claim, Claimed

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.use_case import Means
    from storage.models.messages import Delivery, Message
    from storage.repositories.outbox import Outbox

AT_ONCE = 20
"""Mails of one claim."""

LEASE = dt.timedelta(minutes=15)
"""How long a claim holds: after that, what a killed program had claimed is sent by others."""

MARGIN = dt.timedelta(minutes=5)
"""So long before the end of the claim nothing more is begun: a slow server may take as long for one mail."""

MOST_BREAKS = 3
"""Connections that break off one after the other before a run gives up."""


class Run:
    """A run over what is due; `report` tells what became of it."""

    def __init__(self, means: Means, stopped: Callable[[], bool]) -> None:
        """A run that ends early once `stopped` says so."""
        self._means, self._stopped = means, stopped
        self._smtp = means.settings.smtp
        self._server = MailServer(self._smtp)
        self._claim = secrets.token_hex(16)
        self._until = means.clock.now()
        self._breaks = 0
        self.report = SendReport()

    def go(self) -> None:
        """Send what is due.

        The connection is made before anything is claimed: while the server is away, nothing is touched.
        """
        try:
            more = True
            while more and not self._is_over() and self._is_due():
                if not self._server.is_open:
                    self._server.open()
                more = self._send_some()
        except NoService as trouble:
            self.report.trouble = str(trouble)
        finally:
            self._server.close()
            self._in_a_transaction(lambda outbox: outbox.release(self._claim, self._means.clock.now()))

    def _is_over(self) -> bool:
        return self._stopped() or self.report.tried >= self._smtp.most_a_run

    def _is_due(self) -> bool:
        with told(), self._means.storage.reading() as work:
            return work.outbox.is_due(self._means.clock.now())

    def _send_some(self) -> bool:
        """Whether there may be more: what others have claimed at this moment is theirs."""
        claimed = self._claimed()
        for delivery, message in claimed.mails:
            if self._is_over() or self._means.clock.now() >= self._until - MARGIN:
                break
            self._send(delivery, message)
        return not claimed.is_nothing

    def _claimed(self) -> Claimed:
        now = self._means.clock.now()
        self._until = now + LEASE
        with told(), self._means.storage.writing() as work:
            claimed = work.outbox.claim(
                Claim(
                    self._claim,
                    now,
                    self._until,
                    min(AT_ONCE, self._smtp.most_a_run - self.report.tried),
                    self._smtp.an_address_hourly,
                    dt.timedelta(hours=1),
                )
            )
            work.commit()
        self.report.put_off += claimed.put_off
        self.report.suppressed += claimed.suppressed
        return claimed

    def _send(self, delivery: Delivery, message: Message) -> None:
        try:
            to, content = self._mail(delivery, message)
        except PortalError as error:
            self._fail(delivery, error.message)
            return
        try:
            self._server.send(mail_address(self._smtp.sender), to, content)
        except Refused as refusal:
            self._breaks = 0
            if refusal.is_final:
                self._fail(delivery, refusal.reason)
            else:
                self._defer(delivery, refusal.reason)
            return
        except BrokenOff as broken:
            self._defer(delivery, str(broken))
            self._breaks += 1
            if self._breaks >= MOST_BREAKS:
                raise NoService(str(broken)) from None
            return
        self._breaks = 0
        self.report.sent += 1
        now = self._means.clock.now()
        self._in_a_transaction(lambda outbox: outbox.note_sent(delivery.id, self._claim, now))

    def _mail(self, delivery: Delivery, message: Message) -> tuple[str, bytes]:
        """Where it goes, and all of it; raises PortalError if that cannot be put together."""
        try:
            to = mail_address(delivery.address)
        except InvalidInput:
            raise InvalidInput(_("The address is not valid.")) from None
        with told(), self._means.storage.reading() as work:
            paper = paper_of(self._means, work, message)
        return to, composed(self._means.settings, delivery, message, paper)

    def _defer(self, delivery: Delivery, reason: str) -> None:
        """Try again later, unless it was tried often enough."""
        tries = delivery.attempts + 1
        if tries >= self._smtp.most_tries:
            self._fail(delivery, reason)
            return
        self.report.deferred += 1
        due_at = self._means.clock.now() + pause(tries, random.random())  # noqa: S311 - nothing secret
        self._in_a_transaction(lambda outbox: outbox.note_deferred(delivery.id, self._claim, due_at, reason))

    def _fail(self, delivery: Delivery, reason: str) -> None:
        self.report.failed.append(Failure(delivery.id, delivery.address, reason))
        self._in_a_transaction(lambda outbox: outbox.note_failed(delivery.id, self._claim, reason))

    def _in_a_transaction(self, note: Callable[[Outbox], None]) -> None:
        with told(), self._means.storage.writing() as work:
            note(work.outbox)
            work.commit()
