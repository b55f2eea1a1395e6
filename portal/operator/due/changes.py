"""Changes to smaller products, on their day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.contract_acts.recording import record_what_fell_due
from portal.languages import language_of
from portal.operator.due.acts import DueActs
from portal.package_change.acting import act_of, become
from portal.package_change.rules import misfits, next_period
from portal.package_change.words import told_of
from storage.models.contracts import ActKind
from storage.models.packages import PackageState

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from portal.access import OperatorAccess
    from portal.operator.due.report import DueReport
    from portal.package_change.views import Misfit
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
            too_much: Sequence[Misfit] = ()
            if ends or agreed.package.state is PackageState.ENDED:
                contract.becomes_product_id = contract.becomes_on = None
                kind = ActKind.DOWNGRADE_CANCELLED
            elif too_much := self._misfits(work, agreed, product):
                while day <= report.on:
                    day = next_period(contract, day)
                contract.becomes_on = day
                kind = ActKind.DOWNGRADE_POSTPONED
                report.postponed.append(agreed.package.main_domain)
            else:
                become(agreed, product)
                kind = ActKind.DOWNGRADED
            self._record(work, access, agreed, kind, day, product, too_much)
            report.done[kind] += 1
            work.commit()

    def _misfits(self, work: Work, agreed: Agreed, product: Product) -> Sequence[Misfit]:
        quotas = work.contracts.quotas((agreed.product.id, product.id))
        usage = work.packages.usage([agreed.package.id]).get(agreed.package.id, {})
        return list(misfits(quotas[agreed.product.id], quotas[product.id], usage))

    def _record(
        self,
        work: Work,
        access: OperatorAccess,
        agreed: Agreed,
        kind: ActKind,
        day: dt.date,
        product: Product,
        too_much: Sequence[Misfit],
    ) -> None:
        """Put it on record, and tell the customer."""
        now, package = self._means.clock.now(), agreed.package
        customer = work.customers.by_id(package.customer_id)
        told = told_of(
            kind,
            language_of(customer.language),
            package.main_domain,
            agreed.product.name,
            product.name,
            day,
            too_much,
        )
        record_what_fell_due(work, customer, act_of(agreed, kind, now, day, product.name), told)
        which = f"contracts {package.id}"
        work.audit.record(now, access.actor, kind.value, which, customer_id=customer.id)
