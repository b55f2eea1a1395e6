"""The forms for a shop's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.webshop.models import LONGEST_LEGAL_TEXT, LONGEST_TEXT, LegalTexts, Opening, ShopSettings
from tui import formats
from tui.i18n import _
from tui.text import assemble, literal
from tui.widgets.field import ChoiceField, LinesField, SwitchField, TextField
from tui.widgets.form import FormModal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.content import Content

    from portal.access import PackageAccess
    from portal.webshop.settings import ShopView
    from tui.widgets.field import Field


class OpeningForm(FormModal[Opening, bool]):
    """Open or closed, and what visitors read."""

    TITLE = _("Opening")
    MODEL = Opening
    SAVED = _("The opening was saved.")
    HELP = _(
        "A shop opens once nothing is missing any more: what is listed above has to be done first. Closed, it"
        " takes no orders; everything in it stays."
    )

    def __init__(self, access: PackageAccess, shop: ShopView) -> None:
        """Open or close `shop`."""
        super().__init__()
        self.access, self._missing = access, shop.missing
        self.seen: Opening = shop.opening

    def about(self) -> Content:
        """What is still missing, all of it."""
        if not self._missing:
            return literal(_("Nothing is missing: the shop can be open."), "$quiet")
        lines = [literal(_("Before the shop can open:"), "bold")]
        lines += [assemble(("• ", "$warning"), literal(each)) for each in self._missing]
        return literal("\n", lines=True).join(lines)

    def fields(self) -> Iterable[Field[Any]]:
        """Both."""
        yield SwitchField("is_open", _("The shop is open"), on=self.seen.is_open)
        hint = _("optional; above the catalogue, or instead of it")
        yield LinesField(
            "opening_text", _("Visitors read"), self.seen.opening_text, hint, longest=LONGEST_TEXT
        )

    async def save(self, entered: Opening) -> bool:
        """Change it."""
        await self.portal_call(self.portal.shop.change_opening, self.access, entered, self.seen)
        return True


class ShopForm(FormModal[ShopSettings, bool]):
    """Who sells, as papers name them."""

    TITLE = _("Who sells")
    MODEL = ShopSettings
    SAVED = _("The settings were saved.")
    HELP = _(
        "Receipts and delivery notes of orders to come name the seller like this, in the language chosen"
        " here. Papers of orders that are there already stay as they are."
    )

    def __init__(self, access: PackageAccess, shop: ShopView) -> None:
        """Change the settings of `shop`."""
        super().__init__()
        self.access = access
        self.seen: ShopSettings = shop.settings

    def fields(self) -> Iterable[Field[Any]]:
        """All of them."""
        seen = self.seen
        yield TextField("name", _("Name"), seen.name, _("of the shop or the company"))
        yield TextField("street", _("Street and number"), seen.street)
        yield TextField("postcode", _("Postcode"), seen.postcode, longest=20)
        yield TextField("town", _("Town"), seen.town)
        yield ChoiceField("country", _("Country"), formats.country_names(), seen.country)
        yield TextField("email", _("Email"), seen.email, longest=254)
        yield TextField("telephone", _("Telephone"), seen.telephone, optional=True, longest=40)
        hint = _("VAT number, or the number of the tax office")
        yield TextField("tax_number", _("Tax number"), seen.tax_number, hint, longest=40)
        languages = [(_("German"), "de"), (_("English"), "en")]
        yield ChoiceField("language", _("Language"), languages, seen.language, _("of the papers"))
        hint = _("months after an order was done or cancelled")
        months = str(seen.retention_months)
        yield TextField("retention_months", _("Keep buyers’ data"), months, hint, longest=3)

    async def save(self, entered: ShopSettings) -> bool:
        """Change them."""
        await self.portal_call(self.portal.shop.change_settings, self.access, entered, self.seen)
        return True


class ShopLegalForm(FormModal[LegalTexts, bool]):
    """What law wants visitors to read."""

    TITLE = _("Legal texts")
    MODEL = LegalTexts
    SAVED = _("The legal texts were saved.")
    HELP = _(
        "German law wants these in every shop (§5 DDG, §312d BGB, Art. 13 GDPR), so none may be empty"
        " while it is open."
    )
    DEFAULT_CSS = """
    ShopLegalForm PlainText {
        height: 3;
    }
    """

    def __init__(self, access: PackageAccess, shop: ShopView) -> None:
        """Change the texts of `shop`."""
        super().__init__()
        self.access = access
        self.seen: LegalTexts = shop.legal

    def fields(self) -> Iterable[Field[Any]]:
        """All five."""
        texts = (
            ("imprint", _("Imprint"), _("who answers for the shop, and where")),
            ("terms", _("Terms"), _("under which you sell")),
            ("withdrawal", _("Withdrawal"), _("how goods are sent back, until when")),
            ("privacy", _("Privacy"), _("what becomes of the data of buyers")),
            ("shipping", _("Shipping"), _("where to, how long, at which cost")),
        )
        for name, label, hint in texts:
            yield LinesField(name, label, getattr(self.seen, name), hint, longest=LONGEST_LEGAL_TEXT)

    async def save(self, entered: LegalTexts) -> bool:
        """Change them."""
        await self.portal_call(self.portal.shop.change_legal, self.access, entered, self.seen)
        return True
