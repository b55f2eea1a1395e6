"""Lines and fields that are not right."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from portal.operator.importing.lines import LONGEST_LINE
from tests.portal.house import PASSWORD
from tests.portal.importing.records import HASH, becoming, customer, debit, package, product, refused, terms

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.operator.importing import ImportReport


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
        (b'{"kind": "robot"}', "kind", "This must be one of product, customer, package, offer."),
        (b'{"kind": ["product"]}', "kind", "This must be one of product, customer, package, offer."),
        (b"{}", "kind", "This must be one of product, customer, package, offer."),
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
    (package(usage={"mailboxes": 7, "backups": 1}), "usage", "Mailboxes, backups are counted by themselves"),
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


@pytest.mark.parametrize(
    ("terms", "field", "reason"),
    [
        (terms(terminated_on="2026-01-01"), "contract.ends_on", "The day of the notice and the last day"),
        (terms(ends_on="2026-01-01"), "contract.ends_on", "The day of the notice and the last day"),
        (
            terms(terminated_on="2026-01-02", ends_on="2026-01-01"),
            "contract.ends_on",
            "The last day cannot be before the start or the notice.",
        ),
        (
            terms(terminated_on="2020-01-01", ends_on="2020-02-28"),
            "contract.ends_on",
            "The last day cannot be before the start or the notice.",
        ),
        (
            terms(terminated_on="2026-11-23", ends_on="2027-02-28"),
            "contract.terminated_on",
            "This day is in the future.",
        ),
        (terms(becomes="hosting-s"), "contract.becomes_on", "The new product and the day"),
        (terms(becomes_on="2027-02-28"), "contract.becomes_on", "The new product and the day"),
        (
            becoming("hosting-s") | {"terminated_on": "2026-01-01", "ends_on": "2026-12-31"},
            "contract.becomes_on",
            "A package that was terminated does not change any more.",
        ),
        (becoming("hosting-m"), "contract.becomes", "A package changes to a product of the same family"),
        (becoming("hosting-l"), "contract.becomes", "A package changes to a product of the same family"),
        (becoming("shop-s"), "contract.becomes", "A package changes to a product of the same family"),
        (becoming("hosting-xs"), "contract.becomes", "There is no such product"),
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
