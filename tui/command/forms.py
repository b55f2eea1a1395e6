"""`admin forms …`: what staff do with forms that need a signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.opening import open_portal
from tui.command.listing import listed
from tui.command.output import Answer, data_of
from tui.command.parser.forms import COMPLETED
from tui.command.typed import typed_day
from tui.i18n import _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from portal.access import OperatorAccess
    from portal.operator.forms import FormCare
    from portal.written_forms.views import AcceptedForm, FormRow


def forms(access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    """Do what was asked for; raises PortalError."""
    if arguments.deed == "list":
        return _list(access, arguments)
    deeds: dict[str, Callable[[FormCare, OperatorAccess, argparse.Namespace], Answer]] = {
        "received": _received,
        "accept": _accept,
        "reject": _reject,
    }
    portal = open_portal(arguments.database, arguments.settings)
    try:
        return deeds[arguments.deed](portal.operator.forms, access, arguments)
    finally:
        portal.close()


def _list(access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    from portal.written_forms import FormState

    state = FormState(arguments.state) if arguments.state else None
    return listed(
        arguments,
        "forms",
        lambda portal: portal.operator.forms.list(access, state),
        _line,
        _("There is no such form."),
    )


def _line(row: FormRow, _country: str) -> str:
    other = row.other.get("company") or f"{row.other.get('first_name', '')} {row.other.get('last_name', '')}"
    return "  ".join(
        (
            row.number,
            row.printed_at.date().isoformat(),
            f"{row.kind.value:<17}",
            f"{row.state.value:<9}",
            row.effective_on.isoformat() if row.effective_on else f"{'':<10}",
            f"{row.about}: {row.present} → {other.strip() or '…'}",
        )
    )


def _received(care: FormCare, access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    row = care.received(access, arguments.number)
    line = _("{number} is booked as received; the customer is told.").format(number=row.number)
    return Answer((line,), data_of(row))


def _accept(care: FormCare, access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    given = vars(arguments)
    names = [option.replace("-", "_") for option, _about in COMPLETED]
    completed = {name: given[name] for name in names if given[name] is not None}
    to = "".join(arguments.to.split()) if arguments.to is not None else None
    done = care.accept(
        access, arguments.number, typed_day(arguments.on, "on"), completed, to, arguments.package
    )
    return Answer(tuple(_accepted(done)), data_of(done))


def _accepted(done: AcceptedForm) -> Iterator[str]:
    form = done.form
    if form.carried_out_at is None:
        yield _("{number} is accepted; “admin due” carries it out on {day}.").format(
            number=form.number, day=form.effective_on
        )
        return
    yield _("{number} is accepted and carried out; both sides are told.").format(number=form.number)
    if done.partner_number:
        yield _("The partner before goes on under the new number {number}, with all invoices so far.").format(
            number=done.partner_number
        )
    if done.needs_password:
        yield _(
            "The new partner needs a password: “customer-login admin customer reset-password {number}”."
        ).format(number=done.needs_password)


def _reject(care: FormCare, access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    row = care.reject(access, arguments.number, arguments.reason)
    line = _("{number} is rejected; the customer is told why.").format(number=row.number)
    return Answer((line,), data_of(row))
