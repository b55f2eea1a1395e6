"""What the command line understands of webshops."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.command.parser.pieces import new_act, new_deeds
from tui.i18n import _

if TYPE_CHECKING:
    from tui.command.parser.pieces import Commands


def add_shop(acts: Commands) -> None:
    """Add what is done about webshops."""
    deeds = new_deeds(acts, "shop", _("take in orders of webshops, erase customer data of long ago"))
    order = new_act(deeds, "order", _("take in an order as the front of a shop signs it; twice is once"))
    order.add_argument("package", metavar=_("PACKAGE"), help=_("any domain of the shop's package"))
    order.add_argument("file", metavar=_("FILE"), type=Path, help=_("JSON with “order” and “signature”"))
    new_act(deeds, "erase", _("erase customer data of orders whose shop keeps them no longer"))
