"""What may be entered for a shop."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from portal.customers.address import Country
from portal.customers.email import OptionalAddress
from portal.errors import InvalidInput
from portal.i18n import _
from portal.validation import Cleaned, Input, Line, Lines, OptionalDay, OptionalLine
from portal.webshop.typed import Code, Number, Picture, Price, Stock, TaxRate, whole_of
from storage.models.webshop import TAX_RATES, OptionKind
from storage.models.website import ThemeName

LONGEST_TEXT = 10_000
"""Characters of a product's text."""

LONGEST_LEGAL_TEXT = 100_000

Text = Annotated[Lines, Field(max_length=LONGEST_TEXT)]

LegalText = Annotated[Lines, Field(max_length=LONGEST_LEGAL_TEXT)]


def _nothing(value: object) -> object:
    """An empty field is none."""
    return None if isinstance(value, str) and not value.strip() else value


Percent = Annotated[int, BeforeValidator(whole_of), Field(ge=1, le=100)]

Amount = Annotated[Price, Field(ge=1)]

Uses = Annotated[int, BeforeValidator(whole_of), Field(ge=1, le=999_999)]


class ProductSettings(Input):
    """A product as it is entered; prices are gross cents."""

    number: Number
    name: Line
    text: Text = ""
    price_cents: Price
    tax_rate: TaxRate = TAX_RATES[0]
    stock: Stock = 0
    category_id: int | None = None
    on_sale: bool = True
    picture: Picture = ""


class CategorySettings(Input):
    """A category as it is entered."""

    name: Line
    position: Annotated[int, BeforeValidator(whole_of), Field(ge=0, le=9999)] = 0


class OptionSettings(Input):
    """A kind of shipping or payment as it is entered."""

    kind: OptionKind
    name: Line
    price_cents: Price = 0
    enabled: bool = True


class VoucherSettings(Input):
    """A voucher as it is entered: it takes percent or an amount off the goods."""

    code: Code
    percent: Annotated[Percent | None, BeforeValidator(_nothing)] = None
    amount_cents: Annotated[Amount | None, BeforeValidator(_nothing)] = None
    valid_from: OptionalDay = None
    valid_until: OptionalDay = None
    most_uses: Annotated[Uses | None, BeforeValidator(_nothing)] = None
    minimum_cents: Price = 0

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if (self.percent is None) == (self.amount_cents is None):
            raise InvalidInput(_("A voucher takes either percent or an amount off."))
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise InvalidInput(_("The last day comes before the first one."))
        return self


class ShopSettings(Input):
    """Who sells, as receipts and delivery notes name them, and how long customer data are kept."""

    name: OptionalLine = ""
    street: OptionalLine = ""
    postcode: Annotated[Cleaned, Field(max_length=20)] = ""
    town: OptionalLine = ""
    country: Country = "DE"
    email: OptionalAddress = ""
    telephone: Annotated[Cleaned, Field(max_length=40)] = ""
    tax_number: Annotated[Cleaned, Field(max_length=40)] = ""
    language: Literal["de", "en"] = "de"
    retention_months: Annotated[int, BeforeValidator(whole_of), Field(ge=1, le=240)] = 120


class LegalTexts(Input):
    """What law wants visitors to read (§5 DDG, §312d BGB, Art. 13 GDPR)."""

    imprint: LegalText = ""
    terms: LegalText = ""
    withdrawal: LegalText = ""
    privacy: LegalText = ""
    shipping: LegalText = ""


class Opening(Input):
    """Whether the shop takes orders, and what visitors read about it."""

    is_open: bool = False
    opening_text: Text = ""


class CatalogueSettings(Input):
    """How the catalogue looks to visitors."""

    description: Annotated[Cleaned, Field(max_length=300)] = ""
    """In a sentence, for search engines and beneath the shop's name."""
    theme: ThemeName = ThemeName.PAPER


class RefundedLine(Input):
    """How many of a line of an order money is given back for."""

    line_id: int
    quantity: Annotated[int, BeforeValidator(whole_of), Field(ge=1, le=999)]


class Refund(Input):
    """What is given back: for lines, as an amount that belongs to none, or both."""

    lines: tuple[RefundedLine, ...] = ()
    amount_cents: Price = 0
    back_in_stock: bool = False
    """Whether the goods of these lines can be sold again."""
    reason: OptionalLine = ""

    @model_validator(mode="after")
    def _is_something(self) -> Self:
        if not self.lines and not self.amount_cents:
            raise InvalidInput(_("Please choose lines or enter an amount."))
        if len({line.line_id for line in self.lines}) < len(self.lines):
            raise InvalidInput(_("A line is named twice."))
        return self
