"""What goes to the bank; IBANs are published examples, the creditor identifier is Bundesbank's."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.debits.bank_file import BankFile, Group, LeftOut, WrongFile, read_back, write
from portal.debits.orders import Address, Creditor, Debit, Window, checked, require_creditor
from portal.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterable

pytestmark = pytest.mark.filterwarnings("ignore:Testing an element's truth value:DeprecationWarning")
"""sepaxml asks elements for their truth, which Python 3.12 and later warn of."""

TODAY = dt.date(2026, 11, 3)  # a Tuesday
CREATED = dt.datetime(2026, 11, 3, 10, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
DUE = dt.date(2026, 11, 9)
IBAN = "DE89370400440532013000"
OTHER_IBAN = "DE02500105170137075030"

CREDITOR = Creditor(
    "Hosting Süd GmbH & Co. KG", "DE02120300000000202051", "BYLADEM1001", "DE98ZZZ09999999999"
)

DEBIT = Debit(
    end_to_end_id="R-2026-000001-1",
    amount_cents=1190,
    account_holder="Erika Müßig",
    iban=IBAN,
    bic="COBADEFFXXX",
    mandate="M-100001-0001",
    signed_on=dt.date(2024, 2, 29),
    collection_day=DUE,
    purpose_text="Rechnung R-2026-000001, Hosting für müßige Söhne",
)
SWISS = dataclasses.replace(
    DEBIT,
    iban="CH9300762011623852957",
    bic="",
    address=Address(street="Bahnhofstraße", house_number="1", postcode="8001", town="Zürich", country="CH"),
)


def with_(**changes: Any) -> Debit:
    return dataclasses.replace(DEBIT, **changes)


def file_of(*debits: Debit, creditor: Creditor = CREDITOR) -> BankFile:
    return write(creditor, debits, message_id="HOST-20261103-1", created_at=CREATED, today=TODAY)


def several() -> list[Debit]:
    return [
        with_(end_to_end_id=f"R-2026-{number:06}-1", amount_cents=999 + number, collection_day=day)
        for number, day in enumerate([DUE, DUE + dt.timedelta(days=1), DUE, DUE + dt.timedelta(days=2)], 1)
    ]


def texts(file: BankFile, name: str) -> list[str]:
    return re.findall(f"<{name}(?: [^>]*)?>([^<]*)</{name}>", file.content.decode())


def test_one_debit_becomes_a_file_as_the_bank_wants_it() -> None:
    file = file_of(DEBIT)
    assert file.left_out == ()
    assert file.groups == (Group("HOST-20261103-1-1", DUE, ("R-2026-000001-1",), 1190),)
    assert file.content.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<Document xmlns=")
    for name, expected in {
        "MsgId": ["HOST-20261103-1"],
        "CreDtTm": ["2026-11-03T09:30:00Z"],
        "PmtInfId": ["HOST-20261103-1-1"],
        "BtchBookg": ["true"],
        "NbOfTxs": ["1", "1"],
        "CtrlSum": ["11.90", "11.90"],
        "InstdAmt": ["11.90"],
        "SeqTp": ["RCUR"],
        "Cd": ["SEPA", "CORE"],
        "ChrgBr": ["SLEV"],
        "ReqdColltnDt": ["2026-11-09"],
        "Nm": ["Hosting Sued GmbH + Co. KG", "Hosting Sued GmbH + Co. KG", "Erika Muessig"],
        "IBAN": [CREDITOR.iban, IBAN],
        "BICFI": ["BYLADEM1001", "COBADEFFXXX"],
        "MndtId": ["M-100001-0001"],
        "DtOfSgntr": ["2024-02-29"],
        "EndToEndId": ["R-2026-000001-1"],
        "Ustrd": ["Rechnung R-2026-000001, Hosting fuer muessige Soehne"],
    }.items():
        assert texts(file, name) == expected, name


def test_debits_are_grouped_by_day_and_added_up() -> None:
    file = file_of(*several())
    assert [(group.collection_day.day, group.total_cents) for group in file.groups] == [
        (9, 1000 + 1002),
        (10, 1001),
        (11, 1003),
    ]
    assert file.groups[0].end_to_end_ids == ("R-2026-000001-1", "R-2026-000003-1")
    assert texts(file, "CtrlSum") == ["40.06", "20.02", "10.01", "10.03"]
    assert texts(file, "PmtInfId") == [f"HOST-20261103-1-{number}" for number in (1, 2, 3)]
    assert read_back(file.content) == file.groups


@given(st.permutations(several()))
def test_the_same_debits_make_the_same_bytes(debits: Iterable[Debit]) -> None:
    assert file_of(*debits).content == file_of(*several()).content


@given(st.lists(st.integers(1, 999_999_999_99), min_size=1, max_size=8))
def test_money_is_written_exactly(amounts: list[int]) -> None:
    debits = [with_(end_to_end_id=f"E-{at}", amount_cents=cents) for at, cents in enumerate(amounts)]
    file = file_of(*debits)
    assert file.groups[0].total_cents == sum(amounts)
    assert texts(file, "InstdAmt") == [f"{cents // 100}.{cents % 100:02}" for cents in amounts]


def test_an_account_without_bic_is_found_by_its_iban() -> None:
    file = file_of(with_(bic=""), creditor=dataclasses.replace(CREDITOR, bic=""))
    assert texts(file, "BICFI") == []
    assert file.content.count(b"<Othr><Id>NOTPROVIDED</Id></Othr>") == 2


def test_an_account_outside_of_the_eea_goes_with_the_address() -> None:
    file = file_of(SWISS)
    assert (
        b"<PstlAdr><StrtNm>Bahnhofstrasse</StrtNm><BldgNb>1</BldgNb><PstCd>8001</PstCd><TwnNm>Zuerich</TwnNm>"
        b"<Ctry>CH</Ctry></PstlAdr>"
    ) in file.content


def test_spaces_in_ibans_are_none_in_the_file() -> None:
    file = file_of(with_(iban="de89 3704 0044 0532 0130 00"))
    assert texts(file, "IBAN")[1] == IBAN


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"iban": "DE89370400440532013001"}, "The account cannot be charged. The check digits do not fit"),
    ({"iban": ""}, "The account cannot be charged. This is not an IBAN"),
    ({"iban": "BR1800360305000010009795493C1"}, "in the SEPA countries only"),
    ({"iban": "CH9300762011623852957"}, "the account holder's town and country"),
    ({"bic": "COBADEFF1"}, "The BIC is not right"),
    ({"account_holder": "💥"}, "no name in Latin letters"),
    ({"amount_cents": 0}, "at least 0.01"),
    ({"amount_cents": -1}, "at least 0.01"),
    ({"amount_cents": 1_000_000_000_00}, "at most 999 999 999.99"),
    ({"end_to_end_id": "R 1/"}, "The end-to-end id is not right"),
    ({"end_to_end_id": "x" * 36}, "The end-to-end id is not right"),
    ({"mandate": ""}, "The mandate reference is not right"),
    ({"mandate": "M//1"}, "The mandate reference is not right"),
    ({"mandate": "Mandat-für-Erika"}, "The mandate reference is not right"),
    ({"signed_on": TODAY + dt.timedelta(days=1)}, "yet to come"),
    ({"purpose_text": " "}, "what the debit is for"),
    ({"collection_day": TODAY}, "too near: 2026-11-04"),
    ({"collection_day": TODAY - dt.timedelta(days=30)}, "too near: 2026-11-04"),
    ({"collection_day": dt.date(2026, 11, 18)}, "too far: 2026-11-17"),
    ({"collection_day": dt.date(2199, 12, 31)}, "too far: 2026-11-17"),
    ({"collection_day": dt.date(2026, 11, 8)}, "On the collection day 2026-11-08 banks are closed"),
]


@pytest.mark.parametrize(("changes", "sentence"), WRONG)
def test_a_debit_that_breaks_a_rule_is_named_and_not_in_the_file(
    changes: dict[str, Any], sentence: str
) -> None:
    right = with_(end_to_end_id="R-2026-000002-1")
    wrong = with_(**changes)
    problems = checked(wrong, TODAY)
    assert len(problems) == 1
    assert sentence in problems[0]
    file = file_of(wrong, right)
    assert file.left_out == (LeftOut(wrong.end_to_end_id, problems[0]),)
    assert texts(file, "EndToEndId") == ["R-2026-000002-1"]


@pytest.mark.parametrize(
    "debit",
    [
        DEBIT,
        SWISS,
        with_(amount_cents=1),
        with_(amount_cents=999_999_999_99),
        with_(collection_day=TODAY + dt.timedelta(days=1)),
        with_(collection_day=dt.date(2026, 11, 17)),
        with_(signed_on=TODAY),
        with_(end_to_end_id="x" * 35, mandate="y" * 35),
        with_(account_holder="Γεώργιος", iban="GR1601101250000000012300695", bic=""),
    ],
)
def test_at_the_edge_of_a_rule_a_debit_is_right(debit: Debit) -> None:
    assert checked(debit, TODAY) == ()
    assert file_of(debit).left_out == ()


def test_all_that_is_wrong_is_said_at_once() -> None:
    [left_out] = file_of(with_(amount_cents=0, mandate="", bic="?")).left_out
    assert left_out.reason.count(".") >= 3
    assert "BIC" in left_out.reason
    assert "mandate" in left_out.reason


@pytest.mark.parametrize(
    "address", [Address(town="", country="CH"), Address(town="Zürich", country="Schweiz")]
)
def test_outside_of_the_eea_half_an_address_is_none(address: Address) -> None:
    assert len(checked(dataclasses.replace(SWISS, address=address), TODAY)) == 1


def test_of_debits_with_the_same_id_none_goes_to_the_bank() -> None:
    file = file_of(DEBIT, with_(amount_cents=5), with_(end_to_end_id="R-2"))
    assert [left_out.end_to_end_id for left_out in file.left_out] == [DEBIT.end_to_end_id] * 2
    assert all("Several debits" in left_out.reason for left_out in file.left_out)
    assert texts(file, "EndToEndId") == ["R-2"]


def test_without_a_debit_there_is_no_file() -> None:
    assert file_of() == BankFile(b"", (), ())
    assert file_of(with_(amount_cents=0)).content == b""


def test_a_bank_that_wants_debits_earlier_gets_them_earlier() -> None:
    early = Window(business_days=5, calendar_days=7)
    assert "too near: 2026-11-10" in checked(DEBIT, TODAY, early)[0]
    assert checked(with_(collection_day=dt.date(2026, 11, 10)), TODAY, early) == ()
    assert "too far" in checked(with_(collection_day=dt.date(2026, 11, 11)), TODAY, early)[0]


def test_what_is_exported_on_a_weekend_is_at_the_bank_on_monday() -> None:
    saturday = dt.date(2026, 11, 7)
    assert "too near: 2026-11-10" in checked(DEBIT, saturday)[0]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "💥"}, "name"),
        ({"iban": "DE02120300000000202052"}, "iban"),
        ({"bic": "nonsense"}, "bic"),
        ({"creditor_id": "DE97ZZZ09999999999"}, "creditor_id"),
        ({"creditor_id": "DE98 ZZZ0 9999 9999 99"}, "creditor_id"),
        ({"creditor_id": ""}, "creditor_id"),
    ],
)
def test_a_wrong_creditor_stops_everything(changes: dict[str, str], field: str) -> None:
    creditor = dataclasses.replace(CREDITOR, **changes)
    with pytest.raises(InvalidInput) as refusal:
        file_of(DEBIT, creditor=creditor)
    assert refusal.value.field == field
    require_creditor(CREDITOR)


@pytest.mark.parametrize(
    ("message_id", "created_at"),
    [("x" * 31, CREATED), ("", CREATED), ("/x", CREATED), ("x", CREATED.replace(tzinfo=None))],
)
def test_a_file_has_an_id_and_a_moment(message_id: str, created_at: dt.datetime) -> None:
    with pytest.raises(ValueError, match="needs an id"):
        write(CREDITOR, [DEBIT], message_id=message_id, created_at=created_at, today=TODAY)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (b"<CtrlSum>40.06</CtrlSum>", b"<CtrlSum>40.07</CtrlSum>", "control sum"),
        (b"<CtrlSum>20.02</CtrlSum>", b"<CtrlSum>20.03</CtrlSum>", "control sum"),
        (b"<NbOfTxs>4</NbOfTxs>", b"<NbOfTxs>5</NbOfTxs>", "number of debits"),
        (b">10.00<", b">10.01<", "control sum"),
        (b">10.00<", b">10.000<", "two decimals"),
        (b'Ccy="EUR">10.00<', b'Ccy="USD">10.00<', "not in euros"),
        (b"R-2026-000002-1", b"R-2026-000001-1", "twice"),
        (b"<SeqTp>RCUR</SeqTp>", b"<SeqTp>REPEAT</SeqTp>", "SCHEMAV"),
        (b"<IBAN>DE89", b"<IBAN>D389", "SCHEMAV"),
        (b"<ReqdColltnDt>2026-11-10<", b"<ReqdColltnDt>2026-11-31<", "SCHEMAV"),
        (b"pain.008.001.08", b"pain.008.001.02", "SCHEMAV"),
        (b"</Document>", b"", "no XML"),
    ],
)
def test_a_changed_file_is_found_out(old: bytes, new: bytes, problem: str) -> None:
    content = file_of(*several()).content
    assert old in content
    with pytest.raises(WrongFile, match=problem) as found:
        read_back(content.replace(old, new))
    assert IBAN not in str(found.value)


@pytest.mark.parametrize(
    "harm",
    [
        lambda payment: payment | {"IBAN": OTHER_IBAN},
        lambda payment: payment | {"amount": payment["amount"] + 1},
        lambda payment: payment | {"mandate_id": "M-100002-0001"},
        lambda payment: payment | {"mandate_date": dt.date(2024, 3, 1)},
        lambda payment: payment | {"endtoend_id": "R-2026-000009-1"},
    ],
)
def test_a_builder_that_mixes_something_up_is_found_out(harm: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sepaxml = importlib.import_module("sepaxml")
    add = sepaxml.SepaDD.add_payment
    monkeypatch.setattr(sepaxml.SepaDD, "add_payment", lambda builder, payment: add(builder, harm(payment)))
    with pytest.raises(WrongFile, match="not hold the debits"):
        file_of(DEBIT)


def test_bank_data_stay_out_of_what_is_logged() -> None:
    file = file_of(DEBIT, SWISS, with_(iban="DE00370400440532013000"))
    for shown in (repr(DEBIT), repr(SWISS), repr(CREDITOR), repr(file), str(file.left_out)):
        assert "0532013000" not in shown
        assert "76201162385" not in shown
        assert "00202051" not in shown
        assert "Erika" not in shown
        assert "Bahnhof" not in shown


def test_libraries_wait_until_a_file_is_written() -> None:
    program = (
        "import sys, portal.debits.bank_file, portal.debits.statement, portal.debits.reasons;"
        "print(sorted({'holidays', 'sepaxml', 'lxml', 'stdnum', 'text_unidecode'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_ten_thousand_debits_go_into_one_file() -> None:
    debits = [
        with_(end_to_end_id=f"R-2026-{number:06}-1", amount_cents=number) for number in range(1, 10_001)
    ]
    file = file_of(*debits)
    assert file.groups[0].total_cents == 50_005_000
    assert len(read_back(file.content)[0].end_to_end_ids) == 10_000
