"""The technical menu: its subjects in their order, and who sees which."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from portal.packages import Resource
from tui.i18n import _

if TYPE_CHECKING:
    from textual.widgets import ContentSwitcher

    from portal.access import PackageAccess
    from portal.packages import PackageOverview

UPGRADE = "upgrade"
"""The entry that leads out of the administration, to the contract."""


@dataclass(frozen=True, slots=True)
class Subject:
    """An entry of the technical menu.

    Attributes:
        name: Its id; empty for a heading.
        label: What it is called.
        tooltip: What it is for.
        opens: Module in `tui.screens` and class of its pane, which is made with access, country and id.
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
    Subject(UPGRADE, _("Upgrade"), _("Change to a larger product."), owner_only=True),
)


def subject_label(name: str) -> str:
    """What a subject is called in the menu."""
    return next(subject.label for subject in SUBJECTS if subject.name == name)


async def show_subject(
    switcher: ContentSwitcher, subject: Subject, access: PackageAccess, country: str
) -> None:
    """Make the pane of a subject when it is first opened; later its key reads it again."""
    made: Any = next(iter(switcher.query(f"#{subject.name}")), None)
    if made is not None:
        made.action_reload()  # something done elsewhere may show here
        return
    module, kind = subject.opens
    shown: Any = getattr(import_module(f"tui.screens.{module}"), kind)
    await switcher.mount(shown(access, country, id=subject.name))
