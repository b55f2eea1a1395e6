"""How splitting a package is come to by keyboard, and what stands in the database of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from tests.tui.steps import all_is_read, open_entry, running
from tui.screens.splitting import SplittingScreen
from tui.screens.splitting.details import SplitDetailsForm
from tui.screens.splitting.domains import DomainChoices
from tui.screens.splitting.ordering import SplitForm
from tui.screens.splitting.targets import TargetList, TargetScreen
from tui.widgets.pick import PickList, PickModal

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard, PortalApp
    from tui.widgets.record_list import RecordList

DESIGN, FIRST, SECOND = "musterfrau-design.de", "erika-musterfrau.com", "musterfrau.de"
"""Erika's PowerWeb Plus with 17 addresses under its main domain, and two more domains of it."""

CLUB, BLOG = "verein-sonnenhof.de", "wanderblog.org"
"""Other packages of hers with room: one becomes a smaller product, one is a website builder."""

OLD = "altes-projekt.com"
"""One that was terminated."""


async def open_split(pilot: Keyboard, domain: str = DESIGN) -> DomainChoices:
    """Open the splitting of one of the signed-in customer's packages from the menu."""
    await open_entry(pilot, "splitting")
    await pilot.until(lambda: isinstance(pilot.app.screen, PickModal), "It never asked which package.")
    await pick(pilot, domain)
    return await the_domains(pilot)


async def pick(pilot: Keyboard, words: str) -> None:
    """Take the line with these words from a small box."""
    await pilot.settle()
    things = pilot.app.screen.query_one(PickList)
    await pilot.press("home")
    for _thing in range(things.option_count):
        if things.highlighted_option is not None and words in str(things.highlighted_option.prompt):
            await pilot.press("enter")
            return
        await pilot.press("down")
    raise AssertionError(f"There is no {words}.")


async def the_domains(pilot: Keyboard) -> DomainChoices:
    """The list of domains, once it stands there."""
    await pilot.until(lambda: isinstance(pilot.app.screen, SplittingScreen), "The screen never came.")
    await pilot.until(lambda: pilot.app.screen.query(DomainChoices))
    await all_is_read(pilot)
    return pilot.app.screen.query_one(DomainChoices)


async def tick(pilot: Keyboard, domains: DomainChoices, *names: str) -> None:
    """Mark domains, or unmark them."""
    for name in names:
        await go_to_row(pilot, domains, "name", name)
        await pilot.press("space")


async def go_to_row(pilot: Keyboard, rows: RecordList[Any], field: str, name: str) -> None:
    """Put the cursor on the row that is called so."""
    await pilot.press("home")
    for _row in range(rows.matching or 0):
        await pilot.until(lambda: rows.highlighted is not None)
        if getattr(rows.highlighted, field) == name:
            return
        await pilot.press("down")
    raise AssertionError(f"There is no {name}.")


async def go_on(pilot: Keyboard) -> TargetList:
    """From the domains to the targets."""
    await pilot.press("enter")
    return await the_targets(pilot)


async def the_targets(pilot: Keyboard) -> TargetList:
    """The list of targets, once it stands there."""
    await pilot.until(lambda: isinstance(pilot.app.screen, TargetScreen), "It never asked where.")
    await pilot.until(lambda: pilot.app.screen.query(TargetList))
    await all_is_read(pilot)
    return pilot.app.screen.query_one(TargetList)


async def into(pilot: Keyboard, domain: str) -> None:
    """Take a package as the target; the last questions stand there then."""
    targets = await go_on(pilot)
    await go_to_row(pilot, targets, "domain", domain)
    await pilot.press("enter")
    await the_details(pilot)


async def into_a_new(pilot: Keyboard, product: str) -> None:
    """Take a new package as the target; the last questions stand there then."""
    await go_on(pilot)
    await pilot.press("n")
    await pilot.until(lambda: isinstance(pilot.app.screen, PickModal), "No product was offered.")
    await pick(pilot, product)
    await the_details(pilot)


async def the_details(pilot: Keyboard) -> None:
    """Wait for the last questions."""
    await pilot.until(lambda: isinstance(pilot.app.screen, SplitDetailsForm), "Nothing was asked.")
    await pilot.settle()


async def planned(pilot: Keyboard) -> str:
    """Go on from the last questions; what the split means."""
    await pilot.press("f2")
    await pilot.until(lambda: isinstance(pilot.app.screen, SplitForm), "Nothing was offered.")
    await pilot.settle()
    form = pilot.app.screen
    assert isinstance(form, SplitForm)
    return running(form.consequences().plain)


def placed(portal_app: PortalApp, domain: str) -> tuple[str, str]:
    """The main domain of the package that a domain is in, and how it belongs to it."""
    [row] = portal_app.stored(
        "SELECT main_domain, kind FROM domains JOIN packages ON packages.id = package_id WHERE name = ?",
        domain,
    )
    return cast("tuple[str, str]", row)


def acts(portal_app: PortalApp) -> list[str]:
    """What was put on record."""
    return [
        str(row[0])
        for row in portal_app.stored("SELECT kind FROM contract_acts WHERE at >= '2026-11-22' ORDER BY id")
    ]
