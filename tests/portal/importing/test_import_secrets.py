"""Passwords and hostile text in an import."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from portal.operator.importing import ImportRefused
from tests.hostile import HOSTILE
from tests.portal.house import HOME, PACKAGE_PASSWORD, PASSWORD, House
from tests.portal.importing.records import ANNA, customer, debit, package, product, refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from portal.operator.importing import ImportReport
    from portal.portal import Portal


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
