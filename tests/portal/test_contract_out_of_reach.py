"""Whoever has a package alone gets nowhere with what is contractual, whichever function they hand it to."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from portal.errors import NotAllowed
from tests.portal.test_permissions import BY_CUSTOMERS, People, use_cases

if TYPE_CHECKING:
    from collections.abc import Callable
    from inspect import Signature

    from portal.access import PackageAccess
    from portal.portal import Portal
    from tests.portal.house import House

NO_CUSTOMER = "'PackageAccess' object has no attribute 'customer_id'"


def contract_functions(portal: Portal) -> dict[str, Signature]:
    """All use cases that take a customer's access, found by reflection."""
    return {
        name: signature
        for name, signature in use_cases(portal)
        if any(each.annotation == "CustomerAccess" for each in signature.parameters.values())
    }


@pytest.mark.parametrize("who", [People.webmaster, People.owner_inside], ids=lambda who: who.__name__)
def test_a_package_access_is_refused_by_every_contract_function_and_changes_nothing(
    house: House, who: Callable[[People], PackageAccess]
) -> None:
    """By construction: it names no customer, so nothing of a customer's can be looked up by it."""
    access = who(People(house))
    functions = contract_functions(house.portal)
    assert set(functions) == set(BY_CUSTOMERS)
    before = house.everything()
    for name, signature in functions.items():
        with pytest.raises((NotAllowed, AttributeError)) as caught:
            call(house.portal, name, signature, access)
        assert isinstance(caught.value, NotAllowed) or (name, str(caught.value)) == (name, NO_CUSTOMER)
    assert house.everything() == before


def call(portal: Portal, name: str, signature: Signature, access: PackageAccess) -> object:
    """Call a use case with an access and stand-ins for all else: nobody gets as far as to look at them."""
    others = list(signature.parameters.values())[2:]
    values = [Mock() for each in others if each.kind is each.POSITIONAL_OR_KEYWORD]
    named = {each.name: True for each in others if each.kind is each.KEYWORD_ONLY}
    return attrgetter(name)(portal)(access, *values, **named)
