"""How a website with many pages is published, and how a webshop with very much in it opens."""

from __future__ import annotations

import asyncio
import datetime as dt
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Engine, event

from portal.demo.build import open_demo
from portal.demo.credentials import BLOG, SHOP
from scripts.statements import VERBS
from storage.models.webshop import OrderState, ShopOrder, ShopProduct
from storage.models.website import WebsitePage
from tui.app import CustomerLogin, Opening
from tui.screens.webshop import WebshopScreen
from tui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from portal.access import PackageAccess
    from portal.demo.credentials import DemoLogin
    from portal.portal import Portal

PAGES = 500

MANY, FEW = 100_000, 100

SUBJECTS = ("orders", "products")

SECTIONS = 20
"""Of them stand at the top; the others beneath these."""

PARAGRAPH = "From **Schierke** through the Eckerloch: see [the tour](page:3).\n\n- map\n- compass\n\n"


def publishing() -> float:
    """Seconds until a website of so many pages is published that never was: looking what changed included."""
    with _demo() as portal:
        access = _access(portal, BLOG)
        with portal._means.storage.writing() as work:  # noqa: SLF001 - past all use cases
            row: dict[str, Any] = {"package_id": access.package_id, "text": PARAGRAPH * 10}
            row["changed_at"] = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
            begun = len(work.websites.pages(access))
            rows = [
                row | {"position": n, "title": f"Page {n}", "slug": f"page-{n}"} for n in range(begun, PAGES)
            ]
            sections = work.bulk.add_numbered(WebsitePage, rows[:SECTIONS])
            beneath = [each | {"parent_id": sections[n % SECTIONS]} for n, each in enumerate(rows[SECTIONS:])]
            work.bulk.add(WebsitePage, beneath)
            work.commit()
        started = time.perf_counter()
        portal.releases.publish(access, portal.releases.plan(access))
        return time.perf_counter() - started


def opening(rounds: int) -> Iterator[tuple[str, float, int]]:
    """For each long list of a shop: how much longer very many take than few, and the statements of many."""
    with _demo() as few, _demo() as many:
        _fill(few, FEW)
        _fill(many, MANY)
        for subject in SUBJECTS:
            asked: list[str] = []
            pairs = [
                (
                    median(asyncio.run(_opened(many, subject, asked))),
                    median(asyncio.run(_opened(few, subject, []))),
                )
                for _round in range(rounds)
            ]
            yield subject, median(much / little for much, little in pairs), len(asked)


def _fill(portal: Portal, count: int) -> None:
    """Make it so many products and so many orders."""
    package_id = _access(portal, SHOP).package_id
    day = dt.date(2025, 1, 1)
    rows: dict[Any, Callable[[int], dict[str, Any]]] = {
        ShopProduct: lambda n: {"number": f"X-{n}", "name": f"Thing {n}", "price_cents": n, "stock": 9},
        ShopOrder: lambda n: {
            "front_id": f"x-{n}",
            "year": 2025,
            "serial": 1000 + n,
            "state": OrderState.DONE,
            "arrived_at": dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
            "ordered_on": day,
            "sender": {},
            "buyer": f"Buyer {n}",
            "shipping_name": "Parcel",
            "shipping_cents": 490,
            "payment_name": "Bank transfer",
            "payment_cents": 0,
            "total_cents": n,
        },
    }
    with portal._means.storage.writing() as work:  # noqa: SLF001 - past all use cases
        for entity, row in rows.items():
            work.bulk.add(entity, [{"package_id": package_id, **row(n)} for n in range(count)])
        work.commit()


async def _opened(portal: Portal, subject: str, asked: list[str]) -> list[float]:
    """Seconds from opening a list until its rows stand, a new shop each time; notes what the last asked."""
    app = CustomerLogin(Opening(lambda: portal))
    taken = []

    def note(*call: Any) -> None:
        if call[2].startswith(VERBS):
            asked.append(call[2])

    async with app.run_test(size=(80, 24)) as pilot:
        await app.opened_portal()
        signed_in = await asyncio.to_thread(portal.sign_in.as_package, SHOP.name, SHOP.password, "bench")
        await app.enter(signed_in, SHOP.name)
        for _round in range(6):
            shop = WebshopScreen(cast("PackageAccess", signed_in.access), SHOP.name)
            await app.push_screen(shop)
            await pilot.pause(0.3)
            asked.clear()
            event.listen(Engine, "before_cursor_execute", note)
            begun = time.perf_counter()
            shop.open_entry(f"shop-{subject}")
            while not _stands(shop):
                await pilot.pause(0.0005)
            taken.append(time.perf_counter() - begun)
            event.remove(Engine, "before_cursor_execute", note)
            app.pop_screen()
            await pilot.pause()
    return taken[1:]


def _stands(shop: WebshopScreen) -> bool:
    lists = shop.query(RecordList)
    return bool(lists) and lists.first().highlighted is not None


def _access(portal: Portal, login: DemoLogin) -> PackageAccess:
    return cast("PackageAccess", portal.sign_in.as_package(login.name, login.password, "bench").access)


@contextmanager
def _demo() -> Iterator[Portal]:
    with (
        tempfile.TemporaryDirectory(prefix="customer-login-bench-") as folder,
        closing(open_demo(Path(folder), dt.datetime.now(dt.UTC).date())) as portal,
    ):
        yield portal
