"""A provider's days, one after the other: customers act, `admin due` and billing run, and all is checked."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portal.access import CustomerAccess, OperatorAccess
from portal.errors import ChangedMeanwhile, Conflict, InvalidInput, NotFound
from portal.invoices import InvoiceState
from portal.operator.checking import impossible
from portal.paging import PageRequest
from portal.splitting import SplitWish
from portal.termination import EndingKind
from portal.termination.models import Termination
from storage.models.domains import DomainKind
from storage.models.packages import PackageState
from storage.models.termination import FollowUp

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from portal.portal import Portal
    from tests.portal.house import SettableClock

PETRA = OperatorAccess("petra")

REFUSALS = (Conflict, InvalidInput, NotFound, ChangedMeanwhile)
"""Sentences that customers read: nothing was done."""

WEEK = 7

LATELY = 30
"""Terminations that somebody may think better of."""


@dataclass(slots=True)
class Told:
    """What a simulation was like.

    Attributes:
        days: How many passed.
        done: What customers did, and how often that was refused.
        due: What fell due, by kind.
        reminded: How many reminders were sent.
        due_seconds: How long `admin due` took in all.
        findings: What the checker found, with the day.
    """

    days: int = 0
    done: Counter[str] = field(default_factory=Counter)
    due: Counter[str] = field(default_factory=Counter)
    reminded: int = 0
    due_seconds: float = 0.0
    findings: list[str] = field(default_factory=list)


class Year:
    """Customers who do what they may, at random; the same for the same `random`."""

    def __init__(
        self,
        portal: Portal,
        clock: SettableClock,
        logins: list[tuple[str, str]],
        random: Random,
        *,
        acts_a_day: float,
    ) -> None:
        """Begin on the clock's day.

        Args:
            portal: The provider's.
            clock: The portal's; goes on by a day for each day.
            logins: Customer numbers with their passwords.
            random: Who does what.
            acts_a_day: How often somebody tries something, on average.
        """
        self._portal, self._clock, self._random = portal, clock, random
        self._logins, self._acts_a_day = logins, acts_a_day
        self._missed_until = dt.date.min
        self._packages: dict[int, list[int]] = {}
        self._terminated: dict[int, list[tuple[EndingKind, int]]] = defaultdict(list)
        self._acts = (
            *(self._terminate, self._terminate, self._retract),
            *(self._downgrade, self._downgrade, self._upgrade, self._take_back),
            *(self._split, self._split),
        )
        self.told = Told()

    @property
    def today(self) -> dt.date:
        """The date where the provider is."""
        return self._clock.now().date()

    def run(self, days: int, *, checked_every: int) -> Told:
        """Let so many days pass, and look for what cannot be every so often, and at the end."""
        for day in range(1, days + 1):
            self._clock.forward(days=1)
            self.told.days += 1
            self._act()
            ran = self._fall_due(is_last=day == days)
            if self.today.day == 1:
                self._bill()
            if ran and (day % checked_every == 0 or day == days):
                self._check()
        return self.told

    def _fall_due(self, *, is_last: bool) -> bool:
        """Run `admin due`, unless it is missed for a week; whether it ran."""
        if self._random.random() < 1 / 60 and self.today > self._missed_until:
            self._missed_until = self.today + dt.timedelta(days=WEEK)
        if self.today <= self._missed_until and not is_last:
            self.told.done["due missed"] += 1
            return False
        begun = time.perf_counter()
        report = self._portal.operator.due.run(PETRA)
        self.told.due_seconds += time.perf_counter() - begun
        self.told.due.update({kind.value: count for kind, count in report.done.items()})
        self.told.reminded += report.reminded
        return True

    def _bill(self) -> None:
        """Bill what begins by today; everybody pays at once."""
        portal = self._portal
        portal.operator.billing.bill(PETRA, self.today)
        for state in (InvoiceState.OPEN, InvoiceState.ANNOUNCED, InvoiceState.OVERDUE, InvoiceState.RETURNED):
            for invoice in list(portal.operator.invoices.list(PETRA, state=state)):
                portal.operator.invoices.paid(PETRA, invoice.number)
        self.told.done["billed"] += 1

    def _check(self) -> None:
        with self._portal._means.storage.reading() as work:
            found = impossible(work, self._portal.settings, self.today, self.today)
            self.told.findings += [f"{self.today}: {each.reason}" for each in found]

    # What customers do

    def _act(self) -> None:
        """Some customers sign in, and each tries a few things."""
        whole, part = divmod(self._acts_a_day, 1)
        for _time in range(int(whole) + (self._random.random() < part)):
            number, password = self._random.choice(self._logins)
            access = self._portal.sign_in.as_customer(number, password, "home").access
            assert isinstance(access, CustomerAccess)
            act = self._random.choice(self._acts)
            name = act.__name__.removeprefix("_").replace("_", " ")
            try:
                act(access, self._random.choice(self._packages_of(access)), password)
            except REFUSALS:
                name = f"{name} refused"
            self.told.done[name] += 1

    def _packages_of(self, access: CustomerAccess) -> list[int]:
        """The packages that did not have ended when they were first looked at, and those that came since."""
        if access.customer_id not in self._packages:
            ids: list[int] = []
            request = PageRequest(limit=1000)
            while True:
                page = self._portal.packages.page(access, request)
                ids += [each.id for each in page.rows if each.state is not PackageState.ENDED]
                if len(page.rows) < request.limit:
                    break
                request = PageRequest(limit=1000, anchor=page.anchors[-1])
            self._packages[access.customer_id] = ids
        return self._packages[access.customer_id]

    def _terminate(self, access: CustomerAccess, package: int, password: str) -> None:
        """A package, or sometimes one of its domains or services; by the earliest day, or a later one."""
        termination = self._portal.termination
        kind, id_ = EndingKind.PACKAGE, package
        if self._random.random() < 1 / 4:
            kind, id_ = self._part(access, package)
        entered = Termination()
        if self._random.random() < 1 / 3:
            later = termination.plan(access, kind, id_, entered).ends_on
            entered = Termination(ends_on=later + dt.timedelta(days=self._random.randrange(90)))
        plan = termination.plan(access, kind, id_, entered)
        follow_ups = {
            each.id: self._random.choice(tuple(FollowUp)) for each in plan.contents.domains if each.follow_up
        }
        entered = entered.model_copy(update={"follow_ups": follow_ups})
        plan = termination.plan(access, kind, id_, entered)
        termination.terminate(access, plan, entered, password)
        self._terminated[access.customer_id].append((kind, id_))

    def _part(self, access: CustomerAccess, package: int) -> tuple[EndingKind, int]:
        """Something of a package that can end by itself; the package where there is nothing."""
        domain = self._portal.package_change.offer(access, package).domain
        page = self._portal.termination.page(access, PageRequest(filter=domain, limit=50))
        parts = [(each.kind, each.id) for each in page.rows if each.package_id == package]
        return self._random.choice(parts or [(EndingKind.PACKAGE, package)])

    def _retract(self, access: CustomerAccess, package: int, password: str) -> None:
        """Something that was terminated lately, if there is any; it may be over."""
        kind, id_ = EndingKind.PACKAGE, package
        if lately := self._terminated[access.customer_id][-LATELY:]:
            kind, id_ = self._random.choice(lately)
        self._portal.termination.retract(access, kind, id_, password)

    def _downgrade(self, access: CustomerAccess, package: int, password: str) -> None:
        self._change(access, package, password, lambda rank, own: rank < own)

    def _upgrade(self, access: CustomerAccess, package: int, password: str) -> None:
        self._change(access, package, password, lambda rank, own: rank > own)

    def _change(
        self, access: CustomerAccess, package: int, password: str, fits: Callable[[int, int], bool]
    ) -> None:
        change = self._portal.package_change
        options = change.offer(access, package).options
        own = next(place for place, option in enumerate(options) if option.kind is None)
        others = [option.code for place, option in enumerate(options) if fits(place, own)]
        code = self._random.choice(others or [options[own].code])
        change.order(access, change.plan(access, package, code), password)

    def _split(self, access: CustomerAccess, package: int, password: str) -> None:
        """One domain into a package of its own or another one, at once or within three months."""
        splitting = self._portal.splitting
        domains = splitting.domains(access, package, PageRequest(limit=50)).rows
        others = [each.id for each in domains if each.kind is not DomainKind.MAIN]
        others = others or [each.id for each in domains]
        if not others:
            raise NotFound("It has no domain that could go.")
        wish = SplitWish(package_id=package, domain_ids=(self._random.choice(others),))
        wish = wish.model_copy(update={"target_main_id": wish.domain_ids[0]})
        if self._random.random() < 1 / 2:
            wish = wish.model_copy(update={"on": self.today + dt.timedelta(days=self._random.randrange(90))})
        if self._random.random() < 1 / 2:
            target = self._random.choice(self._packages_of(access))
            wish = wish.model_copy(update={"target_id": target, "target_main_id": None})
        else:
            product = self._random.choice(splitting.products(access)).code
            wish = wish.model_copy(update={"product": product})
        done = splitting.order(access, splitting.plan(access, wish), password)
        if done.target_id is not None and wish.target_id is None:
            self._packages_of(access).append(done.target_id)

    def _take_back(self, access: CustomerAccess, package: int, password: str) -> None:
        self._portal.package_change.retract(access, package, password)
