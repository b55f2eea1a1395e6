"""The form for a product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.webshop import TAX_RATES
from portal.webshop.models import LONGEST_TEXT, ProductSettings
from tui.i18n import _
from tui.screens.webshop.words import typed_price
from tui.widgets.field import ChoiceField, LinesField, SwitchField, TextField
from tui.widgets.form import FormModal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portal.access import PackageAccess
    from portal.webshop.products import ProductView
    from tui.widgets.field import Field

NONE = ""
"""Chosen for a product in no category."""


class ProductForm(FormModal[ProductSettings, int]):
    """All that a product is."""

    TITLE = _("Product")
    MODEL = ProductSettings
    SAVED = _("The product was saved.")
    HELP = _(
        "The price is gross, with the tax in it. Stock goes down as orders arrive. What is not on sale cannot"
        " be ordered. The picture is the name of a file in the images of your webspace."
    )
    DEFAULT_CSS = """
    ProductForm PlainText {
        height: 3;
    }
    """

    def __init__(
        self, access: PackageAccess, categories: Sequence[tuple[str, str]], product: ProductView | None = None
    ) -> None:
        """Edit `product`, or make a new one; `categories` are pairs of name and id."""
        super().__init__()
        self.access, self.product = access, product
        self._categories = categories
        new = ProductSettings.model_construct(number="", name="", price_cents=0)
        self.seen: ProductSettings = product.settings if product else new

    def fields(self) -> Iterable[Field[Any]]:
        """Number and name first."""
        seen = self.seen
        hint = _("letters, digits and . _ / -")
        yield TextField("number", _("Number"), seen.number, hint, longest=40)
        yield TextField("name", _("Name"), seen.name)
        price = typed_price(seen.price_cents) if self.product else ""
        yield TextField("price_cents", _("Price in €"), price, _("gross, such as 24.90"), longest=12)
        rates = [(_("{rate} %").format(rate=rate), str(rate)) for rate in TAX_RATES]
        yield ChoiceField("tax_rate", _("VAT"), rates, str(seen.tax_rate))
        yield TextField("stock", _("In stock"), str(seen.stock), _("how many there are"), longest=6)
        categories = [(_("none"), NONE), *self._categories]
        chosen = NONE if seen.category_id is None else str(seen.category_id)
        yield ChoiceField("category_id", _("Category"), categories, chosen)
        yield SwitchField("on_sale", _("On sale"), on=seen.on_sale)
        yield LinesField("text", _("Text"), seen.text, optional=True, longest=LONGEST_TEXT)
        hint = _("optional; a file in the folder images")
        yield TextField("picture", _("Picture"), seen.picture, hint)

    def values(self) -> dict[str, Any]:
        """What is entered; no category is none."""
        values = super().values()
        return {name: value for name, value in values.items() if (name, value) != ("category_id", NONE)}

    async def save(self, entered: ProductSettings) -> int:
        """Add or change it."""
        products = self.portal.shop_products
        if self.product is None:
            return await self.portal_call(products.add, self.access, entered)
        return await self.portal_call(products.change, self.access, self.product.id, entered, self.seen)
