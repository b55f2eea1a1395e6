from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.models.domains import DomainKind, DomainState
from storage.models.packages import PackageState
from storage.paging import PageRequest
from tests.factories import Scope, add_customer, add_package, add_product, domain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storage.paging import Anchor, Page
    from storage.work import Storage

    Read = Callable[[PageRequest], Page[Any]]

ORDERS: dict[str, Callable[[Any], tuple[Any, ...]]] = {
    "": lambda row: (row.name, row.id),
    "name": lambda row: (row.name, row.id),
    "kind": lambda row: (row.kind.value, row.name, row.id),
    "state": lambda row: (row.state.value, row.name, row.id),
    "registered": lambda row: (row.registered_on, row.id),
    "no such order": lambda row: (row.name, row.id),
}
NAMES = (
    "a.example",
    "a.example",
    "a_b.example",
    "a%b.example",
    "axb.example",
    "müller.example",
    "ÜBER.example",
)


@pytest.fixture
def domains(storage: Storage) -> Iterator[Read]:
    """A package with 22 domains, many alike in what they are sorted by, beside another package."""
    with storage.writing() as work:
        jutta = add_customer(work)
        hers, other = (add_package(work, jutta, main_domain=f"{name}.example") for name in "mn")
        for number, name in enumerate(NAMES * 3):
            kind = (DomainKind.INCLUDED, DomainKind.ADDITIONAL)[number % 2]
            state = tuple(DomainState)[number % 4]
            day = dt.date(2026, 1, 1 + number % 5)
            given_names = {"name": name, "ascii_name": f"xn--{number}.example"}
            work.domains.add(domain(hers.id, kind=kind, state=state, registered_on=day, **given_names))
            work.domains.add(domain(other.id))
        work.commit()
    with storage.reading() as work:
        yield lambda request: work.domains.page_of(Scope(package_id=hers.id), request)


def everything(read: Read, **request: Any) -> Page[Any]:
    return read(PageRequest(limit=1000, **request))


def walked(read: Read, start: Anchor | None = None, **request: Any) -> Iterator[Page[Any]]:
    """Page after page until nothing comes."""
    anchor = start
    while (page := read(PageRequest(anchor=anchor, **request))).rows:
        yield page
        anchor = page.anchors[0 if request["backwards"] else -1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    sort=st.sampled_from(list(ORDERS)),
    descending=st.booleans(),
    backwards=st.booleans(),
    limit=st.integers(1, 25),
    text=st.sampled_from(["", "example", "a", "%", "_", "nothing"]),
)
def test_walking_page_by_page_gives_exactly_the_sorted_list(
    domains: Read, *, sort: str, descending: bool, backwards: bool, limit: int, text: str
) -> None:
    wanted: dict[str, Any] = {"sort": sort, "descending": descending, "filter": text}
    rows = sorted(everything(domains, filter=text).rows, key=ORDERS[sort], reverse=descending)
    pages = list(walked(domains, backwards=backwards, limit=limit, **wanted))
    assert all(len(page.rows) == limit for page in pages[:-1])
    assert [row for page in (pages[::-1] if backwards else pages) for row in page.rows] == rows
    assert everything(domains, **wanted).rows == tuple(rows)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    sort=st.sampled_from(list(ORDERS)),
    descending=st.booleans(),
    backwards=st.booleans(),
    start=st.none() | st.integers(0, 21),
    skip=st.integers(0, 25),
    limit=st.integers(1, 25),
)
def test_any_page_from_any_place_is_the_same_slice_of_the_list(
    domains: Read, *, sort: str, descending: bool, backwards: bool, start: int | None, skip: int, limit: int
) -> None:
    whole = everything(domains, sort=sort, descending=descending)
    anchor = None if start is None else whole.anchors[start]
    page = domains(PageRequest(sort, descending, "", anchor, backwards, skip, limit, count=True))
    if backwards:
        end = max((22 if start is None else start) - skip, 0)
        piece = slice(max(end - limit, 0), end)
    else:
        begin = (0 if start is None else start + 1) + skip
        piece = slice(begin, begin + limit)
    assert page.rows == whole.rows[piece]
    assert page.anchors == whole.anchors[piece]
    assert page.total == 22


def test_a_place_stays_right_when_rows_come_and_go(storage: Storage) -> None:
    with storage.writing() as work:
        hers = add_package(work, add_customer(work), main_domain="m.example")
        for name in ("a.example", "c.example", "e.example"):
            work.domains.add(domain(hers.id, name=name))
        work.commit()
    scope = Scope(package_id=hers.id)
    with storage.reading() as work:
        first = work.domains.page_of(scope, PageRequest(limit=2))
    with storage.writing() as work:
        for name in ("b.example", "d.example"):
            work.domains.add(domain(hers.id, name=name))
        work.commit()
    with storage.reading() as work:
        second = work.domains.page_of(scope, PageRequest(limit=2, anchor=first.anchors[-1]))
    assert [row.name for row in second.rows] == ["d.example", "e.example"]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("%", {"a%b.example"}),
        ("_", {"a_b.example"}),
        ("A%B", {"a%b.example"}),
        ("a_", {"a_b.example"}),
        ("/", set()),
        ("\\", set()),
        ("'", set()),
        ("MÜLLER", {"müller.example"}),
        ("über", {"ÜBER.example"}),
        ("xn--20", {"ÜBER.example"}),
        ("nobody", set()),
    ],
)
def test_a_filter_means_just_what_was_typed(domains: Read, typed: str, names: set[str]) -> None:
    page = everything(domains, filter=typed, count=True)
    assert {row.name for row in page.rows} == names
    assert page.total == len(page.rows)


def test_an_escape_sign_is_only_itself(storage: Storage) -> None:
    with storage.writing() as work:
        jutta = add_customer(work)
        for name in ("50/50", "100%", "back\\slash", "under_score"):
            add_package(work, jutta, add_product(work, name=name))
        work.commit()
    with storage.reading() as work:
        for typed, found in (("/", "50/50"), ("0%", "100%"), ("\\", "back\\slash"), ("r_s", "under_score")):
            page = work.packages.page_owned_by(Scope(jutta.id), PageRequest(filter=typed))
            assert [row.product_name for row in page.rows] == [found]


def test_the_count_is_told_only_where_it_is_asked_for(domains: Read) -> None:
    assert domains(PageRequest()).total is None
    assert domains(PageRequest(count=True, limit=1)).total == 22
    assert domains(PageRequest(count=True, skip=100)).total == 22
    assert domains(PageRequest(count=True, filter="nothing")).total == 0
    last = domains(PageRequest(backwards=True, limit=1)).anchors[0]
    assert domains(PageRequest(count=True, anchor=last)).total == 22
    assert domains(PageRequest(count=True, anchor=last)).rows == ()


@pytest.mark.parametrize("sort", ["domain", "product", "state"])
@pytest.mark.parametrize("descending", [False, True])
def test_the_overview_of_packages_walks_in_each_of_its_orders(
    storage: Storage, sort: str, *, descending: bool
) -> None:
    with storage.writing() as work:
        jutta = add_customer(work)
        products = [add_product(work, name=name) for name in ("Webhosting S", "Webhosting L")]
        for number in range(7):
            state = tuple(PackageState)[number % 3]
            package = add_package(work, jutta, products[number % 2], state=state)
            work.domains.add(domain(package.id))
        work.commit()
    keys: dict[str, Callable[[Any], tuple[Any, ...]]] = {
        "domain": lambda row: (row.main_domain, row.id),
        "product": lambda row: (row.product_name, row.main_domain, row.id),
        "state": lambda row: (row.state.value, row.main_domain, row.id),
    }
    with storage.reading() as work:

        def read(request: PageRequest) -> Page[Any]:
            return work.packages.page_owned_by(Scope(jutta.id), request)

        pages = list(walked(read, sort=sort, descending=descending, backwards=False, limit=2))
        rows = [row for page in pages for row in page.rows]
        assert [len(page.rows) for page in pages] == [2, 2, 2, 1]
        assert rows == sorted(everything(read).rows, key=keys[sort], reverse=descending)


def test_a_page_turned_into_views_keeps_its_places(domains: Read) -> None:
    page = domains(PageRequest(limit=3, count=True))
    names = page.of(lambda row: row.name)
    assert names.rows == ("a%b.example", "a%b.example", "a%b.example")
    assert (names.anchors, names.total) == (page.anchors, 22)


@pytest.mark.parametrize("text", ["a\ud800b", "\udfff", "nul\x00"])
def test_what_no_database_can_hold_is_looked_for_and_not_found(storage: Storage, text: str) -> None:
    with storage.writing() as work:
        owner = add_customer(work)
        add_package(work, owner)
        work.commit()
    with storage.reading() as work:
        page = work.packages.page_owned_by(Scope(owner.id), PageRequest(filter=text, count=True))
    assert (page.rows, page.total) == ((), 0)
