"""Reading and extending the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storage.models.products import Family, Product, ProductQuota, Resource
from storage.repositories.chunks import chunks

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy.orm import Session


class Products:
    """The catalogue."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def by_code(self, code: str) -> Product | None:
        """The product an operator calls `code`."""
        return self._session.scalars(select(Product).where(Product.code == code)).one_or_none()

    def by_codes(self, codes: Collection[str]) -> dict[str, Product]:
        """Those of these products that there are, by code."""
        return {
            product.code: product
            for some in chunks(codes)
            for product in self._session.scalars(select(Product).where(Product.code.in_(some)))
        }

    def has_rank(self, family: Family, rank: int) -> bool:
        """Whether that place in the family is taken."""
        query = select(Product.id).where(Product.family == family, Product.rank == rank)
        return self._session.scalar(query) is not None

    def highest_id(self) -> int:
        """The newest product's id: what is added from now on has a higher one."""
        return self._session.scalar(select(func.max(Product.id))) or 0

    def add(self, product: Product, quotas: Mapping[Resource, int]) -> Product:
        """Add a product with its quotas; gives it its id."""
        self._session.add(product)
        self._session.flush()
        self._session.add_all(
            ProductQuota(product_id=product.id, resource=resource, allowed=allowed)
            for resource, allowed in quotas.items()
        )
        return product
