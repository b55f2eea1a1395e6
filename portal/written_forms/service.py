"""Forms that need a signature: printing them, saving them again, withdrawing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.access import WholePackage
from portal.domains.endings import has_admin_c
from portal.errors import Conflict, NotFound
from portal.i18n import _
from portal.refusals import own_package
from portal.use_case import UseCases
from portal.written_forms.objects import find, require_no_other
from portal.written_forms.printing import printed_form
from portal.written_forms.recording import tell
from portal.written_forms.views import FormDomain, FormPackage, FormPaper, form_view
from storage.models.domains import ContactRole, DomainKind, DomainState
from storage.models.packages import PackageState
from storage.models.written_forms import FormState

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.paging import Page, PageRequest
    from portal.written_forms.models import OtherParty
    from portal.written_forms.views import FormObject, FormView
    from storage.models.customers import Customer
    from storage.models.domains import Domain, DomainContact
    from storage.models.written_forms import WrittenForm
    from storage.work import Work


class WrittenForms(UseCases):
    """A customer's own forms.

    Printing a form changes nothing of the contract: what counts are the signatures on it. So it asks for no
    password.
    """

    def page(self, access: CustomerAccess, request: PageRequest) -> Page[FormView]:
        """A page of the forms; orders: printed, kind, state."""
        with self._reading(access) as work:
            return work.written_forms.page(request, access.customer_id).of(form_view)

    def package(self, access: CustomerAccess, package_id: int) -> FormPackage:
        """What forms can be about in a package.

        Raises:
            NotFound: It is not the customer's.
            Conflict: It has ended.
        """
        with self._reading(access) as work:
            agreed = own_package(work.contracts.one_owned_by(access, package_id))
            if agreed.package.state is PackageState.ENDED:
                raise Conflict(_("{domain} has ended.").format(domain=agreed.package.main_domain))
            customer = work.customers.owned_by(access)
            living = work.domains.living_of(WholePackage(package_id))
            active = [each for each in living if each.state is DomainState.ACTIVE]
            contacts = work.contacts.of_domains(each.id for each in active)
            return FormPackage(
                package_id,
                agreed.package.main_domain,
                agreed.product.name,
                tuple(_form_domain(each, customer, contacts) for each in active),
            )

    def require_possible(self, access: CustomerAccess, about: FormObject) -> None:
        """Refuse what there can be no form for, before it is filled in; raises what `print` would."""
        with self._reading(access) as work:
            find(work, access, about, to_change=False)
            require_no_other(work, access, about)

    def print(self, access: CustomerAccess, about: FormObject, other: OtherParty) -> FormView:
        """Make a form, with what is known filled in; its number counts on without a gap.

        Raises:
            NotFound: It is about something that is not the customer's.
            Conflict: That has ended or was terminated, or there is an open form for it already.
            InvalidInput: There is no such change of it.
        """
        with self._writing(access) as work:
            customer = work.customers.owned_by(access, to_change=True)
            found = find(work, access, about)
            require_no_other(work, access, about)
            form = printed_form(
                work, self._means.settings, customer, about, found, other, self._means.clock.now()
            )
            tell(work, self._means, customer, form, "printed")
            self._note(work, access, form, "form printed")
            work.commit()
            return form_view(form)

    def paper(self, access: CustomerAccess, form_id: int) -> FormPaper:
        """A form as it was printed: always the same bytes; raises NotFound."""
        with self._reading(access) as work:
            form = self._own(work, access, form_id)
            return FormPaper(form.number, work.written_forms.paper(form))

    def withdraw(self, access: CustomerAccess, form_id: int) -> FormView:
        """Give a form up that was printed and not sent yet.

        Raises:
            NotFound: It is not the customer's.
            Conflict: It was received already, or given up before.
        """
        with self._writing(access) as work:
            form = self._own(work, access, form_id, to_change=True)
            if form.state is not FormState.PRINTED:
                raise Conflict(_not_withdrawn(form))
            form.state, form.decided_at = FormState.WITHDRAWN, self._means.clock.now()
            self._note(work, access, form, "form withdrawn")
            work.commit()
            return form_view(form)

    def _note(self, work: Work, access: CustomerAccess, form: WrittenForm, action: str) -> None:
        now, record = self._means.clock.now(), f"written_forms {form.id}"
        work.audit.record(now, access.actor, action, record, customer_id=form.customer_id)

    @staticmethod
    def _own(work: Work, access: CustomerAccess, form_id: int, *, to_change: bool = False) -> WrittenForm:
        form = work.written_forms.one_owned_by(access, form_id, to_change=to_change)
        if form is None:
            raise NotFound(_("This form is not among yours."))
        return form


def _form_domain(
    domain: Domain, customer: Customer, contacts: dict[tuple[int, ContactRole], DomainContact]
) -> FormDomain:
    holder = contacts.get((domain.id, ContactRole.HOLDER))
    holder_name = holder.name if holder else customer.name
    admin_c = contacts.get((domain.id, ContactRole.ADMIN_C))
    known = has_admin_c(domain.ascii_name)
    return FormDomain(
        id=domain.id,
        name=domain.name,
        is_main=domain.kind is DomainKind.MAIN,
        holder=holder_name,
        is_partner=holder is None,
        has_admin_c=known,
        admin_c=(admin_c.name if admin_c else holder_name) if known else "",
    )


def _not_withdrawn(form: WrittenForm) -> str:
    sentences = {
        FormState.RECEIVED: _("{number} was received by us already. Please write to our customer service."),
        FormState.ACCEPTED: _("{number} is accepted already."),
        FormState.REJECTED: _("{number} was rejected already."),
        FormState.WITHDRAWN: _("{number} was withdrawn already."),
    }
    return sentences[form.state].format(number=form.number)
