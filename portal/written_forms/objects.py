"""What a form is about: found, locked, and fit for it, be it to be printed or accepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.access import WholePackage
from portal.documents.words import words_of
from portal.domains.endings import has_admin_c
from portal.errors import Conflict, InvalidInput, NotFound
from portal.i18n import _
from storage.models.domains import ContactRole, DomainKind, DomainState
from storage.models.packages import PackageState
from storage.models.written_forms import FormKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portal.written_forms.views import FormObject
    from storage.models.domains import Domain, DomainContact
    from storage.repositories.contracts import Agreed
    from storage.repositories.customers import CustomerScope
    from storage.work import Work


@dataclass(frozen=True, slots=True)
class Found:
    """What a form is about, as it is now.

    Attributes:
        agreed: The package with its contract, locked; None: the whole customer number.
        domains: The domains that move, or the one whose contact changes; none: the whole package.
        contacts: Who of them is not the contract partner, by role.
    """

    agreed: Agreed | None
    domains: tuple[Domain, ...]
    contacts: dict[ContactRole, DomainContact]

    def contact_of(self, role: ContactRole | None) -> DomainContact | None:
        """Who is the contact of the domain, an Admin-C by default its holder; None: the contract partner."""
        if role is None:
            return None
        return self.contacts.get(role) or self.contacts.get(ContactRole.HOLDER)

    @property
    def named(self) -> Agreed:
        """The package of a form that is about one."""
        assert self.agreed is not None  # noqa: S101 - only a handover is about none
        return self.agreed


def find(work: Work, scope: CustomerScope, about: FormObject, *, to_change: bool = True) -> Found:
    """Find it, and lock it if it is to be changed.

    Raises:
        NotFound: It is not, or not any more, under the customer number.
        Conflict: It has ended or was terminated.
        InvalidInput: It makes no sense: a main domain alone, an Admin-C that there is not.
    """
    if about.kind is FormKind.HANDOVER or about.package_id is None:
        return Found(None, (), {})
    agreed = work.contracts.one_owned_by(scope, about.package_id, to_change=to_change)
    if agreed is None:
        raise NotFound(_("The package is not under this customer number."))
    if agreed.package.state is PackageState.ENDED:
        raise Conflict(_("{domain} has ended.").format(domain=agreed.package.main_domain))
    domains = _domains(work, agreed, about.domain_ids)
    if about.kind is FormKind.TRANSFER:
        _require_transferable(agreed, domains)
        return Found(agreed, domains, {})
    [domain] = domains
    if about.role is ContactRole.ADMIN_C and not has_admin_c(domain.ascii_name):
        raise InvalidInput(
            _("Domains ending in .{ending} have no Admin-C any more: only their holder can change.").format(
                ending=domain.ascii_name.rpartition(".")[2]
            )
        )
    known = work.contacts.of_domains([domain.id])
    return Found(agreed, domains, {role: contact for (_id, role), contact in known.items()})


def require_no_other(work: Work, scope: CustomerScope, about: FormObject) -> None:
    """Raise Conflict if another open form is about the same; the sentence says which."""
    if about.kind is FormKind.HANDOVER or about.package_id is None:
        number = work.written_forms.open_handover(scope.customer_id)
    elif about.kind is FormKind.TRANSFER:
        number = work.written_forms.open_transfer(about.package_id, about.domain_ids)
    else:
        number = work.written_forms.open_change(about.domain_ids[0], about.role or ContactRole.HOLDER)
    if number:
        raise Conflict(
            _(
                "There is the form {number} for this already. Save that one again, or withdraw it first while"
                " it is only printed."
            ).format(number=number)
        )


def _domains(work: Work, agreed: Agreed, ids: Sequence[int]) -> tuple[Domain, ...]:
    living = {each.id: each for each in work.domains.living_of(WholePackage(agreed.package.id))}
    if not set(ids) <= set(living):
        raise NotFound(
            _("A domain of it is not in the package {domain} any more.").format(
                domain=agreed.package.main_domain
            )
        )
    chosen = tuple(living[each] for each in ids)
    for domain in chosen:
        if domain.state is not DomainState.ACTIVE:
            raise Conflict(
                _("{domain} is not active: it was terminated, or is still being registered.").format(
                    domain=domain.name
                )
            )
    return chosen


def _require_transferable(agreed: Agreed, domains: Sequence[Domain]) -> None:
    if agreed.contract.ends_on is not None:
        raise Conflict(
            _(
                "{domain} was terminated to {day}: retract the termination first. What ends cannot be"
                " transferred."
            ).format(domain=agreed.package.main_domain, day=words_of("en").day(agreed.contract.ends_on))
        )
    for domain in domains:
        if domain.kind is DomainKind.MAIN:
            raise InvalidInput(
                _("{domain} is the main domain: it moves with the whole package only.").format(
                    domain=domain.name
                )
            )
