"""The portal after a customer login: contract menu on the left, the packages in the middle."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work

from portal.errors import Conflict, PortalError
from portal.packages import PackageView
from tui import formats, keys
from tui.i18n import _
from tui.screens.contract_menu import CUSTOMER_DATA, FORMS, FURTHER, SUBJECTS
from tui.screens.package_card import package_card
from tui.text import plain, sentence
from tui.widgets.dialogs import NoticeModal
from tui.widgets.menu import Entry, Menu
from tui.widgets.page import Page
from tui.widgets.record_list import Cards, RecordList, Sort

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.access import CustomerAccess, PackageAccess
    from portal.packages import PackageOverview
    from portal.paging import Page as RowPage
    from portal.paging import PageRequest
    from tui.screens.contract_menu import ContractSubject
    from tui.widgets.record_list import messages

PACKAGES = "packages"
"""The entry of the list itself."""


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
    DEFAULT_CSS = """
    PackagesScreen Menu, PackagesScreen Menu:focus {
        width: 29;
    }
    """

    def __init__(self, access: CustomerAccess) -> None:
        super().__init__()
        self.access = access
        self._packages = self._list()
        self._opened = PACKAGES

    @property
    def article(self) -> str:
        """The help is about what was opened last, and is shown."""
        return self._opened

    def on_screen_resume(self) -> None:
        """What was opened was left."""
        self._opened = PACKAGES

    async def read_ahead(self) -> None:
        """Read the first packages, before the screen is pushed."""
        await self._packages.read_ahead()

    def where(self) -> tuple[str, str]:
        """Who is signed in."""
        return "", self.customer_words()

    def on_mount(self) -> None:
        """Once the packages stand, read what the menu says beside its entries."""
        self.call_after_refresh(self._read_badges)

    def menu_title(self) -> str:
        """What is on the left."""
        return _("Contract")

    def entries(self) -> Iterable[Entry]:
        """The contract menu, as far as it works."""
        return (
            Entry(PACKAGES, _("All packages"), _("Your packages and their administration.")),
            Entry("", _("Customer data")),
            Entry("address", _("Address"), _("Change your address.")),
            Entry("telephone", _("Telephone and fax"), _("Change your telephone numbers.")),
            Entry("emails", _("Contact email"), _("Change where notices and invoices are sent.")),
            Entry("bank-data", _("Bank data"), _("Change how you pay.")),
            *(subject.entry for subject in CUSTOMER_DATA),
            Entry("password", _("Customer password"), _("Change your customer password.")),
            Entry("", _("Forms")),
            *(subject.entry for subject in (*FORMS, *FURTHER)),
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
        self._read_badges()

    def open_entry(self, name: str) -> None:
        """Open a form or another screen, or go to the packages."""
        self._opened = name
        if name == PACKAGES:
            self._packages.focus()
        elif name in SUBJECTS:
            self._open_subject(SUBJECTS[name])
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
            self._start(event.view)

    async def _fetch(self, request: PageRequest) -> RowPage[PackageView]:
        return await self.portal_call(self.portal.packages.page, self.access, request)

    @work(exclusive=True, group="package")
    async def _open_package(self, package: PackageView) -> None:
        from tui.screens.package import PackageScreen

        async def administer(access: PackageAccess, overview: PackageOverview) -> None:
            await self.app.push_screen_wait(PackageScreen(access, package.main_domain, overview))

        await self._inside(package, administer)

    @work(exclusive=True, group="package")
    async def _start(self, package: PackageView) -> None:
        from tui.screens.start import start

        await self._inside(package, partial(start, self))

    async def _inside(
        self, package: PackageView, shown: Callable[[PackageAccess, PackageOverview], Awaitable[None]]
    ) -> None:
        """Show something of a package until it is left; raises nothing, but says what is refused."""
        try:
            access = await self.portal_call(self.portal.packages.open, self.access, package.id)
            overview = await self.portal_call(self.portal.packages.overview, access)
        except Conflict as refusal:
            await self.app.push_screen_wait(NoticeModal(package.main_domain, refusal.message))
            await self._packages.reload()  # it may have ended just now
        except PortalError as error:
            self.notify(plain(error.message), severity="error")
        else:
            await shown(access, overview)
            await self._packages.reload()  # its figures and its product may be others now

    @work(exclusive=True, group="form")
    async def _open_subject(self, subject: ContractSubject) -> None:
        with self.told():
            await subject.opening()(self, self.access, self._packages.highlighted)
            await self._packages.reload()
        self._read_badges()

    @work(exclusive=True, group="badges")
    async def _read_badges(self) -> None:
        """Say in the menu what waits where."""
        portal = self.portal
        badges = {name: subject.badge for name, subject in SUBJECTS.items() if subject.badge}

        def counts(access: CustomerAccess) -> dict[str, int]:
            return {name: badge.count(portal, access) for name, badge in badges.items()}

        with suppress(PortalError):  # the subjects tell what is wrong
            for name, n in (await self.portal_call(counts, self.access)).items():
                words = badges[name].told(n, formats.number(n, self._country))
                self.query_one(Menu).show_badge(name, words)

    @work(exclusive=True, group="form")
    async def _open_form(self, name: str) -> None:
        from tui.screens.customers import open_form

        with self.told():
            await open_form(self, self.access, name)

    # Words

    @property
    def _country(self) -> str:
        return self.login.country

    def _card(self, package: PackageView, width: int, highlighted: bool) -> Sequence[Content]:  # noqa: FBT001
        return package_card(package, width, self._country, highlighted=highlighted)
