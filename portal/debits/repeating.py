"""Who may have a debit repeated, and when (rules.md, "Repeat debit")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.debits.reasons import Needs, reason_of
from portal.errors import Conflict
from portal.i18n import _
from storage.models.debits import PENDING
from storage.models.invoices import InvoiceKind

if TYPE_CHECKING:
    import datetime as dt

    from storage.models.customers import Mandate
    from storage.models.debits import Collection
    from storage.models.invoices import Invoice


def require_repeatable(
    invoice: Invoice, last: Collection | None, tried: int, most_repeats: int, today: dt.date
) -> None:
    """Refuse what is not to be collected once more.

    Args:
        invoice: Which invoice.
        last: Its last collection.
        tried: How many of its collections went to the bank.
        most_repeats: How often a debit may be repeated.
        today: The provider's date.

    Raises:
        Conflict: The sentence tells why.
    """
    if invoice.kind is InvoiceKind.CREDIT_NOTE:
        raise Conflict(_("This is a credit note: there is nothing to collect."))
    if invoice.balance_cents <= 0:
        raise Conflict(_("This invoice is paid: there is nothing left to collect."))
    if last is not None and last.state in PENDING:
        raise Conflict(_("A debit of this invoice is under way already."))
    if last is None and invoice.due_on is not None and invoice.due_on > today:
        raise Conflict(_("This invoice is not due yet."))
    if tried > most_repeats:
        raise Conflict(
            _(
                "The debit of this invoice was repeated as often as it can be. Please transfer the amount to"
                " the account that stands on the invoice."
            )
        )
    if last is not None and last.reason and reason_of(last.reason).needs is Needs.NEVER:
        raise Conflict(reason_of(last.reason).advice)


def missing_bank_data(last: tuple[Collection, Mandate] | None, mandate: Mandate | None) -> str:
    """Why new bank data are needed before the next debit, in a sentence; empty: they are not.

    Args:
        last: The last collection, and by which mandate.
        mandate: The one in force.
    """
    if mandate is None:
        return _("You have given us no mandate at present. Please enter your bank data first.")
    if last is None or not last[0].reason:
        return ""
    collection, before = last
    reason = reason_of(collection.reason)
    is_same = mandate.id == before.id
    is_same_account = mandate.iban_digest == before.iban_digest
    unchanged = {
        Needs.CHANGE: is_same,
        Needs.NEW_MANDATE: is_same,
        Needs.NEW_ACCOUNT: is_same_account,
    }.get(reason.needs, False)
    return reason.advice if unchanged else ""
