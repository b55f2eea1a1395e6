"""Reading what the bank says about our account (ISO 20022, camt.053 and camt.054, from version 02 on).

Only what is booked counts. Elements are found by their local names, since the versions differ little: from 04
on a payment has an amount of its own, from 08 on a name stands one level deeper. What can be added up is.

Files come from outside: no entities, no network, bounded size, and text is cleaned before anyone sees it.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from portal.customers.bank import parsed
from portal.debits.camt import (
    cents_of,
    cleaned,
    count_of,
    euros_at,
    every,
    find,
    id_at,
    is_credit,
    refusal,
    signed,
    text_at,
)
from portal.errors import InvalidInput
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 50 * 2**20
"""Size of a statement; a booking with its details takes about 2000 bytes."""

KINDS = {"BkToCstmrStmt": "Stmt", "BkToCstmrDbtCdtNtfctn": "Ntfctn"}
"""What the documents of camt.053 and camt.054 hold, and what they call one statement."""

NAMESPACE = re.compile(r"camt\.05([0-9])\.001\.[0-9]{2}")

REASON = re.compile("[A-Z0-9]{4}")

NO_ID = "NOTPROVIDED"
"""What stands in place of an end-to-end id that nobody gave (EPC130-08)."""

LONGEST_NAME, LONGEST_PURPOSE = 140, 1000
"""Characters: of names by the schema, of purposes as much as a screen has room for."""

TRANSFERS = frozenset({"ICDT", "IRCT", "RCDT", "RRCT"})
"""Families of transfers, issued and received, at once or not (ISO 20022, external code sets)."""

ISSUED_DEBITS, RECEIVED_DEBITS = "IDDT", "RDDT"
"""Families of debits: those we collect, and those others collect from us."""

REVERSALS = frozenset({"PRDD", "RCDD", "UPDD"})
"""Subfamilies of debits that go back: reversed, cancelled, unpaid."""

COLLECTING_CODES, RETURNING_CODES = frozenset({"171", "174", "192", "196"}), frozenset({"108", "109"})
"""The same in the codes of German banks (DFÜ-Abkommen, Anlage 3, "Geschäftsvorfallcodes")."""


class Kind(StrEnum):
    """What happened."""

    COLLECTED = "collected"
    RETURNED = "returned"
    RECEIVED = "received"
    OTHER = "other"
    """Fees, interest, our own payments: nothing that touches an invoice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEntry:
    """One payment that the bank has booked.

    Attributes:
        kind: What happened.
        amount_cents: Euro cents, never negative; of a returned debit without the bank's charges, where the
            bank tells the two apart.
        booked_on: The day of the booking.
        end_to_end_id: Ours, if it is about a debit of ours; empty: the bank does not tell.
        payment_id: The group in our file that it belongs to; may be empty.
        mandate: The reference of the mandate; may be empty.
        payments: How many payments the amount is made of; more than one: the bank tells only their sum.
        reason_code: Why a debit was returned (`reasons`); may be empty.
        fee_cents: What the bank charges for it, in euro cents.
        bank_reference: What the bank knows it by; may be empty.
        purpose_text: What the payer wrote.
        account_holder: Whose account the other one is.
    """

    kind: Kind
    amount_cents: int
    booked_on: dt.date
    end_to_end_id: str = ""
    payment_id: str = ""
    mandate: str = ""
    payments: int = 1
    reason_code: str = ""
    fee_cents: int = 0
    bank_reference: str = ""
    purpose_text: str = field(default="", repr=False)
    account_holder: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a file of the bank says.

    Attributes:
        ids: What the bank calls the statements in it.
        entries: What is booked, in the bank's order.
        pending: How many entries are not booked yet, and left out.
    """

    ids: tuple[str, ...]
    entries: tuple[StatementEntry, ...]
    pending: int


def read(content: bytes, iban: str) -> Statement:
    """Read a statement or notification about our account.

    Args:
        content: The file as the bank delivers it, unpacked.
        iban: Our account.

    Raises:
        InvalidInput: Another kind of file, another account, or figures that do not fit together; the sentence
            is for the operator and holds nothing of the file but line numbers.
    """
    account = parsed(iban).compact
    statements = _statements(_document(content))
    ids, entries, pending = [], [], 0
    for statement in statements:
        if text_at(statement, "Acct/Id/IBAN").replace(" ", "") != account:
            raise InvalidInput(_("This statement is about another account."))
        booked = [entry for entry in every(statement, "Ntry") if _is_booked(entry)]
        waiting = len(every(statement, "Ntry")) - len(booked)
        _require_balances(statement, booked)
        if not waiting:
            _require_summary(statement, booked)
        ids.append(id_at(statement, "Id"))
        entries += [payment for entry in booked for payment in _payments(entry, account)]
        pending += waiting
    return Statement(tuple(ids), tuple(entries), pending)


def _document(content: bytes) -> Any:
    """The XML of a file from outside."""
    from lxml import etree

    if len(content) > MOST_BYTES:
        raise InvalidInput(_("This file is too large: 50 MB at most."))
    if content.startswith(b"PK"):
        raise InvalidInput(_("This file is packed. Please unpack it first."))
    # No bank sends a document type; what could be declared there is refused unread.
    if b"<!DOCTYPE" in content:
        raise InvalidInput(_("This file declares a document type, as no statement does."))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        document = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise InvalidInput(_("This is not an XML file as banks deliver statements.")) from None
    if document.getroottree().docinfo.doctype:
        raise InvalidInput(_("This file declares a document type, as no statement does."))
    return document


def _statements(document: Any) -> list[Any]:
    """The statements of a document of the right kind, at least one."""
    from lxml import etree

    kind = NAMESPACE.search(etree.QName(document).namespace or "")
    if kind is not None and kind[1] == "2":
        raise InvalidInput(
            _("This report of the day (camt.052) may still change. Please take the statement (camt.053).")
        )
    if kind is not None and len(document) == 1:
        name = etree.QName(document[0]).localname
        found = every(document[0], KINDS[name]) if name in KINDS else []
        if found:
            return found
    raise InvalidInput(
        _("This is not an account statement: a file of the kind camt.053 or camt.054 is needed.")
    )


def _is_booked(entry: Any) -> bool:
    status = text_at(entry, "Sts/Cd") or text_at(entry, "Sts")
    if not status:
        raise refusal(entry, _("it does not say whether the entry is booked"))
    return status == "BOOK"


def _require_balances(statement: Any, booked: list[Any]) -> None:
    """Raise InvalidInput if the entries do not lead from the opening to the closing balance."""
    balances: dict[str, list[int]] = {}
    for balance in every(statement, "Bal"):
        # A balance in between, where a statement has several pages, has a subtype.
        name = text_at(balance, "Tp/CdOrPrtry/Cd") + text_at(balance, "Tp/SubTp/Cd")
        balances.setdefault(name, []).append(signed(balance))
    opening, closing = balances.get("OPBD") or balances.get("PRCD") or [], balances.get("CLBD", [])
    if len(opening) == len(closing) == 1 and opening[0] + sum(map(signed, booked)) != closing[0]:
        raise refusal(statement, _("the entries do not lead from the opening to the closing balance"))


def _require_summary(statement: Any, booked: list[Any]) -> None:
    """Raise InvalidInput unless the entries are as many, and as much, as the statement says."""
    amounts = [signed(entry) for entry in booked]
    stated = {
        "TtlNtries": amounts,
        "TtlCdtNtries": [cents for entry, cents in zip(booked, amounts, strict=True) if is_credit(entry)],
        "TtlDbtNtries": [cents for entry, cents in zip(booked, amounts, strict=True) if not is_credit(entry)],
    }
    for name, counted in stated.items():
        for summary in every(statement, f"TxsSummry/{name}"):
            count, total = text_at(summary, "NbOfNtries"), text_at(summary, "Sum")
            if (count and count != str(len(counted))) or (
                total and cents_of(summary, total) != sum(map(abs, counted))
            ):
                raise refusal(summary, _("the entries are not as many, or not as much, as the summary says"))


def _payments(entry: Any, account: str) -> Iterator[StatementEntry]:
    """The payments that an entry is made of."""
    details = every(entry, "NtryDtls/TxDtls")
    stated = sum(count_of(batch) for batch in every(entry, "NtryDtls/Btch"))
    booking = _Booking.of(entry, account)
    if not details or (len(details) == 1 < stated and not text_at(details[0], "Refs/EndToEndId")):
        detail = details[0] if details else entry
        yield _payment(booking, detail, _Money(abs(signed(entry)), _charges(detail)), max(stated, 1))
        return
    if stated and stated != len(details):
        raise refusal(entry, _("the batch does not hold as many payments as it says"))
    total = signed(entry)
    amounts = [_amount_of(detail, booking, total if len(details) == 1 else None) for detail in details]
    charges = [_charges(detail) for detail in details]
    of_all = _charges(entry)
    if len(details) == 1:
        charges, of_all = [charges[0] or of_all], 0
    # Charges are booked with the payments, or by themselves.
    if total not in {sum(amounts), sum(amounts) - sum(charges) - of_all}:
        raise refusal(entry, _("the payments of the entry do not add up to its amount"))
    for detail, amount, charge in zip(details, amounts, charges, strict=True):
        yield _payment(booking, detail, _Money(abs(amount), charge), 1)
    if of_all:
        yield StatementEntry(
            kind=Kind.OTHER,
            amount_cents=0,
            fee_cents=of_all,
            booked_on=booking.day,
            payments=len(details),
        )


@dataclass(frozen=True, slots=True)
class _Booking:
    """What the payments of an entry have in common; looked up once, since there may be very many."""

    account: str
    comes_in: bool
    takes_back: bool
    day: dt.date
    codes: tuple[str, ...]
    payment_id: str
    bank_reference: str

    @classmethod
    def of(cls, entry: Any, account: str) -> _Booking:
        return cls(
            account,
            is_credit(entry),
            text_at(entry, "RvslInd") in {"true", "1"},
            _booked_on(entry),
            _codes(entry),
            id_at(entry, "NtryDtls/Btch/PmtInfId"),
            id_at(entry, "AcctSvcrRef"),
        )


@dataclass(frozen=True, slots=True)
class _Money:
    """What a payment moved, and what the bank states as charges, in cents."""

    cents: int
    charges: int


def _payment(booking: _Booking, detail: Any, money: _Money, payments: int) -> StatementEntry:
    """One payment, or a batch of which the bank tells no more; `detail` may be the entry itself."""
    reason = text_at(detail, "RtrInf/Rsn/Cd") or text_at(detail, "RtrInf/Rsn/Prtry")
    mandate = id_at(detail, "Refs/MndtId")
    kind = _kind(booking, detail, reason, mandate)
    if kind is Kind.RETURNED:
        money = _without_charges(detail, money)
    end_to_end_id = id_at(detail, "Refs/EndToEndId")
    purposes = [*every(detail, "RmtInf/Ustrd"), *every(detail, "RmtInf/Strd/CdtrRefInf/Ref")]
    purposes = purposes or every(detail, "AddtlNtryInf")
    return StatementEntry(
        kind=kind,
        amount_cents=money.cents,
        booked_on=booking.day,
        end_to_end_id="" if end_to_end_id == NO_ID else end_to_end_id,
        payment_id=id_at(detail, "Refs/PmtInfId") or booking.payment_id,
        mandate="" if mandate == NO_ID else mandate,
        payments=payments,
        reason_code=reason if REASON.fullmatch(reason) else "",
        fee_cents=money.charges,
        bank_reference=id_at(detail, "Refs/AcctSvcrRef") or booking.bank_reference,
        purpose_text=cleaned(" ".join(purpose.text or "" for purpose in purposes))[:LONGEST_PURPOSE],
        account_holder=_other_party(detail, booking.account),
    )


def _kind(booking: _Booking, detail: Any, reason: str, mandate: str) -> Kind:
    """What a payment is, by the bank's codes and by what only debits have."""
    domain, family, subfamily, german_code = (
        own or common for own, common in zip(_codes(detail), booking.codes, strict=True)
    )
    goes_back, german = subfamily in REVERSALS, set(german_code.split("+"))
    if domain not in {"", "PMNT"}:
        return Kind.OTHER
    if not _comes_in(detail, booking):
        returned = goes_back or family == ISSUED_DEBITS or german & RETURNING_CODES
        return Kind.RETURNED if returned or (reason and family not in TRANSFERS) else Kind.OTHER
    if goes_back or family == RECEIVED_DEBITS or booking.takes_back:
        return Kind.OTHER
    if family == ISSUED_DEBITS or german & COLLECTING_CODES or (mandate and family not in TRANSFERS):
        return Kind.COLLECTED
    return Kind.RECEIVED


def _without_charges(detail: Any, money: _Money) -> _Money:
    """What of a returned debit is the debit: German banks book it with their charges, and state it beside."""
    original = find(detail, "AmtDtls/InstdAmt/Amt")
    if original is not None and original.get("Ccy") == "EUR":
        cents = cents_of(original, original.text)
        if 0 < cents < money.cents:
            return _Money(cents, money.cents - cents)
    if any(flag.text in {"true", "1"} for flag in every(detail, "Chrgs/Rcrd/ChrgInclInd")):
        return _Money(max(money.cents - money.charges, 0), money.charges)
    return money


def _amount_of(detail: Any, booking: _Booking, total: int | None) -> int:
    """The amount of one payment in cents, negative where money left; `total` if it has none of its own."""
    amounts = [find(detail, "Amt"), find(detail, "AmtDtls/TxAmt/Amt")]
    ours = [amount for amount in amounts if amount is not None and amount.get("Ccy") == "EUR"]
    if not ours:
        if total is None:
            raise refusal(detail, _("a payment in a batch has no amount in euros"))
        return total
    cents = cents_of(ours[0], ours[0].text)
    return cents if _comes_in(detail, booking) else -cents


def _comes_in(detail: Any, booking: _Booking) -> bool:
    """Whether a payment is credited; from version 04 on each says so itself."""
    return booking.comes_in if find(detail, "CdtDbtInd") is None else is_credit(detail)


def _codes(element: Any) -> tuple[str, ...]:
    """The bank's codes: domain, family, subfamily, and the one of German banks."""
    paths = ("Domn/Cd", "Domn/Fmly/Cd", "Domn/Fmly/SubFmlyCd", "Prtry/Cd")
    return tuple(text_at(element, f"BkTxCd/{path}") for path in paths)


def _charges(element: Any) -> int:
    """What the bank charges, in euro cents: the totals, or else the parts."""
    total = euros_at(element, "Chrgs/TtlChrgsAndTaxAmt")
    return total or euros_at(element, "Chrgs/Amt") or euros_at(element, "Chrgs/Rcrd/Amt")


def _other_party(detail: Any, account: str) -> str:
    """The name of the payer; of the payee, where the bank has the two the other way round."""
    ours = text_at(detail, "RltdPties/DbtrAcct/Id/IBAN").replace(" ", "") == account
    party = "Cdtr" if ours else "Dbtr"
    name = text_at(detail, f"RltdPties/{party}/Nm") or text_at(detail, f"RltdPties/{party}/Pty/Nm")
    return cleaned(name)[:LONGEST_NAME]


def _booked_on(entry: Any) -> dt.date:
    """The day of the booking, or else of the value; of a moment the day that is written there."""
    paths = ("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")
    written = next(filter(None, (text_at(entry, path) for path in paths)), "")
    try:
        return dt.date.fromisoformat(written[:10])
    except ValueError:
        raise refusal(entry, _("it does not say when the entry was booked")) from None
