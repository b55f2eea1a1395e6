"""The operator's care for debits: to the bank, and back from it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.debits.exporting import Exported, creditor_of, make, make_again
from portal.debits.orders import USUAL
from portal.debits.reasons import known_codes
from portal.debits.returning import take_back
from portal.debits.settling import CameBack, NumbersInText, Settled, Settling, came_back
from portal.debits.telling import look_up, read_all
from portal.errors import Conflict, InvalidInput, NotFound, PortalError
from portal.i18n import _
from portal.invoices.own import numbered_invoice
from portal.new_files import free_path, new_file
from portal.operator.lists import all_pages
from portal.use_case import UseCases
from storage.models.debits import CAME_BACK, CollectionState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from portal.access import OperatorAccess
    from portal.debits.views import CollectionRow
    from portal.new_files import NewFile
    from portal.paging import Page, PageRequest
    from storage.models.debits import Collection
    from storage.models.invoices import Invoice
    from storage.work import Work


@dataclass(frozen=True, slots=True)
class WrittenAgain:
    """A file for the bank that was written once more.

    Attributes:
        message_id: What the bank knows it by.
        path: Where it is now.
        made_at: When it was made at first.
        count: How many debits are in it.
        total_cents: Their sum in euro cents.
    """

    message_id: str
    path: Path
    made_at: dt.datetime
    count: int
    total_cents: int


class DebitCare(UseCases):
    """Debits, for the provider's staff."""

    def list(self, access: OperatorAccess, state: CollectionState | None = None) -> Iterator[CollectionRow]:
        """All debits in the order they were made, few at a time in memory."""

        def page(request: PageRequest) -> Page[CollectionRow]:
            with self._reading(access) as work:
                return work.debits.page(request, state)

        return all_pages(page)

    def export(self, access: OperatorAccess, path: Path, until: dt.date | None = None) -> Exported:
        """Write the file that asks the bank to collect all announced debits up to a day.

        The file is on the disk before the debits count as submitted, and gets its name after that: killed in
        between, `export_again` writes it. Without anything to collect no file is written.

        Args:
            access: Who exports.
            path: A new file.
            until: The last day of collection; by default all that banks take ahead.

        Raises:
            InvalidInput: `until` is further ahead than banks take debits.
            Conflict: There is such a file, or the settings do not say who collects.
            Unavailable: It cannot be written; nothing was changed.
        """
        last = self._means.today() + dt.timedelta(days=USUAL.calendar_days)
        until = last if until is None else until
        if until > last:
            raise InvalidInput(
                _("Banks take debits {n} days ahead: until {day}.").format(n=USUAL.calendar_days, day=last),
                "until",
            )
        target, creditor = free_path(path), creditor_of(self._means.settings)
        with self._writing(access) as work:
            report, content = make(work, self._means, creditor, until, target)
            if not (report.count or report.paid or report.lowered or report.put_off or report.left_out):
                return report
            which = report.message_id or "no debit file"
            details = f"{report.count} debits, {report.total_cents} cents, {len(report.left_out)} left out"
            now = self._means.clock.now()
            work.audit.record(now, access.actor, "debits exported", which, details=details)
            if not content:
                work.commit()
                return report
            with new_file(target, content) as written:
                work.commit()
                _name(written, report.message_id)
            return report

    def export_again(self, access: OperatorAccess, message_id: str, path: Path) -> WrittenAgain:
        """Write a file once more, byte by byte as it was.

        Raises:
            NotFound: No file is called so.
            Conflict: What it was made of is not the same any more, or there is a file at `path`.
            Unavailable: It cannot be written.
        """
        target = free_path(path)
        with self._writing(access) as work:
            file = work.debits.file(message_id)
            if file is None:
                raise NotFound(_("There is no file {id}.").format(id=message_id), "again")
            content = make_again(work, self._means, file)
            if content is None:
                raise Conflict(
                    _("What {id} was made of is not the same any more: it cannot be written again.").format(
                        id=message_id
                    )
                )
            now = self._means.clock.now()
            work.audit.record(now, access.actor, "debits exported again", file.message_id)
            with new_file(target, content) as written:
                work.commit()
                written.name()
            return WrittenAgain(message_id, target, file.made_at, file.count, file.total_cents)

    def settled(
        self, access: OperatorAccess, what: Sequence[str], on: dt.date | None = None, fee_cents: int = 0
    ) -> Settled:
        """Book what the bank did, in one transaction; what is booked already stays as it is.

        Args:
            access: Who books.
            what: Paths of files for the bank or of its statements (camt.053, camt.054), or names of files,
                debits or invoices.
            on: When the debits that are named were collected; by default on their days.
            fee_cents: What debits that come back by a statement cost their customers.

        Raises:
            InvalidInput: A file is not what it should be, or `on` lies ahead.
            NotFound: Nothing has such a name.
        """
        self._require_past(on)
        _require_fee(fee_cents)
        numbers = NumbersInText(self._means.settings.invoices.number)
        told = read_all(what, self._means.settings.provider.iban)
        with self._writing(access) as work:
            found = look_up(work, told, numbers)
            settling = Settling(work, self._means, work.invoices.locked(found.invoice_ids), fee_cents)
            debits = work.debits.by_end_to_end(found.end_to_end_ids(told))
            for end_to_end_id in dict.fromkeys(found.named):
                settling.collected(debits[end_to_end_id], on)
            for statement in told.statements:
                groups = {name: [debits[id_] for id_ in ids] for name, ids in found.groups.items()}
                settling.statement(statement.entries, debits, groups, numbers)
                settling.report.pending += statement.pending
            report = settling.report
            if report.changed:
                details = (
                    f"{report.collected} collected, {len(report.came_back)} came back, {report.received} paid"
                )
                now = self._means.clock.now()
                work.audit.record(now, access.actor, "debits settled", "debits", details=details)
            work.commit()
            return report

    def returned(
        self,
        access: OperatorAccess,
        number: str,
        code: str,
        fee_cents: int = 0,
        on: dt.date | None = None,
    ) -> CameBack:
        """Book that the last debit of an invoice came back, and tell its customer why.

        Args:
            access: Who books.
            number: Of the invoice.
            code: The bank's reason, four characters.
            fee_cents: What that costs the customer.
            on: When it came back; by default today.

        Raises:
            NotFound: There is no such invoice.
            InvalidInput: The code is not known, the fee is not one, or the day lies ahead.
            Conflict: There is no debit that could come back.
        """
        code = code.strip().upper()
        if code not in known_codes():
            raise InvalidInput(
                _("No bank has this reason. These are known: {codes}.").format(
                    codes=", ".join(known_codes())
                ),
                "code",
            )
        self._require_past(on)
        _require_fee(fee_cents)
        day = on or self._means.today()
        with self._writing(access) as work:
            invoice = numbered_invoice(work, number, to_change=True)
            debit = _at_the_bank(work, invoice)
            if debit.settled_on is not None and day < debit.settled_on:
                raise InvalidInput(_("It was collected on {day} only.").format(day=debit.settled_on), "on")
            take_back(work, self._means, invoice, debit, code, day, fee_cents)
            work.audit.record(
                self._means.clock.now(),
                access.actor,
                "debit came back",
                f"collections {debit.id}",
                customer_id=invoice.customer_id,
                details=code,
            )
            work.commit()
            return came_back(invoice, debit, fee_cents)

    def _require_past(self, on: dt.date | None) -> None:
        if on is not None and on > self._means.today():
            raise InvalidInput(_("{day} is yet to come.").format(day=on), "on")


def _require_fee(cents: int) -> None:
    if cents < 0:
        raise InvalidInput(_("A fee is above zero."), "fee")


def _name(written: NewFile, message_id: str) -> None:
    """Give the file its name; raises Conflict if that fails, as its debits are submitted already."""
    try:
        written.name()
    except PortalError as error:
        raise Conflict(
            _(
                "{reason} Its debits count as submitted; “customer-login admin debits export --again {id}"
                " FILE” writes it."
            ).format(reason=error.message, id=message_id),
            "file",
        ) from error


def _at_the_bank(work: Work, invoice: Invoice) -> Collection:
    """The last debit of an invoice, which can come back; raises Conflict."""
    last = work.debits.last_of(invoice)
    if last is None:
        raise Conflict(_("There is no debit of the invoice {number}.").format(number=invoice.number))
    debit, _mandate = last
    if debit.state in CAME_BACK:
        raise Conflict(
            _("The last debit of the invoice {number} came back already, on {day}.").format(
                number=invoice.number, day=debit.ended_on
            )
        )
    if debit.state not in {CollectionState.SUBMITTED, CollectionState.SETTLED}:
        raise Conflict(
            _("The last debit of the invoice {number} has not gone to the bank.").format(
                number=invoice.number
            )
        )
    return debit
