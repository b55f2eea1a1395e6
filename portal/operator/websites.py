"""Published websites, for the operator to look at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from portal.domain_names import ascii_name
from portal.errors import NotFound
from portal.i18n import _
from portal.publishing.folder import PublicFolder
from portal.static_site.places import FOLDER, MARKER
from portal.use_case import UseCases

if TYPE_CHECKING:
    from portal.access import OperatorAccess


class WebsiteCare(UseCases):
    """What the web server has of a website."""

    def published(self, access: OperatorAccess, domain: str) -> Path:
        """The folder of the files that visitors see of a package; raises NotFound.

        Args:
            access: Who looks.
            domain: A name of the package.
        """
        with self._reading(access) as work:
            sites = work.sites.living(ascii_name(domain))
        if not sites:
            raise NotFound(_("There is no package with a domain {name}.").format(name=domain))
        webspace = Path(self._means.settings.web.root) / str(sites[0].package_id)
        folder = PublicFolder(webspace / FOLDER, MARKER, for_all=True).current()
        if folder is None:
            raise NotFound(
                _("No website of {name} is published: there is no {folder}.").format(
                    name=domain, folder=webspace / FOLDER
                )
            )
        return folder
