"""What comes in."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from portal.access import CustomerAccess
from portal.errors import NotAllowed
from portal.paging import PageRequest
from storage.models.customers import CustomerKind, PaymentMethod
from storage.models.packages import Contract
from tests.portal.house import HOME, PASSWORD, House
from tests.portal.importing.records import (
    ANNA,
    HASH,
    SAMPLE,
    becoming,
    counts,
    customer,
    debit,
    package,
    product,
    refused,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from portal.operator.importing import ImportReport
    from portal.portal import Portal


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
    report = bring_in(package(), product("hosting-s", 10), package("zwei.de", contract=becoming("hosting-s")))
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
