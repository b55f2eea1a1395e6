"""What an order makes: a package with its contract and main domain, or an additional service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.access import WholePackage
from portal.administration import Changing
from portal.domains.ordering import add_ordered
from storage.models.contracts import ActKind, ContractAct
from storage.models.domains import DomainKind
from storage.models.packages import Contract, Package
from storage.models.services import AdditionalService

if TYPE_CHECKING:
    import datetime as dt

    from portal.offers.views import OfferPlan
    from portal.settings import Settings
    from storage.models.offers import Offer
    from storage.work import Work


@dataclass(frozen=True, slots=True)
class Made:
    """What an order made.

    Attributes:
        package_id: The package that was made, or got the service.
        service_id: The service; None: it is a package.
        act: As it is to be put on record.
    """

    package_id: int
    service_id: int | None
    act: ContractAct


def carry_out(
    work: Work,
    customer_id: int,
    offer: Offer,
    plan: OfferPlan,
    actor: str,
    at: dt.datetime,
    settings: Settings,
) -> Made:
    """Make what was ordered; the next billing bills it.

    Args:
        work: The transaction; the offer is locked.
        customer_id: Who ordered it.
        offer: What was ordered.
        plan: What that means, as it was shown.
        actor: What the history calls them.
        at: When the order was received.
        settings: For what a domain begins with.
    """
    offer.ordered += 1
    service_id = None
    if plan.package_id is None:
        kind = ActKind.PACKAGE_ORDERED
        package_id = _add_package(work, customer_id, offer, plan, actor, at, settings)
    else:
        kind, package_id = ActKind.SERVICE_ORDERED, plan.package_id
        service_id = _add_service(work, package_id, offer, plan, at)
    act = ContractAct(
        customer_id=customer_id,
        package_id=package_id,
        kind=kind,
        at=at,
        effective_on=plan.starts_on,
        details=f"{plan.name}: {plan.makes} ({plan.domain})",
    )
    return Made(package_id, service_id, act)


def _add_package(
    work: Work,
    customer_id: int,
    offer: Offer,
    plan: OfferPlan,
    actor: str,
    at: dt.datetime,
    settings: Settings,
) -> int:
    assert offer.product_id is not None  # noqa: S101 - it makes a package
    terms = plan.terms
    contract = Contract(
        package_id=0,
        started_on=plan.starts_on,
        minimum_months=terms.minimum_months,
        notice_months=terms.notice_months,
        billing_months=terms.billing_months,
        price_cents=terms.price_cents,
        first_price_cents=terms.first_price_cents,
        first_price_until=plan.first_until,
        ordered_at=at,
    )
    package = Package(customer_id=customer_id, product_id=offer.product_id, main_domain=plan.domain)
    work.packages.add(package, contract, {})
    work.flush()
    whole = WholePackage(package.id, actor=actor)
    changing = Changing(work, whole, package, work.contracts.product(offer.product_id), at)
    add_ordered(changing, plan.domain, DomainKind.MAIN, settings)
    return package.id


def _add_service(work: Work, package_id: int, offer: Offer, plan: OfferPlan, at: dt.datetime) -> int:
    terms = plan.terms
    service = AdditionalService(
        package_id=package_id,
        name=offer.service,
        ordered_at=at,
        started_on=plan.starts_on,
        minimum_months=terms.minimum_months,
        notice_months=terms.notice_months,
        billing_months=terms.billing_months,
        price_cents=terms.price_cents,
        first_price_cents=terms.first_price_cents,
        first_price_until=plan.first_until,
    )
    work.contracts.add_service(service)
    return service.id
