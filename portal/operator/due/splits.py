"""Splits of packages, on the day they were ordered for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.contract_acts.recording import put_on_record
from portal.errors import InvalidInput
from portal.operator.due.acts import DueActs
from portal.splitting.acting import act_of, carry_out, record_new_package
from portal.splitting.orders import act_of_end, pending_of, receipt_of, wish_of
from portal.splitting.planning import Planning, Sides
from portal.splitting.rules import CannotSplit, Hindrance
from portal.splitting.words import told_of, told_of_end
from portal.terms import ONE_DAY
from storage.models.contracts import ActKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from portal.access import OperatorAccess
    from portal.operator.due.report import DueReport
    from portal.splitting.planning import Planned
    from portal.splitting.views import SplitMisfit
    from storage.models.splits import SplitOrder
    from storage.work import Work


@dataclass(frozen=True, slots=True)
class Against:
    """Why a split is cancelled.

    Attributes:
        why: The reason.
        misfits: What has no room.
    """

    why: Hindrance
    misfits: tuple[SplitMisfit, ...] = ()


class Splits(DueActs):
    """Splits that were ordered; those that cannot be any more are cancelled, and their customers told why."""

    def due(self, work: Work, on: dt.date) -> Iterable[tuple[dt.date, int]]:
        """Packages with the day of their split, or with the day after one of both packages ended."""
        for effective_on, *ends, package_id in work.splits.due(on):
            yield min([effective_on, *(end + ONE_DAY for end in ends if end is not None)]), package_id

    def carry_out(self, access: OperatorAccess, key: int, day: dt.date, report: DueReport) -> None:
        """Split it as it was agreed, if it still can be."""
        with self._writing(access) as work:
            found = work.splits.order_of(key)
            if found is None:
                return
            target_id, ordered_at = found.target_id, found.ordered_at
            # The lowest id first, as customers' own orders do.
            ids = sorted({key} | ({target_id} if target_id is not None else set()))
            locked = {each: work.contracts.locked(each) for each in ids}
            order = work.splits.order_of(key, to_change=True)
            if order is None or order.ordered_at != ordered_at:
                return  # it was retracted a moment ago
            sides = Sides(locked[key], locked[target_id] if target_id is not None else None)
            outcome = self._looked_at(work, order, sides, day)
            if isinstance(outcome, Against):
                self._cancel(work, order, sides, day, outcome)
            else:
                self._split(work, access, order, outcome)
            kind = ActKind.SPLIT_CANCELLED if isinstance(outcome, Against) else ActKind.SPLIT
            customer_id, which = sides.source.package.customer_id, f"contracts {key}"
            work.audit.record(
                self._means.clock.now(), access.actor, kind.value, which, customer_id=customer_id
            )
            report.done[kind] += 1
            work.commit()

    def _looked_at(self, work: Work, order: SplitOrder, sides: Sides, day: dt.date) -> Planned | Against:
        """What is to be done, or why it cannot be done any more."""
        end = sides.source.contract.ends_on
        if end is not None and end < day:
            return Against(Hindrance.SOURCE_ENDED)
        planning = Planning(work, self._means.settings, sides, self._means.today())
        try:
            planned = planning.planned(wish_of(work, order), receipt_of(work, order))
        except CannotSplit as refusal:
            return Against(refusal.why)
        except InvalidInput:  # what became the main domain meanwhile is among those that go
            return Against(Hindrance.DOMAINS_CHANGED)
        misfits = planned.plan.misfits
        return Against(Hindrance.NO_ROOM, misfits) if misfits else planned

    def _split(self, work: Work, access: OperatorAccess, order: SplitOrder, planned: Planned) -> None:
        now = self._means.clock.now()
        customer = work.customers.by_id(planned.sides.source.package.customer_id)
        received = order.ordered_at
        work.splits.remove_order(order)
        target_id = carry_out(work, customer, planned, access.actor, now)
        told = told_of(planned.plan, customer.language, "done")
        act = act_of(ActKind.SPLIT, customer, planned, now)
        put_on_record(work, self._means.settings, customer, act, told)
        record_new_package(work, customer, planned, target_id, received)

    def _cancel(
        self,
        work: Work,
        order: SplitOrder,
        sides: Sides,
        day: dt.date,
        against: Against,
    ) -> None:
        package = sides.source.package
        customer, pending = work.customers.by_id(package.customer_id), pending_of(work, order)
        told = told_of_end(
            package.main_domain,
            pending.target,
            pending.product,
            pending.on,
            customer.language,
            against.why,
            against.misfits,
        )
        now = self._means.clock.now()
        act = act_of_end(work, order, customer.id, ActKind.SPLIT_CANCELLED, now, day, against.why.value)
        put_on_record(work, self._means.settings, customer, act, told)
        work.splits.remove_order(order)
