"""Splitting a package: what it means, having it done at once or on a day, taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.contract_acts.recording import put_on_record
from portal.errors import Conflict
from portal.i18n import _
from portal.packages import figures_of
from portal.refusals import own_package, require_as_seen
from portal.splitting.acting import act_of, carry_out, record_new_package
from portal.splitting.orders import act_of_end, keep, pending_of
from portal.splitting.planning import NEW_FAMILY, Planning, new_package, sides_of
from portal.splitting.rules import CannotSplit, Hindrance, day_words, require_splittable
from portal.splitting.views import DomainChoice, Split, SplitOffer, TargetChoice
from portal.splitting.words import told_of, told_of_end
from portal.use_case import Means, UseCases
from storage.models.contracts import ActKind
from storage.models.products import Resource

if TYPE_CHECKING:
    import datetime as dt

    from portal.access import CustomerAccess
    from portal.paging import Page, PageRequest
    from portal.sign_in import SignIn
    from portal.splitting.models import SplitWish
    from portal.splitting.planning import Planned
    from portal.splitting.views import NewPackage, SplitPlan
    from storage.models.customers import Customer
    from storage.repositories.contracts import Agreed
    from storage.work import Work

SHOWN = (Resource.DOMAINS, Resource.ADDITIONAL_DOMAINS, Resource.MAILBOXES, Resource.MAIL_STORAGE)
"""What has to have room in a target."""


class Splitting(UseCases):
    """Moving domains from one of a customer's packages to another one."""

    def __init__(self, means: Means, sign_in: SignIn) -> None:
        super().__init__(means)
        self._sign_in = sign_in

    def offer(self, access: CustomerAccess, package_id: int) -> SplitOffer:
        """What splitting a package begins with; raises NotFound."""
        with self._reading(access) as work:
            source = own_package(work.contracts.one_owned_by(access, package_id))
            order = work.splits.order_of(package_id)
            return SplitOffer(
                package_id=package_id,
                domain=source.package.main_domain,
                product=source.product.name,
                pending=pending_of(work, order) if order else None,
                refused=self._refusal(source),
                ends_on=source.contract.ends_on,
            )

    def domains(self, access: CustomerAccess, package_id: int, request: PageRequest) -> Page[DomainChoice]:
        """A page of the package's domains, by name; the filter finds either spelling. Raises NotFound."""
        with self._reading(access) as work:
            own_package(work.contracts.one_owned_by(access, package_id))
            return work.splits.domains_page(package_id, request).of(lambda row: DomainChoice(*row[:5]))

    def targets(self, access: CustomerAccess, package_id: int, request: PageRequest) -> Page[TargetChoice]:
        """A page of the customer's other packages that are in service; the filter finds any domain.

        Orders: domain, product.
        """
        with self._reading(access) as work:
            page = work.splits.targets_page(access, package_id, request)
            usage = work.packages.usage(row[0] for row in page.rows)
            return page.of(
                lambda row: TargetChoice(row[0], row[1], row[2], figures_of(usage.get(row[0], {}), SHOWN))
            )

    def products(self, access: CustomerAccess) -> tuple[NewPackage, ...]:
        """What a new package can be, the smallest first."""
        with self._reading(access) as work:
            work.customers.owned_by(access)
            family = work.contracts.family(NEW_FAMILY)
            quotas = work.contracts.quotas(product.id for product in family)
            return tuple(new_package(product, quotas[product.id]) for product in family)

    def plan(self, access: CustomerAccess, wish: SplitWish) -> SplitPlan:
        """Everything that a split means.

        Raises:
            NotFound: A package is not the customer's, or there is no such product.
            InvalidInput: The day, or a main domain, is missing or cannot be.
            Conflict: The package cannot be split so; the sentence tells why.
        """
        with self._reading(access) as work:
            work.customers.owned_by(access)
            return self._planned(work, access, wish).plan

    def order(self, access: CustomerAccess, seen: SplitPlan, password: str) -> Split:
        """Do what was shown, at once or on its day.

        Raises:
            InvalidInput: The customer password is wrong, or the day is over.
            Throttled: It was wrong too often.
            NotFound: A package is not the customer's.
            Conflict: The package cannot be split so, or the target has no room.
            ChangedMeanwhile: It would mean something else than `seen` by now.
        """
        self._sign_in.confirm(access, password, "password")
        with self._writing(access) as work:
            customer = work.customers.owned_by(access, to_change=True)
            planned = self._planned(work, access, seen.wish, to_change=True)
            require_as_seen(seen, planned.plan)
            require_room(planned)
            now = self._means.clock.now()
            target_id = None
            if planned.plan.at_once:
                target_id = carry_out(work, customer, planned, access.actor, now)
                self._recorded(work, customer, planned, ActKind.SPLIT, "done", now)
                record_new_package(work, customer, planned, target_id, now)
            else:
                keep(work, planned, now)
                self._recorded(work, customer, planned, ActKind.SPLIT_ORDERED, "ordered", now)
            kind = ActKind.SPLIT if planned.plan.at_once else ActKind.SPLIT_ORDERED
            self._noted(work, access, seen.wish.package_id, kind, now)
            work.commit()
            return Split(planned.plan, target_id)

    def retract(self, access: CustomerAccess, package_id: int, password: str) -> None:
        """Take back what waits for its day.

        Raises:
            InvalidInput: The customer password is wrong.
            Throttled: It was wrong too often.
            NotFound: The package is not the customer's.
            Conflict: There is nothing to retract.
        """
        self._sign_in.confirm(access, password, "password")
        with self._writing(access) as work:
            customer = work.customers.owned_by(access, to_change=True)
            source = own_package(work.contracts.one_owned_by(access, package_id, to_change=True))
            order = work.splits.order_of(package_id, to_change=True)
            if order is None:
                raise Conflict(_("There is no split to retract: the package stays as it is."))
            pending, now = pending_of(work, order), self._means.clock.now()
            domain = source.package.main_domain
            told = told_of_end(domain, pending.target, pending.product, pending.on, customer.language)
            act = act_of_end(work, order, customer.id, ActKind.SPLIT_RETRACTED, now, self._means.today())
            put_on_record(work, self._means.settings, customer, act, told)
            work.splits.remove_order(order)
            self._noted(work, access, package_id, ActKind.SPLIT_RETRACTED, now)
            work.commit()

    def _planned(
        self, work: Work, access: CustomerAccess, wish: SplitWish, *, to_change: bool = False
    ) -> Planned:
        sides = sides_of(work, access, wish, to_change=to_change)
        if (order := work.splits.order_of(wish.package_id)) is not None:
            raise Conflict(
                _("This package is split on {day} already. Please retract that first.").format(
                    day=day_words(order.effective_on)
                )
            )
        return Planning(work, self._means.settings, sides, self._means.today()).planned(wish)

    def _refusal(self, source: Agreed) -> str:
        """Why the package cannot be split now; empty: it can."""
        try:
            require_splittable(source, self._means.today())
        except CannotSplit as refusal:
            return refusal.message
        return ""

    def _recorded(
        self,
        work: Work,
        customer: Customer,
        planned: Planned,
        kind: ActKind,
        what: str,
        now: dt.datetime,
    ) -> None:
        told = told_of(planned.plan, customer.language, what)
        put_on_record(work, self._means.settings, customer, act_of(kind, customer, planned, now), told)

    def _noted(
        self, work: Work, access: CustomerAccess, package_id: int, kind: ActKind, now: dt.datetime
    ) -> None:
        which = f"contracts {package_id}"
        work.audit.record(now, access.actor, kind.value, which, customer_id=access.customer_id)


def require_room(planned: Planned) -> None:
    """Raise CannotSplit if there is more than the target has room for."""
    if planned.plan.misfits:
        raise CannotSplit(
            _("There is not enough room for these domains in the package {target}.").format(
                target=planned.plan.target.domain
            ),
            Hindrance.NO_ROOM,
        )
