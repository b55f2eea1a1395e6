"""How linking customer numbers looks, as SVG, at 80x24 and at 120x36; see `test_looks.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.demo.credentials import AUSTRIAN, ERIKA, ERIKA_SECOND
from portal.linking import LinkNumbers, OtherNumber
from tests.tui.invoice_steps import another_window
from tests.tui.linking_steps import enter_number, open_linking
from tests.tui.pictures import BOTH
from tests.tui.steps import fill, reads, save, sign_in
from tui.screens.linking.apart import ApartModal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.tui.portal_app import Keyboard, PortalApp


@BOTH
async def test_the_steps(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await open_linking(pilot)
        await looks(pilot, "number")
        await enter_number(pilot, password="not this one")
        await looks(pilot, "wrong")
        await enter_number(pilot)
        await reads(pilot, "step 2 of 3")
        await looks(pilot, "compared")
        await save(pilot)
        await reads(pilot, "step 3 of 3")
        await looks(pilot, "follows")
        portal_app.store("UPDATE customers SET email = 'neu@example.org' WHERE number = ?", ERIKA_SECOND.name)
        await fill(pilot, "password", ERIKA.password)
        await save(pilot)
        await reads(pilot, "neu@example.org")
        await looks(pilot, "changed-meanwhile")


@BOTH
async def test_what_stands_against_it_and_what_is_linked_already(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        with portal_app.elsewhere() as other:
            access = another_window(other)
            both = {"number": ERIKA_SECOND.name, "other_password": ERIKA_SECOND.password}
            plan = other.linking.compare(access, OtherNumber(**both))
            other.linking.link(access, plan, LinkNumbers(password=ERIKA.password, **both))
        await open_linking(pilot)
        await looks(pilot, "linked")
        await enter_number(pilot, AUSTRIAN.name, AUSTRIAN.password)
        await pilot.until(lambda: isinstance(pilot.app.screen, ApartModal))
        await reads(pilot, "Nothing was linked.")
        await looks(pilot, "apart")


@BOTH
async def test_hostile_data_and_open_invoices(
    portal_app: PortalApp, size: tuple[int, int], looks: Callable[[Keyboard, str], Awaitable[None]]
) -> None:
    hostile = "[@click=app.quit]x[/] \x1b]52;c;SGFs\x07 \u202eabc " + "lang" * 30
    for column in ("street", "addition", "email", "invoice_email"):
        portal_app.store(f"UPDATE customers SET {column} = ? WHERE number = ?", hostile, ERIKA_SECOND.name)  # noqa: S608
    portal_app.store(
        "UPDATE invoices SET balance_cents = 2388, customer_id ="
        " (SELECT id FROM customers WHERE number = ?) WHERE id IN (1, 2)",
        ERIKA_SECOND.name,
    )
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await open_linking(pilot)
        await enter_number(pilot)
        await reads(pilot, "step 2 of 3")
        await looks(pilot, "hostile-compared")
        await save(pilot)
        await reads(pilot, "step 3 of 3")
        await looks(pilot, "hostile-follows")
