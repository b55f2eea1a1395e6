"""What Erika asked customer service: one question was settled, of the other the answer is new."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.demo.days import at_noon
from storage.models.support import Ticket, TicketMessage, TicketState

if TYPE_CHECKING:
    from storage.models.customers import Customer
    from storage.work import Work

ANSWERED_AFTER = dt.timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer.

    Attributes:
        subject: What it is about.
        question: What Erika wrote.
        answer: What customer service wrote.
        days_ago: When.
        domain: The main domain of the package it is about; empty: none.
        state: Where it stands.
    """

    subject: str
    question: str
    answer: str
    days_ago: int
    domain: str
    state: TicketState


QUESTIONS = (
    Asked(
        "Invoices for my tax adviser",
        "Hello,\n\nwhere do I find the invoices of last year? My tax adviser wants all of them."
        "\n\nErika Musterfrau",
        "Dear Ms Musterfrau,\n\nin “Your invoices”, y chooses the year and P saves all of it as PDF files."
        "\n\nKind regards\nCustomer service",
        40,
        "",
        TicketState.CLOSED,
    ),
    Asked(
        "One mailbox for all names",
        "Hello,\n\npeople write to all kinds of names at the domain of our club. Can one mailbox take it all?"
        "\n\nErika Musterfrau",
        "Dear Ms Musterfrau,\n\nyes, with a catch-all: open the package, go to “Email” and press n. Aliases"
        " for the names that you know bring less spam.\n\nKind regards\nCustomer service",
        2,
        "verein-sonnenhof.de",
        TicketState.ANSWERED,
    ),
)


def ask(work: Work, erika: Customer, packages: dict[str, int], today: dt.date) -> None:
    """Put the questions under Erika's number.

    Args:
        work: The transaction of the demo.
        erika: Whose.
        packages: Ids of her packages, by main domain.
        today: The day on which the demo is believable.
    """
    for asked in QUESTIONS:
        at = at_noon(today - dt.timedelta(days=asked.days_ago))
        ticket = Ticket(
            customer_id=erika.id,
            package_id=packages.get(asked.domain),
            subject=asked.subject,
            state=asked.state,
            changed_at=at,
            unread=asked.state is TicketState.ANSWERED,
        )
        question = TicketMessage(ticket_id=0, by_customer=True, at=at, text=asked.question)
        work.support.add(ticket, question)
        answer = TicketMessage(
            ticket_id=ticket.id, by_customer=False, at=at + ANSWERED_AFTER, text=asked.answer
        )
        work.support.add_message(ticket, answer)
