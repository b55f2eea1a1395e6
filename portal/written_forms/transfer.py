"""Domain transfer: a whole package gets another contract partner (rules.md, "In writing")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.access import WholePackage
from portal.package_change.acting import record
from portal.splitting.orders import act_of_end
from portal.written_forms.recording import confirm_step
from portal.written_forms.settling import settle_before, share_between
from storage.models.contracts import ActKind
from storage.models.databases import Database
from storage.models.webspace import SftpUser

if TYPE_CHECKING:
    import datetime as dt

    from portal.use_case import Means
    from storage.models.customers import Customer
    from storage.models.packages import Package
    from storage.models.written_forms import WrittenForm
    from storage.repositories.contracts import Agreed
    from storage.work import Work


def transfer_package(
    work: Work, means: Means, form: WrittenForm, agreed: Agreed, after: Customer, day: dt.date
) -> None:
    """Let a package with its contract belong to another customer.

    Args:
        work: The transaction; the invoices' series, both customers and the package are locked in it.
        means: What time it is, and who writes.
        form: Which form.
        agreed: The package, which is neither terminated nor ended.
        after: Who gets it.
        day: Their first day.
    """
    package, now = agreed.package, means.clock.now()
    before = work.customers.by_id(package.customer_id, to_change=True)
    _call_off_changes(work, agreed, now, day)
    work.flush()
    settled = settle_before(work, before, day, [package.id])
    agreed.contract.billed_until = settled.packages.get(package.id, agreed.contract.billed_until)
    work.billing.mark_services_billed(settled.services)
    share_between(work, agreed, before, after, day)
    work.contacts.keep_holders(before.id, day, package.id)
    package.customer_id = after.id
    _end_passwords(work, package)
    work.sign_ins.end_all_in(package.id, now)
    kind = ActKind.DOMAIN_TRANSFERRED
    confirm_step(work, means, before, form, kind, "transferred", day)
    confirm_step(work, means, after, form, kind, "got", day, own=after.number)


def _call_off_changes(work: Work, agreed: Agreed, at: dt.datetime, day: dt.date) -> None:
    """What the partner before ordered does not come: a smaller product, domains that go or come."""
    contract = agreed.contract
    if contract.becomes_product_id is not None:
        product = work.contracts.product(contract.becomes_product_id)
        record(work, agreed, ActKind.DOWNGRADE_CANCELLED, at, day, product.name)
        contract.becomes_product_id = contract.becomes_on = None
    for order in work.accounts.splits_touching(agreed.package.id):
        kind = ActKind.SPLIT_CANCELLED
        work.contracts.record(act_of_end(work, order, agreed.package.customer_id, kind, at, day))
        work.splits.remove_order(order)


def _end_passwords(work: Work, package: Package) -> None:
    """Nobody signs in by domain, and nothing is opened by the master password, until others are set."""
    package.password_hash = None
    package.credential_version += 1
    if package.master_password_hash is None:
        return
    package.master_password_hash = package.database_verifiers = None
    package.revision += 1
    inside = WholePackage(package.id)
    for record_ in (
        *work.administration.every(Database, inside, Database.uses_master.is_(True)),
        *work.administration.every(SftpUser, inside, SftpUser.uses_master.is_(True)),
    ):
        record_.revision = package.revision
