"""Contract handover: a whole customer number gets another contract partner (rules.md, "In writing").

The number, its packages and what is agreed for them go on. What belongs to the contract partner before goes
with them: they get an account of their own, under a new number, with their invoices and what is open of them,
their mandates, papers and messages, and their password. So debits that were announced are collected as they
were announced, and what comes back of them is told to whom it concerns; nothing of it is the new partner's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.operator.new_customer import columns, free_number
from portal.passwords import NO_PASSWORD
from portal.written_forms.recording import confirm_step
from portal.written_forms.settling import settle_before
from storage.models.contracts import ActKind
from storage.models.customers import Customer
from storage.models.written_forms import FormState

if TYPE_CHECKING:
    import datetime as dt

    from portal.operator.new_customer import NewCustomer
    from portal.use_case import Means
    from storage.models.written_forms import WrittenForm
    from storage.work import Work

KEPT = {"number", "language", "credential_version", "state"}
"""What a customer number keeps."""


def hand_over(work: Work, means: Means, form: WrittenForm, partner: NewCustomer, day: dt.date) -> str:
    """Carry a handover out; tells the new number of the contract partner before.

    Args:
        work: The transaction; the invoices' series and the form are locked in it.
        means: What time it is, and who writes.
        form: Which form.
        partner: Everything about the new contract partner.
        day: Their first day.
    """
    now = means.clock.now()
    customer = work.customers.by_id(form.customer_id, to_change=True)
    work.accounts.packages_of(customer.id)
    before = _account_of_their_own(work, customer)
    settled = settle_before(work, customer, day, account_id=before.id)
    work.billing.mark_billed(settled.packages)
    work.billing.mark_services_billed(settled.services)
    work.contacts.keep_holders(customer.id, day)
    _give_up_others(work, form, now)
    work.accounts.move_the_past(customer.id, before.id, day)
    for name, value in columns(partner, customer.number, NO_PASSWORD, day).items():
        if name not in KEPT:
            setattr(customer, name, value)
    customer.credential_version += 1
    work.sign_ins.end_all_of(customer.id, now)
    form.customer_id = before.id
    named = {"account": customer.number}
    kind = ActKind.HANDED_OVER
    confirm_step(work, means, before, form, kind, "handed over", day, own=before.number, **named)
    confirm_step(work, means, customer, form, kind, "taken over", day, **named)
    return before.number


def _account_of_their_own(work: Work, customer: Customer) -> Customer:
    """An account with the same data, and the same password, under a number that nobody has."""
    left_out = {"id", "number", "version"}
    values: dict[str, Any] = {
        column.key: getattr(customer, column.key)
        for column in Customer.__mapper__.column_attrs
        if column.key not in left_out
    }
    return work.customers.add(Customer(number=free_number(work), **values))


def _give_up_others(work: Work, form: WrittenForm, at: dt.datetime) -> None:
    """Forms that the partner before signed, or would have, do not bind the new one."""
    for other in work.written_forms.undecided_of(form.customer_id):
        if other.id != form.id:
            other.state, other.decided_at = FormState.WITHDRAWN, at
            other.reason = f"The customer number was handed over by {form.number}."
