"""Ends: of packages, single domains and additional services, the day after their last one."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from portal.contract_acts.recording import put_on_record
from portal.operator.due.acts import DueActs
from portal.termination.contracts import PackageEnding, ServiceEnding
from portal.termination.domains import DomainEnding
from portal.termination.words import told_ended
from portal.terms import ONE_DAY
from storage.models.contracts import ContractAct

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from portal.access import OperatorAccess
    from portal.operator.due.report import DueReport
    from portal.termination.ending import Ending
    from storage.work import Work


class Ends(DueActs):
    """What ends as it was agreed; a subclass says what that is."""

    @abstractmethod
    def over(self, work: Work, on: dt.date) -> Sequence[tuple[dt.date, int]]:
        """The last days before `on` of what has not ended yet, and its ids."""

    @abstractmethod
    def ending(self, work: Work, key: int) -> Ending:
        """One of them, its package locked."""

    def due(self, work: Work, on: dt.date) -> Iterable[tuple[dt.date, int]]:
        """Each on the day after its last one."""
        return [(day + ONE_DAY, key) for day, key in self.over(work, on)]

    def carry_out(self, access: OperatorAccess, key: int, day: dt.date, report: DueReport) -> None:
        """End it; nothing if that was retracted, or done with its package."""
        with self._writing(access) as work:
            ending = self.ending(work, key)
            last_day = ending.ends_on
            if ending.has_ended or last_day is None or last_day + ONE_DAY != day:
                return
            now, package = self._means.clock.now(), ending.agreed.package
            ending.end(now)
            customer = work.customers.by_id(package.customer_id)
            act = ContractAct(
                customer_id=customer.id,
                package_id=package.id,
                kind=ending.acts.ended,
                at=now,
                effective_on=day,
                details=ending.name,
            )
            told = told_ended(ending, last_day, customer.language)
            put_on_record(work, self._means.settings, customer, act, told, on_paper=False)
            which = f"{ending.kind.value}s {key}"
            work.audit.record(now, access.actor, act.kind.value, which, customer_id=customer.id)
            work.commit()
            report.done[act.kind] += 1


class PackageEnds(Ends):
    """Packages, with all that belongs to them."""

    def over(self, work: Work, on: dt.date) -> Sequence[tuple[dt.date, int]]:
        """See `Ends`."""
        return work.terminations.packages_over(on)

    def ending(self, work: Work, key: int) -> Ending:
        """See `Ends`."""
        return PackageEnding(work, work.contracts.locked(key))


class DomainEnds(Ends):
    """Single domains."""

    def over(self, work: Work, on: dt.date) -> Sequence[tuple[dt.date, int]]:
        """See `Ends`."""
        return work.terminations.domains_over(on)

    def ending(self, work: Work, key: int) -> Ending:
        """See `Ends`."""
        agreed = work.contracts.locked(work.terminations.domain(key).package_id)
        return DomainEnding(work, agreed, work.terminations.domain(key))


class ServiceEnds(Ends):
    """Additional services."""

    def over(self, work: Work, on: dt.date) -> Sequence[tuple[dt.date, int]]:
        """See `Ends`."""
        return work.terminations.services_over(on)

    def ending(self, work: Work, key: int) -> Ending:
        """See `Ends`."""
        agreed = work.contracts.locked(work.terminations.service(key).package_id)
        return ServiceEnding(work, agreed, work.terminations.service(key))
