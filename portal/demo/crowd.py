"""Packages by the hundred: mixed products, ages and states, the same for the same day."""

from __future__ import annotations

import datetime as dt
from enum import Enum, auto
from typing import TYPE_CHECKING

from portal.demo.catalogue import BY_CODE, smaller_than
from portal.demo.packages import DemoDomain, DemoPackage, Future
from portal.terms import end_after_notice, last_day_of_period, last_day_of_term
from storage.models.domains import DomainKind, DomainState
from storage.models.packages import PackageState
from storage.models.products import Family, Resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from random import Random

    from portal.demo.catalogue import DemoProduct
    from portal.demo.names import Business

NOTICE_MONTHS = 1

NEWEST = 30
"""Days that the youngest package is old: nobody gives notice before."""

POPULAR = {
    "hosting-mini": 10,
    "hosting-starter": 24,
    "hosting-basic": 18,
    "hosting-plus": 14,
    "hosting-pro": 3,
    "builder-start": 4,
    "builder": 7,
    "builder-plus": 2,
    "shop-basic": 5,
    "shop-plus": 3,
    "shop-pro": 1,
    "mail-basic": 4,
    "mail-business": 2,
    "server-s": 2,
    "server-l": 1,
}
"""How often each product is bought."""

HOW_MANY_DOMAINS = (1, 1, 1, 1, 1, 1, 2, 2, 3, 5)
"""Most packages have one domain only."""

COUNTED = (Resource.MAILBOXES, Resource.MAIL_STORAGE, Resource.DATABASES, Resource.WEBSPACE)
"""Counters that the crowd has against a quota."""

FEW = {Resource.MAILBOXES: 12, Resource.DATABASES: 4}
"""Most packages use few of the many they have."""

UNLIMITED = {
    Family.WEBSITE_BUILDER: {Resource.PAGES: 40, Resource.UNPUBLISHED_CHANGES: 5},
    Family.WEBSHOP: {Resource.PRODUCTS: 900, Resource.NEW_ORDERS: 30},
}
"""Counters without a quota, and how high they go."""


class Fate(Enum):
    """What becomes of a package."""

    STAYS = auto()
    ENDING = auto()
    SHRINKING = auto()
    SUSPENDED = auto()
    ENDED = auto()


IN_A_HUNDRED = {Fate.STAYS: 84, Fate.ENDING: 5, Fate.SHRINKING: 5, Fate.SUSPENDED: 3, Fate.ENDED: 3}

STATES = {Fate.SUSPENDED: PackageState.SUSPENDED, Fate.ENDED: PackageState.ENDED}
DOMAIN_STATES = {Fate.ENDING: DomainState.TERMINATED, Fate.ENDED: DomainState.ENDED}


def packages(
    businesses: Iterable[Business],
    since: dt.date,
    today: dt.date,
    random: Random,
    *,
    has_zones: bool = True,
) -> Iterator[DemoPackage]:
    """A package for each business, bought between `since` (some years ago) and a month before `today`."""
    codes, weights = tuple(POPULAR), tuple(POPULAR.values())
    fates, shares = tuple(IN_A_HUNDRED), tuple(IN_A_HUNDRED.values())
    days = (today - since).days - NEWEST
    for business in businesses:
        product = BY_CODE[random.choices(codes, weights)[0]]
        fate = random.choices(fates, shares)[0]
        smaller = smaller_than(product) if fate is Fate.SHRINKING else None
        # Who has left was here early: the minimum term is long over.
        started = since + dt.timedelta(days=random.randrange(days // 4 if fate is Fate.ENDED else days))
        fits = smaller or product
        yield DemoPackage(
            product.code,
            started,
            _domains(business, fits, started, DOMAIN_STATES.get(fate, DomainState.ACTIVE), random),
            _usage(fits, random),
            STATES.get(fate, PackageState.ACTIVE),
            _becoming(product, smaller, started, today)
            if smaller
            else _ending(product, fate, started, today, random),
            measured=False,
            has_zones=has_zones,
        )


def _domains(
    business: Business, product: DemoProduct, started: dt.date, state: DomainState, random: Random
) -> tuple[DemoDomain, ...]:
    count = min(random.choice(HOW_MANY_DOMAINS), product.quotas[Resource.DOMAINS])
    main = business.main(random)
    return (
        DemoDomain(main, started, DomainKind.MAIN, state),
        *(DemoDomain(name, started, state=state) for name in business.others(main, count - 1)),
    )


def _usage(product: DemoProduct, random: Random) -> dict[Resource, int]:
    """Counters that fit the product."""
    most = {resource: product.quotas[resource] for resource in COUNTED if resource in product.quotas}
    most |= UNLIMITED.get(product.family, {})
    most |= {resource: min(most[resource], few) for resource, few in FEW.items() if resource in most}
    used = {resource: int(random.random() * allowed) for resource, allowed in most.items()}
    if Resource.MAIL_STORAGE in used:
        share = product.quotas[Resource.MAIL_STORAGE] // product.quotas[Resource.MAILBOXES]
        used[Resource.MAIL_STORAGE] = used[Resource.MAILBOXES] * share
    return used


def _becoming(product: DemoProduct, smaller: DemoProduct, started: dt.date, today: dt.date) -> Future:
    """A downgrade: at the end of the billing period, not before the minimum term ends."""
    last = max(
        last_day_of_period(started, product.billing_months, today),
        last_day_of_term(started, product.minimum_months),
    )
    return Future(becomes=smaller.code, becomes_on=last + dt.timedelta(days=1))


def _ending(product: DemoProduct, fate: Fate, started: dt.date, today: dt.date, random: Random) -> Future:
    """A termination that is on its way, or long past; nothing for all others."""
    if fate is Fate.ENDING:
        received = today - dt.timedelta(days=random.randint(1, 25))
    elif fate is Fate.ENDED:
        received = today - dt.timedelta(days=random.randint(40, 600))
    else:
        return Future()
    return Future(
        terminated_at=dt.datetime.combine(
            received, dt.time(random.randint(7, 16), random.randrange(60), tzinfo=dt.UTC)
        ),
        ends_on=end_after_notice(started, product.minimum_months, NOTICE_MONTHS, received),
    )
