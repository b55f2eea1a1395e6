"""What must be right about a debit before the bank sees it (EPC016-06, SEPA Direct Debit Core Rulebook).

Banks may refuse a whole file for one wrong debit, and take a fee for each that comes back. So each is looked
at by itself, and what is against it is said in sentences for the operator, which hold no bank data.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portal.customers.bank import parsed
from portal.debits.calendar import business_days_after, is_business_day
from portal.debits.letters import is_identifier, name_of, purpose_of
from portal.errors import InvalidInput
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_CENTS = 999_999_999_99
"""The highest amount of one debit, in cents (EPC130-08, "Instructed Amount")."""

EEA = re.compile("AT|BE|BG|CY|CZ|DE|DK|EE|ES|FI|FR|GR|HR|HU|IE|IS|IT|LI|LT|LU|LV|MT|NL|NO|PL|PT|RO|SE|SI|SK")
"""The countries of the European Economic Area, as their IBANs begin (ISO 3166-1 alpha-2)."""

BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
"""ISO 9362, as the schemas of ISO 20022 have it."""

COUNTRY = re.compile("[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Creditor:
    """Who collects.

    Attributes:
        name: As on the mandates.
        iban: The account that is credited.
        bic: Of its bank; empty: the bank goes by the IBAN.
        creditor_id: What banks know the creditor by (EPC262-08), such as DE98ZZZ09999999999.
    """

    name: str
    iban: str = field(repr=False)
    bic: str
    creditor_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the account holder lives.

    Attributes:
        street: Without the number.
        house_number: Alone.
        postcode: As the country writes it.
        town: Where.
        country: ISO 3166-1 alpha-2.
    """

    street: str = ""
    house_number: str = ""
    postcode: str = ""
    town: str
    country: str


@dataclass(frozen=True, slots=True)
class Debit:
    """One amount from one account.

    Attributes:
        end_to_end_id: What the bank hands back with it; no other debit has the same.
        amount_cents: Euro cents.
        account_holder: Who gave the mandate.
        iban: The account that is charged.
        bic: Of its bank; empty: the bank goes by the IBAN.
        mandate: The reference of the mandate.
        signed_on: When the mandate was given.
        collection_day: When the amount changes accounts.
        purpose_text: What the account holder reads beside it.
        address: Needed for accounts outside of the EEA only.
    """

    end_to_end_id: str
    amount_cents: int
    account_holder: str = field(repr=False)
    iban: str = field(repr=False)
    bic: str
    mandate: str
    signed_on: dt.date
    collection_day: dt.date
    purpose_text: str
    address: Address | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Window:
    """When a bank takes debits (EPC016-06, 4.3.1 and 4.3.4).

    Attributes:
        business_days: Business days from the export to the collection, at least: D-1.
        calendar_days: Days between the two, at most.
    """

    business_days: int = 1
    calendar_days: int = 14


USUAL = Window()


def require_creditor(creditor: Creditor) -> None:
    """Raise InvalidInput unless banks will know who collects; the sentence is for the operator."""
    from stdnum.eu import at_02

    if not name_of(creditor.name):
        raise InvalidInput(_("The creditor needs a name in Latin letters."), "name")
    try:
        parsed(creditor.iban)
    except InvalidInput as error:
        raise InvalidInput(
            _("The creditor's account cannot be used. {reason}").format(reason=error.message), "iban"
        ) from None
    if creditor.bic and not BIC.fullmatch(creditor.bic):
        raise InvalidInput(_("The creditor's BIC is not right: 8 or 11 capitals and digits."), "bic")
    # at_02 reads over blanks and signs, the bank does not.
    if not creditor.creditor_id.isalnum() or not at_02.is_valid(creditor.creditor_id):
        raise InvalidInput(_("The creditor identifier is not right. Please check it."), "creditor_id")


def checked(debit: Debit, today: dt.date, window: Window = USUAL) -> tuple[str, ...]:
    """All that is against a debit, a sentence each; none: it may go to the bank.

    Args:
        debit: Which one.
        today: The day of the export, in the provider's time zone.
        window: When the bank takes debits.
    """
    return (
        *_about_the_account(debit),
        *_about_the_mandate(debit, today),
        *_about_the_payment(debit),
        *_about_the_day(debit.collection_day, today, window),
    )


def _about_the_account(debit: Debit) -> Iterator[str]:
    try:
        country = parsed(debit.iban).country_code
    except InvalidInput as error:
        yield _("The account cannot be charged. {reason}").format(reason=error.message)
    else:
        # Regulation (EU) 2015/847, article 4, asks for it where money leaves the EEA; banks refuse without.
        if EEA.fullmatch(country) is None and not _is_complete(debit.address):
            yield _("For an account outside of the EEA the bank needs the account holder's town and country.")
    if debit.bic and not BIC.fullmatch(debit.bic):
        yield _("The BIC is not right: 8 or 11 capitals and digits.")
    if not name_of(debit.account_holder):
        yield _("The account holder has no name in Latin letters.")


def _about_the_mandate(debit: Debit, today: dt.date) -> Iterator[str]:
    if not is_identifier(debit.mandate):
        yield _("The mandate reference is not right: at most 35 letters, digits and signs that banks take.")
    if debit.signed_on > today:
        yield _("The mandate is signed on a day that is yet to come.")


def _about_the_payment(debit: Debit) -> Iterator[str]:
    if not is_identifier(debit.end_to_end_id):
        yield _("The end-to-end id is not right: at most 35 letters, digits and signs that banks take.")
    if not 0 < debit.amount_cents <= MOST_CENTS:
        yield _("The amount must be at least 0.01 and at most 999 999 999.99 euros.")
    if not purpose_of(debit.purpose_text):
        yield _("It does not say what the debit is for.")


def _about_the_day(day: dt.date, today: dt.date, window: Window) -> Iterator[str]:
    first = business_days_after(today, window.business_days)
    last = today + dt.timedelta(days=window.calendar_days)
    if day < first:
        yield _("The collection day {day} is too near: {first} at the earliest.").format(day=day, first=first)
    elif day > last:
        yield _("The collection day {day} is too far: {last} at the latest.").format(day=day, last=last)
    elif not is_business_day(day):
        yield _("On the collection day {day} banks are closed.").format(day=day)


def _is_complete(address: Address | None) -> bool:
    return (
        address is not None and bool(name_of(address.town)) and COUNTRY.fullmatch(address.country) is not None
    )
