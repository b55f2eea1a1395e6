"""The file for the bank: made of what is due, and made again from the database with the same bytes."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from portal.clock import day_in
from portal.debits import bank_file
from portal.debits.due import Gathering, debit_of
from portal.debits.orders import Creditor, Window
from portal.invoices.papers import seller_of
from storage.models.debits import CollectionState, DebitFile
from storage.sealing import SealBroken

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from portal.debits.bank_file import BankFile
    from portal.debits.due import Gathered, NotInFile, PutOff
    from portal.settings import Settings
    from portal.use_case import Means
    from storage.work import Work

ANY_DAY = Window(business_days=0, calendar_days=36_500)
"""For what went to the bank long ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file for the bank, and what became of debits that are not in it.

    Attributes:
        until: All debits that were to be collected by then.
        message_id: What the bank knows the file by; empty: there was nothing to write.
        path: Where it is; None: there is none.
        count: How many debits are in it.
        total_cents: Their sum in euro cents.
        first: The first day on which some are collected.
        last: The last one.
        left_out: Debits that are not in it for something that is against them.
        paid: Invoices whose debits were called off, as nothing is open.
        lowered: Invoices of which less is collected than was announced at first.
        put_off: Debits whose day had come too near; those beyond `until` are for another file.
    """

    until: dt.date
    message_id: str = ""
    path: Path | None = None
    count: int = 0
    total_cents: int = 0
    first: dt.date | None = None
    last: dt.date | None = None
    left_out: Sequence[NotInFile] = ()
    paid: Sequence[str] = ()
    lowered: Sequence[str] = ()
    put_off: Sequence[PutOff] = ()


def creditor_of(settings: Settings) -> Creditor:
    """Who collects from now on; raises Conflict if the settings do not say it."""
    seller = seller_of(settings)
    return Creditor(seller.name, seller.iban, seller.bic, seller.creditor_id)


def make(work: Work, means: Means, creditor: Creditor, until: dt.date, path: Path) -> tuple[Exported, bytes]:
    """Make the file of all that is due, whose debits are submitted with that; also its bytes, maybe none.

    Args:
        work: A transaction that writes.
        means: What time it is, and when banks take debits.
        creditor: Who collects.
        until: The last day of collection.
        path: Where it will be.
    """
    gathering = Gathering(work, means, until)
    gathering.gather()
    message_id = _next_message_id(work, means.today())
    made = bank_file.write(
        creditor,
        gathering.found.debits,
        message_id=message_id,
        created_at=means.clock.now(),
        today=means.today(),
        window=gathering.window,
    )
    for each in made.left_out:
        gathering.leave_out(gathering.due[each.end_to_end_id], each.reason)
    report = _report(until, path, message_id, made, gathering.found)
    if report.count:
        file = work.debits.add_file(
            DebitFile(
                message_id=message_id,
                made_at=means.clock.now(),
                creditor=asdict(creditor),
                count=report.count,
                total_cents=report.total_cents,
                digest=hashlib.sha256(made.content).hexdigest(),
            )
        )
        for end_to_end_id in (id_ for group in made.groups for id_ in group.end_to_end_ids):
            collection = gathering.due[end_to_end_id].collection
            collection.state, collection.file_id = CollectionState.SUBMITTED, file.id
    return report, made.content


def make_again(work: Work, means: Means, file: DebitFile) -> bytes | None:
    """The bytes of a file that was made before; None: what it was made of is not the same any more."""
    try:
        made = bank_file.write(
            Creditor(**file.creditor),
            [
                debit_of(work, means, due, work.customers.iban_of(due.mandate))
                for due in work.debits.in_file(file)
            ],
            message_id=file.message_id,
            created_at=file.made_at,
            today=day_in(means.settings.time_zone, file.made_at),
            window=ANY_DAY,
        )
    except SealBroken:
        return None
    return made.content if hashlib.sha256(made.content).hexdigest() == file.digest else None


def _next_message_id(work: Work, today: dt.date) -> str:
    beginning = f"P-{today:%Y%m%d}-"
    return f"{beginning}{work.debits.files_on(beginning) + 1:03}"


def _report(until: dt.date, path: Path, message_id: str, made: BankFile, found: Gathered) -> Exported:
    days = [group.collection_day for group in made.groups]
    return Exported(
        until=until,
        message_id=message_id if days else "",
        path=path if days else None,
        count=sum(len(group.end_to_end_ids) for group in made.groups),
        total_cents=sum(group.total_cents for group in made.groups),
        first=min(days, default=None),
        last=max(days, default=None),
        left_out=tuple(found.left_out),
        paid=tuple(found.paid),
        lowered=tuple(found.lowered),
        put_off=tuple(found.put_off),
    )
