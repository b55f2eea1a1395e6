"""Orders of shops as their fronts deliver them, and customer data whose retention time is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.access import WholePackage
from portal.administration import Changing
from portal.domain_names import ascii_name
from portal.errors import Conflict, InvalidInput, NotFound
from portal.i18n import _
from portal.terms import months_later
from portal.use_case import UseCases
from portal.webshop.arriving import incoming, signed_order, take
from storage.models.packages import PackageState

if TYPE_CHECKING:
    from portal.access import OperatorAccess
    from storage.work import Work


@dataclass(frozen=True, slots=True)
class ArrivedOrder:
    """An order that was taken in.

    Attributes:
        number: What it is called here.
        total_cents: What the buyer owes.
        is_new: Whether it was taken in now; else it had been already.
    """

    number: str
    total_cents: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class ErasedData:
    """What was erased of a shop.

    Attributes:
        main_domain: Of the package.
        orders: In how many orders customer data were erased.
    """

    main_domain: str
    orders: int


class ShopCare(UseCases):
    """Shops, for the provider's programs."""

    def take_order(self, access: OperatorAccess, domain: str, content: bytes) -> ArrivedOrder:
        """Take in an order that the front of a shop delivers; the same one twice is one.

        Args:
            access: Who delivers it.
            domain: Any domain of the shop's package.
            content: The file; `portal.webshop.arriving` says what stands in it.

        Raises:
            NotFound: There is no such package.
            InvalidInput: It is no order, or its signature is wrong.
            Conflict: The shop is closed or out of service, or something is not to be had.
        """
        signed = signed_order(content)
        with self._writing(access) as work:
            changing = self._locked(work, access, domain)
            shop = work.webshop.shop(changing.access)
            if shop is None or not work.webshop.is_signed(shop, signed.order.encode(), signed.signature):
                raise InvalidInput(
                    _("The signature does not fit. The shop’s settings make a new key, if it was lost."),
                    "signature",
                )
            order = incoming(signed)
            known = work.webshop_orders.called(changing.access, order.id)
            if known is not None:
                return ArrivedOrder(known.order_number, known.total_cents, is_new=False)
            if changing.package.state is not PackageState.ACTIVE:
                raise Conflict(_("{domain} is out of service.").format(domain=changing.package.main_domain))
            stored = take(changing, shop, order, self._means.today())
            work.audit.record(
                changing.now,
                access.actor,
                "order arrived",
                f"shop_orders {stored.id}",
                package_id=changing.package.id,
            )
            work.commit()
            return ArrivedOrder(stored.order_number, stored.total_cents, is_new=True)

    def erase(self, access: OperatorAccess) -> tuple[ErasedData, ...]:
        """Erase who bought, in all orders that were done or cancelled longer ago than their shop keeps that.

        One transaction a shop; running it twice changes nothing. Figures, lines and numbers stay.
        """
        today, erased = self._means.today(), []
        with self._reading(access) as work:
            shops = work.webshop_orders.retention()
        for package_id, months in shops:
            with self._writing(access) as work:
                now, whole = self._means.clock.now(), WholePackage(package_id)
                package, _product = work.administration.lock(whole)
                count = work.webshop_orders.erase(whole, months_later(today, -months), now)
                if not count:
                    continue
                work.audit.record(
                    now,
                    access.actor,
                    "customer data erased",
                    f"shops {package_id}",
                    package_id=package_id,
                    details=f"{count} orders",
                )
                work.commit()
                erased.append(ErasedData(package.main_domain, count))
        return tuple(erased)

    def _locked(self, work: Work, access: OperatorAccess, domain: str) -> Changing:
        package_id = work.publishing.package_with(ascii_name(domain))
        if package_id is None:
            raise NotFound(_("There is no package with the domain {domain}.").format(domain=domain))
        whole = WholePackage(package_id, actor=access.actor)
        package, product = work.administration.lock(whole)
        return Changing(work, whole, package, product, self._means.clock.now())
