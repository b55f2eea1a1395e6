"""Packages and additional services: what ends under a contract of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.errors import Conflict
from portal.i18n import _
from portal.termination import rules
from portal.termination.domains import leave, stay, void
from portal.termination.ending import Acts, OrderedEnding
from portal.termination.pending import cancel_pending, pending
from portal.termination.views import Contents, EndingKind, LeavingDomain
from storage.models.contracts import ActKind
from storage.models.domains import DomainState
from storage.models.packages import PackageState
from storage.models.products import Resource
from storage.models.services import ServiceState
from storage.models.termination import FollowUp

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from storage.models.domains import Domain
    from storage.models.packages import Contract
    from storage.models.services import AdditionalService
    from storage.models.termination import DomainEnd
    from storage.repositories.contracts import Agreed
    from storage.work import Work


class PackageEnding(OrderedEnding):
    """A package, with all that belongs to it."""

    kind = EndingKind.PACKAGE
    acts = Acts(ActKind.TERMINATED, ActKind.TERMINATION_RETRACTED, ActKind.ENDED)
    withdrawn = ActKind.WITHDRAWN

    @property
    def id(self) -> int:
        """See `Ending`."""
        return self.agreed.package.id

    @property
    def name(self) -> str:
        """Its main domain."""
        return self.agreed.package.main_domain

    @property
    def product(self) -> str:
        """What it is."""
        return self.agreed.product.name

    @property
    def has_ended(self) -> bool:
        """See `Ending`."""
        return self.agreed.package.state is PackageState.ENDED

    @property
    def terminated_at(self) -> dt.datetime | None:
        """See `Ending`."""
        return self.agreed.contract.terminated_at

    @property
    def ends_on(self) -> dt.date | None:
        """See `Ending`."""
        return self.agreed.contract.ends_on

    @property
    def package_ends_on(self) -> None:
        """It is the package itself."""
        return

    @property
    def ordered_at(self) -> dt.datetime | None:
        """See `OrderedEnding`."""
        return self.agreed.contract.ordered_at

    @property
    def started_on(self) -> dt.date:
        """See `OrderedEnding`."""
        return self.agreed.contract.started_on

    def earliest(self, received: dt.date) -> dt.date:
        """See `Ending`."""
        return rules.earliest_end(self.agreed.contract, received)

    def ends_minimum_term(self, day: dt.date) -> bool:
        """See `Ending`."""
        return rules.is_end_of_term(self.agreed.contract, day)

    def contents(self, follow_ups: Mapping[int, FollowUp]) -> Contents:
        """Domains, email, databases, services, and what was ordered for it."""
        usage = self._work.packages.usage([self.id]).get(self.id, {})
        used = {resource: use.used for resource, use in usage.items()}
        return Contents(
            domains=tuple(self._leaving(follow_ups)),
            mailboxes=used.get(Resource.MAILBOXES, 0),
            mail_mb=used.get(Resource.MAIL_STORAGE, 0),
            databases=tuple(self._work.terminations.database_names(self.id)),
            services=tuple(service.name for service in self._work.terminations.services_of(self.id)),
            change=pending(self._work, self.agreed),
        )

    def terminate(
        self, at: dt.datetime, ends_on: dt.date, contents: Contents
    ) -> Sequence[tuple[Domain, DomainEnd]]:
        """See `Ending`."""
        self.agreed.contract.terminated_at, self.agreed.contract.ends_on = at, ends_on
        cancel_pending(self._work, self.agreed, at)
        follow_ups = {each.id: each.follow_up for each in contents.domains if each.ends_on is None}
        ends = []
        for domain, end in self._living():
            follow_up = follow_ups.get(domain.id)
            if follow_up is not None:
                ends.append((domain, leave(self._work, domain, end, at, None, follow_up)))
        return [(domain, end) for domain, end in ends if end.follow_up is FollowUp.TRANSFER]

    def retract(self) -> None:
        """All its domains must still be there; those that end by themselves go on ending."""
        found = self._work.terminations.domains_of(self.id)
        for domain, end in found:
            if domain.state is DomainState.ENDED and end is not None and end.ends_on is None:
                raise Conflict(
                    _("{domain} was deleted or moved already: this cannot be retracted any more.").format(
                        domain=domain.name
                    )
                )
        for domain, end in found:
            if domain.state is DomainState.TERMINATED and (end is None or end.ends_on is None):
                stay(self._work, domain, end)
        self.agreed.contract.terminated_at = self.agreed.contract.ends_on = None

    def end(self, at: dt.datetime) -> None:
        """Nobody can sign in, nothing is published; its domains are free for others."""
        package = self.agreed.package
        cancel_pending(self._work, self.agreed, at)
        package.state = PackageState.ENDED
        for domain, end in self._living():
            domain.state = DomainState.ENDED
            void(end)
        for service in self._work.terminations.services_of(self.id):
            service.state = ServiceState.ENDED
        self._work.sign_ins.end_all_in(self.id, at)

    def withdraw(self, at: dt.datetime, today: dt.date) -> None:
        """Its services go with it."""
        services = self._work.terminations.services_of(self.id)
        self.end(at)
        _end_unbilled(self.agreed.contract, at, today)
        for service in services:
            _end_unbilled(service, at, today)

    def _living(self) -> list[tuple[Domain, DomainEnd | None]]:
        found = self._work.terminations.domains_of(self.id)
        return [(domain, end) for domain, end in found if domain.state is not DomainState.ENDED]

    def _leaving(self, follow_ups: Mapping[int, FollowUp]) -> Iterator[LeavingDomain]:
        """Its domains, each with what becomes of it."""
        for domain, end in self._living():
            if domain.state is DomainState.ORDERED:
                yield LeavingDomain(domain.id, domain.name, None)
            elif end is not None and end.ends_on is not None:
                yield LeavingDomain(domain.id, domain.name, end.follow_up, end.ends_on)
            else:
                wanted = follow_ups.get(domain.id, FollowUp.TRANSFER)
                yield LeavingDomain(domain.id, domain.name, wanted)


class ServiceEnding(OrderedEnding):
    """An additional service of a package."""

    kind = EndingKind.SERVICE
    acts = Acts(ActKind.SERVICE_TERMINATED, ActKind.SERVICE_RETRACTED, ActKind.SERVICE_ENDED)
    withdrawn = ActKind.SERVICE_WITHDRAWN

    def __init__(self, work: Work, agreed: Agreed, service: AdditionalService) -> None:
        super().__init__(work, agreed)
        self._service = service

    @property
    def id(self) -> int:
        """See `Ending`."""
        return self._service.id

    @property
    def name(self) -> str:
        """See `Ending`."""
        return self._service.name

    @property
    def has_ended(self) -> bool:
        """See `Ending`."""
        return self._service.state is ServiceState.ENDED

    @property
    def terminated_at(self) -> dt.datetime | None:
        """See `Ending`."""
        return self._service.terminated_at

    @property
    def ends_on(self) -> dt.date | None:
        """See `Ending`."""
        return min(filter(None, (self._service.ends_on, self.package_ends_on)), default=None)

    @property
    def ordered_at(self) -> dt.datetime:
        """See `OrderedEnding`."""
        return self._service.ordered_at

    @property
    def started_on(self) -> dt.date:
        """See `OrderedEnding`."""
        return self._service.started_on

    def earliest(self, received: dt.date) -> dt.date:
        """See `Ending`."""
        return rules.earliest_end(self._service, received)

    def ends_minimum_term(self, day: dt.date) -> bool:
        """See `Ending`."""
        return rules.is_end_of_term(self._service, day)

    def contents(self, _follow_ups: Mapping[int, FollowUp]) -> Contents:
        """The service alone."""
        return Contents(services=(self.name,))

    def terminate(
        self, at: dt.datetime, ends_on: dt.date, _contents: Contents
    ) -> Sequence[tuple[Domain, DomainEnd]]:
        """See `Ending`."""
        self._service.terminated_at, self._service.ends_on = at, ends_on
        return ()

    def retract(self) -> None:
        """See `Ending`."""
        self._service.terminated_at = self._service.ends_on = None

    def end(self, _at: dt.datetime) -> None:
        """See `Ending`."""
        self._service.state = ServiceState.ENDED

    def withdraw(self, at: dt.datetime, today: dt.date) -> None:
        """See `OrderedEnding`."""
        self.end(at)
        _end_unbilled(self._service, at, today)


def _end_unbilled(contract: Contract | AdditionalService, at: dt.datetime, today: dt.date) -> None:
    """End a contract today, and leave nothing of it to be billed or credited."""
    contract.terminated_at = at
    contract.ends_on = contract.billed_until = max(today, contract.started_on)
