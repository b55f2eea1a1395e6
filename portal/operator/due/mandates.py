"""Mandates by which nothing was collected for 36 months (SEPA core rulebook, 4.1): they have ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.clock import day_in, midnight_in
from portal.contract_acts.recording import record_what_fell_due
from portal.customers.views import masked
from portal.debits import pending
from portal.documents.confirmation import Told
from portal.documents.words import words_of
from portal.languages import language_of
from portal.operator.due.acts import DueActs
from portal.terms import ONE_DAY, months_later
from storage.models.contracts import ActKind, ContractAct
from storage.models.customers import PaymentMethod

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from portal.access import OperatorAccess
    from portal.operator.due.report import DueReport
    from storage.models.customers import Customer, Mandate
    from storage.work import Work

UNUSED_MONTHS = 36

TITLES = {"de": "Ihr Lastschriftmandat ist erloschen", "en": "Your debit mandate has ended"}

TEXTS = {
    "de": "Das Mandat {reference} für das Konto {iban} ist am {day} erloschen, weil 36 Monate lang nichts"
    " damit eingezogen wurde. Sie zahlen Ihre Rechnungen jetzt per Überweisung. Wenn wir wieder abbuchen"
    " sollen, geben Sie im Kundenlogin unter „Bank data“ bitte ein neues Mandat.",
    "en": "The mandate {reference} for the account {iban} ended on {day}, as nothing was collected by it for"
    " 36 months. You pay your invoices by transfer now. If you want us to collect them again, please give a"
    " new mandate in the customer login under “Bank data”.",
}


class UnusedMandates(DueActs):
    """Mandates on the day after their 36 months; customers pay by transfer from then on."""

    def due(self, work: Work, on: dt.date) -> Iterable[tuple[dt.date, int]]:
        """Mandates with the day on which they have ended."""
        since = months_later(on, -UNUSED_MONTHS)
        signed_before = midnight_in(self._means.settings.time_zone, since + ONE_DAY)
        for mandate_id, signed_at, last in work.customers.unused_mandates(since, signed_before):
            day = self._end(signed_at, last)
            if day <= on:
                yield day, mandate_id

    def carry_out(self, access: OperatorAccess, key: int, day: dt.date, report: DueReport) -> None:
        """The end of a mandate, and of the debits that have not gone to the bank."""
        with self._writing(access) as work:
            mandate = work.customers.mandate(key)
            customer = work.customers.by_id(mandate.customer_id, to_change=True)
            in_force = work.customers.active_mandate(mandate)
            if in_force is not mandate or self._end(*work.customers.use_of(mandate)) != day:
                return
            now = self._means.clock.now()
            work.customers.revoke(mandate, now)
            customer.payment_method = PaymentMethod.TRANSFER
            self._record(work, customer, mandate, day, now)
            pending.move(work, self._means, customer, None)
            which = f"mandates {mandate.id}"
            work.audit.record(now, access.actor, ActKind.MANDATE_ENDED.value, which, customer_id=customer.id)
            report.done[ActKind.MANDATE_ENDED] += 1
            work.commit()

    def _end(self, signed_at: dt.datetime, last: dt.date | None) -> dt.date:
        """The first day on which nothing can be collected any more."""
        signed_on = day_in(self._means.settings.time_zone, signed_at)
        return months_later(max(signed_on, last or signed_on), UNUSED_MONTHS) + ONE_DAY

    def _record(
        self, work: Work, customer: Customer, mandate: Mandate, day: dt.date, now: dt.datetime
    ) -> None:
        language = language_of(customer.language)
        text = TEXTS[language].format(
            reference=mandate.reference,
            iban=masked(mandate.iban_first, mandate.iban_last),
            day=words_of(language).day(day),
        )
        act = ContractAct(
            customer_id=customer.id,
            kind=ActKind.MANDATE_ENDED,
            at=now,
            effective_on=day,
            details=mandate.reference,
        )
        record_what_fell_due(work, customer, act, Told(TITLES[language], text))
