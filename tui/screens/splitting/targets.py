"""Where domains go: another package of the customer's, or a new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.message import Message

from portal.packages import Resource
from portal.splitting import TargetChoice
from tui import formats, keys
from tui.calls import PortalCalls
from tui.figures import SIZES
from tui.i18n import _, ngettext
from tui.screens.package_change.words import price_words
from tui.text import literal, sentence
from tui.widgets.page import CustomerScreen
from tui.widgets.pick import PickModal
from tui.widgets.record_list import Column, Columns, RecordList
from tui.widgets.record_list.list_keys import LIST_KEYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from portal.access import CustomerAccess
    from portal.paging import Page, PageRequest
    from portal.splitting import NewPackage, SplitOffer
    from tui.widgets.record_list import messages


@dataclass(frozen=True, slots=True)
class Chosen:
    """Where the domains go.

    Attributes:
        target_id: To which package; None: to a new one.
        product: The code of what that is.
    """

    target_id: int | None
    product: str = ""


class TargetList(RecordList[TargetChoice], PortalCalls, inherit_bindings=False):
    """The customer's other packages, with the room they have."""

    HELP = _(
        "Your other packages and how full they are. Enter takes the marked one, “n” gives the domains a"
        " package of their own. Packages that were terminated are not among them."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter", "choose", _("Take it"), _("Let the domains go to the marked package.")),
        keys.key("n", "new", _("New package"), _("Give the domains a package of their own.")),
        *LIST_KEYS[1:],
    ]

    @dataclass
    class NewWanted(Message):
        """The domains shall have a package of their own."""

    def __init__(self, access: CustomerAccess, package_id: int, country: str) -> None:
        """List the packages besides one, figures as in `country`."""
        self.access, self.country = access, country
        self._package_id = package_id
        columns = Columns(
            Column(_("Package"), _name, width=24, grow=2, sort="domain"),
            Column(_("Product"), _product, width=16, grow=1, sort="product"),
            Column(_("Domains"), self._of(Resource.DOMAINS), width=8, align="right"),
            Column(_("Additional"), self._of(Resource.ADDITIONAL_DOMAINS), align="right", min_terminal=110),
            Column(_("Mailboxes"), self._of(Resource.MAILBOXES), align="right", min_terminal=70),
            Column(_("Mail"), self._of(Resource.MAIL_STORAGE), width=13, align="right", min_terminal=100),
        )
        empty = _("There is no other package in service. Press n to give the domains one of their own.")
        super().__init__(self._fetch, columns, empty=empty, sort="domain")
        self.border_title = literal(_("Where shall they go?"))

    def action_new(self) -> None:
        """Ask for a new package."""
        self.post_message(self.NewWanted())

    async def _fetch(self, request: PageRequest) -> Page[TargetChoice]:
        return await self.portal_call(self.portal.splitting.targets, self.access, self._package_id, request)

    def _of(self, resource: Resource) -> Callable[[TargetChoice], Content]:
        def value(view: TargetChoice) -> Content:
            figure = next((each for each in view.figures if each.resource is resource), None)
            if figure is None or figure.allowed is None:
                return literal("–", "$quiet")
            if resource in SIZES:
                return literal(formats.share(figure.used, figure.allowed, self.country))
            used, allowed = (formats.number(each, self.country) for each in (figure.used, figure.allowed))
            return literal(f"{used}/{allowed}")

        return value


class TargetScreen(CustomerScreen):
    """The second step: where.

    Attributes:
        chosen: What was chosen; None: the customer went back.
    """

    def __init__(self, access: CustomerAccess, offer: SplitOffer, domains: int) -> None:
        """Ask where so many domains of the package of `offer` shall go."""
        super().__init__(access)
        self.offer = offer
        self._domains = domains
        self.chosen: Chosen | None = None

    def place(self) -> str:
        """Which package."""
        return _("{domain} › Package splitting").format(domain=self.offer.domain)

    def body(self) -> ComposeResult:
        """The packages."""
        targets = TargetList(self.access, self.offer.package_id, self.login.country)
        words = ngettext("{n} domain goes", "{n} domains go", self._domains)
        targets.border_subtitle = sentence(words, n=self._domains)
        yield targets

    def on_record_list_chosen(self, event: messages.Chosen) -> None:
        """Enter."""
        self.chosen = Chosen(event.view.id)
        self.dismiss(None)

    @work(exclusive=True, group="ask")
    async def on_target_list_new_wanted(self) -> None:
        """Ask which product the new package shall be."""
        with self.told():
            products = await self.portal_call(self.portal.splitting.products, self.access)
            things = [(each.code, each.name, self._about(each)) for each in products]
            code = await self.app.push_screen_wait(PickModal(_("A new package: which product?"), things))
            if code is not None:
                self.chosen = Chosen(None, code)
                self.dismiss(None)

    def _about(self, product: NewPackage) -> str:
        price = price_words(product.price_cents, product.billing_months, self.login.country)
        term = ngettext("term of {n} month", "term of {n} months", product.minimum_months)
        return f"{price} · {term.format(n=product.minimum_months)}"


def _name(view: TargetChoice) -> Content:
    return literal(view.domain)


def _product(view: TargetChoice) -> Content:
    return literal(view.product)
