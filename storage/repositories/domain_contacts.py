"""Who holds domains, and speaks for them, where that is not their contract partner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, insert, literal, select

from storage.models.customers import Customer
from storage.models.domains import ContactRole, Domain, DomainContact, DomainState
from storage.models.packages import Package

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

COPIED = (
    "company",
    "first_name",
    "last_name",
    "street",
    "house_number",
    "addition",
    "postcode",
    "town",
    "country",
    "email",
)
"""What a contract partner and a domain's contact have in common."""


class DomainContacts:
    """Contacts of domains."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_domains(self, domain_ids: Iterable[int]) -> dict[tuple[int, ContactRole], DomainContact]:
        """Those contacts of these domains that are not the contract partner."""
        query = select(DomainContact).where(DomainContact.domain_id.in_(tuple(domain_ids)))
        return {(each.domain_id, each.role): each for each in self._session.scalars(query)}

    def put(self, contact: DomainContact) -> None:
        """Let somebody be a domain's contact in the place of whoever was."""
        old = DomainContact.domain_id == contact.domain_id, DomainContact.role == contact.role
        self._session.execute(delete(DomainContact).where(*old))
        self._session.add(contact)
        self._session.flush()

    def keep_holders(
        self,
        customer_id: int,
        since: dt.date,
        package_id: int | None = None,
        domain_ids: Sequence[int] | None = None,
    ) -> None:
        """Let the contract partner of today stay the holder of their domains, whoever that is tomorrow.

        Args:
            customer_id: The contract partner.
            since: The day of it.
            package_id: Only domains of this package; None: of all.
            domain_ids: Only these domains; None: all.
        """
        holder = literal(ContactRole.HOLDER, DomainContact.role.type)
        known = and_(DomainContact.domain_id == Domain.id, DomainContact.role == ContactRole.HOLDER)
        query = (
            select(Domain.id, holder, *(getattr(Customer, name) for name in COPIED), literal(since))
            .join(Package, Package.id == Domain.package_id)
            .join(Customer, Customer.id == Package.customer_id)
            .outerjoin(DomainContact, known)
            .where(
                Package.customer_id == customer_id,
                Domain.state != DomainState.ENDED,
                DomainContact.domain_id.is_(None),
            )
        )
        if package_id is not None:
            query = query.where(Package.id == package_id)
        if domain_ids is not None:
            query = query.where(Domain.id.in_(domain_ids))
        columns = ["domain_id", "role", *COPIED, "since"]
        self._session.execute(insert(DomainContact).from_select(columns, query))
