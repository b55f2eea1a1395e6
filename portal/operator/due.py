"""What falls due: each act in a transaction of its own, on whichever day it is looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portal.customers import notices
from portal.documents.words import words_of
from portal.errors import InvalidInput
from portal.i18n import _
from portal.package_change.acting import become, record
from portal.package_change.rules import misfits, next_period
from portal.progress import Progress, no_progress
from portal.use_case import UseCases
from storage.models.contracts import ActKind
from storage.models.packages import PackageState

if TYPE_CHECKING:
    import datetime as dt

    from portal.access import OperatorAccess
    from storage.models.products import Product
    from storage.repositories.contracts import Agreed
    from storage.work import Work


@dataclass(slots=True)
class DueReport:
    """What fell due.

    Attributes:
        on: What falls due by then.
        changed: How many packages became a smaller product.
        postponed: The main domains of packages that do not fit the smaller product yet.
        cancelled: How many changes were called off, as their package ends.
    """

    on: dt.date
    changed: int = 0
    postponed: list[str] = field(default_factory=list)
    cancelled: int = 0


class FallingDue(UseCases):
    """All that is to happen by a day."""

    def run(
        self, access: OperatorAccess, on: dt.date | None = None, progress: Progress = no_progress
    ) -> DueReport:
        """Do all that is due by a day; a second run changes nothing, one after a week makes up for it.

        Args:
            access: Who has it done.
            on: The day; today by default, and at most.
            progress: Called every so often with the acts that are done and all there are.

        Raises:
            InvalidInput: The day lies ahead.
        """
        on = on or self._means.today()
        if on > self._means.today():
            raise InvalidInput(_("{day} is yet to come.").format(day=on), "on")
        report = DueReport(on)
        with self._reading(access) as work:
            packages = work.contracts.changes_due(on)
        for done, package_id in enumerate(packages, 1):
            self._change(access, package_id, report)
            progress(done, len(packages))
        return report

    def _change(self, access: OperatorAccess, package_id: int, report: DueReport) -> None:
        """A smaller product on its day, if the package fits it; else one period later."""
        with self._writing(access) as work:
            agreed = work.contracts.locked(package_id)
            contract, day = agreed.contract, agreed.contract.becomes_on
            if contract.becomes_product_id is None or day is None or day > report.on:
                return
            product = work.contracts.product(contract.becomes_product_id)
            ends = contract.ends_on is not None and contract.ends_on < day
            if ends or agreed.package.state is PackageState.ENDED:
                contract.becomes_product_id = contract.becomes_on = None
                self._record(work, access, agreed, ActKind.DOWNGRADE_CANCELLED, day, product)
                report.cancelled += 1
            elif self._fits(work, agreed, product):
                self._record(work, access, agreed, ActKind.DOWNGRADED, day, product)
                self._tell(work, agreed, _("Your package {domain} is {after} since {day}."), day, product)
                become(agreed, product)
                report.changed += 1
            else:
                while day <= report.on:
                    day = next_period(contract, day)
                contract.becomes_on = day
                self._record(work, access, agreed, ActKind.DOWNGRADE_POSTPONED, day, product)
                what = _(
                    "Your package {domain} could not become {after}: more is in use than that includes. We"
                    " try again on {day}; “Package change” shows what is too much."
                )
                self._tell(work, agreed, what, day, product)
                report.postponed.append(agreed.package.main_domain)
            work.commit()

    def _fits(self, work: Work, agreed: Agreed, product: Product) -> bool:
        quotas = work.contracts.quotas((agreed.product.id, product.id))
        usage = work.packages.usage([agreed.package.id]).get(agreed.package.id, {})
        return not list(misfits(quotas[agreed.product.id], quotas[product.id], usage))

    def _record(
        self,
        work: Work,
        access: OperatorAccess,
        agreed: Agreed,
        kind: ActKind,
        day: dt.date,
        product: Product,
    ) -> None:
        now = self._means.clock.now()
        record(work, agreed, kind, now, day, product.name)
        which = f"contracts {agreed.package.id}"
        work.audit.record(now, access.actor, kind.value, which, customer_id=agreed.package.customer_id)

    def _tell(self, work: Work, agreed: Agreed, what: str, day: dt.date, product: Product) -> None:
        customer = work.customers.by_id(agreed.package.customer_id)
        told = what.format(
            domain=agreed.package.main_domain, after=product.name, day=words_of(customer.language).day(day)
        )
        notices.tell_of_order(work, customer, self._means.clock.now(), told)
