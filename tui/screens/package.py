"""The technical administration of one package: the same for its owner and for its webmaster."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.widgets import ContentSwitcher

from portal.access import CustomerAccess
from portal.errors import PortalError
from portal.packages import has_start
from tui import keys
from tui.i18n import _
from tui.screens.overview import OverviewPane
from tui.screens.subjects import SUBJECTS, UPGRADE, show_subject
from tui.text import plain
from tui.widgets.menu import Entry, Menu
from tui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from portal.access import PackageAccess
    from portal.packages import PackageOverview, Resource


class PackageScreen(Page):
    """Technical menu on the left, one subject on the right; nothing contractual."""

    AUTO_FOCUS = "Menu"
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("s", "start", _("Start"), _("Open the website builder or the shop.")),
        keys.BACK,
    ]
    DEFAULT_CSS = """
    PackageScreen Menu, PackageScreen Menu:focus {
        width: 24;
    }
    PackageScreen ContentSwitcher {
        width: 1fr;
        height: 1fr;
    }
    """

    def __init__(
        self, access: PackageAccess, domain: str, overview: PackageOverview, *, at: str = ""
    ) -> None:
        """Open the package of `access`, shown as `domain`, which is as `overview` tells; `at` a subject."""
        super().__init__()
        self.access = access
        self._domain, self._overview, self._at = domain, overview, at

    @property
    def article(self) -> str:
        """The help is about the subject that is shown."""
        return self.query_one(ContentSwitcher).current or ""

    def includes(self, resource: Resource) -> bool:
        """Whether the product includes something."""
        return any(figure.resource is resource for figure in self._overview.standing.figures)

    def where(self) -> tuple[str, str]:
        """The package; its owner is named only to the owner."""
        signed_in = self.login.signed_in
        return self._domain, signed_in.number if signed_in and self.access.by_owner else _("Package login")

    def menu_title(self) -> str:
        """What is on the left."""
        return _("Package")

    def entries(self) -> Iterable[Entry]:
        """The technical menu, as far as the product includes it and the owner allows it."""
        for subject in SUBJECTS:
            if subject.is_for(self.access, self._overview):
                yield Entry(subject.name, subject.label, subject.tooltip)

    def panes(self) -> Iterable[Widget]:
        """One subject at a time; the others are made when they are first opened."""
        yield ContentSwitcher(
            OverviewPane(self.login.country, self.portal.settings.time_zone), initial="overview"
        )

    def on_mount(self) -> None:
        """Show what was read."""
        self.query_one(OverviewPane).show(self._overview)
        if self._at and self._at in {entry.name for entry in self.entries()}:
            self.open_entry(self._at)

    def open_entry(self, name: str) -> None:
        """Show a subject, and go to it."""
        if name == UPGRADE:
            self._change_package()
        else:
            self._show_subject(name)

    @work(exclusive=True, group="subject")
    async def _show_subject(self, name: str) -> None:
        switcher = self.query_one(ContentSwitcher)
        if name == "overview":
            self._read_overview()
        else:
            subject = next(subject for subject in SUBJECTS if subject.name == name)
            await show_subject(switcher, subject, self.access, self.login.country)
        self.query_one(Menu).mark(name)
        switcher.current = name
        switcher.query_one(f"#{name}").focus()

    def action_reload(self) -> None:
        """Read the overview again; lists have the key for themselves."""
        self._read_overview()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Start is offered where the package has it."""
        if action == "start":
            return has_start(self._overview.family, self._overview.state)
        return super().check_action(action, parameters)

    @work(exclusive=True, group="start")
    async def action_start(self) -> None:
        """Open what the package has of its own."""
        from tui.screens.start import start

        await start(self, self.access, self._overview)
        self._read_overview()

    def action_back(self) -> None:
        """To where this was opened; under a package login there is only the way out."""
        if self.access.by_owner:
            self.dismiss(None)
        else:
            self._ask_to_log_out()

    @work(exclusive=True, group="change")
    async def _change_package(self) -> None:
        """Show what the package can become; afterwards the menu may be another one. For the owner only."""
        from tui.screens.package_change import PackageChangeScreen, change_package

        signed_in = self.login.signed_in
        if not self.access.by_owner or signed_in is None or not isinstance(signed_in.access, CustomerAccess):
            return
        if isinstance(self.app.screen_stack[-2], PackageChangeScreen):
            self.action_back()  # it was opened from there
            return
        with self.told():
            await change_package(self, signed_in.access, self.access.package_id, upwards=True)
            self._overview = await self.portal_call(self.portal.packages.overview, self.access)
            self._at = ""
            with self.app.batch_update():
                await self.recompose()
                self.on_mount()
                menu = self.query_one(Menu)
                menu.mark(UPGRADE)
                menu.focus()

    @work
    async def _ask_to_log_out(self) -> None:
        from tui.widgets.dialogs import ConfirmModal

        question = ConfirmModal(
            _("Log out?"), _("Everything you saved is kept."), yes=_("Log out"), no=_("Stay")
        )
        if await self.app.push_screen_wait(question):
            self.login.leave()

    @work(exclusive=True, group="overview")
    async def _read_overview(self) -> None:
        pane = self.query_one(OverviewPane)
        try:
            self._overview = await self.portal_call(self.portal.packages.overview, self.access)
        except PortalError as error:
            pane.fail(plain(error.message))
        else:
            pane.show(self._overview)
