"""The PHP version of each site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from portal.administration import Listing, Technical
from portal.errors import InvalidInput
from portal.i18n import _
from portal.kinds import SITE
from portal.validation import Cleaned, Input, require_unchanged

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from portal.administration import Looking
    from portal.paging import PageRequest
    from storage.models.domains import Site


class PhpChoice(Input):
    """Which PHP a site runs on."""

    php_version: Annotated[Cleaned, Field(max_length=10)] = ""
    """Such as 8.4; empty: the provider's default, whatever that is at the time."""


@dataclass(frozen=True, slots=True)
class PhpView:
    """The PHP version of a site, as the list shows it.

    Attributes:
        id: For opening it.
        name: The site, in Unicode.
        settings: What was chosen.
        version: What it runs on.
        offered: Whether that is still offered.
        published: Whether servers read it as it stands.
    """

    id: int
    name: str
    settings: PhpChoice
    version: str
    offered: bool
    published: bool


class PhpVersions(Technical):
    """The PHP versions of the sites of one package."""

    def page(self, access: PackageAccess, request: PageRequest) -> Listing[PhpView]:
        """A page of the sites; orders: name, php. The filter finds names."""
        with self._looking(access) as looking:
            page = looking.work.sites.page(access, request)
            return looking.listing(page.of(lambda site: self._view(site, looking)), request)

    def change(self, access: PackageAccess, site_id: int, entered: PhpChoice, seen: PhpChoice) -> int:
        """Choose the PHP version of a site.

        Raises:
            ChangedMeanwhile: `seen` is out of date.
            InvalidInput: It is not offered.
            NotFound: There is no such site.
        """
        with self._changing(access) as changing:
            site = changing.one(SITE, site_id)
            stored = _choice(site)
            require_unchanged(seen, stored)
            if entered != stored:
                self._require_offered(entered.php_version)
                changing.edit(SITE, site, entered.model_dump())
                changing.commit()
            return site.id

    def _require_offered(self, version: str) -> None:
        offered = self._means.settings.web.php_versions
        if version and version not in offered:
            raise InvalidInput(
                _("PHP {version} is not offered. There are {offered}.").format(
                    version=version, offered=", ".join(offered)
                ),
                "php_version",
            )

    def _view(self, site: Site, looking: Looking) -> PhpView:
        offered = self._means.settings.web.php_versions
        version = site.php_version or offered[0]
        published = looking.is_published(site)
        return PhpView(site.id, site.name, _choice(site), version, version in offered, published)


def _choice(site: Site) -> PhpChoice:
    return PhpChoice.model_construct(php_version=site.php_version)
