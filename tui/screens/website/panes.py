"""The pages of the website builder, and which of them is written on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work

from portal.errors import PortalError
from tui import formats, keys
from tui.i18n import _, ngettext
from tui.screens.website.drafts import DraftPanes
from tui.screens.website.editor import PageEditor
from tui.screens.website.tree import PageTree
from tui.text import literal, plain, sentence

if TYPE_CHECKING:
    from textual.binding import BindingType

    from portal.access import PackageAccess
    from portal.website.views import SiteView


class WebsitePanes(DraftPanes):
    """Reads the website and its pages."""

    AUTO_FOCUS = "PageTree"
    article = "website"
    BINDINGS: ClassVar[list[BindingType]] = [keys.BACK]

    def __init__(self, access: PackageAccess, domain: str) -> None:
        """Build the website of the package of `access`, found under `domain`."""
        super().__init__(access)
        self._domain = domain
        self.site: SiteView | None = None

    def where(self) -> tuple[str, str]:
        """The website; its owner is named only to the owner."""
        signed_in = self.login.signed_in
        who = signed_in.number if signed_in and self.access.by_owner else _("Package login")
        return _("{domain} › Website").format(domain=self._domain), who

    def on_mount(self) -> None:
        """Read the website."""
        self.query_one(PageEditor).border_title = _("Text")
        self.query_one(PageTree).wait()
        self.read()

    def action_reload(self) -> None:
        """Read the website again."""
        self.read()

    @work(exclusive=True, group="page")
    async def read(self, page_id: int | None = None, *, write: bool = False) -> None:
        """Read the website, and a page of it, or the marked one; perhaps to `write` on it."""
        with self.told():
            await self.keep_draft()
            await self.show_site(page_id)
            await self._open(write=write)

    async def show_site(self, marked: int | None = None) -> None:
        """Read what holds for the website, and show it; raises PortalError."""
        site = await self.portal_call(self.portal.website.show, self.access)
        self.site = site
        tree = self.query_one(PageTree)
        tree.show(site.pages, marked)
        if not tree.is_moving:
            tree.border_title = sentence(_("Pages ({n})"), n=len(site.pages))
            tree.border_subtitle = literal(self._publishing(site))

    def _publishing(self, site: SiteView) -> str:
        """How far it is published."""
        n = site.changes
        if site.published_at is None:
            return _("not published")
        if n:
            return ngettext("{n} change to publish", "{n} changes to publish", n).format(n=n)
        zone = self.portal.settings.time_zone
        return _("published {when}").format(when=formats.soon(site.published_at, zone, self.login.country))

    @on(PageTree.Marked)
    @work(exclusive=True, group="page")
    async def _marked(self) -> None:
        await self._change_to_marked(write=False)

    @on(PageTree.Opened)
    @work(exclusive=True, group="page")
    async def _opened(self) -> None:
        await self._change_to_marked(write=True)

    async def _change_to_marked(self, *, write: bool) -> None:
        try:
            await self.keep_draft()
            await self._open(write=write)
        except PortalError as error:
            self.notify(plain(error.message), severity="error")
            if self._is_typed and self.page is not None:
                self.query_one(PageTree).mark(self.page.id)  # nothing that was typed is lost

    async def _open(self, *, write: bool) -> None:
        """Show the marked page, unless it is shown; raises PortalError."""
        tree, editor = self.query_one(PageTree), self.query_one(PageEditor)
        if tree.marked is None:
            self.page, self.is_draft = None, False
            editor.begin("")
            editor.disabled = True
        elif self.page is None or self.page.id != tree.marked.id:
            self.begin(await self.portal_call(self.portal.website.open, self.access, tree.marked.id))
        if write and self.page is not None:
            self.remove_class("-preview")
            editor.focus()
        self.refresh_bindings()
        self._say()

    async def draft_kept(self) -> None:
        """Say beside the page whether there is a draft."""
        marked = self.query_one(PageTree).marked
        if marked is not None and marked.has_draft != self.is_draft:
            await self.show_site()
