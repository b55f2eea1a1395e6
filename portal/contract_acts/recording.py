"""Putting an act on record, with its confirmation: on paper and by mail, in the customer's language."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from portal.invoices.issuing import language_of
from portal.invoices.papers import buyer_of, writer_of

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


def put_on_record(
    work: Work,
    settings: Settings,
    customer: Customer,
    act: ContractAct,
    told: Told,
    addresses: Iterable[str] = (),
    *,
    on_paper: bool = True,
) -> int:
    """Record an act with its confirmation: a PDF that stays as it is, and a message.

    Args:
        work: The transaction of the act itself.
        settings: Who writes, and in which time zone.
        customer: Whose act.
        act: What is recorded; its moment is that of receipt.
        told: What the customer has in hand, in the customer's language.
        addresses: Who is told besides the contact address.
        on_paper: Whether there is a PDF; for what falls due as it was confirmed before, the message will do.

    Returns:
        The act's id.
    """
    work.contracts.record(act)
    work.flush()
    language = language_of(customer.language)
    if on_paper:
        work.contracts.keep_paper(act.id, _paper(settings, customer, act, told))
    body = LETTERS[language].format(
        name=customer.name, text=told.in_lines(), reference=reference_of(act), number=customer.number
    )
    for address in dict.fromkeys((customer.email, *addresses)):
        work.messages.queue(customer.id, f"contract act {act.id}", address, told.title, body, act.at)
    return act.id


def _paper(settings: Settings, customer: Customer, act: ContractAct, told: Told) -> bytes:
    from portal.documents.confirmation import confirmation_pdf

    return confirmation_pdf(
        told,
        language_of(customer.language),
        writer_of(settings),
        buyer_of(customer),
        customer.number,
        reference_of(act),
        act.at.astimezone(ZoneInfo(settings.time_zone)),
    )


def reference_of(act: ContractAct) -> str:
    """By which customer and provider find an act again."""
    return f"V-{act.id:08}"
