"""Changes to smaller products, on their day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.customers import notices
from portal.documents.words import words_of
from portal.i18n import _
from portal.operator.due.acts import DueActs
from portal.package_change.acting import become, record
from portal.package_change.rules import misfits, next_period
from storage.models.contracts import ActKind
from storage.models.packages import PackageState

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from portal.access import OperatorAccess
    from portal.operator.due.report import DueReport
    from storage.models.products import Product
    from storage.repositories.contracts import Agreed
    from storage.work import Work


class SmallerProducts(DueActs):
    """Changes to smaller products, on the first day of those."""

    def due(self, work: Work, on: dt.date) -> Iterable[tuple[dt.date, int]]:
        """Packages with the day of their change."""
        return work.contracts.changes_due(on)

    def carry_out(self, access: OperatorAccess, key: int, day: dt.date, report: DueReport) -> None:
        """A smaller product, if the package fits it; else one period later."""
        with self._writing(access) as work:
            agreed = work.contracts.locked(key)
            contract = agreed.contract
            if contract.becomes_product_id is None or contract.becomes_on != day:
                return
            product = work.contracts.product(contract.becomes_product_id)
            ends = contract.ends_on is not None and contract.ends_on < day
            if ends or agreed.package.state is PackageState.ENDED:
                contract.becomes_product_id = contract.becomes_on = None
                self._record(work, access, agreed, ActKind.DOWNGRADE_CANCELLED, day, product)
                report.done[ActKind.DOWNGRADE_CANCELLED] += 1
            elif self._fits(work, agreed, product):
                self._record(work, access, agreed, ActKind.DOWNGRADED, day, product)
                self._tell(work, agreed, _("Your package {domain} is {after} since {day}."), day, product)
                become(agreed, product)
                report.done[ActKind.DOWNGRADED] += 1
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
                report.done[ActKind.DOWNGRADE_POSTPONED] += 1
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
