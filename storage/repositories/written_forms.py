"""Forms that need a signature, by who asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from storage.models.contracts import ContractPaper
from storage.models.domains import Domain
from storage.models.invoices import Series
from storage.models.written_forms import FormDomain, FormKind, FormState, WrittenForm
from storage.repositories import numbering
from storage.repositories.keyset import contains, read_page

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from storage.models.domains import ContactRole
    from storage.paging import Page, PageRequest
    from storage.repositories.customers import CustomerScope


class WrittenForms:
    """Forms, and what they are about."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # Reading

    def page(
        self, request: PageRequest, customer_id: int | None = None, state: FormState | None = None
    ) -> Page[WrittenForm]:
        """A page of forms, of one customer or of all; orders: printed, kind, state.

        The filter finds numbers, what they are about and both parties' names.
        """
        query = select(WrittenForm)
        if customer_id is not None:
            query = query.where(WrittenForm.customer_id == customer_id)
        if state is not None:
            query = query.where(WrittenForm.state == state)
        if request.filter:
            query = query.where(
                contains(request.filter, WrittenForm.number, WrittenForm.about, WrittenForm.present)
            )
        orders = {
            "printed": (WrittenForm.id,),
            "kind": (WrittenForm.kind, WrittenForm.id),
            "state": (WrittenForm.state, WrittenForm.id),
        }
        return read_page(self._session, query, request, orders).of(lambda row: row[0])

    def one_owned_by(
        self, scope: CustomerScope, form_id: int, *, to_change: bool = False
    ) -> WrittenForm | None:
        """A customer's own form; None for a missing one and for another's alike."""
        return self._one(
            WrittenForm.id == form_id, WrittenForm.customer_id == scope.customer_id, to_change=to_change
        )

    def by_number(self, number: str, *, to_change: bool = False) -> WrittenForm | None:
        """The form of this number, for the operator."""
        return self._one(WrittenForm.number == number, to_change=to_change)

    def locked(self, form_id: int) -> WrittenForm:
        """A form to be carried out."""
        found = self._one(WrittenForm.id == form_id, to_change=True)
        assert found is not None  # noqa: S101 - forms are never removed
        return found

    def paper(self, form: WrittenForm) -> bytes:
        """The form as it was printed, a PDF."""
        query = select(ContractPaper.content).where(ContractPaper.act_id == form.act_id)
        return self._session.scalars(query).one()

    def domains_of(self, form: WrittenForm) -> Sequence[Domain]:
        """The domains that a form is about, as they are now; none: it is about the whole package."""
        query = select(Domain).join(FormDomain, FormDomain.domain_id == Domain.id)
        query = query.where(FormDomain.form_id == form.id).order_by(Domain.name, Domain.id)
        return self._session.scalars(query.execution_options(populate_existing=True)).all()

    def due(self, on: dt.date) -> Sequence[tuple[dt.date, int]]:
        """When accepted forms hold by that day and are still to be carried out, and their ids."""
        query = select(WrittenForm.effective_on, WrittenForm.id).where(
            WrittenForm.state == FormState.ACCEPTED,
            WrittenForm.carried_out_at.is_(None),
            WrittenForm.effective_on <= on,
        )
        return [(day, form_id) for day, form_id in self._session.execute(query) if day is not None]

    def open_handover(self, customer_id: int) -> str:
        """The number of an open form that hands the customer number over; empty: there is none."""
        return self._open(WrittenForm.kind == FormKind.HANDOVER, WrittenForm.customer_id == customer_id)

    def open_transfer(self, package_id: int, domain_ids: Collection[int]) -> str:
        """The number of an open form that transfers the package or one of these domains; empty: none."""
        of_form = FormDomain.form_id == WrittenForm.id
        whole = ~select(FormDomain.form_id).where(of_form).exists()
        touched = select(FormDomain.form_id).where(of_form, FormDomain.domain_id.in_(domain_ids)).exists()
        return self._open(
            WrittenForm.kind == FormKind.TRANSFER,
            WrittenForm.package_id == package_id,
            *((or_(whole, touched),) if domain_ids else ()),
        )

    def open_change(self, domain_id: int, role: ContactRole) -> str:
        """The number of an open form that changes this contact of a domain; empty: there is none."""
        about = FormDomain.form_id == WrittenForm.id, FormDomain.domain_id == domain_id
        return self._open(
            WrittenForm.kind == FormKind.HOLDER,
            WrittenForm.role == role,
            select(FormDomain.form_id).where(*about).exists(),
        )

    def undecided_of(self, customer_id: int) -> Sequence[WrittenForm]:
        """A customer's forms that were printed or received and not decided on, to be changed."""
        undecided = WrittenForm.state.in_((FormState.PRINTED, FormState.RECEIVED))
        query = select(WrittenForm).where(WrittenForm.customer_id == customer_id, undecided)
        return self._session.scalars(query.order_by(WrittenForm.id).with_for_update()).all()

    # Writing

    def next_number(self, year: int) -> int:
        """The next number of a year; nobody else gets one before the transaction has ended."""
        [serial] = numbering.next_numbers(self._session, Series.FORMS, year, 1)
        return serial

    def add(self, form: WrittenForm, domain_ids: Collection[int]) -> None:
        """Add a form about these domains; gives it its id."""
        self._session.add(form)
        self._session.flush()
        self._session.add_all(FormDomain(form_id=form.id, domain_id=each) for each in domain_ids)

    # What must hold

    def gaps(self) -> Iterator[int]:
        """The years whose numbers are not exactly those from 1 to the last one given."""
        return numbering.gaps(self._session, Series.FORMS)

    def _one(self, *which: ColumnElement[bool], to_change: bool) -> WrittenForm | None:
        query = select(WrittenForm).where(*which)
        if to_change:
            query = query.with_for_update().execution_options(populate_existing=True)
        return self._session.scalars(query).one_or_none()

    def _open(self, *which: ColumnElement[bool]) -> str:
        undecided = WrittenForm.state.in_((FormState.PRINTED, FormState.RECEIVED))
        waits = and_(WrittenForm.state == FormState.ACCEPTED, WrittenForm.carried_out_at.is_(None))
        query: Select[str] = select(WrittenForm.number).where(*which, or_(undecided, waits))
        return self._session.scalars(query.order_by(WrittenForm.id).limit(1)).one_or_none() or ""
