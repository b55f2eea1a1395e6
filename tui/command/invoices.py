"""`admin invoices …`: what staff do for one invoice, and the list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal import new_files
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
    from portal.invoices.views import InvoiceView
    from portal.operator.invoice_views import Booked, Credited, EntryView, InvoiceFile
    from portal.operator.invoices import InvoiceCare


def invoices(access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    """Do what was asked for; raises PortalError."""
    if arguments.deed == "list":
        return _list(access, arguments)
    deeds: dict[str, Callable[..., Answer]] = {
        "show": _show,
        "pdf": _pdf,
        "credit": _credit,
        "paid": _paid,
    }
    portal = open_portal(arguments.database, arguments.settings)
    try:
        return deeds[arguments.deed](portal.operator.invoices, access, arguments, portal.settings.country)
    finally:
        portal.close()


def _list(access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    from portal.invoices.views import InvoiceState

    state = InvoiceState[arguments.state.upper()] if arguments.state else None
    number = "".join(arguments.customer.split()) if arguments.customer is not None else None
    return listed(
        arguments,
        "invoices",
        lambda portal: portal.operator.invoices.list(access, number, arguments.year, state),
        _line,
        _("There is no such invoice."),
    )


def _line(row: InvoiceView, country: str) -> str:
    due = row.collected_on or row.due_on
    return "  ".join(
        (
            f"{row.number:<14}",
            row.issued_on.isoformat(),
            f"{row.customer_number:<8}",
            f"{money(row.total_cents, country):>12}",
            f"{row.state.value:<15}",
            due.isoformat() if due else f"{'':<10}",
            row.summary or ngettext("{n} package", "{n} packages", row.packages).format(n=row.packages),
        )
    ).rstrip()


def _show(care: InvoiceCare, access: OperatorAccess, arguments: argparse.Namespace, country: str) -> Answer:
    shown = care.show(access, arguments.number)
    return Answer(tuple(_shown(shown, country)), _data(shown))


def _data(shown: InvoiceFile) -> dict[str, Any]:
    data = data_of(shown)
    invoice: dict[str, Any] = data.pop("invoice")
    return invoice | data


def _shown(shown: InvoiceFile, country: str) -> Iterator[str]:
    """Labels with their values, then lines, ledger and debits."""
    invoice, document = shown.invoice, shown.document
    buyer = document.buyer
    town = f"{buyer.postcode} {buyer.town}".strip()
    rows = {
        _("Number"): invoice.number,
        _("Corrects"): document.corrects.number if document.corrects else "",
        _("Taken back by"): shown.credit_note,
        _("Date"): invoice.issued_on.isoformat(),
        _("Customer"): f"{invoice.customer_number}, {buyer.name}, {buyer.street}, {town}, {buyer.country}",
        _("Period"): _("{first} to {last}").format(first=invoice.period_from, last=invoice.period_until),
        _("Net"): money(document.net_cents, country),
        _("VAT"): money(document.tax_cents, country),
        _("Total"): money(document.gross_cents, country),
        _("Due"): invoice.due_on.isoformat() if invoice.due_on else "",
        _("State"): invoice.state.value,
        _("Open"): money(invoice.balance_cents, country),
    }
    filled = {label: value for label, value in rows.items() if value}
    width = max(map(len, filled))
    yield from (f"{label:<{width}}  {value}" for label, value in filled.items())
    yield from _titled(
        _("Lines"),
        (
            f"{money(line.gross_cents, country):>12}  {line.text} {line.details}".rstrip()
            for line in document.lines
        ),
    )
    yield from _titled(_("Ledger"), (_entry(entry, country) for entry in shown.entries))
    yield from _titled(
        _("Debits"),
        (
            f"{debit.due_on.isoformat()}  {money(debit.amount_cents, country):>12}  {debit.end_to_end_id}"
            f"  {debit.state.value} {debit.reason} {debit.message_id or ''}".rstrip()
            for debit in shown.debits
        ),
    )


def _titled(title: str, lines: Iterator[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if not number:
            yield from ("", title)
        yield f"  {line}"


def _entry(entry: EntryView, country: str) -> str:
    amount = money(entry.amount_cents, country)
    return f"{entry.booked_on.isoformat()}  {amount:>12}  {entry.kind.value} {entry.note}".rstrip()


def _pdf(care: InvoiceCare, access: OperatorAccess, arguments: argparse.Namespace, _country: str) -> Answer:
    new_files.free_path(arguments.to)
    pdf = care.pdf(access, arguments.number)
    path = new_files.save(arguments.to, pdf.content)
    sentence = _("{number} is in {path}").format(number=pdf.number, path=path)
    return Answer((sentence,), {"number": pdf.number, "kind": pdf.kind, "path": str(path)})


def _credit(care: InvoiceCare, access: OperatorAccess, arguments: argparse.Namespace, country: str) -> Answer:
    done = care.credit(access, arguments.number)
    return Answer(tuple(_credited(done, country)), data_of(done))


def _credited(done: Credited, country: str) -> Iterator[str]:
    yield _("{number} is taken back by {note}, of {amount}; the customer is told.").format(
        number=done.number, note=done.credit_note, amount=money(done.amount_cents, country)
    )
    if done.called_off:
        yield _("Its debit, which had not gone to the bank, is called off.")
    yield from _balance(done.number, done.balance_cents, country)


def _paid(care: InvoiceCare, access: OperatorAccess, arguments: argparse.Namespace, country: str) -> Answer:
    amount, on = typed_cents(arguments.amount, "amount"), typed_day(arguments.on, "on")
    done = care.paid(access, arguments.number, amount, on)
    return Answer(tuple(_booked(done, country)), data_of(done))


def _booked(done: Booked, country: str) -> Iterator[str]:
    sentences = {
        "paid": _("{amount} of {day} is booked on {number}."),
        "paid out": _("{amount} of {day} is booked as paid back for {number}."),
    }
    yield sentences[done.kind.value].format(
        amount=money(done.amount_cents, country), day=done.booked_on, number=done.number
    )
    debits = {
        "called off": _("Its debit is called off; the customer is told."),
        "lowered": _("Its debit collects only what is left; the customer is told."),
        "at the bank": _("Its debit is at the bank and will be collected, too: pay it back then."),
    }
    if done.debit.value in debits:
        yield debits[done.debit.value]
    yield from _balance(done.number, done.balance_cents, country)


def _balance(number: str, cents: int, country: str) -> Iterator[str]:
    if cents > 0:
        yield _("Of {number}, {amount} is open.").format(number=number, amount=money(cents, country))
    elif cents < 0:
        yield _("The customer gets back {amount}: “customer-login admin invoices paid {number}”.").format(
            number=number, amount=money(-cents, country)
        )
