"""Who sells, under which terms, and whether the shop is open."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

from portal.administration import Changing, Technical
from portal.errors import Conflict
from portal.i18n import _
from portal.validation import Input, require_unchanged
from portal.webshop.models import LegalTexts, Opening, ShopSettings
from storage.models.products import Family
from storage.models.webshop import OptionKind, Shop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.access import PackageAccess
    from storage.models.products import Product
    from storage.repositories.packages import PackageScope
    from storage.work import Work

Entered = TypeVar("Entered", bound=Input)

KEY_BYTES = 32

IN_RECEIPTS = ("name", "street", "postcode", "town", "email", "tax_number")
"""What must be known of the seller before the first order (§14 UStG, §5 DDG)."""


@dataclass(frozen=True, slots=True)
class ShopView:
    """A shop as its settings show it.

    Attributes:
        settings: Who sells.
        legal: What visitors must be able to read.
        opening: Whether it takes orders.
        has_key: Whether a key was made by which its front signs orders.
        missing: What is still missing to open it, in sentences; empty: it can be opened.
    """

    settings: ShopSettings
    legal: LegalTexts
    opening: Opening
    has_key: bool
    missing: tuple[str, ...]


class ShopAdministration(Technical):
    """The shop of one package as a whole."""

    def show(self, access: PackageAccess) -> ShopView:
        """All settings, and what is missing to open."""
        with self._looking(access) as looking:
            shop = looking.work.webshop.shop(access) or blank(access.package_id)
            return ShopView(
                _part(ShopSettings, shop),
                _part(LegalTexts, shop),
                _part(Opening, shop),
                shop.key_sealed is not None,
                tuple(sentence for _name, sentence in missing_sentences(looking.work, access, shop)),
            )

    def change_settings(self, access: PackageAccess, entered: ShopSettings, seen: ShopSettings) -> None:
        """Say who sells; papers of orders that arrived already stay as they are.

        Raises:
            ChangedMeanwhile: `seen` is out of date.
            Conflict: The shop is open, and something would be missing.
        """
        self._change(access, entered, seen, "shop settings")

    def change_legal(self, access: PackageAccess, entered: LegalTexts, seen: LegalTexts) -> None:
        """Change the legal texts; raises as `change_settings` does."""
        self._change(access, entered, seen, "legal texts")

    def change_opening(self, access: PackageAccess, entered: Opening, seen: Opening) -> None:
        """Open or close the shop; raises as `change_settings` does.

        Raises:
            ChangedMeanwhile: `seen` is out of date.
            Conflict: The package is no webshop, or something is missing: the sentence names it.
        """
        self._change(access, entered, seen, "opening")

    def new_key(self, access: PackageAccess) -> str:
        """Make the key by which the shop's front signs orders; it is shown now and never again.

        What an older key signed is refused from now on.
        """
        key = secrets.token_urlsafe(KEY_BYTES)
        with self._changing(access) as changing:
            changing.work.webshop.keep_key(changing.work.webshop.shop_to_change(access), key)
            changing.note("shop key", "made", "", servers=False)
            changing.commit()
        return key

    def _change(self, access: PackageAccess, entered: Entered, seen: Entered, kind: str) -> None:
        with self._changing(access) as changing:
            shop = changing.work.webshop.shop_to_change(access)
            stored = _part(type(entered), shop)
            require_unchanged(seen, stored)
            changed = [name for name, value in entered if value != getattr(stored, name)]
            for name in changed:
                setattr(shop, name, getattr(entered, name))
            changing.work.flush()
            if shop.is_open:
                _require_complete(changing, shop)
            if changed:
                changing.note(kind, "changed", "", fields=changed, servers=False)
                changing.commit()


def blank(package_id: int) -> Shop:
    """A shop of which nothing was set yet."""
    return Shop(package_id=package_id)


def _part(model: type[Entered], shop: Shop) -> Entered:
    """What stands in the database is shown as it is, even if today's rules would refuse it."""
    return cast(
        "Entered", model.model_construct(**{name: getattr(shop, name) for name in model.model_fields})
    )


def _require_complete(changing: Changing, shop: Shop) -> None:
    require_webshop(changing.product)
    missing = next(missing_sentences(changing.work, changing.access, shop), None)
    if missing is not None:
        raise Conflict(missing[1])


def require_webshop(product: Product) -> None:
    """Raise Conflict where there is no shop."""
    if product.family is not Family.WEBSHOP:
        raise Conflict(_("This package is no webshop. A product for shops includes one."))


def missing_sentences(work: Work, access: PackageScope, shop: Shop) -> Iterator[tuple[str, str]]:
    """What a shop lacks to be open: each the name of what is set nowhere, and a sentence."""
    sentences = {
        "name": _("The shop has no name yet."),
        "street": _("The shop’s street is missing: it stands on every receipt."),
        "postcode": _("The shop’s postcode is missing: it stands on every receipt."),
        "town": _("The shop’s town is missing: it stands on every receipt."),
        "email": _("The shop’s email address is missing."),
        "tax_number": _("The shop’s VAT or tax number is missing: it stands on every receipt."),
        "imprint": _("The imprint is empty."),
        "terms": _("The terms are empty."),
        "withdrawal": _("The text on withdrawal is empty."),
        "privacy": _("The privacy policy is empty."),
        "shipping": _("The text on shipping is empty."),
    }
    yield from (
        (name, sentences[name])
        for name in (*IN_RECEIPTS, *LegalTexts.model_fields)
        if not getattr(shop, name).strip()
    )
    offered = {option.kind for option in work.webshop.offered(access)}
    if OptionKind.SHIPPING not in offered:
        yield "options", _("There is no kind of shipping that buyers could choose.")
    if OptionKind.PAYMENT not in offered:
        yield "options", _("There is no kind of payment that buyers could choose.")
