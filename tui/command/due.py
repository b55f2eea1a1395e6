"""`admin due`: what is to happen by a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.errors import Conflict
from portal.opening import open_portal
from tui.command.output import Answer, data_of, progress
from tui.command.typed import typed_day
from tui.i18n import _, ngettext

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from portal.access import OperatorAccess
    from portal.operator.due import DueReport

TOLD = 20
"""Packages, one on a line; --json tells more."""


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
    if not (report.changed or report.postponed or report.cancelled):
        yield _("Nothing is due by {day}.").format(day=report.on)
    if report.changed:
        yield ngettext(
            "{n} package became a smaller product.", "{n} packages became smaller products.", report.changed
        ).format(n=report.changed)
    if report.cancelled:
        yield ngettext(
            "{n} change was called off, as its package ends.",
            "{n} changes were called off, as their packages end.",
            report.cancelled,
        ).format(n=report.cancelled)
    if report.postponed:
        yield ngettext(
            "{n} package does not fit yet, and was put off by a period:",
            "{n} packages do not fit yet, and were put off by a period:",
            len(report.postponed),
        ).format(n=len(report.postponed))
    for domain in report.postponed[:TOLD]:
        yield f"  {domain}"
    if len(report.postponed) > TOLD:
        yield _("  … and more; --json tells them.")
