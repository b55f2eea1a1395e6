"""The operator's part in offers of the month: making them, ending them, telling customers of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.clock import day_in
from portal.errors import Conflict, InvalidInput, NotFound
from portal.i18n import _
from portal.offers.notices import event_of, told_of_offer
from portal.offers.rules import is_sold_out, phase_of
from portal.offers.views import Phase, terms_of
from portal.operator.lists import all_pages
from portal.progress import Progress, no_progress
from portal.use_case import UseCases
from storage.models.offers import Offer

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from portal.access import OperatorAccess
    from portal.offers.models import NewOffer
    from portal.offers.views import OfferTerms
    from portal.paging import Page, PageRequest
    from storage.models.customers import Customer
    from storage.work import Work

AT_ONCE = 300
"""Customers who are told in one transaction: nobody else waits long."""


@dataclass(frozen=True, slots=True)
class OfferRecord:
    """An offer as the provider sees it.

    Attributes:
        code: By which it is known.
        name: What it is called.
        makes: The product of the package, or the name of the service, that it makes.
        is_package: Whether it makes a package; else an additional service.
        phase: Where it stands in time.
        starts_on: Its first day.
        ends_on: Its last day.
        terms: Price and term.
        ordered: How often it was ordered.
        available: How often it can be in all; None: without limit.
        ended_at: When it was ended early, in UTC; None: it was not.
        announced_at: When the last customer was told of it, in UTC; None: not all were.
    """

    code: str
    name: str
    makes: str
    is_package: bool
    phase: Phase
    starts_on: dt.date
    ends_on: dt.date
    terms: OfferTerms
    ordered: int
    available: int | None
    ended_at: dt.datetime | None
    announced_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Announced:
    """Who was told of an offer.

    Attributes:
        code: Of which.
        told: How many customers.
        before: How many had been told when it was interrupted before.
    """

    code: str
    told: int
    before: int


class OfferCare(UseCases):
    """Offers of the month, for the provider's staff."""

    def add(self, access: OperatorAccess, new: NewOffer) -> OfferRecord:
        """Make an offer; customers see it from its first day on.

        Raises:
            InvalidInput: There is no product with one of its codes.
            Conflict: There is an offer with this code.
        """
        with self._writing(access) as work:
            if work.offers.by_code(new.code) is not None:
                raise Conflict(_("There is an offer {code} already.").format(code=new.code), "code")
            products = work.products.by_codes({*new.owned, new.product} - {""})
            named = {"product": new.product} if new.product else {}
            named |= {f"owned.{place}": code for place, code in enumerate(new.owned)}
            missing = {name: code for name, code in named.items() if code not in products}
            if missing:
                sentence = _("There is no product {code}.")
                raise InvalidInput(
                    _("Please check what is marked."),
                    problems={name: sentence.format(code=code) for name, code in missing.items()},
                )
            product = products.get(new.product)
            offer = Offer(**columns(new, product.id if product else None))
            work.offers.add(offer, sorted({products[code].id for code in new.owned}))
            self._note(work, access, offer, "offer added")
            record = self._record(offer, product.name if product else "")
            work.commit()
            return record

    def list(self, access: OperatorAccess) -> Iterator[OfferRecord]:
        """All offers there ever were, those that end last first, few at a time in memory."""

        def page(request: PageRequest) -> Page[OfferRecord]:
            with self._reading(access) as work:
                return work.offers.all(request).of(lambda row: self._record(*row))

        return all_pages(page, descending=True)

    def end(self, access: OperatorAccess, code: str) -> OfferRecord:
        """End an offer at once: nobody can order it any more.

        Raises:
            NotFound: There is none with this code.
            Conflict: It is over, or was ended already.
        """
        with self._writing(access) as work:
            offer = _found(work, code)
            self._require_not_over(offer)
            offer.ended_at = self._means.clock.now()
            self._note(work, access, offer, "offer ended")
            record = self._record(offer, _product(work, offer))
            work.commit()
            return record

    def announce(self, access: OperatorAccess, code: str, progress: Progress = no_progress) -> Announced:
        """Tell all customers an offer is for, and who have not ordered it, by message: each of them once.

        It goes on where it stopped if it was interrupted. Whoever unsubscribed reads it in the portal alone:
        the outbox suppresses the mail.

        Args:
            access: Who has it done.
            code: Which offer.
            progress: Told after every few hundred customers how many are done, and how many there are in all.

        Raises:
            NotFound: There is no offer with this code.
            Conflict: It cannot be ordered now, or all were told already. Who was told before stays told.
        """
        done, after, told, total = 0, 0, 0, None
        while True:
            with self._writing(access) as work:
                offer = _found(work, code)
                self._require_orderable(offer)
                if total is None:
                    total = work.offers.count_for(offer)
                    self._note(work, access, offer, "offer announcement begun")
                customers = work.offers.customers_for(offer, after, AT_ONCE)
                told += self._tell(work, offer, customers)
                done += len(customers)
                is_last = len(customers) < AT_ONCE
                if is_last:
                    offer.announced_at = self._means.clock.now()
                    self._note(work, access, offer, "offer announced", f"{told} of {done} customers told")
                else:
                    after = customers[-1].id
                work.commit()
            progress(done, max(done, total))
            if is_last:
                return Announced(code, told, done - told)

    def _tell(self, work: Work, offer: Offer, customers: Sequence[Customer]) -> int:
        """Tell those who were not told; how many these were."""
        before = work.messages.told(event_of(offer, customer) for customer in customers)
        makes, now = _product(work, offer) or offer.service, self._means.clock.now()
        new = [
            told_of_offer(offer, makes, customer, self._means.settings, now)
            for customer in customers
            if event_of(offer, customer) not in before
        ]
        work.messages.queue_all(new)
        return len(new)

    def _require_not_over(self, offer: Offer) -> None:
        if offer.ended_at is not None:
            sentence = _("The offer {code} was ended on {day}.")
            raise Conflict(sentence.format(code=offer.code, day=self._day(offer.ended_at)), "code")
        if phase_of(offer, self._means.today()) is Phase.OVER:
            sentence = _("The offer {code} is over: its last day was {day}.")
            raise Conflict(sentence.format(code=offer.code, day=offer.ends_on), "code")

    def _require_orderable(self, offer: Offer) -> None:
        """Refuse to tell of what nobody can order, and to tell once more."""
        if offer.announced_at is not None:
            sentence = _("Customers were told of the offer {code} on {day} already.")
            raise Conflict(sentence.format(code=offer.code, day=self._day(offer.announced_at)), "code")
        self._require_not_over(offer)
        if phase_of(offer, self._means.today()) is Phase.COMING:
            sentence = _("The offer {code} begins on {day}: customers can be told of it from then on.")
            raise Conflict(sentence.format(code=offer.code, day=offer.starts_on), "code")
        if is_sold_out(offer):
            raise Conflict(_("The offer {code} is sold out.").format(code=offer.code), "code")

    def _record(self, offer: Offer, product: str) -> OfferRecord:
        return OfferRecord(
            code=offer.code,
            name=offer.name,
            makes=product or offer.service,
            is_package=not offer.service,
            phase=phase_of(offer, self._means.today()),
            starts_on=offer.starts_on,
            ends_on=offer.ends_on,
            terms=terms_of(offer),
            ordered=offer.ordered,
            available=offer.available,
            ended_at=offer.ended_at,
            announced_at=offer.announced_at,
        )

    def _day(self, moment: dt.datetime) -> dt.date:
        return day_in(self._means.settings.time_zone, moment)

    def _note(self, work: Work, access: OperatorAccess, offer: Offer, action: str, details: str = "") -> None:
        record = f"offers {offer.code}"
        work.audit.record(self._means.clock.now(), access.actor, action, record, details=details)


def columns(new: NewOffer, product_id: int | None) -> dict[str, Any]:
    """A new offer as it is stored, without its conditions."""
    return new.model_dump(exclude={"kind", "product", "owned"}) | {"product_id": product_id}


def _found(work: Work, code: str) -> Offer:
    """An offer, locked."""
    offer = work.offers.by_code(code)
    if offer is None:
        raise NotFound(_("There is no offer {code}.").format(code=code), "code")
    return offer


def _product(work: Work, offer: Offer) -> str:
    """The name of the product of its package; empty: it makes a service."""
    return "" if offer.product_id is None else work.contracts.product(offer.product_id).name
