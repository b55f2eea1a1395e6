"""What stands around the lines of a document, in words: for paper, screen and machines alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.documents.invoice import DocumentKind

if TYPE_CHECKING:
    from portal.documents.invoice import InvoiceDocument, Seller
    from portal.documents.words import Words


@dataclass(frozen=True, slots=True)
class Payment:
    """How the amount changes hands.

    Attributes:
        title: A few words.
        sentence: With amount and date.
        facts: What banks ask for: its name and the value.
    """

    title: str
    sentence: str
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def terms(self) -> str:
        """All of it in one line."""
        return " ".join([self.sentence, *(f"{name}: {value}." for name, value in self.facts)])


def payment(document: InvoiceDocument, words: Words) -> Payment:
    """The announcement of a debit, the request for a transfer, or that there is neither."""
    seller = document.seller
    amount = words.money(document.gross_cents)
    if document.kind is DocumentKind.CREDIT_NOTE:
        return Payment(words.credit_title, words.credit.format(amount=amount))
    if document.debit:
        notice = document.debit
        return Payment(
            words.debit_title,
            words.debit.format(amount=amount, day=words.day(notice.on)),
            _known(
                (words.account, " · ".join(filter(None, (notice.masked_iban, notice.bank_name)))),
                (words.mandate, notice.mandate),
                (words.creditor_id, seller.creditor_id),
            ),
        )
    if document.due_on:
        return Payment(
            words.transfer_title,
            words.transfer.format(amount=amount, day=words.day(document.due_on)),
            _known(
                (words.payee, seller.name),
                ("IBAN", grouped(seller.iban)),
                ("BIC", seller.bic),
                (words.bank, seller.bank_name),
                (words.purpose, document.number),
            ),
        )
    return Payment(words.nothing_title, words.nothing)


def heading(document: InvoiceDocument, words: Words) -> str:
    """What it is, with its number."""
    return f"{words.titles[document.kind]} {document.number}"


def correction(document: InvoiceDocument, words: Words) -> str:
    """Which invoice a credit note corrects; empty if none."""
    corrected = document.corrects
    return (
        words.corrects.format(number=corrected.number, day=words.day(corrected.issued_on))
        if corrected
        else ""
    )


def information(document: InvoiceDocument, words: Words) -> tuple[tuple[str, str], ...]:
    """What one looks for first: names and values."""
    due = words.day(document.due_on) if document.due_on else ""
    return _known(
        (words.numbers[document.kind], document.number),
        (words.dates[document.kind], words.day(document.issued_on)),
        (words.customer_number, document.customer_number),
        (words.service_period, words.days(document.period_from, document.period_until)),
        (words.debited if document.debit else words.due, due),
    )


def tax_table(document: InvoiceDocument, words: Words) -> list[tuple[str, ...]]:
    """What is taxed at which rate: a heading, a row for each rate, and their sum if there are several."""
    rows = [
        (words.percent(each.rate), each.net_cents, each.tax_cents, each.gross_cents)
        for each in document.taxes
    ]
    if len(rows) > 1:
        rows.append((words.sum, document.net_cents, document.tax_cents, document.gross_cents))
    return [
        (words.tax_rate, words.net, words.tax, words.gross),
        *((name, *map(words.money, cents)) for name, *cents in rows),
    ]


def legal(seller: Seller, words: Words) -> tuple[tuple[str, ...], ...]:
    """What law wants to know of the seller, and how to reach them, in columns."""
    columns = (
        (seller.name, seller.addition, seller.street, f"{seller.postcode} {seller.town}"),
        (
            f"{words.telephone} {seller.telephone}" if seller.telephone else "",
            seller.email,
            seller.website,
        ),
        (
            seller.register,
            f"{words.directors} {seller.directors}" if seller.directors else "",
            f"{words.vat_id} {seller.vat_id}" if seller.vat_id else "",
        ),
        (
            seller.bank_name,
            f"IBAN {grouped(seller.iban)}" if seller.iban else "",
            f"BIC {seller.bic}" if seller.bic else "",
            f"{words.creditor_id} {seller.creditor_id}" if seller.creditor_id else "",
        ),
    )
    return tuple(tuple(line for line in column if line) for column in columns if any(column))


def grouped(iban: str) -> str:
    """An IBAN in groups of four."""
    plain = "".join(iban.split())
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def _known(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in pairs if value)
