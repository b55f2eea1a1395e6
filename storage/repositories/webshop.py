"""What a shop consists of, within one package: products, categories, options, vouchers, and who sells."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import and_, func, select

from storage.models.webshop import InShop, Shop, ShopCategory, ShopOption, ShopProduct, ShopVoucher
from storage.repositories.keyset import contains, read_page
from storage.sealing import SealBroken

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from storage.paging import Page, PageRequest
    from storage.repositories.packages import PackageScope
    from storage.sealing import Keyring

Part = TypeVar("Part", bound=InShop)

CHUNK = 500
"""Values looked up at once; SQLite takes no more than some thousand."""


class Webshop:
    """The shops of packages, each by a scope that names one."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._session = session
        self._keyring = keyring

    def shop(self, scope: PackageScope) -> Shop | None:
        """The package's shop; None: nothing was set yet."""
        return self._session.get(Shop, scope.package_id, populate_existing=True)

    def shop_to_change(self, scope: PackageScope) -> Shop:
        """The package's shop, made where there is none; the package must be locked."""
        found = self.shop(scope)
        if found is None:
            found = Shop(package_id=scope.package_id)
            self.add_shop(found)
        return found

    def add_shop(self, shop: Shop) -> None:
        """Add a package's shop with all that is set."""
        self._session.add(shop)
        self._session.flush()

    # Whatever is in a shop.

    def one(self, entity: type[Part], scope: PackageScope, part_id: int) -> Part | None:
        """A part of the shop; None for a missing one and for another shop's alike."""
        query = select(entity).where(entity.id == part_id, entity.package_id == scope.package_id)
        return self._session.scalars(query).one_or_none()

    def named(self, entity: type[Part], scope: PackageScope, **named: Any) -> Part | None:
        """The part of the shop that is called so."""
        query = select(entity).where(entity.package_id == scope.package_id).filter_by(**named)
        return self._session.scalars(query).one_or_none()

    def add(self, part: InShop) -> None:
        """Add a part; gives it its id. One that is called the same makes a Duplicate."""
        self._session.add(part)
        self._session.flush()

    def remove(self, part: InShop) -> None:
        """Remove a part; orders keep what they say of it."""
        self._session.delete(part)
        self._session.flush()

    # Lists.

    def products(self, scope: PackageScope, request: PageRequest) -> Page[tuple[ShopProduct, str]]:
        """A page of the products with the names of their categories; orders: number, name, price, stock.

        The filter finds number and name.
        """
        query: Select[*tuple[Any, ...]] = (
            select(ShopProduct, func.coalesce(ShopCategory.name, ""))
            .outerjoin(ShopCategory, ShopCategory.id == ShopProduct.category_id)
            .where(ShopProduct.package_id == scope.package_id)
        )
        counted: Select[*tuple[Any, ...]] = select(ShopProduct.id).where(
            ShopProduct.package_id == scope.package_id
        )
        if request.filter:
            found = contains(request.filter, ShopProduct.number, ShopProduct.name)
            query, counted = query.where(found), counted.where(found)
        orders = {
            "number": (ShopProduct.number,),
            "name": (ShopProduct.name, ShopProduct.id),
            "price": (ShopProduct.price_cents, ShopProduct.id),
            "stock": (ShopProduct.stock, ShopProduct.id),
        }
        return read_page(self._session, query, request, orders, counted).of(lambda row: (row[0], row[1]))

    def low(self, scope: PackageScope, at_most: int, shown: int) -> tuple[Sequence[ShopProduct], int]:
        """The products on sale of which no more are left, fewest first, and how many those are in all.

        Args:
            scope: Of which package.
            at_most: In stock.
            shown: How many of them to tell.
        """
        is_low = and_(
            ShopProduct.package_id == scope.package_id, ShopProduct.stock <= at_most, ShopProduct.on_sale
        )
        query = select(ShopProduct).where(is_low).order_by(ShopProduct.stock, ShopProduct.id).limit(shown)
        count = self._session.scalar(select(func.count()).select_from(ShopProduct).where(is_low))
        return self._session.scalars(query).all(), count or 0

    def all_products(self, scope: PackageScope) -> Iterator[tuple[ShopProduct, str]]:
        """All products by their number, with the names of their categories; few at a time in memory."""
        last = ""
        query = (
            select(ShopProduct, func.coalesce(ShopCategory.name, ""))
            .outerjoin(ShopCategory, ShopCategory.id == ShopProduct.category_id)
            .where(ShopProduct.package_id == scope.package_id)
            .order_by(ShopProduct.number)
            .limit(CHUNK)
        )
        while rows := self._session.execute(query.where(ShopProduct.number > last)).all():
            for product, category in rows:
                yield product, category
            last = rows[-1][0].number
            for product, _category in rows:
                self._session.expunge(product)

    def on_sale(self, scope: PackageScope) -> Iterator[ShopProduct]:
        """The products on sale, by their number: all as of one moment, few at a time in memory."""
        query = (
            select(ShopProduct)
            .where(ShopProduct.package_id == scope.package_id, ShopProduct.on_sale)
            .order_by(ShopProduct.number)
            .execution_options(yield_per=CHUNK)
        )
        for products in self._session.scalars(query).partitions():
            yield from products
            for product in products:
                self._session.expunge(product)

    def counts_on_sale(self, scope: PackageScope) -> Mapping[int | None, int]:
        """How many products are on sale, by category; None: in none."""
        query = (
            select(ShopProduct.category_id, func.count())
            .where(ShopProduct.package_id == scope.package_id, ShopProduct.on_sale)
            .group_by(ShopProduct.category_id)
        )
        return {category_id: count for category_id, count in self._session.execute(query)}  # noqa: C416 - rows

    def categories(self, scope: PackageScope, request: PageRequest) -> Page[tuple[ShopCategory, int]]:
        """A page of the categories with how many products are in each; orders: position, name."""
        count = (
            select(func.count())
            .where(ShopProduct.category_id == ShopCategory.id)
            .correlate(ShopCategory)
            .scalar_subquery()
        )
        query: Select[*tuple[Any, ...]] = select(ShopCategory, count).where(
            ShopCategory.package_id == scope.package_id
        )
        if request.filter:
            query = query.where(contains(request.filter, ShopCategory.name))
        orders = {
            "position": (ShopCategory.position, ShopCategory.name),
            "name": (ShopCategory.name,),
        }
        return read_page(self._session, query, request, orders).of(lambda row: (row[0], row[1]))

    def all_categories(self, scope: PackageScope) -> Sequence[ShopCategory]:
        """All categories, in their order."""
        query = select(ShopCategory).where(ShopCategory.package_id == scope.package_id)
        return self._session.scalars(query.order_by(ShopCategory.position, ShopCategory.name)).all()

    def options(self, scope: PackageScope, request: PageRequest) -> Page[ShopOption]:
        """A page of the kinds of shipping and payment; orders: kind, name, price."""
        query: Select[*tuple[Any, ...]] = select(ShopOption).where(ShopOption.package_id == scope.package_id)
        if request.filter:
            query = query.where(contains(request.filter, ShopOption.name))
        orders = {
            "kind": (ShopOption.kind, ShopOption.name),
            "name": (ShopOption.name, ShopOption.id),
            "price": (ShopOption.price_cents, ShopOption.id),
        }
        return read_page(self._session, query, request, orders).of(lambda row: row[0])

    def offered(self, scope: PackageScope) -> Sequence[ShopOption]:
        """The kinds of shipping and payment that are switched on, the cheapest first."""
        query = select(ShopOption).where(ShopOption.package_id == scope.package_id, ShopOption.enabled)
        return self._session.scalars(query.order_by(ShopOption.price_cents, ShopOption.name)).all()

    def vouchers(self, scope: PackageScope, request: PageRequest) -> Page[ShopVoucher]:
        """A page of the vouchers; orders: code, uses."""
        query: Select[*tuple[Any, ...]] = select(ShopVoucher).where(
            ShopVoucher.package_id == scope.package_id
        )
        if request.filter:
            query = query.where(contains(request.filter, ShopVoucher.code))
        orders = {"code": (ShopVoucher.code,), "uses": (ShopVoucher.used, ShopVoucher.id)}
        return read_page(self._session, query, request, orders).of(lambda row: row[0])

    # Many products at once.

    def by_numbers(
        self, scope: PackageScope, numbers: Collection[str], *, to_change: bool = False
    ) -> Mapping[str, ShopProduct]:
        """The products with these numbers; to change them they are locked, in one order for everybody."""
        found: dict[str, ShopProduct] = {}
        wanted = sorted(numbers)
        for start in range(0, len(wanted), CHUNK):
            query = (
                select(ShopProduct)
                .where(
                    ShopProduct.package_id == scope.package_id,
                    ShopProduct.number.in_(wanted[start : start + CHUNK]),
                )
                .order_by(ShopProduct.id)
                .execution_options(populate_existing=True)
            )
            if to_change:
                query = query.with_for_update()
            found |= {each.number: each for each in self._session.scalars(query)}
        return found

    def by_ids(self, scope: PackageScope, ids: Collection[int]) -> Mapping[int, ShopProduct]:
        """The products with these ids, locked until the transaction ends."""
        query = (
            select(ShopProduct)
            .where(ShopProduct.package_id == scope.package_id, ShopProduct.id.in_(ids))
            .order_by(ShopProduct.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return {each.id: each for each in self._session.scalars(query)}

    # The key of the shop's front.

    def keep_key(self, shop: Shop, key: str) -> None:
        """Seal the key by which the shop's front signs orders."""
        shop.key_sealed = self._keyring.seal(key, *_place(shop))
        self._session.flush()

    def is_signed(self, shop: Shop, content: bytes, signature: str) -> bool:
        """Whether content was signed with the shop's key: HMAC-SHA256, in hexadecimal digits.

        Raises:
            SealBroken: The key does not open.
        """
        if shop.key_sealed is None:
            return False
        key = self._keyring.open(shop.key_sealed, *_place(shop))
        right = hmac.new(key.encode(), content, hashlib.sha256).hexdigest()
        return hmac.compare_digest(right.encode(), signature.lower().encode())

    def reseal(self, rotated: Keyring) -> int:
        """Seal every key anew under `rotated`'s current key; says how many."""
        count = 0
        for shop in self._with_key():
            key = self._keyring.open(shop.key_sealed or "", *_place(shop))
            shop.key_sealed = rotated.seal(key, *_place(shop))
            count += 1
        self._session.flush()
        return count

    def broken_seals(self) -> Iterator[int]:
        """The packages whose shop has a key that does not open."""
        for shop in self._with_key():
            try:
                self._keyring.open(shop.key_sealed or "", *_place(shop))
            except SealBroken:
                yield shop.package_id

    def _with_key(self) -> Sequence[Shop]:
        query = select(Shop).where(Shop.key_sealed.is_not(None)).order_by(Shop.package_id)
        return self._session.scalars(query).all()


def _place(shop: Shop) -> tuple[str, int, str]:
    return "shops", shop.package_id, "key"
