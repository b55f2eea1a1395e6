"""`admin debits …`: to the bank, and back from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.errors import Conflict
from portal.opening import open_portal
from tui.command.listing import listed
from tui.command.output import Answer, data_of
from tui.command.typed import typed_cents, typed_day
from tui.formats import money
from tui.i18n import _, ngettext

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from portal.access import OperatorAccess
    from portal.debits.exporting import Exported
    from portal.debits.settling import CameBack, Settled
    from portal.debits.views import CollectionRow
    from portal.operator.debits import WrittenAgain
    from portal.portal import Portal


def debits(access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    """Do what was asked for; raises PortalError."""
    if arguments.deed == "list":
        return _list(access, arguments)
    deeds: dict[str, Callable[[Portal, OperatorAccess, argparse.Namespace], Answer]] = {
        "export": _export,
        "settled": _settled,
        "returned": _returned,
    }
    portal = open_portal(arguments.database, arguments.settings)
    try:
        return deeds[arguments.deed](portal, access, arguments)
    finally:
        portal.close()


def _list(access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    from portal.debits.views import CollectionState

    state = CollectionState[arguments.state.upper()] if arguments.state else None
    return listed(
        arguments,
        "debits",
        lambda portal: portal.operator.debits.list(access, state),
        _line,
        _("There is no such debit."),
    )


def _line(row: CollectionRow, country: str) -> str:
    return "  ".join(
        (
            f"{row.end_to_end_id:<16}",
            f"{row.customer_number:<8}",
            f"{money(row.amount_cents, country):>12}",
            row.due_on.isoformat(),
            f"{row.state.value:<9}",
            f"{row.reason:<4}",
            row.message_id or "",
        )
    ).rstrip()


def _export(portal: Portal, access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    care, country = portal.operator.debits, portal.settings.country
    if arguments.again is not None:
        again = care.export_again(access, arguments.again, arguments.file)
        return Answer((_written_again(again, country),), data_of(again))
    until = typed_day(arguments.until, "until")
    try:
        report = care.export(access, arguments.file, until)
    except KeyboardInterrupt:
        raise Conflict(
            _(
                "Interrupted. If “customer-login admin debits list --state submitted” shows a file that is"
                " missing, “customer-login admin debits export --again ID FILE” writes it."
            )
        ) from None
    return Answer(tuple(_exported(report, country)), data_of(report))


def _written_again(again: WrittenAgain, country: str) -> str:
    return ngettext(
        "{id} of {day} with {n} debit of {total} is in {path}, as it was.",
        "{id} of {day} with {n} debits of {total} in all is in {path}, as it was.",
        again.count,
    ).format(
        id=again.message_id,
        day=again.made_at.date(),
        n=again.count,
        total=money(again.total_cents, country),
        path=again.path,
    )


def _exported(report: Exported, country: str) -> Iterator[str]:
    if report.count:
        sentence = ngettext(
            "{n} debit of {total} is in {path}, which the bank will know as {id}.",
            "{n} debits of {total} in all are in {path}, which the bank will know as {id}.",
            report.count,
        )
        yield sentence.format(
            n=report.count,
            total=money(report.total_cents, country),
            path=report.path,
            id=report.message_id,
        )
        days = (
            _("Collected on {first}.")
            if report.first == report.last
            else _("Collected from {first} to {last}.")
        )
        yield days.format(first=report.first, last=report.last)
    else:
        yield _("No debit can go to the bank for days until {day}: no file was written.").format(
            day=report.until
        )
    for number in report.paid:
        yield _("{number}: nothing is open any more; the debit is called off.").format(number=number)
    for number in report.lowered:
        yield _("{number}: less is open than was announced; only that is collected.").format(number=number)
    for late in report.put_off:
        yield _("{number}: {before} cannot be reached any more; announced for {day} now.").format(
            number=late.number, before=late.before, day=late.day
        )
    if report.left_out:
        yield ngettext("{n} debit was left out:", "{n} debits were left out:", len(report.left_out)).format(
            n=len(report.left_out)
        )
    for each in report.left_out:
        amount = money(each.amount_cents, country)
        yield _("  {number}, customer {customer}, {amount}: {reason}").format(
            number=each.number, customer=each.customer, amount=amount, reason=each.reason
        )


def _settled(portal: Portal, access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    on, fee = typed_day(arguments.on, "on"), _fee(portal, arguments)
    report = portal.operator.debits.settled(access, arguments.what, on, fee)
    return Answer(tuple(_booked(report, portal.settings.country)), data_of(report))


def _booked(report: Settled, country: str) -> Iterator[str]:
    if not report.changed:
        yield _("Nothing new was booked.")
    if report.collected:
        yield ngettext(
            "{n} debit of {total} was collected.",
            "{n} debits of {total} in all were collected.",
            report.collected,
        ).format(n=report.collected, total=money(report.collected_cents, country))
    if report.received:
        yield ngettext(
            "{n} transfer of {total} came in.", "{n} transfers of {total} in all came in.", report.received
        ).format(n=report.received, total=money(report.received_cents, country))
    for debit in report.came_back:
        yield _came_back(debit, country)
    for number in report.at_the_bank:
        yield _(
            "{number} was transferred while its debit is at the bank: pay it back once it is collected."
        ).format(number=number)
    counts = {
        _("Booked before"): report.already,
        _("Touching no customer"): report.others,
        _("Not booked by the bank yet"): report.pending,
    }
    yield from (f"{label}: {count}" for label, count in counts.items() if count)
    if report.charges_cents:
        yield _("The bank charged {amount} for what came back.").format(
            amount=money(report.charges_cents, country)
        )
    if report.not_booked:
        yield ngettext("{n} was not booked:", "{n} were not booked:", len(report.not_booked)).format(
            n=len(report.not_booked)
        )
    for each in report.not_booked:
        amount = money(each.amount_cents, country)
        day = each.on.isoformat() if each.on else ""
        yield f"  {' '.join(filter(None, (day, amount, each.what)))}: {each.reason}"


def _came_back(each: CameBack, country: str) -> str:
    sentence = _("{number}, customer {customer}: {amount} came back, {code} ({reason}); {open} is open.")
    if each.fee_cents:
        sentence = _(
            "{number}, customer {customer}: {amount} came back, {code} ({reason}); {open} is open, {fee} of"
            " that for the return."
        )
    return sentence.format(
        number=each.number,
        customer=each.customer,
        amount=money(each.amount_cents, country),
        code=each.code,
        reason=each.reason,
        open=money(each.balance_cents, country),
        fee=money(each.fee_cents, country),
    )


def _returned(portal: Portal, access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    on, fee = typed_day(arguments.on, "on"), _fee(portal, arguments)
    done = portal.operator.debits.returned(access, arguments.invoice, arguments.code, fee, on)
    lines = (_came_back(done, portal.settings.country), _("The customer is told."))
    return Answer(lines, data_of(done))


def _fee(portal: Portal, arguments: argparse.Namespace) -> int:
    """What a customer is charged for a debit that comes back: nothing, the usual, or what was typed."""
    usual = portal.settings.debits.return_fee_cents
    return usual if arguments.fee == "" else typed_cents(arguments.fee, "fee") or 0
