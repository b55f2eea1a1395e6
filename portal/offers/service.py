"""Offers of the month: looking at them, and ordering one."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from portal.clock import day_in
from portal.contract_acts.recording import put_on_record
from portal.contract_acts.views import reference_of
from portal.documents.words import words_of
from portal.domains.ordering import require_available, taken_meanwhile
from portal.errors import Conflict, NotFound, Unavailable
from portal.i18n import _
from portal.languages import language_of
from portal.offers import rules
from portal.offers.models import PackageWish, ServiceWish
from portal.offers.ordering import carry_out
from portal.offers.views import (
    BookablePackage,
    OfferDetails,
    OfferPlan,
    OfferView,
    OrderedOffer,
    Standing,
    terms_of,
)
from portal.offers.words import told_of_order
from portal.refusals import own_package, require_as_seen
from portal.termination.rules import withdraw_until
from portal.terms import last_day_of_term
from portal.use_case import Means, UseCases
from storage.models.offers import OfferOrder

if TYPE_CHECKING:
    import datetime as dt

    from portal.access import CustomerAccess
    from portal.offers.models import OfferWish
    from portal.paging import Page, PageRequest
    from portal.sign_in import SignIn
    from storage.models.offers import Offer
    from storage.models.products import Resource
    from storage.repositories.offers import OfferRow
    from storage.work import Work


class Offers(UseCases):
    """What a customer is offered this month."""

    def __init__(self, means: Means, sign_in: SignIn) -> None:
        super().__init__(means)
        self._sign_in = sign_in

    def page(self, access: CustomerAccess, request: PageRequest) -> Page[OfferView]:
        """A page of today's offers for this customer, those that end first before others.

        The filter finds names.
        """
        with self._reading(access) as work:
            return work.offers.page(access, self._means.today(), request).of(_view)

    def count_new(self, access: CustomerAccess) -> int:
        """How many of them can be ordered and were not opened yet."""
        with self._reading(access) as work:
            return work.offers.count_new(access, self._means.today())

    def open(self, access: CustomerAccess, offer_id: int) -> OfferDetails:
        """All that is to be known of an offer, which is not new from then on; raises NotFound.

        Where nothing can be written it is shown all the same, and stays new.
        """
        with self._reading(access) as work:
            row, products, refused = self._looked_up(work, access, offer_id, self._means.today())
            offer = row.offer
            details = OfferDetails(
                view=_view(row),
                starts_on=offer.starts_on,
                products=products,
                customer_since=offer.customer_since,
                quotas=_quotas(work, offer),
                refused=refused,
            )
        if not row.seen:
            with suppress(Unavailable, Conflict), self._writing(access) as work:
                work.offers.mark_seen(access, offer.id)
                work.commit()
        return details

    def packages(self, access: CustomerAccess, offer_id: int, request: PageRequest) -> Page[BookablePackage]:
        """A page of one's own packages that the service of an offer can be booked for; raises NotFound."""
        with self._reading(access) as work:
            offer = _there(work.offers.row(access, offer_id)).offer
            return work.offers.packages_page(access, offer, request).of(lambda row: BookablePackage(*row[:3]))

    def plan(self, access: CustomerAccess, offer_id: int, wish: OfferWish) -> OfferPlan:
        """The whole obligation of an order.

        Raises:
            NotFound: There is no such offer, or the package is not the customer's.
            InvalidInput: The domain is taken.
            Conflict: The offer is over, sold out, not for this customer, or was ordered already.
        """
        with self._reading(access) as work:
            today = self._means.today()
            return self._plan(work, access, self._orderable(work, access, offer_id, today), wish, today)

    def order(self, access: CustomerAccess, seen: OfferPlan, password: str) -> OrderedOffer:
        """Order with obligation to pay, as it was shown: makes a package, or an additional service.

        Raises:
            InvalidInput: The customer password is wrong, or the domain is taken by now.
            Throttled: The password was wrong too often.
            NotFound: There is no such offer, or the package is not the customer's.
            Conflict: The offer is over, sold out, not for this customer, or was ordered already.
            ChangedMeanwhile: It would mean something else than `seen` by now.
        """
        self._sign_in.confirm(access, password, "password")
        settings = self._means.settings
        with taken_meanwhile(seen.domain, "domain"), self._writing(access) as work:
            customer = work.customers.owned_by(access, to_change=True)
            work.offers.one(seen.offer_id)  # of two orders of the last one the second finds none left
            now = self._means.clock.now()
            today = day_in(settings.time_zone, now)
            row = self._orderable(work, access, seen.offer_id, today)
            plan = self._plan(work, access, row, _wish(seen), today, to_change=True)
            require_as_seen(seen, plan)
            made = carry_out(work, customer.id, row.offer, plan, access.actor, now, settings)
            received = now.astimezone(ZoneInfo(settings.time_zone))
            told = told_of_order(plan, received, language_of(customer.language))
            act_id = put_on_record(work, settings, customer, made.act, told)
            work.offers.add_order(
                OfferOrder(
                    offer_id=row.offer.id,
                    customer_id=customer.id,
                    package_id=made.package_id,
                    service_id=made.service_id,
                    act_id=act_id,
                    ordered_at=now,
                )
            )
            which = f"offers {row.offer.code}"
            work.audit.record(now, access.actor, made.act.kind.value, which, customer_id=customer.id)
            work.commit()
            return OrderedOffer(plan, made.package_id, act_id, reference_of(act_id), now)

    def _orderable(self, work: Work, access: CustomerAccess, offer_id: int, today: dt.date) -> OfferRow:
        row, _products, refused = self._looked_up(work, access, offer_id, today)
        if refused:
            raise Conflict(refused)
        return row

    def _looked_up(
        self, work: Work, access: CustomerAccess, offer_id: int, today: dt.date
    ) -> tuple[OfferRow, tuple[str, ...], str]:
        """An offer as the customer sees it, of which products one is needed, and why it cannot be ordered."""
        row = _there(work.offers.row(access, offer_id))
        products = tuple(product.name for product in work.offers.conditions(offer_id))
        zone = self._means.settings.time_zone
        refused = rules.refusal(
            row.offer,
            today,
            day_in(zone, row.ordered_at) if row.ordered_at else None,
            products,
            words_of(work.customers.owned_by(access).language),
            is_for=work.offers.is_for(access, row.offer),
        )
        return row, products, refused

    def _plan(
        self,
        work: Work,
        access: CustomerAccess,
        row: OfferRow,
        wish: OfferWish,
        today: dt.date,
        *,
        to_change: bool = False,
    ) -> OfferPlan:
        offer, terms, settings = row.offer, terms_of(row.offer), self._means.settings
        kind = work.customers.owned_by(access).kind
        if isinstance(wish, ServiceWish) != bool(offer.service):
            raise Conflict(_("This is not what the offer makes."))
        package_id = None
        if isinstance(wish, PackageWish):
            domain = wish.domain
            require_available(work, domain, "domain")
        else:
            package_id = wish.package_id
            agreed = own_package(work.contracts.one_owned_by(access, package_id, to_change=to_change))
            domain = agreed.package.main_domain
            if not work.offers.can_be_booked_for(offer, package_id):
                raise Conflict(_("It cannot be booked for {domain}.").format(domain=domain), "package_id")
        return OfferPlan(
            offer_id=offer.id,
            name=offer.name,
            makes=row.product or offer.service,
            package_id=package_id,
            domain=domain,
            terms=terms,
            starts_on=today,
            term_until=last_day_of_term(today, terms.minimum_months),
            first_until=rules.first_price_until(terms, today),
            total_cents=rules.total_of_term(terms, today),
            vat_percent=settings.invoices.vat_percent,
            withdraw_until=withdraw_until(kind, today, settings.contracts.withdrawal_days),
            quotas=_quotas(work, offer),
        )


def _there(row: OfferRow | None) -> OfferRow:
    if row is None:
        raise NotFound(_("There is no such offer."))
    return row


def _wish(seen: OfferPlan) -> OfferWish:
    if seen.package_id is not None:
        return ServiceWish(package_id=seen.package_id)
    return PackageWish(domain=seen.domain)


def _quotas(work: Work, offer: Offer) -> tuple[tuple[Resource, int], ...]:
    """What the package of an offer includes."""
    if offer.product_id is None:
        return ()
    return tuple(work.contracts.quotas([offer.product_id])[offer.product_id].items())


def _view(row: OfferRow) -> OfferView:
    offer = row.offer
    return OfferView(
        id=offer.id,
        name=offer.name,
        text=offer.text,
        makes=row.product or offer.service,
        is_package=not offer.service,
        terms=terms_of(offer),
        ends_on=offer.ends_on,
        standing=_standing(row),
        left=None if offer.available is None else offer.available - offer.ordered,
    )


def _standing(row: OfferRow) -> Standing:
    if row.ordered_at is not None:
        return Standing.ORDERED
    if rules.is_sold_out(row.offer):
        return Standing.SOLD_OUT
    return Standing.OPEN if row.seen else Standing.NEW
