"""Export and payments as other programs do them on the same database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.portal.invoices.children import portal_on
from tests.portal.invoices.steps import ANNA

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from storage.work import Storage


def export(pipe: Connection, storage: Storage, path: str) -> None:
    """Export when told to, and tell how many debits that were."""
    care = portal_on(storage).operator.debits
    pipe.send("ready")
    pipe.recv()
    pipe.send(care.export(ANNA, Path(path)).count)


def pay_all(pipe: Connection, storage: Storage, numbers: list[str]) -> None:
    """Book a transfer of half of each invoice, and tell what that meant for its debit."""
    care = portal_on(storage).operator.invoices
    pipe.send("ready")
    pipe.recv()
    pipe.send([care.paid(ANNA, number, 250).debit.value for number in numbers])
