"""The lines of an import file: one model a kind, made of the models that forms use."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal, TypeAlias

from argon2 import Type, extract_parameters
from argon2.exceptions import InvalidHashError
from pydantic import AfterValidator, Field, TypeAdapter, ValidationInfo, field_validator

from portal.customers.number import CustomerNumber
from portal.domain_names import ascii_name, unicode_name
from portal.errors import InvalidInput
from portal.i18n import _
from portal.offers.models import NewOffer
from portal.operator.new_customer import NewCustomer
from portal.validation import Day, Input, Line, Secret
from storage.models.customers import CustomerState
from storage.models.domains import DomainKind, DomainState
from storage.models.packages import PackageState
from storage.models.products import Family, Resource

MOST = 2_147_483_647
"""The largest number that both databases keep."""

LARGEST_MEMORY_KIB, MOST_PASSES, MOST_LANES = 1024 * 1024, 20, 16
"""Hashes that cost more would let a sign-in take all of the computer."""

SHORTEST_SALT, SHORTEST_HASH = 8, 16
"""Bytes (RFC 9106, section 3.1)."""

COUNTED = {
    Resource.DOMAINS,
    Resource.ADDITIONAL_DOMAINS,
    Resource.MAILBOXES,
    Resource.MAIL_STORAGE,
    Resource.DATABASES,
    Resource.SFTP_USERS,
    Resource.CRON_JOBS,
    Resource.BACKUPS,
}
"""What stands in the portal itself: a counter that says something else would be wrong."""


def _argon2id(value: str) -> str:
    try:
        found = extract_parameters(value)
    except (InvalidHashError, ValueError, UnicodeError):
        found = None
    if (
        found is None
        or found.type is not Type.ID
        or found.salt_len < SHORTEST_SALT
        or found.hash_len < SHORTEST_HASH
        or found.memory_cost > LARGEST_MEMORY_KIB
        or found.time_cost > MOST_PASSES
        or found.parallelism > MOST_LANES
    ):
        raise InvalidInput(_("This is not an argon2id hash: $argon2id$v=19$m=…,t=…,p=…$salt$hash."))
    return value


def _domain(value: str) -> str:
    return unicode_name(value)


Count = Annotated[int, Field(strict=True, ge=0, le=MOST)]

Cents = Annotated[int, Field(strict=True, ge=0, le=100_000_000)]
"""Gross."""

Months = Annotated[int, Field(strict=True, ge=1, le=60)]

Notice = Annotated[int, Field(strict=True, ge=0, le=12)]
"""Months."""

Code = Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]{0,39}$")]
"""What the operator calls a product."""

Hash = Annotated[str, Field(max_length=200), AfterValidator(_argon2id)]
"""A password's verifier in the usual (PHC) form."""


class Initial(Input):
    """A first password, as it is or as a hash; neither: nobody can sign in by it."""

    password: Secret = Field(default="", repr=False)
    password_hash: Hash = Field(default="", repr=False)

    @field_validator("password_hash")
    @classmethod
    def _not_both(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("password"):
            raise InvalidInput(_("Please give the password or its hash, not both."))
        return value


class ProductLine(Input):
    """A product of the catalogue."""

    kind: Literal["product"]
    code: Code
    name: Line
    family: Family
    rank: Count
    """Place in the family; a higher one is an upgrade."""
    price_cents: Cents
    """For a billing period."""
    billing_months: Literal[1, 12]
    minimum_months: Literal[1, 12, 24]
    notice_months: Notice = 1
    changeable: bool = Field(default=True, strict=True)
    quotas: dict[Resource, Count] = {}
    """What it includes; sizes in MB; what is left out has no limit."""


class CustomerLine(NewCustomer, Initial):
    """A customer with number and, if they shall sign in, a first password."""

    kind: Literal["customer"]
    number: CustomerNumber
    state: CustomerState = CustomerState.ACTIVE


class DomainItem(Input):
    """A domain of a package."""

    name: Annotated[Line, AfterValidator(_domain)] = Field(max_length=253)
    """Unicode or punycode, any case."""
    kind: DomainKind = DomainKind.INCLUDED
    state: DomainState = DomainState.ACTIVE
    registered_on: Day

    @cached_property
    def ascii_name(self) -> str:
        """In punycode."""
        return ascii_name(self.name)


class ContractTerms(Input):
    """What was agreed; terms and price are the product's where they are left out."""

    started_on: Day
    minimum_months: Months | None = None
    notice_months: Notice | None = None
    billing_months: Literal[1, 12] | None = None
    price_cents: Cents | None = None
    terminated_on: Day | None = None
    """When notice was received."""
    ends_on: Day | None = Field(default=None, validate_default=True)
    """The last day, if notice was given."""
    becomes: Code | None = None
    """The smaller product it changes to, if that was ordered."""
    becomes_on: Day | None = Field(default=None, validate_default=True)
    billed_until: Day | None = None
    """The last day that was invoiced elsewhere; left out: what began before today counts as billed until the
    end of its billing period, what begins later as not billed."""

    @field_validator("ends_on")
    @classmethod
    def _end_with_notice(cls, value: Any, info: ValidationInfo) -> Any:
        if "terminated_on" not in info.data:
            return value
        terminated_on, started_on = info.data["terminated_on"], info.data.get("started_on")
        if (value is None) != (terminated_on is None):
            raise InvalidInput(_("The day of the notice and the last day belong together."))
        if value is not None and value < max(terminated_on, started_on or terminated_on):
            raise InvalidInput(_("The last day cannot be before the start or the notice."))
        return value

    @field_validator("billed_until")
    @classmethod
    def _billed_since_start(cls, value: Any, info: ValidationInfo) -> Any:
        started_on = info.data.get("started_on")
        if value is not None and started_on is not None and value < started_on:
            raise InvalidInput(_("What was billed cannot end before the contract begins."))
        return value

    @field_validator("becomes_on")
    @classmethod
    def _change_with_day(cls, value: Any, info: ValidationInfo) -> Any:
        if "becomes" not in info.data:
            return value
        if (value is None) != (info.data["becomes"] is None):
            raise InvalidInput(_("The new product and the day of the change belong together."))
        if value is not None and info.data.get("terminated_on") is not None:
            raise InvalidInput(_("A package that was terminated does not change any more."))
        return value


class PackageLine(Initial):
    """A package with its contract and domains; customer and product stand before it or in the database."""

    kind: Literal["package"]
    customer: CustomerNumber
    product: Code
    state: PackageState = PackageState.ACTIVE
    domains: list[DomainItem] = Field(min_length=1, max_length=1000)
    contract: ContractTerms
    usage: dict[Resource, Count] = {}
    """What is in use of what the portal does not count by itself; sizes in MB."""

    @field_validator("domains")
    @classmethod
    def _one_main_domain(cls, value: list[DomainItem]) -> list[DomainItem]:
        if [domain.kind for domain in value].count(DomainKind.MAIN) != 1:
            raise InvalidInput(_('Exactly one domain must be the main domain: "kind": "main".'))
        if len({domain.name for domain in value}) < len(value):
            raise InvalidInput(_("A domain is named twice."))
        return value

    @field_validator("contract")
    @classmethod
    def _ended_has_an_end(cls, value: ContractTerms, info: ValidationInfo) -> ContractTerms:
        if info.data.get("state") is PackageState.ENDED and value.ends_on is None:
            raise InvalidInput(_("A package that has ended needs its last day."))
        return value

    @field_validator("usage")
    @classmethod
    def _counted_by_themselves(cls, value: dict[Resource, int]) -> dict[Resource, int]:
        named = [resource.value for resource in value if resource in COUNTED]
        if named:
            what = ", ".join(named).capitalize()
            raise InvalidInput(
                _("{what} are counted by themselves; please leave them out.").format(what=what)
            )
        return value

    @property
    def main_domain(self) -> DomainItem:
        """The one that names the package."""
        return next(domain for domain in self.domains if domain.kind is DomainKind.MAIN)


class OfferLine(NewOffer):
    """An offer of the month; its products stand before it or in the database."""

    kind: Literal["offer"]


AnyLine: TypeAlias = ProductLine | CustomerLine | PackageLine | OfferLine

KINDS: dict[str, type[AnyLine]] = {
    "product": ProductLine,
    "customer": CustomerLine,
    "package": PackageLine,
    "offer": OfferLine,
}


def import_schema() -> dict[str, Any]:
    """The JSON Schema of one line, for whoever writes the program that makes the file."""
    line: TypeAdapter[AnyLine] = TypeAdapter(Annotated[AnyLine, Field(discriminator="kind")])
    schema = line.json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Import line", **schema}
