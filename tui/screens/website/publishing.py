"""Publishing a website."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.i18n import _
from tui.screens.publishing import PublishModal

if TYPE_CHECKING:
    from portal.static_site.releases import SiteReleases


class PublishWebsiteModal(PublishModal):
    """Publishes what the website builder made."""

    SEEN = _("Published. Visitors see your website at\n\n{address}")
    TO_MEND = _("“w” on the pages opens the settings of the website.")
    ALL_BROKEN = _("… and {n} more. “b” on the pages lists all.")

    @property
    def releases(self) -> SiteReleases:
        """Those of the website."""
        return self.portal.releases
