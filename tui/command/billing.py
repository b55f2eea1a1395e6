"""`admin bill`: invoices for all that is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.errors import Conflict
from portal.opening import open_portal
from tui.command.output import Answer, data_of, progress
from tui.command.typed import needed_day
from tui.formats import money
from tui.i18n import _, ngettext

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from portal.access import OperatorAccess
    from portal.operator.billing import BillReport

TOLD = 20
"""Customers who got no invoice, one on a line; --json tells more."""


def bill(access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    """Issue them; raises PortalError."""
    until = needed_day(arguments.until, "until")
    portal = open_portal(arguments.database, arguments.settings)
    wanted, pdfs = not arguments.json, 0
    try:
        with progress(wanted=wanted, about=_("Billing")) as tell:
            report = portal.operator.billing.bill(access, until, tell)
        if arguments.pdfs:
            with progress(wanted=wanted, about=_("PDFs")) as tell:
                pdfs = portal.operator.invoices.make_pdfs(access, tell)
    except KeyboardInterrupt:
        raise Conflict(
            _("Interrupted. What was issued by then stands; the next run issues the rest.")
        ) from None
    finally:
        portal.close()
    lines = [*_lines(report, portal.settings.country)]
    if arguments.pdfs:
        lines.append(ngettext("{n} PDF was made.", "{n} PDFs were made.", pdfs).format(n=pdfs))
    return Answer(lines, data_of(report) | {"pdfs": pdfs})


def _lines(report: BillReport, country: str) -> Iterator[str]:
    count = report.invoices
    if not (count or report.credit_notes):
        yield _("Nothing is due by {day}.").format(day=report.until)
    if count:
        yield ngettext(
            "{n} invoice of {total} in all was issued; {debits} by debit.",
            "{n} invoices of {total} in all were issued; {debits} by debit.",
            count,
        ).format(n=count, total=money(report.gross_cents, country), debits=report.debits)
    if report.credit_notes:
        yield ngettext(
            "{n} credit note of {total} in all was issued.",
            "{n} credit notes of {total} in all were issued.",
            report.credit_notes,
        ).format(n=report.credit_notes, total=money(report.credited_cents, country))
    if report.first:
        yield _("Their numbers: {first} to {last}.").format(first=report.first, last=report.last)
    if report.waiting:
        yield ngettext(
            "{n} customer has had an invoice today; what came up since waits for tomorrow.",
            "{n} customers have had an invoice today; what came up since waits for tomorrow.",
            report.waiting,
        ).format(n=report.waiting)
    if report.left_out:
        yield ngettext(
            "{n} customer got none, though something is due:",
            "{n} customers got none, though something is due:",
            len(report.left_out),
        ).format(n=len(report.left_out))
    for each in report.left_out[:TOLD]:
        yield f"  {each.customer}: {each.reason}"
    if len(report.left_out) > TOLD:
        yield _("  … and more; --json tells them.")
