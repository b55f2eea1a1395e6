"""What a shop sells."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work

from portal.webshop.figures import LOW_STOCK
from portal.webshop.products import ProductView
from tui import formats, keys
from tui.i18n import _
from tui.screens.webshop.listed import ShopList
from tui.screens.webshop.words import typed_price
from tui.text import literal
from tui.widgets.record_list import Column, Columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.binding import BindingType
    from textual.content import Content

    from portal.administration import Listing
    from portal.paging import PageRequest
    from tui.screens.webshop.product_form import ProductForm


class ProductList(ShopList[ProductView]):
    """Products with stock and price."""

    TITLE = _("Products")
    EMPTY = _("What your shop sells stands here. No product yet: n makes the first one, i imports many.")
    FILE = "products"
    ORDER = ("number", False)
    HELP = _(
        "What your shop sells. Orders keep what they say of a product, whatever becomes of it here. “i”"
        " imports products from a CSV file; the export is such a file."
    )
    REMOVED = _("The product was deleted.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("i", "import", _("Import"), _("Add and change many products from a file.")),
    ]

    def columns(self) -> Columns[ProductView]:
        """Number, name, stock, price; on wide screens category and whether it is on sale."""
        return Columns(
            Column(_("Number"), lambda view: literal(view.settings.number), width=8, sort="number"),
            Column(_("Name"), _name, width=14, grow=2, sort="name"),
            Column(_("Category"), lambda view: literal(view.category, "$quiet"), width=15, min_terminal=100),
            Column(_("On sale"), _on_sale, width=7, min_terminal=100),
            Column(_("Stock"), self._stock, width=6, align="right", sort="stock"),
            Column(_("Price"), self._price, width=10, align="right", sort="price"),
        )

    async def listing(self, request: PageRequest) -> Listing[ProductView]:
        """A page of the products."""
        return await self.portal_call(self.portal.shop_products.page, self.access, request)

    async def form_for_new(self) -> ProductForm:
        """A product that does not exist yet."""
        from tui.screens.webshop.product_form import ProductForm

        return ProductForm(self.access, await self._categories())

    async def form_for(self, view: ProductView) -> ProductForm:
        """A product that does, as it is now."""
        from tui.screens.webshop.product_form import ProductForm

        product = await self.portal_call(self.portal.shop_products.show, self.access, view.id)
        return ProductForm(self.access, await self._categories(), product)

    async def delete(self, view: ProductView) -> None:
        """Delete one."""
        await self.portal_call(self.portal.shop_products.remove, self.access, view.id)

    def called(self, view: ProductView) -> str:
        """Number and name."""
        return f"{view.settings.number} {view.settings.name}"

    def exported(self, view: ProductView) -> Mapping[str, object]:
        """What an import takes."""
        settings = view.settings
        return {
            "number": settings.number,
            "name": settings.name,
            "text": settings.text,
            "price": typed_price(settings.price_cents),
            "tax": settings.tax_rate,
            "stock": settings.stock,
            "category": view.category,
            "on_sale": settings.on_sale,
            "picture": settings.picture,
        }

    async def export_text(self, kind: str) -> str:
        """All products at once where nothing is filtered, else those that are listed."""
        if kind == "csv" and not self.filter_text:
            content = await self.portal_call(self.portal.shop_import.export, self.access)
            return content.decode("utf-8" if self.login.own_machine else "utf-8-sig")
        return await super().export_text(kind)

    @work(exclusive=True, group="ask")
    async def action_import(self) -> None:
        """Add and change many from a file."""
        from tui.screens.webshop.importing import import_products

        with self.told():
            await import_products(self)

    async def _categories(self) -> list[tuple[str, str]]:
        """The categories as a form offers them: name and id."""
        found = await self.portal_call(self.portal.shop_categories.choices, self.access)
        return [(view.settings.name, str(view.id)) for view in found]

    def _stock(self, view: ProductView) -> Content:
        stock = view.settings.stock
        is_low = view.settings.on_sale and stock <= LOW_STOCK
        return literal(formats.number(stock, self.country), "$warning" if is_low else "")

    def _price(self, view: ProductView) -> Content:
        return literal(formats.money(view.settings.price_cents, self.country))


def _name(view: ProductView) -> Content:
    """What is not on sale stands back."""
    return literal(view.settings.name, "" if view.settings.on_sale else "$quiet")


def _on_sale(view: ProductView) -> Content:
    return literal(_("yes")) if view.settings.on_sale else literal(_("no"), "$quiet")
