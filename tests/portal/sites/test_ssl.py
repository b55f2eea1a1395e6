"""Certificates: ordering them, what becomes of them, and coming by HTTPS only."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.access import OperatorAccess
from portal.errors import ChangedMeanwhile, Conflict, Doubtful, InvalidInput, NotFound
from portal.paging import PageRequest
from portal.sites.ssl import CertificateStanding, HttpsSettings
from portal.validation import checked
from storage.models.domains import CertificateState, DomainState, Site

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from portal.sites.ssl import CertificateView
    from tests.portal.inside import Inside

OPERATOR = OperatorAccess("karl")
TODAY = dt.date(2026, 11, 22)
PLAIN = HttpsSettings()
FORCED = HttpsSettings(force_https=True)
STRICT = HttpsSettings(force_https=True, hsts=True)

NO_CERTIFICATE = "juttas.example has no valid certificate: visitors would only see a warning."


def views(inside: Inside, access: PackageAccess | None = None, **request: object) -> list[CertificateView]:
    asked = PageRequest(**request)  # type: ignore[arg-type]
    return list(inside.portal.certificates.page(access or inside.webmaster, asked).page.rows)


def view(inside: Inside) -> CertificateView:
    [only] = views(inside)
    return only


def change(
    inside: Inside, entered: HttpsSettings, seen: HttpsSettings = PLAIN, *, sure: bool = False
) -> None:
    inside.portal.certificates.change(inside.webmaster, view(inside).id, entered, seen, sure=sure)


def order(inside: Inside) -> None:
    inside.portal.certificates.order(inside.webmaster, view(inside).id)


def book(inside: Inside, days: int | None, name: str = "juttas.example") -> None:
    until = None if days is None else TODAY + dt.timedelta(days=days)
    inside.portal.operator.certificates.book(OPERATOR, name, until)


def stored(inside: Inside, state: CertificateState, days: int | None) -> None:
    """What stands in the database, whatever today is."""
    with inside.house.storage.writing() as work:
        site = work.administration.one(Site, inside.webmaster, view(inside).id)
        assert site is not None
        site.certificate = state
        site.certificate_until = None if days is None else TODAY + dt.timedelta(days=days)
        work.commit()


# How a certificate stands.


@pytest.mark.parametrize(
    ("state", "days", "standing"),
    [
        (CertificateState.NONE, None, CertificateStanding.NONE),
        (CertificateState.ORDERED, None, CertificateStanding.ORDERED),
        (CertificateState.ORDERED, 5, CertificateStanding.ORDERED),
        (CertificateState.FAILED, None, CertificateStanding.FAILED),
        (CertificateState.VALID, 90, CertificateStanding.VALID),
        (CertificateState.VALID, 30, CertificateStanding.VALID),
        (CertificateState.VALID, 29, CertificateStanding.SOON),
        (CertificateState.VALID, 0, CertificateStanding.SOON),
        (CertificateState.VALID, -1, CertificateStanding.EXPIRED),
    ],
)
def test_a_certificate_is_told_as_it_stands_today(
    inside: Inside, state: CertificateState, days: int | None, standing: CertificateStanding
) -> None:
    stored(inside, state, days)
    until = None if days is None else TODAY + dt.timedelta(days=days)
    assert (view(inside).standing, view(inside).until) == (standing, until)


# Ordering.


def test_an_order_waits_to_be_published_and_the_operator_books_what_came_of_it(inside: Inside) -> None:
    order(inside)
    assert (view(inside).standing, view(inside).published) == (CertificateStanding.ORDERED, False)
    assert inside.history()[0] == (
        "domain", "juttas.example", "certificate ordered", [], False,
    )  # fmt: skip
    inside.house.change(inside.package, published_revision=1)
    assert view(inside).published
    book(inside, 90)
    assert (view(inside).standing, view(inside).published) == (CertificateStanding.VALID, False)
    assert inside.house.actions()[-1] == "certificate valid"


@pytest.mark.parametrize(
    ("state", "days", "sentence"),
    [
        (CertificateState.ORDERED, None, "A certificate for juttas.example is ordered already."),
        (
            CertificateState.VALID,
            30,
            "The certificate of juttas.example is valid for 30 more days; a new one can wait.",
        ),
    ],
)
def test_an_order_that_is_not_needed_is_refused(
    inside: Inside, state: CertificateState, days: int | None, sentence: str
) -> None:
    stored(inside, state, days)
    with pytest.raises(Conflict) as caught:
        order(inside)
    assert caught.value.message == sentence


@pytest.mark.parametrize(
    ("state", "days"),
    [(CertificateState.FAILED, None), (CertificateState.VALID, 29), (CertificateState.VALID, -300)],
)
def test_what_failed_expires_soon_or_has_expired_can_be_ordered_again(
    inside: Inside, state: CertificateState, days: int | None
) -> None:
    stored(inside, state, days)
    order(inside)
    assert view(inside).standing is CertificateStanding.ORDERED
    until = None if days is None else TODAY + dt.timedelta(days=days)
    assert view(inside).until == until


def test_a_domain_that_is_not_active_gets_none(inside: Inside) -> None:
    inside.house.domain(inside.package, "ordered.example", state=DomainState.ORDERED)
    ordered = next(each for each in views(inside) if each.name == "ordered.example")
    with pytest.raises(Conflict) as caught:
        inside.portal.certificates.order(inside.webmaster, ordered.id)
    assert caught.value.message == (
        "A certificate needs an active domain, and ordered.example is not active now."
    )


# What the operator books.


def test_an_order_that_failed_leaves_the_certificate_there_was(inside: Inside) -> None:
    stored(inside, CertificateState.VALID, 10)
    order(inside)
    book(inside, None)
    assert (view(inside).standing, view(inside).until) == (
        CertificateStanding.FAILED,
        TODAY + dt.timedelta(days=10),
    )
    change(inside, FORCED)  # it is valid for ten more days


def test_booking_the_same_twice_changes_nothing(inside: Inside) -> None:
    order(inside)
    book(inside, 90)
    revision = inside.house.stored_package(inside.package).revision
    book(inside, 90)
    assert inside.house.stored_package(inside.package).revision == revision


def test_what_cannot_be_booked_is_refused(inside: Inside) -> None:
    with pytest.raises(Conflict, match=r"No certificate is ordered for juttas\.example\."):
        book(inside, None)
    with pytest.raises(InvalidInput, match=r"2026-11-21 has passed\."):
        book(inside, -1)
    with pytest.raises(NotFound, match=r"There is no site other\.example\."):
        book(inside, 90, "other.example")
    with pytest.raises(InvalidInput, match="not a domain name"):
        book(inside, 90, "../etc")
    assert view(inside).standing is CertificateStanding.NONE


def test_sites_are_booked_by_name_in_either_spelling_and_with_a_star(inside: Inside) -> None:
    inside.house.domain(inside.package, "büro.example")
    book(inside, 90, "BÜRO.example")
    with inside.house.storage.writing() as work:
        [own] = work.sites.living("xn--bro-hoa.example")
        star = Site(
            package_id=own.package_id,
            domain_id=own.domain_id,
            label="*",
            name="*.büro.example",
            ascii_name="*.xn--bro-hoa.example",
        )
        work.administration.add(star)
        work.commit()
    book(inside, 60, "*.büro.example")
    assert {each.name: each.standing.value for each in views(inside)} == {
        "juttas.example": "none",
        "büro.example": "valid",
        "*.büro.example": "valid",
    }


# By HTTPS only.


@pytest.mark.parametrize(
    ("state", "days"),
    [(CertificateState.NONE, None), (CertificateState.ORDERED, None), (CertificateState.VALID, -1)],
)
def test_without_a_valid_certificate_nobody_is_sent_to_https(
    inside: Inside, state: CertificateState, days: int | None
) -> None:
    stored(inside, state, days)
    with pytest.raises(InvalidInput) as caught:
        change(inside, FORCED)
    assert caught.value.problems == {"force_https": NO_CERTIFICATE}


def test_hsts_needs_a_valid_certificate_too(inside: Inside) -> None:
    book(inside, 10)
    change(inside, FORCED)
    inside.house.clock.forward(days=11)
    inside.webmaster = inside.house.package_access("juttas.example")
    with pytest.raises(InvalidInput) as caught:
        change(inside, STRICT, FORCED, sure=True)
    assert caught.value.problems == {"hsts": NO_CERTIFICATE}
    change(inside, PLAIN, FORCED)  # going back is always possible


def test_hsts_goes_with_force_https_only() -> None:
    with pytest.raises(InvalidInput) as caught:
        checked(HttpsSettings, {"force_https": "no", "hsts": "yes"})
    assert caught.value.problems == {"hsts": "HSTS needs “Force HTTPS”: switch that on, too, or HSTS off."}


def test_hsts_is_asked_about_once_and_then_switched_on(inside: Inside) -> None:
    book(inside, 90)
    with pytest.raises(Doubtful) as caught:
        change(inside, STRICT)
    assert caught.value.field == "hsts"
    assert caught.value.message.startswith("Browsers will remember for a year to come by HTTPS only:")
    assert view(inside).settings == PLAIN
    change(inside, STRICT, sure=True)
    assert view(inside).settings == STRICT
    change(inside, FORCED, STRICT)
    change(inside, PLAIN, FORCED)
    assert inside.history()[0][2:] == ("changed", ["force_https"], True)
    inside.undo()
    assert view(inside).settings == FORCED


def test_two_who_edit_the_same_site_do_not_overwrite_each_other_unseen(inside: Inside) -> None:
    book(inside, 90)
    inside.portal.certificates.change(inside.owner, view(inside).id, FORCED, PLAIN)
    with pytest.raises(ChangedMeanwhile) as caught:
        change(inside, STRICT, PLAIN, sure=True)
    assert caught.value.stored == {"force_https": "yes"}


# Who may.


def test_another_package_s_site_is_not_there(inside: Inside) -> None:
    site_id, stranger = view(inside).id, inside.of_another()
    assert [each.name for each in views(inside, stranger)] == ["zweite.example"]
    with pytest.raises(NotFound):
        inside.portal.certificates.order(stranger, site_id)
    with pytest.raises(NotFound):
        inside.portal.certificates.change(stranger, site_id, FORCED, PLAIN)


def test_sites_of_domains_that_the_owner_keeps_are_the_owner_s(inside: Inside) -> None:
    inside.house.domain(inside.package, "private.example", open_to_webmaster=False)
    assert [each.name for each in views(inside)] == ["juttas.example"]
    [_jutta, private] = views(inside, inside.owner)
    with pytest.raises(NotFound):
        inside.portal.certificates.order(inside.webmaster, private.id)
    assert inside.portal.certificates.order(inside.owner, private.id) == private.id
    assert inside.portal.certificates.order(inside.webmaster, view(inside).id)
