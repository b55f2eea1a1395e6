"""Linking another customer number: proving that it is one's own, what it means, having it done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.access import WholeCustomer
from portal.clock import day_in
from portal.contract_acts.recording import put_on_record
from portal.customers.notices import addresses_of
from portal.errors import Conflict, InvalidInput
from portal.i18n import _
from portal.linking.rules import apart, unlike
from portal.linking.views import LinkedNumber, LinkPlan
from portal.linking.words import told as confirmed
from portal.passwords import NO_PASSWORD
from portal.problems import told
from portal.refusals import require_as_seen
from portal.sign_in.credentials import customer_account
from portal.sign_in.throttle import Try
from portal.use_case import Means, UseCases
from storage.models.contracts import ActKind, ContractAct
from storage.models.customers import CustomerState
from storage.repositories.invoice_rows import Day

if TYPE_CHECKING:
    import datetime as dt

    from portal.access import CustomerAccess
    from portal.linking.models import LinkNumbers, OtherNumber
    from portal.sign_in import SignIn
    from portal.sign_in.credentials import Credential
    from storage.models.customers import Customer
    from storage.work import Work


class Linking(UseCases):
    """Several customer numbers under one."""

    def __init__(self, means: Means, sign_in: SignIn) -> None:
        super().__init__(means)
        self._sign_in = sign_in

    def linked(self, access: CustomerAccess) -> tuple[LinkedNumber, ...]:
        """The numbers that sign in to the customer's account besides its own, the oldest first."""
        zone = self._means.settings.time_zone
        with self._reading(access) as work:
            linked = work.linking.linked_to(access)
        return tuple(LinkedNumber(number, day_in(zone, linked_at)) for number, linked_at in linked)

    def compare(self, access: CustomerAccess, entered: OtherNumber) -> LinkPlan:
        """Everything that linking a number means, for whoever knows its password.

        Raises:
            InvalidInput: It is the customer's own number; or number or password are not right, and nobody
                learns which.
            Throttled: They were wrong too often; counted as a sign-in by that number is.
            Conflict: It is linked already, locked or closed: said only after the password proved right.
        """
        credential = self._proved(access, entered)
        with self._reading(access) as work:
            customer = work.customers.owned_by(access)
            other = work.customers.by_id(credential.customer_id)
            _require_linkable(work, customer, other, entered.number)
            return self._plan(work, customer, other)

    def link(self, access: CustomerAccess, seen: LinkPlan, entered: LinkNumbers) -> LinkPlan:
        """Do what was shown: everything of the other number stands under the signed-in one, for good.

        Raises:
            InvalidInput: One of the two passwords is wrong.
            Throttled: It was wrong too often.
            Conflict: The two are not the same contract partner, or the other one cannot be linked.
            ChangedMeanwhile: It would mean something else than `seen` by now.
            NotAllowed: The signed-in number was linked to another one meanwhile.
        """
        self._sign_in.confirm(access, entered.password, "password")
        credential = self._proved(access, entered)
        # Locked before the session is looked at: of two that link each other, one finds its session ended.
        with told(), self._means.storage.writing() as work:
            both = work.linking.locked((access.customer_id, credential.customer_id))
            self._check(work, access)
            customer, other = both[access.customer_id], both[credential.customer_id]
            _require_linkable(work, customer, other, entered.number)
            if other.credential_version != credential.version:
                raise Conflict(_("The password of that number was changed a moment ago."), "other_password")
            plan = self._plan(work, customer, other)
            require_as_seen(seen, plan)
            if plan.apart:
                raise Conflict(
                    _("The data of {other} and {number} differ: they cannot be linked.").format(
                        other=plan.other, number=plan.number
                    )
                )
            now = self._means.clock.now()
            self._move(work, customer, other, now)
            self._record(work, access, customer, other, plan, now)
            work.commit()
            return plan

    def _proved(self, access: CustomerAccess, entered: OtherNumber) -> Credential:
        """Whose the entered number and password are."""
        with self._reading(access) as work:
            own = work.customers.owned_by(access).number
            linked = [number for number, _since in work.linking.linked_to(access)]
        if entered.number == own:
            raise InvalidInput(_("You are signed in with this number."), "number")
        if entered.number in linked:
            raise InvalidInput(_("This number is linked to yours already."), "number")
        return self._sign_in.prove(access, entered.number, entered.other_password, "other_password")

    def _plan(self, work: Work, customer: Customer, other: Customer) -> LinkPlan:
        whole = WholeCustomer(other.id)
        own_mandate = work.customers.active_mandate(WholeCustomer(customer.id))
        mandate = work.customers.active_mandate(whole)
        day = Day(self._means.today(), self._means.settings.debits.refundable_days)
        owed = work.invoices.open_ones(whole, day)
        addresses = (*addresses_of(work, customer), *addresses_of(work, other))
        return LinkPlan(
            number=customer.number,
            other=other.number,
            apart=tuple(apart(customer, other, own_mandate, mandate)),
            unlike=tuple(unlike(customer, other)),
            packages=work.customers.count_packages(whole),
            open_invoices=owed.count if owed else 0,
            open_cents=owed.cents if owed else 0,
            mandate=mandate.reference if mandate else "",
            debits=work.debits.count_announced_by(mandate) if mandate else 0,
            follow=tuple(number for number, _since in work.linking.linked_to(whole)),
            addresses=tuple(dict.fromkeys(addresses)),
        )

    def _move(self, work: Work, customer: Customer, other: Customer, now: dt.datetime) -> None:
        """Let all of it stand under the customer; the other number stays as one that signs in."""
        mandate = work.customers.active_mandate(WholeCustomer(other.id))
        if mandate is not None:
            mandate.runs_out = True
            work.customers.revoke(mandate, now)
        other.state = CustomerState.CLOSED
        other.password_hash = NO_PASSWORD
        other.credential_version += 1
        work.flush()
        work.linking.link(other.id, customer.id, now)
        work.linking.end_sessions(other.id, now)
        keys = [Try(customer_account(each.number), "").account_key for each in (other, customer)]
        work.linking.take_over_sources(*keys)

    def _record(
        self,
        work: Work,
        access: CustomerAccess,
        customer: Customer,
        other: Customer,
        plan: LinkPlan,
        now: dt.datetime,
    ) -> None:
        record = f"customers {other.id}"
        for each in (customer, other):
            work.audit.record(
                now,
                access.actor,
                "customer numbers linked",
                record,
                customer_id=each.id,
                details=f"to customers {customer.id}",
            )
        act = ContractAct(
            customer_id=customer.id,
            kind=ActKind.NUMBERS_LINKED,
            at=now,
            effective_on=self._means.today(),
            details=f"{other.number} → {customer.number}",
        )
        put_on_record(work, self._means.settings, customer, act, confirmed(plan, customer.language))


def _require_linkable(work: Work, customer: Customer, other: Customer, number: str) -> None:
    """Raise Conflict unless a number opens an account of its own, and neither is being given away."""
    linked = work.linking.of(number)
    if linked is not None:
        raise Conflict(
            _("This number is linked to {number} already: please enter that one.").format(number=linked[0]),
            "number",
        )
    refusals = {
        CustomerState.LOCKED: _("This number is locked. Please contact our customer service."),
        CustomerState.CLOSED: _("The contract under this number has ended: there is nothing to link."),
    }
    if other.state in refusals:
        raise Conflict(refusals[other.state], "number")
    for each in (other, customer):
        if handover := work.written_forms.open_handover(each.id):
            raise Conflict(
                _("{number} is being handed over by the form {form}: it cannot be linked meanwhile.").format(
                    number=each.number, form=handover
                ),
                "number",
            )
