"""Elements of a bank statement: found by their local names, and read strictly."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import cache
from typing import Any

from portal.errors import InvalidInput
from portal.i18n import _
from portal.text import REFUSED

AMOUNT = re.compile(r"[0-9]{1,13}(?:\.[0-9]{1,5})?")

LONGEST_ID = 35
"""Characters of an id, by the schema."""


def euros_at(element: Any, path: str) -> int:
    """The sum of the amounts in euros at a path."""
    return sum(cents_of(amount, amount.text) for amount in every(element, path) if amount.get("Ccy") == "EUR")


def signed(element: Any) -> int:
    """The amount of an entry or a balance in euro cents, negative where it is a debit."""
    amount = find(element, "Amt")
    if amount is None or amount.get("Ccy") != "EUR":
        raise refusal(element, _("an amount in euros is missing"))
    cents = cents_of(amount, amount.text)
    return cents if is_credit(element) else -cents


def is_credit(element: Any) -> bool:
    """Whether money came; raises InvalidInput where that is not said."""
    direction = text_at(element, "CdtDbtInd")
    if direction not in {"CRDT", "DBIT"}:
        raise refusal(element, _("it does not say whether money came or went"))
    return direction == "CRDT"


def count_of(batch: Any) -> int:
    """How many payments a batch says it has; 0: it does not say."""
    count = text_at(batch, "NbOfTxs")
    if count and not re.fullmatch("[0-9]{1,15}", count):
        raise refusal(batch, _("the number of payments is not a number"))
    return int(count or 0)


def cents_of(element: Any, amount: str | None) -> int:
    """An amount in euro cents, exactly; raises InvalidInput."""
    if AMOUNT.fullmatch((amount or "").strip()):
        cents = Decimal(amount or "") * 100
        if cents == int(cents):
            return int(cents)
    raise refusal(element, _("this is not an amount in euros and cents"))


def id_at(element: Any, path: str) -> str:
    """An id, never cut off: half of one could be another's."""
    found = cleaned(text_at(element, path))
    if len(found) > LONGEST_ID:
        raise refusal(element, _("an id is too long"))
    return found


def cleaned(text: str) -> str:
    """Text of strangers on one line, without what cannot be shown."""
    shown = (" " if sign.isspace() else sign for sign in unicodedata.normalize("NFC", text))
    return " ".join("".join(sign for sign in shown if unicodedata.category(sign) not in REFUSED).split())


def refusal(element: Any, reason: str) -> InvalidInput:
    """Why a statement is not taken, and in which line."""
    return InvalidInput(
        _("This statement is not right, and nothing of it was taken: line {line}: {reason}.").format(
            line=element.sourceline, reason=reason
        )
    )


def find(element: Any, path: str) -> Any:
    """The first element at a path, in whichever namespace; None: there is none."""
    return element.find(_anywhere(path))


def every(element: Any, path: str) -> list[Any]:
    """All elements at a path."""
    return list(element.findall(_anywhere(path)))


def text_at(element: Any, path: str) -> str:
    """The text of the first element at a path; empty: there is none."""
    found: str = element.findtext(_anywhere(path)) or ""
    return found.strip()


@cache
def _anywhere(path: str) -> str:
    """The path in whichever namespace."""
    return "/".join(f"{{*}}{name}" for name in path.split("/"))
