"""How an order arrives: signed by the shop's front, checked, and its prices frozen.

A file holds `{"order": "…", "signature": "…"}`: the order as JSON in a string, and the HMAC-SHA256 of just
that string in UTF-8 under the shop's key, in hexadecimal digits. So it does not matter how JSON is spaced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field, ValidationError, field_validator

from portal.customers.address import Country
from portal.customers.email import Address
from portal.errors import Conflict, InvalidInput
from portal.i18n import _
from portal.validation import Cleaned, Input, Line, Lines, OptionalLine, problems_of
from portal.webshop import rules
from portal.webshop.models import ShopSettings
from storage.models.products import Resource
from storage.models.webshop import OptionKind, ShopOption, ShopOrder, ShopOrderLine, ShopVoucher

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from portal.administration import Changing
    from storage.models.webshop import Shop, ShopProduct

MOST_BYTES = 1_000_000
"""Of a file with an order."""

MOST_LINES = 200

MOST_OF_A_LINE = 999

MOST_CENTS = 999_999_999
"""That an order comes to; more would not fit into what databases take for whole numbers."""


class SignedOrder(Input):
    """What a shop's front delivers."""

    order: Annotated[str, Field(min_length=1, max_length=MOST_BYTES)]
    """JSON of an `IncomingOrder`."""
    signature: Annotated[str, Field(pattern=r"^[0-9a-fA-F]{64}$")]


class Buyer(Input):
    """Who buys, and where to send it."""

    name: Line
    email: Address
    street: Line
    addition: OptionalLine = ""
    postcode: Annotated[Cleaned, Field(min_length=1, max_length=20)]
    town: Line
    country: Country = "DE"


class OrderedProduct(Input):
    """A product and how many of it."""

    number: Annotated[Cleaned, Field(min_length=1, max_length=40)]
    quantity: Annotated[int, Field(ge=1, le=MOST_OF_A_LINE, strict=True)]


class IncomingOrder(Input):
    """An order as the shop's front knows it; prices are the shop's own, and none of its business."""

    id: Annotated[Cleaned, Field(min_length=1, max_length=80)]
    """What the front calls it: the same one is taken once."""
    buyer: Buyer
    lines: Annotated[tuple[OrderedProduct, ...], Field(min_length=1, max_length=MOST_LINES)]
    shipping: Line
    payment: Line
    voucher: Annotated[Cleaned, Field(max_length=40)] = ""
    remark: Annotated[Lines, Field(max_length=2000)] = ""

    @field_validator("lines")
    @classmethod
    def _once_each(cls, lines: tuple[OrderedProduct, ...]) -> tuple[OrderedProduct, ...]:
        if len({line.number for line in lines}) < len(lines):
            raise InvalidInput(_("A product stands in the order twice."))
        return lines


def signed_order(content: bytes) -> SignedOrder:
    """The envelope of a file; raises InvalidInput."""
    if len(content) > MOST_BYTES:
        raise InvalidInput(_("This file is too large for an order."))
    try:
        return SignedOrder.model_validate_json(content)
    except ValidationError:
        raise InvalidInput(
            _("This is no signed order: JSON with “order” and “signature” is needed.")
        ) from None


def incoming(signed: SignedOrder) -> IncomingOrder:
    """What was ordered; raises InvalidInput with the first field that is wrong."""
    try:
        return IncomingOrder.model_validate_json(signed.order)
    except ValidationError as error:
        if error.errors(include_url=False, include_input=False)[0]["type"] == "json_invalid":
            raise InvalidInput(_("The order is no JSON.")) from None
        field, sentence = next(iter(problems_of(error).items()))
        raise InvalidInput(f"{field}: {sentence}" if field else sentence, field or None) from None


def take(changing: Changing, shop: Shop, order: IncomingOrder, today: dt.date) -> ShopOrder:
    """Take an order in: stock is taken, prices, names and tax are frozen; the package is locked.

    Raises:
        Conflict: The shop is closed, or something is not sold (any more), used up or out of stock.
    """
    if not shop.is_open:
        raise Conflict(_("The shop is closed."))
    chosen = _options(changing, order)
    products = changing.work.webshop.by_numbers(
        changing.access, [line.number for line in order.lines], to_change=True
    )
    lines = [_line(products, ordered) for ordered in order.lines]
    goods = rules.goods_of(lines)
    voucher = _voucher(changing, order.voucher, goods, today) if order.voucher else None
    if voucher is not None:
        _share(lines, rules.discount_of(voucher, goods))
        voucher.used += 1
    stored = _order(changing, shop, order, chosen, today)
    discount = sum(line.discount_cents for line in lines)
    stored.discount_cents = discount
    stored.total_cents = goods - discount + stored.shipping_cents + stored.payment_cents
    if stored.total_cents > MOST_CENTS:
        raise Conflict(_("This order is too large."))
    if voucher is not None:
        stored.voucher_id, stored.voucher_code = voucher.id, voucher.code
    for ordered in order.lines:
        products[ordered.number].stock -= ordered.quantity
    changing.work.webshop_orders.add(stored, lines)
    changing.work.administration.count(changing.package, Resource.NEW_ORDERS, 1)
    return stored


def _order(
    changing: Changing,
    shop: Shop,
    order: IncomingOrder,
    chosen: Mapping[OptionKind, ShopOption],
    today: dt.date,
) -> ShopOrder:
    shipping, payment = chosen[OptionKind.SHIPPING], chosen[OptionKind.PAYMENT]
    about = order.buyer.model_dump()
    return ShopOrder(
        package_id=changing.package.id,
        front_id=order.id,
        year=today.year,
        serial=changing.work.webshop_orders.next_serial(changing.access, today.year),
        arrived_at=changing.now,
        ordered_on=today,
        sender=sender_of(shop),
        buyer=about.pop("name"),
        remark=order.remark,
        shipping_name=shipping.name,
        shipping_cents=shipping.price_cents,
        payment_name=payment.name,
        payment_cents=payment.price_cents,
        total_cents=0,
        **about,
    )


def sender_of(shop: Shop) -> dict[str, str]:
    """Who sells, as papers name them for ever."""
    return {name: getattr(shop, name) for name in ShopSettings.model_fields if name != "retention_months"}


def _options(changing: Changing, order: IncomingOrder) -> dict[OptionKind, ShopOption]:
    """What was chosen for shipping and payment; raises Conflict for what is not offered."""
    found = {}
    for kind, name in ((OptionKind.SHIPPING, order.shipping), (OptionKind.PAYMENT, order.payment)):
        option = changing.work.webshop.named(ShopOption, changing.access, kind=kind, name=name)
        if option is None or not option.enabled:
            raise Conflict(_("“{name}” is not offered any more.").format(name=name), kind.value)
        found[kind] = option
    return found


def _line(products: Mapping[str, ShopProduct], ordered: OrderedProduct) -> ShopOrderLine:
    product = products.get(ordered.number)
    if product is None:
        raise Conflict(_("There is no product {number} any more.").format(number=ordered.number), "lines")
    if not product.on_sale:
        raise Conflict(_("{name} is not on sale.").format(name=product.name), "lines")
    if product.stock < ordered.quantity:
        raise Conflict(
            _("Of {name} {stock} are in stock; {wanted} were ordered.").format(
                name=product.name, stock=product.stock, wanted=ordered.quantity
            ),
            "lines",
        )
    return ShopOrderLine(
        order_id=0,
        product_id=product.id,
        number=product.number,
        name=product.name,
        quantity=ordered.quantity,
        price_cents=product.price_cents,
        tax_rate=product.tax_rate,
    )


def _voucher(changing: Changing, typed: str, goods_cents: int, today: dt.date) -> ShopVoucher:
    """The voucher of a code; raises Conflict if it does not hold for this order."""
    code = typed.upper()
    voucher = changing.work.webshop.named(ShopVoucher, changing.access, code=code)
    if voucher is None:
        raise Conflict(_("There is no voucher {code}.").format(code=code), "voucher")
    if not rules.is_in_period(voucher.valid_from, voucher.valid_until, today):
        raise Conflict(_("The voucher {code} is not valid today.").format(code=code), "voucher")
    if voucher.most_uses is not None and voucher.used >= voucher.most_uses:
        raise Conflict(_("The voucher {code} was used already.").format(code=code), "voucher")
    if goods_cents < voucher.minimum_cents:
        raise Conflict(
            _("The voucher {code} holds for orders from {euros} on.").format(
                code=code, euros=f"{voucher.minimum_cents / 100:.2f}"
            ),
            "voucher",
        )
    return voucher


def _share(lines: Sequence[ShopOrderLine], discount_cents: int) -> None:
    """Give each line its share of what a voucher takes off."""
    costs = [line.quantity * line.price_cents for line in lines]
    for line, cents in zip(lines, rules.shared(discount_cents, costs), strict=True):
        line.discount_cents = cents
