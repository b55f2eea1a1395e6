"""`admin publish …`: what stands in the portal, as files that servers read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.opening import open_portal
from tui.command.output import Answer, data_of, progress
from tui.i18n import _, ngettext

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from portal.access import OperatorAccess
    from portal.publishing import Published
    from portal.publishing.release import Counts

TOLD = 20
"""Entries that were left out, one on a line; --json tells more."""


def publish(access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    """Publish all packages or one; raises PortalError."""
    portal = open_portal(arguments.database, arguments.settings)
    try:
        with progress(wanted=not arguments.json, about=_("Publishing")) as tell:
            published = portal.operator.publishing.publish(
                access, arguments.folder, arguments.package, progress=tell
            )
    finally:
        portal.close()
    return Answer(tuple(_lines(published)), data_of(published))


def _lines(published: Published) -> Iterator[str]:
    sentence = (
        _("Published to {folder}: {what}.") if published.changed else _("{folder} is up to date: {what}.")
    )
    yield sentence.format(folder=published.folder, what=", ".join(_counted(published.counts)))
    if not published.left_out_count:
        return
    yield ngettext(
        "{n} entry was left out, as servers would not understand it:",
        "{n} entries were left out, as servers would not understand them:",
        published.left_out_count,
    ).format(n=published.left_out_count)
    for each in published.left_out[:TOLD]:
        yield _("  package {package}, {kind} {name}: {reason}").format(
            package=each.package, kind=each.kind, name=each.name, reason=each.reason
        )
    if published.left_out_count > TOLD:
        yield _("  … and more; --json tells them.")


def _counted(counts: Counts) -> Iterator[str]:
    yield ngettext("{n} package", "{n} packages", counts.packages).format(n=counts.packages)
    yield ngettext("{n} domain", "{n} domains", counts.domains).format(n=counts.domains)
    yield ngettext("{n} site", "{n} sites", counts.sites).format(n=counts.sites)
    yield ngettext("{n} email address", "{n} email addresses", counts.addresses).format(n=counts.addresses)
    yield ngettext("{n} database", "{n} databases", counts.databases).format(n=counts.databases)
    yield ngettext("{n} SFTP user", "{n} SFTP users", counts.sftp_users).format(n=counts.sftp_users)
    yield ngettext("{n} cron job", "{n} cron jobs", counts.cron_jobs).format(n=counts.cron_jobs)
    yield ngettext("{n} order to restore", "{n} orders to restore", counts.restore_orders).format(
        n=counts.restore_orders
    )
