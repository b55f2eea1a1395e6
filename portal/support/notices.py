"""What customers are told of their tickets: in the transaction of the answer, in their language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.customers import notices
from portal.languages import language_of
from portal.support.views import reference_of
from storage.models.messages import MessageKind
from storage.repositories.messages import About

if TYPE_CHECKING:
    from storage.models.customers import Customer
    from storage.models.support import Ticket, TicketMessage
    from storage.work import Work

SUBJECTS = {
    "de": "Antwort auf Ihre Frage {reference}: {subject}",
    "en": "Answer to your question {reference}: {subject}",
}

LETTERS = {
    "de": "Guten Tag {name},\n\nunser Kundenservice hat Ihre Frage „{subject}“ beantwortet:\n\n{text}\n\n"
    "Die Antwort steht auch im Kundenlogin in „Hilfe und Kontakt“; dort können Sie zurückschreiben."
    " Kundennummer {number}.\n",
    "en": "Dear {name},\n\nour customer service answered your question “{subject}”:\n\n{text}\n\n"
    "The answer also stands in the customer login under “Help and contact”, where you can write back."
    " Customer number {number}.\n",
}


def tell_of_answer(work: Work, customer: Customer, ticket: Ticket, answer: TicketMessage) -> None:
    """Queue an answer, to the contact addresses.

    Args:
        work: The transaction of the answer itself.
        customer: Whose ticket it is.
        ticket: What was answered.
        answer: The answer; it has its id.
    """
    language = language_of(customer.language)
    subject = SUBJECTS[language].format(reference=reference_of(ticket.id), subject=ticket.subject)
    body = LETTERS[language].format(
        name=customer.name, subject=ticket.subject, text=answer.text, number=customer.number
    )
    event = f"ticket message {answer.id}"
    about = About(MessageKind.TICKET, language)
    notices.queue(work, customer, event, subject, body, answer.at, about=about)
