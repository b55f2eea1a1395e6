"""A business with 300 packages: find one as you type, sort, page through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.demo.credentials import AGENCY
from tests.tui.steps import appears, sign_in_as
from tui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard, PortalApp


def marked(pilot: Keyboard) -> str:
    view = pilot.app.screen.query_one(RecordList).highlighted
    return view.main_domain if view else ""


async def test_a_package_is_found_as_one_types_by_any_of_its_domains(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_as(pilot, AGENCY)
        assert "Your packages (300)" in pilot.shown()
        await pilot.press("slash", *"möbel.ber")
        await appears(pilot, "1 of 300 match")
        await pilot.press("enter")
        await pilot.until(lambda: marked(pilot) == "müller-söhne.de")
        await appears(pilot, "“möbel.ber”. Esc clears")
        await pilot.press("escape")
        await pilot.until(lambda: "Esc clears" not in pilot.shown())
        await appears(pilot, "Your packages (300)")


async def test_a_filter_that_nothing_matches_says_how_to_go_on(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_as(pilot, AGENCY)
        await pilot.press("slash", *"nobody[/]has")
        await appears(pilot, "Nothing matches “nobody[/]has”")
        await pilot.press("escape")
        await pilot.until(lambda: marked(pilot))


async def test_packages_are_sorted_by_domain_product_and_state_and_back(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_as(pilot, AGENCY)
        first = marked(pilot)
        for order in ("Product ▲", "State ▲", "Domain ▼"):
            await pilot.press("o")
            await appears(pilot, order)
        await pilot.press("home")
        await pilot.until(lambda: marked(pilot) and marked(pilot) != first)
        for order in ("Product ▼", "State ▼", "Domain ▲"):
            await pilot.press("o")
            await appears(pilot, order)
        await pilot.press("home")
        await pilot.until(lambda: marked(pilot) == first)


async def test_end_and_page_up_come_to_packages_that_were_never_read(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_as(pilot, AGENCY)
        names = [str(name) for (name,) in portal_app.stored(
            "SELECT main_domain FROM packages JOIN customers ON customers.id = customer_id"
            " WHERE number = ? ORDER BY main_domain, packages.id", AGENCY.name
        )]  # fmt: skip
        assert marked(pilot) == names[0]
        await pilot.press("end")
        await pilot.until(lambda: marked(pilot) == names[-1])
        await pilot.press("pageup")
        await pilot.until(lambda: marked(pilot) in names[-8:-3])
        await pilot.press("home")
        await pilot.until(lambda: marked(pilot) == names[0])


async def test_a_package_opened_in_the_middle_of_the_list_is_still_marked_on_the_way_back(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in_as(pilot, AGENCY)
        await pilot.press("pagedown", "pagedown", "pagedown")
        await pilot.until(lambda: marked(pilot))
        name = marked(pilot)
        await pilot.press("m")
        await appears(pilot, f"› {name}")
        await pilot.press("escape")
        await appears(pilot, "Your packages (300)")
        assert marked(pilot) == name
