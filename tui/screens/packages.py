"""The portal after a customer login: contract menu on the left, the packages in the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.content import Content

from portal.errors import PortalError
from portal.packages import PackageState, PackageView
from tui import formats, keys
from tui.figures import figure_words
from tui.i18n import _, ngettext
from tui.text import assemble, literal, plain, sentence
from tui.widgets.dialogs import NoticeModal
from tui.widgets.menu import Entry
from tui.widgets.page import Page
from tui.widgets.record_list import CHOSEN, Cards, RecordList, Sort, button

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from portal.access import CustomerAccess
    from portal.customers import CustomerView
    from portal.paging import Page as RowPage
    from portal.paging import PageRequest
    from tui.screens.customers import CustomerForm
    from tui.widgets.record_list import messages

WIDE = 60
"""From so many cells on, a card has room for its figures."""


class PackageList(RecordList[PackageView]):
    """The customer's packages, with their buttons."""

    HELP = _(
        "All packages under your customer number. “More” opens the technical administration of the marked"
        " package, “Start” the website builder or the shop."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter", "choose", _("Open"), _("Open the marked package, as More does."), show=False),
        keys.key("s", "press('start')", _("Start"), _("Open the website builder or the shop.")),
        keys.key("m", "press('more')", _("More"), _("Open the package's technical administration.")),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Start is offered where the package has it."""
        if action == "press" and parameters == ("start",):
            return self.highlighted is not None and self.highlighted.has_start
        return super().check_action(action, parameters)

    def action_press(self, name: str) -> None:
        """Press a button of the marked package."""
        if self.highlighted is not None:
            self.post_message(self.ButtonPressed(name, self.highlighted))


class PackagesScreen(Page):
    """All packages, and everything contractual."""

    AUTO_FOCUS = "RecordLines"

    def __init__(self, access: CustomerAccess) -> None:
        super().__init__()
        self.access = access
        self._packages = self._list()

    async def read_ahead(self) -> None:
        """Read the first packages, before the screen is pushed."""
        await self._packages.read_ahead()

    def where(self) -> tuple[str, str]:
        """Who is signed in."""
        signed_in = self.login.signed_in
        return "", f"{signed_in.number} · {signed_in.name}" if signed_in else ""

    def menu_title(self) -> str:
        """What is on the left."""
        return _("Contract")

    def entries(self) -> Iterable[Entry]:
        """The contract menu, as far as it works."""
        return (
            Entry("packages", _("All packages"), _("Your packages and their administration.")),
            Entry("", _("Customer data")),
            Entry("address", _("Address"), _("Change your address.")),
            Entry("telephone", _("Telephone and fax"), _("Change your telephone numbers.")),
            Entry("emails", _("Contact email"), _("Change where notices and invoices are sent.")),
            Entry("bank-data", _("Bank data"), _("Change how you pay.")),
            Entry("password", _("Customer password"), _("Change your customer password.")),
        )

    def panes(self) -> Iterable[Widget]:
        """The packages."""
        yield self._packages

    def _list(self) -> PackageList:
        packages = PackageList(
            self._fetch,
            Cards(
                self._card,
                height=3,
                sorts=(
                    Sort("domain", _("Domain")),
                    Sort("product", _("Product")),
                    Sort("state", _("State")),
                ),
            ),
            empty=_("There is no package under your customer number yet."),
            sort="domain",
            id="packages",
        )
        packages.border_title = _("Your packages")
        return packages

    def action_reload(self) -> None:
        """Read the packages again."""
        self._packages.action_reload()

    def open_entry(self, name: str) -> None:
        """Open a form, or go to the packages."""
        if name == "packages":
            self._packages.focus()
        else:
            self._open_form(name)

    def on_record_list_counted(self, event: messages.Counted) -> None:
        """Say how many there are in the title."""
        total = event.matching if event.total is None else event.total
        title = sentence(_("Your packages ({n})"), n=formats.number(total, self._country))
        self._packages.border_title = title

    def on_record_list_highlighted(self) -> None:
        """Whether Start is offered depends on the package."""
        self.refresh_bindings()

    def on_record_list_chosen(self, event: messages.Chosen) -> None:
        """Enter opens the administration."""
        self._open_package(event.view)

    def on_record_list_button_pressed(self, event: messages.ButtonPressed) -> None:
        """Start and More."""
        if event.name == "more":
            self._open_package(event.view)
        else:
            self.app.push_screen(
                NoticeModal(
                    _("Start"),
                    sentence(
                        _(
                            "The administration of {product} is being built and will open here. Until then"
                            " “More” opens the technical administration of {domain}."
                        ),
                        product=event.view.product,
                        domain=event.view.main_domain,
                    ),
                )
            )

    async def _fetch(self, request: PageRequest) -> RowPage[PackageView]:
        return await self.portal_call(self.portal.packages.page, self.access, request)

    @work(exclusive=True, group="package")
    async def _open_package(self, package: PackageView) -> None:
        from tui.screens.package import PackageScreen

        try:
            access = await self.portal_call(self.portal.packages.open, self.access, package.id)
            overview = await self.portal_call(self.portal.packages.overview, access)
        except PortalError as error:
            self.notify(plain(error.message), severity="error")
        else:
            self.app.push_screen(PackageScreen(access, package.main_domain, overview))

    @work(exclusive=True, group="form")
    async def _open_form(self, name: str) -> None:
        from tui.screens import customers

        forms: dict[str, type[CustomerForm[Any]]] = {
            "address": customers.AddressForm,
            "telephone": customers.TelephoneForm,
            "emails": customers.EmailForm,
            "bank-data": customers.BankDataForm,
            "password": customers.PasswordForm,
        }
        try:
            customer: CustomerView = await self.portal_call(self.portal.customers.show, self.access)
        except PortalError as error:
            self.notify(plain(error.message), severity="error")
        else:
            self.app.push_screen(forms[name](self.access, customer))

    # Words

    @property
    def _country(self) -> str:
        return self.login.country

    def _card(self, package: PackageView, width: int, highlighted: bool) -> Sequence[Content]:  # noqa: FBT001
        name = literal(package.main_domain, CHOSEN if highlighted else "bold")
        product = literal(package.product, "$quiet")
        state = self._state(package)
        buttons = [button("more", _("m More"))]
        if package.has_start:
            buttons.insert(0, button("start", _("s Start"), primary=True))
        last = Content(" ").join(buttons)
        if width < WIDE:
            return name, assemble(state[0], literal(package.product), "  ", state[1]), last
        figures = literal(" · ".join(self._figures(package)), "$quiet")
        return assemble(name, "  ", product), assemble(state[0], state[1], "    ", figures), last

    def _state(self, package: PackageView) -> tuple[Content, Content]:
        """The state's dot and its words."""
        if package.state is PackageState.ENDED:
            colour, words = "$quiet", _("ended")
        elif package.state is PackageState.SUSPENDED:
            colour, words = "$error", _("suspended")
        elif package.ends_on is not None:
            day = formats.short_date(package.ends_on, self._country)
            colour, words = "$error", _("ends on {day}").format(day=day)
        elif package.becomes_on is not None:
            day = formats.short_date(package.becomes_on, self._country)
            colour, words = (
                "$warning",
                _("becomes {product} on {day}").format(product=package.becomes, day=day),
            )
        else:
            colour, words = "$success", _("active")
        return literal("● ", colour), literal(words)

    def _figures(self, package: PackageView) -> Iterable[str]:
        for figure in package.figures:
            yield figure_words(figure, self._country)
        if package.days_to_retract is not None and package.state is PackageState.ACTIVE:
            days = package.days_to_retract
            yield ngettext("{n} day left to retract", "{n} days left to retract", days).format(n=days)
