"""How what can end is come to by keyboard, and what stands in the database of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from portal.access import OperatorAccess
from portal.demo.credentials import ERIKA
from portal.termination import EndingKind, Termination
from tests.tui.invoice_steps import another_window
from tests.tui.steps import fill, open_entry, running, saved
from tui.screens.acknowledged import AcknowledgedModal
from tui.screens.termination import TerminationScreen
from tui.screens.termination.list import EndingList
from tui.screens.termination.terminating import TerminateWizard

if TYPE_CHECKING:
    from portal.termination import EndingView
    from tests.tui.portal_app import Keyboard, PortalApp

DESIGN, CLUB, OLD = "musterfrau-design.de", "verein-sonnenhof.de", "altes-projekt.com"
"""Erika's PowerWeb Plus, a Starter that becomes Mini, and one that was terminated."""

LAST_DAY = dt.date(2027, 1, 31)
"""Of the club's minimum term."""

ANNA = OperatorAccess("anna")


async def open_endings(pilot: Keyboard) -> EndingList:
    """Open the termination from the menu; its list stands there afterwards."""
    await open_entry(pilot, "termination")
    await pilot.until(lambda: isinstance(pilot.app.screen, TerminationScreen), "The screen never came.")
    return await the_endings(pilot)


async def the_endings(pilot: Keyboard) -> EndingList:
    """The list, once it was read."""
    await pilot.until(lambda: isinstance(pilot.app.screen, TerminationScreen), "Something is in front.")
    endings = pilot.app.screen.query_one(EndingList)
    await pilot.until(lambda: not endings._reading and endings.highlighted is not None, "It reads on.")
    await pilot.settle()
    return endings


async def mark(pilot: Keyboard, name: str) -> EndingView:
    """Put the cursor on the first line of that name."""
    endings = await the_endings(pilot)
    await pilot.press("home")
    for _row in range(endings.matching or 0):
        await pilot.until(lambda: endings.highlighted is not None)
        assert endings.highlighted is not None
        if endings.highlighted.name == name:
            await pilot.settle()
            return endings.highlighted
        await pilot.press("down")
    raise AssertionError(f"There is no {name}.")


async def begin(pilot: Keyboard, name: str) -> TerminateWizard:
    """Choose something; the first step of its termination stands there."""
    await mark(pilot, name)
    await pilot.press("enter")
    await pilot.until(lambda: isinstance(pilot.app.screen, TerminateWizard), "Nothing was offered.")
    await pilot.settle()
    wizard = pilot.app.screen
    assert isinstance(wizard, TerminateWizard)
    return wizard


async def go_on(pilot: Keyboard, wizard: TerminateWizard) -> str:
    """F2; what the next step says."""
    step = wizard._step
    await pilot.press("f2")
    await pilot.until(lambda: wizard._step == step + 1 and not wizard.busy, "There was no next step.")
    await pilot.settle()
    return running(pilot.in_the_box())


async def to_the_end(pilot: Keyboard, wizard: TerminateWizard) -> str:
    """Go on with what is offered; what the last step says."""
    told = ""
    while wizard._step < wizard.STEPS:
        told = await go_on(pilot, wizard)
    return told


async def confirm(pilot: Keyboard) -> str:
    """The password; what the receipt says."""
    await fill(pilot, "password", ERIKA.password)
    await saved(pilot)
    await pilot.until(lambda: isinstance(pilot.app.screen, AcknowledgedModal), "It was not acknowledged.")
    await pilot.settle()
    return running(pilot.in_the_box())


def codes(portal_app: PortalApp) -> list[tuple[object, ...]]:
    """The digests of AuthInfos that open something, with their last days."""
    return portal_app.stored("SELECT auth_digest, auth_until FROM domain_ends WHERE auth_digest != ''")


def stands(portal_app: PortalApp, domain: str) -> tuple[object, ...]:
    """The state of a package, its last day, and the state of its main domain."""
    [row] = portal_app.stored(
        "SELECT packages.state, ends_on, domains.state FROM packages"
        " JOIN contracts ON contracts.package_id = packages.id"
        " JOIN domains ON domains.package_id = packages.id AND domains.kind = 'main'"
        " WHERE main_domain = ?",
        domain,
    )
    return row


def id_of(portal_app: PortalApp, domain: str) -> int:
    """Of a package."""
    [(package_id,)] = portal_app.stored("SELECT id FROM packages WHERE main_domain = ?", domain)
    assert isinstance(package_id, int)
    return package_id


def terminate_elsewhere(portal_app: PortalApp, domain: str) -> None:
    """Terminate a package in another window."""
    with portal_app.elsewhere() as other:
        access, package_id = another_window(other), id_of(portal_app, domain)
        plan = other.termination.plan(access, EndingKind.PACKAGE, package_id, Termination())
        other.termination.terminate(access, plan, Termination(), ERIKA.password)


def retract_elsewhere(portal_app: PortalApp, domain: str) -> None:
    """Retract that in another window."""
    with portal_app.elsewhere() as other:
        access = another_window(other)
        other.termination.retract(access, EndingKind.PACKAGE, id_of(portal_app, domain), ERIKA.password)


def days_pass(portal_app: PortalApp, day: dt.date) -> None:
    """It is noon of that day, and what fell due by then was done."""
    portal_app.clock.moment = dt.datetime.combine(day, dt.time(11), dt.UTC)
    with portal_app.elsewhere() as other:
        other.operator.due.run(ANNA)
