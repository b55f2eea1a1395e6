"""What the stories about customer data share."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from portal.customers.bank import BankDataChange
from portal.errors import InvalidInput, PortalError
from portal.validation import checked
from tests.portal.house import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel

    from portal.access import CustomerAccess
    from portal.customers.address import Address
    from portal.portal import Portal

FILL_IN = "Please fill in this field."


def sentences(model: type[BaseModel], **entered: object) -> dict[str, str]:
    """What the customer reads beneath each field; nothing where all is right."""
    try:
        checked(model, entered)
    except InvalidInput as error:
        return error.problems
    return {}


def at_once(*acts: Callable[[], object]) -> list[PortalError]:
    """Do all of it in threads that begin together; what they were refused."""
    refused: list[PortalError] = []
    start = threading.Barrier(len(acts), timeout=30)

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
        except PortalError as error:
            refused.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def moved(portal: Portal, access: CustomerAccess, **changes: str) -> Address:
    return portal.customers.show(access).address.model_copy(update=changes)


def change_bank_data(portal: Portal, access: CustomerAccess, password: str = PASSWORD, **entered: Any) -> Any:
    values = {"account_holder": "Jutta Müller"} | entered | {"password": password}
    return portal.customers.change_bank_data(access, checked(BankDataChange, values))
