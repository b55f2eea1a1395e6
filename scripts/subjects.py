"""How long a subject of the package administration takes to open, with little in it and with much."""

from __future__ import annotations

import asyncio
import datetime as dt
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, cast

from portal.demo.build import open_demo
from portal.demo.credentials import DESIGN
from storage.models.dns import DnsRecord, DnsType
from storage.models.history import PackageChange
from storage.models.mail import MailAddress, MailKind
from tui.app import CustomerLogin, Opening
from tui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from portal.portal import Portal
    from storage.models.base import Base
    from tui.screens.package import PackageScreen

MAILBOXES, RECORDS, CHANGES = 5_000, 10_000, 100_000

SUBJECTS = ("email", "dns", "history")


def fill(portal: Portal) -> None:
    """Put so much into the design's package that every list of it is long."""
    here: dict[str, Any] = {"package_id": 1, "domain_id": 1}
    at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    rows: dict[type[Base], list[dict[str, Any]]] = {
        MailAddress: [
            here | {"local_part": f"m{n}", "address": f"m{n}@{DESIGN.name}", "kind": MailKind.MAILBOX}
            for n in range(MAILBOXES)
        ],
        DnsRecord: [
            here | {"name": f"h{n}", "type": DnsType.A, "value": "192.0.2.1"} for n in range(RECORDS)
        ],
        PackageChange: [
            {
                "package_id": 1,
                "revision": 1,
                "at": at,
                "by_owner": True,
                "kind": "mailbox",
                "action": "added",
                "name": f"m{n}",
            }
            for n in range(CHANGES)
        ],
    }
    with portal._means.storage.writing() as work:  # noqa: SLF001 - past all use cases
        for entity, values in rows.items():
            work.bulk.add(entity, values)
        work.commit()


async def opened(portal: Portal, subject: str, rounds: int) -> list[float]:
    """Seconds from opening a subject until its rows stand, in the app itself; each time on a new screen."""
    app = CustomerLogin(Opening(lambda: portal))
    taken = []
    async with app.run_test(size=(80, 24)) as pilot:
        await app.opened_portal()
        signed_in = await asyncio.to_thread(portal.sign_in.as_package, DESIGN.name, DESIGN.password, "bench")
        for _round in range(rounds + 1):
            await app.enter(signed_in, DESIGN.name)
            await pilot.pause()
            screen = cast("PackageScreen", app.screen)
            begun = time.perf_counter()
            screen.open_entry(subject)
            while not _stands(screen):
                await pilot.pause(0.0005)
            taken.append(time.perf_counter() - begun)
            app.pop_screen()
            await pilot.pause()
    return taken[1:]


def _stands(screen: PackageScreen) -> bool:
    lists = screen.query(RecordList)
    return bool(lists) and lists.first().highlighted is not None


def ratios(rounds: int) -> dict[str, float]:
    """For each subject, how much longer a package with much in it takes than one with little."""
    found = {}
    with tempfile.TemporaryDirectory(prefix="customer-login-bench-") as folder:
        portals = []
        for name in ("few", "many"):
            (place := Path(folder) / name).mkdir()
            portals.append(open_demo(place, dt.datetime.now(dt.UTC).date()))
        few, many = portals
        fill(many)
        for subject in SUBJECTS:
            pairs = [
                (median(asyncio.run(opened(many, subject, 5))), median(asyncio.run(opened(few, subject, 5))))
                for _round in range(rounds)
            ]
            found[subject] = median(much / little for much, little in pairs)
        for portal in portals:
            portal.close()
    return found
