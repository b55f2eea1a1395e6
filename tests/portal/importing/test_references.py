"""Lines against one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.portal.importing.records import customer, debit, package, product, refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.operator.importing import ImportReport


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
