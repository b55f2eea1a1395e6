"""Shipping and payment kinds, and vouchers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.administration import Listing, Technical
from portal.errors import Conflict, InvalidInput
from portal.i18n import _
from portal.validation import require_unchanged
from portal.webshop import changing as parts
from portal.webshop.models import OptionSettings, VoucherSettings
from storage.models.webshop import OptionKind, ShopOption, ShopVoucher

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from portal.administration import Changing
    from portal.paging import PageRequest


@dataclass(frozen=True, slots=True)
class OptionView:
    """A kind of shipping or payment as the list shows it.

    Attributes:
        id: For opening it.
        settings: What it is.
    """

    id: int
    settings: OptionSettings


@dataclass(frozen=True, slots=True)
class VoucherView:
    """A voucher as the list shows it.

    Attributes:
        id: For opening it.
        settings: What it is.
        used: How often it was used.
    """

    id: int
    settings: VoucherSettings
    used: int


class ShopOptions(Technical):
    """What buyers choose beside the goods: shipping and payment."""

    def page(self, access: PackageAccess, request: PageRequest) -> Listing[OptionView]:
        """A page of both kinds; orders: kind, name, price."""
        with self._looking(access) as looking:
            page = looking.work.webshop.options(access, request).of(
                lambda option: OptionView(option.id, _option_settings(option))
            )
            return looking.listing(page, request)

    def add(self, access: PackageAccess, entered: OptionSettings) -> int:
        """Add one; tells its id; raises InvalidInput if there is one of this name."""
        with self._changing(access) as changing:
            _require_new_option(changing, entered)
            option = ShopOption(package_id=access.package_id, **entered.model_dump())
            parts.add(changing, option)
            changing.commit()
            return option.id

    def change(
        self, access: PackageAccess, option_id: int, entered: OptionSettings, seen: OptionSettings
    ) -> int:
        """Change one; orders keep what they say of it.

        Raises:
            ChangedMeanwhile: `seen` is out of date.
            InvalidInput: Another one has this name.
            Conflict: The shop is open, and there would be none of its kind.
            NotFound: It is gone.
        """
        with self._changing(access) as changing:
            option = parts.one(changing, ShopOption, option_id)
            require_unchanged(seen, _option_settings(option))
            if (entered.kind, entered.name) != (option.kind, option.name):
                _require_new_option(changing, entered)
            if parts.edit(changing, option, entered.model_dump()):
                _require_choice(changing)
                changing.commit()
            return option.id

    def remove(self, access: PackageAccess, option_id: int) -> None:
        """Remove one; raises NotFound, or Conflict if it is the last of its kind and the shop is open."""
        with self._changing(access) as changing:
            parts.remove(changing, parts.one(changing, ShopOption, option_id))
            _require_choice(changing)
            changing.commit()


class Vouchers(Technical):
    """Codes that make orders cheaper."""

    def page(self, access: PackageAccess, request: PageRequest) -> Listing[VoucherView]:
        """A page of the vouchers; orders: code, uses."""
        with self._looking(access) as looking:
            page = looking.work.webshop.vouchers(access, request).of(
                lambda voucher: VoucherView(voucher.id, _voucher_settings(voucher), voucher.used)
            )
            return looking.listing(page, request)

    def add(self, access: PackageAccess, entered: VoucherSettings) -> int:
        """Add a voucher; tells its id; raises InvalidInput if there is one of this code."""
        with self._changing(access) as changing:
            _require_new_code(changing, entered.code)
            voucher = ShopVoucher(package_id=access.package_id, **entered.model_dump())
            parts.add(changing, voucher)
            changing.commit()
            return voucher.id

    def change(
        self, access: PackageAccess, voucher_id: int, entered: VoucherSettings, seen: VoucherSettings
    ) -> int:
        """Change a voucher; orders keep what they say of it.

        Raises:
            ChangedMeanwhile: `seen` is out of date.
            InvalidInput: Another one has this code, or it was used more often already.
            NotFound: It is gone.
        """
        with self._changing(access) as changing:
            voucher = parts.one(changing, ShopVoucher, voucher_id)
            require_unchanged(seen, _voucher_settings(voucher))
            if entered.code != voucher.code:
                _require_new_code(changing, entered.code)
            if entered.most_uses is not None and entered.most_uses < voucher.used:
                raise InvalidInput(_("It was used {n} times already.").format(n=voucher.used), "most_uses")
            if parts.edit(changing, voucher, entered.model_dump()):
                changing.commit()
            return voucher.id

    def remove(self, access: PackageAccess, voucher_id: int) -> None:
        """Remove a voucher; orders keep what it took off. Raises NotFound."""
        with self._changing(access) as changing:
            parts.remove(changing, parts.one(changing, ShopVoucher, voucher_id))
            changing.commit()


def _option_settings(option: ShopOption) -> OptionSettings:
    return OptionSettings.model_construct(
        **{name: getattr(option, name) for name in OptionSettings.model_fields}
    )


def _voucher_settings(voucher: ShopVoucher) -> VoucherSettings:
    return VoucherSettings.model_construct(
        **{name: getattr(voucher, name) for name in VoucherSettings.model_fields}
    )


def _require_new_option(changing: Changing, entered: OptionSettings) -> None:
    named = changing.work.webshop.named(ShopOption, changing.access, kind=entered.kind, name=entered.name)
    if named is not None:
        raise InvalidInput(_("There is one of this name already."), "name")


def _require_choice(changing: Changing) -> None:
    """Raise Conflict if the shop is open and buyers could not choose any more."""
    shop = changing.work.webshop.shop(changing.access)
    offered = {option.kind for option in changing.work.webshop.offered(changing.access)}
    if shop is not None and shop.is_open and offered != set(OptionKind):
        raise Conflict(_("Buyers need one kind of each: add another one first, or close the shop."))


def _require_new_code(changing: Changing, code: str) -> None:
    if changing.work.webshop.named(ShopVoucher, changing.access, code=code) is not None:
        raise InvalidInput(_("There is a voucher of this code already."), "code")
