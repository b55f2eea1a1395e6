"""The groups of a shop's products."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.webshop.models import CategorySettings
from portal.webshop.products import CategoryView
from tui import formats
from tui.i18n import _
from tui.screens.webshop.listed import ShopList
from tui.text import literal, sentence
from tui.widgets.dialogs import ConfirmModal
from tui.widgets.field import TextField
from tui.widgets.form import FormModal
from tui.widgets.record_list import Column, Columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.content import Content

    from portal.access import PackageAccess
    from portal.administration import Listing
    from portal.paging import PageRequest
    from tui.widgets.field import Field


class CategoryList(ShopList[CategoryView]):
    """Categories in the order that visitors see."""

    TITLE = _("Categories")
    EMPTY = _("Categories group your products for visitors. There is none yet: n makes the first one.")
    FILE = "categories"
    ORDER = ("position", False)
    HELP = _("The groups of your products, in the order that visitors see: by their place, then by name.")
    REMOVED = _("The category was deleted. Its products are still there, in none.")

    def columns(self) -> Columns[CategoryView]:
        """Place, name, how many products."""
        return Columns(
            Column(_("Place"), self._position, width=8, align="right", sort="position"),
            Column(_("Name"), lambda view: literal(view.settings.name), width=20, grow=1, sort="name"),
            Column(_("Products"), self._products, width=9, align="right"),
        )

    async def listing(self, request: PageRequest) -> Listing[CategoryView]:
        """A page of the categories."""
        return await self.portal_call(self.portal.shop_categories.page, self.access, request)

    async def form_for_new(self) -> CategoryForm:
        """A category that does not exist yet."""
        return CategoryForm(self.access)

    async def form_for(self, view: CategoryView) -> CategoryForm:
        """A category that does."""
        return CategoryForm(self.access, view)

    def question(self, view: CategoryView) -> ConfirmModal:
        """Say that products stay."""
        words = _("Delete {name}? Its products stay, and are in no category then.")
        question = sentence(words, name=literal(view.settings.name, "bold"))
        return ConfirmModal(_("Delete?"), question, yes=_("Delete"), no=_("Keep"), is_danger=True)

    async def delete(self, view: CategoryView) -> None:
        """Delete one."""
        await self.portal_call(self.portal.shop_categories.remove, self.access, view.id)

    def called(self, view: CategoryView) -> str:
        """Its name."""
        return view.settings.name

    def exported(self, view: CategoryView) -> Mapping[str, object]:
        """What is shown."""
        return {**view.settings.model_dump(), "products": view.products}

    def _position(self, view: CategoryView) -> Content:
        return literal(formats.number(view.settings.position, self.country), "$quiet")

    def _products(self, view: CategoryView) -> Content:
        return literal(formats.number(view.products, self.country))


class CategoryForm(FormModal[CategorySettings, int]):
    """Name and place."""

    TITLE = _("Category")
    MODEL = CategorySettings
    SAVED = _("The category was saved.")
    HELP = _("What visitors read above its products, and where it stands among the categories.")

    def __init__(self, access: PackageAccess, category: CategoryView | None = None) -> None:
        """Edit `category`, or make a new one."""
        super().__init__()
        self.access, self.category = access, category
        new = CategorySettings.model_construct(name="")
        self.seen: CategorySettings = category.settings if category else new

    def fields(self) -> Iterable[Field[Any]]:
        """Both."""
        yield TextField("name", _("Name"), self.seen.name)
        hint = _("a number; small ones stand first")
        yield TextField("position", _("Place"), str(self.seen.position), hint, longest=4)

    async def save(self, entered: CategorySettings) -> int:
        """Add or change it."""
        categories = self.portal.shop_categories
        if self.category is None:
            return await self.portal_call(categories.add, self.access, entered)
        return await self.portal_call(categories.change, self.access, self.category.id, entered, self.seen)
