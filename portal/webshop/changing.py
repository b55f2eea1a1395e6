"""Changing the parts of a shop, and putting that on record: servers have nothing to read of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from portal.errors import Conflict
from portal.refusals import no_room, there
from storage.models.products import Resource
from storage.models.webshop import (
    InShop,
    OptionKind,
    ShopCategory,
    ShopOption,
    ShopOrder,
    ShopProduct,
    ShopVoucher,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.administration import Changing

Part = TypeVar("Part", bound=InShop)

KINDS = {OptionKind.SHIPPING: "shipping kind", OptionKind.PAYMENT: "payment kind"}


def word_of(part: InShop) -> str:
    """What kind of part it is, in a word of ours."""
    if isinstance(part, ShopOption):
        return KINDS[part.kind]
    words: dict[type[InShop], str] = {
        ShopProduct: "product",
        ShopCategory: "category",
        ShopVoucher: "voucher",
        ShopOrder: "order",
    }
    return words[type(part)]


def name_of(part: InShop) -> str:
    """What the customer calls it."""
    if isinstance(part, ShopProduct):
        return f"{part.number} {part.name}"
    if isinstance(part, ShopVoucher):
        return part.code
    if isinstance(part, ShopOrder):
        return part.order_number
    return str(getattr(part, "name", ""))


def one(changing: Changing, entity: type[Part], part_id: int) -> Part:
    """A part of the shop; raises NotFound."""
    return there(changing.work.webshop.one(entity, changing.access, part_id))


def add(changing: Changing, part: InShop) -> None:
    """Add a part to the shop."""
    changing.work.webshop.add(part)
    note(changing, part, "added")


def edit(changing: Changing, part: InShop, values: Mapping[str, Any]) -> bool:
    """Give a part other values; False where it has them already."""
    changed = [name for name, value in values.items() if getattr(part, name) != value]
    for name in changed:
        setattr(part, name, values[name])
    if changed:
        changing.work.flush()
        note(changing, part, "changed", changed)
    return bool(changed)


def remove(changing: Changing, part: InShop) -> None:
    """Remove a part; orders keep what they say of it."""
    note(changing, part, "removed")
    changing.work.webshop.remove(part)


def note(changing: Changing, part: InShop, action: str, fields: list[str] | None = None) -> None:
    """Put a change of a part on record."""
    changing.note(word_of(part), action, name_of(part), fields=fields or [], record_id=part.id, servers=False)


def count_products(changing: Changing, more: int) -> None:
    """Move the counter of products; raises Conflict where the product of the package sets a limit."""
    use = changing.work.administration.room(changing.package, Resource.PRODUCTS)
    if use is not None and use.allowed is not None and more > 0 and use.used + more > use.allowed:
        raise Conflict(no_room(Resource.PRODUCTS, use.used, use.allowed))
    changing.work.administration.count(changing.package, Resource.PRODUCTS, more)
