"""`admin shop …`: orders that arrive, and customer data whose retention time is over."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from portal.errors import Unavailable
from portal.opening import open_portal
from tui.command.output import Answer, data_of
from tui.i18n import _, ngettext

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from portal.access import OperatorAccess
    from portal.operator.shops import ShopCare


def shop(access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    """Do what was asked for; raises PortalError."""
    deeds = {"order": _order, "erase": _erase}
    portal = open_portal(arguments.database, arguments.settings)
    try:
        return deeds[arguments.deed](portal.operator.shops, access, arguments)
    finally:
        portal.close()


def _order(care: ShopCare, access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    arrived = care.take_order(access, arguments.package, _content(arguments.file))
    sentence = (
        _("The order is {number}: {euros} €.")
        if arrived.is_new
        else _("The order was taken in before: {number}, {euros} €.")
    )
    line = sentence.format(number=arrived.number, euros=f"{arrived.total_cents / 100:.2f}")
    return Answer((line,), data_of(arrived))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unavailable(
            _("{path} cannot be read: {reason}").format(path=path, reason=error.strerror)
        ) from None


def _erase(care: ShopCare, access: OperatorAccess, _arguments: argparse.Namespace) -> Answer:
    erased = care.erase(access)
    lines = tuple(
        ngettext(
            "{domain}: customer data of {n} order were erased.",
            "{domain}: customer data of {n} orders were erased.",
            each.orders,
        ).format(domain=each.main_domain, n=each.orders)
        for each in erased
    )
    return Answer(lines or (_("Nothing was to be erased."),), {"erased": [asdict(each) for each in erased]})
