"""Putting an act on record, with its confirmation: on paper and by mail, in the customer's language."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from portal.contract_acts.views import event_of, reference_of
from portal.customers import notices
from portal.invoices.papers import buyer_of, writer_of
from portal.languages import language_of
from storage.models.messages import MessageKind
from storage.repositories.messages import About

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.documents.confirmation import Told
    from portal.settings import Settings
    from storage.models.contracts import ContractAct
    from storage.models.customers import Customer
    from storage.work import Work

LETTERS = {
    "de": "Guten Tag {name},\n\n{text}\n\nVorgang {reference}, Kundennummer {number}. Wenn Sie das nicht"
    " waren, ändern Sie bitte sofort Ihr Kundenpasswort und wenden Sie sich an unseren Kundenservice.\n",
    "en": "Dear {name},\n\n{text}\n\nReference {reference}, customer number {number}. If it was not you,"
    " please change your customer password at once and contact our customer service.\n",
}


PLAIN_LETTERS = {
    "de": "Guten Tag {name},\n\n{text}\n\nVorgang {reference}, Kundennummer {number}.\n",
    "en": "Dear {name},\n\n{text}\n\nReference {reference}, customer number {number}.\n",
}
"""What nobody did but the calendar."""


def put_on_record(
    work: Work,
    settings: Settings,
    customer: Customer,
    act: ContractAct,
    told: Told,
    addresses: Iterable[str] = (),
) -> int:
    """Record an act with its confirmation: a PDF that stays as it is, and a message.

    Args:
        work: The transaction of the act itself.
        settings: Who writes, and in which time zone.
        customer: Whose act.
        act: What is recorded; its moment is that of receipt.
        told: What the customer has in hand, in the customer's language.
        addresses: Who is told besides the contact addresses.

    Returns:
        The act's id.
    """
    from portal.documents.confirmation import confirmation_pdf

    work.contracts.record(act)
    work.flush()
    language = language_of(customer.language)
    content = confirmation_pdf(
        told,
        language,
        writer_of(settings),
        buyer_of(customer),
        customer.number,
        reference_of(act.id),
        act.at.astimezone(ZoneInfo(settings.time_zone)),
    )
    work.contracts.keep_paper(act.id, content)
    _tell(work, customer, act, told, LETTERS[language], addresses, paper_of=act.id)
    return act.id


def record_what_fell_due(work: Work, customer: Customer, act: ContractAct, told: Told) -> int:
    """Record what happened on its day, and tell the customer by a message; gives the act's id.

    There is no paper of it: that came when it was ordered.
    """
    work.contracts.record(act)
    work.flush()
    _tell(work, customer, act, told, PLAIN_LETTERS[language_of(customer.language)])
    return act.id


def _tell(
    work: Work,
    customer: Customer,
    act: ContractAct,
    told: Told,
    letter: str,
    addresses: Iterable[str] = (),
    paper_of: int | None = None,
) -> None:
    body = letter.format(
        name=customer.name, text=told.in_lines(), reference=reference_of(act.id), number=customer.number
    )
    about = About(MessageKind.CONTRACT, language_of(customer.language), act_id=paper_of)
    notices.queue(work, customer, event_of(act.id), told.title, body, act.at, addresses, about)
