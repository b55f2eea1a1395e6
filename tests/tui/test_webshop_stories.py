"""A shop is run by keyboard alone: orders, refunds, products, settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.tui.help_steps import read_more
from tests.tui.steps import (
    all_is_read,
    appears,
    choose,
    fill,
    notice,
    noticed,
    open_entry,
    problem,
    reads,
    save,
    saved,
    the_form,
)
from tests.tui.webshop_steps import (
    close_order,
    open_order,
    overview,
    start,
    start_as_webmaster,
)
from tui.screens.package import PackageScreen
from tui.screens.packages import PackagesScreen
from tui.screens.webshop import WebshopScreen
from tui.screens.webshop.order import OrderModal
from tui.screens.webshop.refunding import RefundForm
from tui.screens.webshop.screen import SUBJECTS
from tui.widgets.dialogs import ConfirmModal, NoticeModal
from tui.widgets.form import FormModal
from tui.widgets.pick import PickModal
from tui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.tui.portal_app import Keyboard, PortalApp

SAMPLE = Path(__file__).parents[2] / "docs" / "sample-products.csv"


def stored(portal_app: PortalApp, number: str) -> tuple[object, ...]:
    """State and refunded cents of an order."""
    [row] = portal_app.stored(
        "SELECT state, refunded_cents FROM shop_orders WHERE year = ? AND serial = ?", *of_year(number)
    )
    return row


def of_year(number: str) -> tuple[int, int]:
    """Year and place of an order by its number, such as B-2026-000123."""
    _letter, year, serial = number.split("-")
    return int(year), int(serial)


@pytest.mark.parametrize("begin", [start, start_as_webmaster], ids=["owner", "webmaster"])
async def test_an_order_is_taken_to_done_with_a_delivery_note_and_refunded_in_part(
    portal_app: PortalApp, downloads: Path, begin: Callable[[Keyboard], Awaitable[None]]
) -> None:
    async with portal_app() as pilot:
        await begin(pilot)
        await overview(pilot, "7 new orders wait for their payment.")
        number = await open_order(pilot, "new")
        for key, words in (("p", "is paid."), ("k", "is packed."), ("s", "is on its way.")):
            await pilot.press(key)
            await noticed(pilot, f"{number} {words}")
        await pilot.press("n")
        await noticed(pilot, f"Written to {downloads / f'Delivery-note-{number}.pdf'}")
        assert (downloads / f"Delivery-note-{number}.pdf").read_bytes().startswith(b"%PDF")
        await pilot.press("f")
        await noticed(pilot, f"{number} is done.")
        await pilot.press("r")
        await pilot.until(lambda: isinstance(pilot.app.screen, RefundForm))
        await fill(pilot, "amount-cents", "4.90")
        await fill(pilot, "reason", "Late")
        await saved(pilot)
        await noticed(pilot, f"4,90 € of {number} was refunded.")
        await reads(pilot, "Late −4,90 €")
        await close_order(pilot)
        assert stored(portal_app, number) == ("done", 490)
        told = await overview(pilot, "6 new orders wait for their payment.")
        [running] = [line for line in told.splitlines() if "so far" in line]
        assert running.endswith("4,90 €")
        await pilot.press("escape")
        opened = PackagesScreen if begin is start else PackageScreen
        await pilot.until(lambda: isinstance(pilot.app.screen, opened))


async def test_goods_are_refunded_by_line_and_never_more_than_there_are(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await start_as_webmaster(pilot)
        number = await open_order(pilot, "paid")
        [(line, quantity)] = portal_app.stored(
            "SELECT min(l.id), l.quantity FROM shop_order_lines l JOIN shop_orders o ON o.id = l.order_id"
            " WHERE year = ? AND serial = ?",
            *of_year(number),
        )
        await pilot.press("r")
        await pilot.until(lambda: isinstance(pilot.app.screen, RefundForm))
        await save(pilot)
        assert problem(pilot) == "Please choose lines or enter an amount."
        await fill(pilot, f"line-{line}", "99")
        await save(pilot)
        assert f"{quantity} are left" in problem(pilot)
        await fill(pilot, f"line-{line}", "1")
        await choose(pilot, "back-in-stock", "yes")
        await saved(pilot)
        await reads(pilot, "1 of them was refunded")
        assert portal_app.stored("SELECT refunded, back FROM shop_order_lines WHERE id = ?", line) == [(1, 1)]


async def test_cancelling_says_what_it_does_and_asks(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await start_as_webmaster(pilot)
        number = await open_order(pilot, "packed")
        await pilot.press("c")
        await reads(pilot, "What was paid is given back")
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, OrderModal))
        assert stored(portal_app, number) == ("packed", 0)
        await pilot.press("c")
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
        await pilot.press("tab", "enter")
        await noticed(pilot, f"{number} was cancelled.")
        await pilot.press("c", "r", "p")
        assert isinstance(pilot.app.screen, OrderModal)


async def test_a_step_that_was_done_elsewhere_is_refused_with_where_it_is(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await start_as_webmaster(pilot)
        number = await open_order(pilot, "paid")
        portal_app.store(
            "UPDATE shop_orders SET state = 'packed' WHERE year = ? AND serial = ?", *of_year(number)
        )
        await pilot.press("k")
        await noticed(pilot, f"{number} is packed; it is to be sent next.")


async def test_orders_of_one_state_are_shown_and_all_again(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await start_as_webmaster(pilot)
        await open_entry(pilot, "shop-orders")
        await pilot.press("t", "down", "down", "down", "enter")
        await appears(pilot, "Orders · packed")
        await pilot.until(lambda: not pilot.stands("● new"))
        await pilot.press("escape")
        await appears(pilot, "● new")


async def test_the_sample_is_imported_after_a_look_at_it_and_a_bad_file_says_which_line(
    portal_app: PortalApp, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("number,name,price,stock\nX-1,Cup,1.999,ten\n", "latin-1")
    async with portal_app() as pilot:
        await start_as_webmaster(pilot)
        await open_entry(pilot, "shop-products")
        await pilot.press("i")
        await fill(pilot, "path", str(bad))
        await save(pilot)
        await pilot.until(lambda: isinstance(pilot.app.screen, NoticeModal))
        await reads(pilot, "Line 2, price: A price has two decimals at most, such as 24.90.")
        await reads(pilot, "Line 2, stock: This must be a whole number, such as 10.")
        await pilot.press("enter", "i")
        await fill(pilot, "path", str(SAMPLE))
        await save(pilot)
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
        await reads(pilot, "5 products are added 1 product is changed New categories: Tee")
        await pilot.press("tab", "enter")
        await noticed(pilot, "6 products were imported.")
        assert portal_app.stored("SELECT price_cents FROM shop_products WHERE number = 'TE-01'") == [(890,)]


async def test_a_product_is_made_changed_exported_and_deleted(portal_app: PortalApp, downloads: Path) -> None:
    async with portal_app() as pilot:
        await start_as_webmaster(pilot)
        await open_entry(pilot, "shop-products")
        await pilot.press("n")
        await pilot.until(lambda: isinstance(pilot.app.screen, FormModal))
        await fill(pilot, "number", "A-1")
        await fill(pilot, "name", "[b]Cup[/]")
        await fill(pilot, "price-cents", "19,999")
        await fill(pilot, "stock", "ten")
        await save(pilot)
        assert the_form(pilot) is pilot.app.screen
        await fill(pilot, "price-cents", "19,99")
        await fill(pilot, "stock", "2")
        await choose(pilot, "category-id", "Books")
        await saved(pilot)
        await appears(pilot, "[b]Cup[/]")
        await pilot.press("slash", *"A-1", "enter")
        listed = pilot.app.screen.query_one("#shop-products", RecordList)
        await pilot.until(lambda: listed.matching == 1)
        await all_is_read(pilot)
        await pilot.press("x")
        await pilot.until(lambda: isinstance(pilot.app.screen, PickModal))
        await pilot.press("enter")
        await pilot.until(lambda: notice(pilot).startswith("Written to "))
        assert (downloads / "products.csv").read_text("utf-8").splitlines()[1] == (
            "A-1,[b]Cup[/],,19.99,19,2,Books,yes,"
        )
        await pilot.press("d")
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
        await pilot.press("tab", "enter")
        await noticed(pilot, "The product was deleted.")


async def test_a_voucher_takes_either_percent_or_an_amount(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await start_as_webmaster(pilot)
        await open_entry(pilot, "shop-vouchers")
        await pilot.press("n")
        await fill(pilot, "code", "spring-26")
        await save(pilot)
        assert problem(pilot) == "A voucher takes either percent or an amount off."
        await fill(pilot, "amount-cents", "5")
        await saved(pilot)
        await appears(pilot, "SPRING-26")


async def test_a_shop_closes_and_opens_only_when_nothing_is_missing(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await start_as_webmaster(pilot)
        await open_entry(pilot, "shop-settings")
        await pilot.press("enter")
        await choose(pilot, "is-open", "no")
        await saved(pilot)
        await appears(pilot, "○ closed")
        portal_app.store("UPDATE shops SET terms = ''")
        await pilot.press("enter")
        await reads(pilot, "Before the shop can open: • The terms are empty.")
        await choose(pilot, "is-open", "yes")
        await save(pilot)
        assert problem(pilot) == "The terms are empty."


async def test_the_key_of_the_front_is_shown_once(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await start_as_webmaster(pilot)
        await open_entry(pilot, "shop-settings")
        await pilot.press("end", "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
        await pilot.press("tab", "enter")
        await reads(pilot, "It is shown this once only: please keep it safe.")
        await pilot.press("enter")
        await appears(pilot, "● made")


async def test_every_subject_has_an_article_of_its_own(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await start_as_webmaster(pilot)
        for subject in SUBJECTS:
            await open_entry(pilot, subject.name)
            help_screen = await read_more(pilot)
            assert [article.name for article in help_screen._read] == [subject.name]
            await pilot.press("escape")
            await pilot.until(lambda: isinstance(pilot.app.screen, WebshopScreen))
