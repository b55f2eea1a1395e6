"""Reading and extending the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.models.products import Product, ProductQuota, Resource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session


class Products:
    """The catalogue."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def by_code(self, code: str) -> Product | None:
        """The product an operator calls `code`."""
        return self._session.scalars(select(Product).where(Product.code == code)).one_or_none()

    def add(self, product: Product, quotas: Mapping[Resource, int]) -> Product:
        """Add a product with its quotas; gives it its id."""
        self._session.add(product)
        self._session.flush()
        self._session.add_all(
            ProductQuota(product_id=product.id, resource=resource, allowed=allowed)
            for resource, allowed in quotas.items()
        )
        return product
