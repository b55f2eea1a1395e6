"""How offers of the month are come to by keyboard, and what stands in the database of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.demo.credentials import ERIKA
from tests.tui.steps import fill, open_entry, running, saved
from tui.screens.acknowledged import AcknowledgedModal
from tui.screens.offers import OffersScreen
from tui.screens.offers.domain import DomainForm
from tui.screens.offers.list import OfferList
from tui.screens.offers.ordering import OrderForm
from tui.screens.offers.packages import BookableList, BookableScreen
from tui.screens.offers.reading import OfferModal

if TYPE_CHECKING:
    from textual.screen import Screen

    from tests.tui.portal_app import Keyboard, PortalApp

ARCHIVE, SECOND, PLUS = (
    "Mail Archive for half the price",
    "A second website, free for three months",
    "PowerWeb Plus at the price of Basic",
)
"""A service, a package, and a package of which few are left."""

NEW = "meine-zweite-seite.de"
"""A domain that nobody has."""


async def open_offers(pilot: Keyboard) -> OfferList:
    """Open the offers from the menu; the list stands there afterwards."""
    await open_entry(pilot, "offers")
    return await the_offers(pilot)


async def the_offers(pilot: Keyboard) -> OfferList:
    """The list, once it was read."""
    await comes(pilot, OffersScreen)
    offers = pilot.app.screen.query_one(OfferList)
    await pilot.until(lambda: not offers._reading and offers.matching is not None, "It reads on.")
    await pilot.settle()
    return offers


async def mark(pilot: Keyboard, name: str) -> None:
    """Put the cursor on an offer."""
    offers = await the_offers(pilot)
    await pilot.press("home")
    for _row in range(offers.matching or 0):
        if offers.highlighted is not None and offers.highlighted.name == name:
            return
        await pilot.press("down")
    raise AssertionError(f"There is no {name}.")


async def comes(pilot: Keyboard, kind: type[Screen[Any]]) -> str:
    """What stands on a screen or in a box, once it is there."""
    await pilot.until(lambda: isinstance(pilot.app.screen, kind), f"{kind.__name__} never came.")
    await pilot.settle()
    return running(pilot.in_the_box())


async def read(pilot: Keyboard, name: str) -> str:
    """Open an offer; what it says."""
    await mark(pilot, name)
    await pilot.press("enter")
    return await comes(pilot, OfferModal)


async def plan_package(pilot: Keyboard, name: str = SECOND, domain: str = NEW) -> str:
    """Order a package up to its whole obligation; what that is."""
    await mark(pilot, name)
    await pilot.press("o")
    await comes(pilot, DomainForm)
    await fill(pilot, "domain", domain)
    await pilot.press("f2")
    return await comes(pilot, OrderForm)


async def plan_service(pilot: Keyboard, domain: str) -> str:
    """Order the service for one of several packages, up to its whole obligation; what that is."""
    await mark(pilot, ARCHIVE)
    await pilot.press("o")
    await comes(pilot, BookableScreen)
    await pilot.press("slash", *domain, "enter")
    packages = pilot.app.screen.query_one(BookableList)
    await pilot.until(lambda: packages.matching == 1 and packages.highlighted is not None, "It is not there.")
    await pilot.settle()
    await pilot.press("enter")
    return await comes(pilot, OrderForm)


async def confirm(pilot: Keyboard) -> str:
    """The password; what the receipt says."""
    await fill(pilot, "password", ERIKA.password)
    await saved(pilot)
    return await comes(pilot, AcknowledgedModal)


def orders(portal_app: PortalApp) -> list[tuple[object, ...]]:
    """What was ordered: the offer, and the package that it made or that got the service."""
    return portal_app.stored(
        "SELECT offers.name, main_domain FROM offer_orders JOIN offers ON offers.id = offer_id"
        " JOIN packages ON packages.id = package_id ORDER BY offer_orders.id"
    )
