"""`admin customer …`: what staff do for one customer."""

from __future__ import annotations

import sys
from getpass import getpass
from typing import TYPE_CHECKING, Any

from portal.customers.number import CustomerNumber
from portal.errors import InvalidInput
from portal.operator.new_customer import NewCustomer
from portal.validation import Input, checked
from tui.command.output import Answer, data_of
from tui.i18n import _, ngettext

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from portal.access import OperatorAccess
    from portal.customers.views import CustomerView
    from portal.operator.customers import CustomerFile, GivenPassword
    from portal.portal import Portal

GROUPS = {
    "address": ("country", "street", "house_number", "addition", "postcode", "town"),
    "telephones": ("telephone", "mobile", "fax"),
    "emails": ("email", "invoice_email"),
}
"""Which options make up which part of a customer."""

PLAIN = ("type", "company", "first_name", "last_name", "since", "language")


class _Numbered(Input):
    number: CustomerNumber


def customer(portal: Portal, access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    """Do what was asked for; raises PortalError."""
    care = portal.operator.customers
    if arguments.deed == "add":
        number = checked(_Numbered, {"number": arguments.number}).number if arguments.number else None
        return _password(
            care.add(access, _new_customer(arguments), number), _("Customer {number} was added.")
        )
    number = "".join(arguments.number.split())
    if arguments.deed == "pin":
        name = portal.operator.support.check_pin(access, number, _asked_pin())
        sentence = _("The service PIN is right: this is {name}. It is used up now.")
        return Answer((sentence.format(name=name),), {"number": number, "name": name})
    if arguments.deed == "reset-password":
        given = care.reset_password(access, number)
        return _password(given, _("Customer {number} has a new password; all sessions have ended."))
    acts = {"show": care.show, "lock": care.lock, "unlock": care.unlock}
    shown = acts[arguments.deed](access, number)
    if arguments.deed == "show":
        return Answer(tuple(_lines(shown)), _data(shown))
    sentences = {
        "lock": _("Customer {number} is locked; all sessions have ended."),
        "unlock": _("Customer {number} can sign in again."),
    }
    return Answer((sentences[arguments.deed].format(number=number),), _data(shown))


def _new_customer(arguments: argparse.Namespace) -> NewCustomer:
    given = vars(arguments)
    values: dict[str, Any] = {name: given[name] for name in PLAIN if given[name] is not None}
    for group, names in GROUPS.items():
        values[group] = {name: given[name] for name in names if given[name] is not None}
    values["address"] = {"country": "DE"} | values["address"]
    if arguments.debit:
        values["bank_data"] = {"account_holder": _asked(_("Account holder")), "iban": _asked("IBAN")}
    return checked(NewCustomer, values)


def _asked(label: str) -> str:
    try:
        return input(f"{label}: ")
    except EOFError:
        raise InvalidInput(_("The bank data were not given.")) from None
    except UnicodeDecodeError:
        raise InvalidInput(_("What was typed is not UTF-8.")) from None


def _asked_pin() -> str:
    """Read from the terminal without showing it, or from what is piped in."""
    try:
        return getpass(_("Service PIN: ")) if sys.stdin.isatty() else input()
    except EOFError:
        raise InvalidInput(_("The service PIN was not given.")) from None
    except UnicodeDecodeError:
        raise InvalidInput(_("What was typed is not UTF-8.")) from None


def _password(given: GivenPassword, sentence: str) -> Answer:
    lines = (
        sentence.format(number=given.number),
        _("The password is shown only now: {password}").format(password=given.password),
    )
    return Answer(lines, {"number": given.number, "password": given.password})


def _data(shown: CustomerFile) -> dict[str, Any]:
    return data_of(shown.customer) | {
        name: value for name, value in data_of(shown).items() if name != "customer"
    }


def _lines(shown: CustomerFile) -> Iterable[str]:
    """A label and its value on each line."""
    rows = {
        _("Number"): shown.customer.number,
        _("Name"): shown.customer.name,
        _("Type"): {"consumer": _("consumer"), "business": _("business")}[shown.kind],
        _("State"): _state(shown),
        _("Linked"): ", ".join(shown.numbers),
        _("Since"): shown.since.isoformat(),
        **_contact(shown.customer),
        _("Pays by"): _payment(shown.customer),
        _("Packages"): str(shown.customer.packages),
        _("Sessions"): _sessions(shown),
    }
    width = max(map(len, rows))
    return [f"{label:<{width}}  {value}" for label, value in rows.items() if value]


def _contact(view: CustomerView) -> dict[str, str]:
    address = view.address
    street = f"{address.street} {address.house_number}"
    town = f"{address.postcode} {address.town}".strip()
    return {
        _("Address"): ", ".join(filter(None, (street, address.addition, town, address.country))),
        _("Telephone"): view.telephone.telephone,
        _("Mobile"): view.telephone.mobile,
        _("Fax"): view.telephone.fax,
        _("Email"): view.emails.email,
        _("Invoices to"): view.emails.invoice_email,
    }


def _state(shown: CustomerFile) -> str:
    states = {"active": _("active"), "locked": _("locked"), "closed": _("closed")}
    if shown.linked_to and shown.linked_at:
        return _("linked to {number} on {day}").format(
            number=shown.linked_to, day=shown.linked_at.date().isoformat()
        )
    none = "" if shown.has_password else _(", no password yet")
    return f"{states[shown.state]}{none}"


def _payment(view: CustomerView) -> str:
    mandate = view.mandate
    if mandate is None:
        return _("transfer")
    return _("debit from {iban}, {holder}, mandate {reference} of {day}").format(
        iban=mandate.masked_iban,
        holder=mandate.account_holder,
        reference=mandate.reference,
        day=mandate.signed_at.date().isoformat(),
    )


def _sessions(shown: CustomerFile) -> str:
    count = ngettext("{n} open", "{n} open", shown.sessions).format(n=shown.sessions)
    if shown.last_seen is None:
        return count
    return _("{count}, last seen {moment} UTC").format(
        count=count, moment=shown.last_seen.strftime("%Y-%m-%d %H:%M")
    )
