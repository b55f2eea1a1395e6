"""`admin measure …` and `admin certificate …`: what servers tell the portal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.errors import InvalidInput
from portal.opening import open_portal
from portal.validation import Day, Input, checked
from tui.command.output import Answer, data_of, progress
from tui.i18n import _, ngettext

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from portal.access import OperatorAccess
    from portal.operator.measuring import MeasuringReport


class _Until(Input):
    until: Day


def measure(access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    """Measure the webspaces of all packages or of one; raises PortalError."""
    portal = open_portal(arguments.database, arguments.settings)
    try:
        with progress(wanted=not arguments.json, about=_("Measuring")) as tell:
            report = portal.operator.measuring.run(access, arguments.folder, arguments.package, progress=tell)
    finally:
        portal.close()
    good = not any(package.problems for package in report.packages)
    return Answer(tuple(_lines(report)), data_of(report), good=good)


def certificate(access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    """Book what became of a certificate; raises PortalError."""
    until = None
    if arguments.outcome == "valid":
        try:
            until = checked(_Until, {"until": arguments.until or ""}).until
        except InvalidInput as error:
            raise InvalidInput(f"--until: {error.problems['until']}", "until") from None
    portal = open_portal(arguments.database, arguments.settings)
    try:
        booked = portal.operator.certificates.book(access, arguments.name, until)
    finally:
        portal.close()
    sentence = (
        _("The certificate of {name} could not be had; the customer sees that.")
        if until is None
        else _("The certificate of {name} is valid until {day}; publish the package to use it.")
    )
    day = until.isoformat() if until else ""
    return Answer((sentence.format(name=booked.name, day=day),), data_of(booked))


def _lines(report: MeasuringReport) -> Iterator[str]:
    count = len(report.packages)
    used_mb = sum(package.used_mb for package in report.packages)
    files = sum(package.files for package in report.packages)
    yield ngettext(
        "{n} package was measured: {used_mb} MB in {files} files.",
        "{n} packages were measured: {used_mb} MB in {files} files.",
        count,
    ).format(n=count, used_mb=used_mb, files=files)
    for package in report.packages:
        for problem in package.problems:
            yield _("Package {n} ({domain}): {problem}").format(
                n=package.id, domain=package.main_domain, problem=problem
            )
    for folder in report.unknown:
        yield _("The folder {folder} belongs to no package.").format(folder=folder)
