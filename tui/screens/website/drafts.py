"""The text of a page and its preview: what is typed is kept as a draft, and shown as it will read."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.containers import Horizontal

from tui import keys
from tui.i18n import _
from tui.screens.website.editor import PageEditor
from tui.screens.website.preview import PreviewPane, around
from tui.screens.website.tree import PageTree
from tui.text import literal, sentence
from tui.widgets.page import FramedScreen

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer

    from portal.access import PackageAccess
    from portal.website.views import PageView

WIDE = 120
"""From so many columns on, the preview stands beside the text."""

PAUSE = 0.3
"""Seconds without a key, after which the preview follows."""

LONG_PAUSE = 1.5
"""Seconds without a key, after which the draft is kept."""

BORDER = 9
"""Cells of a border that its words cannot have."""


class DraftPanes(FramedScreen):
    """The three panes. What is typed is kept as a draft: after a pause, and before anything else."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("f4", "preview", _("Preview"), _("Show how the page will read, or its text again.")),
    ]
    DEFAULT_CSS = """
    DraftPanes #panes {
        height: 1fr;
    }
    DraftPanes PreviewPane {
        display: none;
    }
    DraftPanes.-wide PreviewPane, DraftPanes.-preview PreviewPane {
        display: block;
    }
    DraftPanes.-preview PageEditor {
        display: none;
    }
    """

    def __init__(self, access: PackageAccess) -> None:
        """Write on the pages of the package of `access`."""
        super().__init__()
        self.access = access
        self.page: PageView | None = None
        """What is being written on; None: nothing."""
        self._is_typed = False
        """Whether something was typed that no draft holds."""
        self.is_draft = False
        """Whether something was typed on the page that is not saved."""
        self.keeping = asyncio.Lock()
        """Held while what was typed is kept or saved."""
        self.moving = asyncio.Lock()
        """Held by each step of a page that is moved: they are carried out in the order of their keys."""
        self._preview_soon: Timer | None = None
        self._draft_soon: Timer | None = None

    def body(self) -> ComposeResult:
        """Side by side."""
        with Horizontal(id="panes"):
            yield PageTree()
            yield PageEditor()
            yield PreviewPane()

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

    def begin(self, page: PageView) -> None:
        """Write on a page from its draft, or from what is saved."""
        draft = page.draft
        if draft is not None and draft.is_outdated:
            page = replace(page, number=page.number - 1)  # saving it will show both texts
        self.page = page
        with self.prevent(PageEditor.Changed):
            self.query_one(PageEditor).begin(page.contents.text if draft is None else draft.text)
        self._is_typed, self.is_draft = False, draft is not None
        self._say()
        self._show_preview()

    def go_on(self, page: PageView) -> None:
        """Write on what stands there, which was just saved; a draft that is left is somebody else's."""
        self.page, self._is_typed, self.is_draft = replace(page, draft=None), False, False
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
        if not self.is_draft:
            self.is_draft = True
            self._say()
        for timer in (self._preview_soon, self._draft_soon):
            if timer is not None:
                timer.stop()
        self._preview_soon = self.set_timer(PAUSE, self._show_preview)
        self._draft_soon = self.set_timer(LONG_PAUSE, self._keep_draft_now)

    @work(group="draft")
    async def _keep_draft_now(self) -> None:
        with self.told():
            await self.keep_draft()
            await self.draft_kept()

    async def draft_kept(self) -> None:
        """What is a draft is one by now, or none any more."""

    async def keep_draft(self) -> None:
        """Keep what was typed; raises PortalError."""
        # Goes on where nobody waits for it any more: the next one has to know what was kept.
        await asyncio.shield(asyncio.ensure_future(self._keep_draft()))

    async def _keep_draft(self) -> None:
        async with self.keeping:
            if not self._is_typed or self.page is None:
                return
            page, text = self.page, self.query_one(PageEditor).text
            kept = await self.portal_call(self.portal.website.keep_draft, self.access, page, text)
            if self.page is page:
                self.page = replace(page, draft=kept)
                if self.query_one(PageEditor).text == text:
                    self._is_typed, self.is_draft = False, kept is not None
                    self._say()

    def _say(self) -> None:
        """Say in the borders what is written on, and how far it is saved."""
        editor = self.query_one(PageEditor)
        self.refresh_bindings()  # a draft can be dropped
        if self.page is None:
            editor.border_title, editor.border_subtitle = _("Text"), ""
            return
        draft = self.page.draft
        if not self.is_draft:
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

    def _show_preview(self) -> None:
        preview, editor = self.query_one(PreviewPane), self.query_one(PageEditor)
        if self._is_wide or self.has_class("-preview"):
            row, _column = editor.cursor_location
            cursor = sum(len(line) + 1 for line in editor.document.lines[:row])
            preview.show(around(editor.text, cursor))
