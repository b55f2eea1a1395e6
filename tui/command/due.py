"""`admin due`: what is to happen by a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.contract_acts import ActKind
from portal.errors import Conflict
from portal.opening import open_portal
from tui.command.output import Answer, data_of, progress
from tui.command.typed import typed_day
from tui.i18n import _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from portal.access import OperatorAccess
    from portal.operator.due import DueReport

TOLD = 20
"""Packages, one on a line; --json tells more."""

KINDS = {
    ActKind.ENDED: _("packages ended"),
    ActKind.DOMAIN_ENDED: _("domains ended"),
    ActKind.SERVICE_ENDED: _("additional services ended"),
    ActKind.DOWNGRADED: _("packages became smaller products"),
    ActKind.DOWNGRADE_CANCELLED: _("changes were called off, as their packages end"),
    ActKind.DOWNGRADE_POSTPONED: _("changes were put off by a period, as more is in use"),
}
"""What fell due, in words."""


def due(access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    """Do it; raises PortalError."""
    portal = open_portal(arguments.database, arguments.settings)
    try:
        on = typed_day(arguments.on, "on")
        with progress(wanted=not arguments.json, about=_("What is due")) as tell:
            report = portal.operator.due.run(access, on, tell)
    except KeyboardInterrupt:
        raise Conflict(_("Interrupted. What was done by then stands; the next run does the rest.")) from None
    finally:
        portal.close()
    return Answer([*_lines(report)], data_of(report))


def _lines(report: DueReport) -> Iterator[str]:
    if not report.done:
        yield _("Nothing is due by {day}.").format(day=report.on)
    for kind, count in report.done.items():
        yield f"{count:>6}  {KINDS[kind]}"
    if report.postponed:
        yield _("What could not be done yet, and is tried again:")
    for domain in report.postponed[:TOLD]:
        yield f"  {domain}"
    if len(report.postponed) > TOLD:
        yield _("  … and more; --json tells them.")
