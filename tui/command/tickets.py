"""`admin tickets …`: what customers ask, and answering them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from portal.errors import InvalidInput, Unavailable
from portal.opening import open_portal
from portal.support import NewMessage, TicketState
from portal.validation import checked
from tui.command.listing import listed
from tui.command.output import Answer, data_of
from tui.i18n import _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from portal.access import OperatorAccess
    from portal.operator.support import SupportCare
    from portal.support import Thread, TicketView

STATES = {
    TicketState.OPEN: _("open"),
    TicketState.ANSWERED: _("answered"),
    TicketState.CLOSED: _("closed"),
}


def tickets(access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    """Do what was asked for; raises PortalError."""
    if arguments.deed == "list":
        return _list(access, arguments)
    deeds = {"show": _show, "answer": _answer, "close": _close}
    portal = open_portal(arguments.database, arguments.settings)
    try:
        return deeds[arguments.deed](portal.operator.support, access, arguments)
    finally:
        portal.close()


def _list(access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    state = TicketState(arguments.state) if arguments.state else None
    number = "".join(arguments.customer.split()) if arguments.customer is not None else None
    return listed(
        arguments,
        "tickets",
        lambda portal: portal.operator.support.list(access, number, state),
        _line,
        _("There is no such ticket."),
    )


def _line(row: TicketView, _country: str) -> str:
    when = f"{row.changed_at:%Y-%m-%d %H:%M} UTC"
    return f"{row.reference:<10}  {when}  {row.customer_number}  {STATES[row.state]:<8}  {row.subject}"


def _show(care: SupportCare, access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    thread = care.show(access, arguments.reference)
    return Answer(tuple(_lines(thread)), _data(thread))


def _lines(thread: Thread) -> Iterator[str]:
    """Labels with their values, then what was written."""
    ticket = thread.ticket
    rows = {
        _("Ticket"): ticket.reference,
        _("State"): STATES[ticket.state],
        _("Customer"): f"{ticket.customer_number}, {ticket.customer}",
        _("Package"): ticket.domain,
        _("Subject"): ticket.subject,
    }
    width = max(map(len, rows))
    yield from (f"{label:<{width}}  {value}" for label, value in rows.items() if value)
    for message in thread.messages:
        who = _("Customer") if message.by_customer else _("Customer service")
        yield ""
        yield _("{who}, {moment} UTC:").format(who=who, moment=f"{message.at:%Y-%m-%d %H:%M}")
        yield from (f"  {line}" for line in message.text.split("\n"))


def _data(thread: Thread) -> dict[str, Any]:
    data = data_of(thread)
    ticket: dict[str, Any] = data.pop("ticket")
    return ticket | data


def _answer(care: SupportCare, access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    new = checked(NewMessage, {"text": _text(arguments)})
    thread = care.answer(access, arguments.reference, new)
    sentence = _("{reference} is answered; customer {number} is told.")
    ticket = thread.ticket
    return Answer(
        (sentence.format(reference=ticket.reference, number=ticket.customer_number),), _data(thread)
    )


def _text(arguments: argparse.Namespace) -> str:
    """The answer: behind an option, in a file, or from standard input."""
    if arguments.text is not None:
        return str(arguments.text)
    try:
        return arguments.file.read_text("utf-8") if arguments.file else sys.stdin.read()
    except UnicodeDecodeError:
        raise InvalidInput(_("The answer is not UTF-8."), "text") from None
    except OSError as error:
        raise Unavailable(
            _("{path} cannot be read: {reason}").format(path=arguments.file, reason=error.strerror)
        ) from None


def _close(care: SupportCare, access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    ticket = care.close(access, arguments.reference)
    return Answer((_("{reference} is closed.").format(reference=ticket.reference),), data_of(ticket))
