"""Bank data: IBAN, bank, and how a customer pays (ISO 13616, SEPA direct debit core rulebook)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from schwifty import IBAN
from schwifty.exceptions import InvalidChecksumDigits, InvalidLength, SchwiftyException

from portal.errors import InvalidInput
from portal.i18n import _
from portal.validation import Input, OptionalLine, Secret
from storage.models.customers import Mandate, PaymentMethod

if TYPE_CHECKING:
    import datetime as dt

REFERENCE_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that nobody mistakes for one another on paper."""


@dataclass(frozen=True, slots=True)
class Bank:
    """The bank an IBAN belongs to; either may be empty where it is not known."""

    name: str
    bic: str


def _iban(value: str) -> str:
    """The IBAN without blanks, upper case."""
    return parsed(value).compact if value else value


class BankData(Input):
    """How a customer pays: by direct debit from an account, or by transfer."""

    method: PaymentMethod = PaymentMethod.DEBIT
    account_holder: OptionalLine = Field(default="", max_length=70, validate_default=True)
    iban: Annotated[OptionalLine, AfterValidator(_iban)] = Field(
        default="", max_length=60, validate_default=True, repr=False
    )

    @field_validator("account_holder", "iban")
    @classmethod
    def _needed_for_debits(cls, value: str, info: ValidationInfo) -> str:
        if not value and info.data.get("method") is PaymentMethod.DEBIT:
            raise InvalidInput(_("Please fill in this field."))
        return value


class BankDataChange(BankData):
    """New bank data, confirmed by the customer password."""

    password: Secret


def parsed(value: str) -> IBAN:
    """The IBAN in any spacing and case, checked; raises InvalidInput."""
    try:
        iban = IBAN(value)
    except InvalidChecksumDigits:
        raise InvalidInput(_("The check digits do not fit. Please check what you typed.")) from None
    except InvalidLength:
        raise InvalidInput(_("This IBAN is too short or too long for its country.")) from None
    except SchwiftyException:
        raise InvalidInput(_("This is not an IBAN: two letters, two digits, then the account.")) from None
    if not iban.in_sepa_zone:
        raise InvalidInput(_("Debits are possible from accounts in the SEPA countries only."))
    return iban


def bank_of(value: str) -> Bank | None:
    """The bank of a right IBAN, for showing while it is typed; None as long as it is not right."""
    try:
        iban = parsed(value)
    except InvalidInput:
        return None
    bic = iban.bic
    return Bank(iban.bank_name or "", str(bic) if bic else "")


def new_reference(number: str) -> str:
    """A mandate reference nobody used before: at most 35 of `A-Z0-9-`."""
    return f"M-{number}-{''.join(secrets.choice(REFERENCE_SIGNS) for _sign in range(8))}"


def new_mandate(
    customer_id: int, entered: BankData, digest: str, signed_at: dt.datetime, reference: str
) -> Mandate:
    """The mandate that a customer gives with these bank data.

    Args:
        customer_id: Who gives it.
        entered: Checked bank data with an IBAN.
        digest: The IBAN's fingerprint (`Customers.iban_digest`).
        signed_at: When it was given.
        reference: What the bank knows it by, such as a `new_reference`.
    """
    bank = bank_of(entered.iban)
    return Mandate(
        customer_id=customer_id,
        reference=reference,
        account_holder=entered.account_holder,
        iban_first=entered.iban[:4],
        iban_last=entered.iban[-4:],
        iban_digest=digest,
        bic=bank.bic if bank else "",
        bank_name=bank.name if bank else "",
        signed_at=signed_at,
    )
