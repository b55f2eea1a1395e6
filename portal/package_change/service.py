"""Changing a package to another product: what it means, having it done, taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.contract_acts.recording import put_on_record
from portal.errors import Conflict, NotFound, OwesInvoice
from portal.i18n import _
from portal.languages import language_of
from portal.package_change.acting import Change, act_of, carry_out, record
from portal.package_change.rules import (
    first_day_of_downgrade,
    misfits,
    price_on,
    quota_changes,
    upgrade_lines,
)
from portal.package_change.views import (
    ChangeKind,
    ChangeOffer,
    ChangePlan,
    OrderedChange,
    PlannedLine,
    ProductOption,
)
from portal.package_change.words import told_of, told_of_order
from portal.refusals import own_package, require_as_seen
from portal.use_case import Means, UseCases
from storage.models.contracts import ActKind
from storage.models.packages import PackageState
from storage.repositories.invoice_rows import Day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from portal.access import CustomerAccess
    from portal.sign_in import SignIn
    from storage.models.customers import Customer
    from storage.models.products import Product, Resource
    from storage.repositories.contracts import Agreed
    from storage.work import Work


class PackageChange(UseCases):
    """Upgrades and downgrades of a customer's own packages."""

    def __init__(self, means: Means, sign_in: SignIn) -> None:
        super().__init__(means)
        self._sign_in = sign_in

    def offer(self, access: CustomerAccess, package_id: int) -> ChangeOffer:
        """What a package can be changed to; raises NotFound."""
        with self._reading(access) as work:
            agreed = own_package(work.contracts.one_owned_by(access, package_id))
            family = work.contracts.family(agreed.product.family)
            quotas = work.contracts.quotas(product.id for product in family)
            pending, today = _pending(family, agreed), self._means.today()
            return ChangeOffer(
                package_id=package_id,
                domain=agreed.package.main_domain,
                options=tuple(
                    _option(product, agreed, quotas, today)
                    for product in family
                    if _is_offered(product, agreed)
                ),
                pending=pending.name if pending else "",
                pending_code=pending.code if pending else "",
                pending_on=agreed.contract.becomes_on,
                refused=_refusal(agreed),
            )

    def plan(self, access: CustomerAccess, package_id: int, code: str) -> ChangePlan:
        """Everything that a change means.

        Raises:
            NotFound: The package is not the customer's, or there is no such product.
            Conflict: It cannot be changed so; the sentence tells why.
        """
        with self._reading(access) as work:
            customer = work.customers.owned_by(access)
            agreed = own_package(work.contracts.one_owned_by(access, package_id))
            return self._change(work, customer, agreed, code).plan

    def order(self, access: CustomerAccess, seen: ChangePlan, password: str) -> OrderedChange:
        """Do what was shown: an upgrade at once, a downgrade on its day.

        Raises:
            InvalidInput: The customer password is wrong.
            Throttled: It was wrong too often.
            Conflict: It cannot be changed so, or does not fit.
            ChangedMeanwhile: It would mean something else than `seen` by now.
        """
        self._sign_in.confirm(access, password, "password")
        with self._writing(access) as work:
            customer = work.customers.owned_by(access, to_change=True)
            agreed = own_package(work.contracts.one_owned_by(access, seen.package_id, to_change=True))
            change = self._change(work, customer, agreed, seen.code)
            require_as_seen(seen, change.plan)
            if change.plan.misfits:
                raise Conflict(_("More is in use than {product} includes.").format(product=change.plan.after))
            now = self._means.clock.now()
            if change.plan.cancels:
                cancelled = ActKind.DOWNGRADE_CANCELLED
                record(work, agreed, cancelled, now, self._means.today(), change.plan.cancels)
            is_upgrade = change.plan.kind is ChangeKind.UPGRADE
            kind = ActKind.UPGRADED if is_upgrade else ActKind.DOWNGRADE_ORDERED
            act = act_of(agreed, kind, now, change.plan.effective_on, change.plan.after)
            if is_upgrade:
                carry_out(work, agreed, change)
            else:
                agreed.contract.becomes_product_id = change.product.id
                agreed.contract.becomes_on = change.plan.effective_on
            told = told_of_order(change.plan, language_of(customer.language))
            act_id = put_on_record(work, self._means.settings, customer, act, told)
            self._noted(work, access, customer, agreed, change.plan.kind.value)
            work.commit()
            return OrderedChange(change.plan, act_id)

    def retract(self, access: CustomerAccess, package_id: int, password: str) -> int:
        """Take a downgrade back that was ordered; gives the act's id, by which its confirmation is asked for.

        Raises:
            InvalidInput: The customer password is wrong.
            Throttled: It was wrong too often.
            NotFound: The package is not the customer's.
            Conflict: There is none to retract.
        """
        self._sign_in.confirm(access, password, "password")
        with self._writing(access) as work:
            customer = work.customers.owned_by(access, to_change=True)
            agreed = own_package(work.contracts.one_owned_by(access, package_id, to_change=True))
            contract, now = agreed.contract, self._means.clock.now()
            if contract.becomes_product_id is None or contract.becomes_on is None:
                raise Conflict(_("There is no change to retract: the package stays as it is."))
            name, today = work.contracts.product(contract.becomes_product_id).name, self._means.today()
            contract.becomes_product_id = contract.becomes_on = None
            kind = ActKind.DOWNGRADE_RETRACTED
            told = told_of(
                kind,
                language_of(customer.language),
                agreed.package.main_domain,
                agreed.product.name,
                name,
                today,
            )
            act = act_of(agreed, kind, now, today, name)
            act_id = put_on_record(work, self._means.settings, customer, act, told)
            self._noted(work, access, customer, agreed, "downgrade retracted")
            work.commit()
            return act_id

    def _change(self, work: Work, customer: Customer, agreed: Agreed, code: str) -> Change:
        """What becomes of a package; raises NotFound or Conflict."""
        refusal = _refusal(agreed)
        if refusal:
            raise Conflict(refusal)
        product = next(
            (each for each in work.contracts.family(agreed.product.family) if each.code == code), None
        )
        if product is None or not product.changeable:
            raise NotFound(_("The package cannot be changed to this product."))
        if product.id == agreed.product.id:
            raise Conflict(_("The package is {product} already.").format(product=product.name))
        day = Day(self._means.today(), self._means.settings.debits.refundable_days)
        is_upgrade = product.rank > agreed.product.rank
        if is_upgrade and (owed := work.contracts.owes(agreed.package.id, day)):
            raise OwesInvoice(
                _(
                    "The invoice {number} is open and due. Please settle it first; then the package can grow."
                ).format(number=owed),
                owed,
            )
        if not is_upgrade and agreed.contract.becomes_product_id == product.id:
            raise Conflict(_("The change to {product} is ordered already.").format(product=product.name))
        return self._planned(work, customer, agreed, product, is_upgrade=is_upgrade)

    def _planned(
        self, work: Work, customer: Customer, agreed: Agreed, product: Product, *, is_upgrade: bool
    ) -> Change:
        today, contract = self._means.today(), agreed.contract
        quotas = work.contracts.quotas((agreed.product.id, product.id))
        before, after = quotas[agreed.product.id], quotas[product.id]
        usage = work.packages.usage([agreed.package.id]).get(agreed.package.id, {})
        lines: list[PlannedLine] = []
        billed = contract.billed_until
        if is_upgrade:
            lines, billed = upgrade_lines(
                contract, agreed.product, product, today, language_of(customer.language)
            )
        cancelled = contract.becomes_product_id
        effective_on = today if is_upgrade else first_day_of_downgrade(contract, today)
        plan = ChangePlan(
            package_id=agreed.package.id,
            domain=agreed.package.main_domain,
            before=agreed.product.name,
            code=product.code,
            after=product.name,
            kind=ChangeKind.UPGRADE if is_upgrade else ChangeKind.DOWNGRADE,
            effective_on=effective_on,
            price_before=price_on(contract, effective_on),
            months_before=contract.billing_months,
            price_after=product.price_cents,
            months_after=product.billing_months,
            quotas=tuple(quota_changes(before, after, usage)),
            lines=tuple(lines),
            misfits=tuple(misfits(before, after, usage)),
            cancels=work.contracts.product(cancelled).name if cancelled else "",
        )
        return Change(plan, product, billed)

    def _noted(
        self, work: Work, access: CustomerAccess, customer: Customer, agreed: Agreed, action: str
    ) -> None:
        record_name = f"contracts {agreed.package.id}"
        now = self._means.clock.now()
        work.audit.record(now, access.actor, f"package {action}", record_name, customer_id=customer.id)


def _refusal(agreed: Agreed) -> str:
    """Why a package cannot be changed at all."""
    if agreed.package.state is PackageState.ENDED:
        return _("This package has ended.")
    if agreed.contract.ends_on is not None:
        return _("This package was terminated: retract the termination first to change it.")
    if not agreed.product.changeable:
        return _("{product} cannot be changed to another product.").format(product=agreed.product.name)
    return ""


def _is_offered(product: Product, agreed: Agreed) -> bool:
    return product.changeable or product.id == agreed.product.id


def _option(
    product: Product, agreed: Agreed, quotas: Mapping[int, Mapping[Resource, int]], today: dt.date
) -> ProductOption:
    """A product as it would be ordered now; one's own as it was agreed."""
    own, contract = agreed.product, agreed.contract
    is_own = product.id == own.id
    kind = ChangeKind.UPGRADE if product.rank > own.rank else ChangeKind.DOWNGRADE
    return ProductOption(
        code=product.code,
        name=product.name,
        price_cents=price_on(contract, today) if is_own else product.price_cents,
        billing_months=contract.billing_months if is_own else product.billing_months,
        quotas=tuple(quotas[product.id].items()),
        kind=None if is_own else kind,
    )


def _pending(family: Sequence[Product], agreed: Agreed) -> Product | None:
    becomes = agreed.contract.becomes_product_id
    return next((product for product in family if product.id == becomes), None)
