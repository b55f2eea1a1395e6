"""Reading what the bank says about our account (ISO 20022, camt.053 and camt.054, from version 02 on).

Only what is booked counts. Elements are found by their local names, since the versions differ little
(`portal.debits.booked`). What can be added up is.

Files come from outside: no entities, no network, bounded size, and text is cleaned before anyone sees it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.customers.bank import parsed
from portal.debits.booked import payments_of
from portal.debits.camt import cents_of, every, id_at, is_credit, refusal, signed, text_at
from portal.errors import InvalidInput
from portal.i18n import _

if TYPE_CHECKING:
    from portal.debits.booked import StatementEntry

MOST_BYTES = 50 * 2**20
"""Size of a statement; a booking with its details takes about 2000 bytes."""

KINDS = {"BkToCstmrStmt": "Stmt", "BkToCstmrDbtCdtNtfctn": "Ntfctn"}
"""What the documents of camt.053 and camt.054 hold, and what they call one statement."""

NAMESPACE = re.compile(r"camt\.05([0-9])\.001\.[0-9]{2}")


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
        entries += [payment for entry in booked for payment in payments_of(entry, account)]
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
