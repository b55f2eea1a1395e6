"""One bad line, and nothing is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.errors import InvalidInput
from portal.operator.importing import ImportRefused
from tests.portal.house import PACKAGE_PASSWORD, PASSWORD, House
from tests.portal.importing.records import ANNA, counts, customer, debit, package, product, refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from portal.operator.importing import ImportReport
    from portal.portal import Portal


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
