"""The use cases of customer data: each change applies to all packages at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from portal import passwords
from portal.customers import notices, views
from portal.customers.bank import BankDataChange, bank_of, new_reference, parsed
from portal.customers.email import EmailAddresses, ascii_domain
from portal.customers.telephone import e164
from portal.errors import ChangedMeanwhile, Conflict, Doubtful, InvalidInput
from portal.i18n import _
from portal.use_case import Means, UseCases
from storage.models.customers import Customer, Mandate, PaymentMethod

if TYPE_CHECKING:
    from pydantic import BaseModel

    from portal.access import CustomerAccess
    from portal.customers.address import Address
    from portal.customers.password import NewPassword
    from portal.customers.telephone import TelephoneNumbers
    from portal.customers.views import CustomerView
    from portal.passwords import Strength
    from portal.sign_in import SignIn
    from storage.work import Work

Entered = TypeVar("Entered", bound="BaseModel")


class Customers(UseCases):
    """A customer's own data."""

    def __init__(self, means: Means, sign_in: SignIn) -> None:
        super().__init__(means)
        self._sign_in = sign_in

    def show(self, access: CustomerAccess) -> CustomerView:
        """All data of the customer who asks."""
        with self._reading(access) as work:
            return _view(work, access, work.customers.owned_by(access))

    def change_address(self, access: CustomerAccess, entered: Address, seen: Address) -> CustomerView:
        """Move to another address.

        Args:
            access: Whose.
            entered: The new address.
            seen: What the form showed; if something else stands there now, ChangedMeanwhile is raised.
        """
        with self._writing(access) as work:
            customer = work.customers.owned_by(access, to_change=True)
            _require_unchanged(seen, views.address_of(customer))
            for name, value in entered.model_dump().items():
                setattr(customer, name, value)
            self._changed(work, access, customer, "address", _("Your address was changed."))
            work.commit()
            return _view(work, access, customer)

    def change_telephone(
        self, access: CustomerAccess, entered: TelephoneNumbers, seen: TelephoneNumbers
    ) -> CustomerView:
        """Change telephone, mobile and fax; raises ChangedMeanwhile if `seen` is out of date."""
        with self._writing(access) as work:
            customer = work.customers.owned_by(access, to_change=True)
            _require_unchanged(seen, views.telephone_of(customer))
            for name in ("telephone", "mobile", "fax"):
                typed: str = getattr(entered, name)
                setattr(customer, name, e164(typed, entered.region))
                setattr(customer, f"{name}_typed", typed)
            self._changed(work, access, customer, "telephone", _("Your telephone numbers were changed."))
            work.commit()
            return _view(work, access, customer)

    def change_emails(
        self,
        access: CustomerAccess,
        entered: EmailAddresses,
        seen: EmailAddresses,
        *,
        sure: bool = False,
    ) -> CustomerView:
        """Change contact and invoice email; the addresses before are told, too.

        Raises:
            Doubtful: The contact address is in one's own packages, and `sure` is not set.
            ChangedMeanwhile: `seen` is out of date.
        """
        with self._writing(access) as work:
            customer = work.customers.owned_by(access, to_change=True)
            before = views.emails_of(customer)
            _require_unchanged(seen, before)
            if not sure and work.customers.has_domain(access, ascii_domain(entered.email)):
                raise Doubtful(
                    _(
                        "This address is in one of your own packages: if that has a fault, our notices cannot"
                        " reach you. Save again to keep it."
                    ),
                    "email",
                )
            customer.email, customer.invoice_email = entered.email, entered.invoice_email
            old = [address for address in (before.email, before.invoice_email) if address]
            what = _("Your contact email address is now {email}.").format(email=entered.email)
            self._changed(work, access, customer, "emails", what, *old, entered.invoice_email)
            work.commit()
            return _view(work, access, customer)

    def change_bank_data(self, access: CustomerAccess, entered: BankDataChange) -> CustomerView:
        """Give a new mandate, or pay by transfer; a mandate is never amended, the one before is revoked.

        Raises:
            InvalidInput: The customer password is wrong.
            Throttled: It was wrong too often.
        """
        self._sign_in.confirm(access, entered.password, "password")
        with self._writing(access) as work:
            customer = work.customers.owned_by(access, to_change=True)
            before = work.customers.active_mandate(access)
            if before is not None:
                work.customers.revoke(before, self._means.clock.now())
            if entered.method is PaymentMethod.DEBIT:
                self._add_mandate(work, customer, entered)
                what = _(
                    "You gave us a new mandate; debits will be collected from the account {iban}."
                ).format(iban=views.masked(entered.iban[:4], entered.iban[-4:]))
            else:
                what = _("You will pay your invoices by transfer. Your mandate has ended.")
            customer.payment_method = entered.method
            self._changed(work, access, customer, "bank data", what)
            work.commit()
            return _view(work, access, customer)

    def password_strength(self, access: CustomerAccess, password: str) -> Strength:
        """How a new customer password would be judged."""
        with self._reading(access) as work:
            about = self._about(work, access, work.customers.owned_by(access))
        return passwords.judge(password, about)

    def change_password(self, access: CustomerAccess, entered: NewPassword) -> None:
        """Change the customer password; all other sessions of the customer end.

        Raises:
            InvalidInput: The old password is wrong, or the new one is too weak or not new.
            Throttled: The old one was wrong too often.
        """
        self._sign_in.confirm(access, entered.old, "old")
        if passwords.normal(entered.old) == passwords.normal(entered.new):
            raise InvalidInput(_("This is the password you have. Please think of a new one."), "new")
        with self._reading(access) as work:
            about = self._about(work, access, work.customers.owned_by(access))
            version = work.customers.owned_by(access).credential_version
        passwords.require_strong(entered.new, about, "new")
        verifier = self._means.passwords.hash(entered.new)
        with self._writing(access) as work:
            customer = work.customers.owned_by(access, to_change=True)
            if customer.credential_version != version:
                raise Conflict(_("The password was changed a moment ago. Please sign in again."))
            customer.password_hash = verifier
            customer.credential_version += 1
            work.sign_ins.renew(access.session_id, customer.credential_version)
            self._changed(work, access, customer, "password", _("Your customer password was changed."))
            work.commit()

    def _add_mandate(self, work: Work, customer: Customer, entered: BankDataChange) -> None:
        iban = parsed(entered.iban)
        bank = bank_of(entered.iban)
        mandate = Mandate(
            customer_id=customer.id,
            reference=new_reference(customer.number),
            account_holder=entered.account_holder,
            iban_first=iban.compact[:4],
            iban_last=iban.compact[-4:],
            iban_digest=work.customers.iban_digest(iban.compact),
            bic=bank.bic if bank else "",
            bank_name=bank.name if bank else "",
            signed_at=self._means.clock.now(),
        )
        work.customers.add_mandate(mandate, iban.compact)

    def _about(self, work: Work, access: CustomerAccess, customer: Customer) -> list[str]:
        """What a password must not be built on."""
        return [
            self._means.settings.brand,
            customer.number,
            customer.company,
            customer.first_name,
            customer.last_name,
            customer.email,
            *work.customers.domain_names(access),
        ]

    def _changed(
        self, work: Work, access: CustomerAccess, customer: Customer, what: str, told: str, *addresses: str
    ) -> None:
        now = self._means.clock.now()
        record = f"customers {customer.id}"
        work.audit.record(now, access.actor, f"{what} changed", record, customer_id=customer.id)
        notices.tell(work, customer, now, told, [address for address in addresses if address])


def _view(work: Work, access: CustomerAccess, customer: Customer) -> CustomerView:
    mandate = work.customers.active_mandate(access)
    return views.view_of(customer, mandate, work.customers.count_packages(access))


def _require_unchanged(seen: Entered, stored: Entered) -> None:
    if seen != stored:
        raise ChangedMeanwhile(
            _(
                "Somebody changed these data since you opened the form; what stands there now is shown"
                " beneath each field. Save again to replace it."
            ),
            {name: str(value) for name, value in stored if value != getattr(seen, name)},
        )
