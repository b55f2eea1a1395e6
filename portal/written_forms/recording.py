"""Putting the steps of a form on record, and telling the customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.contract_acts.recording import put_on_record
from portal.customers import notices
from portal.languages import language_of
from portal.written_forms.letters import told
from storage.models.contracts import ContractAct
from storage.models.messages import MessageKind
from storage.repositories.messages import About

if TYPE_CHECKING:
    import datetime as dt

    from portal.use_case import Means
    from storage.models.contracts import ActKind
    from storage.models.customers import Customer
    from storage.models.written_forms import WrittenForm
    from storage.work import Work


def act_of(
    kind: ActKind, form: WrittenForm, customer: Customer, at: dt.datetime, effective_on: dt.date
) -> ContractAct:
    """What is put on record of a step."""
    return ContractAct(
        customer_id=customer.id,
        package_id=form.package_id,
        kind=kind,
        at=at,
        effective_on=effective_on,
        details=f"{form.number} {form.about}",
    )


def note_step(
    work: Work, means: Means, customer: Customer, form: WrittenForm, kind: ActKind, step: str
) -> None:
    """A step without a paper: on record, and told by mail."""
    now = means.clock.now()
    work.contracts.record(act_of(kind, form, customer, now, means.today()))
    tell(work, means, customer, form, step)


def tell(work: Work, means: Means, customer: Customer, form: WrittenForm, step: str) -> None:
    """Queue what a customer is told of a step."""
    words = told(step, form, customer, means.settings, means.today())
    event = f"form {form.number} {step}"
    about = About(MessageKind.CONTRACT, language_of(customer.language))
    notices.queue(work, customer, event, words.title, f"{words.text}\n", means.clock.now(), about=about)


def confirm_step(
    work: Work,
    means: Means,
    customer: Customer,
    form: WrittenForm,
    kind: ActKind,
    step: str,
    day: dt.date,
    **more: str,
) -> None:
    """A step with a paper that stays: on record, on paper and by mail.

    Args:
        work: The transaction of the step.
        means: What time it is, and who writes.
        customer: Who is told.
        form: Which form.
        kind: What is put on record.
        step: What is told (`letters.TOLD`).
        day: The first day it holds.
        more: What else the letter names.
    """
    act = act_of(kind, form, customer, means.clock.now(), day)
    put_on_record(
        work, means.settings, customer, act, told(step, form, customer, means.settings, day, **more)
    )
