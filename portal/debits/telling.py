"""What the operator says was settled: files for the bank, statements of the bank, debits, invoices."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from portal.debits import bank_file, statement
from portal.debits.booked import Kind
from portal.errors import Conflict, InvalidInput, NotFound
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portal.debits.settling import NumbersInText
    from portal.debits.statement import Statement
    from storage.models.debits import Collection, DebitFile
    from storage.work import Work

SNIFFED = 2000
"""Bytes in which a file says of which kind it is."""


@dataclass(slots=True)
class Told:
    """What was said, nothing of it looked up yet.

    Attributes:
        names: Files, debits or invoices, by what they are called.
        statements: Of the bank.
    """

    names: list[str] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)


def read_all(what: Iterable[str], iban: str) -> Told:
    """Read the files among what was said; everything else is a name.

    Args:
        what: Paths of files of ours or of statements; message ids, end-to-end ids, invoice numbers.
        iban: Our account.

    Raises:
        InvalidInput: A file cannot be read, or is neither of the two; the sentence names it.
    """
    told = Told()
    for each in what:
        path = _file(each)
        if path is None:
            told.names.append(each)
            continue
        try:
            _read(path, iban, told)
        except InvalidInput as refusal:
            raise InvalidInput(f"{path}: {refusal.message}", "what") from None
    return told


@dataclass(slots=True)
class LookedUp:
    """What was said, found in the database.

    Attributes:
        invoice_ids: All invoices that it is about.
        named: End-to-end ids of debits that were named, by themselves or with their file or invoice.
        groups: End-to-end ids of groups of files, by what the bank calls them.
    """

    invoice_ids: set[int] = field(default_factory=set)
    named: list[str] = field(default_factory=list)
    groups: dict[str, list[str]] = field(default_factory=dict)

    def end_to_end_ids(self, told: Told) -> set[str]:
        """All that these and the entries of statements are about."""
        entries = {entry.end_to_end_id for each in told.statements for entry in each.entries}
        return {*self.named, *(id_ for group in self.groups.values() for id_ in group), *entries} - {""}


def look_up(work: Work, told: Told, numbers: NumbersInText) -> LookedUp:
    """Find what was said; raises NotFound for a name that nothing has."""
    found = LookedUp()
    for name in told.names:
        debits = _debits_called(work, name)
        found.named += (each.end_to_end_id for each in debits)
        found.invoice_ids |= {each.invoice_id for each in debits}
    for each in told.statements:
        _look_up_entries(work, each, numbers, found)
    return found


def _look_up_entries(work: Work, told: Statement, numbers: NumbersInText, found: LookedUp) -> None:
    ids, written, payments = set[str](), set[str](), set[str]()
    for entry in told.entries:
        if entry.kind is Kind.RECEIVED:
            written |= numbers.of(entry.purpose_text)
        elif entry.end_to_end_id:
            ids.add(entry.end_to_end_id)
        elif entry.kind is Kind.COLLECTED and entry.payment_id:
            payments.add(entry.payment_id)
    found.invoice_ids |= work.debits.invoices_by_end_to_end(ids)
    found.invoice_ids |= set(work.invoices.ids_of(written).values())
    for message_id in {payment.rpartition("-")[0] for payment in payments}:
        file = work.debits.file(message_id)
        if file is None:
            continue
        for payment, group in _groups(work, file):
            if payment in payments:
                found.groups[payment] = [each.end_to_end_id for each in group]
                found.invoice_ids |= {each.invoice_id for each in group}


def _groups(work: Work, file: DebitFile) -> Iterable[tuple[str, Sequence[Collection]]]:
    """The groups of a file by their names: a group a day, as `bank_file.write` has them."""
    debits = sorted((due.collection for due in work.debits.in_file(file)), key=lambda each: each.due_on)
    for number, (_day, group) in enumerate(groupby(debits, lambda each: each.due_on), 1):
        yield f"{file.message_id}-{number}", list(group)


def _debits_called(work: Work, name: str) -> Sequence[Collection]:
    """The debits of a file, one debit, or the last one of an invoice."""
    file = work.debits.file(name)
    if file is not None:
        return [due.collection for due in work.debits.in_file(file)]
    one = work.debits.called(name)
    if one is not None:
        return [one]
    invoice = work.invoices.by_number(name)
    if invoice is None:
        raise NotFound(_("There is no file, debit or invoice {name}.").format(name=name), "what")
    last = work.debits.last_of(invoice)
    if last is None:
        raise Conflict(_("There is no debit of the invoice {number}.").format(number=name), "what")
    return [last[0]]


def _file(name: str) -> Path | None:
    """The file of that name, if there is one; anything may be a name."""
    path = Path(name)
    try:
        return path if path.is_file() else None
    except OSError:
        return None


def _read(path: Path, iban: str, told: Told) -> None:
    """Read one file."""
    content = _content(path)
    if bank_file.SCHEMA.encode() in content[:SNIFFED]:
        told.names.append(_message_id(content))
    elif iban:
        told.statements.append(statement.read(content, iban))
    else:
        raise InvalidInput(_("The settings do not say which account is ours: [provider] iban."))


def _content(path: Path) -> bytes:
    """A file from outside, unless it is too large for a statement."""
    try:
        with path.open("rb") as file:
            return file.read(statement.MOST_BYTES + 1)
    except OSError as error:
        raise InvalidInput(_("It cannot be read: {reason}.").format(reason=error.strerror)) from None


def _message_id(content: bytes) -> str:
    """What a file of ours is called by: the beginning of its groups' names."""
    try:
        groups = bank_file.read_back(content)
    except bank_file.WrongFile:
        raise InvalidInput(_("This is not the file as it was written.")) from None
    return groups[0].payment_id.rpartition("-")[0]
