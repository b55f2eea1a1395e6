"""The forms of customer data."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work

from portal.customers.address import Address
from portal.customers.bank import BankDataChange, bank_of
from portal.customers.email import EmailAddresses
from portal.customers.password import NewPassword
from portal.customers.telephone import TelephoneNumbers
from portal.customers.views import CustomerView
from tui import formats
from tui.i18n import _, ngettext
from tui.text import assemble, literal, sentence
from tui.widgets.field import ChoiceField, Field, PasswordField, TextField
from tui.widgets.form import Entered, FormModal
from tui.widgets.new_password import NewPasswordField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.content import Content

    from portal.access import CustomerAccess
    from portal.passwords import Strength
    from tui.calls import PortalCalls


class CustomerForm(FormModal[Entered, CustomerView]):
    """A form on the data of the customer who is signed in."""

    def __init__(self, access: CustomerAccess, customer: CustomerView) -> None:
        """Edit `customer`, as it stands now."""
        super().__init__()
        self.access, self.customer = access, customer

    def about(self) -> Content:
        """How much the change concerns."""
        packages = self.customer.packages
        if not packages:
            return sentence(_("Applies to customer number {number}."), number=self.customer.number)
        template = ngettext(
            "Applies to the package under customer number {number}.",
            "Applies to all {n} packages under customer number {number}.",
            packages,
        )
        return sentence(template, n=formats.number(packages, self.login.country), number=self.customer.number)


class StoredForm(CustomerForm[Entered]):
    """A form on something that stands in the portal, and that another session may change meanwhile."""

    STORED: ClassVar[str]
    """Which part of the customer's view it edits."""

    def __init__(self, access: CustomerAccess, customer: CustomerView) -> None:
        super().__init__(access, customer)
        self.seen: Entered = getattr(customer, self.STORED)


class AddressForm(StoredForm[Address]):
    """Where the customer lives or works."""

    TITLE = _("Address")
    MODEL = Address
    STORED = "address"
    SAVED = _("Your address was changed.")
    HELP = _(
        "Your address, for all packages at once. Your name changes by contract handover only; a domain's"
        " holder is not changed by this."
    )

    def about(self) -> Content:
        """Whose address, and what it does not change."""
        return assemble(
            literal(self.customer.name, "bold"), "\n", super().about(), "\n",
            (_("Your name, and the holder of your domains, stay as they are."), "$quiet"),
        )  # fmt: skip

    def fields(self) -> Iterable[Field[Any]]:
        """As on a letter."""
        seen = self.seen
        yield TextField("street", _("Street"), seen.street, longest=100)
        yield TextField("house_number", _("Number"), seen.house_number, longest=20)
        yield TextField("addition", _("Addition"), seen.addition, optional=True, longest=100)
        yield TextField("postcode", _("Postcode"), seen.postcode, longest=12)
        yield TextField("town", _("Town"), seen.town, longest=100)
        yield ChoiceField("country", _("Country"), formats.country_names(), seen.country)

    async def save(self, entered: Address) -> CustomerView:
        """Change the address."""
        return await self.portal_call(self.portal.customers.change_address, self.access, entered, self.seen)


class TelephoneForm(StoredForm[TelephoneNumbers]):
    """Telephone, mobile, fax."""

    TITLE = _("Telephone and fax")
    MODEL = TelephoneNumbers
    STORED = "telephone"
    SAVED = _("Your telephone numbers were changed.")
    HELP = _("How we reach you by telephone: at least one of the first two. Any spelling will do.")

    def fields(self) -> Iterable[Field[Any]]:
        """Three numbers."""
        seen, signs = self.seen, r"[0-9+()/ .\-]*"
        yield TextField("telephone", _("Telephone"), seen.telephone, restrict=signs, longest=40)
        yield TextField("mobile", _("Mobile"), seen.mobile, restrict=signs, longest=40)
        yield TextField("fax", _("Fax"), seen.fax, optional=True, restrict=signs, longest=40)

    def values(self) -> dict[str, str]:
        """With the country whose national spelling is understood."""
        return super().values() | {"region": self.seen.region}

    async def save(self, entered: TelephoneNumbers) -> CustomerView:
        """Change the numbers."""
        return await self.portal_call(self.portal.customers.change_telephone, self.access, entered, self.seen)


class EmailForm(StoredForm[EmailAddresses]):
    """Where notices and invoices go."""

    TITLE = _("Contact email")
    MODEL = EmailAddresses
    STORED = "emails"
    SAVED = _("Your email addresses were changed. The old and the new one are told.")
    HELP = _("Where our notices go, and your invoices if that is another address.")

    def fields(self) -> Iterable[Field[Any]]:
        """Two addresses."""
        seen = self.seen
        yield TextField("email", _("Contact email"), seen.email, longest=254)
        hint = _("optional; otherwise the contact email")
        yield TextField("invoice_email", _("Invoice email"), seen.invoice_email, hint, longest=254)

    async def save(self, entered: EmailAddresses) -> CustomerView:
        """Change the addresses; a doubtful one on the second save."""
        return await self.portal_call(
            self.portal.customers.change_emails, self.access, entered, self.seen, sure=self.sure
        )


class BankDataForm(CustomerForm[BankDataChange]):
    """How the customer pays."""

    TITLE = _("Bank data")
    MODEL = BankDataChange
    SAVED = _("Your bank data were changed.")
    HELP = _(
        "How you pay your invoices. A new account needs a new mandate, which you give by saving; the old one"
        " ends. Your account is never shown in full."
    )
    AUTO_FOCUS = "#field-iban .control"
    ACCOUNT: ClassVar[tuple[str, str]] = ("account_holder", "iban")

    def about(self) -> Content:
        """How it is paid now."""
        mandate = self.customer.mandate
        if mandate is None:
            now = literal(_("At present you pay by transfer."), "$quiet")
        else:
            template = _("At present: {iban}, mandate {reference}")
            now = sentence(template, iban=mandate.masked_iban, reference=mandate.reference).stylize("$quiet")
        return assemble(super().about(), "\n", now)

    def fields(self) -> Iterable[Field[Any]]:
        """The way of paying, the account, and the password."""
        ways = [(_("direct debit"), "debit"), (_("transfer"), "transfer")]
        method, mandate = self.customer.payment_method, self.customer.mandate
        yield ChoiceField("method", _("You pay by"), ways, method)
        account = (
            TextField(
                "account_holder",
                _("Account holder"),
                mandate.account_holder if mandate else self.customer.name,
                longest=70,
            ),
            TextField("iban", _("IBAN"), longest=60, restrict="[A-Za-z0-9 ]*"),
        )
        for field in account:
            field.control.disabled = method != "debit"
            yield field
        yield PasswordField("password", _("Customer password"))

    def values(self) -> dict[str, str]:
        """Without an account where it is paid by transfer."""
        values = super().values()
        return values if values.get("method") == "debit" else values | dict.fromkeys(self.ACCOUNT, "")

    async def save(self, entered: BankDataChange) -> CustomerView:
        """Give a new mandate, or end the present one."""
        return await self.portal_call(self.portal.customers.change_bank_data, self.access, entered)

    def on_field_edited(self, event: Field.Edited) -> None:
        """Show the bank as soon as the IBAN is right."""
        if event.field == "method":
            for name in self.ACCOUNT:
                self._field(name).control.disabled = self._field("method").value != "debit"
        elif event.field == "iban":
            self._show_bank(self._field("iban").value)

    @work(exclusive=True, group="bank")
    async def _show_bank(self, iban: str) -> None:
        bank = await asyncio.to_thread(bank_of, iban)
        if self.is_attached:
            self._field("iban").hint(
                " · ".join(part for part in (bank.name, bank.bic) if part) if bank else ""
            )


class PasswordForm(CustomerForm[NewPassword]):
    """The customer password."""

    TITLE = _("Customer password")
    MODEL = NewPassword
    SAVED = _("Your customer password was changed. Other sessions were ended.")
    HELP = _(
        "At least 12 characters; several unrelated words are a good start. It opens everything under your"
        " customer number, so use it nowhere else."
    )

    def fields(self) -> Iterable[Field[Any]]:
        """Old, new, again."""
        yield PasswordField("old", _("Present password"))
        yield NewPasswordField("new", _("New password"), self._judge)
        yield PasswordField("again", _("Once more"))

    async def save(self, entered: NewPassword) -> CustomerView:
        """Change it; what was shown stays as it is."""
        await self.portal_call(self.portal.customers.change_password, self.access, entered)
        return self.customer

    async def _judge(self, password: str) -> Strength:
        return await self.portal_call(self.portal.customers.password_strength, self.access, password)


FORMS: dict[str, type[CustomerForm[Any]]] = {
    "address": AddressForm,
    "telephone": TelephoneForm,
    "emails": EmailForm,
    "bank-data": BankDataForm,
    "password": PasswordForm,
}
"""By the names of their entries in the contract menu."""


async def open_form(asking: PortalCalls, access: CustomerAccess, name: str) -> None:
    """Show a form on data of the customer until it is left; raises PortalError."""
    customer = await asking.portal_call(asking.portal.customers.show, access)
    await asking.app.push_screen_wait(FORMS[name](access, customer))
