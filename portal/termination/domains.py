"""Single domains that end, and what becomes of domains that end with their package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.errors import Conflict
from portal.i18n import _
from portal.kinds import MAIL
from portal.termination import rules
from portal.termination.ending import Acts, Ending
from portal.termination.views import Contents, EndingKind, LeavingDomain
from storage.models.contracts import ActKind
from storage.models.domains import DomainKind, DomainState
from storage.models.history import PackageChange
from storage.models.products import Resource
from storage.models.termination import DomainEnd, FollowUp

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from storage.models.domains import Domain
    from storage.repositories.contracts import Agreed
    from storage.work import Work


class DomainEnding(Ending):
    """A single domain of a package that goes on."""

    kind = EndingKind.DOMAIN
    acts = Acts(ActKind.DOMAIN_TERMINATED, ActKind.DOMAIN_RETRACTED, ActKind.DOMAIN_ENDED)

    def __init__(self, work: Work, agreed: Agreed, domain: Domain) -> None:
        """A domain of the package; raises Conflict for one that cannot end by itself."""
        super().__init__(work, agreed)
        self._domain = domain
        self._end = work.terminations.end_of(domain.id)

    @property
    def id(self) -> int:
        """See `Ending`."""
        return self._domain.id

    @property
    def name(self) -> str:
        """See `Ending`."""
        return self._domain.name

    @property
    def has_ended(self) -> bool:
        """See `Ending`."""
        return self._domain.state is DomainState.ENDED

    @property
    def terminated_at(self) -> dt.datetime | None:
        """See `Ending`."""
        return self._end.terminated_at if self._end is not None and self._end.ends_on is not None else None

    @property
    def ends_on(self) -> dt.date | None:
        """See `Ending`."""
        own = self._end.ends_on if self._end is not None else None
        return min(filter(None, (own, self.package_ends_on)), default=None)

    def earliest(self, received: dt.date) -> dt.date:
        """See `portal.termination.rules.earliest_end_of_domain`."""
        notice_months = self.agreed.contract.notice_months
        return rules.earliest_end_of_domain(self._domain.registered_on, notice_months, received)

    def contents(self, follow_ups: Mapping[int, FollowUp]) -> Contents:
        """The domain with its email; raises Conflict for one that cannot end by itself."""
        if self._domain.kind is DomainKind.MAIN:
            raise Conflict(
                _("{domain} is the main domain: it ends with its package.").format(domain=self.name)
            )
        if self._domain.state is DomainState.ORDERED:
            raise Conflict(
                _("{domain} is being registered. It can be terminated once it is active.").format(
                    domain=self.name
                )
            )
        if self._domain.state is DomainState.TERMINATED and self.terminated_at is None:
            raise Conflict(_("{domain} ends with its package.").format(domain=self.name))
        mailboxes, used_mb = self._work.terminations.mailboxes_of(self.id)
        leaving = LeavingDomain(self.id, self.name, follow_ups.get(self.id, FollowUp.TRANSFER))
        return Contents(domains=(leaving,), mailboxes=mailboxes, mail_mb=used_mb)

    def terminate(
        self, at: dt.datetime, ends_on: dt.date, contents: Contents
    ) -> Sequence[tuple[Domain, DomainEnd]]:
        """See `Ending`."""
        [leaving] = contents.domains
        follow_up = leaving.follow_up or FollowUp.DELETE
        self._end = leave(self._work, self._domain, self._end, at, ends_on, follow_up)
        return [(self._domain, self._end)] if follow_up is FollowUp.TRANSFER else []

    def retract(self) -> None:
        """It stays, or ends with its package again."""
        if self.agreed.contract.ends_on is None:
            stay(self._work, self._domain, self._end)
        elif self._end is not None:
            self._end.ends_on = None
            void(self._end)

    def end(self, at: dt.datetime) -> None:
        """Its email goes with it; what else stands under its name is kept, and served no more."""
        package, work = self.agreed.package, self._work
        for address in work.terminations.mail_of(self.id):
            for resource, amount in MAIL.uses(address).items():
                work.administration.count(package, resource, -amount)
            work.administration.remove(address)
        if self._domain.kind is DomainKind.ADDITIONAL:
            work.administration.count(package, Resource.ADDITIONAL_DOMAINS, -1)
        self._domain.state = DomainState.ENDED
        void(self._end)
        package.revision += 1
        work.history.add(
            PackageChange(
                package_id=package.id,
                revision=package.revision,
                at=at,
                by_owner=True,
                kind="domain",
                action="ended",
                name=self.name,
                domain_id=self.id,
            )
        )


def leave(
    work: Work,
    domain: Domain,
    end: DomainEnd | None,
    at: dt.datetime,
    ends_on: dt.date | None,
    follow_up: FollowUp,
) -> DomainEnd:
    """Note what becomes of a domain."""
    if end is None:
        end = DomainEnd(domain_id=domain.id, terminated_at=at, ends_on=ends_on, follow_up=follow_up)
        work.terminations.add_end(end)
    else:
        end.terminated_at, end.ends_on, end.follow_up = at, ends_on, follow_up
    domain.state = DomainState.TERMINATED
    return end


def stay(work: Work, domain: Domain, end: DomainEnd | None) -> None:
    """Let a domain be as it was; its AuthInfo opens nothing any more."""
    domain.state = DomainState.ACTIVE
    if end is not None:
        work.terminations.remove_end(end)


def void(end: DomainEnd | None) -> None:
    """Let an AuthInfo open nothing any more."""
    if end is not None:
        end.auth_digest, end.auth_until = "", None
