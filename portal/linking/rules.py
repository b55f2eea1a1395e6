"""Whether two customers are the same contract partner, and in what their data differ (rules.md, "Link")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.customers.views import address_of, telephone_of
from portal.linking.views import Apart, Part, Unlike

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.models.customers import Customer, Mandate


def apart(own: Customer, other: Customer, by: Mandate | None, other_by: Mandate | None) -> Iterator[Apart]:
    """In what two customers differ that must be the same.

    A number that is paid by transfer and one that is paid by debit differ, too: its packages would be paid
    another way from one day to the next, by an account that was not given for them.

    Args:
        own: The signed-in customer.
        other: The one whose number is to be linked.
        by: The first one's mandate in force; None: paid by transfer.
        other_by: The other one's.
    """
    if _same_letters(own.first_name, own.last_name) != _same_letters(other.first_name, other.last_name):
        yield Apart.NAME
    if _same_letters(own.company) != _same_letters(other.company):
        yield Apart.COMPANY
    if own.kind is not other.kind:
        yield Apart.KIND
    if (by.iban_digest if by else None) != (other_by.iban_digest if other_by else None):
        yield Apart.BANK


def unlike(own: Customer, other: Customer) -> Iterator[Unlike]:
    """In what else their data differ."""
    is_abroad = own.country != other.country
    ours, theirs = (_written(each, with_country=is_abroad) for each in (own, other))
    for part in Part:
        if ours[part] != theirs[part]:
            yield Unlike(part, ours[part], theirs[part])


def _written(customer: Customer, *, with_country: bool) -> dict[Part, str]:
    """What can be compared, each in a line."""
    address, telephone = address_of(customer), telephone_of(customer)
    lines = (
        f"{address.street} {address.house_number}",
        address.addition,
        f"{address.postcode} {address.town}",
        address.country if with_country else "",
    )
    return {
        Part.ADDRESS: ", ".join(line for line in lines if line),
        Part.TELEPHONE: telephone.telephone,
        Part.MOBILE: telephone.mobile,
        Part.FAX: telephone.fax,
        Part.EMAIL: customer.email,
        Part.INVOICE_EMAIL: customer.invoice_email,
    }


def _same_letters(*names: str) -> list[str]:
    """A name without what no two people write the same: case and blanks."""
    return " ".join(names).casefold().split()
