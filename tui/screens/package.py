"""The technical administration of one package: the same for its owner and for its webmaster."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.screen import ModalScreen
from textual.widgets import ContentSwitcher

from portal.errors import PortalError
from portal.packages import Resource
from tui import keys
from tui.i18n import _
from tui.screens.overview import OverviewPane
from tui.text import plain
from tui.widgets.menu import Entry, Menu
from tui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from portal.access import PackageAccess
    from portal.packages import PackageOverview


@dataclass(frozen=True, slots=True)
class Subject:
    """An entry of the technical menu.

    Attributes:
        name: Its id; empty for a heading.
        label: What it is called.
        tooltip: What it is for.
        opens: Module in `tui.screens` and class of its pane, which is made with access, country and id, or of
            a box, which is made with the access.
        needs: What the product must include, one of them; empty: nothing.
        transfers: Whether it uploads and downloads, which the owner may keep from the package login.
        owner_only: Whether the package login never sees it.
    """

    name: str
    label: str
    tooltip: str = ""
    opens: tuple[str, str] = ("", "")
    needs: tuple[Resource, ...] = ()
    transfers: bool = False
    owner_only: bool = False

    def is_for(self, access: PackageAccess, overview: PackageOverview) -> bool:
        """Whether the menu shows it."""
        included = not self.needs or any(
            figure.resource in self.needs for figure in overview.standing.figures
        )
        may = access.by_owner or not (
            self.owner_only or (self.transfers and not overview.webmaster_transfers)
        )
        return included and may


SUBJECTS = (
    Subject("overview", _("Overview"), _("What the package is, and how full.")),
    Subject("domains", _("Domains"), _("Domains and subdomains."), ("domains", "DomainList")),
    Subject("dns", _("DNS"), _("The records of each domain."), ("dns", "DnsList")),
    Subject(
        "email",
        _("Email"),
        _("Mailboxes, aliases, forwards, catch-alls."),
        ("mail", "MailList"),
        (Resource.MAILBOXES,),
    ),
    Subject(
        "databases",
        _("Databases"),
        _("What websites keep their contents in."),
        ("databases", "DatabaseList"),
        (Resource.DATABASES,),
    ),
    Subject(
        "webspace",
        _("Webspace and SFTP"),
        _("SFTP users, protected directories, usage."),
        ("webspace", "WebspaceTabs"),
        (Resource.WEBSPACE,),
        transfers=True,
    ),
    Subject(
        "ssl", _("SSL"), _("Certificates of your websites."), ("ssl", "CertificateList"), (Resource.WEBSPACE,)
    ),
    Subject(
        "cron",
        _("PHP and cron"),
        _("Commands that run by the clock, and PHP versions."),
        ("php", "PhpAndCronTabs"),
        (Resource.WEBSPACE, Resource.CRON_JOBS),
    ),
    Subject(
        "backups",
        _("Backups"),
        _("States of the package, and the way back to them."),
        ("backups", "BackupList"),
        (Resource.BACKUPS,),
        transfers=True,
    ),
    Subject(
        "statistics",
        _("Statistics"),
        _("Traffic, storage and mail of the last 12 months."),
        ("statistics", "StatisticsPane"),
    ),
    Subject("", _("Administration")),
    Subject(
        "set-passwords",
        _("Set passwords"),
        _("The package password and the master password."),
        ("set_passwords", "SetPasswords"),
    ),
    Subject(
        "third-party",
        _("Third-party access"),
        _("What the package login may."),
        ("third_party", "ThirdPartyList"),
        owner_only=True,
    ),
    Subject("history", _("History"), _("Who changed what; undo."), ("history", "HistoryList")),
    Subject(
        "upgrade",
        _("Upgrade"),
        _("Change to a larger product."),
        ("package_change", "UpgradeNotice"),
        owner_only=True,
    ),
)


class PackageScreen(Page):
    """Technical menu on the left, one subject on the right; nothing contractual."""

    AUTO_FOCUS = "Menu"
    BINDINGS: ClassVar[list[BindingType]] = [keys.BACK]
    DEFAULT_CSS = """
    PackageScreen Menu, PackageScreen Menu:focus {
        width: 24;
    }
    PackageScreen ContentSwitcher {
        width: 1fr;
        height: 1fr;
    }
    """

    def __init__(self, access: PackageAccess, domain: str, overview: PackageOverview) -> None:
        """Open the package of `access`, shown as `domain`, which is as `overview` tells."""
        super().__init__()
        self.access = access
        self._domain, self._overview = domain, overview

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

    def open_entry(self, name: str) -> None:
        """Show a subject, and go to it."""
        self._show_subject(name)

    @work(exclusive=True, group="subject")
    async def _show_subject(self, name: str) -> None:
        module, kind = next(subject.opens for subject in SUBJECTS if subject.name == name)
        switcher = self.query_one(ContentSwitcher)
        made: Any = next(iter(switcher.query(f"#{name}")), None)
        if name == "overview":
            self._read_overview()
        elif made is not None:
            made.action_reload()  # something done elsewhere may show here
        else:
            shown: Any = getattr(import_module(f"tui.screens.{module}"), kind)
            if issubclass(shown, ModalScreen):
                self.app.push_screen(shown(self.access))
                return
            await switcher.mount(shown(self.access, self.login.country, id=name))
        self.query_one(Menu).mark(name)
        switcher.current = name
        switcher.query_one(f"#{name}").focus()

    def action_reload(self) -> None:
        """Read the overview again; lists have the key for themselves."""
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
            self._overview = await self.portal_call(self.portal.packages.overview, self.access)
        except PortalError as error:
            pane.fail(plain(error.message))
        else:
            pane.show(self._overview)
