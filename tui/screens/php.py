"""PHP and cron: what runs, and by which version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from portal.packages import Resource
from portal.sites.php import PhpChoice, PhpView
from tui.i18n import _
from tui.screens.cron import CronJobList
from tui.text import assemble, literal
from tui.widgets.field import ChoiceField
from tui.widgets.form import FormModal
from tui.widgets.record_list import Column, Columns
from tui.widgets.subject_list import SubjectList, published_column
from tui.widgets.tabs import SubjectTabs, Tab

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.content import Content

    from portal.access import PackageAccess
    from portal.administration import Listing
    from portal.paging import PageRequest
    from tui.widgets.field import Field


class PhpList(SubjectList[PhpView]):
    """The PHP version of each site."""

    TITLE = _("PHP versions")
    EMPTY = _("Here stand the websites of this package. There is none: a domain comes first.")
    FILE = "php-versions"
    HELP = _(
        "Which PHP each website runs on. Without a choice of yours it is our default, and moves with it."
    )

    def columns(self) -> Columns[PhpView]:
        """Site and version."""
        return Columns(
            Column(_("Name"), lambda view: literal(view.name), width=20, grow=1, sort="name"),
            Column(_("PHP"), _version, width=24, sort="php"),
            published_column(),
        )

    async def listing(self, request: PageRequest) -> Listing[PhpView]:
        """A page of the sites."""
        return await self.portal_call(self.portal.php_versions.page, self.access, request)

    async def form_for(self, view: PhpView) -> PhpForm:
        """Another version."""
        return PhpForm(self.access, view)

    def called(self, view: PhpView) -> str:
        """Its name."""
        return view.name

    def exported(self, view: PhpView) -> Mapping[str, object]:
        """What is shown."""
        chosen = "own" if view.settings.php_version else "default"
        return {"name": view.name, "php": view.version, "chosen": chosen}


class PhpForm(FormModal[PhpChoice, int]):
    """The PHP version of a site."""

    TITLE = _("PHP version")
    MODEL = PhpChoice
    SAVED = _("The PHP version was saved.")
    HELP = _("Choose the version that the website was written for. The default moves on when we move on.")

    def __init__(self, access: PackageAccess, site: PhpView) -> None:
        """Edit `site`."""
        super().__init__()
        self.access, self.site = access, site
        self.seen = site.settings

    def about(self) -> Content:
        """Which site."""
        return literal(self.site.name, "bold")

    def fields(self) -> Iterable[Field[Any]]:
        """The versions that are offered, and the one it has."""
        offered, chosen = self.portal.settings.web.php_versions, self.seen.php_version
        default = _("our default, PHP {version} now").format(version=offered[0])
        choices = [(default, ""), *((_("PHP {version}").format(version=each), each) for each in offered)]
        if not self.site.offered:
            gone = _("PHP {version}, offered no longer").format(version=chosen)
            choices.append((gone, chosen))
        yield ChoiceField("php_version", _("PHP version"), choices, chosen)

    async def save(self, entered: PhpChoice) -> int:
        """Change it."""
        versions = self.portal.php_versions
        return await self.portal_call(versions.change, self.access, self.site.id, entered, self.seen)


class PhpAndCronTabs(SubjectTabs):
    """Cron jobs, where the product includes them, and PHP versions."""

    TABS: ClassVar[tuple[Tab, ...]] = (
        Tab("cron-jobs", _("Cron jobs"), CronJobList, Resource.CRON_JOBS),
        Tab("php-versions", _("PHP versions"), PhpList),
    )


def _version(view: PhpView) -> Content:
    version = literal(_("PHP {version}").format(version=view.version))
    if not view.settings.php_version:
        return assemble(version, (_(" · our default"), "$quiet"))
    return version if view.offered else assemble(version, (_(" · offered no longer"), "$warning"))
