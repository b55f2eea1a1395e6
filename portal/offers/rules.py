"""Who may order an offer and when, and what it costs (rules.md, "Offers of the month")."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portal.i18n import _
from portal.money import price_of_period, share_of
from portal.offers.views import Phase
from portal.terms import last_day_of_term, parts_of_periods

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from portal.documents.words import Words
    from portal.offers.views import OfferTerms
    from storage.models.offers import Offer


class Prices(NamedTuple):
    """What a contract costs, as `price_of_period` takes it."""

    price_cents: int
    first_price_cents: int | None
    first_price_until: dt.date | None


def phase_of(offer: Offer, today: dt.date) -> Phase:
    """Where an offer stands on a day in the provider's time zone."""
    if offer.ended_at is not None:
        return Phase.ENDED
    if today > offer.ends_on:
        return Phase.OVER
    return Phase.COMING if today < offer.starts_on else Phase.RUNNING


def is_sold_out(offer: Offer) -> bool:
    """Whether it was ordered as often as it can be."""
    return offer.available is not None and offer.ordered >= offer.available


def refusal(
    offer: Offer,
    today: dt.date,
    ordered_on: dt.date | None,
    conditions: Sequence[str],
    words: Words,
    *,
    is_for: bool,
) -> str:
    """Why an offer cannot be ordered, a sentence; empty: it can.

    Args:
        offer: Which.
        today: In the provider's time zone.
        ordered_on: When the customer ordered it; None: not yet.
        conditions: The names of products of which the customer must have one.
        words: For days.
        is_for: Whether the customer fulfils the conditions.
    """
    if ordered_on is not None:
        return _("You ordered this on {day}. A customer number can order it once.").format(
            day=words.day(ordered_on)
        )
    return _not_now(offer, today, words) or ("" if is_for else _not_for_you(offer, conditions, words))


def _not_now(offer: Offer, today: dt.date, words: Words) -> str:
    phase = phase_of(offer, today)
    if phase in {Phase.OVER, Phase.ENDED}:
        return _("This offer is over.")
    if phase is Phase.COMING:
        return _("This offer begins on {day}.").format(day=words.day(offer.starts_on))
    return _("This offer is sold out.") if is_sold_out(offer) else ""


def _not_for_you(offer: Offer, conditions: Sequence[str], words: Words) -> str:
    if offer.customer_since is not None:
        since = words.day(offer.customer_since)
        if conditions:
            return _(
                "This offer is for those who have been customers since {day} or before, with {products}."
            ).format(day=since, products=", ".join(conditions))
        return _("This offer is for those who have been customers since {day} or before.").format(day=since)
    if conditions:
        return _("This offer is for customers with {products}.").format(products=", ".join(conditions))
    return _("This is an addition to a package: it needs one that is in service and not terminated.")


def first_price_until(terms: OfferTerms, start: dt.date) -> dt.date | None:
    """The last day of the first price of a contract that begins on `start`; None: there is one price."""
    return last_day_of_term(start, terms.first_months) if terms.first_months else None


def total_of_term(terms: OfferTerms, start: dt.date) -> int:
    """What the whole minimum term costs, gross, in cents: what is ordered with obligation to pay."""
    until, first_until = last_day_of_term(start, terms.minimum_months), first_price_until(terms, start)
    priced = Prices(terms.price_cents, terms.first_price_cents, first_until)
    return sum(
        share_of(price_of_period(priced, begins), begins, end, first, last)
        for begins, end, first, last in parts_of_periods(start, terms.billing_months, start, until)
    )
