"""`admin outbox …`: mail out."""

from __future__ import annotations

import random
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from portal.errors import Conflict
from portal.opening import open_portal
from tui.command.listing import listed
from tui.command.output import Answer, data_of, write_lines
from tui.command.typed import needed_day
from tui.i18n import _, ngettext

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from portal.access import OperatorAccess
    from portal.operator.outbox import MailFile, MailView, OutboxCare, SendReport
    from portal.portal import Portal

TOLD = 20
"""Mails that failed, one on a line; --json and the list tell more."""

LONGEST_WAIT = 300.0
"""Seconds between two looks at a mail server that is away."""


def outbox(access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    """Do what was asked for; raises PortalError."""
    if arguments.deed == "list":
        return _list(access, arguments)
    deeds: dict[str, Callable[[Portal, OperatorAccess, argparse.Namespace], Answer]] = {
        "send": _send,
        "show": _show,
        "again": _again,
        "suppress": _suppress,
        "unsubscribe": _unsubscribe,
    }
    portal = open_portal(arguments.database, arguments.settings)
    try:
        return deeds[arguments.deed](portal, access, arguments)
    except KeyboardInterrupt:
        raise Conflict(_("Interrupted. What was sent stands; the next run sends the rest.")) from None
    finally:
        portal.close()


def _send(portal: Portal, access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    with _stopped_by_signals() as stopped:
        if arguments.watch:
            seconds = portal.settings.smtp.poll_seconds
            _watch(portal.operator.outbox, access, stopped, seconds, as_json=arguments.json)
            return Answer((), {})
        report = portal.operator.outbox.send(access, stopped.is_set)
    return Answer(tuple(_lines(report)), data_of(report), good=not report.trouble)


def _watch(
    care: OutboxCare, access: OperatorAccess, stopped: threading.Event, seconds: float, *, as_json: bool
) -> None:
    """Send what comes up until it is stopped; while the server is away, look ever more seldom."""
    troubles = 0
    while not stopped.is_set():
        report = care.send(access, stopped.is_set)
        if as_json:
            import json

            if report.tried or report.trouble:
                write_lines(sys.stdout, json.dumps(data_of(report)))
        elif report.tried or report.put_off or (report.trouble and not troubles):
            write_lines(sys.stdout, *_lines(report))
        sys.stdout.flush()
        troubles = troubles + 1 if report.trouble else 0
        wait = min(seconds * 2 ** min(troubles, 10), max(LONGEST_WAIT, seconds))
        stopped.wait(wait * random.uniform(0.8, 1) if troubles else wait)  # noqa: S311 - nothing secret


@contextmanager
def _stopped_by_signals() -> Iterator[threading.Event]:
    """Set by SIGTERM and Ctrl+C: the mail under way is finished first. A second one ends at once."""
    stopped = threading.Event()

    def stop(number: int, _frame: object) -> None:
        stopped.set()
        signal.signal(number, before[signal.Signals(number)])

    before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _lines(report: SendReport) -> Iterator[str]:
    if not (report.tried or report.put_off or report.suppressed or report.trouble):
        yield _("Nothing is due.")
    if report.sent:
        yield ngettext("{n} mail was sent.", "{n} mails were sent.", report.sent).format(n=report.sent)
    if report.deferred:
        yield ngettext(
            "{n} mail is tried again later.", "{n} mails are tried again later.", report.deferred
        ).format(n=report.deferred)
    if report.put_off:
        yield ngettext(
            "{n} mail waits: its address had enough for the time being.",
            "{n} mails wait: their addresses had enough for the time being.",
            report.put_off,
        ).format(n=report.put_off)
    if report.suppressed:
        yield ngettext(
            "{n} offer was not sent: its address wants none.",
            "{n} offers were not sent: their addresses want none.",
            report.suppressed,
        ).format(n=report.suppressed)
    if report.failed:
        yield ngettext("{n} mail cannot be sent:", "{n} mails cannot be sent:", len(report.failed)).format(
            n=len(report.failed)
        )
    for each in report.failed[:TOLD]:
        yield f"  {each.number}  {each.address}: {each.reason}"
    if len(report.failed) > TOLD:
        yield _("  … and more: “customer-login admin outbox list --state failed”.")
    if report.trouble:
        yield report.trouble


def _list(access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    from portal.operator.outbox import DeliveryState

    state = DeliveryState(arguments.state) if arguments.state else None
    number = "".join(arguments.customer.split()) if arguments.customer is not None else None
    return listed(
        arguments,
        "mails",
        lambda portal: portal.operator.outbox.list(access, state, number),
        _line,
        _("There is no such mail."),
    )


def _line(mail: MailView, _country: str) -> str:
    return "  ".join(
        (
            f"{mail.number:>7}",
            f"{mail.queued_at:%Y-%m-%d %H:%M}",
            mail.customer,
            f"{mail.state.value:<10}",
            f"{mail.address:<30}",
            mail.subject,
            mail.reason,
        )
    ).rstrip()


def _show(portal: Portal, access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    shown = portal.operator.outbox.show(access, arguments.number)
    data = data_of(shown)
    mail = data.pop("mail")
    return Answer(tuple(_shown(shown)), mail | data)


def _shown(shown: MailFile) -> Iterator[str]:
    """Labels with their values, then the text."""
    mail = shown.mail
    rows = {
        _("Number"): mail.number,
        _("Customer"): mail.customer,
        _("To"): mail.address,
        _("Subject"): mail.subject,
        _("Kind"): mail.kind.value,
        _("Document"): shown.paper,
        _("State"): mail.state.value,
        _("Queued"): f"{mail.queued_at:%Y-%m-%d %H:%M} UTC",
        _("Tries"): mail.tries,
        _("Next try"): f"{mail.due_at:%Y-%m-%d %H:%M} UTC" if mail.due_at else "",
        _("Sent"): f"{mail.sent_at:%Y-%m-%d %H:%M} UTC" if mail.sent_at else "",
        _("Reason"): mail.reason,
        _("Message-ID"): f"{shown.message_id}@…",
        _("Read"): f"{shown.read_at:%Y-%m-%d %H:%M} UTC" if shown.read_at else "",
    }
    filled = {label: value for label, value in rows.items() if value not in {"", None}}
    width = max(map(len, filled))
    yield from (f"{label:<{width}}  {value}" for label, value in filled.items())
    yield ""
    yield from shown.body.splitlines()


def _again(portal: Portal, access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    portal.operator.outbox.again(access, arguments.number)
    sentence = _("The mail {number} is sent with the next run.").format(number=arguments.number)
    return Answer((sentence,), {"number": arguments.number})


def _suppress(portal: Portal, access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    count = portal.operator.outbox.suppress(access, needed_day(arguments.until, "until"))
    sentence = ngettext("{n} mail is never sent.", "{n} mails are never sent.", count).format(n=count)
    return Answer((sentence,), {"suppressed": count})


def _unsubscribe(portal: Portal, access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    address = portal.operator.outbox.unsubscribe(access, arguments.token)
    sentence = _("No more offers are sent to {address}.").format(address=address)
    return Answer((sentence,), {"address": address})
