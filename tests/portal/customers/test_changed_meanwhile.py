"""Two who change the same data."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from portal.customers.email import EmailAddresses
from portal.customers.telephone import TelephoneNumbers
from portal.errors import ChangedMeanwhile
from storage.models.customers import PaymentMethod
from tests.factories import IBAN
from tests.portal.customers.steps import at_once, change_bank_data, moved

if TYPE_CHECKING:
    from portal.portal import Portal
    from storage.models.customers import Customer
    from tests.portal.house import House


def test_what_somebody_else_saved_is_shown_and_replaced_only_on_purpose(
    house: House, portal: Portal, jutta: Customer
) -> None:
    first, second = house.access(jutta), house.access(jutta)
    seen = portal.customers.show(first).address
    portal.customers.change_address(second, moved(portal, second, town="Bonn", postcode="53111"), seen)
    entered = moved(portal, first, town="Trier", postcode="54290")
    with pytest.raises(ChangedMeanwhile) as caught:
        portal.customers.change_address(first, entered, seen)
    assert caught.value.stored == {"town": "Bonn", "postcode": "53111"}
    assert "what stands there now is shown beneath each field" in caught.value.message
    assert house.stored(jutta).town == "Bonn"
    view = portal.customers.change_address(first, entered, portal.customers.show(first).address)
    assert view.address.town == "Trier"


def test_telephones_and_addresses_changed_meanwhile_are_noticed_too(
    house: House, portal: Portal, jutta: Customer
) -> None:
    access = house.access(jutta)
    shown = portal.customers.show(access)
    house.change(jutta, telephone="+49301234567", email="neu@example.org")
    with pytest.raises(ChangedMeanwhile) as telephone:
        portal.customers.change_telephone(access, TelephoneNumbers(telephone="0221 876543"), shown.telephone)
    assert telephone.value.stored == {"telephone": "030 1234567"}
    with pytest.raises(ChangedMeanwhile) as email:
        portal.customers.change_emails(access, EmailAddresses(email="anna@example.org"), shown.emails)
    assert email.value.stored == {"email": "neu@example.org"}


def test_two_who_edit_different_forms_do_not_collide(house: House, portal: Portal, jutta: Customer) -> None:
    first, second = house.access(jutta), house.access(jutta)
    one, two = portal.customers.show(first), portal.customers.show(second)
    portal.customers.change_address(first, moved(portal, first, town="Bonn"), one.address)
    portal.customers.change_telephone(second, TelephoneNumbers(mobile="0171 2345678"), two.telephone)
    portal.customers.change_emails(first, EmailAddresses(email="anna@example.org"), one.emails)
    change_bank_data(portal, second, iban=IBAN)
    view = portal.customers.show(first)
    assert (view.address.town, view.telephone.mobile) == ("Bonn", "0171 2345678")
    assert view.emails.email == "anna@example.org"
    assert view.payment_method is PaymentMethod.DEBIT


def test_of_many_who_save_the_same_form_at_once_exactly_one_succeeds(
    house: House, portal: Portal, jutta: Customer
) -> None:
    access = house.access(jutta)
    seen = portal.customers.show(access).address
    entered = [seen.model_copy(update={"town": f"Bonn {number}"}) for number in range(6)]
    refused = at_once(*(partial(portal.customers.change_address, access, new, seen) for new in entered))
    assert [type(error) for error in refused] == [ChangedMeanwhile] * 5
    assert house.actions().count("address changed") == len(house.messages(jutta)) == 1
