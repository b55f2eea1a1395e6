"""What is shown of offers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from storage.models.offers import Offer
    from storage.models.products import Resource


class Standing(StrEnum):
    """How a customer stands to an offer."""

    NEW = "new"
    """It was not opened yet."""
    OPEN = "open"
    SOLD_OUT = "sold out"
    ORDERED = "ordered"


class Phase(StrEnum):
    """Where an offer stands in time."""

    COMING = "to come"
    RUNNING = "running"
    OVER = "over"
    """Its last day has passed."""
    ENDED = "ended"
    """The provider ended it early."""


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """What an offer costs, and how long it binds.

    Attributes:
        price_cents: Gross, for a billing period, after the first months.
        billing_months: How long a billing period is.
        first_price_cents: Gross, for a billing period of the first months; None: there is one price.
        first_months: How long that holds; 0: there is one price.
        minimum_months: The minimum term.
        notice_months: The period of notice.
    """

    price_cents: int
    billing_months: int
    first_price_cents: int | None
    first_months: int
    minimum_months: int
    notice_months: int


@dataclass(frozen=True, slots=True)
class OfferView:
    """An offer in the customer's list.

    Attributes:
        id: By which it is asked for.
        name: What it is called.
        text: What it is, in the provider's words.
        makes: The product of the package, or the name of the service, that it makes.
        is_package: Whether it makes a package; else an additional service.
        terms: Price and term.
        ends_on: The last day on which it can be ordered.
        standing: How the customer stands to it.
        left: How often it can still be ordered; None: without limit.
    """

    id: int
    name: str
    text: str
    makes: str
    is_package: bool
    terms: OfferTerms
    ends_on: dt.date
    standing: Standing
    left: int | None


@dataclass(frozen=True, slots=True)
class OfferDetails:
    """All that is to be known of an offer.

    Attributes:
        view: As it stands in the list.
        starts_on: Its first day.
        products: Of which products the customer must have one; empty: of any.
        customer_since: The day by which one must have been a customer; None: any.
        quotas: What the package includes, sizes in MB.
        refused: Why it cannot be ordered, a sentence; empty: it can.
    """

    view: OfferView
    starts_on: dt.date
    products: tuple[str, ...]
    customer_since: dt.date | None
    quotas: tuple[tuple[Resource, int], ...]
    refused: str


@dataclass(frozen=True, slots=True)
class BookablePackage:
    """A package that the service of an offer can be booked for.

    Attributes:
        id: Which.
        domain: Its main domain.
        product: What it is.
    """

    id: int
    domain: str
    product: str


@dataclass(frozen=True, slots=True)
class OfferPlan:
    """The whole obligation of an order.

    Attributes:
        offer_id: Which offer.
        name: What it is called.
        makes: The product of the package, or the name of the service.
        package_id: For which package the service is booked; None: a package is made.
        domain: The main domain of that package, or of the new one, in Unicode.
        terms: Price and term.
        starts_on: The first day of the contract: the day of the order.
        term_until: The last day of the minimum term.
        first_until: The last day of the first price; None: there is one price.
        total_cents: Gross, of the whole minimum term.
        vat_percent: What is inside of all prices.
        withdraw_until: The last day on which it can be withdrawn from; None: by consumers only.
        quotas: What the package includes, sizes in MB.
    """

    offer_id: int
    name: str
    makes: str
    package_id: int | None
    domain: str
    terms: OfferTerms
    starts_on: dt.date
    term_until: dt.date
    first_until: dt.date | None
    total_cents: int
    vat_percent: int
    withdraw_until: dt.date | None
    quotas: tuple[tuple[Resource, int], ...]


@dataclass(frozen=True, slots=True)
class OrderedOffer:
    """An order that was received.

    Attributes:
        plan: What was ordered.
        package_id: The package that was made, or got the service.
        act_id: By which the confirmation is asked for.
        reference: By which customer and provider find it again.
        at: When it was received, in UTC.
    """

    plan: OfferPlan
    package_id: int
    act_id: int
    reference: str
    at: dt.datetime


def terms_of(offer: Offer) -> OfferTerms:
    """What an offer costs, and how long it binds."""
    return OfferTerms(
        price_cents=offer.price_cents,
        billing_months=offer.billing_months,
        first_price_cents=offer.first_price_cents,
        first_months=offer.first_months,
        minimum_months=offer.minimum_months,
        notice_months=offer.notice_months,
    )
