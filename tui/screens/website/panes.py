"""The three panes of the website builder, and what goes on between them: reading, typing, looking."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.containers import Horizontal

from portal.errors import PortalError
from tui import formats, keys
from tui.i18n import _, ngettext
from tui.screens.website.editor import PageEditor
from tui.screens.website.preview import PreviewPane, around
from tui.screens.website.tree import PageTree
from tui.text import literal, plain, sentence
from tui.widgets.page import FramedScreen

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer

    from portal.access import PackageAccess
    from portal.website.views import PageView, SiteView

WIDE = 120
"""From so many columns on, the preview stands beside the text."""

PAUSE = 0.3
"""Seconds without a key, after which the preview follows."""

LONG_PAUSE = 1.5
"""Seconds without a key, after which the draft is kept."""


BORDER = 9
"""Cells of a border that its words cannot have."""


class WebsitePanes(FramedScreen):
    """Pages, text, preview. What is typed is kept as a draft: after a pause, and before anything else."""

    AUTO_FOCUS = "PageTree"
    article = "website"
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("f4", "preview", _("Preview"), _("Show how the page will read, or its text again.")),
        keys.BACK,
    ]
    DEFAULT_CSS = """
    WebsitePanes #panes {
        height: 1fr;
    }
    WebsitePanes PreviewPane {
        display: none;
    }
    WebsitePanes.-wide PreviewPane, WebsitePanes.-preview PreviewPane {
        display: block;
    }
    WebsitePanes.-preview PageEditor {
        display: none;
    }
    """

    def __init__(self, access: PackageAccess, domain: str) -> None:
        """Build the website of the package of `access`, found under `domain`."""
        super().__init__()
        self.access, self._domain = access, domain
        self.site: SiteView | None = None
        self.page: PageView | None = None
        """What is being written on; None: nothing."""
        self._is_typed = False
        """Whether something was typed that no draft holds."""
        self._is_draft = False
        """Whether something was typed that is not saved."""
        self._preview_soon: Timer | None = None
        self._draft_soon: Timer | None = None

    def where(self) -> tuple[str, str]:
        """The website; its owner is named only to the owner."""
        signed_in = self.login.signed_in
        who = signed_in.number if signed_in and self.access.by_owner else _("Package login")
        return _("{domain} › Website").format(domain=self._domain), who

    def body(self) -> ComposeResult:
        """Side by side."""
        with Horizontal(id="panes"):
            yield PageTree()
            yield PageEditor()
            yield PreviewPane()

    def on_mount(self) -> None:
        """Read the website."""
        self.query_one(PageEditor).border_title = _("Text")
        self.query_one(PageTree).wait()
        self.read()

    def on_resize(self, event: events.Resize) -> None:
        """A wide window has room for the preview."""
        super().on_resize(event)
        self.set_class(event.size.width >= WIDE, "-wide")
        if self._is_wide:
            self.remove_class("-preview")
        self._show_preview()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The preview needs a key only where there is no room for it."""
        if action == "preview":
            return not self._is_wide and self.page is not None
        return super().check_action(action, parameters)

    # Reading

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
            self.page, self._is_draft = None, False
            editor.begin("")
            editor.disabled = True
        elif self.page is None or self.page.id != tree.marked.id:
            self.begin(await self.portal_call(self.portal.website.open, self.access, tree.marked.id))
        if write and self.page is not None:
            self.remove_class("-preview")
            editor.focus()
        self.refresh_bindings()
        self._say()

    def begin(self, page: PageView) -> None:
        """Write on a page from its draft, or from what is saved."""
        draft = page.draft
        if draft is not None and draft.is_outdated:
            page = replace(page, number=page.number - 1)  # saving it will show both texts
        self.page = page
        with self.prevent(PageEditor.Changed):
            self.query_one(PageEditor).begin(page.contents.text if draft is None else draft.text)
        self._is_typed, self._is_draft = False, draft is not None
        self._say()
        self._show_preview()

    def go_on(self, page: PageView) -> None:
        """Write on what stands there, which was just saved."""
        self.page, self._is_typed, self._is_draft = page, False, False
        self._say()

    def forget_page(self, *, keep: bool = True) -> None:
        """Let the page be read anew; what was typed on it is a draft by now, unless it need not be kept."""
        self.page = None
        self._is_typed = self._is_typed and keep

    # Typing

    @on(PageEditor.Changed)
    def _typed(self) -> None:
        """The preview follows after a pause, and the draft is kept after a longer one."""
        self._is_typed = True
        if not self._is_draft:
            self._is_draft = True
            self._say()
        for timer in (self._preview_soon, self._draft_soon):
            if timer is not None:
                timer.stop()
        self._preview_soon = self.set_timer(PAUSE, self._show_preview)
        self._draft_soon = self.set_timer(LONG_PAUSE, self._keep_draft_now)

    @work(exclusive=True, group="draft")
    async def _keep_draft_now(self) -> None:
        with self.told():
            await self.keep_draft()
            marked = self.query_one(PageTree).marked
            if marked is not None and marked.has_draft != self._is_draft:
                await self.show_site()

    async def keep_draft(self) -> None:
        """Keep what was typed; raises PortalError."""
        if not self._is_typed or self.page is None:
            return
        page, text = self.page, self.query_one(PageEditor).text
        await self.portal_call(self.portal.website.keep_draft, self.access, page, text)
        if self.page is page and self.query_one(PageEditor).text == text:
            self._is_typed = False
            self._is_draft = text != page.contents.text
            self._say()

    def _say(self) -> None:
        """Say in the borders what is written on, and how far it is saved."""
        editor = self.query_one(PageEditor)
        if self.page is None:
            editor.border_title, editor.border_subtitle = _("Text"), ""
            return
        draft = self.page.draft
        if not self._is_draft:
            words = _("saved")
        elif self._is_typed:
            words = _("not saved")
        elif draft is not None and draft.is_outdated:
            words = _("draft · saved by others since")
        else:
            words = _("kept as a draft")
        editor.border_title = literal(self.page.contents.title, max_width=40)
        room = max(editor.size.width - len(words) - BORDER, 4)
        address = literal(self.page.address, max_width=room)
        editor.border_subtitle = sentence(_("{address} · {words}"), address=address, words=words)

    # Looking

    @property
    def _is_wide(self) -> bool:
        return self.app.size.width >= WIDE

    def action_preview(self) -> None:
        """Show the preview in place of the text, or the text again."""
        self.toggle_class("-preview")
        shown = self.query_one(PreviewPane if self.has_class("-preview") else PageEditor)
        self._show_preview()
        shown.focus()

    def action_to_pages(self) -> None:
        """Go to the pages."""
        self._keep_draft_now()
        self.query_one(PageTree).focus()

    @work(exclusive=True, group="preview")
    async def _show_preview(self) -> None:
        preview, editor = self.query_one(PreviewPane), self.query_one(PageEditor)
        if self._is_wide or self.has_class("-preview"):
            row, _column = editor.cursor_location
            cursor = sum(len(line) + 1 for line in editor.document.lines[:row])
            await preview.show(around(editor.text, cursor))
