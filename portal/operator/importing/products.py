"""Products of an import file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.i18n import _
from storage.models.products import Product

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from portal.operator.importing.ground import Ground
    from portal.operator.importing.models import ProductLine


class ProductsIn:
    """The products of one batch, and those that its packages refer to."""

    def __init__(self, ground: Ground, lines: Sequence[tuple[int, ProductLine]]) -> None:
        self._ground = ground
        self._lines = lines
        self._known: dict[str, tuple[int, Product]] = {}

    def write(self, referred: Collection[str]) -> None:
        """Check and add the products; find those that are `referred` to by their codes."""
        products, before = self._ground.work.products, self._ground.before.products
        codes = {*referred, *(model.code for _number, model in self._lines)}
        self._known = {code: (0, product) for code, product in products.by_codes(codes).items()}
        for number, model in self._lines:
            if model.code in self._known:
                in_file = self._known[model.code][1].id > before
                self._ground.refuse_twice(number, "code", in_file=in_file)
            elif products.has_rank(model.family, model.rank):
                self._ground.refuse(number, "rank", _("Another product of the family has this rank."))
                self._ground.failed.add(model.code)
            else:
                values = model.model_dump(exclude={"kind", "quotas"})
                self._known[model.code] = (number, products.add(Product(**values), model.quotas))
                self._ground.counts["products"] += 1

    def find(self, number: int, name: str, code: str) -> Product | None:
        """The product that a field of line `number` refers to; a missing one is an error of that line."""
        line, product = self._known.get(code, (0, None))
        if product is not None and line < number:
            return product
        if code not in self._ground.failed:
            reason = _("There is no such product, neither in the database nor on an earlier line.")
            self._ground.refuse(number, name, reason)
        return None
