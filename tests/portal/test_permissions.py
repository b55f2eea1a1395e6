"""Who may do what: every use case of the portal, and everybody who might ask."""

from __future__ import annotations

import datetime as dt
import inspect
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

import pytest

from portal.access import CustomerAccess, OperatorAccess, PackageAccess
from portal.customers.bank import BankDataChange
from portal.customers.email import EmailAddresses
from portal.customers.password import NewPassword
from portal.customers.telephone import TelephoneNumbers
from portal.debits.booking import send_back
from portal.domains import NewDomain
from portal.errors import NotAllowed
from portal.invoices import InvoiceFilter
from portal.paging import PageRequest
from portal.third_party import Permission
from portal.use_case import UseCases
from storage.models.customers import CustomerState
from storage.models.debits import CollectionState
from storage.models.packages import PackageState
from tests.factories import IBAN
from tests.portal.contract_uses import all_contract_uses
from tests.portal.contract_uses.first import first_package
from tests.portal.house import NEW_PASSWORD, PACKAGE_PASSWORD, PASSWORD, SESSION_ENDED
from tests.portal.uses import all_uses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from portal.portal import Portal
    from storage.models.customers import Customer
    from tests.portal.house import House

PUBLIC = {"sign_in.as_customer", "sign_in.as_package"}
"""Use cases for those who are not signed in yet: everything else takes an access."""


def change_address(portal: Portal, access: CustomerAccess) -> object:
    seen = portal.customers.show(access).address
    return portal.customers.change_address(access, seen.model_copy(update={"town": "Bonn"}), seen)


def change_telephone(portal: Portal, access: CustomerAccess) -> object:
    seen = portal.customers.show(access).telephone
    return portal.customers.change_telephone(access, TelephoneNumbers(mobile="0171 2345678"), seen)


def change_emails(portal: Portal, access: CustomerAccess) -> object:
    seen = portal.customers.show(access).emails
    return portal.customers.change_emails(access, EmailAddresses(email="anna@example.org"), seen)


def change_bank_data(portal: Portal, access: CustomerAccess) -> object:
    entered = BankDataChange(account_holder="Jutta", iban=IBAN, password=PASSWORD)
    return portal.customers.change_bank_data(access, entered)


def prove_own_number(portal: Portal, access: CustomerAccess) -> object:
    with portal._means.storage.reading() as work:
        number = work.customers.owned_by(access).number
    return portal.sign_in.prove(access, number, PASSWORD, "password")


def change_password(portal: Portal, access: CustomerAccess) -> None:
    entered = NewPassword(old=PASSWORD, new=NEW_PASSWORD, again=NEW_PASSWORD)
    portal.customers.change_password(access, entered)


def order_domain(portal: Portal, access: CustomerAccess) -> object:
    return portal.domains.order(access, 1, NewDomain(name="neu-im-paket.de", password=PASSWORD))


def open_any(portal: Portal, access: CustomerAccess) -> object:
    return portal.packages.open(access, first_package(portal, access))


def allow_and_forbid(portal: Portal, access: CustomerAccess) -> None:
    """It is as before afterwards."""
    for given in (False, True):
        portal.third_party.give(access, first_package(portal, access), Permission.TRANSFERS, given=given)


def an_invoice(portal: Portal, access: CustomerAccess) -> int:
    """The newest, whose debit came back; it is issued where there is none yet."""
    pages = partial(portal.invoices.listing, access, PageRequest(descending=True), InvoiceFilter())
    if not pages().page.rows:
        portal.operator.billing.bill(OperatorAccess("anna"), portal._means.today())
    [invoice, *_others] = pages().page.rows
    with portal._means.storage.writing() as work:
        stored = work.invoices.by_id(invoice.id, to_change=True)
        found = work.debits.last_of(stored)
        if found is not None and found[0].state is CollectionState.ANNOUNCED:
            send_back(work, stored, found[0], "MS03", portal._means.today(), portal.clock.now())
        work.commit()
    return invoice.id


def repeat_debit(portal: Portal, access: CustomerAccess) -> object:
    return portal.debits.repeat(access, portal.debits.offer(access, an_invoice(portal, access)))


def list_invoices(portal: Portal, access: CustomerAccess) -> object:
    return portal.invoices.listing(access, PageRequest(count=True), InvoiceFilter())


BY_CUSTOMERS: dict[str, Callable[[Portal, CustomerAccess], object]] = {
    "sign_in.prove": prove_own_number,
    "sign_in.confirm": lambda portal, access: portal.sign_in.confirm(access, PASSWORD, "password"),
    "domains.order": order_domain,
    **all_contract_uses(),
    "customers.show": lambda portal, access: portal.customers.show(access),
    "customers.change_address": change_address,
    "customers.change_telephone": change_telephone,
    "customers.change_emails": change_emails,
    "customers.change_bank_data": change_bank_data,
    "customers.password_strength": lambda portal, access: portal.customers.password_strength(access, "x"),
    "customers.change_password": change_password,
    "packages.page": lambda portal, access: portal.packages.page(access, PageRequest()),
    "packages.open": open_any,
    "third_party.page": lambda portal, access: portal.third_party.page(
        access, first_package(portal, access), PageRequest()
    ),
    "third_party.give": allow_and_forbid,
    "invoices.listing": list_invoices,
    "invoices.count_open": lambda portal, access: portal.invoices.count_open(access),
    "invoices.figures": lambda portal, access: portal.invoices.figures(access),
    "invoices.open": lambda portal, access: portal.invoices.open(access, an_invoice(portal, access)),
    "invoices.pdf": lambda portal, access: portal.invoices.pdf(access, an_invoice(portal, access)),
    "invoices.between": lambda portal, access: portal.invoices.between(access, dt.date.min, dt.date.max),
    "debits.offer": lambda portal, access: portal.debits.offer(access, an_invoice(portal, access)),
    "debits.repeat": repeat_debit,
}
"""What the customer password opens, with arguments that would do."""

BY_PACKAGES = all_uses()
"""What the package password opens, too."""

BY_ANYBODY = {"sign_in.sign_out"}
"""What takes any access, good or not."""


@dataclass
class People:
    """Everybody who might ask for what is Jutta's."""

    house: House

    @cached_property
    def jutta(self) -> Customer:
        return self._customer("juttas.example")

    def _customer(self, main_domain: str) -> Customer:
        customer = self.house.customer()
        self.house.package(customer, main_domain, password=PACKAGE_PASSWORD)
        return customer

    # As a customer.

    def customer(self) -> CustomerAccess:
        return self.house.access(self.jutta)

    def other_customer(self) -> CustomerAccess:
        """Signed in to an account of their own, asking for Jutta's."""
        other = self.house.access(self._customer("fremd.example"))
        return replace(other, customer_id=self.jutta.id)

    def webmaster_as_customer(self) -> CustomerAccess:
        """Signed in to Jutta's package, asking for her account."""
        jutta = self.jutta
        return CustomerAccess(self.house.package_access("juttas.example").session_id, jutta.id)

    def idle_customer(self) -> CustomerAccess:
        access = self.customer()
        self.house.clock.forward(minutes=10, seconds=1)
        return access

    def signed_out_customer(self) -> CustomerAccess:
        access = self.customer()
        self.house.portal.sign_in.sign_out(access)
        return access

    def locked_customer(self) -> CustomerAccess:
        access = self.customer()
        self.house.change(self.jutta, state=CustomerState.LOCKED)
        return access

    def customer_with_an_old_password(self) -> CustomerAccess:
        access = self.customer()
        self.house.change(self.jutta, credential_version=2)
        return access

    def nobody(self) -> CustomerAccess:
        return CustomerAccess("x" * 43, self.jutta.id)

    # As somebody in a package.

    def webmaster(self) -> PackageAccess:
        assert self.jutta.number
        return self.house.package_access("juttas.example")

    def owner_inside(self) -> PackageAccess:
        access = self.customer()
        return self.house.portal.packages.open(access, self.webmaster().package_id)

    def other_webmaster(self) -> PackageAccess:
        """Signed in to another package of Jutta's, asking for this one."""
        own = self.webmaster()
        self.house.package(self.jutta, "zweite.example", password=PACKAGE_PASSWORD)
        return replace(self.house.package_access("zweite.example"), package_id=own.package_id)

    def webmaster_as_owner(self) -> PackageAccess:
        return replace(self.webmaster(), by_owner=True)

    def other_owner(self) -> PackageAccess:
        """The owner of another package, asking for this one."""
        own = self.webmaster()
        other = self.house.access(self._customer("fremd.example"))
        return PackageAccess(other.session_id, own.package_id, by_owner=True)

    def other_owner_as_webmaster(self) -> PackageAccess:
        return replace(self.other_owner(), by_owner=False)

    def idle_webmaster(self) -> PackageAccess:
        access = self.webmaster()
        self.house.clock.forward(minutes=30, seconds=1)
        return access

    def signed_out_webmaster(self) -> PackageAccess:
        access = self.webmaster()
        self.house.portal.sign_in.sign_out(access)
        return access

    def webmaster_of_a_locked_customer(self) -> PackageAccess:
        access = self.webmaster()
        self.house.change(self.jutta, state=CustomerState.LOCKED)
        return access

    def webmaster_of_an_ended_package(self) -> PackageAccess:
        access = self.webmaster()
        with self.house.storage.reading() as work:
            package, _product = work.packages.current(access)
        self.house.change(package, state=PackageState.ENDED)
        return access

    def webmaster_with_an_old_password(self) -> PackageAccess:
        access = self.webmaster()
        with self.house.storage.reading() as work:
            package, _product = work.packages.current(access)
        self.house.change(package, credential_version=2)
        return access

    def nobody_inside(self) -> PackageAccess:
        return PackageAccess("x" * 43, self.webmaster().package_id, by_owner=False)


CUSTOMERS: dict[Callable[[People], CustomerAccess], bool] = {
    People.customer: True,
    People.other_customer: False,
    People.webmaster_as_customer: False,
    People.idle_customer: False,
    People.signed_out_customer: False,
    People.locked_customer: False,
    People.customer_with_an_old_password: False,
    People.nobody: False,
}
"""Who may, of those who say they are the customer."""

INSIDERS: dict[Callable[[People], PackageAccess], bool] = {
    People.webmaster: True,
    People.owner_inside: True,
    People.other_webmaster: False,
    People.webmaster_as_owner: False,
    People.other_owner: False,
    People.other_owner_as_webmaster: False,
    People.idle_webmaster: False,
    People.signed_out_webmaster: False,
    People.webmaster_of_a_locked_customer: False,
    People.webmaster_of_an_ended_package: False,
    People.webmaster_with_an_old_password: False,
    People.nobody_inside: False,
}
"""Who may, of those who say they are in the package."""


def use_cases(of: object, prefix: str = "") -> Iterator[tuple[str, inspect.Signature]]:
    """Every public method of every subject, with its signature; the operator's subjects too."""
    lazy = [name for name, value in vars(type(of)).items() if isinstance(value, cached_property)]
    subjects = {name for name in (*vars(of), *lazy) if not name.startswith("_")}
    for name in sorted(subjects):
        subject = getattr(of, name)
        if isinstance(subject, UseCases):
            for method, function in inspect.getmembers(type(subject), inspect.isfunction):
                if not method.startswith("_"):
                    yield f"{prefix}{name}.{method}", inspect.signature(function)
        elif name == "operator":
            yield from use_cases(subject, "operator.")


def test_every_use_case_but_the_public_ones_asks_first_who_is_there(portal: Portal) -> None:
    found = dict(use_cases(portal))
    assert set(found) >= PUBLIC
    for name, signature in found.items():
        first = list(signature.parameters.values())[1] if len(signature.parameters) > 1 else None
        kind = first.annotation if first else ""
        if name in PUBLIC:
            assert "Access" not in kind
        elif name.startswith("operator."):
            assert (name, kind) == (name, "OperatorAccess")
        else:
            assert first is not None
            assert (name, first.name) == (name, "access")
            assert kind in {"CustomerAccess", "PackageAccess", "Access"}


def test_every_use_case_stands_in_the_matrix_under_the_access_it_takes(portal: Portal) -> None:
    takes: dict[str, set[str]] = {"CustomerAccess": set(), "PackageAccess": set(), "Access": set()}
    for name, signature in use_cases(portal):
        if name not in PUBLIC and not name.startswith("operator."):
            takes[list(signature.parameters.values())[1].annotation].add(name)
    assert takes == {
        "CustomerAccess": set(BY_CUSTOMERS),
        "PackageAccess": set(BY_PACKAGES),
        "Access": BY_ANYBODY,
    }


def test_the_reflection_finds_what_is_added_later(portal: Portal) -> None:
    class Weather(UseCases):
        def ask(self) -> None: ...

    portal.weather = Weather(portal._means)  # type: ignore[attr-defined]
    assert "weather.ask" in dict(use_cases(portal))


@pytest.mark.parametrize("who", CUSTOMERS, ids=lambda who: who.__name__)
def test_what_is_the_customers_is_open_to_the_customer_alone(
    house: House, who: Callable[[People], CustomerAccess]
) -> None:
    access = who(People(house))
    before = house.everything()
    for name, use in BY_CUSTOMERS.items():
        if CUSTOMERS[who]:
            use(house.portal, access)
            continue
        with pytest.raises(NotAllowed) as caught:
            use(house.portal, access)
        assert (name, caught.value.message) == (name, SESSION_ENDED)
    assert (house.everything() == before) is not CUSTOMERS[who]


@pytest.mark.parametrize("who", INSIDERS, ids=lambda who: who.__name__)
def test_what_is_in_a_package_is_open_to_its_webmaster_and_its_owner(
    house: House, who: Callable[[People], PackageAccess]
) -> None:
    access = who(People(house))
    for name, use in BY_PACKAGES.items():
        if INSIDERS[who]:
            use(house.portal, access)
            continue
        with pytest.raises(NotAllowed) as caught:
            use(house.portal, access)
        assert (name, caught.value.message) == (name, SESSION_ENDED)


def test_signing_out_is_open_to_everybody_and_ends_ones_own_session_only(house: House) -> None:
    people = People(house)
    customer, webmaster = people.customer(), people.webmaster()
    for anybody in (people.nobody(), people.nobody_inside(), people.signed_out_customer()):
        house.portal.sign_in.sign_out(anybody)
    house.portal.customers.show(customer)
    house.portal.sign_in.sign_out(customer)
    house.portal.packages.overview(webmaster)
    with pytest.raises(NotAllowed):
        house.portal.customers.show(customer)
