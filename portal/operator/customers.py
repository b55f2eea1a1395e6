"""The operator's care for customers: add, show, lock, unlock, give a new password."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portal.access import WholeCustomer
from portal.customers import notices
from portal.customers.bank import new_mandate, new_reference
from portal.customers.password import about
from portal.customers.views import CustomerView, view_of
from portal.customers.words import GIVEN_PASSWORD
from portal.errors import Conflict, NotFound
from portal.i18n import _
from portal.languages import said
from portal.operator.new_customer import entity, free_number, require_past, signing
from portal.passwords import NO_PASSWORD, new_password
from portal.use_case import UseCases
from storage.models.customers import CustomerKind, CustomerState, PaymentMethod

if TYPE_CHECKING:
    from portal.access import OperatorAccess
    from portal.operator.new_customer import NewCustomer
    from storage.models.customers import Customer
    from storage.work import Work


@dataclass(frozen=True, slots=True)
class CustomerFile:
    """What the operator sees of a customer.

    Attributes:
        id: As the audit log names the customer.
        customer: What the customer sees, bank data masked.
        kind: Consumer or business.
        state: Whether they may sign in.
        language: ISO 639-1.
        since: Customer since.
        has_password: Whether a password was ever given.
        linked_to: The customer number that this one was linked to; empty: it was not.
        linked_at: When that was (UTC).
        numbers: The numbers that were linked to this one.
        sessions: How many sessions are open now, those of package logins included.
        last_seen: When a session of the customer password was last in use (UTC).
    """

    id: int
    customer: CustomerView
    kind: CustomerKind
    state: CustomerState
    language: str
    since: dt.date
    has_password: bool
    linked_to: str
    linked_at: dt.datetime | None
    numbers: tuple[str, ...]
    sessions: int
    last_seen: dt.datetime | None


@dataclass(frozen=True, slots=True)
class GivenPassword:
    """A password made by the program, to be shown once.

    Attributes:
        number: Whose.
        password: Twenty signs in four groups.
    """

    number: str
    password: str = field(repr=False)


class CustomerCare(UseCases):
    """Customers, for the provider's staff."""

    def add(self, access: OperatorAccess, new: NewCustomer, number: str | None = None) -> GivenPassword:
        """Add a customer with a password that is made here.

        Args:
            access: Who adds.
            new: The customer.
            number: The customer number; None for a free one.

        Raises:
            Conflict: The number or the mandate reference is taken.
            InvalidInput: A day that has been lies in the future.
        """
        today = self._means.today()
        require_past(new, today)
        password = new_password()
        verifier = self._means.passwords.hash(password)
        with self._writing(access) as work:
            if number is not None and work.customers.by_number(number) is not None:
                raise Conflict(_("The customer number {number} is taken.").format(number=number), "number")
            customer = entity(new, number or free_number(work), verifier, today)
            work.customers.add(customer)
            self._add_mandate(work, customer, new)
            self._note(work, access, customer, "customer added")
            work.commit()
            return GivenPassword(customer.number, password)

    def show(self, access: OperatorAccess, number: str) -> CustomerFile:
        """Everything about a customer; that it was looked at is noted, too. Raises NotFound."""
        with self._writing(access) as work:
            customer = numbered_customer(work, number)
            shown = self._file(work, customer)
            self._note(work, access, customer, "customer shown")
            work.commit()
            return shown

    def lock(self, access: OperatorAccess, number: str) -> CustomerFile:
        """Let nobody sign in any more, package logins included; all sessions end. Raises Conflict."""
        with self._writing(access) as work:
            customer = _found_apart(work, number)
            if customer.state is not CustomerState.ACTIVE:
                raise Conflict(_state_sentence(customer))
            customer.state = CustomerState.LOCKED
            work.sign_ins.end_all_of(customer.id, self._means.clock.now())
            self._note(work, access, customer, "customer locked")
            work.commit()
            return self._file(work, customer)

    def unlock(self, access: OperatorAccess, number: str) -> CustomerFile:
        """Let a locked customer sign in again. Raises Conflict."""
        with self._writing(access) as work:
            customer = _found_apart(work, number)
            if customer.state is not CustomerState.LOCKED:
                raise Conflict(_state_sentence(customer))
            customer.state = CustomerState.ACTIVE
            self._note(work, access, customer, "customer unlocked")
            work.commit()
            return self._file(work, customer)

    def reset_password(self, access: OperatorAccess, number: str) -> GivenPassword:
        """Give a new customer password; the old one and all sessions end, and the customer is told."""
        with self._reading(access) as work:
            customer = _found_apart(work, number, to_change=False)
            owned = WholeCustomer(customer.id)
            words = about(self._means.settings.brand, customer, work.customers.domain_names(owned))
        password = new_password(words)
        verifier = self._means.passwords.hash(password)
        with self._writing(access) as work:
            customer = _found_apart(work, number)
            now = self._means.clock.now()
            customer.password_hash = verifier
            customer.credential_version += 1
            work.sign_ins.end_all_of(customer.id, now)
            self._note(work, access, customer, "password reset")
            notices.tell(work, customer, now, said(GIVEN_PASSWORD, customer.language))
            work.commit()
            return GivenPassword(customer.number, password)

    def _add_mandate(self, work: Work, customer: Customer, new: NewCustomer) -> None:
        bank_data = new.bank_data
        if bank_data.method is not PaymentMethod.DEBIT:
            return
        if bank_data.reference and work.customers.references([bank_data.reference]):
            raise Conflict(_("This mandate reference is taken."), "bank_data.reference")
        digest = work.customers.iban_digest(bank_data.iban)
        signed_at = signing(bank_data, self._means)
        reference = bank_data.reference or new_reference(customer.number)
        mandate = new_mandate(customer.id, bank_data, digest, signed_at, reference)
        work.customers.add_mandate(mandate, bank_data.iban)

    def _file(self, work: Work, customer: Customer) -> CustomerFile:
        owned, limits = WholeCustomer(customer.id), self._means.settings.sign_in
        idle = dt.timedelta(minutes=max(limits.customer_idle_minutes, limits.package_idle_minutes))
        linked_to, linked_at = work.linking.of(customer.number) or ("", None)
        return CustomerFile(
            id=customer.id,
            customer=view_of(
                customer, work.customers.active_mandate(owned), work.customers.count_packages(owned)
            ),
            kind=customer.kind,
            state=customer.state,
            language=customer.language,
            since=customer.since,
            has_password=customer.password_hash != NO_PASSWORD,
            linked_to=linked_to,
            linked_at=linked_at,
            numbers=tuple(linked for linked, _since in work.linking.linked_to(owned)),
            sessions=work.sign_ins.count_open(customer.id, self._means.clock.now() - idle),
            last_seen=work.sign_ins.last_seen(customer.id),
        )

    def _note(self, work: Work, access: OperatorAccess, customer: Customer, action: str) -> None:
        record = f"customers {customer.id}"
        work.audit.record(self._means.clock.now(), access.actor, action, record, customer_id=customer.id)


def numbered_customer(work: Work, number: str, *, to_change: bool = True) -> Customer:
    """The customer with this number; raises NotFound."""
    customer = work.customers.by_number(number, to_change=to_change)
    if customer is None:
        raise NotFound(_("There is no customer with the number {number}.").format(number=number), "number")
    return customer


def _found_apart(work: Work, number: str, *, to_change: bool = True) -> Customer:
    """A customer whose account is their own; raises NotFound, and Conflict for a linked number."""
    customer = numbered_customer(work, number, to_change=to_change)
    linked = work.linking.of(number)
    if linked is not None:
        raise Conflict(
            _("Customer {number} is linked to {account}: please name that number.").format(
                number=number, account=linked[0]
            ),
            "number",
        )
    return customer


def _state_sentence(customer: Customer) -> str:
    sentences = {
        CustomerState.ACTIVE: _("Customer {number} is not locked."),
        CustomerState.LOCKED: _("Customer {number} is locked already."),
        CustomerState.CLOSED: _("The contract with customer {number} has ended; nobody can sign in."),
    }
    return sentences[customer.state].format(number=customer.number)
