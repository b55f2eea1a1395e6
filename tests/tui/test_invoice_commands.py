"""`admin bill`, `admin invoices …` and `admin debits …`, as staff type them on 22 November 2026 and after."""

from __future__ import annotations

import datetime as dt
import io
import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from portal.debits.views import CollectionState
from portal.errors import InvalidInput
from portal.invoices import InvoiceState
from portal.opening import open_portal
from portal.operator.billing import Billing
from portal.operator.debits import DebitCare
from tests.portal.debits.steps import statement, was_returned, was_transferred
from tests.portal.house import PROVIDER, SettableClock
from tui.command import run
from tui.command.output import Answer, Rows, print_answer
from tui.command.parser.money import DEBIT_STATES, INVOICE_STATES
from tui.command.typed import typed_cents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Admin = Callable[..., tuple[int, str, str]]

NUMBER = "R-2026-000001"

PASSWORD = "Lampe Ziegel Fluss Marder"

PRODUCT = {
    "kind": "product", "code": "hosting-m", "name": "Webhosting M", "family": "hosting", "rank": 20,
    "price_cents": 5988, "billing_months": 12, "minimum_months": 12, "quotas": {"domains": 5},
}  # fmt: skip


def customer(number: str, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "customer", "number": number, "type": "consumer", "first_name": "Jutta",
        "last_name": "Müller", "since": "2019-03-01",
        "address": {
            "country": "DE", "street": "Aachener Straße", "house_number": "135a", "postcode": "50674",
            "town": "Köln",
        },
        "telephones": {"mobile": "0171 2345678"},
        "emails": {"email": f"jutta-{number}@example.de"},
        **changes,
    }  # fmt: skip


def package(number: str, domain: str) -> dict[str, Any]:
    domains = [{"name": domain, "kind": "main", "registered_on": "2026-11-22"}]
    agreed = {"started_on": "2026-11-22"}
    return {
        "kind": "package", "customer": number, "product": "hosting-m", "domains": domains, "contract": agreed,
    }  # fmt: skip


BANK_DATA = {"account_holder": "Jutta Müller", "iban": "DE89370400440532013000", "signed_on": "2026-01-02"}

RECORDS = (
    PRODUCT,
    customer("20000001", bank_data=BANK_DATA, password=PASSWORD),
    package("20000001", "jutta-strickt.de"),
    customer("20000002"),
    package("20000002", "zahlt-selbst.de"),
)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SettableClock:
    standing = SettableClock()
    monkeypatch.setattr("portal.portal.SystemClock", lambda: standing)
    return standing


@pytest.fixture
def admin(
    clock: SettableClock,  # noqa: ARG001 - the day on which it all begins
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Admin:
    """An installation with a customer who pays by debit and one who transfers, nothing billed yet."""
    for name in ("DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    for name in ("CUSTOMER_LOGIN_DATABASE", "CUSTOMER_LOGIN_SETTINGS", "SUDO_USER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    settings = tmp_path / "CONFIG" / "customer-login" / "portal.toml"
    settings.parent.mkdir(parents=True)
    provider = (f'{name} = "{value}"' for name, value in PROVIDER.model_dump().items())
    settings.write_text("\n".join(["[provider]", *provider]), "utf-8")
    records = tmp_path / "records.jsonl"
    records.write_text("\n".join(json.dumps(each) for each in RECORDS), "utf-8")

    def run_it(*arguments: object) -> tuple[int, str, str]:
        try:
            code = run(["admin", *map(str, arguments)])
        except SystemExit as left:
            code = int(left.code or 0)
        return (code, *capsys.readouterr())

    assert run_it("migrate")[0] == 0
    assert run_it("import", records)[0] == 0
    return run_it


@pytest.fixture
def billed(admin: Admin) -> Admin:
    assert admin("bill", "--until", "2026-11-22")[0] == 0
    return admin


def data(told: tuple[int, str, str]) -> Any:
    code, out, err = told
    assert (code, err) == (0, "")
    return json.loads(out)


def stand_on(clock: SettableClock, day: str) -> None:
    clock.moment = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(9), dt.UTC)


# Billing.


def test_billing_tells_how_many_how_much_and_their_numbers(admin: Admin) -> None:
    assert admin("bill", "--until", "2026-11-22") == (
        0,
        (
            "2 invoices of 119,76 € in all were issued; 1 by debit.\n"
            "Their numbers: R-2026-000001 to R-2026-000002.\n"
        ),
        "",
    )
    assert admin("bill", "--until", "2026-11-22") == (0, "Nothing is due by 2026-11-22.\n", "")


def test_billing_tells_programs_the_same_and_makes_documents_where_it_is_asked_to(admin: Admin) -> None:
    report = data(admin("bill", "--until", "2026-11-22", "--pdfs", "--json"))
    assert (report["until"], report["invoices"], report["gross_cents"]) == ("2026-11-22", 2, 11976)
    assert (report["pdfs"], report["left_out"]) == (2, [])
    assert admin("bill", "--until", "2026-11-22", "--pdfs")[1].endswith("0 PDFs were made.\n")


@pytest.mark.parametrize(
    ("arguments", "refused"),
    [
        (("bill", "--until", "soon"), "--until: A day is written like this: 2026-03-31.\n"),
        (("bill", "--until", "2030-01-01"), "Periods are billed at most until 2027-01-23.\n"),
    ],
)
def test_days_that_are_none_are_refused(admin: Admin, arguments: tuple[str, ...], refused: str) -> None:
    assert admin(*arguments) == (1, "", refused)
    refusal = json.loads(admin(*arguments, "--json")[1])
    assert [each["field"] for each in refusal["details"]] == ["until"]


def test_without_a_provider_nothing_is_billed(admin: Admin, tmp_path: Path) -> None:
    (tmp_path / "CONFIG" / "customer-login" / "portal.toml").write_text('brand = "Musterhost"\n')
    code, out, err = admin("bill", "--until", "2026-11-22")
    assert (code, out) == (1, "")
    assert "name, street, postcode" in err


def test_whoever_interrupts_billing_reads_that_what_was_issued_stands(
    admin: Admin, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Billing, "bill", interrupted)
    code, _out, err = admin("bill", "--until", "2026-11-22")
    assert (code, err) == (1, "Interrupted. What was issued by then stands; the next run issues the rest.\n")


# Invoices.


def test_invoices_are_listed_for_people_and_programs(billed: Admin) -> None:
    code, out, err = billed("invoices", "list")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        (
            "R-2026-000002   2026-11-22  20000002       59,88 €  open             2026-12-06"
            "  Webhosting M zahlt-selbst.de"
        ),
        (
            "R-2026-000001   2026-11-22  20000001       59,88 €  debit announced  2026-11-27"
            "  Webhosting M jutta-strickt.de"
        ),
    ]
    rows = data(billed("invoices", "list", "--customer", "2000 0001", "--json"))["invoices"]
    assert [(row["number"], row["total_cents"], row["due_on"]) for row in rows] == [
        (NUMBER, 5988, "2026-11-27")
    ]
    assert billed("invoices", "list", "--state", "paid") == (0, "There is no such invoice.\n", "")
    assert data(billed("invoices", "list", "--year", "2025", "--json")) == {"invoices": []}
    assert billed("invoices", "list", "--customer", "1")[0] == 1
    assert billed("invoices", "list", "--state", "nonsense")[0] == 2


def test_an_invoice_is_shown_with_its_ledger(billed: Admin) -> None:
    code, out, _err = billed("invoices", "show", NUMBER)
    assert code == 0
    for line in (
        "Customer  20000001, Jutta Müller, Aachener Straße 135a, 50674 Köln, DE",
        "Net       50,32 €",
        "State     debit announced",
        "Ledger",
        "  2026-11-22       59,88 €  invoiced",
        "  2026-11-27       59,88 €  R-2026-000001-1  announced",
    ):
        assert line in out.splitlines()
    shown = data(billed("invoices", "show", NUMBER, "--json"))
    assert (shown["number"], shown["document"]["tax_cents"]) == (NUMBER, 956)
    assert [entry["amount_cents"] for entry in shown["entries"]] == [5988]
    assert billed("invoices", "show", "R-1") == (1, "", "There is no invoice R-1.\n")


def test_a_document_is_saved_once_and_never_over_another_file(billed: Admin, tmp_path: Path) -> None:
    path = tmp_path / "invoice.pdf"
    assert billed("invoices", "pdf", NUMBER, "--to", path) == (0, f"{NUMBER} is in {path}\n", "")
    assert path.read_bytes().startswith(b"%PDF")
    assert path.stat().st_mode & 0o777 == 0o600
    code, out, err = billed("invoices", "pdf", "R-2026-000002", "--to", path)
    assert (code, out) == (1, "")
    assert err.startswith(f"There is a file {path} already")
    again = data(billed("invoices", "pdf", NUMBER, "--to", "other.pdf", "--json"))
    assert again == {"number": NUMBER, "kind": "invoice", "path": str(tmp_path / "other.pdf")}
    assert (tmp_path / "other.pdf").read_bytes() == path.read_bytes()
    assert list(tmp_path.glob(".*")) == []


def test_transfers_are_booked_in_parts_and_no_cent_more(billed: Admin) -> None:
    assert billed("invoices", "paid", "R-2026-000002", "--amount", "24.97") == (
        0,
        "24,97 € of 2026-11-22 is booked on R-2026-000002.\nOf R-2026-000002, 34,91 € is open.\n",
        "",
    )
    code, _out, err = billed("invoices", "paid", "R-2026-000002", "--amount", "34.92")
    assert (code, err) == (1, "Of R-2026-000002, €34.91 is open: €34.92 cannot be booked on it.\n")
    done = data(billed("invoices", "paid", "R-2026-000002", "--json"))
    assert (done["amount_cents"], done["balance_cents"], done["booked_on"]) == (3491, 0, "2026-11-22")
    assert billed("invoices", "paid", "R-2026-000002", "--on", "2026-11-31")[2].startswith("--on: A day is")


def test_an_invoice_is_taken_back(billed: Admin) -> None:
    assert billed("invoices", "credit", NUMBER) == (
        0,
        (
            "R-2026-000001 is taken back by R-2026-000003, of 59,88 €; the customer is told.\n"
            "Its debit, which had not gone to the bank, is called off.\n"
        ),
        "",
    )
    assert billed("invoices", "credit", NUMBER)[0] == 1
    billed("invoices", "paid", "R-2026-000002")
    out = billed("invoices", "credit", "R-2026-000002")[1]
    assert out.endswith(
        "The customer gets back 59,88 €: “customer-login admin invoices paid R-2026-000002”.\n"
    )
    assert billed("invoices", "paid", "R-2026-000002")[1] == (
        "59,88 € of 2026-11-22 is booked as paid back for R-2026-000002.\n"
    )


# Debits.


def test_debits_go_to_the_bank_come_back_and_go_once_more(
    billed: Admin, clock: SettableClock, tmp_path: Path
) -> None:
    path = tmp_path / "debits.xml"
    assert billed("debits", "export", path) == (
        0,
        (
            f"1 debit of 59,88 € is in {path}, which the bank will know as P-20261122-001.\n"
            "Collected on 2026-11-27.\n"
        ),
        "",
    )
    assert billed("debits", "export", tmp_path / "second.xml") == (
        0,
        "No debit can go to the bank for days until 2026-12-06: no file was written.\n",
        "",
    )
    assert billed("debits", "list")[1] == (
        "R-2026-000001-1   20000001       59,88 €  2026-11-27  submitted        P-20261122-001\n"
    )
    early = billed("debits", "settled", path)
    assert early == (
        0,
        (
            "Nothing new was booked.\n1 was not booked:\n"
            "  59,88 € R-2026-000001: It is collected on 2026-11-27 only.\n"
        ),
        "",
    )
    stand_on(clock, "2026-11-27")
    assert billed("debits", "settled", path) == (0, "1 debit of 59,88 € was collected.\n", "")
    assert billed("debits", "settled", NUMBER)[1] == "Nothing new was booked.\nBooked before: 1\n"
    stand_on(clock, "2026-12-01")
    assert billed("debits", "returned", NUMBER, "MS03", "--fee") == (
        0,
        (
            "R-2026-000001, customer 20000001: 59,88 € came back, MS03 (account could not be charged); 62,88"
            " € is open, 3,00 € of that for the return.\nThe customer is told.\n"
        ),
        "",
    )
    with closing(open_portal(clock=clock)) as portal:
        access = portal.sign_in.as_customer("20000001", PASSWORD, "here").access
        portal.debits.repeat(access, portal.debits.offer(access, 1))  # type: ignore[arg-type]
    report = data(billed("debits", "export", "third.xml", "--json"))
    assert (report["message_id"], report["total_cents"], report["first"], report["path"]) == (
        "P-20261201-001", 6288, "2026-12-07", str(tmp_path / "third.xml"),
    )  # fmt: skip
    again = tmp_path / "again.xml"
    code, out, _err = billed("debits", "export", again, "--again", "P-20261201-001")
    assert (code, out) == (
        0,
        f"P-20261201-001 of 2026-12-01 with 1 debit of 62,88 € is in {again}, as it was.\n",
    )
    assert again.read_bytes() == (tmp_path / "third.xml").read_bytes()
    rows = data(billed("debits", "list", "--state", "submitted", "--json"))["debits"]
    assert [(row["end_to_end_id"], row["amount_cents"], row["due_on"]) for row in rows] == [
        ("R-2026-000001-2", 6288, "2026-12-07")
    ]


def test_a_statement_is_read_and_what_is_not_clear_is_told(
    billed: Admin, clock: SettableClock, tmp_path: Path
) -> None:
    billed("debits", "export", tmp_path / "debits.xml")
    stand_on(clock, "2026-12-01")
    (tmp_path / "s.xml").write_bytes(
        statement(
            was_returned("R-2026-000001-1", "62.88", "AC04", charges="59.88"),
            was_transferred("59.88", "R-2026-000002"),
            was_transferred("7.00", "Miete"),
        )
    )
    assert billed("debits", "settled", "s.xml", "--fee", "4.50") == (
        0,
        (
            "1 transfer of 59,88 € came in.\n"
            "R-2026-000001, customer 20000001: 59,88 € came back, AC04 (no such account at this bank); 64,38"
            " € is open, 4,50 € of that for the return.\n"
            "The bank charged 3,00 € for what came back.\n"
            "1 was not booked:\n"
            "  2026-11-30 7,00 € Miete: It names no invoice of ours.\n"
        ),
        "",
    )
    again = data(billed("debits", "settled", "s.xml", "--json"))
    assert (again["collected"], again["came_back"], again["received"], again["already"]) == (0, [], 0, 2)


def test_what_is_not_in_the_file_is_named_with_its_reason(
    billed: Admin, clock: SettableClock, tmp_path: Path
) -> None:
    billed("invoices", "paid", NUMBER, "--amount", "9.88")
    stand_on(clock, "2026-11-27")
    out = billed("debits", "export", tmp_path / "debits.xml", "--until", "2026-12-01")[1]
    assert out.splitlines() == [
        "No debit can go to the bank for days until 2026-12-01: no file was written.",
        "R-2026-000001: 2026-11-27 cannot be reached any more; announced for 2026-12-02 now.",
    ]
    assert data(billed("debits", "list", "--json"))["debits"][0]["amount_cents"] == 5000


@pytest.mark.parametrize(
    ("arguments", "refused"),
    [
        (("returned", NUMBER, "XX99"), "No bank has this reason. These are known: AC01, AC04, "),
        (
            ("returned", NUMBER, "MS03"),
            "The last debit of the invoice R-2026-000001 has not gone to the bank",
        ),
        (("returned", NUMBER, "MS03", "--fee", "3,00"), "--fee: An amount is written like this: 24.97."),
        (("settled", "P-1"), "There is no file, debit or invoice P-1."),
        (("export", "a.xml", "--again", "P-1"), "There is no file P-1."),
        (("export", "a.xml", "--until", "2027-01-01"), "Banks take debits 14 days ahead: until 2026-12-06."),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(
    billed: Admin, tmp_path: Path, arguments: tuple[str, ...], refused: str
) -> None:
    code, out, err = billed("debits", *arguments)
    assert (code, out) == (1, "")
    assert err.startswith(refused)
    assert not (tmp_path / "a.xml").exists()


def test_whoever_interrupts_an_export_reads_how_to_find_out(
    billed: Admin, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(DebitCare, "export", interrupted)
    code, _out, err = billed("debits", "export", "a.xml")
    assert code == 1
    assert "--again ID FILE" in err


# What is typed and printed.


@pytest.mark.parametrize(
    ("typed", "cents"), [("24.97", 2497), ("0.01", 1), ("24", 2400), ("0", 0), ("007.50", 750)]
)
def test_amounts_are_read_to_the_cent(typed: str, cents: int) -> None:
    assert typed_cents(typed, "amount") == cents


@pytest.mark.parametrize(
    "typed", ["", "24,97", "24.9", "24.975", "-1", "+1", "1e3", "1 000.00", ".50", "1.", "\u0663", "9" * 10]
)
def test_what_could_be_read_otherwise_is_no_amount(typed: str) -> None:
    with pytest.raises(InvalidInput, match="--amount: An amount is written like this"):
        typed_cents(typed, "amount")


def test_every_state_can_be_asked_for() -> None:
    assert {name.upper() for name in INVOICE_STATES} == set(InvoiceState.__members__)
    assert {name.upper() for name in DEBIT_STATES} == set(CollectionState.__members__)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_rows_are_made_while_they_are_written(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    out, made = io.StringIO(), 0

    def rows() -> Any:
        nonlocal made
        for number in range(count):
            made += 1
            assert made < 3 or '"n": 0' in out.getvalue()
            yield {"n": number}

    monkeypatch.setattr("sys.stdout", out)
    print_answer(Answer((), {"rows": Rows(rows())}), as_json=True)
    assert json.loads(out.getvalue()) == {"rows": [{"n": number} for number in range(count)]}


# What is due.


def test_what_is_due_is_done_once_and_told(admin: Admin, clock: SettableClock, tmp_path: Path) -> None:
    small = PRODUCT | {"code": "hosting-s", "name": "Webhosting S", "rank": 10, "price_cents": 2388}
    shrinking = package("20000002", "wird-kleiner.de")
    shrinking["contract"] = {"started_on": "2025-12-01", "becomes": "hosting-s", "becomes_on": "2026-12-01"}
    more = tmp_path / "more.jsonl"
    more.write_text("\n".join(json.dumps(each) for each in (small, shrinking)), "utf-8")
    assert admin("import", more)[0] == 0
    assert admin("due") == (0, "Nothing is due by 2026-11-22.\n", "")
    code, _out, err = admin("due", "--on", "2026-12-01")
    assert (code, err) == (1, "2026-12-01 is yet to come.\n")
    stand_on(clock, "2026-12-02")
    assert admin("due") == (0, "     1  packages became smaller products\n", "")
    assert data(admin("due", "--json")) == {
        "on": "2026-12-02",
        "done": {},
        "postponed": [],
        "reminded": 0,
    }
    code, out, _err = admin("bill", "--until", "2026-12-02")
    assert code == 0
    assert "2 invoices of 143,64" in out  # twice 59.88, and 23.88 for the smaller product
