"""The settings of a shop: opening, who sells, legal texts, and the key of its front."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from portal.administration import Listing
from portal.paging import Page
from tui import keys
from tui.i18n import _, ngettext
from tui.screens.webshop.listed import ShopList
from tui.screens.webshop.overview import ShopOverview
from tui.screens.webshop.settings_forms import OpeningForm, ShopForm, ShopLegalForm
from tui.text import assemble, literal, sentence
from tui.widgets.dialogs import ConfirmModal, NoticeModal
from tui.widgets.record_list import Cards

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType
    from textual.content import Content
    from textual.screen import ModalScreen

    from portal.paging import PageRequest
    from portal.webshop.settings import ShopView

OPENING, SELLER, LEGAL, KEY = "opening", "seller", "legal", "key"


@dataclass(frozen=True, slots=True)
class SettingsLine:
    """One of the settings.

    Attributes:
        id: Which.
        shop: All of them.
    """

    id: str
    shop: ShopView


class ShopSettingsList(ShopList[SettingsLine]):
    """Each of the settings with where it stands."""

    TITLE = _("Settings")
    EMPTY = ""
    FILE = "shop-settings"
    FILTERABLE = False
    HELP = _(
        "Whether your shop is open and what is missing for that, who sells, the legal texts, and the key by"
        " which your shop’s front signs orders."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter,e", "edit", _("Change"), _("Change the marked setting.")),
    ]

    def columns(self) -> Cards[SettingsLine]:
        """Each with its state and what it is for."""
        return Cards(_card, height=3)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to export."""
        return action != "export" and super().check_action(action, parameters)

    async def listing(self, request: PageRequest) -> Listing[SettingsLine]:
        """All of them."""
        shop = await self.portal_call(self.portal.shop.show, self.access)
        lines = tuple(SettingsLine(name, shop) for name in (OPENING, SELLER, LEGAL, KEY))
        wanted = lines[request.skip :] if request.anchor is None else ()
        return Listing(Page(wanted, tuple((line.id,) for line in wanted), len(lines)))

    async def form_for(self, view: SettingsLine) -> ModalScreen[Any] | None:
        """Where it is changed; the key has a question instead."""
        if view.id == KEY:
            await self._make_key(view.shop)
            return None
        form: Any = {OPENING: OpeningForm, SELLER: ShopForm, LEGAL: ShopLegalForm}[view.id]
        made: ModalScreen[Any] = form(self.access, await self.portal_call(self.portal.shop.show, self.access))
        return made

    def called(self, view: SettingsLine) -> str:
        """What it is."""
        return _setting_name(view)

    async def saved(self, record_id: int | None = None) -> None:
        """Show it, also in the overview."""
        await super().saved(record_id)
        self.screen.query_one(ShopOverview).action_reload()

    async def _make_key(self, shop: ShopView) -> None:
        """Make the key of the front after a question, and show it this once; raises PortalError."""
        words = (
            _("What the present key signed is refused from now on: the shop’s front needs the new one.")
            if shop.has_key
            else _("The key is shown once. By it the shop’s front signs orders.")
        )
        title = _("Make a new key?") if shop.has_key else _("Make the key?")
        box = ConfirmModal(title, words, yes=_("Make key"), no=_("Leave"), is_danger=shop.has_key)
        if await self.app.push_screen_wait(box):
            key = await self.portal_call(self.portal.shop.new_key, self.access)
            text = sentence(
                _(
                    "The key of your shop’s front is\n\n{key}\n\nIt is shown this once only: please keep it"
                    " safe."
                ),
                key=literal(key, "bold $accent"),
            )
            await self.app.push_screen_wait(NoticeModal(_("Key of the front"), text))
            await self.saved()


def _setting_name(view: SettingsLine) -> str:
    return {
        OPENING: _("Opening"),
        SELLER: _("Who sells"),
        LEGAL: _("Legal texts"),
        KEY: _("Key of the front"),
    }[view.id]


def _card(view: SettingsLine, _width: int, highlighted: bool) -> Sequence[Content]:  # noqa: FBT001
    good, state = _state(view)
    title = literal(_setting_name(view), "bold $accent" if highlighted else "bold")
    dot = ("● ", "$success") if good else ("○ ", "$warning")
    return [assemble(title, "   ", dot, state), *(literal(line, "$quiet") for line in _about(view))]


def _state(view: SettingsLine) -> tuple[bool, str]:
    """Whether it is as it should be, and in words."""
    shop = view.shop
    if view.id == OPENING:
        return shop.opening.is_open, _("open") if shop.opening.is_open else _("closed")
    if view.id == SELLER:
        return bool(shop.settings.name), shop.settings.name or _("not named yet")
    if view.id == LEGAL:
        empty = [name for name, text in shop.legal if not text]
        words = ngettext("{n} is empty", "{n} are empty", len(empty)).format(n=len(empty))
        return not empty, words if empty else _("complete")
    return shop.has_key, _("made") if shop.has_key else _("not made yet")


def _about(view: SettingsLine) -> tuple[str, str]:
    if view.id == OPENING:
        return _opening_words(view.shop)
    return {
        SELLER: (
            _("Name, address and tax number, as receipts show them;"),
            _("how long customer data are kept."),
        ),
        LEGAL: (_("Imprint, terms, withdrawal, privacy, shipping:"), _("none may be empty in an open shop.")),
        KEY: (
            _("By it the shop’s front signs the orders it delivers."),
            _("It is shown once, when it is made."),
        ),
    }[view.id]


def _opening_words(shop: ShopView) -> tuple[str, str]:
    if shop.opening.is_open:
        return _("Orders are taken in."), _("Closing keeps all products and orders.")
    if not shop.missing:
        return _("Nothing is missing: it can be opened."), ""
    more = len(shop.missing) - 1
    words = ngettext("{n} more is missing.", "{n} more are missing.", more).format(n=more) if more else ""
    return shop.missing[0], words
