"""Doing what an accepted form says, at once or on its day; everything is asked for anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.errors import Conflict, InvalidInput, NotFound
from portal.i18n import _
from portal.operator.new_customer import NewCustomer
from portal.validation import checked
from portal.written_forms.handover import hand_over
from portal.written_forms.holders import change_contact
from portal.written_forms.models import NewContact
from portal.written_forms.moving import move_domains, plan_move
from portal.written_forms.objects import find
from portal.written_forms.recording import confirm_step
from portal.written_forms.transfer import transfer_package
from portal.written_forms.views import FormObject
from storage.models.contracts import ActKind
from storage.models.customers import CustomerState
from storage.models.written_forms import FormKind, FormState

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from portal.use_case import Means
    from storage.models.customers import Customer
    from storage.models.written_forms import WrittenForm
    from storage.work import Work

MOST_NAMED = 10
"""Packages that are named where one is to be chosen."""

ADDRESS = ("country", "street", "house_number", "addition", "postcode", "town")
NAME = ("company", "first_name", "last_name")


def require_possible(work: Work, means: Means, form: WrittenForm, day: dt.date) -> None:
    """Refuse what cannot be carried out on that day as things are; what it is about is locked afterwards.

    Raises:
        NotFound: What it is about is not under the customer number any more.
        Conflict: That has ended or was terminated, or whoever shall get it cannot.
        InvalidInput: Something about the other party is missing, by the names of customer data.
    """
    _lock_parties(work, form)
    found = find(work, form, about_of(work, form))
    if form.kind is FormKind.HANDOVER:
        new_partner(form.other)
    elif form.kind is FormKind.HOLDER:
        new_contact(form.other)
    else:
        receiver(work, form)
        if found.domains:
            plan_move(work, means, form, found, target_of(work, form), day)


def carry_out(work: Work, means: Means, form: WrittenForm, day: dt.date, actor: str) -> str:
    """Do what a form says.

    Args:
        work: The transaction; the form is locked in it.
        means: What time it is, and who writes.
        form: An accepted form.
        day: The first day it holds.
        actor: What the audit log calls whoever has it done.

    Returns:
        After a handover the new number of the contract partner before; else empty.

    Raises:
        NotFound: As `require_possible`.
        Conflict: Likewise.
        InvalidInput: Likewise.
    """
    work.invoices.series(means.today().year)  # whoever bills at the same time waits here
    _lock_parties(work, form)
    found = find(work, form, about_of(work, form))
    partner_number = ""
    if form.kind is FormKind.HANDOVER:
        partner_number = hand_over(work, means, form, new_partner(form.other), day)
    elif form.kind is FormKind.TRANSFER and found.domains:
        after = receiver(work, form)
        planned = plan_move(work, means, form, found, target_of(work, form), day)
        move_domains(work, means, form, planned, after, actor)
    elif form.kind is FormKind.TRANSFER:
        transfer_package(work, means, form, found.named, receiver(work, form), day)
    else:
        customer = work.customers.by_id(form.customer_id)
        [domain] = found.domains
        change_contact(work, means, form, customer, domain, new_contact(form.other), day)
    form.carried_out_at = means.clock.now()
    return partner_number


def reject(work: Work, means: Means, form: WrittenForm, reason: str) -> None:
    """Nothing comes of a form; its customer is told why."""
    form.state, form.reason, form.decided_at = FormState.REJECTED, reason, means.clock.now()
    customer = work.customers.by_id(form.customer_id)
    kind = ActKind.FORM_REJECTED
    confirm_step(work, means, customer, form, kind, "rejected", means.today(), reason=reason)


def about_of(work: Work, form: WrittenForm) -> FormObject:
    """What a stored form is about."""
    ids = tuple(each.id for each in work.written_forms.domains_of(form))
    return FormObject(form.kind, form.package_id, ids, form.role)


def new_partner(other: Mapping[str, str]) -> NewCustomer:
    """Everything about who takes a customer number over; raises InvalidInput for what is missing."""
    values: dict[str, Any] = _some(other, NAME) | {
        "type": "business" if other.get("company") else "consumer",
        "address": _some(other, ADDRESS),
        "telephones": {"telephone": other.get("telephone", ""), "region": other.get("country", "DE")},
        "emails": {"email": other.get("email", "")},
    }
    try:
        return checked(NewCustomer, values)
    except InvalidInput as error:
        flat = {name.rpartition(".")[2]: words for name, words in error.problems.items()}
        if "mobile" in flat:  # the form has one field for both
            flat["telephone"] = flat.pop("mobile")
        raise InvalidInput(error.message, problems=flat) from None


def new_contact(other: Mapping[str, str]) -> NewContact:
    """Everything about a domain's contact; raises InvalidInput for what is missing."""
    return checked(NewContact, _some(other, (*NAME, *ADDRESS, "email")))


def receiver(work: Work, form: WrittenForm) -> Customer:
    """Who gets what is transferred; raises Conflict if they cannot."""
    if form.to_customer_id is None:
        raise InvalidInput(
            _("To which customer number? Please name it by --to; whoever has none yet needs one first."), "to"
        )
    customer = work.customers.by_id(form.to_customer_id, to_change=True)
    if customer.id == form.customer_id:
        raise Conflict(_("It is under the customer number {number} already.").format(number=customer.number))
    if customer.state is not CustomerState.ACTIVE:
        raise Conflict(
            _("Customer {number} is locked or closed: nothing can be transferred to them.").format(
                number=customer.number
            )
        )
    return customer


def target_of(work: Work, form: WrittenForm) -> int:
    """The package that single domains go to; raises Conflict if whoever gets them has it no longer."""
    packages = work.accounts.packages_called(form.to_customer_id or 0)
    if form.to_package_id is None or form.to_package_id not in packages.values():
        raise InvalidInput(
            _("Into which package of theirs? Please name it by --package; they have: {names}.").format(
                names=", ".join([*packages][:MOST_NAMED]) or _("none")
            ),
            "package",
        )
    return form.to_package_id


def named_customer(work: Work, number: str) -> Customer:
    """The customer whose account this number opens; raises NotFound."""
    customer = work.customers.account_of(number)
    if customer is None:
        raise NotFound(_("There is no customer with the number {number}.").format(number=number), "to")
    return customer


def _lock_parties(work: Work, form: WrittenForm) -> None:
    """Both customers, then both packages, always in the same order."""
    for customer_id in sorted({form.customer_id, form.to_customer_id or form.customer_id}):
        work.customers.by_id(customer_id, to_change=True)
    for package_id in sorted(each for each in {form.package_id, form.to_package_id} if each is not None):
        work.contracts.locked(package_id)


def _some(other: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {name: other.get(name, "") for name in names}
