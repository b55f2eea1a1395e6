"""How long billing takes: the list of invoices, a document, a run, a file for the bank."""

from __future__ import annotations

import asyncio
import datetime as dt
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, cast

from portal.access import CustomerAccess, OperatorAccess
from portal.demo.build import open_demo
from portal.demo.credentials import ERIKA
from portal.opening import open_portal
from storage.models.customers import Customer, CustomerKind, Mandate, PaymentMethod
from storage.models.packages import Contract, Package
from tui.app import CustomerLogin, Opening
from tui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.demo.credentials import DemoLogin
    from portal.portal import Portal
    from tui.screens.packages import PackagesScreen

ANNA = OperatorAccess("bench")

CUSTOMERS = 10_000

IBAN = "DE89370400440532013000"


async def _opened(login: DemoLogin, rounds: int, entry: str) -> list[float]:
    """Seconds from opening an entry of the contract menu until its rows stand, in the app itself."""
    app = CustomerLogin(Opening(open_portal))
    taken = []
    async with app.run_test(size=(80, 24)) as pilot:
        portal = await app.opened_portal()
        signed_in = await asyncio.to_thread(portal.sign_in.as_customer, login.name, login.password, "bench")
        await app.enter(signed_in, login.name)
        await pilot.pause()
        packages = cast("PackagesScreen", app.screen)
        for _round in range(rounds + 1):
            begun = time.perf_counter()
            packages.open_entry(entry)
            while app.screen is packages or not _stands(app):
                await pilot.pause(0.0005)
            taken.append(time.perf_counter() - begun)
            await pilot.pause(0.2)
            app.pop_screen()
            await pilot.pause()
    app.close_portal()
    return taken[1:]


def _stands(app: CustomerLogin) -> bool:
    lists = app.screen.query(RecordList)
    return bool(lists) and lists.first().highlighted is not None


def many_and_few(many: DemoLogin, rounds: int, entry: str = "invoices") -> float:
    """How much longer a list takes for a customer with very much in it than for one with little."""
    pairs = [
        (median(asyncio.run(_opened(many, 5, entry))), median(asyncio.run(_opened(ERIKA, 5, entry))))
        for _round in range(rounds)
    ]
    return median(much / little for much, little in pairs)


def document(rounds: int) -> float:
    """Seconds of one PDF with its XML, once everything is loaded."""
    from portal.documents.pdf import invoice_pdf

    with _folder() as folder, closing(open_demo(folder, _today())) as portal:
        access = portal.sign_in.as_customer(ERIKA.name, ERIKA.password, "bench").access
        [newest] = portal.invoices.between(cast("CustomerAccess", access), dt.date.min, dt.date.max)[:1]
        stands = portal.invoices.open(cast("CustomerAccess", access), newest).document
    taken = []
    for _round in range(rounds + 1):
        begun = time.process_time()
        invoice_pdf(stands)
        taken.append(time.process_time() - begun)
    return median(taken[1:])


def run_and_file() -> tuple[float, float]:
    """Seconds of a run that bills very many customers, and of the file with their debits."""
    with _folder() as folder, closing(open_demo(folder, _today())) as portal:
        _add_customers(portal)
        begun = time.process_time()
        portal.operator.billing.bill(ANNA, _today())
        billed = time.process_time()
        portal.operator.debits.export(ANNA, folder / "debits.xml")
        return billed - begun, time.process_time() - billed


def _add_customers(portal: Portal) -> None:
    """Who pays by debit for a package that begins today."""
    now = portal.clock.now()
    with portal._means.storage.writing() as work:  # noqa: SLF001 - past all use cases
        customers = work.bulk.add_numbered(
            Customer,
            [
                {
                    "number": str(50_000_000 + place),
                    "kind": CustomerKind.CONSUMER,
                    "first_name": "Jutta",
                    "last_name": f"Beispiel {place}",
                    "street": "Weg",
                    "house_number": str(place),
                    "postcode": "50667",
                    "town": "Köln",
                    "country": "DE",
                    "mobile": "+491712345678",
                    "email": f"jutta{place}@post.example",
                    "payment_method": PaymentMethod.DEBIT,
                    "password_hash": "none",
                    "since": _today(),
                }
                for place in range(CUSTOMERS)
            ],
        )
        digest = work.customers.iban_digest(IBAN)
        mandates = [
            Mandate(
                customer_id=id_,
                reference=f"BENCH-{id_}",
                account_holder="Jutta Beispiel",
                iban_first=IBAN[:4],
                iban_last=IBAN[-4:],
                iban_digest=digest,
                signed_at=now,
            )
            for id_ in customers
        ]
        work.customers.add_mandates([(mandate, IBAN) for mandate in mandates])
        packages = work.bulk.add_numbered(
            Package,
            [{"customer_id": id_, "product_id": 1, "main_domain": f"bench-{id_}.de"} for id_ in customers],
        )
        terms = {"started_on": _today(), "minimum_months": 1, "notice_months": 1, "billing_months": 1}
        work.bulk.add(Contract, [{"package_id": id_, "price_cents": 499} | terms for id_ in packages])
        work.commit()


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="customer-login-bench-") as folder:
        yield Path(folder)


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
