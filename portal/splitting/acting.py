"""Carrying a split out: everything that hangs on the domains goes over in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.access import WholePackage
from portal.administration import Changing
from portal.kinds import KINDS, MAIL, SITE
from portal.languages import language_of
from portal.splitting.words import FEE
from storage.models.contracts import ActKind, ContractAct
from storage.models.domains import DomainKind
from storage.models.invoices import BillingItem
from storage.models.mail import MailKind
from storage.models.packages import Contract, Package
from storage.models.products import Resource

if TYPE_CHECKING:
    import datetime as dt

    from portal.splitting.planning import Planned
    from portal.splitting.views import NewPackage
    from storage.models.customers import Customer
    from storage.models.domains import Domain
    from storage.models.products import Product
    from storage.work import Work

MOVED_AWAY, MOVED_HERE = "moved away", "moved here"
"""What the histories of both packages call it."""

LONGEST_DETAILS = 300
"""Characters of what an invoice says of a fee."""


def carry_out(work: Work, customer: Customer, planned: Planned, actor: str, now: dt.datetime) -> int:
    """Let the domains belong to their new package; tells its id.

    The packages are locked, and nothing stands against it. What is put on record about the contract, and the
    customer's confirmation, is the caller's.

    Args:
        work: The transaction.
        customer: Whose packages.
        planned: What is done.
        actor: What the audit log calls whoever has it done.
        now: The moment.
    """
    plan, source = planned.plan, planned.sides.source
    giving = Changing(work, _whole(source.package, actor), source.package, source.product, now)
    package, product = _target(work, planned)
    taking = Changing(work, _whole(package, actor), package, product, now)
    _move_domains(giving, taking, planned)
    _move_counters(giving, taking, planned)
    ids = [domain.id for domain in planned.going]
    kinds = [kind.entity for kind in KINDS if "domain_id" in kind.settings]
    work.splits.move(kinds, ids, package.id, taking.revision)
    work.splits.begin_at_the_top(ids, [site.id for site in planned.sites.turned])
    _mend_sites(giving, planned)
    _mend_aliases(giving, taking, planned)
    if plan.fee_cents:
        work.billing.add_item(
            BillingItem(
                customer_id=customer.id,
                package_id=source.package.id,
                due_on=plan.on,
                text=FEE[language_of(customer.language)],
                details=", ".join(plan.domains)[:LONGEST_DETAILS],
                gross_cents=plan.fee_cents,
            )
        )
    return package.id


def act_of(
    kind: ActKind, customer: Customer, planned: Planned, at: dt.datetime, package_id: int | None = None
) -> ContractAct:
    """What is put on record of a split; `package_id`: about which package, if not the one that is split."""
    plan = planned.plan
    return ContractAct(
        customer_id=customer.id,
        package_id=package_id or planned.sides.source.package.id,
        kind=kind,
        at=at,
        effective_on=plan.on,
        details=f"{', '.join(plan.domains)} → {plan.target.domain} ({plan.target.product})",
    )


def record_new_package(
    work: Work, customer: Customer, planned: Planned, target_id: int, received: dt.datetime
) -> None:
    """Put on record that a package was ordered, at the moment of that order."""
    if planned.product is not None:
        work.contracts.record(act_of(ActKind.PACKAGE_ORDERED, customer, planned, received, target_id))


def contract_of(new: NewPackage, started_on: dt.date) -> Contract:
    """What is agreed for a new package; the next billing bills it."""
    return Contract(
        package_id=0,
        started_on=started_on,
        minimum_months=new.minimum_months,
        notice_months=new.notice_months,
        billing_months=new.billing_months,
        price_cents=new.price_cents,
    )


def _whole(package: Package, actor: str) -> WholePackage:
    return WholePackage(package.id, actor=actor)


def _target(work: Work, planned: Planned) -> tuple[Package, Product]:
    """The package that the domains go to; made where it is a new one."""
    target, new = planned.sides.target, planned.plan.target.new
    if target is not None:
        return target.package, target.product
    assert planned.product is not None  # noqa: S101 - a plan has one of both
    assert new is not None  # noqa: S101 - likewise
    package = Package(
        customer_id=planned.sides.source.package.customer_id,
        product_id=planned.product.id,
        main_domain=planned.plan.target.domain,
    )
    return work.packages.add(package, contract_of(new, planned.plan.on), {}), planned.product


def _move_domains(giving: Changing, taking: Changing, planned: Planned) -> None:
    """The domains themselves; there is one main domain in either package at any moment."""
    work, included = taking.work, planned.plan.target.included
    ordinary = [domain for domain in planned.going if domain is not planned.target_main]
    if planned.target_main is not None:
        included -= 1
        _belong(planned.target_main, taking.package, DomainKind.MAIN)
    for place, domain in enumerate(ordinary):
        _belong(domain, taking.package, DomainKind.INCLUDED if place < included else DomainKind.ADDITIONAL)
    work.flush()
    if planned.new_main is not None:
        if planned.new_main.kind is DomainKind.ADDITIONAL:
            work.administration.count(giving.package, Resource.ADDITIONAL_DOMAINS, -1)
        planned.new_main.kind = DomainKind.MAIN
        giving.package.main_domain = planned.new_main.name
        giving.note("domain", "became main", planned.new_main.name, domain_id=planned.new_main.id)
    for domain in planned.going:
        # Whoever managed the domain sees where it went; the history keeps no other secrets of the owner.
        hidden = None if domain.open_to_webmaster else domain.id
        giving.note("domain", MOVED_AWAY, domain.name, domain_id=hidden)
        taking.note("domain", MOVED_HERE, domain.name, domain_id=domain.id)


def _belong(domain: Domain, package: Package, kind: DomainKind) -> None:
    domain.package_id, domain.kind = package.id, kind


def _move_counters(giving: Changing, taking: Changing, planned: Planned) -> None:
    """What is counted of the domains is counted in the other package from now on."""
    moving, administration = planned.plan.moving, giving.work.administration
    moved = {Resource.MAILBOXES: moving.mailboxes, Resource.MAIL_STORAGE: moving.mail_mb}
    for resource, amount in moved.items():
        if amount:
            administration.count(giving.package, resource, -amount)
            administration.count(taking.package, resource, amount)
    if planned.additional_before:
        administration.count(giving.package, Resource.ADDITIONAL_DOMAINS, -planned.additional_before)
    if planned.plan.target.additional:
        administration.count(taking.package, Resource.ADDITIONAL_DOMAINS, planned.plan.target.additional)


def _mend_sites(giving: Changing, planned: Planned) -> None:
    """Sites that stay show by themselves what they showed by way of one that went."""
    for site, shown in planned.sites.kept:
        values = {
            "target": shown.target,
            "directory": shown.directory,
            "points_to": shown.points_to,
            "redirect_to": shown.redirect_to,
            "redirect_code": shown.redirect_code,
        }
        giving.edit(SITE, giving.one(SITE, site.id), values, undoable=False)


def _mend_aliases(giving: Changing, taking: Changing, planned: Planned) -> None:
    """An alias delivers to mailboxes of its own package; a forward delivers anywhere."""
    going = {domain.id for domain in planned.going}
    for alias_id, domain_id in planned.aliases:
        changing = taking if domain_id in going else giving
        changing.edit(MAIL, changing.one(MAIL, alias_id), {"kind": MailKind.FORWARD}, undoable=False)
