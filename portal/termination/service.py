"""The use cases of ending what was agreed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from portal.clock import day_in
from portal.contract_acts.recording import put_on_record
from portal.contract_acts.views import reference_of
from portal.customers import notices
from portal.documents.words import words_of
from portal.errors import Conflict, NotFound
from portal.i18n import _
from portal.refusals import require_as_seen
from portal.termination import auth_info, rules
from portal.termination.contracts import PackageEnding, ServiceEnding
from portal.termination.crediting import charged, give_back
from portal.termination.domains import DomainEnding
from portal.termination.ending import OrderedEnding
from portal.termination.listing import view_of
from portal.termination.views import (
    Acknowledged,
    AuthInfo,
    EndingKind,
    TerminationPlan,
    WithdrawalPlan,
)
from portal.termination.words import told_retracted, told_terminated, told_withdrawn
from portal.use_case import Means, UseCases
from storage.models.contracts import ContractAct
from storage.models.customers import CustomerKind
from storage.models.domains import DomainState
from storage.models.packages import PackageState
from storage.models.termination import FollowUp

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.documents.confirmation import Told
    from portal.paging import Page, PageRequest
    from portal.sign_in import SignIn
    from portal.termination.ending import Ending
    from portal.termination.models import Termination
    from portal.termination.views import EndingView
    from storage.models.contracts import ActKind
    from storage.models.customers import Customer
    from storage.models.domains import Domain
    from storage.models.termination import DomainEnd
    from storage.work import Work


class Terminations(UseCases):
    """Terminating one's packages, domains and additional services; retracting that; withdrawing."""

    def __init__(self, means: Means, sign_in: SignIn) -> None:
        super().__init__(means)
        self._sign_in = sign_in

    def page(self, access: CustomerAccess, request: PageRequest) -> Page[EndingView]:
        """A page of everything that can end, by package, then of what has ended; the filter finds names."""
        with self._reading(access) as work:
            kind = work.customers.owned_by(access).kind
            page = work.terminations.page_owned_by(access, request)
        today = self._means.today()
        return page.of(lambda row: view_of(row, kind, today, self._means.settings))

    def plan(
        self, access: CustomerAccess, kind: EndingKind, id_: int, entered: Termination
    ) -> TerminationPlan:
        """What a termination means.

        Raises:
            NotFound: There is no such thing among the customer's own.
            InvalidInput: The day that was entered is too early or too late.
            Conflict: It was terminated already, has ended, or cannot end by itself.
        """
        with self._reading(access) as work:
            customer = work.customers.owned_by(access)
            ending = _own(work, access, kind, id_)
            return self._plan(customer, ending, entered, self._means.today())

    def terminate(
        self,
        access: CustomerAccess,
        seen: TerminationPlan,
        entered: Termination,
        password: str,
    ) -> Acknowledged:
        """Terminate as it was shown; the confirmation is there at once.

        Raises:
            InvalidInput: The customer password is wrong, or the day is too early by now.
            Throttled: The password was wrong too often.
            Conflict: It was terminated already, has ended, or cannot end by itself.
            ChangedMeanwhile: It would mean something else than `seen` by now.
        """
        self._sign_in.confirm(access, password, "password")
        with self._writing(access) as work:
            customer = work.customers.owned_by(access, to_change=True)
            ending = _own(work, access, seen.kind, seen.id, to_change=True)
            now = self._means.clock.now()
            plan = self._plan(customer, ending, entered, self._day(now))
            require_as_seen(seen, plan)
            transferred = ending.terminate(now, plan.ends_on, plan.contents)
            infos = tuple(self._auth_info(domain, end, self._day(now)) for domain, end in transferred)
            told = told_terminated(plan, self._local(now), entered.reason, customer.language)
            about = f"{ending.name}: {entered.reason}" if entered.reason else ending.name
            act = self._act(ending, ending.acts.terminated, now, plan.ends_on, about)
            return self._done(work, access, customer, ending, act, told, infos, ends_on=plan.ends_on)

    def retract(self, access: CustomerAccess, kind: EndingKind, id_: int, password: str) -> Acknowledged:
        """Take a termination back, until its last day where the provider is.

        Raises:
            InvalidInput: The customer password is wrong.
            Throttled: It was wrong too often.
            NotFound: There is no such thing among the customer's own.
            Conflict: It was not terminated, has ended, or a domain of it was deleted or moved.
        """
        self._sign_in.confirm(access, password, "password")
        with self._writing(access) as work:
            customer = work.customers.owned_by(access, to_change=True)
            ending = _own(work, access, kind, id_, to_change=True)
            now = self._means.clock.now()
            self._require_going_on(customer, ending, self._day(now))
            if ending.terminated_at is None:
                raise Conflict(_("{name} is not terminated.").format(name=ending.name))
            ending.retract()
            told = told_retracted(ending, self._local(now), customer.language)
            act = self._act(ending, ending.acts.retracted, now, self._day(now), ending.name)
            return self._done(work, access, customer, ending, act, told, ends_on=ending.ends_on)

    def withdrawal(self, access: CustomerAccess, kind: EndingKind, id_: int) -> WithdrawalPlan:
        """What a withdrawal from the order means.

        Raises:
            NotFound: There is no such thing among the customer's own.
            Conflict: It cannot be withdrawn from any more, or by businesses never.
        """
        with self._reading(access) as work:
            customer = work.customers.owned_by(access)
            ending = _ordered(_own(work, access, kind, id_))
            return self._withdrawal(work, customer, ending, self._means.today())

    def withdraw(self, access: CustomerAccess, seen: WithdrawalPlan, password: str) -> Acknowledged:
        """Withdraw from an order, as it was shown: it ends at once, and everything charged is credited.

        Raises:
            InvalidInput: The customer password is wrong.
            Throttled: It was wrong too often.
            Conflict: It cannot be withdrawn from any more.
            ChangedMeanwhile: It would mean something else than `seen` by now.
        """
        self._sign_in.confirm(access, password, "password")
        with self._writing(access) as work:
            customer = work.customers.owned_by(access, to_change=True)
            ending = _ordered(_own(work, access, seen.kind, seen.id, to_change=True))
            now = self._means.clock.now()
            today = self._day(now)
            plan = self._withdrawal(work, customer, ending, today)
            require_as_seen(seen, plan)
            give_back(work, customer, ending, today)
            ending.withdraw(now, today)
            told = told_withdrawn(plan, self._local(now), customer.language)
            act = self._act(ending, ending.withdrawn, now, today, ending.name)
            return self._done(work, access, customer, ending, act, told, ends_on=None)

    def renew_auth_info(self, access: CustomerAccess, domain_id: int, password: str) -> AuthInfo:
        """Another AuthInfo for a domain that leaves to another provider; the one before is void.

        Raises:
            InvalidInput: The customer password is wrong.
            Throttled: It was wrong too often.
            NotFound: The domain is not the customer's.
            Conflict: It does not leave to another provider, or has left.
        """
        self._sign_in.confirm(access, password, "password")
        with self._writing(access) as work:
            customer = work.customers.owned_by(access, to_change=True)
            package_id = work.terminations.package_of_domain(access, domain_id)
            agreed = None
            if package_id is not None:
                agreed = work.contracts.one_owned_by(access, package_id, to_change=True)
            if agreed is None:
                raise _not_found(EndingKind.DOMAIN)
            domain, end = work.terminations.domain(domain_id), work.terminations.end_of(domain_id)
            if (
                end is None
                or end.follow_up is not FollowUp.TRANSFER
                or domain.state is not DomainState.TERMINATED
                or agreed.package.state is PackageState.ENDED
            ):
                raise Conflict(
                    _("{domain} does not leave to another provider: there is no AuthInfo for it.").format(
                        domain=domain.name
                    )
                )
            now = self._means.clock.now()
            info = self._auth_info(domain, end, self._day(now))
            work.audit.record(
                now, access.actor, "AuthInfo given", f"domains {domain_id}", customer_id=customer.id
            )
            what = _(
                "You asked for a new AuthInfo of {domain}. It is valid until {day}; the old one is void."
            )
            day = words_of(customer.language).day(info.until)
            notices.tell_of_order(work, customer, now, what.format(domain=domain.name, day=day))
            work.commit()
            return info

    # What it means

    def _plan(
        self, customer: Customer, ending: Ending, entered: Termination, today: dt.date
    ) -> TerminationPlan:
        words = words_of(customer.language)
        self._require_going_on(customer, ending, today)
        contents = ending.contents(entered.follow_ups)
        if ending.terminated_at is not None and ending.ends_on is not None:
            raise Conflict(
                _(
                    "{name} was terminated already: notice was received on {at}. It ends on {day}; until then"
                    " you can retract that."
                ).format(
                    name=ending.name,
                    at=words.at(self._local(ending.terminated_at)),
                    day=words.day(ending.ends_on),
                )
            )
        earliest = ending.earliest(today)
        latest = rules.latest_end(earliest, today, ending.package_ends_on)
        ends_on = rules.agreed_end(entered.ends_on, earliest, latest, words)
        return TerminationPlan(
            kind=ending.kind,
            id=ending.id,
            package=ending.agreed.package.main_domain,
            name=ending.name,
            product=ending.product,
            wanted=entered.ends_on,
            ends_on=ends_on,
            ends_minimum_term=ending.ends_minimum_term(ends_on),
            contents=contents,
            earliest=earliest,
            latest=latest,
        )

    def _withdrawal(
        self, work: Work, customer: Customer, ending: OrderedEnding, today: dt.date
    ) -> WithdrawalPlan:
        if ending.has_ended:
            raise Conflict(_("{name} has ended.").format(name=ending.name))
        zone, days = self._means.settings.time_zone, self._means.settings.contracts.withdrawal_days
        if customer.kind is not CustomerKind.CONSUMER:
            raise Conflict(_("Only consumers can withdraw from an order."))
        ordered_on = rules.ordered_on(ending.ordered_at, ending.started_on, zone)
        until = rules.withdraw_until(customer.kind, ordered_on, days)
        if until is None or today > until:
            words = words_of(customer.language)
            raise Conflict(
                _(
                    "{name} was ordered on {ordered}: you could withdraw from that until {until}. It can be"
                    " terminated."
                ).format(
                    name=ending.name,
                    ordered=words.day(ordered_on),
                    until=words.day(until) if until else "",
                )
            )
        return WithdrawalPlan(
            kind=ending.kind,
            id=ending.id,
            package=ending.agreed.package.main_domain,
            name=ending.name,
            product=ending.product,
            ordered_on=ordered_on,
            until=until,
            contents=ending.contents({}),
            credit_cents=charged(work, ending),
        )

    def _require_going_on(self, customer: Customer, ending: Ending, today: dt.date) -> None:
        """Raise Conflict for what has ended, be it that nobody has carried that out yet."""
        last = ending.ends_on
        if last is not None and (ending.has_ended or last < today):
            day = words_of(customer.language).day(last)
            raise Conflict(_("{name} ended on {day}.").format(name=ending.name, day=day))
        if ending.has_ended:
            raise Conflict(_("{name} has ended.").format(name=ending.name))

    # Doing it

    def _auth_info(self, domain: Domain, end: DomainEnd, today: dt.date) -> AuthInfo:
        return auth_info.give(
            domain, end, today + dt.timedelta(days=self._means.settings.contracts.auth_info_days)
        )

    def _act(
        self, ending: Ending, kind: ActKind, at: dt.datetime, effective_on: dt.date, about: str
    ) -> ContractAct:
        package = ending.agreed.package
        return ContractAct(
            customer_id=package.customer_id,
            package_id=package.id,
            kind=kind,
            at=at,
            effective_on=effective_on,
            details=about,
        )

    def _done(
        self,
        work: Work,
        access: CustomerAccess,
        customer: Customer,
        ending: Ending,
        act: ContractAct,
        told: Told,
        auth_infos: tuple[AuthInfo, ...] = (),
        *,
        ends_on: dt.date | None,
    ) -> Acknowledged:
        """Confirm, record and commit."""
        act_id = put_on_record(work, self._means.settings, customer, act, told)
        which = f"{ending.kind.value}s {ending.id}"
        work.audit.record(act.at, access.actor, act.kind.value, which, customer_id=customer.id)
        work.commit()
        return Acknowledged(act_id, reference_of(act_id), act.at, ending.name, ends_on, auth_infos)

    def _day(self, moment: dt.datetime) -> dt.date:
        """The day of receipt: where the provider is."""
        return day_in(self._means.settings.time_zone, moment)

    def _local(self, moment: dt.datetime) -> dt.datetime:
        return moment.astimezone(ZoneInfo(self._means.settings.time_zone))


def _own(
    work: Work, access: CustomerAccess, kind: EndingKind, id_: int, *, to_change: bool = False
) -> Ending:
    """What the customer asks about; with `to_change` its package is locked. Raises NotFound."""
    find = {
        EndingKind.PACKAGE: lambda _access, package_id: package_id,
        EndingKind.DOMAIN: work.terminations.package_of_domain,
        EndingKind.SERVICE: work.terminations.package_of_service,
    }
    package_id = find[kind](access, id_)
    agreed = None
    if package_id is not None:
        agreed = work.contracts.one_owned_by(access, package_id, to_change=to_change)
    if agreed is None:
        raise _not_found(kind)
    if kind is EndingKind.DOMAIN:
        return DomainEnding(work, agreed, work.terminations.domain(id_))
    if kind is EndingKind.SERVICE:
        return ServiceEnding(work, agreed, work.terminations.service(id_))
    return PackageEnding(work, agreed)


def _ordered(ending: Ending) -> OrderedEnding:
    """What was ordered by itself; raises Conflict for a domain, which was not."""
    if not isinstance(ending, OrderedEnding):
        raise Conflict(_("{name} can be terminated, but not withdrawn from.").format(name=ending.name))
    return ending


def _not_found(kind: EndingKind) -> NotFound:
    sentences = {
        EndingKind.PACKAGE: _("This package is not among yours."),
        EndingKind.DOMAIN: _("This domain is not among yours."),
        EndingKind.SERVICE: _("This service is not among yours."),
    }
    return NotFound(sentences[kind])
