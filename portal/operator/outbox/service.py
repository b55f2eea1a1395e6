"""The operator's care for the outbox: send, look, try again, give up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.clock import midnight_in
from portal.errors import Conflict, InvalidInput, NotFound
from portal.i18n import _
from portal.operator.lists import all_pages
from portal.operator.outbox.sending import Run
from portal.operator.outbox.views import DeliveryState, MailFile, SendReport, mail_view
from portal.terms import ONE_DAY
from portal.use_case import UseCases

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from portal.access import OperatorAccess
    from portal.operator.outbox.views import MailView
    from portal.paging import Page, PageRequest
    from storage.models.messages import Delivery, Message
    from storage.work import Work

AGAIN = {DeliveryState.FAILED, DeliveryState.SUPPRESSED}
"""From here a mail can be put back."""


def _never() -> bool:
    return False


class OutboxCare(UseCases):
    """Mail out, for the provider's staff."""

    def send(self, access: OperatorAccess, stopped: Callable[[], bool] = _never) -> SendReport:
        """Hand over what is due; several may do so at once, and each mail leaves once.

        Whoever is killed between handing a mail over and noting it sends that one mail twice, under the same
        Message-ID.

        Args:
            access: Who has it done.
            stopped: Asked before each mail: whether to end early.

        Raises:
            Conflict: The settings name no mail server.
        """
        if not self._means.settings.smtp.host:
            raise Conflict(
                _(
                    "The settings name no mail server: please fill in [smtp] in portal.toml. Until then, mail"
                    " stays in the outbox."
                )
            )
        run = Run(self._means, stopped)
        try:
            run.go()
        finally:
            self._put_on_record(access, run.report)
        return run.report

    def list(
        self, access: OperatorAccess, state: DeliveryState | None = None, customer: str | None = None
    ) -> Iterator[MailView]:
        """Mails, the newest first, few at a time in memory.

        Args:
            access: Who asks.
            state: Only those in it.
            customer: Only those to this customer number; raises NotFound if there is none.
        """
        customer_id = None
        if customer is not None:
            with self._reading(access) as work:
                found = work.customers.by_number(customer)
            if found is None:
                raise NotFound(_("There is no customer {number}.").format(number=customer), "customer")
            customer_id = found.id

        def read(request: PageRequest) -> Page[MailView]:
            with self._reading(access) as work:
                return work.outbox.page(request, state, customer_id).of(lambda row: mail_view(*row[:5]))

        return all_pages(read, descending=True)

    def show(self, access: OperatorAccess, number: int) -> MailFile:
        """A mail with its text; raises NotFound."""
        with self._reading(access) as work:
            delivery, message = _found(work, number)
            customer = work.customers.by_id(message.customer_id)
            view = mail_view(delivery, message.subject, message.kind, message.queued_at, customer.number)
            return MailFile(
                view, delivery.token, message.language, message.body, message.read_at, _paper(work, message)
            )

    def again(self, access: OperatorAccess, number: int) -> None:
        """Put a mail back that failed or was not to be sent: it is tried as if for the first time.

        Raises:
            NotFound: There is none.
            Conflict: It was sent, or waits anyway.
        """
        with self._writing(access) as work:
            delivery, message = _found(work, number, to_change=True)
            if delivery.state not in AGAIN:
                raise Conflict(
                    _("The mail {number} is {state}.").format(number=number, state=delivery.state.value),
                    "number",
                )
            now = self._means.clock.now()
            delivery.state, delivery.due_at, delivery.attempts = DeliveryState.QUEUED, now, 0
            delivery.reason = ""
            self._note(work, access, "mail put back", f"deliveries {delivery.id}", message.customer_id)
            work.commit()

    def suppress(self, access: OperatorAccess, until: dt.date) -> int:
        """Never send what was queued by the end of that day and waits still; how many mails that are.

        Customers read them in the portal all the same. For the day on which a mail server is first named:
        nobody wants a year's mail at once.
        """
        if until > self._means.today():
            raise InvalidInput(_("{day} is yet to come.").format(day=until), "until")
        with self._writing(access) as work:
            count = work.outbox.suppress_until(midnight_in(self._means.settings.time_zone, until + ONE_DAY))
            self._note(work, access, "mail suppressed", "deliveries", details=f"{count} until {until}")
            work.commit()
            return count

    def unsubscribe(self, access: OperatorAccess, token: str) -> str:
        """Send no more offers to where one with this token went; tells the address.

        Raises:
            NotFound: No offer has it.
        """
        with self._writing(access) as work:
            address = work.outbox.unsubscribe(token.strip(), self._means.clock.now())
            if address is None:
                raise NotFound(_("No offer was sent with this code."), "token")
            self._note(work, access, "offers unsubscribed", "deliveries")
            work.commit()
            return address

    def _put_on_record(self, access: OperatorAccess, report: SendReport) -> None:
        if not report.tried and not report.suppressed:
            return
        with self._writing(access) as work:
            details = f"{report.sent} sent, {report.deferred} deferred, {len(report.failed)} failed"
            self._note(work, access, "mail sent", "deliveries", details=details)
            work.commit()

    def _note(
        self,
        work: Work,
        access: OperatorAccess,
        action: str,
        record: str,
        customer_id: int | None = None,
        details: str = "",
    ) -> None:
        now = self._means.clock.now()
        work.audit.record(now, access.actor, action, record, customer_id=customer_id, details=details)


def _found(work: Work, number: int, *, to_change: bool = False) -> tuple[Delivery, Message]:
    found = work.outbox.one(number, to_change=to_change)
    if found is None:
        raise NotFound(_("There is no mail {number}.").format(number=number), "number")
    return found


def _paper(work: Work, message: Message) -> str:
    """What goes with it, without making it."""
    if message.invoice_id is not None:
        return f"invoice {work.invoices.by_id(message.invoice_id).number}"
    return "" if message.act_id is None else f"contract act {message.act_id}"
