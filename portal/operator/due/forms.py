"""Accepted forms, on the first day that they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.errors import PortalError
from portal.operator.due.acts import DueActs
from portal.written_forms.carrying_out import carry_out, reject
from storage.models.contracts import ActKind
from storage.models.written_forms import FormKind, FormState

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from portal.access import OperatorAccess
    from portal.operator.due.report import DueReport
    from storage.models.written_forms import WrittenForm
    from storage.work import Work

DONE = {
    FormKind.HANDOVER: ActKind.HANDED_OVER,
    FormKind.TRANSFER: ActKind.DOMAIN_TRANSFERRED,
    FormKind.HOLDER: ActKind.HOLDER_CHANGED,
}


class AcceptedForms(DueActs):
    """Handovers, transfers and changes of holders that were accepted for a later day."""

    def due(self, work: Work, on: dt.date) -> Iterable[tuple[dt.date, int]]:
        """Forms with the day from which they hold."""
        return work.written_forms.due(on)

    def carry_out(self, access: OperatorAccess, key: int, day: dt.date, report: DueReport) -> None:
        """What the form says; where that cannot be any more it is rejected, and its customer is told why."""
        try:
            done = self._carry_out(access, key, day)
        except PortalError as refusal:
            done = self._reject(access, key, day, refusal.message)
        if done is not None:
            report.done[done] += 1

    def _carry_out(self, access: OperatorAccess, key: int, day: dt.date) -> ActKind | None:
        with self._writing(access) as work:
            form = work.written_forms.locked(key)
            if not _waits(form, day):
                return None
            customer_id = form.customer_id
            carry_out(work, self._means, form, day, access.actor)
            self._note(work, access, form, DONE[form.kind], customer_id)
            work.commit()
            return DONE[form.kind]

    def _reject(self, access: OperatorAccess, key: int, day: dt.date, reason: str) -> ActKind | None:
        with self._writing(access) as work:
            form = work.written_forms.locked(key)
            if not _waits(form, day):
                return None
            reject(work, self._means, form, reason)
            self._note(work, access, form, ActKind.FORM_REJECTED, form.customer_id)
            work.commit()
            return ActKind.FORM_REJECTED

    def _note(
        self, work: Work, access: OperatorAccess, form: WrittenForm, kind: ActKind, customer_id: int
    ) -> None:
        now, record = self._means.clock.now(), f"written_forms {form.id}"
        package_id = form.package_id
        work.audit.record(
            now, access.actor, kind.value, record, customer_id=customer_id, package_id=package_id
        )


def _waits(form: WrittenForm, day: dt.date) -> bool:
    """Whether it is still to be carried out on that day."""
    return form.state is FormState.ACCEPTED and form.carried_out_at is None and form.effective_on == day
