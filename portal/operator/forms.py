"""The operator's care for forms: list them, book that one was received, accept or reject it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from portal.domain_names import readable_name
from portal.errors import Conflict, InvalidInput, NotFound
from portal.i18n import _
from portal.operator.lists import all_pages
from portal.text import clean
from portal.use_case import UseCases
from portal.validation import checked
from portal.written_forms.carrying_out import carry_out, named_customer, reject, require_possible
from portal.written_forms.models import OtherParty, stored
from portal.written_forms.recording import act_of, confirm_step, note_step
from portal.written_forms.views import AcceptedForm, form_row
from storage.models.contracts import ActKind
from storage.models.written_forms import FormKind, FormState

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from portal.access import OperatorAccess
    from portal.paging import Page, PageRequest
    from portal.written_forms.views import FormRow
    from storage.models.written_forms import WrittenForm
    from storage.work import Work

LONGEST_REASON = 500


class FormCare(UseCases):
    """Forms, for the provider's staff."""

    def list(self, access: OperatorAccess, state: FormState | None = None) -> Iterator[FormRow]:
        """Forms, the newest first, few at a time in memory; only those in a state, if one is given."""

        def page(request: PageRequest) -> Page[FormRow]:
            with self._reading(access) as work:
                return work.written_forms.page(request, state=state).of(form_row)

        return all_pages(page, descending=True)

    def received(self, access: OperatorAccess, number: str) -> FormRow:
        """Book that a form came back with signatures, and tell its customer.

        Raises:
            NotFound: There is no such form.
            Conflict: It was received already, or given up.
        """
        with self._writing(access) as work:
            form = _found(work, number)
            _require(form, FormState.PRINTED)
            form.state, form.received_at = FormState.RECEIVED, self._means.clock.now()
            customer = work.customers.by_id(form.customer_id)
            note_step(work, self._means, customer, form, ActKind.FORM_RECEIVED, "received")
            self._note(work, access, form, "form received")
            work.commit()
            return form_row(form)

    def accept(
        self,
        access: OperatorAccess,
        number: str,
        on: dt.date | None = None,
        completed: Mapping[str, str] | None = None,
        to: str | None = None,
        package: str | None = None,
    ) -> AcceptedForm:
        """Accept a form, and do what it says: now, or by `admin due` on a later day.

        Args:
            access: Who accepts.
            number: Of the form.
            on: The first day it holds; None: today.
            completed: What was filled in by hand or is written otherwise, by the fields of the other party.
            to: Who gets what is transferred; None: whom the form names.
            package: Main domain of the package of theirs that single domains go to.

        Raises:
            NotFound: There is no such form or customer, or what it is about is gone.
            Conflict: It was not received yet, is decided on, or cannot be done; the way out is told.
            InvalidInput: Something about the other party is missing or wrong, or the day has been.
        """
        today = self._means.today()
        day = on or today
        if day < today:
            raise InvalidInput(
                _("{day} has been: the first day can be today, or later.").format(day=day), "on"
            )
        with self._writing(access) as work:
            form = _found(work, number)
            _require(form, FormState.RECEIVED)
            account, customer_id = work.customers.by_id(form.customer_id).number, form.customer_id
            form.other = _merged(form, completed or {})
            if form.kind is FormKind.TRANSFER:
                self._address(work, form, to, package)
            form.state, form.effective_on = FormState.ACCEPTED, day
            form.decided_at = self._means.clock.now()
            with _way_out(form):
                partner_number = self._done(work, access, form, day)
            self._note(work, access, form, "form accepted", customer_id)
            work.commit()
            is_handed_over = bool(partner_number)
            return AcceptedForm(form_row(form), partner_number, account if is_handed_over else "")

    def reject(self, access: OperatorAccess, number: str, reason: str) -> FormRow:
        """Reject a form, and tell its customer why.

        Raises:
            NotFound: There is no such form.
            Conflict: It was not received yet, was rejected before, or was carried out.
            InvalidInput: There is no reason, or it is too long.
        """
        with self._writing(access) as work:
            form = _found(work, number)
            if form.state is not FormState.ACCEPTED or form.carried_out_at is not None:
                _require(form, FormState.RECEIVED)
            reject(work, self._means, form, _sentence(reason))
            self._note(work, access, form, "form rejected")
            work.commit()
            return form_row(form)

    def _done(self, work: Work, access: OperatorAccess, form: WrittenForm, day: dt.date) -> str:
        """Do what the form says, or keep it for its day; after a handover the partner's new number."""
        customer = work.customers.by_id(form.customer_id)
        if day > self._means.today():
            require_possible(work, self._means, form, day)
            confirm_step(work, self._means, customer, form, ActKind.FORM_ACCEPTED, "accepted", day)
            return ""
        now = self._means.clock.now()
        work.contracts.record(act_of(ActKind.FORM_ACCEPTED, form, customer, now, day))
        return carry_out(work, self._means, form, day, access.actor)

    def _address(self, work: Work, form: WrittenForm, to: str | None, package: str | None) -> None:
        """Whom a transfer is for, by the number that is named or stands in the form; into which package."""
        number = to or form.other.get("customer_number", "")
        if number:
            form.to_customer_id = named_customer(work, number).id
        if package is not None:
            form.to_package_id = work.accounts.packages_called(form.to_customer_id or 0).get(
                readable_name(package.strip())
            )

    def _note(
        self,
        work: Work,
        access: OperatorAccess,
        form: WrittenForm,
        action: str,
        customer_id: int | None = None,
    ) -> None:
        work.audit.record(
            self._means.clock.now(),
            access.actor,
            action,
            f"written_forms {form.id}",
            customer_id=customer_id or form.customer_id,
            package_id=form.package_id,
        )


def _found(work: Work, number: str) -> WrittenForm:
    form = work.written_forms.by_number(number.strip().upper(), to_change=True)
    if form is None:
        raise NotFound(_("There is no form with the number {number}.").format(number=number), "number")
    return form


def _require(form: WrittenForm, *states: FormState) -> None:
    """Raise Conflict, saying where the form is, unless it is in one of the states."""
    if form.state in states:
        return
    sentences = {
        FormState.PRINTED: _("{number} is only printed. Book it as received first, with both signatures."),
        FormState.RECEIVED: _("{number} was received already."),
        FormState.ACCEPTED: _("{number} is accepted already."),
        FormState.REJECTED: _("{number} was rejected. The customer can print another one."),
        FormState.WITHDRAWN: _("{number} was withdrawn. The customer can print another one."),
    }
    raise Conflict(sentences[form.state].format(number=form.number), "number")


def _merged(form: WrittenForm, completed: Mapping[str, str]) -> dict[str, str]:
    """What was printed with what was completed, by the rules of customer data; raises InvalidInput."""
    other = checked(OtherParty, {**form.other, **completed})
    return stored(other)


def _sentence(reason: str) -> str:
    """A reason as it is told: one line that ends a sentence; raises InvalidInput."""
    cleaned = clean(reason)
    if not cleaned:
        raise InvalidInput(_("Please give the reason: the customer is told."), "reason")
    if len(cleaned) >= LONGEST_REASON:
        raise InvalidInput(
            _("This is too long: {n} characters at most.").format(n=LONGEST_REASON - 1), "reason"
        )
    return cleaned if cleaned[-1] in ".?!" else f"{cleaned}."


@contextmanager
def _way_out(form: WrittenForm) -> Iterator[None]:
    """What stands against a form that is signed is said with what can be done about it."""
    way = _("If it stays so: “customer-login admin forms reject {number} --reason …”.")
    try:
        yield
    except InvalidInput as error:
        if error.problems:
            raise
        raise Conflict(f"{error.message} {way.format(number=form.number)}") from None
    except (Conflict, NotFound) as error:
        raise Conflict(f"{error.message} {way.format(number=form.number)}") from None
