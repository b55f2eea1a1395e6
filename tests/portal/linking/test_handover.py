"""Linked numbers and contract handovers: what is given away is not linked, linked numbers stay behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.errors import Conflict
from tests.portal.house import HOME, NEW_PASSWORD, PASSWORD
from tests.portal.invoices.steps import ANNA
from tests.portal.linking.steps import OTHER_EMAIL, compared, confirmed, linked, two_numbers
from tests.portal.written_forms.steps import HANDOVER, accepted, party, printed

if TYPE_CHECKING:
    from tests.portal.house import House


@pytest.mark.parametrize("whose", ["own", "other"])
def test_a_number_that_is_being_handed_over_is_not_linked(house: House, whose: str) -> None:
    own, other = two_numbers(house)
    access = house.access(own)
    seen = compared(house, access, other)
    giver, its = (own, access) if whose == "own" else (other, house.signed_in(other, NEW_PASSWORD))
    form = printed(house, its, HANDOVER, party())
    refusal = f"{giver.number} is being handed over by the form {form.number}"
    with pytest.raises(Conflict, match=refusal):
        compared(house, access, other)
    with pytest.raises(Conflict, match=refusal):
        house.portal.linking.link(access, seen, confirmed(other))
    assert house.portal.linking.linked(access) == ()


def test_linked_numbers_go_with_the_partner_who_linked_them(house: House) -> None:
    own, other = two_numbers(house)
    access = linked(house, own, other)
    accepted(house, access, HANDOVER)
    before = house.portal.sign_in.as_customer(other.number, PASSWORD, HOME)
    assert before.number not in {own.number, other.number}
    assert before.name == "Jutta Müller-Lüdenscheidt"
    given = house.portal.operator.customers.reset_password(ANNA, own.number)
    karol = house.signed_in(own, given.password)
    assert house.portal.linking.linked(karol) == ()
    assert OTHER_EMAIL not in {message.address for message in house.messages(own)}
