"""Products and categories of a shop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.administration import Listing, Technical
from portal.errors import InvalidInput
from portal.i18n import _
from portal.refusals import there
from portal.validation import require_unchanged
from portal.webshop import changing as parts
from portal.webshop.models import CategorySettings, ProductSettings
from storage.models.products import Resource
from storage.models.webshop import ShopCategory, ShopProduct

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from portal.administration import Changing
    from portal.paging import PageRequest


@dataclass(frozen=True, slots=True)
class ProductView:
    """A product as the list shows it.

    Attributes:
        id: For opening it.
        settings: What it is.
        category: The name of its category; empty: it is in none.
    """

    id: int
    settings: ProductSettings
    category: str = ""


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A category as the list shows it.

    Attributes:
        id: For opening it.
        settings: What it is.
        products: How many products are in it.
    """

    id: int
    settings: CategorySettings
    products: int = 0


class Products(Technical):
    """What one shop sells."""

    def page(self, access: PackageAccess, request: PageRequest) -> Listing[ProductView]:
        """A page of the products; orders: number, name, price, stock. The filter finds number and name."""
        with self._looking(access) as looking:
            page = looking.work.webshop.products(access, request).of(
                lambda row: ProductView(row[0].id, product_settings(row[0]), row[1])
            )
            return looking.listing(page, request, Resource.PRODUCTS)

    def show(self, access: PackageAccess, product_id: int) -> ProductView:
        """A product; raises NotFound."""
        with self._looking(access) as looking:
            product = there(looking.work.webshop.one(ShopProduct, access, product_id))
            category = product.category_id and looking.work.webshop.one(
                ShopCategory, access, product.category_id
            )
            return ProductView(product.id, product_settings(product), category.name if category else "")

    def add(self, access: PackageAccess, entered: ProductSettings) -> int:
        """Add a product; tells its id.

        Raises:
            InvalidInput: Another product has this number, or the category is gone.
            Conflict: The package has no room for more.
        """
        with self._changing(access) as changing:
            _require_possible(changing, entered)
            parts.count_products(changing, 1)
            product = ShopProduct(package_id=access.package_id, **entered.model_dump())
            parts.add(changing, product)
            changing.commit()
            return product.id

    def change(
        self, access: PackageAccess, product_id: int, entered: ProductSettings, seen: ProductSettings
    ) -> int:
        """Change a product; orders keep what they say of it.

        Raises:
            ChangedMeanwhile: `seen` is out of date; an order that arrived meanwhile takes from the stock.
            InvalidInput: As `add` does.
            NotFound: It is gone.
        """
        with self._changing(access) as changing:
            product = parts.one(changing, ShopProduct, product_id)
            require_unchanged(seen, product_settings(product))
            _require_possible(changing, entered, product)
            if parts.edit(changing, product, entered.model_dump()):
                changing.commit()
            return product.id

    def remove(self, access: PackageAccess, product_id: int) -> None:
        """Remove a product; orders keep what they say of it. Raises NotFound."""
        with self._changing(access) as changing:
            parts.remove(changing, parts.one(changing, ShopProduct, product_id))
            parts.count_products(changing, -1)
            changing.commit()


class Categories(Technical):
    """The groups that products stand in."""

    def page(self, access: PackageAccess, request: PageRequest) -> Listing[CategoryView]:
        """A page of the categories; orders: position, name."""
        with self._looking(access) as looking:
            page = looking.work.webshop.categories(access, request).of(
                lambda row: CategoryView(row[0].id, category_settings(row[0]), row[1])
            )
            return looking.listing(page, request)

    def choices(self, access: PackageAccess) -> tuple[CategoryView, ...]:
        """All categories in their order, for a form."""
        with self._looking(access) as looking:
            found = looking.work.webshop.all_categories(access)
            return tuple(CategoryView(each.id, category_settings(each)) for each in found)

    def add(self, access: PackageAccess, entered: CategorySettings) -> int:
        """Add a category; tells its id; raises InvalidInput if there is one of this name."""
        with self._changing(access) as changing:
            _require_new_name(changing, entered.name)
            category = ShopCategory(package_id=access.package_id, **entered.model_dump())
            parts.add(changing, category)
            changing.commit()
            return category.id

    def change(
        self, access: PackageAccess, category_id: int, entered: CategorySettings, seen: CategorySettings
    ) -> int:
        """Change a category.

        Raises:
            ChangedMeanwhile: `seen` is out of date.
            InvalidInput: Another one has this name.
            NotFound: It is gone.
        """
        with self._changing(access) as changing:
            category = parts.one(changing, ShopCategory, category_id)
            require_unchanged(seen, category_settings(category))
            if entered.name != category.name:
                _require_new_name(changing, entered.name)
            if parts.edit(changing, category, entered.model_dump()):
                changing.commit()
            return category.id

    def remove(self, access: PackageAccess, category_id: int) -> None:
        """Remove a category; its products stay, and are in none. Raises NotFound."""
        with self._changing(access) as changing:
            parts.remove(changing, parts.one(changing, ShopCategory, category_id))
            changing.commit()


def product_settings(product: ShopProduct) -> ProductSettings:
    """What stands in the database is shown as it is, even if today's rules would refuse it."""
    return ProductSettings.model_construct(
        **{name: getattr(product, name) for name in ProductSettings.model_fields}
    )


def category_settings(category: ShopCategory) -> CategorySettings:
    """Likewise."""
    return CategorySettings.model_construct(name=category.name, position=category.position)


def _require_possible(
    changing: Changing, entered: ProductSettings, product: ShopProduct | None = None
) -> None:
    """Raise InvalidInput unless the number is free and the category there."""
    webshop = changing.work.webshop
    other = webshop.named(ShopProduct, changing.access, number=entered.number)
    if other is not None and other is not product:
        raise InvalidInput(
            _("{name} has this number already.").format(name=other.name),
            "number",
        )
    wanted = entered.category_id
    if wanted is not None and webshop.one(ShopCategory, changing.access, wanted) is None:
        raise InvalidInput(_("This category is not there any more."), "category_id")


def _require_new_name(changing: Changing, name: str) -> None:
    if changing.work.webshop.named(ShopCategory, changing.access, name=name) is not None:
        raise InvalidInput(_("There is a category of this name already."), "name")
