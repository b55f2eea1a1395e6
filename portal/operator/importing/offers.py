"""Offers of the month of an import file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.operator.offers import columns
from storage.models.offers import Offer, OfferCondition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portal.operator.importing.ground import Ground
    from portal.operator.importing.models import OfferLine
    from portal.operator.importing.products import ProductsIn
    from storage.models.products import Product


class OffersIn:
    """The offers of one batch."""

    def __init__(self, ground: Ground, lines: Sequence[tuple[int, OfferLine]], products: ProductsIn) -> None:
        self._ground = ground
        self._lines = lines
        self._products = products

    def write(self) -> None:
        """Check the offers against those that there are and their products; add those that are right."""
        ground, rows, owned = self._ground, [], []
        stored = ground.work.offers.ids_of({model.code for _line, model in self._lines})
        in_file = {code: key > ground.before.offers for code, key in stored.items()}
        for line, model in self._lines:
            before = len(ground.errors)
            if model.code in in_file:
                ground.refuse_twice(line, "code", in_file=in_file[model.code])
            in_file.setdefault(model.code, True)
            makes = self._products.find(line, "product", model.product) if model.product else None
            conditions = self._conditions(line, model)
            if len(ground.errors) == before and (model.service or makes is not None):
                rows.append(columns(model, makes.id if makes else None))
                owned.append({product.id for product in conditions})
        bulk = ground.work.bulk
        ids = bulk.add_numbered(Offer, rows)
        bulk.add(
            OfferCondition,
            [
                {"offer_id": offer_id, "product_id": product_id}
                for offer_id, products in zip(ids, owned, strict=True)
                for product_id in sorted(products)
            ],
        )
        ground.counts["offers"] += len(rows)

    def _conditions(self, line: int, model: OfferLine) -> list[Product]:
        """The products of which customers must have one, as far as there are any."""
        found = (self._products.find(line, f"owned.{place}", code) for place, code in enumerate(model.owned))
        return [product for product in found if product is not None]
