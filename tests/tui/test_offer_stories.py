"""Offers of the month by keyboard: reading one, ordering it, and what comes in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.demo.credentials import ERIKA
from portal.offers import PackageWish
from tests.tui.invoice_steps import another_window
from tests.tui.offer_steps import (
    ARCHIVE,
    NEW,
    PLUS,
    SECOND,
    comes,
    confirm,
    mark,
    open_offers,
    orders,
    plan_package,
    plan_service,
    read,
    the_offers,
)
from tests.tui.steps import (
    appears,
    entered,
    field_error,
    fill,
    notice,
    open_entry,
    problem,
    reads,
    running,
    save,
    sign_in,
    sign_in_package,
)
from tui.screens.offers.domain import DomainForm
from tui.screens.offers.ordering import OrderForm
from tui.screens.offers.packages import BookableScreen
from tui.screens.offers.reading import OfferModal
from tui.screens.packages import PackagesScreen
from tui.screens.termination import TerminationScreen
from tui.widgets.dialogs import ConfirmModal, NoticeModal
from tui.widgets.frame import shown_bindings
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.portal_app import PortalApp

DESIGN = "musterfrau-design.de"


@pytest.fixture(autouse=True)
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files go."""
    folder = tmp_path / "downloads"
    monkeypatch.setattr("platformdirs.user_downloads_path", lambda: folder)
    return folder


def confirmation(folder: Path) -> str:
    """The reference of the one confirmation in a folder, which is a PDF."""
    [path] = folder.glob("confirmation-V-*.pdf")
    assert path.read_bytes().startswith(b"%PDF")
    return path.stem.removeprefix("confirmation-")


async def test_an_offer_is_read_and_ordered_and_its_package_stands_in_the_overview(
    portal_app: PortalApp, downloads: Path
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await appears(pilot, "Offers of the month 3 new")
        offers = await open_offers(pilot)
        assert "(3) · 3 new" in str(offers.border_title)
        listed = running(pilot.shown())
        for words in (
            f"{SECOND} ● new",
            "0,00 € for 3 months, then 2,99 € a month until 30 Nov 2026 · package Homepage Builder Start",
            "1,99 € a month for 6 months, then 3,98 € a month",
            "83,88 € for 12 months, then 119,88 € a year",
            "until 30 Nov 2026 · only 3 left · package PowerWeb Plus",
        ):
            assert words in listed
        told = await read(pilot, SECOND)
        for words in (
            "for the club, the shop round the corner or the book that you always wanted to write.",
            "What package Homepage Builder Start",
            "Minimum term 12 months",
            "Afterwards runs on, notice of 1 month",
            "To order until 30 November 2026",
            "For all customers",
            "Includes 1 domain, 2 mailboxes",
        ):
            assert words in told
        await pilot.press("o")
        assert "Order · step 1 of 2" in await comes(pilot, DomainForm)
        await fill(pilot, "domain", DESIGN)
        await save(pilot)
        assert field_error(pilot, "domain") == f"{DESIGN} is taken."
        await fill(pilot, "domain", NEW)
        await pilot.press("f2")
        told = await comes(pilot, OrderForm)
        for words in (
            "Order · step 2 of 2",
            "Package Homepage Builder Start",
            f"Domain {NEW}, to be registered",
            "Price 0,00 € a month until 21 February 2027, then 2,99 € a month",
            "Billed every month, in advance",
            "Starts at once, on 22 November 2026",
            "Minimum term 12 months, until 21 November 2027",
            "Afterwards runs on, notice of 1 month",
            "Total 26,91 € for 12 months, 19 % VAT included",
            "Withdrawal until 6 December 2026, under Termination",
            "Customer password",
            "Back Order with obligation to pay",
        ):
            assert words in told
        assert isinstance(pilot.app.focused, PlainButton)
        assert pilot.app.focused.id == "cancel"  # the safe one
        await fill(pilot, "password", "not this one")
        await save(pilot)
        assert "not your customer password" in field_error(pilot, "password")
        assert orders(portal_app) == []
        told = await confirm(pilot)
        assert f"Your order of “{SECOND}” was received on 22 Nov 2026, 14:05." in told
        assert f"{NEW} with Homepage Builder Start stands among your packages now" in told
        assert "Until 6 December 2026 you can withdraw from it" in told
        await pilot.press("p")
        await pilot.until(lambda: notice(pilot).startswith("Written to"), "No file was written.")
        assert confirmation(downloads) in told
        await pilot.press("escape")
        offers = await the_offers(pilot)
        await pilot.until(lambda: "(3) · 2 new" in str(offers.border_title))
        assert f"{SECOND} ✓ ordered" in running(pilot.shown())
        assert "Order" not in {binding.description for _key, binding in shown_bindings(pilot.app.screen)}
        assert "You ordered this on 22.11.2026. A customer number can order it once." in await read(
            pilot, SECOND
        )
        await pilot.press("o")
        assert isinstance(pilot.app.screen, OfferModal)
        await pilot.press("escape", "escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        await appears(pilot, NEW)
        await appears(pilot, "Offers of the month 2 new")


async def test_a_service_is_booked_for_one_of_several_packages(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_offers(pilot)
        told = await plan_service(pilot, DESIGN)
        for words in (
            "Service Mail Archive",
            f"For the package {DESIGN}",
            "Price 1,99 € a month until 21 May 2027, then 3,98 € a month",
            "Total 35,82 € for 12 months",
        ):
            assert words in told
        await pilot.press("escape")
        await comes(pilot, BookableScreen)
        await pilot.press("escape")
        await the_offers(pilot)
        await plan_service(pilot, DESIGN)
        assert f"Mail Archive was booked for {DESIGN}" in await confirm(pilot)
        assert orders(portal_app) == [(ARCHIVE, DESIGN)]
        await pilot.press("escape", "escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        await open_entry(pilot, "termination")
        await comes(pilot, TerminationScreen)
        await appears(pilot, "Mail Archive")


async def test_the_only_package_is_chosen_at_once_and_two_presses_order_once(portal_app: PortalApp) -> None:
    portal_app.store(
        "DELETE FROM offer_conditions WHERE product_id !="
        " (SELECT id FROM products WHERE code = 'hosting-plus')"
    )
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_offers(pilot)
        await mark(pilot, ARCHIVE)
        await pilot.press("o")
        told = await comes(pilot, OrderForm)
        assert "step" not in told
        assert f"For the package {DESIGN}" in told
        await fill(pilot, "password", ERIKA.password)
        await pilot.press("tab", "tab")
        await pilot.at_once("enter", "enter", "f2")
        await reads(pilot, "Mail Archive was booked")
        assert orders(portal_app) == [(ARCHIVE, DESIGN)]


async def test_left_in_the_middle_nothing_is_left_behind(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_offers(pilot)
        await plan_package(pilot)
        await fill(pilot, "password", "something")
        await pilot.press("escape")
        await comes(pilot, ConfirmModal)
        await pilot.press("tab", "enter")
        await comes(pilot, DomainForm)
        assert entered(pilot, "domain") == NEW
        await pilot.press("escape")
        await the_offers(pilot)
        assert orders(portal_app) == []
        assert portal_app.stored("SELECT id FROM domains WHERE name = ?", NEW) == []
        assert portal_app.stored("SELECT SUM(ordered) FROM offers WHERE available IS NULL") == [(0,)]


async def test_the_last_one_goes_to_somebody_else(portal_app: PortalApp) -> None:
    portal_app.store("UPDATE offers SET ordered = available - 1 WHERE available IS NOT NULL")
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_offers(pilot)
        assert "only 1 left" in pilot.shown()
        await plan_package(pilot, PLUS)
        portal_app.store("UPDATE offers SET ordered = available WHERE available IS NOT NULL")
        await fill(pilot, "password", ERIKA.password)
        await pilot.press("f2")
        assert "This offer is sold out." in await comes(pilot, NoticeModal)
        await pilot.press("escape")
        await the_offers(pilot)
        assert f"{PLUS} sold out" in running(pilot.shown())
        assert orders(portal_app) == []


async def test_what_the_operator_ended_is_told_and_gone(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        offers = await open_offers(pilot)
        await mark(pilot, SECOND)
        await pilot.press("o")
        await comes(pilot, DomainForm)
        await fill(pilot, "domain", NEW)
        portal_app.store("UPDATE offers SET ended_at = '2026-11-22 13:05:00' WHERE name = ?", SECOND)
        await pilot.press("f2")
        assert "This offer is over." in await comes(pilot, NoticeModal)
        await pilot.press("escape")
        await the_offers(pilot)
        await pilot.until(lambda: offers.matching == 2)
        assert SECOND not in pilot.shown()


async def test_what_changed_meanwhile_is_shown_and_asked_again(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_offers(pilot)
        await plan_package(pilot)
        portal_app.store("UPDATE offers SET price_cents = 399 WHERE name = ?", SECOND)
        await fill(pilot, "password", ERIKA.password)
        await save(pilot)
        assert problem(pilot) == "This is not as it was shown any more. Please look once more."
        assert "then 3,99 € a month" in running(pilot.in_the_box())
        assert orders(portal_app) == []
        await confirm(pilot)
        assert orders(portal_app) == [(SECOND, NEW)]


async def test_a_domain_taken_in_another_window_is_asked_for_again(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_offers(pilot)
        await plan_package(pilot)
        with portal_app.elsewhere() as other:
            access = another_window(other)
            [(offer_id,)] = portal_app.stored(
                "SELECT id FROM offers WHERE name = ? AND starts_on = '2026-11-01'", PLUS
            )
            assert isinstance(offer_id, int)
            plan = other.offers.plan(access, offer_id, PackageWish(domain=NEW))
            other.offers.order(access, plan, ERIKA.password)
        await fill(pilot, "password", ERIKA.password)
        await pilot.press("f2")
        await comes(pilot, DomainForm)
        assert field_error(pilot, "domain") == f"{NEW} is taken."
        assert entered(pilot, "domain") == NEW


async def test_where_nothing_can_be_written_it_is_read_all_the_same(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        offers = await open_offers(pilot)
        portal_app.only_readable = True
        assert "the book that you always wanted to write" in await read(pilot, SECOND)
        await pilot.press("o")
        await comes(pilot, DomainForm)
        await fill(pilot, "domain", NEW)
        await pilot.press("f2")
        await comes(pilot, OrderForm)
        await fill(pilot, "password", ERIKA.password)
        await save(pilot)
        assert "nothing was changed" in problem(pilot).casefold()
        await pilot.press("escape", "escape")
        await the_offers(pilot)
        assert "3 new" in str(offers.border_title)


async def test_where_there_is_none_that_is_said(portal_app: PortalApp) -> None:
    portal_app.store("UPDATE offers SET ended_at = '2026-11-01 00:00:00'")
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_offers(pilot)
        await reads(pilot, "There is no offer for you this month. New ones come on the 1st.")


async def test_a_package_login_sees_nothing_of_it(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        assert "Offers" not in pilot.shown()
        await pilot.press("ctrl+p", *"offers")
        await pilot.settle()
        assert "See what we offer you" not in pilot.shown()
