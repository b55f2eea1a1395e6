"""`admin daily-backups`: the day's backup of every package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.errors import Conflict
from portal.opening import open_portal
from tui.command.output import Answer, data_of, progress
from tui.i18n import _, ngettext

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from portal.access import OperatorAccess
    from portal.operator.backups import DailyReport


def daily_backups(access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    """Make them; raises PortalError."""
    portal = open_portal(arguments.database, arguments.settings)
    try:
        with progress(wanted=not arguments.json, about=_("Daily backups")) as tell:
            report = portal.operator.daily_backups.run(access, tell)
    except KeyboardInterrupt:
        raise Conflict(
            _("Interrupted. The backups made by then are kept; the next run makes the others.")
        ) from None
    finally:
        portal.close()
    return Answer(tuple(_lines(report)), data_of(report))


def _lines(report: DailyReport) -> Iterator[str]:
    made, removed = report.made, report.removed
    yield _("{made}, {removed}.").format(
        made=ngettext("{n} daily backup was made", "{n} daily backups were made", made).format(n=made),
        removed=ngettext("{n} was removed", "{n} were removed", removed).format(n=removed),
    )
    if report.there:
        yield ngettext(
            "{n} package had today's already.", "{n} packages had today's already.", report.there
        ).format(n=report.there)
    if report.without_room:
        yield ngettext(
            "{n} package has as many backups of its own as it may have.",
            "{n} packages have as many backups of their own as they may have.",
            report.without_room,
        ).format(n=report.without_room)
