"""`admin …`: import, and the care for the database."""

from __future__ import annotations

import os
import pwd
import sys
from typing import TYPE_CHECKING

from portal.access import OperatorAccess
from portal.clock import SystemClock
from portal.opening import locate, open_portal
from tui.command.output import Answer, data_of, progress
from tui.i18n import _, ngettext

if TYPE_CHECKING:
    import argparse

    from portal.operator.importing import ImportReport

LONGEST_NAME = 60


def admin(arguments: argparse.Namespace) -> Answer:
    """Do what was asked for; raises PortalError."""
    acts = {
        "import": _import,
        "statistics": _statistics,
        "publish": _publish,
        "daily-backups": _daily_backups,
        "measure": _measure,
        "certificate": _certificate,
        "customer": _customer,
        "bill": _bill,
        "due": _due,
        "invoices": _invoices,
        "debits": _debits,
        "forms": _forms,
        "offers": _offers,
        "outbox": _outbox,
        "tickets": _tickets,
        "preview": _preview,
        "shop": _shop,
        "migrate": _migrate,
        "backup": _backup,
        "check": _check,
        "rotate-key": _rotate_key,
    }
    return acts[arguments.act](arguments)


def operator_access() -> OperatorAccess:
    """Who sits at this terminal, by the system's word: their account, behind sudo the one they came from."""
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = str(os.getuid())
    behind = os.environ.get("SUDO_USER", "") if os.getuid() == 0 else ""
    name = f"{behind} as {name}" if behind else name
    return OperatorAccess(name.encode("unicode_escape").decode()[:LONGEST_NAME])


def _preview(arguments: argparse.Namespace) -> Answer:
    from tui.command.preview import preview

    return preview(operator_access(), arguments, sys.stderr)


def _import(arguments: argparse.Namespace) -> Answer:
    if arguments.schema:
        import json

        from portal.operator.importing import import_schema

        schema = import_schema()
        return Answer(tuple(json.dumps(schema, indent=2).splitlines()), schema)
    portal = open_portal(arguments.database, arguments.settings)
    try:
        with progress(wanted=not arguments.json, about=_("Importing")) as tell:
            report = portal.operator.importing.run(
                operator_access(), arguments.file, dry_run=arguments.dry_run, progress=tell
            )
    finally:
        portal.close()
    return Answer((_imported(report),), data_of(report))


def _imported(report: ImportReport) -> str:
    sentence = (
        _("All lines are right; an import would add {what}.") if report.dry_run else _("Imported: {what}.")
    )
    counts = (
        ngettext("{n} product", "{n} products", report.products).format(n=report.products),
        ngettext("{n} customer", "{n} customers", report.customers).format(n=report.customers),
        ngettext("{n} package", "{n} packages", report.packages).format(n=report.packages),
        ngettext("{n} domain", "{n} domains", report.domains).format(n=report.domains),
        ngettext("{n} offer", "{n} offers", report.offers).format(n=report.offers),
    )
    return sentence.format(what=", ".join(counts))


def _publish(arguments: argparse.Namespace) -> Answer:
    from tui.command.publishing import publish

    return publish(operator_access(), arguments)


def _daily_backups(arguments: argparse.Namespace) -> Answer:
    from tui.command.backups import daily_backups

    return daily_backups(operator_access(), arguments)


def _measure(arguments: argparse.Namespace) -> Answer:
    from tui.command.webspace import measure

    return measure(operator_access(), arguments)


def _certificate(arguments: argparse.Namespace) -> Answer:
    from tui.command.webspace import certificate

    return certificate(operator_access(), arguments)


def _statistics(arguments: argparse.Namespace) -> Answer:
    from tui.command.statistics import statistics

    return statistics(operator_access(), arguments)


def _customer(arguments: argparse.Namespace) -> Answer:
    from tui.command.customers import customer

    portal = open_portal(arguments.database, arguments.settings)
    try:
        return customer(portal, operator_access(), arguments)
    finally:
        portal.close()


def _due(arguments: argparse.Namespace) -> Answer:
    from tui.command.due import due

    return due(operator_access(), arguments)


def _bill(arguments: argparse.Namespace) -> Answer:
    from tui.command.billing import bill

    return bill(operator_access(), arguments)


def _invoices(arguments: argparse.Namespace) -> Answer:
    from tui.command.invoices import invoices

    return invoices(operator_access(), arguments)


def _debits(arguments: argparse.Namespace) -> Answer:
    from tui.command.debits import debits

    return debits(operator_access(), arguments)


def _forms(arguments: argparse.Namespace) -> Answer:
    from tui.command.forms import forms

    return forms(operator_access(), arguments)


def _offers(arguments: argparse.Namespace) -> Answer:
    from tui.command.offers import offers

    return offers(operator_access(), arguments)


def _outbox(arguments: argparse.Namespace) -> Answer:
    from tui.command.outbox import outbox

    return outbox(operator_access(), arguments)


def _tickets(arguments: argparse.Namespace) -> Answer:
    from tui.command.tickets import tickets

    return tickets(operator_access(), arguments)


def _shop(arguments: argparse.Namespace) -> Answer:
    from tui.command.shop import shop

    return shop(operator_access(), arguments)


def _migrate(arguments: argparse.Namespace) -> Answer:
    from portal.operator.database import migrate_database

    where = locate(arguments.database, arguments.settings)
    done = migrate_database(operator_access(), where, SystemClock())
    if done.before is None:
        lines = [_("A new database was made: {place}").format(place=where.name)]
    elif done.before == done.now:
        lines = [_("The database is up to date: {place}").format(place=where.name)]
    else:
        lines = [_("The database was brought up to date: {place}").format(place=where.name)]
    if done.backup is not None:
        lines.append(_("It is kept as it was in {path}").format(path=done.backup))
    if done.new_key is not None:
        lines.append(_("The key of its bank data was made: {path}").format(path=done.new_key))
        lines.append(_("Keep a copy of the key in a safe place, apart from the database and its backups."))
    return Answer(tuple(lines), {"database": where.name} | data_of(done))


def _backup(arguments: argparse.Namespace) -> Answer:
    from portal.operator.database import backup_database

    where = locate(arguments.database, arguments.settings)
    path = backup_database(operator_access(), where, SystemClock(), arguments.to)
    return Answer((_("The backup is in {path}").format(path=path),), {"backup": str(path)})


def _check(arguments: argparse.Namespace) -> Answer:
    from portal.operator.database import check_database

    where = locate(arguments.database, arguments.settings)
    findings = check_database(where, SystemClock())
    lines = tuple(f"{finding.what}: {finding.reason}" for finding in findings)
    good = _("Nothing wrong was found in {place}").format(place=where.name)
    data = {"database": where.name, "findings": [data_of(finding) for finding in findings]}
    return Answer(lines or (good,), data, good=not findings)


def _rotate_key(arguments: argparse.Namespace) -> Answer:
    from portal.operator.database import rotate_key

    where = locate(arguments.database, arguments.settings)
    count = rotate_key(operator_access(), where, SystemClock())
    sentence = ngettext(
        "There is a new key in {path}; {n} mandate was sealed anew with it.",
        "There is a new key in {path}; {n} mandates were sealed anew with it.",
        count,
    ).format(path=where.key_file, n=count)
    lines = (sentence, _("Copy the key file again: an older copy does not open what is sealed from now on."))
    return Answer(lines, {"key_file": str(where.key_file), "sealed": count})
