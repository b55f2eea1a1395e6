"""Forms on one page: a new one, and what it is called and how it is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.static_site.slugs import LONGEST
from portal.website.models import LONGEST_TITLE, NewPage, PageSettings
from tui.i18n import _
from tui.text import sentence
from tui.widgets.field import ChoiceField, SwitchField, TextField
from tui.widgets.form import FormModal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.content import Content

    from portal.access import PackageAccess
    from portal.website.views import PageRow, PageView
    from tui.widgets.field import Field

TOP = "top"
"""Stands for no page above."""


class NewPageForm(FormModal[NewPage, int]):
    """Title and place; answers the new page's id."""

    TITLE = _("New page")
    MODEL = NewPage
    SAVED = ""
    HELP = _("What the page is called, and where it stands. Its address follows from the title.")

    def __init__(self, access: PackageAccess, marked: PageRow | None, above: PageRow | None) -> None:
        """Add a page beside the `marked` one, which stands beneath the one `above`, or elsewhere."""
        super().__init__()
        self.access, self._above = access, above
        self._places = [page for page in (above, marked) if page is not None]

    def fields(self) -> Iterable[Field[Any]]:
        """Its title and its place."""
        yield TextField("title", _("Title"), longest=LONGEST_TITLE)
        places = [(_("at the top"), TOP)]
        places += [(_("beneath “{page}”").format(page=page.title), str(page.id)) for page in self._places]
        yield ChoiceField("place", _("Place"), places, str(self._above.id) if self._above else TOP)

    def values(self) -> dict[str, str]:
        """The place is no part of the page."""
        return {"title": self._field("title").value}

    async def save(self, entered: NewPage) -> int:
        """Add it."""
        place = self._field("place").value
        beneath = None if place == TOP else int(place)
        return await self.portal_call(self.portal.website.add, self.access, entered, beneath)


class PageSettingsForm(FormModal[PageSettings, bool]):
    """Title, address, navigation and kind of a page."""

    TITLE = _("Page")
    MODEL = PageSettings
    SAVED = _("The page was changed.")
    HELP = _(
        "What the page is called, the last part of its address, whether the navigation leads to it, and"
        " whether it is news: these stand in the feed, too."
    )

    def __init__(self, access: PackageAccess, page: PageView) -> None:
        """Change `page`."""
        super().__init__()
        self.access, self._page = access, page
        self.seen: PageSettings = page.settings

    def about(self) -> Content:
        """Where it is found."""
        return sentence(_("It is found at {address}"), address=self._page.address)

    def fields(self) -> Iterable[Field[Any]]:
        """All of them."""
        seen = self.seen
        yield TextField("title", _("Title"), seen.title, longest=LONGEST_TITLE)
        hint = _("the last part of its address; bookmarks to the former one end")
        yield TextField("slug", _("In addresses"), seen.slug, hint, longest=LONGEST)
        hint = _("a hidden page is published, but nothing leads to it by itself")
        yield SwitchField("hidden", _("Hidden"), hint, on=seen.hidden)
        kinds = [(_("page"), "page"), (_("news"), "news")]
        yield ChoiceField("kind", _("Kind"), kinds, seen.kind.value, _("news stand in the feed, too"))

    async def save(self, entered: PageSettings) -> bool:
        """Change it."""
        await self.portal_call(self.portal.website.change, self.access, self._page.id, entered, self.seen)
        return True
