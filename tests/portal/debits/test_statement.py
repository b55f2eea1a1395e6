"""What the bank says; samples as German banks write them, IBANs are published examples."""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.debits.booked import Kind, StatementEntry
from portal.debits.statement import MOST_BYTES, Statement, read
from portal.errors import InvalidInput

if TYPE_CHECKING:
    from pathlib import Path

OURS = "DE02120300000000202051"
ERIKAS = "DE89370400440532013000"
BOOKED_ON = dt.date(2026, 11, 10)

ISSUED = "<Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>ESDD</SubFmlyCd></Fmly></Domn>"
UNPAID = "<Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn>"
TRANSFER = "<Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn>"


def entry(
    amount: str,
    details: str = "",
    *,
    debit: bool = False,
    code: str = "",
    status: str = "BOOK",
    more: str = "",
    currency: str = "EUR",
) -> str:
    """An entry as it is in every version; from 08 on the status is a code of its own."""
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{"DBIT" if debit else "CRDT"}</CdtDbtInd>'
        f"<Sts>{status}</Sts><BookgDt><Dt>2026-11-10</Dt></BookgDt><ValDt><Dt>2026-11-09</Dt></ValDt>"
        f"<AcctSvcrRef>2026111000001</AcctSvcrRef><BkTxCd>{code}</BkTxCd>{more}"
        f"{f'<NtryDtls>{details}</NtryDtls>' if details else ''}</Ntry>"
    )


def payment(end_to_end_id: str, amount: str = "", more: str = "", batch: str = "") -> str:
    """One payment of an entry as in version 02."""
    amounts = f'<AmtDtls><TxAmt><Amt Ccy="EUR">{amount}</Amt></TxAmt></AmtDtls>' if amount else ""
    return (
        f"<TxDtls><Refs>{batch}<EndToEndId>{end_to_end_id}</EndToEndId><MndtId>M-100001-0001</MndtId></Refs>"
        f"{amounts}{more}</TxDtls>"
    )


def file_of(*entries: str, kind: str = "camt.053.001.02", iban: str = OURS, more: str = "") -> bytes:
    document, name = {"3": ("BkToCstmrStmt", "Stmt"), "4": ("BkToCstmrDbtCdtNtfctn", "Ntfctn")}.get(
        kind[7], ("BkToCstmrAcctRpt", "Rpt")
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{kind}">'
        f"<{document}><GrpHdr><MsgId>B-1</MsgId><CreDtTm>2026-11-10T20:00:00+01:00</CreDtTm></GrpHdr>\n<{name}>"
        f"<Id>2026-218</Id><Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>{more}\n"
        + "\n".join(entries)
        + f"</{name}></{document}></Document>"
    ).encode()


def balance(name: str, amount: str, *, debit: bool = False) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{name}</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>{amount}</Amt>"
        f"<CdtDbtInd>{'DBIT' if debit else 'CRDT'}</CdtDbtInd><Dt><Dt>2026-11-10</Dt></Dt></Bal>"
    )


def entries_of(*entries: str, kind: str = "camt.053.001.02") -> tuple[StatementEntry, ...]:
    return read(file_of(*entries, kind=kind), OURS).entries


def test_a_group_of_debits_is_collected() -> None:
    batch = "<Btch><PmtInfId>HOST-20261103-1-1</PmtInfId><NbOfTxs>2</NbOfTxs></Btch>"
    details = batch + payment("R-2026-000001-1", "11.90") + payment("R-2026-000002-1", "9.99")
    first, second = entries_of(entry("21.89", details, code=ISSUED))
    assert first == StatementEntry(
        kind=Kind.COLLECTED,
        amount_cents=1190,
        booked_on=BOOKED_ON,
        end_to_end_id="R-2026-000001-1",
        payment_id="HOST-20261103-1-1",
        mandate="M-100001-0001",
        bank_reference="2026111000001",
    )
    assert (second.end_to_end_id, second.amount_cents) == ("R-2026-000002-1", 999)


@pytest.mark.parametrize("details", ["", "<TxDtls><Refs><MsgId>HOST-20261103-1</MsgId></Refs></TxDtls>"])
def test_a_group_may_be_booked_as_nothing_but_a_sum(details: str) -> None:
    batch = "<Btch><PmtInfId>HOST-20261103-1-1</PmtInfId><NbOfTxs>2</NbOfTxs></Btch>"
    [booked] = entries_of(entry("21.89", batch + details, code=ISSUED))
    assert (booked.kind, booked.amount_cents, booked.payments) == (Kind.COLLECTED, 2189, 2)
    assert (booked.payment_id, booked.end_to_end_id) == ("HOST-20261103-1-1", "")


def test_a_debit_comes_back_with_the_charges_of_both_banks() -> None:
    details = payment(
        "R-2026-000001-1",
        more='<AmtDtls><InstdAmt><Amt Ccy="EUR">11.90</Amt></InstdAmt>'
        '<TxAmt><Amt Ccy="EUR">16.90</Amt></TxAmt></AmtDtls>'
        '<Chrgs><Amt Ccy="EUR">3.00</Amt></Chrgs><Chrgs><Amt Ccy="EUR">2.00</Amt></Chrgs>'
        "<RltdPties><Dbtr><Nm>Erika Musterfrau</Nm></Dbtr>"
        f"<DbtrAcct><Id><IBAN>{ERIKAS}</IBAN></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>Rechnung</Ustrd><Ustrd>R-2026-000001</Ustrd></RmtInf>"
        "<RtrInf><Rsn><Cd>MS03</Cd></Rsn><AddtlInf>SONSTIGE GRUENDE</AddtlInf></RtrInf>",
    )
    [returned] = entries_of(entry("16.90", details, debit=True, code=UNPAID, more="<RvslInd>true</RvslInd>"))
    assert returned.kind is Kind.RETURNED
    assert (returned.amount_cents, returned.fee_cents) == (1190, 500)
    assert (returned.reason_code, returned.end_to_end_id) == ("MS03", "R-2026-000001-1")
    assert returned.account_holder == "Erika Musterfrau"
    assert returned.purpose_text == "Rechnung R-2026-000001"


RETURNED_08 = (
    "<TxDtls><Refs><EndToEndId>R-2026-000001-1</EndToEndId></Refs>{amount}<CdtDbtInd>DBIT</CdtDbtInd>{charges}"
    "<RltdPties><Dbtr><Pty><Nm>Erika Musterfrau</Nm></Pty></Dbtr></RltdPties>"
    "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls>"
)


@pytest.mark.parametrize(
    ("booked", "amount", "charges", "expected"),
    [
        ("11.90", "11.90", "", (1190, 0)),
        # stated beside, booked by itself
        ("11.90", "11.90", '<TtlChrgsAndTaxAmt Ccy="EUR">3.00</TtlChrgsAndTaxAmt>', (1190, 300)),
        # stated beside, booked with it
        ("14.90", "11.90", '<TtlChrgsAndTaxAmt Ccy="EUR">3.00</TtlChrgsAndTaxAmt>', (1190, 300)),
        (
            "14.90",
            "14.90",
            (
                '<Rcrd><Amt Ccy="EUR">3.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>'
                "<ChrgInclInd>true</ChrgInclInd></Rcrd>"
            ),
            (1190, 300),
        ),
        # in another currency nobody adds it up
        ("11.90", "11.90", '<TtlChrgsAndTaxAmt Ccy="CHF">3.00</TtlChrgsAndTaxAmt>', (1190, 0)),
    ],
)
def test_charges_of_a_return_in_version_08(
    booked: str, amount: str, charges: str, expected: tuple[int, int]
) -> None:
    details = RETURNED_08.format(
        amount=f'<Amt Ccy="EUR">{amount}</Amt>', charges=f"<Chrgs>{charges}</Chrgs>" if charges else ""
    )
    written = entry(booked, details, debit=True, code=UNPAID, status="<Cd>BOOK</Cd>")
    [returned] = entries_of(written, kind="camt.053.001.08")
    assert (returned.kind, returned.reason_code) == (Kind.RETURNED, "AC04")
    assert (returned.amount_cents, returned.fee_cents) == expected
    assert returned.account_holder == "Erika Musterfrau"


def test_charges_of_a_whole_entry_belong_to_its_only_payment() -> None:
    charges = '<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">3.00</TtlChrgsAndTaxAmt></Chrgs>'
    [returned] = entries_of(entry("14.90", payment("R-1", "11.90"), debit=True, code=UNPAID, more=charges))
    assert (returned.amount_cents, returned.fee_cents) == (1190, 300)


def test_charges_of_a_batch_belong_to_none_of_its_payments() -> None:
    charges = '<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">6.00</TtlChrgsAndTaxAmt></Chrgs>'
    details = payment("R-1", "11.90") + payment("R-2", "9.99")
    first, second, fee = entries_of(entry("27.89", details, debit=True, code=UNPAID, more=charges))
    assert [first.fee_cents, second.fee_cents] == [0, 0]
    assert (fee.kind, fee.amount_cents, fee.fee_cents) == (Kind.OTHER, 0, 600)


def test_a_transfer_is_received() -> None:
    details = (
        '<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><Amt Ccy="EUR">11.90</Amt>'
        "<CdtDbtInd>CRDT</CdtDbtInd>"
        "<RltdPties><Dbtr><Pty><Nm>Erika\u200b  Musterfrau</Nm></Pty></Dbtr></RltdPties>"
        "<RmtInf><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>"
    )
    written = entry("11.90", details, code=TRANSFER, status="<Cd>BOOK</Cd>")
    [received] = entries_of(written, kind="camt.053.001.08")
    assert (received.kind, received.amount_cents, received.end_to_end_id) == (Kind.RECEIVED, 1190, "")
    assert (received.account_holder, received.purpose_text) == ("Erika Musterfrau", "RF18539007547034")


def test_where_the_bank_swaps_the_parties_the_other_one_is_named() -> None:
    more = (
        f"<RltdPties><Dbtr><Nm>Hosting GmbH</Nm></Dbtr><DbtrAcct><Id><IBAN>{OURS}</IBAN></Id></DbtrAcct>"
        "<Cdtr><Nm>Erika Musterfrau</Nm></Cdtr></RltdPties>"
    )
    [returned] = entries_of(entry("11.90", payment("R-1", more=more), debit=True, code=UNPAID))
    assert returned.account_holder == "Erika Musterfrau"


def coded(family: str, subfamily: str = "ESDD", domain: str = "PMNT") -> str:
    return f"<Domn><Cd>{domain}</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{subfamily}</SubFmlyCd></Fmly></Domn>"


def german(code: str) -> str:
    return f"<Prtry><Cd>{code}</Cd><Issr>DK</Issr></Prtry>"


MANDATE = payment("R-1")
REASON = payment("R-1", more="<RtrInf><Rsn><Prtry>AM04</Prtry></Rsn></RtrInf>")
NO_MANDATE = "<TxDtls><Refs><EndToEndId>X</EndToEndId></Refs></TxDtls>"


@pytest.mark.parametrize(
    ("debit", "code", "details", "kind"),
    [
        (False, coded("IDDT"), NO_MANDATE, Kind.COLLECTED),
        (False, german("NMSC+171+9248"), NO_MANDATE, Kind.COLLECTED),
        (False, german("NMSC+192"), NO_MANDATE, Kind.COLLECTED),
        (False, "", MANDATE, Kind.COLLECTED),
        (False, "", NO_MANDATE, Kind.RECEIVED),
        (False, german("NTRF+166"), NO_MANDATE, Kind.RECEIVED),
        (False, coded("RCDT", "ESCT"), MANDATE, Kind.RECEIVED),
        (False, coded("RRCT", "ESCT"), NO_MANDATE, Kind.RECEIVED),
        (False, coded("RDDT", "UPDD"), MANDATE, Kind.OTHER),  # our own bill, refused by us
        (False, coded("IDDT", "UPDD"), MANDATE, Kind.OTHER),
        (False, coded("OPCL", "INTR", "ACMT"), NO_MANDATE, Kind.OTHER),
        (True, coded("IDDT", "UPDD"), NO_MANDATE, Kind.RETURNED),
        (True, coded("IDDT", "PRDD"), NO_MANDATE, Kind.RETURNED),
        (True, coded("IDDT"), NO_MANDATE, Kind.RETURNED),
        (True, german("NRTI+109+00931"), NO_MANDATE, Kind.RETURNED),
        (True, german("NRTI+108"), NO_MANDATE, Kind.RETURNED),
        (True, "", REASON, Kind.RETURNED),
        (True, coded("RCDT", "RRTN"), REASON, Kind.OTHER),  # a transfer that its sender called back
        (True, coded("RDDT"), MANDATE, Kind.OTHER),  # somebody else collects from us
        (True, coded("ICDT", "ESCT"), NO_MANDATE, Kind.OTHER),
        (True, german("NCHG+808"), "", Kind.OTHER),
    ],
)
def test_what_an_entry_is(*, debit: bool, code: str, details: str, kind: Kind) -> None:
    [booked] = entries_of(entry("11.90", details, debit=debit, code=code))
    assert booked.kind is kind
    assert booked.amount_cents == 1190


def test_money_back_that_had_left_is_no_payment_of_a_customer() -> None:
    [booked] = entries_of(entry("11.90", NO_MANDATE, more="<RvslInd>true</RvslInd>"))
    assert booked.kind is Kind.OTHER


def test_a_code_of_the_payment_tells_more_than_that_of_the_entry() -> None:
    [booked] = entries_of(entry("11.90", payment("R-1", more=f"<BkTxCd>{UNPAID}</BkTxCd>"), debit=True))
    assert booked.kind is Kind.RETURNED


def test_only_what_is_booked_counts() -> None:
    read_file = read(
        file_of(entry("1.00"), entry("2.00", status="PDNG"), entry("3.00", status="<Cd>INFO</Cd>")), OURS
    )
    assert [booked.amount_cents for booked in read_file.entries] == [100]
    assert read_file.pending == 2
    assert read_file.ids == ("2026-218",)


@pytest.mark.parametrize(
    "kind", ["camt.053.001.02", "camt.053.001.04", "camt.053.001.08", "camt.053.001.13", "camt.054.001.02"]
)
def test_all_versions_of_statements_and_notifications_are_read(kind: str) -> None:
    [booked] = entries_of(entry("11.90", payment("R-1"), code=ISSUED), kind=kind)
    assert booked.end_to_end_id == "R-1"


def test_prefixes_comments_and_blanks_make_no_difference() -> None:
    content = file_of(entry(" 11.90 ", payment("R-1"), code=ISSUED)).decode()
    for old, new in {"<": "<c:", "<c:/": "</c:", "<c:?": "<?", "xmlns=": "xmlns:c="}.items():
        content = content.replace(old, new)
    content = content.replace(OURS, "DE02 1203 0000 0000 2020 51").replace("</c:Ntry>", "<!-- --></c:Ntry>")
    assert read(content.encode(), OURS).entries == entries_of(entry("11.90", payment("R-1"), code=ISSUED))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("<BookgDt><DtTm>2026-11-10T23:30:00-05:00</DtTm></BookgDt>", "2026-11-10"),
        ("<BookgDt><Dt>2026-11-10+01:00</Dt></BookgDt>", "2026-11-10"),
        ("", "2026-11-09"),
    ],
)
def test_the_day_of_the_booking_is_as_it_is_written(day: str, expected: str) -> None:
    written = entry("11.90").replace("<BookgDt><Dt>2026-11-10</Dt></BookgDt>", day)
    [booked] = entries_of(written)
    assert booked.booked_on.isoformat() == expected


def test_an_empty_statement_is_one_too() -> None:
    assert read(file_of(), OURS) == Statement(("2026-218",), (), 0)


BALANCES = balance("OPBD", "100.00", debit=True) + balance("CLBD", "9.90")
SUMMARY = (
    "<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries><Sum>130.10</Sum></TtlNtries>"
    "<TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>120.00</Sum></TtlCdtNtries>"
    "<TtlDbtNtries><NbOfNtries>1</NbOfNtries><Sum>10.10</Sum></TtlDbtNtries></TxsSummry>"
)


def test_a_statement_that_adds_up_is_taken() -> None:
    content = file_of(entry("120.00"), entry("10.10", debit=True), more=BALANCES + SUMMARY)
    assert len(read(content, OURS).entries) == 2


def test_a_summary_counts_what_is_pending_too_and_proves_nothing_then() -> None:
    content = file_of(entry("120.00"), entry("10.10", debit=True, status="PDNG"), more=SUMMARY)
    assert len(read(content, OURS).entries) == 1


def test_a_page_between_is_taken_without_its_balances() -> None:
    page = balance("OPBD", "1.00").replace(
        "</CdOrPrtry>", "</CdOrPrtry><SubTp><Cd>INTM</Cd></SubTp>"
    ) + balance("CLBD", "500.00")
    assert len(read(file_of(entry("120.00"), more=page), OURS).entries) == 1


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (">9.90<", ">9.91<", "from the opening to the closing balance"),
        (">120.00</Amt>", ">121.00</Amt>", "from the opening to the closing balance"),
        ("<Sum>130.10<", "<Sum>130.00<", "as the summary says"),
        ("<Sum>10.10<", "<Sum>10.00<", "as the summary says"),
        ("<NbOfNtries>2<", "<NbOfNtries>3<", "as the summary says"),
    ],
)
def test_a_statement_that_does_not_add_up_is_refused(old: str, new: str, reason: str) -> None:
    content = file_of(entry("120.00"), entry("10.10", debit=True), more=BALANCES + SUMMARY).decode()
    assert old in content
    with pytest.raises(InvalidInput, match=reason):
        read(content.replace(old, new).encode(), OURS)


TWO = payment("R-1", "11.90") + payment("R-2", "9.99")


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (entry("21.90", TWO), "do not add up"),
        (entry("21.89", "<Btch><NbOfTxs>3</NbOfTxs></Btch>" + TWO), "as many payments as it says"),
        (entry("21.89", "<Btch><NbOfTxs>two</NbOfTxs></Btch>" + TWO), "is not a number"),
        (entry("11.90", payment("R-1", "11.90") + payment("R-2")), "has no amount in euros"),
        (entry("11.905"), "not an amount"),
        (entry("1e3"), "not an amount"),
        (entry("-1.00"), "not an amount"),
        (entry("1,00"), "not an amount"),
        (entry(""), "not an amount"),
        (entry("1.00", currency="USD"), "an amount in euros is missing"),
        (entry("1.00", status=""), "whether the entry is booked"),
        (entry("1.00").replace("CRDT", "CREDIT"), "whether money came or went"),
        (entry("1.00").replace("2026-11-10<", "10.11.2026<"), "when the entry was booked"),
        (entry("1.00", payment("x" * 36)), "an id is too long"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(written: str, reason: str) -> None:
    with pytest.raises(InvalidInput, match=f"nothing of it was taken: line [0-9]+: .*{reason}"):
        read(file_of(entry("5.00"), written), OURS)


def test_a_statement_of_another_account_is_refused() -> None:
    with pytest.raises(InvalidInput, match="another account") as refusal:
        read(file_of(entry("1.00"), iban=ERIKAS), OURS)
    assert ERIKAS not in refusal.value.message


def test_one_statement_of_another_account_spoils_the_file() -> None:
    content = file_of(entry("1.00")).decode()
    start, end = content.index("<Stmt>"), content.index("</Stmt>") + len("</Stmt>")
    twice = content[:end] + content[start:end].replace(OURS, ERIKAS) + content[end:]
    with pytest.raises(InvalidInput, match="another account"):
        read(twice.encode(), OURS)
    both = content[:end] + content[start:end] + content[end:]
    assert len(read(both.encode(), OURS).entries) == 2


def packed() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("statement.xml", file_of())
    return file.getvalue()


LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">&c;</Document>"""


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not an XML file"),
        (b"Buchungstag;Betrag\n10.11.2026;11,90\n", "not an XML file"),
        (b":20:STARTUMS\n:25:12030000/202051\n", "not an XML file"),
        (file_of(entry("1.00"))[:-20], "not an XML file"),
        (packed(), "unpack it first"),
        (b"<html><body/></html>", "not an account statement"),
        (b"<Document/>", "not an account statement"),
        (file_of(kind="camt.052.001.08"), "camt.052"),
        (file_of(kind="pain.008.001.08"), "not an account statement"),
        (file_of().replace(b"Stmt>", b"Other>"), "not an account statement"),
        (LAUGHS, "declares a document type"),
        (LAUGHS.decode().replace('<?xml version="1.0"?>', "").encode("utf-16"), "declares a document type"),
        (b" " * (MOST_BYTES + 1), "too large"),
    ],
    ids=[
        *("nothing", "csv", "mt940", "cut off", "packed", "a web page", "another document", "camt.052"),
        *("debits", "without statements", "entities", "entities in UTF-16", "too large"),
    ],
)
def test_another_kind_of_file_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason):
        read(content, OURS)


def test_a_file_on_this_machine_stays_unread(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("geheim", "utf-8")
    content = file_of(entry("1.00")).decode().replace("2026-218", "&x;")
    declared = content.replace(
        "<Document", f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><Document', 1
    )
    for text in (declared.encode(), declared.replace(' encoding="UTF-8"', "").encode("utf-16")):
        with pytest.raises(InvalidInput, match="document type"):
            read(text, OURS)


def test_what_strangers_wrote_stays_out_of_what_is_logged() -> None:
    more = (
        f"<RmtInf><Ustrd>IBAN {ERIKAS} geheim</Ustrd></RmtInf>"
        "<RltdPties><Dbtr><Nm>Erika</Nm></Dbtr></RltdPties>"
    )
    [booked] = entries_of(entry("1.00", payment("R-1", more=more)))
    assert ERIKAS in booked.purpose_text
    assert "geheim" not in repr(booked)
    assert "Erika" not in repr(booked)


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=6))
def test_cents_are_exact(cents: list[int]) -> None:
    written = [f"{each // 100}.{each % 100:02}" for each in cents]
    details = "".join(payment(f"R-{at}", amount) for at, amount in enumerate(written))
    total = sum(cents)
    booked = entries_of(entry(f"{total // 100}.{total % 100:02}000", details, code=ISSUED))
    assert [each.amount_cents for each in booked] == cents


@given(st.text(max_size=60))
def test_whatever_stands_in_the_purpose_is_one_clean_line(text: str) -> None:
    escaped = "".join(f"&#{ord(sign)};" for sign in text if sign.isprintable() or sign in "\n\t")
    more = f"<RmtInf><Ustrd>{escaped}</Ustrd></RmtInf>"
    [booked] = entries_of(entry("1.00", payment("R-1", more=more)))
    assert "\n" not in booked.purpose_text
    assert booked.purpose_text == booked.purpose_text.strip()
