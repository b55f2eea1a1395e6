"""What Erika was told of late besides her invoices: two new messages, and mails in several states."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from portal.access import CustomerAccess
from portal.customers import notices, words
from portal.demo.days import at_noon
from portal.documents.words import words_of
from portal.languages import said
from portal.sign_in.service import NEW_PLACE
from portal.third_party import MANAGES
from storage.repositories.outbox import Claim

if TYPE_CHECKING:
    from storage.models.customers import Customer
    from storage.work import Work

BEFORE = "erika@alte-adresse.example"
"""Where her mail went once: nobody takes it there any more."""

HOUR = dt.timedelta(hours=1)


def take_as_known(work: Work, customer: Customer, today: dt.date) -> None:
    """What customers were told until yesterday has left, and they have read it."""
    work.messages.take_as_known(customer.id, at_noon(today) - dt.timedelta(days=1))


def tell(work: Work, erika: Customer, domain: str, today: dt.date, time_zone: str) -> None:
    """Tell her what happened yesterday, and let the mails of it be on their way."""
    noon, language = at_noon(today) - dt.timedelta(days=1), erika.language
    changed_at, signed_in_at, allowed_at = noon + 4 * HOUR, noon + 5 * HOUR, noon + 8 * HOUR
    changed = said(words.EMAILS, language).format(email=erika.email)
    notices.tell(work, erika, changed_at, changed, [BEFORE])
    moment = words_of(language).at(signed_in_at.astimezone(ZoneInfo(time_zone)))
    signed_in = said(NEW_PLACE, language).format(place="203.0.113.24", moment=moment)
    notices.tell_of_sign_in(work, erika, "", signed_in_at, signed_in)
    allowed = said(MANAGES[True], language).format(domain=domain)
    notices.tell_of_package(work, erika, domain, allowed_at, allowed)
    work.flush()
    claim = Claim("demo", allowed_at, allowed_at + HOUR, most=9, an_address=9, window=HOUR)
    for mail, message in work.outbox.claim(claim).mails:
        if mail.address == BEFORE:
            work.outbox.note_failed(mail.id, claim.token, "550 5.1.1 User unknown")
        elif message.queued_at == allowed_at:
            later = allowed_at + 12 * HOUR
            work.outbox.note_deferred(mail.id, claim.token, later, "452 4.2.2 Mailbox full")
        else:
            work.outbox.note_sent(mail.id, claim.token, message.queued_at)
        if message.queued_at == changed_at:
            work.messages.mark_read(CustomerAccess("", erika.id), message.id, changed_at + HOUR)
