"""Why a debit came back: what the bank's code means for the customer (ISO 20022, ExternalReturnReason1Code).

Which codes allow a repeat debit is the provider's practice: AM04, MS03 at once; MS02, AC06, AG01 after the
customer changed something; AC01, AC04, RC01, MD07 with new bank data; MD01, MD02, MD06 with a new mandate;
AM05 never. The others that German banks use (EPC173-14, "Guidance on reason codes for SDD R-transactions")
are sorted by what would have to change before the same debit could succeed:

- a matter of the moment (DT01, ED05, TECH, TM01): nothing;
- something between the customer and the bank (AM02, RR02, RR04, SL01, SL11 to SL14): the customer;
- an account that is unknown or takes no such debits (AC13, BE01, BE06, DNOR, RR01): the account;
- something of ours or our bank's (AG02, BE05, CNOR, FF01, FF05, RC07, RR03), or a debit that should not have
  been there (DUPL, FOCR, FRAD, MD05): repeating it would not help, or be wrong.

The customer never reads a code. RR04 may stand for AM04 or MD07 where a bank must not say more, so these
three say the same as MS03: nobody reads on our screens that money is short or that a person has died.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.i18n import _


class Needs(StrEnum):
    """What has to happen before a debit that came back may be repeated."""

    NOTHING = "nothing"
    CHANGE = "change"
    NEW_ACCOUNT = "new account"
    NEW_MANDATE = "new mandate"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a debit came back.

    Attributes:
        code: The bank's, four characters; the customer never sees it.
        sentence: What is told in brackets: "account could not be charged".
        needs: What has to happen before it may be repeated.
    """

    code: str
    sentence: str
    needs: Needs

    @property
    def advice(self) -> str:
        """A full sentence on what can be done about it."""
        return ADVICE[self.needs]


ADVICE = {
    Needs.NOTHING: _("You can have the debit repeated, or transfer the amount."),
    Needs.CHANGE: _(
        "Please ask your bank what is against it, or enter another account. Once you have saved your bank"
        " data again, the debit can be repeated."
    ),
    Needs.NEW_ACCOUNT: _("Please enter your bank data anew; after that, the debit can be repeated."),
    Needs.NEW_MANDATE: _(
        "Please give us a new mandate by saving your bank data again; after that, the debit can be repeated."
    ),
    Needs.NEVER: _("This debit cannot be repeated. Please transfer what is still open, or ask us."),
}
"""What the customer can do."""

NOT_CHARGED = _("account could not be charged")
NOT_FOUND = _("no such account at this bank")
NO_DEBITS = _("account takes no debits")
NOT_WANTED = _("debit was refused")
CALLED_BACK = _("amount was called back")
NO_MANDATE = _("mandate was not accepted")
TWICE = _("already collected")
TAKEN_BACK = _("debit was withdrawn")
NOT_CARRIED_OUT = _("debit could not be carried out")

_TABLE = (
    (Needs.NOTHING, NOT_CHARGED, "AM04 MS03"),
    (Needs.NOTHING, NOT_CARRIED_OUT, "DT01 ED05 TECH TM01"),
    (Needs.CHANGE, NOT_WANTED, "MS02"),
    (Needs.CHANGE, NO_DEBITS, "AC06 AG01 SL01 SL11 SL12 SL13 SL14"),
    (Needs.CHANGE, NOT_CHARGED, "AM02 RR02 RR04"),
    (Needs.NEW_ACCOUNT, NOT_FOUND, "AC01 AC04 BE01 BE06 RC01 RR01"),
    (Needs.NEW_ACCOUNT, NO_DEBITS, "AC13 DNOR"),
    (Needs.NEW_ACCOUNT, NOT_CHARGED, "MD07"),
    (Needs.NEW_MANDATE, NO_MANDATE, "MD01 MD02"),
    (Needs.NEW_MANDATE, CALLED_BACK, "MD06"),
    (Needs.NEVER, TWICE, "AM05 DUPL"),
    (Needs.NEVER, TAKEN_BACK, "FOCR"),
    (Needs.NEVER, NOT_WANTED, "FRAD MD05"),
    (Needs.NEVER, NOT_CARRIED_OUT, "AG02 BE05 CNOR FF01 FF05 RC07 RR03"),
)

_REASONS = {
    code: Reason(code, sentence, needs) for needs, sentence, codes in _TABLE for code in codes.split()
}


def known_codes() -> tuple[str, ...]:
    """All codes that have a meaning here, in order."""
    return tuple(sorted(_REASONS))


def reason_of(code: str) -> Reason:
    """What a code means; one that nobody knows is never a reason to repeat."""
    code = code.strip().upper()
    return _REASONS.get(code) or Reason(code, NOT_CARRIED_OUT, Needs.NEVER)
