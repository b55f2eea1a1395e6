"""The technical administration of one package: the same for its owner and for its webmaster."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.containers import VerticalScroll
from textual.widgets import ContentSwitcher, Static

from portal.errors import PortalError
from portal.packages import PackageState
from tui import keys
from tui.figures import figure_words
from tui.i18n import _
from tui.screens.domains import DomainList
from tui.text import assemble, literal
from tui.widgets.menu import Entry
from tui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.access import PackageAccess
    from portal.packages import Figure, PackageOverview


BAR = 16
"""Cells of a bar."""


class OverviewPane(VerticalScroll, can_focus=True):
    """What the package is, and how full."""

    HELP = _("What this package is, and how much of it is in use.")

    def compose(self) -> Iterable[Widget]:
        """Text only."""
        yield Static(literal(_("Loading …"), "$quiet"))

    def show(self, content: Content) -> None:
        """Show the overview, or why it cannot be shown."""
        self.query_one(Static).update(content)


class PackageScreen(Page):
    """Technical menu on the left, one subject on the right; nothing contractual."""

    AUTO_FOCUS = "Menu"
    BINDINGS: ClassVar[list[BindingType]] = [keys.BACK]
    DEFAULT_CSS = """
    PackageScreen ContentSwitcher {
        width: 1fr;
        height: 1fr;
    }
    PackageScreen OverviewPane {
        height: 1fr;
        padding: 0 1;
        scrollbar-gutter: auto;
    }
    """

    def __init__(self, access: PackageAccess, domain: str) -> None:
        """Open the package of `access`, shown as `domain`."""
        super().__init__()
        self.access = access
        self._domain = domain

    def where(self) -> tuple[str, str]:
        """The package; its owner is named only to the owner."""
        signed_in = self.login.signed_in
        return self._domain, signed_in.number if signed_in and self.access.by_owner else _("Package login")

    def menu_title(self) -> str:
        """What is on the left."""
        return _("Package")

    def entries(self) -> Iterable[Entry]:
        """The technical menu, as far as it works."""
        return (
            Entry("overview", _("Overview"), _("What the package is, and how full.")),
            Entry("domains", _("Domains"), _("The domains of this package.")),
        )

    def panes(self) -> Iterable[Widget]:
        """One subject at a time."""
        overview = OverviewPane(id="overview", classes="pane")
        overview.border_title = _("Overview")
        domains = DomainList(self.access, self.login.country, id="domains")
        yield ContentSwitcher(overview, domains, initial="overview")

    def on_mount(self) -> None:
        """Read what is shown first."""
        self._read_overview()

    def open_entry(self, name: str) -> None:
        """Show a subject, and go to it."""
        self.query_one(ContentSwitcher).current = name
        self.query_one(f"#{name}").focus()

    def action_reload(self) -> None:
        """Read again what is shown."""
        if self.query_one(ContentSwitcher).current == "domains":
            self.query_one(DomainList).action_reload()
        else:
            self._read_overview()

    def action_back(self) -> None:
        """To the packages; under a package login there is only the way out."""
        if self.access.by_owner:
            self.app.pop_screen()
        else:
            self._ask_to_log_out()

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
            overview = await self.portal_call(self.portal.packages.overview, self.access)
        except PortalError as error:
            pane.show(assemble((error.message, "$error"), "\n", _("Press F5 to try again.")))
        else:
            pane.show(self._overview(overview))

    def _overview(self, overview: PackageOverview) -> Content:
        states = {
            PackageState.ACTIVE: ("● ", "$success", _("active")),
            PackageState.SUSPENDED: ("● ", "$error", _("suspended")),
            PackageState.ENDED: ("● ", "$quiet", _("ended")),
        }
        dot, colour, words = states[overview.state]
        parts = [
            assemble(literal(overview.main_domain, "bold"), "  ", literal(overview.product, "$quiet")),
            assemble((dot, colour), words),
            literal(""),
            assemble((_("In use"), "$accent")),
        ]
        parts.extend(_bar(figure, self.login.country) for figure in overview.figures)
        return literal("\n", lines=True).join(parts)


def _bar(figure: Figure, country: str) -> Content:
    """A bar where there is a limit, then the figure in words."""
    words = literal(figure_words(figure, country))
    if not figure.allowed:
        return assemble(" " * (BAR + 2), words)
    filled = min(round(BAR * figure.used / figure.allowed), BAR)
    full = figure.used >= figure.allowed
    return assemble(
        ("━" * filled, "$warning" if full else "$accent"), ("┄" * (BAR - filled), "$quiet"), "  ", words
    )
