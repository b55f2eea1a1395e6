"""`admin statistics`: monthly figures of packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.opening import open_portal
from tui.command.output import Answer, data_of, progress
from tui.i18n import _, ngettext

if TYPE_CHECKING:
    import argparse

    from portal.access import OperatorAccess


def statistics(access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    """Import a file of figures, and tell what came of it; raises PortalError."""
    portal = open_portal(arguments.database, arguments.settings)
    try:
        with progress(wanted=not arguments.json, about=_("Importing")) as tell:
            report = portal.operator.statistics.run(
                access, arguments.file, dry_run=arguments.dry_run, progress=tell
            )
    finally:
        portal.close()
    sentence = (
        _("All lines are right; an import would bring: {what}.") if report.dry_run else _("Imported: {what}.")
    )
    counts = (
        ngettext("{n} new month", "{n} new months", report.added).format(n=report.added),
        _("{n} changed").format(n=report.changed),
        _("{n} as before").format(n=report.unchanged),
    )
    return Answer((sentence.format(what=", ".join(counts)),), data_of(report))
