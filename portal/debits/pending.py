"""What new bank data mean for debits that are on their way, and for those that came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.debits.reasons import Needs, reason_of

if TYPE_CHECKING:
    from portal.use_case import Means
    from storage.models.customers import Customer, Mandate
    from storage.work import Work


def needs_of(work: Work, mandate: Mandate) -> set[Needs]:
    """What debits by this mandate need that came back, as long as their invoices are open."""
    return {reason_of(reason).needs for reason in work.debits.came_back_by(mandate) if reason}


def move(work: Work, means: Means, customer: Customer, mandate: Mandate | None) -> None:
    """Let debits that have not gone to the bank follow the customer's new bank data.

    They are announced once more, with the new account and in time; without a mandate they are called off, and
    the customer is asked to transfer the amount.
    """
    from portal.debits.adjusting import call_off
    from portal.debits.announcing import announce, next_day

    for collection, invoice in work.debits.pending_of(customer.id):
        if mandate is not None:
            collection.mandate_id, collection.due_on = mandate.id, next_day(means)
            announce(work, means, customer, invoice, collection, mandate)
        else:
            call_off(work, means, customer, invoice, collection)
