"""Changing a package to another product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.i18n import _
from tui.widgets.dialogs import NoticeModal

if TYPE_CHECKING:
    from portal.access import PackageAccess


class UpgradeNotice(NoticeModal):
    """What will open here."""

    def __init__(self, access: PackageAccess) -> None:  # noqa: ARG002 - as every box of the menu is made
        super().__init__(
            _("Upgrade"),
            _(
                "Changing to a larger product is being built and will open here. Until then customer service"
                " does it for you."
            ),
        )
