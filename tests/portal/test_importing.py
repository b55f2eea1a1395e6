from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from portal.access import CustomerAccess, OperatorAccess
from portal.errors import InvalidInput, NotAllowed
from portal.operator.importing import ImportRefused, import_schema
from portal.operator.importing.lines import LONGEST_LINE
from portal.paging import PageRequest
from storage.models.audit import AuditEntry
from storage.models.customers import Customer, CustomerKind, PaymentMethod
from storage.models.domains import Domain
from storage.models.packages import Contract, Package
from storage.models.products import Product
from tests.hostile import HOSTILE
from tests.portal.house import HOME, PACKAGE_PASSWORD, PASSWORD, House

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.operator.importing import ImportReport
    from portal.portal import Portal

ANNA = OperatorAccess("anna")

SAMPLE = Path(__file__).parents[2] / "docs" / "sample-import.jsonl"

HASH = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

TABLES = (Product, Customer, Package, Contract, Domain, AuditEntry)


def product(code: str = "hosting-m", rank: Any = 20, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "product",
        "code": code,
        "name": "Webhosting",
        "family": "hosting",
        "rank": rank,
        "price_cents": 5988,
        "billing_months": 12,
        "minimum_months": 12,
    } | changes


def customer(number: Any = "20000001", **changes: Any) -> dict[str, Any]:
    return {
        "kind": "customer",
        "number": number,
        "type": "consumer",
        "first_name": "Jutta",
        "last_name": "Müller",
        "address": {
            "country": "DE",
            "street": "Aachener Straße",
            "house_number": "5",
            "postcode": "50674",
            "town": "Köln",
        },
        "telephones": {"telephone": "0221 1234567"},
        "emails": {"email": "jutta@example.de"},
    } | changes


def package(name: str = "jutta-strickt.de", **changes: Any) -> dict[str, Any]:
    return {
        "kind": "package",
        "customer": "20000001",
        "product": "hosting-m",
        "domains": [{"name": name, "kind": "main", "registered_on": "2020-02-29"}],
        "contract": {"started_on": "2020-02-29"},
    } | changes


def debit(**changes: Any) -> dict[str, Any]:
    return {"method": "debit", "account_holder": "Jutta Müller", "iban": "DE89370400440532013000"} | changes


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "import.jsonl"


@pytest.fixture
def bring_in(portal: Portal, file: Path) -> Callable[..., ImportReport]:
    """Import these lines: objects, or whatever bytes a line consists of."""

    def run(*lines: dict[str, Any] | bytes, dry_run: bool = False) -> ImportReport:
        file.write_bytes(
            b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
        )
        return portal.operator.importing.run(ANNA, file, dry_run=dry_run)

    return run


def refused(run: Callable[..., ImportReport], *lines: dict[str, Any] | bytes) -> list[tuple[int, str, str]]:
    with pytest.raises(ImportRefused) as caught:
        run(*lines)
    return [(error.line, error.field, error.reason) for error in caught.value.errors]


def counts(house: House) -> list[int]:
    with house.storage.reading() as work:
        return [work._session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


# What comes in.


def test_the_sample_of_the_documentation_signs_its_people_in(portal: Portal, house: House) -> None:
    report = portal.operator.importing.run(ANNA, SAMPLE)
    assert (report.products, report.customers, report.packages, report.domains) == (3, 3, 5, 8)
    signed_in = portal.sign_in.as_customer("20000001", "Lampe Ziegel Fluss Marder", HOME)
    assert signed_in.name == "Jutta Müller-Lüdenscheidt"
    assert isinstance(signed_in.access, CustomerAccess)
    view = portal.customers.show(signed_in.access)
    assert view.mandate is not None
    assert (view.mandate.reference, view.mandate.signed_at.date()) == ("M-2019-0001", dt.date(2019, 3, 1))
    names = [row.main_domain for row in portal.packages.page(signed_in.access, PageRequest()).rows]
    assert names == ["juttas-wollladen.de", "müller-lüdenscheidt.de"]
    firm = portal.sign_in.as_customer("20000002", "Nebel Kanne Trompete Dach", HOME)
    assert isinstance(firm.access, CustomerAccess)
    rows = portal.packages.page(firm.access, PageRequest()).rows
    assert [(row.main_domain, row.becomes, row.ends_on) for row in rows] == [
        ("soehnlein-archiv.de", None, dt.date(2027, 5, 1)),
        ("soehnlein-toechter.de", "Webhosting S", None),
    ]
    portal.sign_in.as_package("MÜLLER-lüdenscheidt.de", "zebra-kaktus-anker-wolke", HOME)
    with pytest.raises(NotAllowed):
        portal.sign_in.as_customer("20000003", "!", HOME)
    assert house.actions()[0] == "imported"


def test_everything_is_kept_as_the_forms_would_keep_it(
    bring_in: Callable[..., ImportReport], house: House
) -> None:
    bring_in(
        product(quotas={"mailboxes": 50}),
        customer(
            type="business",
            company="  Mu\u0308ller  & Co. ",
            address=customer()["address"] | {"country": "at", "postcode": "1070"},
            telephones={"telephone": "01 5237373", "fax": "0041 44 668 18 00"},
            emails={"email": "jutta@MÜLLER.example"},
            bank_data=debit(reference="m-1", signed_on="2020-01-31"),
            since="2019-03-01",
            language="en",
        ),
    )
    with house.storage.reading() as work:
        stored = work.customers.by_number("20000001")
        assert stored is not None
        [mandate] = work.customers._all_mandates()
        iban = work.customers.iban_of(mandate)
    assert (stored.kind, stored.company) == (CustomerKind.BUSINESS, "Müller & Co.")
    assert (stored.country, stored.telephone, stored.fax) == ("AT", "+4315237373", "+41446681800")
    assert (stored.email, stored.payment_method) == ("jutta@müller.example", PaymentMethod.DEBIT)
    assert (stored.since, stored.language, stored.credential_version) == (dt.date(2019, 3, 1), "en", 1)
    assert (mandate.reference, iban) == ("M-1", "DE89370400440532013000")
    assert mandate.signed_at == dt.datetime(2020, 1, 31, 11, 0, tzinfo=dt.UTC)


def test_terms_are_the_products_unless_others_were_agreed(
    bring_in: Callable[..., ImportReport], house: House
) -> None:
    own = {"started_on": "2020-02-29", "minimum_months": 24, "notice_months": 0, "price_cents": 0}
    bring_in(product(), customer(), package("eins.de"), package("zwei.de", contract=own))
    with house.storage.reading() as work:
        found = work._session.scalars(select(Contract).order_by(Contract.package_id)).all()
    assert [
        (one.minimum_months, one.notice_months, one.billing_months, one.price_cents) for one in found
    ] == [
        (12, 1, 12, 5988),
        (24, 0, 12, 0),
    ]


def test_an_import_is_one_entry_of_the_log(
    bring_in: Callable[..., ImportReport], house: House, file: Path
) -> None:
    bring_in(product(), customer(), package())
    [entry] = house.audit()
    assert (entry.actor, entry.action) == ("operator anna", "imported")
    assert hashlib.sha256(file.read_bytes()).hexdigest() in entry.details
    assert "1 products, 1 customers, 1 packages, 1 domains" in entry.details


def test_what_is_in_the_database_can_be_referred_to(
    bring_in: Callable[..., ImportReport], house: House
) -> None:
    bring_in(product(), customer())
    report = bring_in(
        package(), product("hosting-s", 10), package("zwei.de", contract=_becoming("hosting-s"))
    )
    assert (report.products, report.customers, report.packages) == (1, 0, 2)
    assert counts(house)[:3] == [2, 1, 2]


def test_a_mark_of_byte_order_blank_lines_and_windows_line_ends_are_no_errors(
    bring_in: Callable[..., ImportReport],
) -> None:
    line = json.dumps(product()).encode()
    assert (
        bring_in(b"\xef\xbb\xbf" + line + b"\r", b"", b"  ", json.dumps(customer()).encode()).customers == 1
    )


def test_a_name_that_has_ended_may_live_again(bring_in: Callable[..., ImportReport]) -> None:
    ended = {"name": "alt.de", "registered_on": "2019-01-01", "state": "ended"}
    first = package("eins.de")
    first["domains"].append(ended)
    assert bring_in(product(), customer(), first, package("alt.de")).domains == 3


def test_a_hash_is_kept_and_a_customer_without_a_password_signs_in_by_none(
    bring_in: Callable[..., ImportReport], house: House
) -> None:
    bring_in(customer(password_hash=HASH), customer("20000002"))
    with house.storage.reading() as work:
        keys = work.customers.keys(["20000001", "20000002"])
    assert keys["20000001"].password_hash == HASH
    for password in ("!", "", PASSWORD):
        with pytest.raises(NotAllowed):
            house.portal.sign_in.as_customer("20000002", password, HOME)


def test_batches_change_nothing(
    bring_in: Callable[..., ImportReport], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        product(),
        customer(),
        package("eins.de"),
        customer("20000002"),
        package("zwei.de"),
        package("eins.de"),
    ]
    expected = [(6, "domains.0.name", "An earlier line of this file has the same.")]
    assert refused(bring_in, *lines) == expected
    monkeypatch.setattr("portal.operator.importing.batch.MOST_LINES", 1)
    assert refused(bring_in, *lines) == expected
    assert bring_in(*lines[:5]).packages == 2
    assert counts(house)[:4] == [1, 2, 2, 2]


def test_progress_is_told_after_every_batch(
    portal: Portal, house: House, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.operator.importing.batch.MOST_LINES", 10)
    lines = [product(), *(customer(str(20_000_000 + n), bank_data=debit()) for n in range(95))]
    file.write_text("\n".join(map(json.dumps, lines)))
    told: list[tuple[int, int]] = []
    portal.operator.importing.run(ANNA, file, progress=lambda done, total: told.append((done, total)))
    size = file.stat().st_size
    assert len(told) == 10
    assert [total for _done, total in told] == [size] * 10
    assert told[-1][0] == size
    assert sorted(told) == told
    assert counts(house)[1] == 95


# All or nothing.


def test_one_bad_line_in_the_middle_imports_nothing_and_is_named(
    bring_in: Callable[..., ImportReport], house: House
) -> None:
    before = counts(house)
    bad = customer("20000002", address=customer()["address"] | {"postcode": "00000"})
    errors = refused(bring_in, product(), customer(), bad, customer("20000003"), package())
    assert errors == [(3, "address.postcode", "This is no postcode of that country; they look like 26133.")]
    assert counts(house) == before


def test_a_dry_run_does_everything_and_keeps_nothing(
    bring_in: Callable[..., ImportReport], house: House
) -> None:
    before = counts(house)
    lines = (product(), customer(password=PASSWORD, bank_data=debit()), package(password=PACKAGE_PASSWORD))
    dry = bring_in(*lines, dry_run=True)
    assert (dry.dry_run, dry.products, dry.customers, dry.packages, dry.domains) == (True, 1, 1, 1, 1)
    assert counts(house) == before
    assert house.hasher.computations == 0
    bring_in(*lines)
    with pytest.raises(ImportRefused):
        bring_in(*lines, dry_run=True)


def test_the_same_file_a_second_time_is_refused_line_by_line(
    bring_in: Callable[..., ImportReport], house: House
) -> None:
    lines = (product(), customer(bank_data=debit(reference="M-1")), package())
    bring_in(*lines)
    before = counts(house)
    assert refused(bring_in, *lines) == [
        (1, "code", "This is in the database already."),
        (2, "number", "This is in the database already."),
        (2, "bank_data.reference", "This mandate reference is taken."),
        (3, "domains.0.name", "This is in the database already."),
    ]
    assert counts(house) == before


def test_a_file_with_nothing_in_it_and_no_file_at_all_are_told(
    bring_in: Callable[..., ImportReport], portal: Portal, tmp_path: Path
) -> None:
    with pytest.raises(InvalidInput, match="There is nothing in this file"):
        bring_in(b"", b"\n")
    for path in (tmp_path / "missing", tmp_path):
        with pytest.raises(InvalidInput, match="cannot be read"):
            portal.operator.importing.run(ANNA, path)


def test_after_a_hundred_errors_the_rest_is_not_looked_at(bring_in: Callable[..., ImportReport]) -> None:
    with pytest.raises(ImportRefused) as caught:
        bring_in(*[b"{}"] * 250)
    assert [error.line for error in caught.value.errors] == list(range(1, 101))
    assert not caught.value.complete
    with pytest.raises(ImportRefused) as caught:
        bring_in(*[b"{}"] * 99)
    assert caught.value.complete
    assert caught.value.message == "Nothing was imported: 99 errors."


# Lines that are no lines.


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        (b"{", "", "This is not JSON, from character 2 on."),
        (b"[]", "", "A line must be one JSON object: {…}."),
        (b'"kind"', "", "A line must be one JSON object: {…}."),
        (b"null", "", "A line must be one JSON object: {…}."),
        (b'{"kind": "customer", "name": "M\xfcller"}', "", "Byte 32 of this line is not UTF-8."),
        (b"\xef\xbb\xbf{}", "", "This is not JSON, from character 1 on."),
        (b'{"a": 1, "b": {"c": 1, "c": 2}}', "c", "The field stands twice in one object."),
        (b'{"kind": "product", "rank": NaN}', "", "This is not JSON that can be read."),
        (b'{"rank": ' + b"9" * 5000 + b"}", "", "This is not JSON that can be read."),
        (b"[" * 100_000, "", "This is not JSON that can be read."),
        (b"{}" + b" " * LONGEST_LINE, "", f"This line is longer than {LONGEST_LINE} bytes."),
        (b'{"kind": "robot"}', "kind", "This must be one of product, customer, package."),
        (b'{"kind": ["product"]}', "kind", "This must be one of product, customer, package."),
        (b"{}", "kind", "This must be one of product, customer, package."),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_no_line_of_the_format_is_named(
    bring_in: Callable[..., ImportReport], line: bytes, field: str, reason: str
) -> None:
    assert refused(bring_in, product(), line, product("hosting-s", 10)) == [(2, field, reason)]


def test_a_line_may_be_as_long_as_the_limit(bring_in: Callable[..., ImportReport]) -> None:
    line = json.dumps(product()).encode()
    assert bring_in(line.ljust(LONGEST_LINE)).products == 1


# Fields.

BAD: list[tuple[dict[str, Any], str, str]] = [
    (product(rank="20"), "rank", "This must be a whole number."),
    (product(rank=True), "rank", "This must be a whole number."),
    (product(rank=2**31), "rank", "This must be at most 2147483647."),
    (product(price_cents=-1), "price_cents", "This must be at least 0."),
    (product(changeable="yes"), "changeable", "This must be true or false."),
    (product(billing_months=6), "billing_months", "This must be one of 1 or 12."),
    (product(quotas={"cats": 1}), "quotas.cats", "This must be one of 'domains', "),
    (product(colour="red"), "colour", "This field is not known."),
    (product(name="x\x1b]0;y\x07"), "name", "Character U+001B cannot be used here. Please remove it."),
    (customer("2000001"), "number", "A customer number has 8 digits."),
    (customer("2000000\u0663"), "number", "A customer number has 8 digits."),
    (customer(number=20000001), "number", "This must be text."),
    (customer(first_name=""), "first_name", "Please give a company, or first and last name."),
    (customer(address=None), "address", "This must be an object with fields of its own."),
    (customer(telephones={}), "telephones.mobile", "Please give a telephone or a mobile number."),
    (
        customer(telephones={"telephone": "12"}),
        "telephones.telephone",
        "This is not a complete telephone number",
    ),
    (customer(emails={"email": "jutta"}), "emails.email", "This is not a complete email address"),
    (
        customer(bank_data=debit(iban="DE88370400440532013000")),
        "bank_data.iban",
        "The check digits do not fit.",
    ),
    (
        customer(bank_data={"method": "transfer", "reference": "M-1"}),
        "bank_data.reference",
        "Only debits have",
    ),
    (customer(bank_data=debit(reference="M 1")), "bank_data.reference", "A mandate reference has up to 35"),
    (customer(bank_data=debit(signed_on="2026-11-23")), "bank_data.signed_on", "This day is in the future."),
    (customer(since="2026-11-23"), "since", "This day is in the future."),
    (customer(since="1.3.2019"), "since", "A day is written like this: 2026-03-31."),
    (customer(since="2019-02-29"), "since", "A day is written like this: 2026-03-31."),
    (customer(since=20190301), "since", "A day is written like this: 2026-03-31."),
    (customer(since="0219-03-01"), "since", "This day is too far away."),
    (customer(language="deutsch"), "language", "String should match pattern"),
    (customer(password="zu kurz"), "password", "5 characters more: at least 12 are needed."),
    (customer(password="jutta20000001müller"), "password", "This is built on your own data or our name."),
    (customer(password="Musterhost2026!"), "password", "This is built on your own data or our name."),
    (
        customer(password=PASSWORD, password_hash=HASH),
        "password_hash",
        "Please give the password or its hash",
    ),
    (customer(password_hash="$2b$12$abc"), "password_hash", "This is not an argon2id hash"),
    (customer(password_hash=HASH.replace("id", "i")), "password_hash", "This is not an argon2id hash"),
    (
        customer(password_hash=HASH.replace("m=8", "m=99999999")),
        "password_hash",
        "This is not an argon2id hash",
    ),
    (customer(password_hash=HASH + "\ud800"), "password_hash", "This must be text."),
    (package(domains=[]), "domains", "Please fill in this field."),
    (
        package(domains=[{"name": "a.de", "registered_on": "2020-01-01"}]),
        "domains",
        "Exactly one domain must be",
    ),
    (package("localhost"), "domains.0.name", "This is not a domain name, such as example.de."),
    (package("a" * 64 + ".de"), "domains.0.name", "This is not a domain name, such as example.de."),
    (package(usage={"domains": 1}), "usage", "Domains are counted by themselves"),
    (package(state="ended"), "contract", "A package that has ended needs its last day."),
    (package(password="Jutta-strickt.de 1"), "password", "This is built on your own data or our name."),
    (package(customer="20000009"), "customer", "There is no such customer, neither in the database"),
    (package(product="hosting-xl"), "product", "There is no such product, neither in the database"),
]


@pytest.mark.parametrize(
    ("line", "field", "reason"), BAD, ids=[f"{field} {why[:20]}" for _, field, why in BAD]
)
def test_a_bad_field_is_named_with_its_reason(
    bring_in: Callable[..., ImportReport], line: dict[str, Any], field: str, reason: str
) -> None:
    good = [product("hosting-m", 20), customer()]
    others = [one for one in good if one["kind"] != line["kind"]]
    errors = refused(bring_in, *others, line)
    assert [(number, name) for number, name, _reason in errors][:1] == [(len(others) + 1, field)]
    assert errors[0][2].startswith(reason)


def _terms(**terms: str) -> dict[str, str]:
    return {"started_on": "2020-02-29"} | terms


def _becoming(code: str) -> dict[str, str]:
    return _terms(becomes=code, becomes_on="2027-02-28")


@pytest.mark.parametrize(
    ("terms", "field", "reason"),
    [
        (_terms(terminated_on="2026-01-01"), "contract.ends_on", "The day of the notice and the last day"),
        (_terms(ends_on="2026-01-01"), "contract.ends_on", "The day of the notice and the last day"),
        (
            _terms(terminated_on="2026-01-02", ends_on="2026-01-01"),
            "contract.ends_on",
            "The last day cannot be before the start or the notice.",
        ),
        (
            _terms(terminated_on="2020-01-01", ends_on="2020-02-28"),
            "contract.ends_on",
            "The last day cannot be before the start or the notice.",
        ),
        (
            _terms(terminated_on="2026-11-23", ends_on="2027-02-28"),
            "contract.terminated_on",
            "This day is in the future.",
        ),
        (_terms(becomes="hosting-s"), "contract.becomes_on", "The new product and the day"),
        (_terms(becomes_on="2027-02-28"), "contract.becomes_on", "The new product and the day"),
        (
            _becoming("hosting-s") | {"terminated_on": "2026-01-01", "ends_on": "2026-12-31"},
            "contract.becomes_on",
            "A package that was terminated does not change any more.",
        ),
        (_becoming("hosting-m"), "contract.becomes", "A package changes to a product of the same family"),
        (_becoming("hosting-l"), "contract.becomes", "A package changes to a product of the same family"),
        (_becoming("shop-s"), "contract.becomes", "A package changes to a product of the same family"),
        (_becoming("hosting-xs"), "contract.becomes", "There is no such product"),
    ],
)
def test_a_contract_must_make_sense(
    bring_in: Callable[..., ImportReport], terms: dict[str, str], field: str, reason: str
) -> None:
    catalogue = [
        product("hosting-s", 10),
        product(),
        product("hosting-l", 30),
        product("shop-s", 10, family="webshop"),
    ]
    [(line, name, why)] = refused(bring_in, *catalogue, customer(), package(contract=terms))
    assert (line, name) == (6, field)
    assert why.startswith(reason)


# Lines against one another.


def test_what_stands_twice_in_the_file_is_refused_the_second_time(
    bring_in: Callable[..., ImportReport],
) -> None:
    twice = "An earlier line of this file has the same."
    assert refused(
        bring_in,
        product(),
        product(rank=30),
        product("hosting-x"),
        customer(bank_data=debit(reference="M-1")),
        customer(),
        customer("20000002", bank_data=debit(reference="m-1")),
        package("müller.de"),
        package("XN--MLLER-KVA.de"),
    ) == [
        (2, "code", twice),
        (3, "rank", "Another product of the family has this rank."),
        (5, "number", twice),
        (6, "bank_data.reference", "This mandate reference is taken."),
        (8, "domains.0.name", twice),
    ]


def test_a_domain_twice_in_one_package_is_refused(bring_in: Callable[..., ImportReport]) -> None:
    line = package("müller.de")
    line["domains"].append({"name": "xn--mller-kva.de", "registered_on": "2020-01-01"})
    assert refused(bring_in, product(), customer(), line) == [(3, "domains", "A domain is named twice.")]


def test_only_earlier_lines_can_be_referred_to(bring_in: Callable[..., ImportReport]) -> None:
    assert [(line, field) for line, field, _why in refused(bring_in, package(), customer(), product())] == [
        (1, "customer"),
        (1, "product"),
    ]


def test_what_refers_to_a_bad_line_is_not_wrong_for_that(bring_in: Callable[..., ImportReport]) -> None:
    errors = refused(
        bring_in,
        product(name=""),
        product("hosting-s", 10),
        product("hosting-x", 10),
        customer(language="x"),
        customer("20000002", since="2026-12-31"),
        package(),
        package("zwei.de", customer="20000002", product="hosting-x"),
        package("drei.de", customer="20000003", product="hosting-s"),
    )
    assert [(line, field) for line, field, _why in errors] == [
        (1, "name"),
        (3, "rank"),
        (4, "language"),
        (5, "since"),
        (8, "customer"),
    ]


# Secrets.


@pytest.mark.parametrize("dry_run", [True, False])
def test_the_package_password_is_never_the_customers(
    bring_in: Callable[..., ImportReport], dry_run: bool
) -> None:
    reason = "This is the customer password. Please think of another one."
    lines = (product(), customer(password=PASSWORD), package(password=PASSWORD))
    with pytest.raises(ImportRefused) as caught:
        bring_in(*lines, dry_run=dry_run)
    assert [(error.line, error.field, error.reason) for error in caught.value.errors] == [
        (3, "password", reason)
    ]
    bring_in(*lines[:2])
    assert refused(bring_in, lines[2]) == [(1, "password", reason)]


def test_passwords_are_hashed_once_and_stand_nowhere(
    bring_in: Callable[..., ImportReport], house: House
) -> None:
    bring_in(product(), customer(password=PASSWORD), package(password=PACKAGE_PASSWORD))
    assert house.hasher.computations == 3  # two hashes, and a look whether they are the same
    everything = house.everything()
    assert PASSWORD not in everything
    assert PACKAGE_PASSWORD not in everything
    house.portal.sign_in.as_customer("20000001", PASSWORD, HOME)
    house.portal.sign_in.as_package("jutta-strickt.de", PACKAGE_PASSWORD, HOME)


def test_an_error_repeats_no_value(bring_in: Callable[..., ImportReport]) -> None:
    canary = "Kanarienvogel"
    for line in (
        product(name=canary + "\x00", rank=canary, family=canary, price_cents=canary),
        customer(canary, type=canary, since=canary, password=canary[:10], password_hash=canary),
        customer(bank_data=debit(iban=canary), emails={"email": canary}, telephones={"telephone": canary}),
        package(canary, customer=canary, state=canary, contract={"started_on": canary}),
        {"kind": canary},
    ):
        errors = refused(bring_in, line)
        assert errors
        assert canary[:10] not in str(errors)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_refused_or_kept_harmless(portal: Portal, file: Path, text: str) -> None:
    """In every field, as a field's name, and as a kind: never anything but an import or its refusal."""
    lines = [
        product("hosting-m", name=text),
        customer("20000001", company=text, first_name=text, last_name=text),
        customer("20000002", address=customer()["address"] | {"street": text, "town": text}),
        customer(text, bank_data=debit(account_holder=text, reference=text), password=text),
        package(text, usage={text: 1}, customer=text, product=text),
        customer("20000004") | {text: text},
        {"kind": text},
    ]
    file.write_text("\n".join(map(json.dumps, lines)))
    with pytest.raises(ImportRefused) as caught:
        portal.operator.importing.run(ANNA, file)
    assert {4, 5, 7} <= {error.line for error in caught.value.errors}
    assert all(len(error.field) < 200 for error in caught.value.errors)


# The schema.


def test_the_schema_describes_the_three_kinds() -> None:
    schema = import_schema()
    assert set(schema["discriminator"]["mapping"]) == {"product", "customer", "package"}
    definitions = schema["$defs"]
    assert {"code", "name", "family", "rank"} <= set(definitions["ProductLine"]["required"])
    assert "password" not in definitions["CustomerLine"]["required"]
    assert definitions["CustomerLine"]["additionalProperties"] is False
    json.dumps(schema)


def test_every_field_is_explained_in_the_documentation() -> None:
    text = (SAMPLE.parent / "import.md").read_text("utf-8")
    own = {"ProductLine", "CustomerLine", "PackageLine", "ContractTerms", "DomainItem", "GivenBankData"}
    for name, definition in import_schema()["$defs"].items():
        fields = definition.get("properties", {}) if name in own else {}
        assert [field for field in fields if f"`{field}`" not in text] == []
