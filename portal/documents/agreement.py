"""What was agreed in a contract, in rows as they stand on a confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from portal.documents.words import words_of
from portal.terms import ONE_DAY, last_day_of_term

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator


class Agreement(Protocol):
    """Price and terms of a contract."""

    @property
    def price_cents(self) -> int:
        """Gross, for a billing period."""

    @property
    def billing_months(self) -> int:
        """How long that is."""

    @property
    def minimum_months(self) -> int:
        """The minimum term."""

    @property
    def notice_months(self) -> int:
        """The period of notice."""


WORDS = {
    "de": {
        "price": "Preis",
        "first": "Preis bis zum {day}",
        "then": "Preis ab dem {day}",
        "month": "{price} im Monat",
        "year": "{price} im Jahr",
        "start": "Beginn",
        "term": "Mindestlaufzeit",
        "until": "{months} Monate, bis {day}",
        "afterwards": "Danach",
        "notice": "auf unbestimmte Zeit, Kündigungsfrist {months} Monat(e)",
    },
    "en": {
        "price": "Price",
        "first": "Price until {day}",
        "then": "Price from {day}",
        "month": "{price} a month",
        "year": "{price} a year",
        "start": "Start",
        "term": "Minimum term",
        "until": "{months} months, until {day}",
        "afterwards": "Afterwards",
        "notice": "without a term, notice of {months} month(s)",
    },
}


def agreement_rows(
    agreed: Agreement,
    started_on: dt.date,
    language: str,
    first_price_cents: int | None = None,
    first_price_until: dt.date | None = None,
) -> Iterator[tuple[str, str]]:
    """Names and values: price, start, minimum term, and what holds after it.

    Args:
        agreed: Price and terms.
        started_on: The first day of the contract.
        language: ISO 639-1, one that there are words in.
        first_price_cents: Gross, for the billing periods of the first months; None: there is one price.
        first_price_until: The last day of those.
    """
    terms, words = WORDS[language], words_of(language)
    name = terms["price"]
    if first_price_cents is not None and first_price_until is not None:
        yield (
            terms["first"].format(day=words.day(first_price_until)),
            price_of(first_price_cents, agreed, language),
        )
        name = terms["then"].format(day=words.day(first_price_until + ONE_DAY))
    yield name, price_of(agreed.price_cents, agreed, language)
    yield terms["start"], words.day(started_on)
    until = words.day(last_day_of_term(started_on, agreed.minimum_months))
    yield terms["term"], terms["until"].format(months=agreed.minimum_months, day=until)
    yield notice_row(agreed, language)


def price_of(cents: int, agreed: Agreement, language: str) -> str:
    """An amount, and for how long: `5.99 € a month`."""
    per = WORDS[language]["month" if agreed.billing_months == 1 else "year"]
    return per.format(price=words_of(language).money(cents))


def notice_row(agreed: Agreement, language: str) -> tuple[str, str]:
    """What holds after the minimum term, under its name."""
    terms = WORDS[language]
    return terms["afterwards"], terms["notice"].format(months=agreed.notice_months)
