"""The webshop: its subjects on the left, one of them on the right; the same for owner and webmaster."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.widgets import ContentSwitcher

from tui import keys
from tui.i18n import _
from tui.screens.subjects import Subject, show_subject
from tui.screens.webshop.overview import ShopOverview
from tui.widgets.menu import Entry, Menu
from tui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from portal.access import PackageAccess

OVERVIEW, ORDERS = "webshop", "shop-orders"

SUBJECTS = (
    Subject(OVERVIEW, _("Overview"), _("What is to do, and the figures of 12 months.")),
    Subject(ORDERS, _("Orders"), _("What was ordered, and how far it is."), ("webshop.orders", "OrderList")),
    Subject(
        "shop-products",
        _("Products"),
        _("What the shop sells, import and export."),
        ("webshop.products", "ProductList"),
    ),
    Subject(
        "shop-categories",
        _("Categories"),
        _("The groups of your products."),
        ("webshop.categories", "CategoryList"),
    ),
    Subject(
        "shop-options",
        _("Shipping, payment"),
        _("What buyers choose beside the goods."),
        ("webshop.options", "OptionList"),
    ),
    Subject(
        "shop-vouchers",
        _("Vouchers"),
        _("Codes that make orders cheaper."),
        ("webshop.vouchers", "VoucherList"),
    ),
    Subject(
        "shop-catalogue",
        _("Catalogue"),
        _("What visitors see, and publishing it."),
        ("webshop.catalogue", "CataloguePane"),
    ),
    Subject(
        "shop-settings",
        _("Settings"),
        _("Who sells, legal texts, opening, the key of the front."),
        ("webshop.settings", "ShopSettingsList"),
    ),
)


class WebshopScreen(Page):
    """The frame of the shop, with what is shown in it."""

    AUTO_FOCUS = "Menu"
    HELP = _("Your shop: orders, products, vouchers, settings. Choose on the left, Tab goes to the right.")
    BINDINGS: ClassVar[list[BindingType]] = [keys.BACK]
    DEFAULT_CSS = """
    WebshopScreen Menu, WebshopScreen Menu:focus {
        width: 24;
    }
    WebshopScreen ContentSwitcher {
        width: 1fr;
        height: 1fr;
    }
    """

    def __init__(self, access: PackageAccess, domain: str) -> None:
        """Open the shop of the package of `access`, shown as `domain`."""
        super().__init__()
        self.access, self._domain = access, domain

    @property
    def article(self) -> str:
        """The help is about the subject that is shown."""
        return self.query_one(ContentSwitcher).current or ""

    def where(self) -> tuple[str, str]:
        """The shop; its owner is named only to the owner."""
        signed_in = self.login.signed_in
        who = signed_in.number if signed_in and self.access.by_owner else _("Package login")
        return f"{self._domain} › {_('Webshop')}", who

    def menu_title(self) -> str:
        """What is on the left."""
        return _("Webshop")

    def entries(self) -> Iterable[Entry]:
        """All subjects: owner and webmaster may do everything here."""
        return (Entry(subject.name, subject.label, subject.tooltip) for subject in SUBJECTS)

    def panes(self) -> Iterable[Widget]:
        """One subject at a time; the others are made when they are first opened."""
        yield ContentSwitcher(ShopOverview(self.access, self.login.country, id=OVERVIEW), initial=OVERVIEW)

    def open_entry(self, name: str) -> None:
        """Show a subject, and go to it."""
        self._show(next(subject for subject in SUBJECTS if subject.name == name))

    def show_new(self, orders: int) -> None:
        """Say in the menu how many orders are new."""
        words = _("{n} new").format(n=orders) if orders else ""
        self.query_one(Menu).show_badge(ORDERS, words)

    def action_reload(self) -> None:
        """Read the overview again; lists have the key for themselves."""
        self.query_one(ShopOverview).action_reload()

    def action_back(self) -> None:
        """To where this was opened."""
        self.dismiss(None)

    @work(exclusive=True, group="subject")
    async def _show(self, subject: Subject) -> None:
        switcher = self.query_one(ContentSwitcher)
        await show_subject(switcher, subject, self.access, self.login.country)
        self.query_one(Menu).mark(subject.name)
        switcher.current = subject.name
        switcher.query_one(f"#{subject.name}").focus()
