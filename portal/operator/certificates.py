"""What became of the certificates that customers ordered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.access import WholePackage
from portal.domain_names import ascii_name
from portal.errors import Conflict, InvalidInput, NotFound
from portal.i18n import _
from portal.use_case import UseCases
from storage.models.domains import CertificateState

if TYPE_CHECKING:
    import datetime as dt

    from portal.access import OperatorAccess

WILDCARD = "*."


@dataclass(frozen=True, slots=True)
class BookedCertificate:
    """A certificate as it stands now.

    Attributes:
        name: The site's, in Unicode.
        state: Where it is in its life.
        until: Its last day; None: there never was one.
    """

    name: str
    state: CertificateState
    until: dt.date | None


class CertificateOutcomes(UseCases):
    """Certificates, for the provider's staff and their programs."""

    def book(self, access: OperatorAccess, name: str, until: dt.date | None) -> BookedCertificate:
        """Keep that a certificate was given, or could not be; servers read it once the package is published.

        Args:
            access: Who books.
            name: The site's, such as `www.example.de` or `*.example.de`.
            until: The last day of the new certificate; None: none was given.

        Raises:
            NotFound: There is no such site.
            InvalidInput: The day has passed.
            Conflict: None was ordered that could fail.
        """
        if until is not None and until < self._means.today():
            raise InvalidInput(_("{day} has passed.").format(day=until.isoformat()), "until")
        with self._writing(access) as work:
            found = work.sites.living(_ascii(name))
            if not found:
                raise NotFound(_("There is no site {name}.").format(name=name))
            package, _product = work.administration.lock(WholePackage(found[0].package_id))
            [site, *_others] = work.sites.living(_ascii(name))
            if until is None and site.certificate is not CertificateState.ORDERED:
                raise Conflict(_("No certificate is ordered for {name}.").format(name=site.name))
            outcome = CertificateState.FAILED if until is None else CertificateState.VALID
            if (site.certificate, site.certificate_until) != (outcome, until):
                site.certificate = outcome
                site.certificate_until = until or site.certificate_until
                package.revision += 1
                site.revision = package.revision
            record = f"domain {site.id}"
            action = f"certificate {outcome.value}"
            work.audit.record(self._means.clock.now(), access.actor, action, record, package_id=package.id)
            work.commit()
            return BookedCertificate(site.name, site.certificate, site.certificate_until)


def _ascii(name: str) -> str:
    """The name as DNS knows it; raises InvalidInput."""
    bare = name.removeprefix(WILDCARD)
    return f"{WILDCARD if bare != name else ''}{ascii_name(bare)}"
