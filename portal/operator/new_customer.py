"""A new customer, as the operator enters or imports one."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from portal.clock import noon_in
from portal.customers.address import Address
from portal.customers.bank import BankData
from portal.customers.email import EmailAddresses
from portal.customers.naming import Named
from portal.customers.telephone import TelephoneNumbers, e164
from portal.errors import Conflict, InvalidInput
from portal.i18n import _
from portal.validation import Day, OptionalLine
from storage.models.customers import Customer, CustomerKind, CustomerState, PaymentMethod

if TYPE_CHECKING:
    import datetime as dt

    from portal.use_case import Means
    from storage.work import Work

TRIES = 20
"""How often a random number is drawn before the numbers count as used up."""

REFERENCE = re.compile(r"[A-Z0-9-]{1,35}")


def _reference(value: str) -> str:
    reference = value.upper()
    if value and not REFERENCE.fullmatch(reference):
        raise InvalidInput(_("A mandate reference has up to 35 letters A to Z, digits and hyphens."))
    return reference


class GivenBankData(BankData):
    """How a new customer pays; a mandate that was given before keeps its reference and day."""

    reference: Annotated[OptionalLine, AfterValidator(_reference)] = Field(default="", max_length=35)
    """The mandate's; empty: a new one is made up."""
    signed_on: Day | None = None
    """When the mandate was given; left out: today."""

    @field_validator("reference", "signed_on")
    @classmethod
    def _belongs_to_a_mandate(cls, value: Any, info: ValidationInfo) -> Any:
        if value and info.data.get("method") is PaymentMethod.TRANSFER:
            raise InvalidInput(_("Only debits have a mandate."))
        return value


class NewCustomer(Named):
    """Everything about a customer but number and password."""

    type: CustomerKind
    address: Address
    telephones: TelephoneNumbers
    emails: EmailAddresses
    bank_data: GivenBankData = GivenBankData(method=PaymentMethod.TRANSFER)
    since: Day | None = None
    """Left out: today."""
    language: str = Field(default="de", pattern="^[a-z]{2}$")
    """ISO 639-1."""

    @model_validator(mode="before")
    @classmethod
    def _numbers_of_their_country(cls, values: Any) -> Any:
        """Telephone numbers in national form are those of the address, unless the region is given."""
        if not isinstance(values, dict):
            return values
        address, telephones = values.get("address"), values.get("telephones")
        if not isinstance(address, dict) or not isinstance(telephones, dict) or "region" in telephones:
            return values
        country = str(address.get("country", "")).strip().upper()
        known = re.fullmatch("[A-Z]{2}", country) is not None
        return values | {"telephones": telephones | {"region": country}} if known else values


def require_past(new: NewCustomer, today: dt.date) -> None:
    """Raise InvalidInput if a day that has been lies in the future."""
    days = {"since": new.since, "bank_data.signed_on": new.bank_data.signed_on}
    late = {name: _("This day is in the future.") for name, day in days.items() if day and day > today}
    if late:
        raise InvalidInput(_("Please check what is marked."), problems=late)


def signing(bank_data: GivenBankData, means: Means) -> dt.datetime:
    """The moment a mandate was given: noon where only the day is known, now where nothing is."""
    day = bank_data.signed_on
    return noon_in(means.settings.time_zone, day) if day else means.clock.now()


def free_number(work: Work) -> str:
    """A customer number that nobody has; raises Conflict."""
    for _try in range(TRIES):
        number = str(10_000_000 + secrets.randbelow(90_000_000))
        if work.customers.by_number(number) is None:
            return number
    raise Conflict(_("No free customer number was found. Please give one."), "number")


def entity(new: NewCustomer, number: str, verifier: str, today: dt.date) -> Customer:
    """The customer as an entity."""
    return Customer(**columns(new, number, verifier, today))


def columns(
    new: NewCustomer,
    number: str,
    verifier: str,
    today: dt.date,
    state: CustomerState = CustomerState.ACTIVE,
) -> dict[str, Any]:
    """Every column of the customer as it is stored, but those that the database fills in."""
    telephones = new.telephones
    return {
        "number": number,
        "kind": new.type,
        "state": state,
        "company": new.company,
        "first_name": new.first_name,
        "last_name": new.last_name,
        **new.address.model_dump(),
        "telephone": e164(telephones.telephone, telephones.region),
        "telephone_typed": telephones.telephone,
        "mobile": e164(telephones.mobile, telephones.region),
        "mobile_typed": telephones.mobile,
        "fax": e164(telephones.fax, telephones.region),
        "fax_typed": telephones.fax,
        "email": new.emails.email,
        "invoice_email": new.emails.invoice_email,
        "language": new.language,
        "payment_method": new.bank_data.method,
        "password_hash": verifier,
        "credential_version": 1,
        "since": new.since or today,
    }
