"""What an owner leaves to the webmaster: sign-in, transfers, and each domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from portal.errors import Conflict, NotAllowed, NotFound
from portal.paging import PageRequest
from portal.third_party import Permission
from storage.models.packages import PackageState
from tests.portal.house import PACKAGE_PASSWORD, REFUSED, SESSION_ENDED

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from tests.portal.house import House


class Jutta:
    """Her package with three domains, and a webmaster."""

    def __init__(self, house: House) -> None:
        self.house, self.third_party = house, house.portal.third_party
        self.customer = house.customer(language="en")
        self.package = house.package(
            self.customer,
            "laden.example",
            password=PACKAGE_PASSWORD,
            domains=["blog.example", "shop.example"],
        )
        self.access = house.access(self.customer)

    def webmaster(self, domain: str = "laden.example") -> PackageAccess:
        return self.house.package_access(domain)

    def rows(self, **request: Any) -> list[tuple[Permission, str, bool]]:
        page = self.third_party.page(self.access, self.package.id, PageRequest(**request)).page
        return [(row.permission, row.name, row.is_given) for row in page.rows]

    def give(self, permission: Permission, domain: str = "", *, given: bool) -> bool:
        page = self.third_party.page(self.access, self.package.id, PageRequest()).page
        [row] = [row for row in page.rows if row.permission is permission and row.name == domain]
        return self.third_party.give(self.access, self.package.id, permission, row.domain_id, given=given)

    def domains(self, access: PackageAccess) -> set[str]:
        return {each.name for each in self.house.portal.domains.choices(access)}

    def history(self, access: PackageAccess | None = None) -> list[tuple[Any, ...]]:
        seen_by = access or self.house.portal.packages.open(self.access, self.package.id)
        page = self.house.portal.history.page(seen_by, PageRequest(descending=True)).page
        return [
            (row.kind, row.action, row.name, row.fields, row.by_owner, row.undoable, row.published)
            for row in page.rows
        ]

    def told(self) -> list[str]:
        return [message.body.split("\n\n")[1] for message in self.house.messages(self.customer)]


@pytest.fixture
def jutta(house: House) -> Jutta:
    """Jutta's package, in which everything is left to the webmaster."""
    return Jutta(house)


def test_everything_technical_is_given_at_first(jutta: Jutta) -> None:
    assert jutta.rows() == [
        (Permission.SIGN_IN, "", True),
        (Permission.TRANSFERS, "", True),
        (Permission.DOMAIN, "blog.example", True),
        (Permission.DOMAIN, "laden.example", True),
        (Permission.DOMAIN, "shop.example", True),
    ]


def test_the_list_is_read_in_pages_like_any_other(jutta: Jutta) -> None:
    whole = jutta.third_party.page(jutta.access, jutta.package.id, PageRequest(count=True)).page
    assert whole.total == 5
    for at in range(1, 5):
        request = PageRequest(anchor=whole.anchors[at - 1], limit=1)
        page = jutta.third_party.page(jutta.access, jutta.package.id, request).page
        assert page.rows == (whole.rows[at],)
    assert [name for _permission, name, _given in jutta.rows(filter="SHOP")] == ["", "", "shop.example"]


def test_the_list_costs_three_statements_however_many_domains(jutta: Jutta) -> None:
    for number in range(60):
        jutta.house.domain(jutta.package, f"d{number}.example")
    with jutta.house.statements() as seen:
        jutta.third_party.page(jutta.access, jutta.package.id, PageRequest(count=True))
    assert len(seen) == 3


def test_domains_that_have_ended_are_not_asked_about(jutta: Jutta) -> None:
    jutta.house.ended_domain(jutta.package, "fort.example")
    assert "fort.example" not in [name for _permission, name, _given in jutta.rows()]


def test_without_sign_in_the_package_login_is_over_at_once_and_stays_so(jutta: Jutta) -> None:
    session = jutta.webmaster()
    assert jutta.give(Permission.SIGN_IN, given=False)
    with pytest.raises(NotAllowed) as caught:
        jutta.domains(session)
    assert caught.value.message == SESSION_ENDED
    with pytest.raises(NotAllowed) as refused:
        jutta.webmaster()
    assert refused.value.message == REFUSED
    assert jutta.rows()[0] == (Permission.SIGN_IN, "", False)
    assert jutta.give(Permission.SIGN_IN, given=True)
    with pytest.raises(NotAllowed):
        jutta.domains(session)  # allowed again, but signed out it is
    assert jutta.domains(jutta.webmaster())


def test_the_owner_goes_on_without_the_package_login(jutta: Jutta) -> None:
    jutta.give(Permission.SIGN_IN, given=False)
    jutta.give(Permission.DOMAIN, "blog.example", given=False)
    inside = jutta.house.portal.packages.open(jutta.access, jutta.package.id)
    assert jutta.domains(inside) == {"laden.example", "blog.example", "shop.example"}


def test_without_transfers_the_package_login_reads_that_in_the_overview(jutta: Jutta) -> None:
    session = jutta.webmaster()
    assert jutta.give(Permission.TRANSFERS, given=False)
    assert not jutta.house.portal.packages.overview(session).webmaster_transfers
    assert jutta.rows()[1] == (Permission.TRANSFERS, "", False)


def test_a_closed_domain_is_hidden_at_once_and_signs_nobody_in(jutta: Jutta) -> None:
    session = jutta.webmaster()
    assert jutta.give(Permission.DOMAIN, "blog.example", given=False)
    assert jutta.domains(session) == {"laden.example", "shop.example"}
    with pytest.raises(NotAllowed) as caught:
        jutta.webmaster("blog.example")
    assert caught.value.message == REFUSED
    assert jutta.give(Permission.DOMAIN, "blog.example", given=True)
    assert "blog.example" in jutta.domains(session)


def test_what_was_given_or_taken_stands_in_the_history_and_the_owner_is_told(jutta: Jutta) -> None:
    session = jutta.webmaster()
    jutta.give(Permission.TRANSFERS, given=False)
    jutta.give(Permission.DOMAIN, "blog.example", given=False)
    kind, by_owner, undoable, published = "third-party access", True, False, True
    rest = (by_owner, undoable, published)
    of_package = (kind, "denied", "", ("transfers",), *rest)
    of_domain = (kind, "denied", "blog.example", (), *rest)
    assert jutta.history() == [of_domain, of_package]
    assert jutta.history(session) == [of_package]  # of the closed domain they see nothing
    jutta.give(Permission.DOMAIN, "blog.example", given=True)
    jutta.give(Permission.TRANSFERS, given=True)
    jutta.give(Permission.SIGN_IN, given=False)
    jutta.give(Permission.SIGN_IN, given=True)
    assert jutta.told() == [
        "The package login may not upload and download any more.",
        "The package login may not use and manage blog.example any more.",
        "The package login may use and manage blog.example.",
        "The package login may upload and download.",
        "The package login may not be used any more.",
        "The package login may be used again.",
    ]
    actions = jutta.house.actions()
    assert actions.count("third-party access denied") == actions.count("third-party access allowed") == 3


def test_giving_what_is_given_changes_and_tells_nothing(jutta: Jutta) -> None:
    before = jutta.house.everything()
    for permission, domain in (
        (Permission.SIGN_IN, ""),
        (Permission.TRANSFERS, ""),
        (Permission.DOMAIN, "blog.example"),
    ):
        assert not jutta.give(permission, domain, given=True)
    assert jutta.house.everything() == before


def test_an_ended_package_is_left_as_it_is_and_a_suspended_one_can_be_closed(jutta: Jutta) -> None:
    jutta.house.change(jutta.package, state=PackageState.SUSPENDED)
    assert jutta.give(Permission.SIGN_IN, given=False)
    jutta.house.change(jutta.package, state=PackageState.ENDED)
    with pytest.raises(Conflict) as caught:
        jutta.give(Permission.SIGN_IN, given=True)
    assert caught.value.message == "This package has ended: it can be looked at, but not changed."


def test_another_customer_s_package_and_another_package_s_domain_are_not_there(jutta: Jutta) -> None:
    other = Other(jutta.house)
    third_party, own = jutta.third_party, jutta.package.id
    before = jutta.house.everything()
    with pytest.raises(NotFound) as caught:
        third_party.page(other.access, own, PageRequest())
    assert caught.value.message == "This package is not among yours."
    for permission in Permission:
        with pytest.raises(NotFound):
            third_party.give(other.access, own, permission, 1, given=False)
    with pytest.raises(NotFound):
        third_party.give(jutta.access, own, Permission.DOMAIN, other.domain_id, given=False)
    assert jutta.house.everything() == before


class Other:
    """Another customer."""

    def __init__(self, house: House) -> None:
        customer = house.customer(language="en")
        package = house.package(customer, "fremd.example", password=PACKAGE_PASSWORD)
        self.access = house.access(customer)
        rows = house.portal.third_party.page(self.access, package.id, PageRequest()).page.rows
        self.domain_id = rows[-1].domain_id
