"""The file that asks the bank to collect debits (ISO 20022, pain.008.001.08; SEPA Direct Debit Core).

sepaxml builds the XML and checks nothing about it. So each debit is checked before (`orders`), and the
finished bytes afterwards, by the schema and by adding up (`read_back`). What sepaxml leaves to chance, ids
and the time of creation, is set here: the same debits always make the same bytes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from portal.customers.bank import parsed
from portal.debits.letters import is_identifier, name_of, purpose_of, written
from portal.debits.orders import USUAL, Address, Creditor, Debit, Window, checked, require_creditor
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

SCHEMA = "pain.008.001.08"

SPACE = f"{{urn:iso:std:iso:20022:tech:xsd:{SCHEMA}}}"

LONGEST_MESSAGE_ID = 30
"""Characters: the groups' ids are the message's with a number behind it, and have 35."""

MONEY = re.compile(r"([0-9]+)\.([0-9]{2})")

# Characters that ISO 20022 has for the parts of an address.
_PARTS = {"street_name": 70, "building_number": 16, "postcode": 16, "town": 35}


class WrongFile(Exception):
    """A file that is not what it should be: no bank may get it.

    Its text names figures and places in the file, never what stands there.
    """


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A debit that is not in the file.

    Attributes:
        end_to_end_id: Which one.
        reason: One or several sentences for the operator.
    """

    end_to_end_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Group:
    """The debits of one day, which the bank books as one amount.

    Attributes:
        payment_id: What the account statement calls it.
        collection_day: When.
        end_to_end_ids: Of its debits, in order.
        total_cents: Their sum in euro cents.
    """

    payment_id: str
    collection_day: dt.date
    end_to_end_ids: tuple[str, ...]
    total_cents: int


@dataclass(frozen=True, slots=True)
class BankFile:
    """What goes to the bank, and what does not.

    Attributes:
        content: The file in UTF-8; empty when no debit is left.
        groups: What stands in it, by day.
        left_out: What does not.
    """

    content: bytes = field(repr=False)
    groups: tuple[Group, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """What must be in the file as it was asked for."""

    end_to_end_id: str
    cents: int
    iban: str = field(repr=False)
    mandate: str
    signed_on: str


def write(
    creditor: Creditor,
    debits: Iterable[Debit],
    *,
    message_id: str,
    created_at: dt.datetime,
    today: dt.date,
    window: Window = USUAL,
) -> BankFile:
    """Write the file for all debits that are right, and say of the others why they are not in it.

    Args:
        creditor: Who collects.
        debits: In any order; in the file they stand by day and id.
        message_id: What the bank knows the file by: at most 30 characters, never used before.
        created_at: When the file is made, aware.
        today: The day of the export, in the provider's time zone.
        window: When the bank takes debits.

    Raises:
        InvalidInput: Something about the creditor is not right.
        WrongFile: A bug: what was written is not what was asked for.
    """
    if not is_identifier(message_id) or len(message_id) > LONGEST_MESSAGE_ID or created_at.tzinfo is None:
        raise ValueError("a file needs an id that banks take, and an aware time")
    require_creditor(creditor)
    accepted, left_out = _sorted_out(debits, today, window)
    if not accepted:
        return BankFile(b"", (), left_out)
    groups = tuple(
        _group(f"{message_id}-{number}", day, [_line(debit) for debit in due])
        for number, (day, due) in enumerate(groupby(accepted, attrgetter("collection_day")), 1)
    )
    content = _finished(_built(creditor, accepted), message_id, groups, created_at)
    read, lines = _read(content)
    if read != groups or lines != [_line(debit) for debit in accepted]:
        raise WrongFile("the file does not hold the debits that it was made for")
    return BankFile(content, groups, left_out)


def read_back(content: bytes) -> tuple[Group, ...]:
    """What stands in a finished file, after its schema, its counts and its control sums were checked.

    Raises:
        WrongFile: One of them does not hold.
    """
    groups, _lines = _read(content)
    return groups


def _sorted_out(
    debits: Iterable[Debit], today: dt.date, window: Window
) -> tuple[list[Debit], tuple[LeftOut, ...]]:
    """The debits for the file, by day and id, and what is left out."""
    by_id = sorted(debits, key=attrgetter("end_to_end_id", "collection_day", "amount_cents", "mandate"))
    counts = Counter(debit.end_to_end_id for debit in by_id)
    accepted, left_out = [], []
    for debit in by_id:
        problems = list(checked(debit, today, window))
        if counts[debit.end_to_end_id] > 1:
            problems.append(_("Several debits have this end-to-end id; none of them is in the file."))
        if problems:
            left_out.append(LeftOut(debit.end_to_end_id, " ".join(problems)))
        else:
            accepted.append(debit)
    accepted.sort(key=attrgetter("collection_day"))
    return accepted, tuple(left_out)


def _built(creditor: Creditor, debits: Iterable[Debit]) -> bytes:
    """The XML as sepaxml makes it."""
    from sepaxml import SepaDD

    config = {
        "name": name_of(creditor.name),
        "IBAN": parsed(creditor.iban).compact,
        "batch": True,
        "creditor_id": creditor.creditor_id,
        "currency": "EUR",
        "instrument": "CORE",
    }
    builder = SepaDD(config | _bic(creditor.bic), schema=SCHEMA, clean=False)
    for debit in debits:
        builder.add_payment(
            {
                "name": name_of(debit.account_holder),
                "IBAN": parsed(debit.iban).compact,
                "amount": debit.amount_cents,
                # Since 2016 the first debit of a mandate is one like all others (EPC016-06, 4.1).
                "type": "RCUR",
                "collection_date": debit.collection_day,
                "mandate_id": debit.mandate,
                "mandate_date": debit.signed_on,
                "description": purpose_of(debit.purpose_text),
                "endtoend_id": debit.end_to_end_id,
                "address": _address(debit.address),
            }
            | _bic(debit.bic)
        )
    built: bytes = builder.export(validate=False)
    return built


def _finished(built: bytes, message_id: str, groups: Iterable[Group], created_at: dt.datetime) -> bytes:
    """The file with our ids and our time in place of random ones."""
    from lxml import etree

    document = _parsed(built)
    header = document.find(f".//{SPACE}GrpHdr")
    header.find(f"{SPACE}MsgId").text = message_id
    header.find(f"{SPACE}CreDtTm").text = f"{created_at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    for payment, group in zip(document.iter(f"{SPACE}PmtInf"), groups, strict=True):
        payment.find(f"{SPACE}PmtInfId").text = group.payment_id
    content: bytes = etree.tostring(document, xml_declaration=True, encoding="UTF-8")
    return content


def _read(content: bytes) -> tuple[tuple[Group, ...], list[_Line]]:
    """All that stands in a finished file, checked."""
    document = _parsed(content)
    schema = _schema()
    if not schema.validate(document):
        problem = schema.error_log[0]
        raise WrongFile(f"line {problem.line}, column {problem.column}: {problem.type_name}")
    groups, lines = [], []
    for payment in document.iter(f"{SPACE}PmtInf"):
        due = [_line_of(transaction) for transaction in payment.iter(f"{SPACE}DrctDbtTxInf")]
        day = dt.date.fromisoformat(payment.findtext(f"{SPACE}ReqdColltnDt"))
        groups.append(_group(payment.findtext(f"{SPACE}PmtInfId"), day, due))
        _require_sums(payment, due)
        lines += due
    _require_sums(document.find(f".//{SPACE}GrpHdr"), lines)
    if len({line.end_to_end_id for line in lines}) != len(lines):
        raise WrongFile("an end-to-end id stands there twice")
    return tuple(groups), lines


def _require_sums(element: Any, lines: list[_Line]) -> None:
    """Raise WrongFile unless the element states the number of these debits and their sum."""
    count, total = int(element.findtext(f"{SPACE}NbOfTxs")), _cents(element.findtext(f"{SPACE}CtrlSum"))
    if (count, total) != (len(lines), sum(line.cents for line in lines)):
        raise WrongFile(f"line {element.sourceline}: the number of debits or the control sum is wrong")


def _line_of(transaction: Any) -> _Line:
    """A debit as it stands in the file."""
    amount = transaction.find(f"{SPACE}InstdAmt")
    if amount.get("Ccy") != "EUR":
        raise WrongFile(f"line {amount.sourceline}: the amount is not in euros")
    return _Line(
        transaction.findtext(f"{SPACE}PmtId/{SPACE}EndToEndId"),
        _cents(amount.text),
        transaction.findtext(f"{SPACE}DbtrAcct/{SPACE}Id/{SPACE}IBAN"),
        transaction.findtext(f".//{SPACE}MndtId"),
        transaction.findtext(f".//{SPACE}DtOfSgntr"),
    )


def _line(debit: Debit) -> _Line:
    """A debit as it must stand in the file."""
    return _Line(
        debit.end_to_end_id,
        debit.amount_cents,
        parsed(debit.iban).compact,
        debit.mandate,
        debit.signed_on.isoformat(),
    )


def _group(payment_id: str, day: dt.date, lines: list[_Line]) -> Group:
    return Group(
        payment_id, day, tuple(line.end_to_end_id for line in lines), sum(line.cents for line in lines)
    )


def _cents(written_amount: str | None) -> int:
    match = MONEY.fullmatch(written_amount or "")
    if match is None:
        raise WrongFile("an amount is not written with two decimals")
    return int(match[1]) * 100 + int(match[2])


def _bic(bic: str) -> dict[str, str]:
    return {"BIC": bic} if bic else {}


def _address(address: Address | None) -> dict[str, str]:
    """The parts of an address as sepaxml names them; its `address_type` would make the file invalid."""
    if address is None:
        return {}
    texts = (address.street, address.house_number, address.postcode, address.town)
    parts = {name: written(text, most) for (name, most), text in zip(_PARTS.items(), texts, strict=True)}
    return parts | {"country": address.country}


def _parsed(content: bytes) -> Any:
    """The XML of a file of ours; raises WrongFile."""
    from lxml import etree

    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise WrongFile(f"this is no XML: line {error.lineno}") from None


@cache
def _schema() -> Any:
    """The schema of ISO 20022 that sepaxml brings; lxml needs a fiftieth of xmlschema's time for it."""
    from importlib.resources import files

    from lxml import etree

    return etree.XMLSchema(
        etree.fromstring(files("sepaxml").joinpath("schemas", f"{SCHEMA}.xsd").read_bytes())
    )
