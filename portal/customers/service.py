"""The use cases of customer data: each change applies to all packages at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal import passwords
from portal.customers import notices, views, words
from portal.customers.bank import BankDataChange, new_mandate, new_reference
from portal.customers.email import EmailAddresses, domains_above
from portal.customers.password import about
from portal.customers.telephone import e164
from portal.debits import pending
from portal.debits.reasons import Needs
from portal.errors import Conflict, Doubtful, InvalidInput
from portal.i18n import _
from portal.languages import said
from portal.use_case import Means, UseCases
from portal.validation import require_unchanged
from storage.models.customers import PaymentMethod

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.customers.address import Address
    from portal.customers.password import NewPassword
    from portal.customers.telephone import TelephoneNumbers
    from portal.customers.views import CustomerView
    from portal.passwords import Strength
    from portal.sign_in import SignIn
    from storage.models.customers import Customer, Mandate
    from storage.work import Work

OTHER_SECRETS = 20
"""How many package and master passwords a new customer password is compared with, of the newest packages:
one takes about 0.1 s. Setting a package or master password compares it with the customer password in turn."""


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
            before = views.address_of(customer)
            require_unchanged(seen, before)
            if entered == before:
                return _view(work, access, customer)
            work.contacts.keep_holders(customer.id, self._means.today())
            for name, value in entered.model_dump().items():
                setattr(customer, name, value)
            self._changed(work, access, customer, "address", said(words.ADDRESS, customer.language))
            work.commit()
            return _view(work, access, customer)

    def change_telephone(
        self, access: CustomerAccess, entered: TelephoneNumbers, seen: TelephoneNumbers
    ) -> CustomerView:
        """Change telephone, mobile and fax; raises ChangedMeanwhile if `seen` is out of date."""
        with self._writing(access) as work:
            customer = work.customers.owned_by(access, to_change=True)
            before = views.telephone_of(customer)
            require_unchanged(seen, before)
            if entered == before:
                return _view(work, access, customer)
            for name in ("telephone", "mobile", "fax"):
                typed: str = getattr(entered, name)
                if typed != getattr(before, name):
                    setattr(customer, name, e164(typed, entered.region))
                    setattr(customer, f"{name}_typed", typed)
            self._changed(work, access, customer, "telephone", said(words.TELEPHONE, customer.language))
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
            Doubtful: A new address is in one's own packages, and `sure` is not set.
            ChangedMeanwhile: `seen` is out of date.
        """
        with self._writing(access) as work:
            customer = work.customers.owned_by(access, to_change=True)
            before = views.emails_of(customer)
            require_unchanged(seen, before)
            if entered == before:
                return _view(work, access, customer)
            if not sure:
                _require_reachable(work, access, entered, before)
            customer.email, customer.invoice_email = entered.email, entered.invoice_email
            old = [address for address in (before.email, before.invoice_email) if address]
            what = said(words.EMAILS, customer.language).format(email=entered.email)
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
            if _stands_already(work, customer, before, entered):
                return _view(work, access, customer)
            if before is not None:
                work.customers.revoke(before, self._means.clock.now())
            mandate = None
            if entered.method is PaymentMethod.DEBIT:
                mandate = self._add_mandate(work, customer, entered)
                iban = views.masked(entered.iban[:4], entered.iban[-4:])
                what = said(words.NEW_MANDATE, customer.language).format(iban=iban)
            else:
                what = said(words.BY_TRANSFER, customer.language)
            customer.payment_method = entered.method
            self._changed(work, access, customer, "bank data", what)
            pending.move(work, self._means, customer, mandate)
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
            customer = work.customers.owned_by(access)
            about, version = self._about(work, access, customer), customer.credential_version
            others = work.packages.verifiers(access, OTHER_SECRETS)
        passwords.require_strong(entered.new, about, "new")
        if any(self._means.passwords.verify(other, entered.new) for other in others):
            raise InvalidInput(
                _("This is a package or master password of yours. Please think of another one."), "new"
            )
        verifier = self._means.passwords.hash(entered.new)
        with self._writing(access) as work:
            customer = work.customers.owned_by(access, to_change=True)
            if customer.credential_version != version:
                raise Conflict(_("The password was changed a moment ago. Please sign in again."))
            customer.password_hash = verifier
            customer.credential_version += 1
            work.sign_ins.renew(access.session_id, customer.credential_version)
            self._changed(work, access, customer, "password", said(words.PASSWORD, customer.language))
            work.commit()

    def _add_mandate(self, work: Work, customer: Customer, entered: BankDataChange) -> Mandate:
        digest = work.customers.iban_digest(entered.iban)
        reference = new_reference(customer.number)
        mandate = new_mandate(customer.id, entered, digest, self._means.clock.now(), reference)
        return work.customers.add_mandate(mandate, entered.iban)

    def _about(self, work: Work, access: CustomerAccess, customer: Customer) -> list[str]:
        return about(self._means.settings.brand, customer, work.customers.domain_names(access))

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


def _require_reachable(
    work: Work, access: CustomerAccess, entered: EmailAddresses, before: EmailAddresses
) -> None:
    for name in ("email", "invoice_email"):
        address: str = getattr(entered, name)
        if address in {"", getattr(before, name)}:
            continue
        if work.customers.has_domain(access, domains_above(address)):
            raise Doubtful(
                _(
                    "This address is in one of your own packages: if that has a fault, our notices cannot"
                    " reach you. Save again to keep it."
                ),
                name,
            )


def _stands_already(work: Work, customer: Customer, mandate: Mandate | None, entered: BankDataChange) -> bool:
    """Whether the customer pays like this already: then there is nothing to sign and nothing to revoke.

    After a debit that the bank or the account's holder did not accept, the same account needs a new mandate.

    Raises:
        InvalidInput: The bank said of this very account that it cannot be debited.
    """
    if customer.payment_method is not entered.method:
        return False
    if entered.method is PaymentMethod.TRANSFER:
        return mandate is None
    if mandate is None or mandate.iban_digest != work.customers.iban_digest(entered.iban):
        return False
    needs = pending.needs_of(work, mandate)
    if Needs.NEW_ACCOUNT in needs:
        raise InvalidInput(
            _("The bank returned a debit from this very account. Please enter another one."), "iban"
        )
    return mandate.account_holder == entered.account_holder and not needs & {Needs.CHANGE, Needs.NEW_MANDATE}
