"""What stories of the operator's debits begin with: customers with an invoice each, and what banks write."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from lxml import etree

from tests.portal.house import PROVIDER
from tests.portal.invoices.steps import ANNA, YEARLY, bill, collections, payer

if TYPE_CHECKING:
    from pathlib import Path

    from portal.debits.exporting import Exported
    from storage.models.customers import Customer
    from tests.portal.house import House

PAIN = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.008.001.08"}

MONDAY = dt.date(2026, 11, 30)


def owing(house: House, *prices: int) -> list[Customer]:
    """Customers who pay by debit, each with an invoice of that price that is collected on 27 November."""
    customers = []
    for cents in prices:
        customer = payer(house)
        house.package(customer, agreed={**YEARLY, "price_cents": cents})
        customers.append(customer)
    bill(house)
    return customers


def stand_on(house: House, day: dt.date) -> None:
    house.clock.moment = dt.datetime.combine(day, dt.time(9), dt.UTC)


def export(house: House, path: Path, until: dt.date | None = None) -> Exported:
    return house.portal.operator.debits.export(ANNA, path, until)


def told(house: House, name: str) -> list[Any]:
    """One value of each collection."""
    return [getattr(each, name) for each in collections(house)]


def change_collection(house: House, place: int, **values: Any) -> None:
    """What another program changes meanwhile."""
    changed = collections(house)[place]
    with house.storage.writing() as work:
        stored = work._session.get_one(type(changed), changed.id)
        for name, value in values.items():
            setattr(stored, name, value)
        work.commit()


def found(path: Path, what: str) -> list[str]:
    """The texts of an element in a file for the bank, read by nothing of ours."""
    return [str(each.text) for each in etree.parse(path).findall(f".//p:{what}", PAIN)]


# What banks write (ISO 20022, camt.053.001.02).

DEBITS = "<Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>ESDD</SubFmlyCd></Fmly></Domn>"
UNPAID = "<Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn>"
TRANSFER = "<Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn>"


def statement(*entries: str, iban: str = PROVIDER.iban) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>'
        "<GrpHdr><MsgId>B-1</MsgId><CreDtTm>2026-11-30T20:00:00+01:00</CreDtTm></GrpHdr>"
        f"<Stmt><Id>2026-230</Id><Acct><Id><IBAN>{iban}</IBAN></Id></Acct>{''.join(entries)}</Stmt>"
        "</BkToCstmrStmt></Document>"
    ).encode()


def entry(amount: str, code: str, details: str, *, out: bool = False, day: dt.date = MONDAY) -> str:
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{"DBIT" if out else "CRDT"}</CdtDbtInd>'
        f"<Sts>BOOK</Sts><BookgDt><Dt>{day}</Dt></BookgDt><BkTxCd>{code}</BkTxCd>"
        f"<NtryDtls>{details}</NtryDtls></Ntry>"
    )


def was_collected(end_to_end_id: str, amount: str, day: dt.date = MONDAY) -> str:
    refs = f"<TxDtls><Refs><EndToEndId>{end_to_end_id}</EndToEndId></Refs></TxDtls>"
    return entry(amount, DEBITS, refs, day=day)


def were_collected(payment_id: str, count: int, amount: str) -> str:
    batch = f"<Btch><PmtInfId>{payment_id}</PmtInfId><NbOfTxs>{count}</NbOfTxs></Btch>"
    return entry(amount, DEBITS, batch)


def was_returned(end_to_end_id: str, amount: str, code: str, *, charges: str = "") -> str:
    """A debit that came back; with charges, the bank books both as one amount."""
    original = f'<InstdAmt><Amt Ccy="EUR">{charges}</Amt></InstdAmt>' if charges else ""
    details = (
        f"<TxDtls><Refs><EndToEndId>{end_to_end_id}</EndToEndId></Refs><AmtDtls>{original}"
        f'<TxAmt><Amt Ccy="EUR">{amount}</Amt></TxAmt></AmtDtls>'
        f"<RtrInf><Rsn><Cd>{code}</Cd></Rsn></RtrInf></TxDtls>"
    )
    return entry(amount, UNPAID, details, out=True)


def was_transferred(amount: str, purpose: str, day: dt.date = MONDAY) -> str:
    details = f"<TxDtls><RmtInf><Ustrd>{purpose}</Ustrd></RmtInf></TxDtls>"
    return entry(amount, TRANSFER, details, day=day)
