"""What the bank has booked: the payments that an entry of a statement is made of.

From version 04 on a payment has an amount of its own, from 08 on a name stands one level deeper.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

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
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def payments_of(entry: Any, account: str) -> Iterator[StatementEntry]:
    """The payments that an entry is made of.

    Args:
        entry: What is booked.
        account: Our IBAN.

    Raises:
        InvalidInput: Its figures do not fit together.
    """
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
