"""Certificates of sites, and whether browsers are told to come by HTTPS only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import Field, ValidationInfo, field_validator

from portal.administration import Listing, Technical
from portal.errors import Conflict, Doubtful, InvalidInput
from portal.i18n import _
from portal.kinds import SITE
from portal.validation import Input, require_unchanged
from storage.models.domains import CertificateState, DomainState

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from portal.administration import Changing, Looking
    from portal.paging import PageRequest
    from storage.models.domains import Site

SOON = dt.timedelta(days=30)
"""So long before its end a certificate "expires soon", and can be ordered again."""


class CertificateStanding(StrEnum):
    """How a certificate stands today."""

    NONE = "none"
    ORDERED = "ordered"
    VALID = "valid"
    SOON = "soon"
    EXPIRED = "expired"
    FAILED = "failed"


class HttpsSettings(Input):
    """How a site is reached."""

    force_https: bool = False
    """Whether a visitor who comes by HTTP is sent on to HTTPS."""
    hsts: bool = Field(default=False, validate_default=True)
    """Whether browsers are told to remember that for a year (RFC 6797)."""

    @field_validator("hsts")
    @classmethod
    def _needs_https(cls, hsts: bool, info: ValidationInfo) -> bool:  # noqa: FBT001 - as pydantic has it
        if hsts and not info.data.get("force_https", True):
            raise InvalidInput(_("HSTS needs “Force HTTPS”: switch that on, too, or HSTS off."))
        return hsts


@dataclass(frozen=True, slots=True)
class CertificateView:
    """A site with its certificate, as the list shows it.

    Attributes:
        id: For opening it.
        name: The site, in Unicode.
        standing: How its certificate stands today.
        until: The last day of the newest one that was given, also while another is ordered; None: none was.
        settings: How the site is reached.
        published: Whether servers read it as it stands.
    """

    id: int
    name: str
    standing: CertificateStanding
    until: dt.date | None
    settings: HttpsSettings
    published: bool


class Certificates(Technical):
    """The certificates of the sites of one package."""

    def page(self, access: PackageAccess, request: PageRequest) -> Listing[CertificateView]:
        """A page of the sites; orders: name, certificate. The filter finds names."""
        with self._looking(access) as looking:
            page = looking.work.sites.page(access, request)
            return looking.listing(page.of(lambda site: self._view(site, looking)), request)

    def order(self, access: PackageAccess, site_id: int) -> int:
        """Order a certificate for a site; publishing hands the order on.

        Raises:
            Conflict: One is ordered already or valid for long, or the domain is not active.
            NotFound: There is no such site.
        """
        with self._changing(access) as changing:
            site = changing.one(SITE, site_id)
            self._require_orderable(changing, site)
            site.certificate = CertificateState.ORDERED
            site.revision = changing.revision
            word, name = SITE.word(site), SITE.called(site)
            changing.note(word, "certificate ordered", name, domain_id=site.domain_id, record_id=site.id)
            changing.commit()
            return site.id

    def change(
        self,
        access: PackageAccess,
        site_id: int,
        entered: HttpsSettings,
        seen: HttpsSettings,
        *,
        sure: bool = False,
    ) -> int:
        """Change how a site is reached.

        Raises:
            ChangedMeanwhile: `seen` is out of date.
            InvalidInput: There is no valid certificate for it.
            Doubtful: HSTS is to be switched on, and `sure` is not set.
            NotFound: There is no such site.
        """
        with self._changing(access) as changing:
            site = changing.one(SITE, site_id)
            stored = _settings(site)
            require_unchanged(seen, stored)
            self._require_certificate(site, entered, stored)
            if entered.hsts and not (stored.hsts or sure):
                raise Doubtful(
                    _(
                        "Browsers will remember for a year to come by HTTPS only: without a valid certificate"
                        " nobody reaches the site then, even if HSTS is off again. Save once more if you want"
                        " that."
                    ),
                    "hsts",
                )
            if changing.edit(SITE, site, entered.model_dump()):
                changing.commit()
            return site.id

    def _require_orderable(self, changing: Changing, site: Site) -> None:
        today, until = self._means.today(), site.certificate_until
        if site.certificate is CertificateState.ORDERED:
            raise Conflict(_("A certificate for {name} is ordered already.").format(name=site.name))
        if site.certificate is CertificateState.VALID and until is not None and until - today >= SOON:
            raise Conflict(
                _("The certificate of {name} is valid for {n} more days; a new one can wait.").format(
                    name=site.name, n=(until - today).days
                )
            )
        domain = changing.work.domains.one(changing.access, site.domain_id)
        if domain is None or domain.state is not DomainState.ACTIVE:
            raise Conflict(
                _("A certificate needs an active domain, and {name} is not active now.").format(
                    name=site.name
                )
            )

    def _require_certificate(self, site: Site, entered: HttpsSettings, stored: HttpsSettings) -> None:
        if is_covered(site, self._means.today()):
            return
        for name in ("force_https", "hsts"):
            if getattr(entered, name) and not getattr(stored, name):
                raise InvalidInput(
                    _("{name} has no valid certificate: visitors would only see a warning.").format(
                        name=site.name
                    ),
                    name,
                )

    def _view(self, site: Site, looking: Looking) -> CertificateView:
        return CertificateView(
            id=site.id,
            name=site.name,
            standing=_standing(site, self._means.today()),
            until=site.certificate_until,
            settings=_settings(site),
            published=looking.is_published(site),
        )


def is_covered(site: Site, today: dt.date) -> bool:
    """Whether a site has a certificate that is valid on a day; also while a new one is ordered or failed."""
    until = site.certificate_until
    return site.certificate is not CertificateState.NONE and until is not None and until >= today


def _standing(site: Site, today: dt.date) -> CertificateStanding:
    if site.certificate is not CertificateState.VALID:
        return CertificateStanding(site.certificate.value)
    if not is_covered(site, today):
        return CertificateStanding.EXPIRED
    assert site.certificate_until is not None  # noqa: S101 - it is covered
    left = site.certificate_until - today
    return CertificateStanding.SOON if left < SOON else CertificateStanding.VALID


def _settings(site: Site) -> HttpsSettings:
    return HttpsSettings.model_construct(force_https=site.force_https, hsts=site.hsts)
